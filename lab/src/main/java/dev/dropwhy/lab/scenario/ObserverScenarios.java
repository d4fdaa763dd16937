package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.Unexplained;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
                            Process tcpdump = new ProcessBuilder(stage.host()
                                            .command(List.of("tcpdump", "-i", "eth0", "-p", "-w", "/dev/null")))
                                    .redirectError(ProcessBuilder.Redirect.PIPE)
                                    .start();
                            stage.network().own(tcpdump::destroy);
                            tcpdump.errorReader().readLine(); // "listening on eth0": its socket is open
                            return () -> stage.wire().repeat(SWITCH.lldp(), FRAMES, STEADY);
                        },
                        Expectation.nothing().saying("tcpdump")),
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
