package dev.dropwhy.agent.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what {@code /proc/vmstat} and {@code /proc/stat} tell about memory pressure and stolen time. */
final class SystemTables {

    private static final int USER_TO_STEAL = 8; // user nice system idle iowait irq softirq steal
    private static final int SOFTIRQ = 6;
    private static final int STEAL = 7;

    private SystemTables() {}

    /**
     * Reads {@code /proc/vmstat}.
     *
     * @param text its content
     * @return {@code vmstat.allocstall} summed over the zones, and the other lines that speak of pressure
     */
    static Map<String, Long> parseVmstat(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space <= 0) {
                continue;
            }
            String name = line.substring(0, space);
            boolean stall = name.startsWith("allocstall");
            if (stall || name.equals("oom_kill") || name.equals("pgscan_direct") || name.equals("pgsteal_direct")) {
                try {
                    long value = Long.parseLong(line.substring(space + 1).strip());
                    values.merge(stall ? "vmstat.allocstall" : "vmstat." + name, value, Long::sum);
                } catch (NumberFormatException e) {
                    // not a line of this table
                }
            }
        }
        return values;
    }

    /**
     * Reads the first line of {@code /proc/stat}.
     *
     * @param text its content
     * @return {@code cpu.total}, {@code cpu.softirq}, {@code cpu.steal} in ticks
     */
    static Map<String, Long> parseStat(String text) {
        String first = text.lines().findFirst().orElse("");
        String[] words = first.strip().split("\\s+", -1);
        if (!words[0].equals("cpu") || words.length < USER_TO_STEAL + 1) {
            return Map.of();
        }
        long[] ticks = new long[USER_TO_STEAL];
        long total = 0;
        for (int index = 0; index < USER_TO_STEAL; index++) {
            try {
                ticks[index] = Long.parseLong(words[index + 1]);
            } catch (NumberFormatException e) {
                return Map.of();
            }
            total += ticks[index];
        }
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("cpu.total", total);
        values.put("cpu.softirq", ticks[SOFTIRQ]);
        values.put("cpu.steal", ticks[STEAL]);
        return values;
    }
}
