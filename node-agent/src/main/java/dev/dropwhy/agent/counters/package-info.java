/**
 * The kernel's own drop counters: of links (rtnetlink, sysfs as fallback), queueing disciplines, drivers (ethtool) and
 * the host (softnet, SNMP, conntrack, memory). Reading them changes nothing. What a counter means is no business of this
 * package.
 *
 * <p>Names: link statistics as sysfs spells them ({@code rx_dropped}, {@code rx_otherhost_dropped}); host counters as
 * {@code group.name} with both as the kernel's file spells them:
 *
 * <ul>
 *   <li>{@code Ip.InHdrErrors}, {@code Icmp.InErrors}, {@code Tcp.RetransSegs}, {@code Udp.RcvbufErrors}: /proc/net/snmp
 *   <li>{@code TcpExt.ListenDrops}, {@code IpExt.InCsumErrors}: /proc/net/netstat
 *   <li>{@code Ip6.InDiscards}, {@code Icmp6.InErrors}, {@code Udp6.RcvbufErrors}: /proc/net/snmp6, split behind the 6
 *   <li>{@code softnet.processed}, {@code softnet.dropped}, {@code softnet.time_squeeze}, {@code softnet.received_rps},
 *       {@code softnet.flow_limit}: sums over /proc/net/softnet_stat; where the kernel tells the CPU (since 5.10) also
 *       {@code softnet.cpu3.dropped} and {@code softnet.cpu3.time_squeeze}
 *   <li>{@code conntrack.drop}, {@code conntrack.insert_failed}, {@code conntrack.early_drop}, …: sums over
 *       /proc/net/stat/nf_conntrack
 *   <li>{@code arp_cache.unresolved_discards}, {@code ndisc_cache.table_fulls}, …: sums over /proc/net/stat
 *   <li>{@code vmstat.allocstall} (sum over the zones), {@code vmstat.oom_kill}, {@code vmstat.pgscan_direct}: /proc/vmstat
 *   <li>{@code cpu.steal}, {@code cpu.softirq}, {@code cpu.total}: /proc/stat, in ticks of USER_HZ
 * </ul>
 *
 * <p>Levels and constants that the kernel prints among its counters (Tcp.CurrEstab, Ip.DefaultTTL …) are left out: every
 * value here only grows.
 *
 * <p>The first and the last sample of a window are complete. Samples between hold only the values that differ from the
 * sample before; a name that is missing there is unchanged.
 */
@NullMarked
package dev.dropwhy.agent.counters;

import org.jspecify.annotations.NullMarked;
