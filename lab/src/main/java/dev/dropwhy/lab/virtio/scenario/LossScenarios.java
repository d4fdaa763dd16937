package dev.dropwhy.lab.virtio.scenario;

import static dev.dropwhy.api.Cause.DeviceQueueOverrun;
import static dev.dropwhy.api.Cause.DriverDrop;
import static dev.dropwhy.api.Cause.HostSideLoss;
import static dev.dropwhy.api.Cause.MalformedPacket;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Cause.XdpDrop;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.lab.scenario.Count;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import dev.dropwhy.lab.virtio.guest.LossySwitch;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Losses of drivers, devices and the machine around them, which no drop event shows.
 *
 * <p>A virtio_net whose device admits losses cannot be had: the statistics rx-hw-drops and rx-hw-drop-overruns need
 * VIRTIO_NET_F_DEVICE_STATS, which no release of QEMU offers, and without it the driver has no counter for them. QEMU's
 * virtio_net does not lose a frame for want of buffers either: it leaves it with whoever sends. So the device that overruns is
 * a vmxnet3, and what the hypervisor loses is lost by a switch beside QEMU.
 */
final class LossScenarios {

    private static final SwitchFrames SWITCH =
            new SwitchFrames(new Mac("02:00:5e:10:00:01"), "lab-switch-1", "ge-0/0/7");
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int FRAMES = 20;

    /** Less than an Ethernet header: virtio_net does not even look at it (receive_buf). */
    private static final byte[] RUNT = {2, 0, 0, 0x77, 0, 1, 2, 0, 0x5e, 0x10};

    private static final int FLOOD = 20_000;
    private static final int SENT_BYTES = 600_000;

    private LossScenarios() {}

    static List<VirtioScenario> all() {
        return List.of(
                VirtioScenario.of(
                                "xdp",
                                "virtio_net drops what an XDP program refuses, and counts it per queue: no event tells of it.",
                                guest -> guest.cable().repeat(SWITCH.lldp(), FRAMES, PAUSE),
                                guest -> Expectation.of(ExpectedVerdict.of(XdpDrop, Suspicious, FRAMES)
                                                .accountsFor(100, "rx_dropped")
                                                .atLeast(Confidence.High)
                                                .saying("An XDP program dropped 20 packets on eth0."))
                                        .counting("rx_dropped", FRAMES))
                        .between(
                                "ip link set dev eth0 xdpdrv obj /lib/xdp-drop.o sec xdp",
                                "ip link set dev eth0 xdpdrv off")
                        .checking(LossScenarios::countedPerQueue)
                        .only("6.1", "7.2"), // 5.10 wants a queue to send on for each processor
                VirtioScenario.of(
                                "no-memory",
                                "virtio_net has a frame and gets no memory for it. That the allocation fails is the lab's doing, the"
                                        + " rest is the driver's own.",
                                guest -> {
                                    AutoCloseable failure = guest.failing("__napi_alloc_skb", "napi_alloc_skb");
                                    try {
                                        guest.cable().repeat(SWITCH.lldp(), FRAMES, PAUSE);
                                        Thread.sleep(PAUSE);
                                    } finally {
                                        failure.close();
                                    }
                                },
                                guest -> Expectation.of(ExpectedVerdict.of(DriverDrop, Problem, FRAMES)
                                                .accountsFor(100, "rx_dropped")
                                                .atLeast(Confidence.High)
                                                .saying("The driver of eth0 dropped 20 packets", "_drops by 20"))
                                        .counting("rx_dropped", FRAMES))
                        .only("6.1", "6.12"),
                VirtioScenario.of(
                                "runts",
                                "Frames shorter than an Ethernet header: the driver throws them away as errors, not as drops.",
                                guest -> guest.cable().repeat(RUNT, FRAMES, PAUSE),
                                guest -> Expectation.of(ExpectedVerdict.of(MalformedPacket, Problem, FRAMES)
                                                .accountsFor(100, "rx_length_errors"))
                                        .counting("rx_length_errors", FRAMES))
                        .checking(LossScenarios::namesOfQueues)
                        .only("5.10"),
                VirtioScenario.of(
                                "device-overrun",
                                "Frames come faster than the driver gives buffers: the device loses them and says so in its own"
                                        + " statistics alone. Of QEMU's devices with a driver here, vmxnet3 does that.",
                                guest -> {
                                    guest.secondCable().storm(SWITCH.lldp(), FLOOD);
                                    Thread.sleep(Duration.ofSeconds(2));
                                },
                                guest -> Expectation.of(
                                                ExpectedVerdict.of(
                                                                DeviceQueueOverrun,
                                                                Problem,
                                                                new Count.Between(1, FLOOD))
                                                        .accountsFor(100, "pkts rx OOB"),
                                                ExpectedVerdict.of(
                                                                UnhandledLinkProtocol,
                                                                Suspicious,
                                                                new Count.AsCounted("rx_dropped"))
                                                        .protocol("Lldp")
                                                        .accountsFor(100, "rx_dropped"))
                                        .counting("rx_dropped", new Count.Between(1, FLOOD)))
                        .on("eth1")
                        .between(
                                "modprobe vmxnet3 && ip link set eth1 up allmulticast on && sleep 1",
                                "ip link set eth1 down; rmmod vmxnet3")
                        .checking(LossScenarios::nothingMissing)
                        .only("7.2"),
                VirtioScenario.of(
                                "host-side-loss",
                                "What the hypervisor's switch loses, nothing in the guest counts: TCP sends it again, and that is"
                                        + " all there is to see.",
                                guest -> {
                                    try (LossySwitch lossy = new LossySwitch(guest, 1000, 10)) {
                                        guest.run("head -c " + SENT_BYTES + " /dev/zero | nc 10.78.0.2 5000");
                                        if (lossy.lost() < SENT_BYTES / 1500 / 11) {
                                            throw new IllegalStateException(
                                                    "the switch lost " + lossy.lost() + " frames");
                                        }
                                    }
                                },
                                guest -> Expectation.of(ExpectedVerdict.of(
                                                HostSideLoss, Suspicious, new Count.AsCounted("Tcp.RetransSegs"))
                                        .atLeast(Confidence.Low)
                                        .saying("No counter of this machine shows a loss that would explain it.")))
                        .between(
                                "modprobe vmxnet3 && ip netns add peer && ip link set eth1 netns peer"
                                        + " && ip -n peer addr add 10.78.0.2/24 dev eth1 && ip -n peer link set eth1 up"
                                        + " && ip addr add 10.78.0.1/24 dev eth0"
                                        + " && ip neigh replace 10.78.0.2 lladdr 02:00:00:77:00:02 dev eth0"
                                        + " && ip -n peer neigh replace 10.78.0.1 lladdr 02:00:00:77:00:01 dev eth1"
                                        + " && (ip netns exec peer nc -l -p 5000 -e sh -c 'cat >/dev/null' >/dev/null 2>&1 &); sleep 1",
                                "ip netns del peer; ip addr flush dev eth0; ip neigh flush dev eth0; rmmod vmxnet3")
                        .only("6.12"));
    }

