package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dropwhy.agent.linux.NetlinkMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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
    void theDeviceBelowIsReadWhereItIsOne() {
        assertThat(lower("macvlan")).isEqualTo(2);
        assertThat(lower("veth")).as("its other end").isNull();
        assertThat(lower("macvlan", 37)).as("in another namespace").isNull();
    }

    private static @Nullable Integer lower(String kind, int... others) {
        ByteBuffer message = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        message.putInt(0).putInt(7).putInt(0).putInt(0);
        attribute(message, 3, "mv0\0".getBytes(StandardCharsets.US_ASCII));
        attribute(message, 5, number(2));
        for (int other : others) {
            attribute(message, other, number(0));
        }
        ByteBuffer info = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        attribute(info, 1, (kind + '\0').getBytes(StandardCharsets.US_ASCII));
        attribute(message, 18 | 0x8000, bytes(info.flip()));
        return LinkMessage.parse(message.flip()).orElseThrow().lowerIndex();
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
    void aFilterIsReadWithWhatItsActionsDropped() {
        TrafficFilter filter =
                FilterMessage.parse(filter("flower", actionsOf(3)), "ingress").orElseThrow();
        assertThat(filter)
                .isEqualTo(new TrafficFilter(
                        "ingress",
                        2,
                        10,
                        0x0800,
                        "flower",
                        "0x1",
                        null,
                        false,
                        List.of(
                                new TrafficAction("police", 4, 30, 3000, 21, 22),
                                new TrafficAction("mirred", 5, 1L << 33, 3000, 22, 22))));
    }

    @Test
    void aPolicerOfTheOldKindIsReadFromTheFiltersOwnStatistics() {
        ByteBuffer message = filter("u32", options(6, new byte[0]));
        message.position(message.limit()).limit(message.capacity());
        ByteBuffer statistics = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
        statistics.putLong(3000).putInt(30).putInt(21).putInt(22);
        attribute(message, 3, statistics.array());
        assertThat(FilterMessage.parse(message.flip(), "1:").orElseThrow().actions())
                .containsExactly(new TrafficAction("police", 0, 30, 3000, 21, 22));
    }

    @Test
    void aProgramThatDecidesByItselfIsAFilterWithoutACount() {
        ByteBuffer options = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        attribute(options, 7, "cil_from_netdev\0".getBytes(StandardCharsets.US_ASCII));
        attribute(options, 8, number(1));
        TrafficFilter filter = FilterMessage.parse(filter("bpf", bytes(options.flip())), "egress")
                .orElseThrow();
        assertThat(filter.directAction()).isTrue();
        assertThat(filter.program()).isEqualTo("cil_from_netdev");
        assertThat(filter.actions()).isEmpty();
    }

    @Test
    void aFilterThatOnlyClassifiesIsLeftOut() {
        assertThat(FilterMessage.parse(filter("u32", options(1, number(0x10010))), "1:"))
                .isEmpty();
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
        byte[] filter = bytes(filter("flower", actionsOf(3)));
        for (int length = 0; length <= filter.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(filter, 0, length).slice().order(ByteOrder.nativeOrder());
            assertThatCode(() -> FilterMessage.parse(cut, "ingress")).doesNotThrowAnyException();
        }
    }

    @Test
    void mutatedMessagesEndWithoutAnException() {
        Random random = new Random(7);
        byte[] link = bytes(link(25));
        List<byte[]> messages = List.of(link, bytes(qdisc()), bytes(filter("flower", actionsOf(3))));
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = messages.get(round % messages.size()).clone();
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            assertThatCode(() -> {
                        LinkMessage.parse(message);
                        QdiscMessage.parse(message);
                        FilterMessage.parse(message, "ingress");
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

    /** A filter at preference 10 for IPv4, chain 2. */
    private static ByteBuffer filter(String kind, byte[] options) {
        ByteBuffer message = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        message.putInt(0).putInt(7).putInt(1).putInt(0xFFFFFFF2).putInt(10 << 16 | (little ? 0x0008 : 0x0800));
        attribute(message, 1, (kind + '\0').getBytes(StandardCharsets.US_ASCII));
        attribute(message, 2, options);
        attribute(message, 11, number(2));
        return message.flip();
    }

    private static byte[] options(int type, byte[] value) {
        ByteBuffer options = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        attribute(options, type, value);
        return bytes(options.flip());
    }

    /** A policer that dropped 21 of 30 packets, and a mirror that could not hand on 22 of very many. */
    private static byte[] actionsOf(int type) {
        ByteBuffer actions = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
        attribute(actions, 1, action("police", 1, 4, 0));
        attribute(actions, 2, action("mirred", 2, 5, 1L << 33));
        ByteBuffer options = ByteBuffer.allocate(600).order(ByteOrder.nativeOrder());
        attribute(options, type, bytes(actions.flip()));
        return bytes(options.flip());
    }

    private static byte[] action(String kind, int parameters, int index, long packets) {
        ByteBuffer basic = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        basic.putLong(3000).putInt(30);
        ByteBuffer queue = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        queue.putInt(1).putInt(2).putInt(21).putInt(3).putInt(22);
        ByteBuffer statistics = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());
        attribute(statistics, 1, basic.array());
        attribute(statistics, 3, queue.array());
        if (packets > 0) {
            attribute(
                    statistics,
                    8,
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.nativeOrder())
                            .putLong(packets)
                            .array());
        }
        ByteBuffer action = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        attribute(action, 1, (kind + '\0').getBytes(StandardCharsets.US_ASCII));
        attribute(action, 2, options(parameters, number(index)));
        attribute(action, 4, bytes(statistics.flip()));
        return bytes(action.flip());
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
