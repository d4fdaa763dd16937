package dev.dropwhy.agent.counters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tables of {@code /proc/net/stat}: a line of names, then one line of hex columns per CPU. The column
 * {@code entries} is a level that every line repeats, so it is left out.
 */
final class PerCpuTable {

    private PerCpuTable() {}

    /**
     * Sums a table over its CPUs.
     *
     * @param group prefix of the names
     * @param text content of the file
     * @return counters named {@code group.column}
     */
    static Map<String, Long> parse(String group, String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            return values;
        }
        String[] names = lines.getFirst().strip().split("\\s+", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.strip().split("\\s+", -1);
            for (int index = 0; index < Math.min(names.length, columns.length); index++) {
                if (names[index].isEmpty() || names[index].equals("entries")) {
                    continue;
                }
                try {
                    values.merge(group + "." + names[index], Long.parseLong(columns[index], 16), Long::sum);
                } catch (NumberFormatException e) {
                    break; // not a line of this table
                }
            }
        }
        return values;
    }
}
