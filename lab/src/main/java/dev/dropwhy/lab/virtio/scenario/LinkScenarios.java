package dev.dropwhy.lab.virtio.scenario;

import static dev.dropwhy.api.Cause.BridgeDiscard;
import static dev.dropwhy.api.Cause.InactiveSlave;
import static dev.dropwhy.api.Cause.LinkProtocolDiscarded;
import static dev.dropwhy.api.Cause.UnhandledIpProtocol;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Cause.UnknownVlan;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Ipv6;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.time.Duration;
import java.util.List;

/** What sits on a network card: bonds, bridges, VLANs, and a kernel without IPv6. They come last, for some load {@code llc}. */
final class LinkScenarios {

    private static final Mac SWITCH_MAC = new Mac("02:00:5e:10:00:01");
    private static final SwitchFrames SWITCH = new SwitchFrames(SWITCH_MAC, "lab-switch-1", "ge-0/0/7");
    private static final Ethernet TO_GUEST = new Ethernet(new Mac(Guest.MAC), SWITCH_MAC);
    private static final Ethernet TO_ALL = new Ethernet(new Mac("ff:ff:ff:ff:ff:ff"), SWITCH_MAC);
    private static final byte[] DATAGRAM = new Ipv4("10.77.0.2", "10.77.0.1").udp(4000, 4000, 32);
    private static final int LOCAL_EXPERIMENTAL = 0x88b5;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int FRAMES = 6;
    private static final int OTHERS = 5;

    private LinkScenarios() {}

    static List<VirtioScenario> all() {
        return List.of(
                VirtioScenario.of(
                                "bond-backup",
                                "The backup member of a bond: what the network floods counts in rx_nohandler, and what is for the"
                                        + " link itself in rx_dropped.",
                                guest -> {
                                    guest.cable().repeat(TO_ALL.typed(LOCAL_EXPERIMENTAL, new byte[46]), FRAMES, PAUSE);
                                    guest.cable().repeat(SWITCH.lldp(), OTHERS, PAUSE);
                                },
                                guest -> Expectation.of(
                                                ExpectedVerdict.of(InactiveSlave, Benign, FRAMES)
                                                        .accountsFor(100, "rx_nohandler"),
                                                ExpectedVerdict.of(UnhandledLinkProtocol, Benign, OTHERS)
                                                        .protocol("Lldp")
                                                        .speaker(new Speaker(
                                                                SWITCH_MAC.text(),
                                                                null,
                                                                "ge-0/0/7",
                                                                "lab-switch-1",
                                                                null))
                                                        .accountsFor(100, "rx_dropped")
                                                        .atLeast(Confidence.High))
                                        .counting("rx_nohandler", FRAMES)
                                        .counting("rx_dropped", OTHERS))
                        .between(
                                "modprobe dummy numdummies=0 && modprobe bonding max_bonds=0"
                                        + " && ip link add dummy1 type dummy && ip link set eth0 down"
                                        + " && ip link add bond0 type bond mode active-backup miimon 100 primary_reselect failure"
                                        + " && ip link set dummy1 master bond0 && ip link set bond0 up"
                                        + " && ip link set eth0 master bond0 && sleep 1"
                                        + " && grep -q 'Active Slave: dummy1' /proc/net/bonding/bond0",
                                "ip link del bond0; ip link del dummy1; ip link set eth0 up; sleep 1")
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "bridge-loaded",
                                "The founding case once more, with the module bridge loaded and no bridge there: it is the bridge's"
                                        + " code that takes the BPDUs and frees them.",
                                guest -> guest.cable().repeat(SWITCH.rstp(), FRAMES, PAUSE),
                                guest -> Expectation.of(ExpectedVerdict.of(LinkProtocolDiscarded, Benign, FRAMES)
                                        .protocol("Rstp")
                                        .speaker(new Speaker(
                                                SWITCH_MAC.text(),
                                                "32768.0/" + SWITCH_MAC.text(),
                                                "8001",
                                                null,
                                                null))))
                        .between("modprobe bridge", "rmmod bridge")
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "vlan",
                                "One VLAN is configured and another is not; frames of both that nobody wants count on the"
                                        + " interface that they reached.",
                                guest -> {
                                    guest.cable()
                                            .repeat(TO_GUEST.tagged(200, Ipv4.ETHER_TYPE, DATAGRAM), FRAMES, PAUSE);
                                    guest.cable()
                                            .repeat(
                                                    TO_GUEST.tagged(100, LOCAL_EXPERIMENTAL, new byte[46]),
                                                    OTHERS,
                                                    PAUSE);
                                    guest.cable()
                                            .repeat(TO_GUEST.tagged(200, LOCAL_EXPERIMENTAL, new byte[46]), 4, PAUSE);
                                },
                                guest -> Expectation.of(
                                                ExpectedVerdict.of(UnknownVlan, Suspicious, FRAMES)
                                                        .protocol("Udp"),
                                                ExpectedVerdict.of(UnhandledLinkProtocol, Suspicious, OTHERS)
                                                        .protocol("LocalExperimental")
                                                        .speaker(SWITCH_MAC.text())
                                                        .accountsFor(100, "rx_dropped")
                                                        .saying("eth0.100 dropped 5 frames"),
                                                ExpectedVerdict.of(UnknownVlan, Suspicious, 4)
                                                        .protocol("LocalExperimental")
                                                        .speaker(SWITCH_MAC.text())
                                                        .accountsFor(100, "rx_dropped")
                                                        .saying("eth0 dropped 4 frames"))
                                        .counting("rx_dropped", OTHERS + 4))
                        .on("eth0", "eth0.100")
                        .between(
                                "modprobe 8021q && ip link add link eth0 name eth0.100 type vlan id 100"
                                        + " && ip link set eth0.100 up",
                                "ip link del eth0.100")
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "bridge-vlan",
                                "A bridge that filters VLANs refuses frames of a VLAN that its port does not belong to.",
                                guest -> {
                                    guest.cable().repeat(TO_GUEST.typed(Ipv4.ETHER_TYPE, DATAGRAM), FRAMES, PAUSE);
                                    guest.cable()
                                            .repeat(TO_GUEST.tagged(200, Ipv4.ETHER_TYPE, DATAGRAM), OTHERS, PAUSE);
                                },
                                guest -> Expectation.of(ExpectedVerdict.of(BridgeDiscard, Suspicious, FRAMES + OTHERS)))
                        .between(
                                "modprobe bridge && ip link add br0 type bridge vlan_filtering 1 && ip link set eth0 master br0"
                                        + " && bridge vlan del dev eth0 vid 1 && ip link set br0 up && sleep 1",
                                "ip link del br0; rmmod bridge")
                        .only("5.10", "6.12"),
                VirtioScenario.of(
                                "ipv6-off",
                                "A kernel booted with ipv6.disable=1 has no handler for IPv6 at all, so each packet counts as"
                                        + " dropped.",
                                guest -> guest.cable()
                                        .repeat(
                                                TO_GUEST.typed(
                                                        Ipv6.ETHER_TYPE,
                                                        new Ipv6("fd00::2", "fd00::1", 64).udp(4000, 4000, 32)),
                                                FRAMES,
                                                PAUSE),
                                guest -> Expectation.of(ExpectedVerdict.of(UnhandledIpProtocol, Problem, FRAMES)
                                                .protocol("Udp")
                                                .accountsFor(100, "rx_dropped")
                                                .atLeast(Confidence.High)
                                                .saying("No handler for 86dd"))
                                        .counting("rx_dropped", FRAMES))
                        .only(Guest.WITHOUT_IPV6.toArray(String[]::new)));
    }
}