    private static InterfaceObservation eth0(Observation observation) {
        return observation.interfaces().getFirst();
    }

    private static Map<String, Long> last(InterfaceObservation link) {
        return link.driverCounters().getLast().values();
    }

    /** Statistics were renamed in 6.10; the ioctl and the observation must hold those of the queue, whatever their names. */
    private static List<String> namesOfQueues(Observation observation) {
        Map<String, Long> statistics = last(eth0(observation));
        String name = statistic(observation, "drops");
        return statistics.containsKey(name) ? List.of() : List.of("there is no " + name + " in " + statistics);
    }

    private static List<String> countedPerQueue(Observation observation) {
        InterfaceObservation link = eth0(observation);
        Map<String, Long> first = link.driverCounters().getFirst().values();
        return List.of("drops", "xdp_drops").stream()
                .map(kind -> statistic(observation, kind))
                .filter(name -> last(link).getOrDefault(name, 0L) - first.getOrDefault(name, 0L) != FRAMES)
                .map(name -> name + " did not grow by " + FRAMES + ": " + first + " " + last(link))
                .toList();
    }

    private static String statistic(Observation observation, String kind) {
        String kernel = observation.host().kernelRelease();
        return kernel.startsWith("5.") || kernel.startsWith("6.1.") ? "rx_queue_0_" + kind : "rx0_" + kind;
    }

    /** What the device lost and what arrived are all that was sent. */
    private static List<String> nothingMissing(Observation observation) {
        InterfaceObservation link = observation.interfaces().getFirst();
        long lost = growth(link, "pkts rx OOB");
        Map<String, Long> first = link.counters().getFirst().values();
        Map<String, Long> last = link.counters().getLast().values();
        long arrived = last.getOrDefault("rx_packets", 0L) - first.getOrDefault("rx_packets", 0L);
        return lost + arrived == FLOOD
                ? List.of()
                : List.of("the device lost " + lost + " and " + arrived + " arrived, of " + FLOOD);
    }

    private static long growth(InterfaceObservation link, String statistic) {
        return last(link).getOrDefault(statistic, 0L)
                - link.driverCounters().getFirst().values().getOrDefault(statistic, 0L);
    }
}
