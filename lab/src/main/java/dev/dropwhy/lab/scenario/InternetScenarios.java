package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.ChecksumError;
import static dev.dropwhy.api.Cause.FragmentLoss;
import static dev.dropwhy.api.Cause.InvalidAddress;
import static dev.dropwhy.api.Cause.Ipv6Disabled;
import static dev.dropwhy.api.Cause.MalformedPacket;
import static dev.dropwhy.api.Cause.NeighbourDiscoveryForeign;
import static dev.dropwhy.api.Cause.NeighbourQueueFull;
import static dev.dropwhy.api.Cause.NeighbourUnresolved;
import static dev.dropwhy.api.Cause.NoRoute;
import static dev.dropwhy.api.Cause.NoTransportProtocol;
import static dev.dropwhy.api.Cause.NotForwarding;
import static dev.dropwhy.api.Cause.PacketTooBig;
import static dev.dropwhy.api.Cause.ReversePathFilter;
import static dev.dropwhy.api.Cause.RouteProhibited;
import static dev.dropwhy.api.Cause.TtlExpired;
import static dev.dropwhy.api.Cause.UnjoinedMulticast;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Ipv6;
import dev.dropwhy.lab.traffic.Mac;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Packets that the internet layer refuses: corrupt, misaddressed, not routable. */
final class InternetScenarios {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PACKETS = 20;
    private static final int EXPERIMENTAL_PROTOCOL = 253;
    private static final Ipv4 TO_HOST = new Ipv4(Stage.PEER, Stage.HOST);
    private static final Ipv4 THROUGH_HOST = new Ipv4(Stage.PEER, Stage.FAR);
    private static final String LINK_LOCAL_PEER = "fe80::77:2";

