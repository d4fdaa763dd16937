package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.ConntrackFull;
import static dev.dropwhy.api.Cause.FirewallDrop;
import static dev.dropwhy.api.Cause.NoListener;
import static dev.dropwhy.api.Cause.QdiscOverflow;
import static dev.dropwhy.api.Cause.TrafficControlDrop;
import static dev.dropwhy.api.Cause.XdpDrop;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.kernel.BpfObjects;
import dev.dropwhy.lab.kernel.BpfObjects.XdpMode;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.MachineSetting;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Ipv6;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Packets that somebody's rules or a queue's limit throw away. */
final class QueueAndFilterScenarios {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(2);
    private static final int PACKETS = 20;
    private static final int PINGS = 17;
    private static final int PORT = 4000;
    private static final Ipv4 TO_HOST = new Ipv4(Stage.PEER, Stage.HOST);
    private static final int TRACKED = 3;
    private static final Path CONNTRACK_MAXIMUM = Path.of("/proc/sys/net/netfilter/nf_conntrack_max");

    /** Classic BPF: UDP to port 4000 is shot (TC_ACT_SHOT, 2), the rest goes on (TC_ACT_UNSPEC, -1). */
    private static final String SHOOT_PORT_4000 =
            "6,48 0 0 23,21 0 3 17,40 0 0 36,21 0 1 4000,6 0 0 2,6 0 0 4294967295";

