package dev.dropwhy.agent.host;

import dev.dropwhy.agent.linux.ProcFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sysctl values that explain drops, of the network namespace of the calling thread. Those that do not exist here (a
 * module that is not loaded, a setting that only the initial namespace has) are left out.
 */
public final class Settings {

    private static final List<String> HOST = List.of(
            "net/core/netdev_max_backlog",
            "net/core/netdev_budget",
            "net/core/netdev_budget_usecs",
            "net/core/rmem_default",
            "net/core/rmem_max",
            "net/core/somaxconn",
            "net/core/default_qdisc",
            "net/ipv4/ip_forward",
            "net/ipv4/tcp_syncookies",
            "net/ipv4/tcp_max_syn_backlog",
            "net/ipv4/tcp_abort_on_overflow",
            "net/ipv4/tcp_mem",
            "net/ipv4/udp_mem",
            "net/ipv4/ipfrag_time",
            "net/ipv4/ipfrag_high_thresh",
            "net/ipv4/neigh/default/gc_thresh3",
            "net/ipv4/neigh/default/unres_qlen_bytes",
            "net/ipv4/conf/all/rp_filter",
            "net/ipv4/conf/default/rp_filter",
            "net/ipv4/conf/all/log_martians",
            "net/ipv6/conf/all/disable_ipv6",
            "net/ipv6/conf/default/disable_ipv6",
            "net/ipv6/conf/all/forwarding",
            "net/netfilter/nf_conntrack_max",
            "net/netfilter/nf_conntrack_count",
            "net/netfilter/nf_conntrack_buckets",
            "vm/min_free_kbytes");

    private static final List<String> PER_INTERFACE = List.of(
            "net/ipv4/conf/%s/rp_filter",
            "net/ipv4/conf/%s/forwarding",
            "net/ipv4/conf/%s/accept_local",
            "net/ipv4/conf/%s/drop_unicast_in_l2_multicast",
            "net/ipv6/conf/%s/disable_ipv6",
            "net/ipv6/conf/%s/forwarding");

    /** Interfaces whose settings are kept: bounds the size on hosts with thousands of veths. */
    private static final int MAXIMUM_INTERFACES = 64;

    private final Path proc;

    /**
     * @param proc {@code /proc}, or a copy of it
     */
    public Settings(Path proc) {
        this.proc = proc;
    }

    /**
     * Reads the settings.
     *
     * @param interfaces names of the interfaces that are observed
     * @return values by path below /proc/sys, with dots for slashes; a dot in an interface name becomes a slash, as
     *     sysctl(8) writes it
     */
    public Map<String, String> read(Collection<String> interfaces) {
        Map<String, String> values = new LinkedHashMap<>();
        HOST.forEach(path -> read(values, path));
        interfaces.stream()
                .limit(MAXIMUM_INTERFACES)
                .forEach(name -> PER_INTERFACE.forEach(pattern -> read(values, pattern.formatted(name))));
        return values;
    }

    private void read(Map<String, String> values, String path) {
        try {
            String value =
                    ProcFile.read(proc.resolve("sys").resolve(path)).strip().replaceAll("\\s+", " ");
            values.put(path.replace('.', ' ').replace('/', '.').replace(' ', '/'), value);
        } catch (IOException e) {
            // not in this kernel or namespace
        }
    }
}
