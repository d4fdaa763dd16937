package dev.dropwhy.agent.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code /proc/net/softnet_stat}: one line of hex columns per online CPU (net/core/net-procfs.c,
 * {@code softnet_seq_show}). Column 13 is the CPU since Linux 5.10; before that nobody says which CPU a line is, because
 * offline CPUs are skipped, and only sums are given.
 */
final class SoftnetStat {

    private static final int PROCESSED = 0;
    private static final int DROPPED = 1;
    private static final int TIME_SQUEEZE = 2;
    private static final int RECEIVED_RPS = 9;
    private static final int FLOW_LIMIT = 10;
    private static final int CPU = 12;

    private SoftnetStat() {}

    /**
     * Reads the file.
     *
     * @param text its content
     * @return counters named {@code softnet.…}; lines that are not hex columns are skipped
     */
    static Map<String, Long> parse(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            long[] columns = columns(line);
            if (columns.length <= TIME_SQUEEZE) {
                continue;
            }
            values.merge("softnet.processed", columns[PROCESSED], Long::sum);
            values.merge("softnet.dropped", columns[DROPPED], Long::sum);
            values.merge("softnet.time_squeeze", columns[TIME_SQUEEZE], Long::sum);
            if (columns.length > RECEIVED_RPS) {
                values.merge("softnet.received_rps", columns[RECEIVED_RPS], Long::sum);
            }
            if (columns.length > FLOW_LIMIT) {
                values.merge("softnet.flow_limit", columns[FLOW_LIMIT], Long::sum);
            }
            if (columns.length > CPU) {
                String cpu = "softnet.cpu" + columns[CPU] + ".";
                values.put(cpu + "dropped", columns[DROPPED]);
                values.put(cpu + "time_squeeze", columns[TIME_SQUEEZE]);
            }
        }
        return values;
    }

    private static long[] columns(String line) {
        String[] words = line.strip().split("\\s+", 32);
        long[] columns = new long[words.length];
        for (int index = 0; index < words.length; index++) {
            try {
                columns[index] = Long.parseLong(words[index], 16);
            } catch (NumberFormatException e) {
                return new long[0];
            }
        }
        return columns;
    }
}
