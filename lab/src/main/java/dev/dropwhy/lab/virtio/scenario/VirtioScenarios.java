package dev.dropwhy.lab.virtio.scenario;

import static dev.dropwhy.api.Cause.LinkProtocolDiscarded;
import static dev.dropwhy.api.Cause.Unexplained;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.lab.scenario.Count;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of the virtio lab. */
public final class VirtioScenarios {

    /** What the guests may load: nothing of it is loaded before a scenario does so. */
    public static final List<String> MODULES = List.of(
            "virtio_pci",
            "virtio_net",
            "vmxnet3",
            "llc",
            "stp",
            "bridge",
            "drop_monitor",
            "8021q",
            "bonding",
            "dummy",
            "veth",
            "sch_ingress",
            "sch_htb",
            "sch_tbf",
            "cls_flower",
            "cls_u32",
            "cls_matchall",
            "cls_bpf",
            "act_gact",
            "act_police",
            "act_mirred");

    private static final Mac SWITCH_MAC = new Mac("02:00:5e:10:00:01");
    private static final SwitchFrames SWITCH = new SwitchFrames(SWITCH_MAC, "lab-switch-1", "ge-0/0/7");
    private static final Speaker BY_BPDU =
            new Speaker(SWITCH_MAC.text(), "32768.0/" + SWITCH_MAC.text(), "8001", null, null);
    private static final Speaker BY_NAME = new Speaker(SWITCH_MAC.text(), null, "ge-0/0/7", "lab-switch-1", null);
    private static final Speaker BY_ADDRESS = new Speaker(SWITCH_MAC.text(), null, null, null, null);
    private static final Duration HELLO = Duration.ofSeconds(2);
    private static final Duration STEADY = Duration.ofMillis(500);
    private static final int BPDUS = 4;
    private static final int FRAMES = 6;
    private static final int STORM = 50_000;

    private VirtioScenarios() {}

    /** All of them, in the order in which a guest plays them. */
    public static List<VirtioScenario> all() {
        return Stream.of(
                        foundingCase(),
                        DropMonitorScenarios.all(
                                SWITCH,
                                FRAMES,
                                expect(FRAMES, unhandled("Rstp", Benign, BY_BPDU, FRAMES, 100)),
                                unexplained()),
                        List.of(llcLoaded()),
                        FilterScenarios.all(),
                        LossScenarios.all(),
                        LinkScenarios.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<VirtioScenario> foundingCase() {
        return List.of(
                VirtioScenario.of(
                                "founding-case",
                                "A switch sends a BPDU every two seconds and the guest has no LLC: each one is counted as"
                                        + " dropped.",
                                guest -> guest.cable().repeat(SWITCH.rstp(), BPDUS, HELLO),
                                guest -> expect(BPDUS, unhandled("Rstp", Benign, BY_BPDU, BPDUS, 100)))
                        .whole(10),
                VirtioScenario.of(
                                "lldp-and-lacp",
                                "The switch announces itself by LLDP, and its port expects a bond (LACP): two protocols, two judgements.",
                                guest -> {
                                    for (int i = 0; i < FRAMES; i++) {
                                        guest.cable().send(SWITCH.lldp());
                                        guest.cable().send(SWITCH.lacp());
                                        Thread.sleep(STEADY);
                                    }
                                },
                                guest -> expect(
                                        2 * FRAMES,
                                        unhandled("Lacp", Suspicious, BY_ADDRESS, FRAMES, 50),
                                        unhandled("Lldp", Benign, BY_NAME, FRAMES, 50)))
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "storm",
                                "Frames come as fast as the guest takes them: every one is counted, and none is lost.",
                                guest -> guest.storm(SWITCH.lldp(), STORM),
                                guest -> expect(STORM, unhandled("Lldp", Suspicious, BY_NAME, STORM, 100)))
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "tracefs",
                                "Where eBPF may not be used, the trace event tells the protocol that the kernel saw, and no frame:"
                                        + " LLC, of whom and what for is not known.",
                                guest -> guest.cable().repeat(SWITCH.rstp(), FRAMES, STEADY),
                                guest -> expect(
                                        FRAMES,
                                        ExpectedVerdict.of(UnhandledLinkProtocol, Suspicious, FRAMES)
                                                .protocol("Llc")
                                                .accountsFor(100, "rx_dropped")))
                        .with("--events", "Tracefs"),
                VirtioScenario.of(
                                "counters-only",
                                "Without drop events a counter grows and nothing explains it; the answer says so.",
                                guest -> guest.cable().repeat(SWITCH.rstp(), FRAMES, STEADY),
                                guest -> unexplained())
                        .with("--events", "CountersOnly")
                        .only("6.1"));
    }

    /** Nothing undoes it, so it comes after what counts on its absence. */
    private static VirtioScenario llcLoaded() {
        return VirtioScenario.of(
                        "llc-loaded",
                        "The founding case's other half: with the module llc the same BPDUs are freed there, and the"
                                + " counter stands still.",
                        guest -> guest.cable().repeat(SWITCH.rstp(), FRAMES, STEADY),
                        guest -> Expectation.of(ExpectedVerdict.of(LinkProtocolDiscarded, Benign, FRAMES)
                                .protocol("Rstp")
                                .speaker(BY_BPDU)))
                .after(guest -> {
                    DropMonitorScenarios.requireStanding(guest);
                    guest.run("modprobe llc");
                });
    }

    /**
     * Those that need nothing in the guest but busybox and the agent, with the whole product in it, after a window of at least so
     * many seconds: for a guest so slow that an observation which a signal ends is not written in the time that the product leaves
     * itself.
     */
    public static List<VirtioScenario> plain(int seconds) {
        return Stream.concat(foundingCase().stream(), Stream.of(llcLoaded()))
                .map(scenario -> scenario.whole(Math.max(seconds, scenario.wholeSeconds())))
                .toList();
    }

    private static ExpectedVerdict unhandled(
            String protocol, Severity severity, Speaker speaker, int frames, int percent) {
        return ExpectedVerdict.of(UnhandledLinkProtocol, severity, frames)
                .protocol(protocol)
                .speaker(speaker)
                .accountsFor(percent, "rx_dropped")
                .atLeast(Confidence.High);
    }

    private static Expectation unexplained() {
        return expect(
                        FRAMES,
                        ExpectedVerdict.of(Unexplained, Suspicious, FRAMES)
                                .atLeast(Confidence.Low)
                                .accountsFor(100, "rx_dropped"))
                .leavingOpen(new Count.Exactly(FRAMES));
    }

    private static Expectation expect(int dropped, ExpectedVerdict... verdicts) {
        return Expectation.of(verdicts).counting("rx_dropped", dropped);
    }
}