    private InternetScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "ip-checksum",
                        "The checksum of the IP header is wrong.",
                        packets(TO_HOST.withChecksumError().udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(ChecksumError, Problem, PACKETS)
                                        .accountsFor(100, "IpExt.InCsumErrors"))
                                .counting("IpExt.InCsumErrors", PACKETS)),
                Scenario.of(
                        "ip-version",
                        "The header says version 5.",
                        packets(TO_HOST.withVersion(5).udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Problem, PACKETS)
                                        .accountsFor(100, "Ip.InHdrErrors"))
                                .counting("Ip.InHdrErrors", PACKETS)),
                Scenario.of(
                        "truncated",
                        "The header claims more than arrived.",
                        packets(TO_HOST.withExtraLength(500).udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Problem, PACKETS)
                                        .accountsFor(100, "IpExt.InTruncatedPkts"))
                                .counting("IpExt.InTruncatedPkts", PACKETS)),
                Scenario.of(
                        "reverse-path",
                        "Packets come from where the answer would not go.",
                        stage -> {
                            stage.host().sysctl("net.ipv4.conf.all.rp_filter", "1");
                            stage.host().ip("link add dummy0 type ifb");
                            stage.host().ip("link set dummy0 up");
                            stage.host().ip("route add 192.0.2.0/24 dev dummy0");
                            return sending(stage, new Ipv4("192.0.2.1", Stage.HOST).udp(4000, 4000, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(ReversePathFilter, Problem, PACKETS)
                                        .accountsFor(100, "TcpExt.IPReversePathFilter"))
                                .counting("TcpExt.IPReversePathFilter", PACKETS)),
                Scenario.of(
                        "loopback-source",
                        "Packets claim to come from 127.0.0.1.",
                        packets(new Ipv4("127.0.0.1", Stage.HOST).udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(InvalidAddress, Suspicious, PACKETS))),
                Scenario.of(
                        "own-source",
                        "Somebody else uses the host's address.",
                        packets(new Ipv4(Stage.HOST, Stage.HOST).udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(InvalidAddress, Suspicious, PACKETS))),
                Scenario.of(
                        "unicast-in-multicast",
                        "A packet for this host alone comes in a frame for everybody, and a setting refuses that.",
                        stage -> {
                            stage.host().sysctl("net.ipv4.conf.eth0.drop_unicast_in_l2_multicast", "1");
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(Mac.BROADCAST, Stage.PEER_MAC)
                                                    .typed(Ipv4.ETHER_TYPE, TO_HOST.udp(4000, 4000, 32)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(InvalidAddress, Suspicious, PACKETS))),
                Scenario.of(
                        "short-arp",
                        "ARP frames are shorter than ARP is.",
                        stage -> () -> stage.wire()
                                .repeat(
                                        Arrays.copyOf(Stage.fromPeerToHost().typed(0x0806, new byte[20]), 30),
                                        PACKETS,
                                        PAUSE),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Suspicious, PACKETS)
                                .protocol("Arp"))),
                Scenario.of(
                        "unknown-icmp",
                        "An ICMP message of a type that the kernel does not know.",
                        packets(TO_HOST.icmp(99)),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Benign, PACKETS)
                                        .accountsFor(100, "Icmp.InErrors"))
                                .counting("Icmp.InErrors", PACKETS)),
                Scenario.of(
                        "prohibit-route",
                        "A route says that the destination is prohibited, and the sender is told.",
                        stage -> {
                            stage.makeRouter();
                            stage.host().ip("route add prohibit 203.0.113.0/24");
                            return sending(stage, new Ipv4(Stage.PEER, "203.0.113.9").udp(4000, 4000, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(RouteProhibited, Suspicious, PACKETS))),
                Scenario.of(
                        "not-forwarding",
                        "Packets for somebody else arrive at the host's own link address, and it is no router.",
                        stage -> {
                            stage.host().ip("route add default via " + Stage.PEER);
                            return sending(stage, new Ipv4(Stage.PEER, "203.0.113.9").udp(4000, 4000, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(NotForwarding, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip.InAddrErrors"))
                                .counting("Ip.InAddrErrors", PACKETS)),
                Scenario.of(
                        "no-route",
                        "A router has no route to the destination.",
                        routed(new Ipv4(Stage.PEER, "203.0.113.9").udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(NoRoute, Problem, PACKETS)
                                        .accountsFor(100, "IpExt.InNoRoutes"))
                                .counting("IpExt.InNoRoutes", PACKETS)),
                Scenario.of(
                        "blackhole-route",
                        "A route says that the destination is to be thrown away.",
                        stage -> {
                            stage.makeRouter();
                            stage.host().ip("route add blackhole 203.0.113.0/24");
                            return sending(stage, new Ipv4(Stage.PEER, "203.0.113.9").udp(4000, 4000, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(RouteProhibited, Suspicious, PACKETS))),
                Scenario.of(
                        "ttl",
                        "Packets have used up their hops at a router.",
                        routed(THROUGH_HOST.withTtl(1).udp(4000, 4000, 32)),
                        Expectation.of(ExpectedVerdict.of(TtlExpired, Suspicious, PACKETS))
                                .counting("Icmp.OutTimeExcds", new Count.Between(1, PACKETS))),
                Scenario.of(
                        "too-big",
                        "A router's next link is too narrow and the packet must not be fragmented.",
                        stage -> {
                            stage.makeRouter();
                            stage.host().ip("link set eth1 mtu 600");
                            return sending(
                                    stage,
                                    THROUGH_HOST
                                            .withFragment(Ipv4.DONT_FRAGMENT)
                                            .udp(4000, 4000, 1000));
                        },
                        Expectation.of(ExpectedVerdict.of(PacketTooBig, Problem, PACKETS)
                                        .accountsFor(100, "Ip.FragFails"))
                                .counting("Ip.FragFails", PACKETS)),
                Scenario.of(
                        "neighbour-unresolved",
                        "Nobody answers ARP for the next hop.",
                        stage -> {
                            stage.makeRouter();
                            return () -> {
                                stage.wire()
                                        .send(Stage.ipToHost(new Ipv4(Stage.PEER, "10.88.0.77").udp(4000, 4000, 32)));
                                Thread.sleep(Duration.ofMillis(3500)); // three ARP requests, a second each
                            };
                        },
                        Expectation.of(ExpectedVerdict.of(NeighbourUnresolved, Problem, 1))),
                Scenario.of(
                        "neighbour-queue",
                        "More packets wait for ARP than may wait.",
                        stage -> {
                            stage.makeRouter();
                            stage.host().sysctl("net.ipv4.neigh.eth1.unres_qlen_bytes", "1000");
                            stage.host().sysctl("net.ipv4.neigh.eth1.mcast_solicit", "60");
                            return sending(stage, new Ipv4(Stage.PEER, "10.88.0.77").udp(4000, 4000, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(
                                NeighbourQueueFull, Problem, new Count.Between(PACKETS - 5, PACKETS - 1)))),
                Scenario.of(
                        "fragment-timeout",
                        "The rest of a fragmented packet never comes.",
                        stage -> {
                            stage.host().sysctl("net.ipv4.ipfrag_time", "1");
                            return () -> {
                                stage.wire()
                                        .send(Stage.ipToHost(TO_HOST.withFragment(Ipv4.MORE_FRAGMENTS)
                                                .udp(4000, 4000, 32)));
                                Thread.sleep(Duration.ofMillis(2200));
                            };
                        },
                        Expectation.of(ExpectedVerdict.of(FragmentLoss, Problem, 1))
                                .counting("Ip.ReasmTimeout", 1)
                                .counting("Ip.ReasmFails", 1)),
                Scenario.of(
                        "overlapping-fragments",
                        "Fragments of one packet overlap, as an attack or a broken middlebox makes them.",
                        stage -> () -> {
                            stage.wire()
                                    .send(Stage.ipToHost(TO_HOST.withFragment(Ipv4.MORE_FRAGMENTS)
                                            .udp(4000, 4000, 32)));
                            stage.wire()
                                    .send(Stage.ipToHost(TO_HOST.withFragment(3).udp(4000, 4000, 32)));
                        },
                        Expectation.of(ExpectedVerdict.of(FragmentLoss, Problem, 1))
                                .counting("IpExt.ReasmOverlaps", 1)),
                Scenario.of(
                        "no-transport",
                        "Nobody handles the IP protocol.",
                        packets(TO_HOST.packet(EXPERIMENTAL_PROTOCOL, new byte[32])),
                        Expectation.of(ExpectedVerdict.of(NoTransportProtocol, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip.InUnknownProtos"))
                                .counting("Ip.InUnknownProtos", PACKETS)),
                Scenario.of(
                        "unjoined-multicast",
                        "Multicast for a group that nobody here joined.",
                        stage -> () -> stage.wire()
                                .repeat(
                                        new Ethernet(new Mac("01:00:5e:01:01:01"), Stage.PEER_MAC)
                                                .typed(
                                                        Ipv4.ETHER_TYPE,
                                                        new Ipv4(Stage.PEER, "239.1.1.1").udp(4000, 4000, 32)),
                                        PACKETS,
                                        PAUSE),
                        Expectation.of(ExpectedVerdict.of(UnjoinedMulticast, Benign, PACKETS))),
                Scenario.of(
                        "ipv6-disabled",
                        "IPv6 arrives where it is switched off.",
                        stage -> () -> stage.wire()
                                .repeat(
                                        Stage.fromPeerToHost()
                                                .typed(
                                                        Ipv6.ETHER_TYPE,
                                                        new Ipv6(LINK_LOCAL_PEER, "fe80::77:1", 64)
                                                                .udp(4000, 4000, 32)),
                                        PACKETS,
                                        PAUSE),
                        Expectation.of(ExpectedVerdict.of(Ipv6Disabled, Benign, PACKETS)
                                        .accountsFor(100, "Ip6InDiscards"))
                                .counting("Ip6InDiscards", PACKETS)),
                Scenario.of(
                        "ipv6-multicast",
                        "IPv6 multicast for a group that nobody here joined.",
                        stage -> {
                            stage.enableIpv6();
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(new Mac("33:33:00:00:00:fb"), Stage.PEER_MAC)
                                                    .typed(
                                                            Ipv6.ETHER_TYPE,
                                                            new Ipv6(LINK_LOCAL_PEER, "ff02::fb", 1)
                                                                    .udp(5353, 5353, 32)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(UnjoinedMulticast, Benign, PACKETS))),
                Scenario.of(
                        "routed-solicitation",
                        "A neighbour solicitation comes through a router, which must not be.",
                        stage -> {
                            stage.enableIpv6();
                            return () -> stage.wire()
                                    .repeat(
                                            Stage.fromPeerToHost()
                                                    .typed(
                                                            Ipv6.ETHER_TYPE,
                                                            new Ipv6(LINK_LOCAL_PEER, "fe80::77:1", 64)
                                                                    .neighbourSolicitation(
                                                                            "fe80::77:1", Stage.PEER_MAC)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(NeighbourDiscoveryForeign, Suspicious, PACKETS))));
    }

    private static Scenario.Preparation packets(byte[] packet) {
        return stage -> sending(stage, packet);
    }

    private static Scenario.Preparation routed(byte[] packet) {
        return stage -> {
            stage.makeRouter();
            return sending(stage, packet);
        };
    }

    private static Scenario.Act sending(Stage stage, byte[] packet) {
        return () -> stage.wire().repeat(Stage.ipToHost(packet), PACKETS, PAUSE);
    }
}
