package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The probes against the kernel that the tests run on. */
class LiveCountersTest {

    @Test
    void netlinkAndSysfsAgreeOnTheLoopbackInterface() throws Exception {
        try (RouteNetlink netlink = RouteNetlink.open()) {
            Link lo = named(netlink.links(), "lo");
            assertThat(lo.loopback()).isTrue();
            assertThat(lo.index()).isEqualTo(1);
            assertThat(lo.statistics()).containsKeys("rx_dropped", "tx_dropped", "rx_packets", "rx_nohandler");
            Link sysfs = named(new SysfsLinks(Path.of("/sys/class/net")).links(), "lo");
            assertThat(sysfs.index()).isEqualTo(lo.index());
            assertThat(sysfs.mtu()).isEqualTo(lo.mtu());
            assertThat(sysfs.statistics().get("rx_packets"))
                    .isGreaterThanOrEqualTo(lo.statistics().get("rx_packets"));
        }
    }

    @Test
    void aSecondDumpOnTheSameSocketWorks() throws Exception {
        try (RouteNetlink netlink = RouteNetlink.open()) {
            assertThat(netlink.links()).isNotEmpty();
            assertThat(netlink.qdiscs()).isNotNull();
            assertThat(netlink.links()).isNotEmpty();
        }
    }

    @Test
    void ethtoolOfLoopbackIsAbsentRatherThanAnError() throws Exception {
        try (Ethtool ethtool = Ethtool.open()) {
            assertThat(ethtool.rings("lo")).isEmpty();
            assertThat(ethtool.channels("lo")).isEmpty();
            assertThat(ethtool.statistics("lo")).isEmpty();
        }
    }

    @Test
    void hostCountersHoldTheGroupsOfThisKernel() {
        Map<String, Long> counters = new HostCounters(Path.of("/proc")).read();
        assertThat(counters)
                .containsKeys(
                        "softnet.processed",
                        "softnet.dropped",
                        "Ip.InHdrErrors",
                        "Udp.RcvbufErrors",
                        "TcpExt.ListenDrops",
                        "cpu.total");
    }

    private static Link named(List<Link> links, String name) {
        return links.stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
