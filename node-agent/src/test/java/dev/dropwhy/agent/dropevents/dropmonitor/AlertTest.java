package dev.dropwhy.agent.dropevents.dropmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.linux.GenericFamily;
import dev.dropwhy.agent.linux.NetlinkAttributesWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTest {

    private static final int SUMMARY = 1;
    private static final int PACKET = 5;
    private static final int SYMBOL = 3;
    private static final int IN_PORT = 4;
    private static final int TIMESTAMP = 5;
    private static final int PROTO = 6;
    private static final int PAYLOAD = 7;
    private static final int ORIG_LEN = 10;
    private static final int ORIGIN = 14;
    private static final int REASON = 23;
    private static final byte[] FRAME = {1, (byte) 0x80, (byte) 0xc2, 0, 0, 0};

    @Test
    void anAlertTellsWhereWhyWhatAndWhen() {
        Alert alert = parse(alert("__netif_receive_skb_core.constprop.0+0x14c/0x10a0")
                        .string(REASON, "UNHANDLED_PROTO")
                        .toByteArray())
                .orElseThrow();
        assertThat(alert.function()).isEqualTo("__netif_receive_skb_core");
        assertThat(alert.reason()).isEqualTo("UNHANDLED_PROTO");
        assertThat(alert.interfaceIndex()).isEqualTo(2);
        assertThat(alert.etherType()).isEqualTo(4);
        assertThat(alert.packet()).isEqualTo(FRAME);
        assertThat(alert.length()).isEqualTo(60);
        assertThat(alert.wallNanos()).isEqualTo(1_764_446_400_123_456_789L);
    }

    @Test
    void kernelsBefore5Dot18GiveNoReason() {
        assertThat(parse(alert("ip_rcv+0x1/0x2").toByteArray()).orElseThrow().reason())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "nf_hook_slow+0x3e/0xb0, nf_hook_slow",
        "ip6_rcv_core.isra.0+0x1/0x2, ip6_rcv_core",
        "br_stp_rcv+0x1/0x2 [bridge], br_stp_rcv",
        "0xffffffffc0a01234, 0xffffffffc0a01234",
        "a_name_as_long_as_the_kernel_has_room_f, a_name_as_long_as_the_kernel_has_room_f",
        ".+, .",
    })
    void theFunctionIsTheSymbolWithoutWhereInItAndWithoutWhatTheCompilerAdded(String symbol, String function) {
        assertThat(parse(alert(symbol).toByteArray()).orElseThrow().function()).isEqualTo(function);
    }

    @Test
    void packetsOfThisMachinesOwnCameInNowhere() {
        byte[] message = new NetlinkAttributesWriter(GenericFamily.header(PACKET, 2))
                .string(SYMBOL, "__dev_queue_xmit+0x1/0x2")
                .nested(IN_PORT, port -> {})
                .toByteArray();
        Alert alert = parse(message).orElseThrow();
        assertThat(alert.interfaceIndex()).isZero();
        assertThat(alert.packet()).isEmpty();
        assertThat(alert.length()).isZero();
    }

    @Test
    void whatASwitchesHardwareDroppedAndSummariesAreNoAlerts() {
        assertThat(parse(alert("x").bytes(ORIGIN, number(Short.BYTES, 1)).toByteArray()))
                .isEmpty();
        assertThat(parse(new NetlinkAttributesWriter(GenericFamily.header(SUMMARY, 2))
                        .bytes(0, new byte[16])
                        .toByteArray()))
                .isEmpty();
    }

    @Test
    void whereverItIsCutItTellsWhatIsWholeOrNothing() {
        byte[] message = alert("ip_rcv+0x1/0x2").toByteArray();
        for (int length = 0; length < message.length; length++) {
            parse(Arrays.copyOf(message, length)).ifPresent(alert -> {
                assertThat(alert.function()).isEqualTo("ip_rcv");
                assertThat(alert.packet()).isIn(FRAME, new byte[0]);
            });
        }
    }

    private static NetlinkAttributesWriter alert(String symbol) {
        return new NetlinkAttributesWriter(GenericFamily.header(PACKET, 2))
                .bytes(ORIGIN, number(Short.BYTES, 0))
                .string(SYMBOL, symbol)
                .nested(IN_PORT, port -> port.integer(0, 2))
                .bytes(TIMESTAMP, number(Long.BYTES, 1_764_446_400_123_456_789L))
                .integer(ORIG_LEN, 60)
                .bytes(PROTO, number(Short.BYTES, 4))
                .bytes(PAYLOAD, FRAME);
    }

    private static byte[] number(int bytes, long value) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        return (bytes == Short.BYTES ? buffer.putShort((short) value) : buffer.putLong(value)).array();
    }

    private static Optional<Alert> parse(byte[] message) {
        return Alert.parse(ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()));
    }
}
