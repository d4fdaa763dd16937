package dev.dropwhy.agent.counters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel's SNMP tables. {@code /proc/net/snmp} and {@code netstat} are pairs of lines, names and values, each
 * behind its group; {@code snmp6} has one name and value a line.
 */
final class SnmpTables {

    private static final List<String> GROUPS_OF_IPV6 = List.of("UdpLite6", "Icmp6", "Udp6", "Ip6");

    /** What these files hold beside counters: constants, and levels that fall again. */
    private static final Set<String> NOT_COUNTERS = Set.of(
            "Ip.Forwarding",
            "Ip.DefaultTTL",
            "Tcp.RtoAlgorithm",
            "Tcp.RtoMin",
            "Tcp.RtoMax",
            "Tcp.MaxConn",
            "Tcp.CurrEstab");

    private SnmpTables() {}

    /**
     * Reads pairs of lines.
     *
     * @param text content of {@code /proc/net/snmp} or {@code /proc/net/netstat}
     * @return counters named {@code Group.Name}; pairs that do not fit together are skipped
     */
    static Map<String, Long> parsePairs(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        @Nullable String names = null;
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                continue;
            }
            if (names == null || !names.startsWith(line.substring(0, colon + 1))) {
                names = line;
                continue;
            }
            String group = line.substring(0, colon);
            String[] keys = names.substring(colon + 1).strip().split("\\s+", -1);
            String[] numbers = line.substring(colon + 1).strip().split("\\s+", -1);
            for (int index = 0; index < Math.min(keys.length, numbers.length); index++) {
                put(values, group + "." + keys[index], numbers[index]);
            }
            names = null;
        }
        return values;
    }

    /**
     * Reads {@code /proc/net/snmp6}.
     *
     * @param text its content
     * @return counters named {@code Ip6.InDiscards}, {@code Icmp6.InErrors}, {@code Udp6.RcvbufErrors}
     */
    static Map<String, Long> parseIpv6(String text) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", 3);
            if (words.length != 2) {
                continue;
            }
            for (String group : GROUPS_OF_IPV6) {
                if (words[0].startsWith(group) && words[0].length() > group.length()) {
                    put(values, group + "." + words[0].substring(group.length()), words[1]);
                    break;
                }
            }
        }
        return values;
    }

    private static void put(Map<String, Long> values, String name, String number) {
        if (NOT_COUNTERS.contains(name)) {
            return;
        }
        try {
            values.put(name, Long.parseLong(number));
        } catch (NumberFormatException e) {
            // a counter above 2^63 or no number at all: absent is truer than a wrong value
            values.remove(name);
        }
    }
}
