package dev.dropwhy.lab.virtio.scenario;

import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Severity.Benign;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.time.Duration;
import java.util.List;

/** All scenarios of the virtio lab. */
public final class VirtioScenarios {

    /** What the guests may load: nothing of it is loaded before a scenario does so. */
    public static final List<String> MODULES =
            List.of("virtio_pci", "virtio_net", "llc", "stp", "bridge", "drop_monitor", "8021q");

    private static final Mac SWITCH_MAC = new Mac("02:00:5e:10:00:01");
    private static final SwitchFrames SWITCH = new SwitchFrames(SWITCH_MAC, "lab-switch-1", "ge-0/0/7");
    private static final Speaker BY_BPDU =
            new Speaker(SWITCH_MAC.text(), "32768.0/" + SWITCH_MAC.text(), "8001", null, null);
    private static final Duration HELLO = Duration.ofSeconds(2);
    private static final int BPDUS = 4;

    private VirtioScenarios() {}

    /** All of them, in the order in which a guest plays them. */
    public static List<VirtioScenario> all() {
        return List.of(VirtioScenario.of(
                "founding-case",
                "A switch sends a BPDU every two seconds and the guest has no LLC: each one is counted as dropped.",
                guest -> guest.cable().repeat(SWITCH.rstp(), BPDUS, HELLO),
                guest -> unhandled("Rstp", Benign, BY_BPDU, BPDUS)));
    }

    private static Expectation unhandled(String protocol, Severity severity, Speaker speaker, int frames) {
        return Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, severity, frames)
                        .protocol(protocol)
                        .speaker(speaker)
                        .accountsFor(100, "rx_dropped")
                        .atLeast(Confidence.High))
                .counting("rx_dropped", frames);
    }
}
