package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.ChecksumError;
import static dev.dropwhy.api.Cause.HandshakeAborted;
import static dev.dropwhy.api.Cause.ListenQueueOverflow;
import static dev.dropwhy.api.Cause.NoListener;
import static dev.dropwhy.api.Cause.SocketBufferFull;
import static dev.dropwhy.api.Cause.SocketFilter;
import static dev.dropwhy.api.Cause.TcpOutOfWindow;
import static dev.dropwhy.api.Cause.UnjoinedMulticast;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Packets that reach TCP, UDP or ICMP and no application. */
final class TransportScenarios {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PACKETS = 20;
    private static final int PORT = 4000;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final String BROADCAST = "10.77.0.255";
    private static final Ipv4 TO_HOST = new Ipv4(Stage.PEER, Stage.HOST);

    /** Connections beyond those that the accept queue takes. */
    private static final int REFUSED = 4;

    private TransportScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                        "udp-checksum",
                        "The checksum of datagrams is wrong.",
                        stage -> {
                            stage.network().own(stage.hostSockets().receiver(PORT, 1 << 16));
                            return sending(stage, TO_HOST.udpWithChecksumError(PORT, PORT, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(ChecksumError, Problem, PACKETS)
                                        .accountsFor(100, "Udp.InCsumErrors"))
                                .counting("Udp.InCsumErrors", PACKETS)),
                Scenario.of(
                        "tcp-checksum",
                        "The checksum of segments is wrong.",
                        stage -> {
                            stage.network().own(stage.hostSockets().listen(PORT, 10));
                            return sending(stage, TO_HOST.tcpWithChecksumError(PORT, PORT, 1, SYN));
                        },
                        Expectation.of(ExpectedVerdict.of(ChecksumError, Problem, PACKETS)
                                        .accountsFor(100, "Tcp.InCsumErrors"))
                                .counting("Tcp.InCsumErrors", PACKETS)),
                Scenario.of(
                        "icmp-checksum",
                        "The checksum of pings is wrong.",
                        stage -> sending(stage, TO_HOST.ping(1, true)),
                        Expectation.of(ExpectedVerdict.of(ChecksumError, Problem, PACKETS)
                                        .accountsFor(100, "Icmp.InCsumErrors"))
                                .counting("Icmp.InCsumErrors", PACKETS)),
                Scenario.of(
                        "no-udp-listener",
                        "Datagrams to a closed port.",
                        stage -> sending(stage, TO_HOST.udp(PORT, PORT, 32)),
                        Expectation.of(ExpectedVerdict.of(NoListener, Suspicious, PACKETS)
                                        .accountsFor(100, "Udp.NoPorts"))
                                .counting("Udp.NoPorts", PACKETS)),
                Scenario.of(
                        "no-tcp-listener",
                        "Connections to a closed port are refused.",
                        stage -> () -> {
                            for (int i = 0; i < PACKETS; i++) {
                                refused(stage);
                                Thread.sleep(PAUSE);
                            }
                        },
                        Expectation.of(ExpectedVerdict.of(NoListener, Suspicious, PACKETS)
                                        .accountsFor(100, "Tcp.OutRsts"))
                                .counting("Tcp.OutRsts", PACKETS)),
                Scenario.of(
                        "broadcast-without-listener",
                        "Broadcast datagrams that nobody here listens to are normal.",
                        stage -> () -> stage.wire()
                                .repeat(
                                        new Ethernet(Mac.BROADCAST, Stage.PEER_MAC)
                                                .typed(
                                                        Ipv4.ETHER_TYPE,
                                                        new Ipv4(Stage.PEER, BROADCAST).udp(137, 137, 50)),
                                        PACKETS,
                                        PAUSE),
                        Expectation.of(ExpectedVerdict.of(UnjoinedMulticast, Benign, PACKETS)
                                        .accountsFor(100, "Udp.IgnoredMulti"))
                                .counting("Udp.IgnoredMulti", PACKETS)),
                Scenario.of(
                        "full-socket-buffer",
                        "The reader of a UDP socket is too slow.",
                        stage -> {
                            stage.network().own(stage.hostSockets().receiver(PORT, 1));
                            return sending(stage, TO_HOST.udp(PORT, PORT, 800));
                        },
                        Expectation.of(ExpectedVerdict.of(
                                                SocketBufferFull, Problem, new Count.AsCounted("Udp.RcvbufErrors"))
                                        .accountsFor(100, "Udp.RcvbufErrors"))
                                .counting("Udp.RcvbufErrors", new Count.Between(PACKETS - 4, PACKETS - 1))),
                Scenario.of(
                        "socket-filter",
                        "A socket's own filter refuses datagrams.",
                        stage -> {
                            stage.network().own(stage.hostSockets().refusingReceiver(PORT));
                            return sending(stage, TO_HOST.udp(PORT, PORT, 32));
                        },
                        Expectation.of(ExpectedVerdict.of(SocketFilter, Suspicious, PACKETS))
                                .counting("Udp.InErrors", PACKETS)),
                Scenario.of(
                        "full-accept-queue",
                        "A listener does not accept: connection requests are dropped without any event.",
                        stage -> {
                            stage.network().own(stage.hostSockets().listen(PORT, 1));
                            return () -> overflowBySyn(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(ListenQueueOverflow, Problem, REFUSED)
                                        .accountsFor(100, "TcpExt.ListenDrops"))
                                .counting("TcpExt.ListenDrops", REFUSED)
                                .counting("TcpExt.ListenOverflows", REFUSED)),
                Scenario.of(
                        "full-accept-queue-at-last-ack",
                        "The accept queue fills while handshakes are under way: their last segment is dropped, with an event.",
                        stage -> {
                            stage.host().sysctl("net.ipv4.tcp_syncookies", "0");
                            stage.network().own(stage.hostSockets().listen(PORT, REFUSED + 1));
                            return () -> overflowByAck(stage);
                        },
                        Expectation.of(ExpectedVerdict.of(ListenQueueOverflow, Problem, REFUSED)
                                        .accountsFor(100, "TcpExt.ListenDrops"))
                                .counting("TcpExt.ListenDrops", REFUSED)
                                .counting("TcpExt.ListenOverflows", REFUSED)),
                Scenario.of(
                        "out-of-window",
                        "Segments beyond the window of their connection are refused and told; as many old ones are everyday"
                                + " business of TCP and are not.",
                        stage -> {
                            stage.network().own(stage.hostSockets().listen(PORT, 10));
                            SocketChannel client =
                                    stage.network().own(stage.peerSockets().connect(Stage.HOST, PORT));
                            int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
                            return () -> {
                                // the connection's numbers begin anywhere: of two that are half of all numbers apart,
                                // one is old and the other beyond the window
                                sending(stage, TO_HOST.tcp(port, PORT, 1, 1, ACK))
                                        .play();
                                sending(stage, TO_HOST.tcp(port, PORT, 1 + (1L << 31), 1, ACK))
                                        .play();
                            };
                        },
                        Expectation.of(ExpectedVerdict.of(TcpOutOfWindow, Benign, PACKETS))),
                Scenario.of(
                        "handshake-aborted",
                        "A router says that the client is unreachable: the half-open connection goes, and ListenDrops grows"
                                + " though no queue is full.",
                        stage -> {
                            stage.network().own(stage.hostSockets().listen(PORT, 50));
                            makeClientsUnreachable(stage);
                            return () -> beginHandshakes(stage, PORT);
                        },
                        Expectation.of(ExpectedVerdict.of(HandshakeAborted, Suspicious, PACKETS)
                                        .accountsFor(100, "TcpExt.ListenDrops"))
                                .counting("TcpExt.ListenDrops", PACKETS)
                                .counting("Icmp.InDestUnreachs", PACKETS)),
                Scenario.of(
                        "aborted-and-overflowing",
                        "One listener does not accept, another's clients are unreachable: ListenDrops grows by both, and they"
                                + " are told apart.",
                        stage -> {
                            stage.network().own(stage.hostSockets().listen(PORT, 1));
                            stage.network().own(stage.hostSockets().listen(PORT + 1, 50));
                            makeClientsUnreachable(stage);
                            return () -> {
                                overflowBySyn(stage);
                                beginHandshakes(stage, PORT + 1);
                            };
                        },
                        Expectation.of(
                                        ExpectedVerdict.of(ListenQueueOverflow, Problem, REFUSED)
                                                .accountsFor(16, "TcpExt.ListenDrops"),
                                        ExpectedVerdict.of(HandshakeAborted, Suspicious, PACKETS)
                                                .accountsFor(83, "TcpExt.ListenDrops"))
                                .counting("TcpExt.ListenDrops", REFUSED + PACKETS)
                                .counting("TcpExt.ListenOverflows", REFUSED)
                                .counting("Icmp.InDestUnreachs", PACKETS)));
    }

