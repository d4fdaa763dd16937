package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dropwhy.agent.linux.NetlinkMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetlinkParsersTest {

    @Test
    void aLinkIsReadWithEveryField() {
        Link link = LinkMessage.parse(link(25)).orElseThrow();
        assertThat(link.index()).isEqualTo(7);
        assertThat(link.name()).isEqualTo("veth7");
        assertThat(link.kind()).isEqualTo("veth");
        assertThat(link.mac()).isEqualTo("02:00:5e:00:53:07");
        assertThat(link.mtu()).isEqualTo(1500);
        assertThat(link.masterIndex()).isEqualTo(3);
        assertThat(link.carrier()).isTrue();
        assertThat(link.promiscuous()).isTrue();
        assertThat(link.loopback()).isFalse();
        assertThat(link.device()).isFalse();
        assertThat(link.statistics())
                .hasSize(25)
                .containsEntry("rx_packets", 100L)
                .containsEntry("rx_dropped", 106L)
                .containsEntry("rx_otherhost_dropped", 124L);
    }

    @Test
    void statisticsAreReadByTheAttributesLength() {
        assertThat(LinkMessage.parse(link(23)).orElseThrow().statistics())
                .hasSize(23)
                .doesNotContainKeys("rx_nohandler", "rx_otherhost_dropped");
        assertThat(LinkMessage.parse(link(30)).orElseThrow().statistics())
                .describedAs("fields of newer kernels are left alone")
                .hasSize(25);
    }

    @Test
    void aQdiscIsReadWithItsDrops() {
        Qdisc qdisc = QdiscMessage.parse(qdisc()).orElseThrow();
        assertThat(qdisc).isEqualTo(new Qdisc(7, "tbf", "8001:", "root", 11, 13, 12));
    }

    @Test
    void everyTruncationEndsWithoutAnException() {
        byte[] link = bytes(link(25));
        for (int length = 0; length <= link.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(link, 0, length).slice().order(ByteOrder.nativeOrder());
            assertThatCode(() -> LinkMessage.parse(cut)).doesNotThrowAnyException();
        }
        byte[] qdisc = bytes(qdisc());
        for (int length = 0; length <= qdisc.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(qdisc, 0, length).slice().order(ByteOrder.nativeOrder());
            assertThatCode(() -> QdiscMessage.parse(cut)).doesNotThrowAnyException();
        }
    }

    @Test
    void mutatedMessagesEndWithoutAnException() {
        Random random = new Random(7);
        byte[] link = bytes(link(25));
        byte[] qdisc = bytes(qdisc());
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = (round % 2 == 0 ? link : qdisc).clone();
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            assertThatCode(() -> {
                        LinkMessage.parse(message);
                        QdiscMessage.parse(message);
                        NetlinkMessages walk = new NetlinkMessages(message);
                        while (walk.next()) {
                            assertThat(walk.body().limit()).isLessThan(bytes.length);
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static ByteBuffer link(int statistics) {
        ByteBuffer message = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        message.putInt(0).putInt(7).putInt(0x1 | 0x2).putInt(0);
        attribute(message, 3, "veth7\0".getBytes(StandardCharsets.US_ASCII));
        attribute(message, 1, new byte[] {2, 0, 0x5e, 0, 0x53, 7});
        attribute(message, 4, number(1500));
        attribute(message, 10, number(3));
        attribute(message, 30, number(1));
        attribute(message, 33, new byte[] {1});
        ByteBuffer kind = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        attribute(kind, 1, "veth\0".getBytes(StandardCharsets.US_ASCII));
        attribute(message, 18 | 0x8000, bytes(kind.flip()));
        ByteBuffer values = ByteBuffer.allocate(statistics * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int field = 0; field < statistics; field++) {
            values.putLong(100 + field);
        }
        attribute(message, 23, values.array());
        return message.flip();
    }

    private static ByteBuffer qdisc() {
        ByteBuffer message = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        message.putInt(0).putInt(7).putInt(0x80010000).putInt(0xFFFFFFFF).putInt(0);
        attribute(message, 1, "tbf\0".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer queue = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        queue.putInt(1).putInt(2).putInt(11).putInt(12).putInt(13);
        ByteBuffer statistics = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        attribute(statistics, 3, queue.array());
        attribute(message, 7, bytes(statistics.flip()));
        return message.flip();
    }

    private static void attribute(ByteBuffer into, int type, byte[] value) {
        into.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        into.position((into.position() + 3) & ~3);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }
}
