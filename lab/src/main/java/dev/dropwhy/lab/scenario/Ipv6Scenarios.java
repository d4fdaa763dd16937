package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.MalformedPacket;
import static dev.dropwhy.api.Cause.NeighbourDiscoveryForeign;
import static dev.dropwhy.api.Cause.NoListener;
import static dev.dropwhy.api.Cause.NoRoute;
import static dev.dropwhy.api.Cause.NoTransportProtocol;
import static dev.dropwhy.api.Cause.NotForwarding;
import static dev.dropwhy.api.Cause.PacketTooBig;
import static dev.dropwhy.api.Cause.RouteProhibited;
import static dev.dropwhy.api.Cause.TtlExpired;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv6;
import dev.dropwhy.lab.traffic.Mac;
import java.time.Duration;
import java.util.List;

/** What IPv6 refuses that IPv4 refuses as well, by other functions and counters. */
final class Ipv6Scenarios {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PACKETS = 20;
    private static final int PORT = 4000;
    private static final int UDP = 17;
    private static final int EXPERIMENTAL_PROTOCOL = 253;
    private static final String SOURCE = "2001:db8:77::2";
    private static final String BEHIND = "2001:db8:88::2";
    private static final String NOWHERE = "2001:db8:99::9";
    private static final Ipv6 TO_HOST = new Ipv6(Stage.PEER_V6, Stage.HOST_V6, 64);

    private Ipv6Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "ipv6-not-forwarding",
                        "IPv6 packets for somebody else arrive at the host's own link address, and it is no router.",
                        stage -> {
                            stage.makeIpv6Router();
                            stage.host().sysctl("net.ipv6.conf.all.forwarding", "0");
                            return sending(stage, new Ipv6(SOURCE, BEHIND, 64).udp(PORT, PORT, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(NotForwarding, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip6InAddrErrors"))
                                .counting("Ip6InAddrErrors", PACKETS)),
                Scenario.of(
                        "ipv6-no-route",
                        "An IPv6 router has no route to the destination.",
                        routed(new Ipv6(SOURCE, NOWHERE, 64).udp(PORT, PORT, 32)),
                        Expectation.of(ExpectedVerdict.of(NoRoute, Problem, PACKETS)
                                        .accountsFor(100, "Ip6InNoRoutes"))
                                .counting("Ip6InNoRoutes", PACKETS)),
                Scenario.of(
                        "ipv6-blackhole-route",
                        "A route says that the IPv6 destination is to be thrown away.",
                        stage -> {
                            stage.makeIpv6Router();
                            stage.host().ip("-6 route add blackhole 2001:db8:99::/64");
                            return sending(stage, new Ipv6(SOURCE, NOWHERE, 64).udp(PORT, PORT, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(RouteProhibited, Suspicious, PACKETS))),
                Scenario.of(
                        "ipv6-prohibit-route",
                        "A route says that the IPv6 destination is prohibited, and the sender is told.",
                        stage -> {
                            stage.makeIpv6Router();
                            stage.host().ip("-6 route add prohibit 2001:db8:99::/64");
                            return sending(stage, new Ipv6(SOURCE, NOWHERE, 64).udp(PORT, PORT, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(RouteProhibited, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip6InNoRoutes"))
                                .counting("Ip6InNoRoutes", PACKETS)),
                Scenario.of(
                        "ipv6-hop-limit",
                        "IPv6 packets have used up their hops at a router.",
                        routed(new Ipv6(SOURCE, BEHIND, 1).udp(PORT, PORT, 32)),
                        Expectation.of(ExpectedVerdict.of(TtlExpired, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip6InHdrErrors"))
                                .counting("Ip6InHdrErrors", PACKETS)),
                Scenario.of(
                        "ipv6-too-big",
                        "An IPv6 router's next link is too narrow; routers do not fragment IPv6.",
                        stage -> {
                            stage.makeIpv6Router();
                            stage.host().ip("link set eth1 mtu 1280");
                            return sending(stage, new Ipv6(SOURCE, BEHIND, 64).udp(PORT, PORT, 1400));
                        },
                        Expectation.of(ExpectedVerdict.of(PacketTooBig, Problem, PACKETS)
                                        .accountsFor(100, "Ip6InTooBigErrors"))
                                .counting("Ip6InTooBigErrors", PACKETS)),
                Scenario.of(
                        "ipv6-version",
                        "A frame of the type of IPv6 holds a header of another version.",
                        local(new Ipv6(Stage.PEER_V6, Stage.HOST_V6, 64).ofVersion(5, UDP, new byte[32])),
                        Expectation.of(ExpectedVerdict.of(MalformedPacket, Problem, PACKETS)
                                        .accountsFor(100, "Ip6InHdrErrors"))
                                .counting("Ip6InHdrErrors", PACKETS)),
                Scenario.of(
                        "ipv6-no-transport",
                        "Nobody handles the next header.",
                        local(TO_HOST.packet(EXPERIMENTAL_PROTOCOL, new byte[32])),
                        Expectation.of(ExpectedVerdict.of(NoTransportProtocol, Suspicious, PACKETS)
                                        .accountsFor(100, "Ip6InUnknownProtos"))
                                .counting("Ip6InUnknownProtos", PACKETS)),
                Scenario.of(
                        "ipv6-no-udp-listener",
                        "Datagrams over IPv6 to a closed port.",
                        local(TO_HOST.udp(PORT, PORT, 32)),
                        Expectation.of(ExpectedVerdict.of(NoListener, Suspicious, PACKETS)
                                        .accountsFor(100, "Udp6NoPorts"))
                                .counting("Udp6NoPorts", PACKETS)),
                Scenario.of(
                        "foreign-solicitation",
                        "A neighbour solicitation asks for an address of somebody else, as the network floods them.",
                        stage -> {
                            stage.enableIpv6();
                            return () -> stage.wire()
                                    .repeat(
                                            new Ethernet(new Mac("33:33:ff:77:00:01"), Stage.PEER_MAC)
                                                    .typed(
                                                            Ipv6.ETHER_TYPE,
                                                            new Ipv6(Stage.PEER_V6, "ff02::1:ff77:1", 255)
                                                                    .neighbourSolicitation(
                                                                            "fe80::1:77:1", Stage.PEER_MAC)),
                                            PACKETS,
                                            PAUSE);
                        },
                        Expectation.of(ExpectedVerdict.of(NeighbourDiscoveryForeign, Benign, PACKETS))));
    }

    private static Scenario.Preparation local(byte[] packet) {
        return stage -> {
            stage.enableIpv6();
            return sending(stage, packet);
        };
    }

    private static Scenario.Preparation routed(byte[] packet) {
        return stage -> {
            stage.makeIpv6Router();
            return sending(stage, packet);
        };
    }

    private static Scenario.Act sending(Stage stage, byte[] packet) {
        return () -> stage.wire().repeat(Stage.fromPeerToHost().typed(Ipv6.ETHER_TYPE, packet), PACKETS, PAUSE);
    }
}