    /** The peer becomes a router that says of 198.51.100.0/24 that its hosts are unreachable. */
    private static void makeClientsUnreachable(Stage stage) throws IOException, InterruptedException {
        stage.host().ip("route add default via " + Stage.PEER);
        stage.peer().sysctl("net.ipv4.ip_forward", "1");
        stage.peer().sysctl("net.ipv4.icmp_ratelimit", "0");
        stage.peer().ip("link add far0 type ifb");
        stage.peer().ip("link set far0 up");
        stage.peer().ip("route add 198.51.100.0/24 dev far0");
        stage.peer()
                .nft("table inet lab { chain out { type filter hook forward priority 0;"
                        + " reject with icmp type host-unreachable; }\n}");
    }

    private static void beginHandshakes(Stage stage, int port) throws IOException, InterruptedException {
        for (int i = 0; i < PACKETS; i++) {
            stage.wire().send(Stage.ipToHost(new Ipv4("198.51.100.7", Stage.HOST).tcp(2000 + i, port, 1, 0, SYN)));
            Thread.sleep(PAUSE);
        }
    }

    private static Scenario.Act sending(Stage stage, byte[] packet) {
        return () -> stage.wire().repeat(Stage.ipToHost(packet), PACKETS, PAUSE);
    }

    private static void refused(Stage stage) throws InterruptedException {
        try (SocketChannel channel = stage.peerSockets().connect(Stage.HOST, PORT)) {
            throw new IllegalStateException("port " + PORT + " is open, connected as " + channel);
        } catch (IOException e) {
            // what a closed port says
        }
    }

