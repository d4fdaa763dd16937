package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.linux.NetlinkAttributesWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueStatisticsTest {

    private static final int INTERFACE = 2;
    private static final byte[] HEADER = {12, 1, 0, 0};
    private static final int IFINDEX = 1;
    private static final int RX_PACKETS = 8;
    private static final int RX_HW_DROP_OVERRUNS = 14;
    private static final int NAMELESS = 77;

    private static NetlinkAttributesWriter about(int interfaceIndex) {
        return new NetlinkAttributesWriter(HEADER).integer(IFINDEX, interfaceIndex);
    }

    private static Map<String, Long> parsed(byte[] answer) {
        return QueueStatistics.parse(ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()), INTERFACE);
    }

    @Test
    void countersComeIn32And64BitsAndUnknownOnesAreLeftOut() {
        byte[] wide = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(1L << 40)
                .array();
        byte[] answer = about(INTERFACE)
                .integer(RX_HW_DROP_OVERRUNS, -1)
                .bytes(RX_PACKETS, wide)
                .integer(NAMELESS, 5)
                .toByteArray();
        assertThat(parsed(answer))
                .containsOnly(Map.entry("rx-hw-drop-overruns", 0xffff_ffffL), Map.entry("rx-packets", 1L << 40));
    }

    @Test
    void answerAboutAnotherDeviceTellsNothing() {
        assertThat(parsed(about(INTERFACE + 1).integer(RX_PACKETS, 5).toByteArray()))
                .isEmpty();
    }

    @Test
    void cutAnswerTellsWhatIsWhole() {
        byte[] answer = about(INTERFACE).integer(RX_PACKETS, 5).toByteArray();
        for (int length = 0; length < answer.length; length++) {
            assertThat(parsed(Arrays.copyOf(answer, length))).isEmpty();
        }
    }

    @Test
    void counterOfAnotherWidthIsLeftOut() {
        assertThat(parsed(about(INTERFACE).bytes(RX_PACKETS, new byte[3]).toByteArray()))
                .isEmpty();
    }
}