    private QueueAndFilterScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "nft-input",
                        "A firewall rule drops what comes in.",
                        stage -> {
                            stage.host()
                                    .nft("table inet lab { chain in { type filter hook input priority 0;"
                                            + " udp dport 4000 counter drop; }\n}");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "nft-several-protocols",
                        "One rule drops several protocols in turn: none of them may be told as another.",
                        stage -> {
                            stage.host()
                                    .nft("table inet lab { chain in { type filter hook input priority 0;"
                                            + " ip protocol { udp, icmp } counter drop; }\n}");
                            return () -> {
                                // The first samples are of one protocol.
                                stage.wire().repeat(Stage.ipToHost(TO_HOST.udp(PORT, PORT, 32)), PACKETS, SHORT_PAUSE);
                                for (int i = 0; i < PINGS; i++) {
                                    stage.wire().repeat(Stage.ipToHost(TO_HOST.ping(i, false)), 1, SHORT_PAUSE);
                                    stage.wire().repeat(Stage.ipToHost(TO_HOST.udp(PORT, PORT, 32)), 1, SHORT_PAUSE);
                                }
                            };
                        },
                        Expectation.of(
                                ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS + PINGS)
                                        .protocol("Udp"),
                                ExpectedVerdict.of(FirewallDrop, Suspicious, PINGS)
                                        .protocol("Icmp"))),
                Scenario.of(
                        "nft-reject",
                        "A firewall rule refuses with an answer, which is a drop all the same.",
                        stage -> {
                            stage.host()
                                    .nft("table inet lab { chain in { type filter hook input priority 0;"
                                            + " udp dport 4000 reject; }\n}");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "nft-ingress",
                        "A firewall rule at the device drops before IP.",
                        stage -> {
                            stage.host()
                                    .nft(
                                            "table netdev lab { chain in { type filter hook ingress device eth0 priority 0;"
                                                    + " udp dport 4000 counter drop; }\n}");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "iptables-legacy",
                        "A rule of the old iptables, whose tables the kernel walks by other functions.",
                        stage -> {
                            legacy(stage, "iptables-legacy", "-A INPUT -p udp --dport 4000 -j DROP");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "ip6tables-legacy",
                        "The same for IPv6.",
                        stage -> {
                            stage.enableIpv6();
                            legacy(stage, "ip6tables-legacy", "-A INPUT -p udp --dport 4000 -j DROP");
                            byte[] packet = new Ipv6(Stage.PEER_V6, Stage.HOST_V6, 64).udp(PORT, PORT, 32);
                            return () -> stage.wire()
                                    .repeat(Stage.fromPeerToHost().typed(Ipv6.ETHER_TYPE, packet), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "nft-forward",
                        "A router's firewall drops what it should pass on.",
                        stage -> {
                            stage.makeRouter();
                            stage.host()
                                    .nft(
                                            "table ip lab { chain f { type filter hook forward priority 0; policy drop; }\n}");
                            byte[] packet = new Ipv4(Stage.PEER, Stage.FAR).udp(PORT, PORT, 32);
                            return () -> stage.wire().repeat(Stage.ipToHost(packet), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "ipsec-policy",
                        "An IPsec policy blocks what comes in.",
                        stage -> {
                            stage.network().own(stage.hostSockets().receiver(PORT, 1 << 16));
                            stage.host()
                                    .ip("xfrm policy add src 10.77.0.2/32 dst 10.77.0.1/32 proto udp dport 4000 dir in"
                                            + " action block");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(FirewallDrop, Suspicious, PACKETS))),
                Scenario.of(
                                "full-connection-tracking",
                                "The connection tracking table is full.",
                                QueueAndFilterScenarios::fillConnectionTracking,
                                Expectation.of(
                                        ExpectedVerdict.of(ConntrackFull, Problem, PACKETS - TRACKED),
                                        ExpectedVerdict.of(NoListener, Suspicious, TRACKED)
                                                .accountsFor(100, "Udp.NoPorts")))
                        .runAlone(),
                Scenario.of(
                        "tc-ingress",
                        "A tc filter drops what comes in.",
                        stage -> {
                            shootPort4000(stage, "ingress");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                .saying(
                                        "A tc filter or program (bpf 0x1 of pref 49152 for every protocol) dropped",
                                        "dropped 20 packets of 1200 bytes on the way in (without their link headers) at eth0",
                                        "The tc filter bpf 0x1 of pref 49152 for every protocol at the ingress of eth0"
                                                + " dropped 20 packets of 1200 bytes: no other filter there counted"
                                                + " them"))),
                Scenario.of(
                        "tc-redirect",
                        "A tc filter redirects what comes in to an interface that is down.",
                        stage -> {
                            stage.host().ip("link add gone type veth peer name nowhere");
                            stage.host().tc("qdisc add dev eth0 clsact");
                            stage.host()
                                    .tc(
                                            "filter add dev eth0 ingress pref 5 protocol ip u32 match ip protocol 17 0xff action"
                                                    + " mirred egress redirect dev gone");
                            return sending(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                .saying(
                                        "A tc filter or program (u32 800::800 of pref 5 for ip) dropped",
                                        "The tc filter u32 800::800 of pref 5 for ip at the ingress of eth0 dropped 20"
                                                + " packets by its action mirred of 1200 bytes."))),
                Scenario.of(
                        "tc-egress",
                        "A tc filter drops what goes out.",
                        stage -> {
                            shootPort4000(stage, "egress");
                            return () -> stage.hostSockets().sendDatagrams(Stage.PEER, PORT, PACKETS, 32);
                        },
                        Expectation.of(ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                .saying(
                                        "dropped 20 packets of 1480 bytes on the way out at eth0",
                                        "at the egress of eth0 dropped 20 packets of 1480 bytes: no other filter"))),
                Scenario.of(
                        "xdp-generic",
                        "An XDP program drops after the driver.",
                        xdp(XdpMode.Generic),
                        Expectation.of(ExpectedVerdict.of(XdpDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "xdp-native",
                        "An XDP program drops in the driver.",
                        xdp(XdpMode.Native),
                        Expectation.of(ExpectedVerdict.of(XdpDrop, Suspicious, PACKETS))),
                Scenario.of(
                        "shaper",
                        "A shaper's queue is full.",
                        stage -> {
                            stage.host().tc("qdisc add dev eth0 root tbf rate 8kbit burst 2000 limit 3000");
                            return () -> stage.hostSockets().sendDatagrams(Stage.PEER, PORT, PACKETS, 1000);
                        },
                        Expectation.of(ExpectedVerdict.of(
                                QdiscOverflow, Problem, new Count.Between(PACKETS - 6, PACKETS - 2)))),
                Scenario.of(
                        "shaper-below-macvlan",
                        "What a macvlan sends is lost in the full queue of the device below; the macvlan counts it.",
                        stage -> {
                            stage.host().ip("link add link eth0 name mv0 type macvlan mode bridge");
                            stage.host().ip("addr add 10.88.0.1/24 dev mv0");
                            stage.host().ip("link set mv0 up");
                            stage.host().ip("neigh replace 10.88.0.2 lladdr 02:00:00:88:00:02 dev mv0 nud permanent");
                            stage.host().tc("qdisc add dev eth0 root tbf rate 8kbit burst 2000 limit 3000");
                            stage.observe("mv0");
                            return () -> stage.hostSockets().sendDatagrams("10.88.0.2", PORT, PACKETS, 1000);
                        },
                        Expectation.of(
                                        ExpectedVerdict.of(QdiscOverflow, Problem, new Count.AsCounted("tx_dropped"))
                                                .protocol("Udp")
                                                .accountsFor(100, "tx_dropped")
                                                .saying(
                                                        "The events name eth0, on top of which the interface is that is charged"))
                                .counting("tx_dropped", new Count.Between(PACKETS - 6, PACKETS - 2))),
                Scenario.of(
                        "short-queue",
                        "A queue of three packets behind a slow class of a shaper: the verdict tells packets and bytes, tc"
                                + " tells packets only.",
                        stage -> {
                            stage.host().tc("qdisc add dev eth0 root handle 1: htb default 10");
                            stage.host()
                                    .tc("class add dev eth0 parent 1: classid 1:10 htb rate 8kbit ceil 8kbit burst 1600"
                                            + " cburst 1600");
                            stage.host().tc("qdisc add dev eth0 parent 1:10 handle 10: pfifo limit 3");
                            return () -> stage.hostSockets().sendDatagrams(Stage.PEER, PORT, PACKETS, 1000);
                        },
                        Expectation.of(
                                ExpectedVerdict.of(QdiscOverflow, Problem, new Count.Between(PACKETS - 6, PACKETS - 2))
                                        .saying(
                                                "the queueing discipline pfifo 10: reached",
                                                "So pfifo 10: dropped",
                                                "bytes; tc tells packets only"))));
    }

    private static void legacy(Stage stage, String program, String rule) throws Exception {
        if (!Command.exists(program)) {
            throw new NotPlayableException(program + " is missing; on Debian, apt-get install iptables");
        }
        stage.host().exec(program + " " + rule);
    }

    private static Scenario.Act sending(Stage stage) {
        return () -> stage.wire().repeat(Stage.ipToHost(TO_HOST.udp(PORT, PORT, 32)), PACKETS, PAUSE);
    }

    private static void shootPort4000(Stage stage, String direction) throws IOException, InterruptedException {
        stage.host().tc("qdisc add dev eth0 clsact");
        stage.host()
                .tc(List.of(
                        "filter", "add", "dev", Stage.INTERFACE, direction, "bpf", "da", "bytecode", SHOOT_PORT_4000));
    }

    private static Scenario.Preparation xdp(XdpMode mode) {
        return stage -> {
            stage.network()
                    .own(stage.host()
                            .call(() -> BpfObjects.dropEverything(SystemCalls.interfaceIndex(Stage.INTERFACE), mode)));
            return sending(stage);
        };
    }

    /**
     * Each datagram comes from another port and wants an entry of its own. The maximum is one for the whole machine, and only
     * namespaces that track connections feel it.
     */
    private static Scenario.Act fillConnectionTracking(Stage stage) throws IOException, InterruptedException {
        stage.host()
                .nft("table inet lab { chain in { type filter hook input priority 0; ct state invalid counter; }\n}");
        return () -> {
            MachineSetting maximum = MachineSetting.change(CONNTRACK_MAXIMUM, Integer.toString(TRACKED));
            try {
                for (int i = 0; i < PACKETS; i++) {
                    stage.wire().send(Stage.ipToHost(TO_HOST.udp(PORT + i, PORT, 32)));
                    Thread.sleep(PAUSE);
                }
            } finally {
                maximum.restore();
            }
        };
    }
}