    /** Two connections fill a queue of one (the kernel takes one more than asked); the SYNs of the others are dropped. */
    private static void overflowBySyn(Stage stage) throws IOException, InterruptedException {
        List<SocketChannel> channels = new ArrayList<>();
        channels.add(stage.peerSockets().connect(Stage.HOST, PORT));
        channels.add(stage.peerSockets().connect(Stage.HOST, PORT));
        for (int i = 0; i < REFUSED; i++) {
            channels.add(stage.peerSockets().startConnecting(Stage.HOST, PORT));
        }
        Thread.sleep(Duration.ofMillis(300)); // well before the clients repeat their SYN after a second
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /**
     * As many connections as the queue is long are complete, as many more are half open: the host's answers wait in a slow
     * shaper. Then their last segments arrive: the first takes the last place, the others find the queue full.
     */
    private static void overflowByAck(Stage stage) throws IOException, InterruptedException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < REFUSED + 1; i++) {
            channels.add(stage.peerSockets().connect(Stage.HOST, PORT));
        }
        stage.host().tc("qdisc add dev eth0 root tbf rate 8kbit burst 120 latency 9s");
        stage.hostSockets().sendDatagrams(BROADCAST, PORT, 1, 70); // takes the shaper's first tokens
        for (int i = 0; i < REFUSED + 1; i++) {
            channels.add(stage.peerSockets().startConnecting(Stage.HOST, PORT));
        }
        Thread.sleep(Duration.ofMillis(700)); // well before anybody repeats anything after a second
        for (SocketChannel channel : channels) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }
}
