package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.Unexplained;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.time.Duration;
import java.util.List;

/** The tap test: whether drops stop while dropwhy's own tap is open, and what it may say then. */
final class TapTestScenarios {

    private static final SwitchFrames SWITCH =
            new SwitchFrames(new Mac("02:00:5e:10:00:07"), "lab-switch-7", "ge-0/0/9");
    private static final int PORT = 4000;
    private static final int SECONDS = 14;
    private static final Duration PACE = Duration.ofMillis(250);

    /** How long it happens: from the first moment of the window until shortly before its end, however slow the machine is. */
    private static final Duration LONG = Duration.ofSeconds(12);

    private TapTestScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                                "tap-test",
                                "Drops stop while the tap is open, and LLDP comes to it: the drops were of LLDP.",
                                stage -> () -> steadily(() -> stage.wire().send(SWITCH.lldp())),
                                Expectation.of(lldp(14).accountsFor(100, "rx_dropped")
                                                .saying("drops that stop while a tap is open", "A tap test infers it"))
                                        .counting("rx_dropped", new Count.Between(14, 36)))
                        .lasting(SECONDS)
                        .with("--events", "Capture"),
                Scenario.of(
                                "tap-test-other-cause",
                                "Drops go on while the tap is open: no unhandled protocol is blamed.",
                                stage -> {
                                    stage.peer().ip("link set eth0 mtu 9000");
                                    return () -> steadily(() -> sendOversized(stage));
                                },
                                Expectation.of(ExpectedVerdict.of(
                                                        Unexplained, Suspicious, new Count.AsCounted("rx_dropped"))
                                                .atLeast(Confidence.Low)
                                                .saying("they went on"))
                                        .counting("rx_dropped", new Count.Between(30, 52))
                                        .leavingOpen(new Count.AsCounted("rx_dropped"))
                                        .notSaying("UnhandledLinkProtocol"))
                        .lasting(SECONDS)
                        .with("--events", "Capture"),
                Scenario.of(
                                "tap-test-two-causes",
                                "Some drops stop with the tap and others go on: LLDP is charged with what stopped, and no more.",
                                stage -> {
                                    stage.peer().ip("link set eth0 mtu 9000");
                                    return () -> steadily(() -> {
                                        stage.wire().send(SWITCH.lldp());
                                        sendOversized(stage);
                                    });
                                },
                                Expectation.of(
                                                ExpectedVerdict.of(Unexplained, Suspicious, new Count.Between(30, 64))
                                                        .atLeast(Confidence.Low),
                                                lldp(4).atLeast(Confidence.Low))
                                        .counting("rx_dropped", new Count.Between(44, 88))
                                        .leavingOpen(new Count.Between(30, 64)))
                        .lasting(SECONDS)
                        .with("--events", "Capture"),
                Scenario.of(
                                "tap-test-silence",
                                "Nothing is dropped with the tap or without: nothing is said.",
                                stage -> () -> Thread.sleep(Duration.ofSeconds(1)),
                                Expectation.nothing())
                        .lasting(5)
                        .with("--events", "Capture"));
    }

    private static void steadily(Scenario.Act act) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < end) {
            act.play();
            Thread.sleep(PACE);
        }
    }

    private static ExpectedVerdict lldp(int least) {
        return ExpectedVerdict.of(UnhandledLinkProtocol, Benign, new Count.Between(least, 36))
                .protocol("Lldp")
                .speaker(new Speaker("02:00:5e:10:00:07", null, "ge-0/0/9", "lab-switch-7", null));
    }

    /** More than the host's MTU of 1500 lets in; a veth charges the receiver. */
    private static void sendOversized(Stage stage) throws Exception {
        stage.peerSockets().sendDatagrams(Stage.HOST, PORT, 1, 3000);
    }
}
