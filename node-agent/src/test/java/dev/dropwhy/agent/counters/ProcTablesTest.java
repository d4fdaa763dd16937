package dev.dropwhy.agent.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcTablesTest {

    private static final String SOFTNET_OF_6_18 = """
            00000012 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000005 00000003 00000000 00000000 00000000 00000000
            0000407b 0000000a 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000003 00000000 00000000
            """;

    private static final String SOFTNET_OF_RHEL_7 = """
            0000000a 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001
            00000001 00000001 00000007 00000000 00000000 00000000 00000000 00000000 00000000 00000001
            """;

    private static final String SNMP = """
            Ip: Forwarding DefaultTTL InReceives InHdrErrors
            Ip: 2 64 16515 7
            IcmpMsg: InType3
            IcmpMsg: 1
            Tcp: RtoAlgorithm MaxConn RetransSegs
            Tcp: 1 -1 12
            Udp: InDatagrams RcvbufErrors
            Udp: 76 39
            """;

    @Test
    void softnetSumsOverCpusAndNamesThemByTheirOwnColumn() {
        assertThat(SoftnetStat.parse(SOFTNET_OF_6_18))
                .containsEntry("softnet.processed", 0x12L + 0x407b)
                .containsEntry("softnet.dropped", 11L)
                .containsEntry("softnet.time_squeeze", 2L)
                .containsEntry("softnet.received_rps", 5L)
                .containsEntry("softnet.flow_limit", 3L)
                .containsEntry("softnet.cpu0.dropped", 1L)
                .containsEntry("softnet.cpu3.dropped", 10L)
                .containsEntry("softnet.cpu3.time_squeeze", 0L)
                .doesNotContainKey("softnet.cpu1.dropped");
    }

    @Test
    void softnetOfTenColumnsNamesNoCpu() {
        assertThat(SoftnetStat.parse(SOFTNET_OF_RHEL_7))
                .containsEntry("softnet.dropped", 3L)
                .containsEntry("softnet.received_rps", 2L)
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("cpu"));
    }

    @Test
    void snmpPairsNamesWithValuesByGroup() {
        assertThat(SnmpTables.parsePairs(SNMP))
                .containsEntry("Ip.InHdrErrors", 7L)
                .containsEntry("IcmpMsg.InType3", 1L)
                .containsEntry("Tcp.RetransSegs", 12L)
                .doesNotContainKeys("Ip.DefaultTTL", "Tcp.MaxConn")
                .containsEntry("Udp.RcvbufErrors", 39L);
    }

    @Test
    void snmpSkipsAHalfPairAndGoesOn() {
        assertThat(SnmpTables.parsePairs("Ip: A B\nTcp: C D\nTcp: 1 2\nUdp: X\n"))
                .containsOnlyKeys("Tcp.C", "Tcp.D");
    }

    @Test
    void snmp6SplitsBehindTheSix() {
        assertThat(SnmpTables.parseIpv6(
                        "Ip6InDiscards  \t3\nIcmp6InErrors 1\nUdp6RcvbufErrors 2\nUdpLite6InErrors 4\n"))
                .containsEntry("Ip6.InDiscards", 3L)
                .containsEntry("Icmp6.InErrors", 1L)
                .containsEntry("Udp6.RcvbufErrors", 2L)
                .containsEntry("UdpLite6.InErrors", 4L);
    }

    @Test
    void conntrackSumsOverCpusWithoutTheLevel() {
        String table = """
                entries  clashres found drop early_drop
                00000005 00000000 00000001 0000000a 00000001
                00000005 00000000 00000002 00000010 00000000
                """;
        assertThat(PerCpuTable.parse("conntrack", table))
                .containsEntry("conntrack.drop", 26L)
                .containsEntry("conntrack.early_drop", 1L)
                .containsEntry("conntrack.found", 3L)
                .doesNotContainKey("conntrack.entries");
    }

    @Test
    void vmstatSumsStallsOverZones() {
        assertThat(SystemTables.parseVmstat("allocstall_dma 1\nallocstall_normal 4\nnr_free 9\noom_kill 2\n"))
                .containsOnlyKeys("vmstat.allocstall", "vmstat.oom_kill")
                .containsEntry("vmstat.allocstall", 5L);
    }

    @Test
    void stealIsTheEighthColumn() {
        assertThat(SystemTables.parseStat("cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n"))
                .containsEntry("cpu.steal", 8L)
                .containsEntry("cpu.softirq", 7L)
                .containsEntry("cpu.total", 36L);
    }

    @Test
    void hostileTextIsReadWithoutAnException() {
        List<String> seeds =
                List.of(SOFTNET_OF_6_18, SNMP, "Ip6InDiscards 3\n", "entries drop\n0 zz\n", "cpu 1 2", "", ":\n:\n");
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
            assertThatCode(() -> {
                        SoftnetStat.parse(text);
                        SnmpTables.parsePairs(text);
                        SnmpTables.parseIpv6(text);
                        PerCpuTable.parse("conntrack", text);
                        SystemTables.parseVmstat(text);
                        SystemTables.parseStat(text);
                    })
                    .describedAs(text)
                    .doesNotThrowAnyException();
        }
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int change = random.nextInt(6); change > 0 && !text.isEmpty(); change--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(0x250));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, "\n");
                default -> text.insert(at, "99999999999999999999999");
            }
        }
        return text.substring(0, random.nextInt(text.length() + 1));
    }
}
