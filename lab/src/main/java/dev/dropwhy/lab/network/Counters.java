package dev.dropwhy.lab.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernel itself counted in a namespace, read by other means than the product's: the truth that its figures are
 * held against.
 *
 * @param values counters by name: {@code rx_dropped} of the interfaces asked for, {@code Udp.NoPorts} and {@code
 *     TcpExt.ListenDrops} of the namespace, {@code softnet.dropped} of the machine
 */
public record Counters(Map<String, Long> values) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Counters {
        values = Map.copyOf(values);
    }

    /** Reads all counters of a namespace and, added up, those of some of its interfaces. */
    public static Counters read(Namespace namespace, List<String> interfaces) throws IOException, InterruptedException {
        Map<String, Long> values = new TreeMap<>();
        for (String name : interfaces) {
            addInterface(values, namespace.ip("-j -s -s link show dev " + name));
        }
        namespace.call(() -> {
            addPaired(values, Files.readAllLines(Path.of("/proc/thread-self/net/snmp")));
            addPaired(values, Files.readAllLines(Path.of("/proc/thread-self/net/netstat")));
            Path ipv6 = Path.of("/proc/thread-self/net/snmp6");
            if (Files.exists(ipv6)) { // not where the kernel was booted with ipv6.disable=1
                addSingle(values, Files.readAllLines(ipv6));
            }
            return values;
        });
        addSoftnet(values, Files.readAllLines(Path.of("/proc/net/softnet_stat")));
        return new Counters(values);
    }

    /** How much each counter grew since an earlier reading; those that did not are left out. */
    public Map<String, Long> growthSince(Counters earlier) {
        Map<String, Long> growth = new TreeMap<>();
        values.forEach((name, value) -> {
            long grew = value - earlier.values.getOrDefault(name, 0L);
            if (grew != 0) {
                growth.put(name, grew);
            }
        });
        return growth;
    }

    /** {@code ip -s -s -j} keeps receive and transmit apart and drops their prefix. */
    private static void addInterface(Map<String, Long> values, String json) throws IOException {
        JsonNode statistics = JSON.readTree(json).path(0).path("stats64");
        for (String direction : List.of("rx", "tx")) {
            statistics.path(direction).properties().forEach(counter -> {
                String name = counter.getKey().equals("otherhost") ? "otherhost_dropped" : counter.getKey();
                values.merge(direction + "_" + name, counter.getValue().asLong(), Long::sum);
            });
        }
    }

    /** {@code /proc/net/snmp} and {@code netstat}: a line of names, then a line of values. */
    private static void addPaired(Map<String, Long> values, List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" +", -1);
            String[] figures = lines.get(i + 1).split(" +", -1);
            String group = names[0].substring(0, names[0].length() - 1);
            for (int column = 1; column < names.length; column++) {
                values.put(group + "." + names[column], Long.parseLong(figures[column]));
            }
        }
    }

    private static void addSingle(Map<String, Long> values, List<String> lines) {
        for (String line : lines) {
            String[] words = line.split("\\s+", -1);
            values.put(words[0], Long.parseLong(words[1]));
        }
    }

    /** Hexadecimal columns, one line per processor; the second is the number of frames the backlog refused. */
    private static void addSoftnet(Map<String, Long> values, List<String> lines) {
        long dropped = 0;
        for (String line : lines) {
            dropped += Long.parseLong(line.split(" +", -1)[1], 16);
        }
        values.put("softnet.dropped", dropped);
    }
}
