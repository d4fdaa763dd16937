package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.ProcFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The host-wide counters, of the network namespace of the calling thread ({@code /proc/net} is the process's, so
 * {@code /proc/thread-self/net} is read where it exists, since Linux 3.17). Files that do not exist are left out.
 */
public final class HostCounters {

    private static final String[] STAT_TABLES = {"arp_cache", "ndisc_cache"};

    private final Path proc;

    /**
     * @param proc {@code /proc}, or a copy of it
     */
    public HostCounters(Path proc) {
        this.proc = proc;
    }

    /** Reads every counter. */
    public Map<String, Long> read() {
        Path net = network(proc);
        Map<String, Long> values = new LinkedHashMap<>();
        ProcFile.readIfPresent(net.resolve("softnet_stat"))
                .map(SoftnetStat::parse)
                .ifPresent(values::putAll);
        ProcFile.readIfPresent(net.resolve("snmp")).map(SnmpTables::parsePairs).ifPresent(values::putAll);
        ProcFile.readIfPresent(net.resolve("netstat"))
                .map(SnmpTables::parsePairs)
                .ifPresent(values::putAll);
        ProcFile.readIfPresent(net.resolve("snmp6")).map(SnmpTables::parseIpv6).ifPresent(values::putAll);
        ProcFile.readIfPresent(net.resolve("stat/nf_conntrack"))
                .map(content -> PerCpuTable.parse("conntrack", content))
                .ifPresent(values::putAll);
        for (String table : STAT_TABLES) {
            ProcFile.readIfPresent(net.resolve("stat").resolve(table))
                    .map(content -> PerCpuTable.parse(table, content))
                    .ifPresent(values::putAll);
        }
        ProcFile.readIfPresent(proc.resolve("vmstat"))
                .map(SystemTables::parseVmstat)
                .ifPresent(values::putAll);
        ProcFile.readIfPresent(proc.resolve("stat"))
                .map(SystemTables::parseStat)
                .ifPresent(values::putAll);
        return values;
    }

    /** The directory with the calling thread's network namespace below a {@code /proc}. */
    public static Path network(Path proc) {
        Path own = proc.resolve("thread-self/net");
        return Files.isDirectory(own) ? own : proc.resolve("net");
    }
}
