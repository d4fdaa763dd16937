package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.CaptureOverrun;
import static dev.dropwhy.api.Cause.NoListener;
import static dev.dropwhy.api.Cause.SocketBufferFull;
import static dev.dropwhy.api.Cause.Unexplained;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.lab.network.Container;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.RawSender;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Nothing to find, nothing to see with, and somebody else who looks on. */
final class ObserverScenarios {

    private static final SwitchFrames SWITCH =
            new SwitchFrames(new Mac("02:00:5e:10:00:01"), "lab-switch-1", "ge-0/0/7");
    private static final Duration STEADY = Duration.ofMillis(400);
    private static final int FRAMES = 8;
    private static final int PORT = 4000;
    private static final int CONNECTIONS = 30;
    private static final int BYTES = 100_000;
    private static final String CONTAINER = "d209c0ffee12d209c0ffee12d209c0ffee12d209c0ffee12d209c0ffee12d209";

    private ObserverScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                                "silence",
                                "Nothing happens, and nothing is said.",
                                stage -> () -> Thread.sleep(Duration.ofSeconds(1)),
                                Expectation.nothing())
                        .lasting(3),
                Scenario.of(
                        "ordinary-tcp",
                        "Connections come, carry data both ways and go: the noise of their end is no finding.",
                        stage -> {
                            ServerSocketChannel server =
                                    stage.network().own(stage.hostSockets().listen(PORT, 50));
                            return () -> {
                                for (int i = 0; i < CONNECTIONS; i++) {
                                    exchange(stage, server);
                                }
                            };
                        },
                        Expectation.nothing()),
                Scenario.of(
                        "tap",
                        "Somebody's tcpdump takes the frames that would be dropped: the counter stands still while it looks.",
                        stage -> {
                            tcpdump(stage, stage.host());
                            return () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY);
                        },
                        Expectation.nothing().saying("tcpdump")),
                Scenario.of(
                        "tap-elsewhere",
                        "A tcpdump in another namespace hides nothing here, and nobody says so.",
                        stage -> {
                            tcpdump(stage, stage.peer());
                            return () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY);
                        },
                        lldp().notSaying("tcpdump")),
                Scenario.of(
                        "tap-before-filter",
                        "Where the interface has an ingress filter hook, frames pass a tap before they are dropped, so that it"
                                + " hides nothing.",
                        stage -> {
                            stage.host().tc("qdisc add dev eth0 clsact");
                            tcpdump(stage, stage.host());
                            return () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY);
                        },
                        lldp()),
                Scenario.of(
                        "slow-capture",
                        "A packet capture that nobody reads loses its own copies of frames that nobody else wants.",
                        stage -> {
                            stage.network().own(stage.hostSockets().stalledTap(Stage.INTERFACE));
                            return () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY);
                        },
                        Expectation.of(ExpectedVerdict.of(
                                        CaptureOverrun, Benign, new Count.Between(FRAMES - 4, FRAMES - 1)))
                                .saying("tap")),
                Scenario.of(
                                "elsewhere",
                                "What a container and a namespace of the machine's user lose is not judged, and is told by their"
                                        + " names.",
                                stage -> {
                                    RawSender toContainer = behindPeer(stage, "eth7", "box");
                                    RawSender toNamed = behindPeer(stage, "eth8", "named");
                                    return () -> {
                                        toContainer.repeat(SWITCH.lldp(), 3 * FRAMES, Duration.ofMillis(50));
                                        toNamed.repeat(SWITCH.lldp(), 2 * FRAMES, Duration.ofMillis(50));
                                    };
                                },
                                Expectation.nothing()
                                        .saying(
                                                3 * FRAMES + " in Docker container " + CONTAINER.substring(0, 12),
                                                2 * FRAMES + " in netns dwlab-",
                                                "-named"))
                        .runAlone(),
                Scenario.of(
                                "tracefs",
                                "A command below \"ip netns exec\" sees a /sys without tracefs, and reads the trace event all the same:"
                                        + " the protocol is told, not who speaks it.",
                                stage -> () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY),
                                lldp())
                        .with("--events", "Tracefs")
                        .runAlone(),
                Scenario.of(
                                "known-and-fine",
                                "What the person knows and expects is no alarm.",
                                stage -> () -> stage.wire()
                                        .repeat(
                                                Stage.ipToHost(new Ipv4(Stage.PEER, Stage.HOST).udp(PORT, PORT, 32)),
                                                FRAMES,
                                                Duration.ofMillis(50)),
                                Expectation.of(ExpectedVerdict.of(NoListener, Benign, FRAMES)
                                        .accountsFor(100, "Udp.NoPorts")
                                        .saying("our probes")))
                        .with("--expect", "NoListener:Udp=our probes"),
                Scenario.of(
                        "three-at-once",
                        "A problem, a suspicion and a harmless protocol at once are told apart, the worst first.",
                        stage -> {
                            stage.network().own(stage.hostSockets().receiver(PORT, 1));
                            Ipv4 toHost = new Ipv4(Stage.PEER, Stage.HOST);
                            return () -> {
                                for (int i = 0; i < FRAMES; i++) {
                                    stage.wire().send(SWITCH.lldp());
                                    stage.wire().send(Stage.ipToHost(toHost.udp(PORT, PORT, 800)));
                                    stage.wire().send(Stage.ipToHost(toHost.udp(PORT, PORT + 1, 32)));
                                    Thread.sleep(STEADY);
                                }
                            };
                        },
                        Expectation.of(
                                        ExpectedVerdict.of(
                                                        SocketBufferFull,
                                                        Problem,
                                                        new Count.AsCounted("Udp.RcvbufErrors"))
                                                .protocol("Udp")
                                                .accountsFor(100, "Udp.RcvbufErrors"),
                                        ExpectedVerdict.of(NoListener, Suspicious, FRAMES)
                                                .protocol("Udp")
                                                .accountsFor(100, "Udp.NoPorts"),
                                        ExpectedVerdict.of(UnhandledLinkProtocol, Benign, FRAMES)
                                                .protocol("Lldp")
                                                .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", FRAMES)
                                .counting("Udp.RcvbufErrors", new Count.Between(FRAMES - 2, FRAMES - 1))),
                Scenario.of(
                                "counters-only",
                                "Without drop events the counter says that something is dropped and nothing says what.",
                                stage -> () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY),
                                Expectation.of(ExpectedVerdict.of(Unexplained, Suspicious, FRAMES)
                                                .atLeast(Confidence.Low))
                                        .counting("rx_dropped", FRAMES)
                                        .leavingOpen(new Count.Exactly(FRAMES)))
                        .with("--events", "CountersOnly"));
    }

    private static Expectation lldp() {
        return Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, Benign, FRAMES)
                        .protocol("Lldp")
                        .accountsFor(100, "rx_dropped"))
                .counting("rx_dropped", FRAMES);
    }

    /** A namespace behind the peer, where a raw sender's frames arrive; of role "box" a container lives in it. */
    private static RawSender behindPeer(Stage stage, String port, String role) throws Exception {
        Path controlGroups = Container.controlGroups()
                .orElseThrow(() -> new NotPlayableException("cgroup version 2 is not mounted here"));
        Namespace behind = stage.network().namespace(role);
        stage.network().connect(stage.peer(), port, behind, Stage.INTERFACE);
        if (role.equals("box")) {
            stage.network().own(Container.start(behind, controlGroups, CONTAINER));
        }
        return stage.network().own(RawSender.open(stage.peer(), port));
    }

    private static void tcpdump(Stage stage, Namespace where) throws IOException {
        Process tcpdump = new ProcessBuilder(
                        where.command(List.of("tcpdump", "-i", Stage.INTERFACE, "-p", "-w", "/dev/null")))
                .start();
        stage.network().own(tcpdump::destroy);
        tcpdump.errorReader().readLine(); // "listening on eth0": its socket is open
    }

    /** One connection from peer to host, data both ways, orderly end. */
    private static void exchange(Stage stage, ServerSocketChannel server) throws IOException, InterruptedException {
        try (SocketChannel client = stage.peerSockets().connect(Stage.HOST, PORT);
                SocketChannel accepted = server.accept()) {
            transfer(client, accepted);
            transfer(accepted, client);
            client.shutdownOutput();
            accepted.read(ByteBuffer.allocate(1));
        }
    }

    private static void transfer(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        ByteBuffer in = ByteBuffer.allocate(BYTES);
        from.configureBlocking(false);
        while (in.hasRemaining()) {
            from.write(out);
            to.read(in);
        }
        from.configureBlocking(true);
    }
}
