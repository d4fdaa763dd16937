package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.BacklogOverflow;
import static dev.dropwhy.api.Cause.BridgeDiscard;
import static dev.dropwhy.api.Cause.BroadcastQueueFull;
import static dev.dropwhy.api.Cause.CarrierLoss;
import static dev.dropwhy.api.Cause.DeviceQueueFull;
import static dev.dropwhy.api.Cause.MalformedPacket;
import static dev.dropwhy.api.Cause.PeerMtuMismatch;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import dev.dropwhy.lab.traffic.TapDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Losses at devices: veth, tap, bridge, macvlan, and the queue between a device and the stack. */
final class DeviceScenarios {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PACKETS = 20;
    private static final int PORT = 4000;
    private static final int BURST = 20_000;
    private static final int SLOW_RULES = 600;
    private static final int MANY_MACVLANS = 10;
    private static final Mac SWITCH_MAC = new Mac("02:00:5e:10:00:01");
    private static final SwitchFrames SWITCH = new SwitchFrames(SWITCH_MAC, "lab-switch-1", "ge-0/0/7");
    private static final Ipv4 TO_HOST = new Ipv4(Stage.PEER, Stage.HOST);

    private DeviceScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "peer-mtu",
                        "The other end of the cable may send more than this end takes.",
                        stage -> {
                            stage.peer().ip("link set eth0 mtu 9000");
                            return () -> stage.peerSockets().sendDatagrams(Stage.HOST, PORT, PACKETS, 3000);
                        },
                        Expectation.of(ExpectedVerdict.of(PeerMtuMismatch, Problem, PACKETS)
                                        .accountsFor(100, "rx_dropped")
                                        .saying("another network namespace: netns dwlab-"))
                                .counting("rx_dropped", PACKETS)),
                Scenario.of(
                                "backlog",
                                "A processor's input queue overflows: frames come faster than the firewall lets them through.",
                                DeviceScenarios::overflowBacklog,
                                Expectation.of(ExpectedVerdict.of(
                                                        BacklogOverflow, Problem, new Count.AsCounted("rx_dropped"))
                                                .accountsFor(100, "rx_dropped"))
                                        .counting("rx_dropped", new Count.Between(1, BURST))
                                        .counting("softnet.dropped", new Count.Between(1, BURST)))
                        .runAlone(),
                Scenario.of(
                        "no-carrier",
                        "The host sends into a cable that nobody holds at the other end, and is told that all is well.",
                        stage -> {
                            stage.peer().ip("link set eth0 down");
                            return () -> stage.hostSockets().sendDatagrams(Stage.PEER, PORT, PACKETS, 100);
                        },
                        Expectation.of(ExpectedVerdict.of(CarrierLoss, Problem, PACKETS)
                                        .accountsFor(100, "tx_dropped"))
                                .counting("tx_dropped", PACKETS)),
                Scenario.of(
                        "stalled-guest",
                        "Nobody reads a tap device, as when its virtual machine hangs.",
                        DeviceScenarios::stallTap,
                        Expectation.of(ExpectedVerdict.of(DeviceQueueFull, Problem, PACKETS - 4)
                                        .accountsFor(100, "tx_dropped"))
                                .counting("tx_dropped", PACKETS - 4)),
                Scenario.of(
                        "broken-vpn",
                        "A VPN program writes into its tun device what is no IP packet, and is refused.",
                        stage -> writeInVain(stage, new byte[40], "up"),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Problem, PACKETS)
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", PACKETS)),
                Scenario.of(
                        "vpn-into-device-that-is-down",
                        "A VPN program writes into its tun device before anybody switched it on.",
                        stage -> writeInVain(stage, TO_HOST.udp(PORT, PORT, 32), "down"),
                        Expectation.of(ExpectedVerdict.of(CarrierLoss, Suspicious, PACKETS)
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", PACKETS)),
                Scenario.of(
                        "stalled-vpn",
                        "Nobody reads a tun device, as when a VPN program hangs.",
                        DeviceScenarios::stallTun,
                        Expectation.of(ExpectedVerdict.of(DeviceQueueFull, Problem, PACKETS - 4)
                                        .accountsFor(100, "tx_dropped"))
                                .counting("tx_dropped", PACKETS - 4)),
                Scenario.of(
                        "tap-without-reader",
                        "A tap device that no program has open has no carrier.",
                        stage -> {
                            stage.host().ip("tuntap add dev tap0 mode tap");
                            stage.host().ip("addr add 10.99.0.1/24 dev tap0");
                            stage.host().ip("link set tap0 up");
                            stage.host().ip("neigh replace 10.99.0.2 lladdr 02:00:00:99:00:02 dev tap0 nud permanent");
                            stage.observe("tap0");
                            return () -> stage.hostSockets().sendDatagrams("10.99.0.2", PORT, PACKETS, 100);
                        },
                        Expectation.of(ExpectedVerdict.of(CarrierLoss, Problem, PACKETS)
                                        .accountsFor(100, "tx_dropped"))
                                .counting("tx_dropped", PACKETS)),
                Scenario.of(
                        "bridge-vlan-filter",
                        "A bridge port takes no part in the VLAN of the frames.",
                        stage -> {
                            bridgeWithVlanFilter(stage);
                            return () -> stage.wire()
                                    .repeat(
                                            Stage.fromPeerToHost()
                                                    .tagged(100, Ipv4.ETHER_TYPE, TO_HOST.udp(PORT, PORT, 32)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, PACKETS))),
                Scenario.of(
                        "bridge-locked-port",
                        "A locked bridge port passes only what its forwarding database knows.",
                        stage -> {
                            bridge(stage);
                            stage.host().exec("bridge link set dev eth0 learning off locked on");
                            return () ->
                                    stage.wire().repeat(Stage.ipToHost(TO_HOST.udp(PORT, PORT, 32)), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, PACKETS))),
                Scenario.of(
                        "bridge-no-target",
                        "A bridge with a single port knows nobody else to give a frame to.",
                        stage -> {
                            bridge(stage);
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(new Mac("02:00:00:99:99:99"), Stage.PEER_MAC)
                                                    .typed(Ipv4.ETHER_TYPE, TO_HOST.udp(PORT, PORT, 32)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Benign, PACKETS))),
                Scenario.of(
                        "bridge-pause",
                        "A bridge throws away pause frames, which must not cross it.",
                        stage -> {
                            bridge(stage);
                            return () -> stage.wire().repeat(SWITCH.pause(), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, PACKETS))),
                Scenario.of(
                        "bridge-port-lldp",
                        "LLDP is not forwarded by a bridge and counts on the port.",
                        stage -> {
                            bridge(stage);
                            return () -> stage.wire().repeat(SWITCH.lldp(), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, Benign, PACKETS)
                                        .protocol("Lldp")
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", PACKETS)),
                Scenario.of(
                        "bridge-listening",
                        "A bridge port that still listens for loops forwards nothing.",
                        stage -> {
                            stage.host().ip("link add br0 type bridge stp_state 1 forward_delay 3000 mcast_snooping 0");
                            stage.host().ip("link set eth0 master br0");
                            stage.host().ip("link set br0 up");
                            return () ->
                                    stage.wire().repeat(Stage.ipToHost(TO_HOST.udp(PORT, PORT, 32)), PACKETS, PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, PACKETS))),
                Scenario.of(
                        "bridge-source",
                        "A frame whose source is a group address is none that a bridge may learn from.",
                        stage -> {
                            bridge(stage);
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(Mac.BROADCAST, new Mac("03:00:5e:10:00:01"))
                                                    .typed(0x88b5, new byte[46]),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, PACKETS))),
                Scenario.of(
                        "bridge-with-spanning-tree",
                        "A bridge reads BPDUs and frees them: nothing is lost.",
                        stage -> {
                            stage.host().ip("link add br0 type bridge stp_state 1 priority 61440 mcast_snooping 0");
                            stage.host().ip("link set eth0 master br0");
                            stage.host().ip("link set br0 up");
                            return () -> {
                                stage.wire().repeat(SWITCH.stp(), PACKETS, PAUSE);
                                proveThatSwitchIsRoot(stage);
                            };
                        },
                        Expectation.nothing()),
                Scenario.of(
                        "macvlan",
                        "A broadcast that nobody wants counts on the parent and on every macvlan.",
                        stage -> {
                            for (String name : List.of("mv0", "mv1")) {
                                stage.host().ip("link add link eth0 name " + name + " type macvlan mode bridge");
                                stage.host().ip("link set " + name + " up");
                            }
                            stage.observe(Stage.INTERFACE, "mv0", "mv1");
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(Mac.BROADCAST, SWITCH_MAC).typed(0x88e1, new byte[46]),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, Benign, PACKETS * 3L)
                                        .protocol("HomePlugAv")
                                        .speaker(SWITCH_MAC.text())
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", PACKETS * 3L)),
                Scenario.of(
                        "macvlan-broadcasts",
                        "More broadcasts arrive than the queue holds from which macvlans get their copies. They are ARP"
                                + " requests, which the host's own stack takes.",
                        stage -> {
                            for (int i = 0; i < MANY_MACVLANS; i++) {
                                stage.host()
                                        .ip("link add link eth0 name mv" + i
                                                + " type macvlan mode bridge bcqueuelen 4");
                                stage.host().ip("link set mv" + i + " up");
                            }
                            return () -> stage.wire()
                                    .storm(
                                            new Ethernet(Mac.BROADCAST, SWITCH_MAC)
                                                    .typed(0x0806, LinkLayerScenarios.arpRequest()),
                                            BURST);
                        },
                        Expectation.of(ExpectedVerdict.of(
                                                BroadcastQueueFull, Problem, new Count.AsCounted("rx_dropped"))
                                        .protocol("Arp")
                                        .speaker(SWITCH_MAC.text())
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", new Count.Between(1, BURST))));
    }

    /** A program writes into a tun device that is up or down; the kernel frees each packet and says so to who writes. */
    private static Scenario.Act writeInVain(Stage stage, byte[] packet, String state) throws Exception {
        TapDevice tun = stage.network().own(TapDevice.createTun(stage.host(), "tun0"));
        stage.host().ip("link set tun0 " + state);
        stage.observe("tun0");
        return () -> {
            for (int i = 0; i < PACKETS; i++) {
                try {
                    tun.inject(packet);
                } catch (KernelException refused) {
                    continue;
                }
                throw new IllegalStateException("the device took a packet that it must refuse");
            }
        };
    }

    private static void proveThatSwitchIsRoot(Stage stage) throws Exception {
        String port = stage.host().ip("-d -j link show eth0");
        if (!port.contains("\"root_id\":\"8000.2:0:5e:10:0:1\"")) {
            throw new IllegalStateException("the bridge did not take the switch for the root of the tree: " + port);
        }
    }

    private static void bridge(Stage stage) throws Exception {
        stage.host().ip("link add br0 type bridge stp_state 0 mcast_snooping 0");
        stage.host().ip("link set eth0 master br0");
        stage.host().ip("link set br0 up");
    }

    /**
     * Frames are steered to the second processor, where hundreds of firewall rules make each of them slow; the sender on
     * the first is faster. They are pings that the host is told to ignore, so that nothing but the backlog drops them.
     */
    private static Scenario.Act overflowBacklog(Stage stage) throws Exception {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new NotPlayableException("frames are steered from one processor to another, and there is only one");
        }
        StringBuilder rules =
                new StringBuilder("table inet lab { chain in { type filter hook prerouting priority -300;\n");
        for (int i = 0; i < SLOW_RULES; i++) {
            rules.append("meta mark ").append(10_000 + i).append(" counter\n");
        }
        stage.host().nft(rules.append("}\n}").toString());
        stage.host().sysctl("net.ipv4.icmp_echo_ignore_all", "1");
        stage.host().sysfs("class/net/eth0/queues/rx-0/rps_cpus", "2");
        return () -> stage.peer().call(() -> {
            SystemCalls.pinThread(0);
            stage.wire().storm(Stage.ipToHost(TO_HOST.ping(1, false)), BURST);
            return BURST;
        });
    }

    private static void bridgeWithVlanFilter(Stage stage) throws Exception {
        try {
            stage.host().ip("link add br0 type bridge stp_state 0 mcast_snooping 0 vlan_filtering 1");
        } catch (IOException e) {
            throw new NotPlayableException("this kernel's bridges know no VLANs: " + e.getMessage());
        }
        stage.host().ip("link set eth0 master br0");
        stage.host().ip("link set br0 up");
    }

    /** The same with a device that carries IP without a link layer. */
    private static Scenario.Act stallTun(Stage stage) throws Exception {
        stage.network().own(TapDevice.createTun(stage.host(), "tun0"));
        stage.host().ip("link set tun0 txqueuelen 4");
        stage.host().ip("addr add 10.99.0.1/24 dev tun0");
        stage.host().ip("link set tun0 up");
        stage.host().tc("qdisc replace dev tun0 root noqueue");
        stage.observe("tun0");
        return () -> stage.hostSockets().sendDatagrams("10.99.0.2", PORT, PACKETS, 100);
    }

    /** A tap with a ring of four and no queue before it. */
    private static Scenario.Act stallTap(Stage stage) throws Exception {
        stage.network().own(TapDevice.create(stage.host(), "tap0"));
        stage.host().ip("link set tap0 txqueuelen 4");
        stage.host().ip("addr add 10.99.0.1/24 dev tap0");
        stage.host().ip("link set tap0 up");
        stage.host().tc("qdisc replace dev tap0 root noqueue");
        stage.host().ip("neigh replace 10.99.0.2 lladdr 02:00:00:99:00:02 dev tap0 nud permanent");
        stage.observe("tap0");
        return () -> stage.hostSockets().sendDatagrams("10.99.0.2", PORT, PACKETS, 100);
    }
}
