package dev.dropwhy.agent.dropevents.dropmonitor;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the drop monitor works, for the whole machine.
 *
 * @param alerts NET_DM_ATTR_ALERT_MODE: 0 counts by place in the kernel, 1 tells of every packet
 * @param truncation NET_DM_ATTR_TRUNC_LEN: bytes of a packet to tell; 0 for all
 * @param queue NET_DM_ATTR_QUEUE_LEN: packets of one CPU that may wait to be told
 */
record MonitorSettings(int alerts, int truncation, int queue) {

    private static final int SUMMARY = 0;
    private static final int PACKET = 1;

    /** What the module begins with. */
    static final MonitorSettings INITIAL = new MonitorSettings(SUMMARY, 0, 1000);

    /**
     * What an own monitor works with. Nobody else takes this length of the queue: a monitor that has it, and whose owner is
     * gone, was left behind by a dropwhy.
     */
    static final MonitorSettings OWN = new MonitorSettings(PACKET, 256, 4093);

    boolean tellsPackets() {
        return alerts == PACKET;
    }

    /** As words on a command line. */
    String text() {
        return alerts + " " + truncation + " " + queue;
    }

    /** From {@link #text}. */
    static Optional<MonitorSettings> parse(String text) {
        try {
            int[] numbers = Arrays.stream(text.strip().split(" ", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return numbers.length == 3
                    ? Optional.of(new MonitorSettings(numbers[0], numbers[1], numbers[2]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
