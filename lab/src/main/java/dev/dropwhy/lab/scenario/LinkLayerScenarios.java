package dev.dropwhy.lab.scenario;

import static dev.dropwhy.api.Cause.ForeignDestination;
import static dev.dropwhy.api.Cause.LinkProtocolDiscarded;
import static dev.dropwhy.api.Cause.NoListener;
import static dev.dropwhy.api.Cause.UnhandledLinkProtocol;
import static dev.dropwhy.api.Cause.UnknownVlan;
import static dev.dropwhy.api.Severity.Benign;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Frames that are no business of the host: link protocols, VLANs, other hosts' frames. */
final class LinkLayerScenarios {

    private static final Mac SWITCH_MAC = new Mac("02:00:5e:10:00:01");
    private static final SwitchFrames SWITCH = new SwitchFrames(SWITCH_MAC, "lab-switch-1", "ge-0/0/7");
    private static final SwitchFrames OTHER_SWITCH =
            new SwitchFrames(new Mac("02:00:5e:10:00:02"), "lab-switch-2", "Ethernet12");
    private static final Mac NOBODY = new Mac("02:00:00:99:99:99");
    private static final Mac ISIS_LEVEL_1 = new Mac("01:80:c2:00:00:14");
    private static final Mac PORT_ACCESS = new Mac("01:80:c2:00:00:03");

    private static final Speaker SWITCH_BY_NAME =
            new Speaker(SWITCH_MAC.text(), null, "ge-0/0/7", "lab-switch-1", null);
    private static final Speaker SWITCH_BY_BPDU =
            new Speaker(SWITCH_MAC.text(), "32768.0/" + SWITCH_MAC.text(), "8001", null, null);

    private static final byte[] LOOP_PROBE = broadcast(0x8899, new byte[] {0x23, 0});
    private static final Duration STEADY = Duration.ofMillis(400);
    private static final int FRAMES = 8;
    private static final long STORM = 1_000_000;

    private LinkLayerScenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of(
                                "lldp",
                                "A switch announces itself by LLDP and nobody listens: the counter of the founding case grows.",
                                steady(SWITCH.lldp()),
                                unhandled("Lldp", Benign, SWITCH_BY_NAME))
                        .lasting(8),
                Scenario.of(
                        "lacp",
                        "The switch port expects a bond (LACP) and the host has none.",
                        steady(SWITCH.lacp()),
                        unhandled("Lacp", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "rrcp",
                        "A cheap switch looks for others with Realtek's remote control protocol.",
                        steady(broadcast(0x8899, new byte[] {0x01, 0})),
                        unhandled("RealtekRrcp", Benign, speaker(SWITCH_MAC))),
                Scenario.of(
                        "realtek-loop",
                        "A cheap switch probes for loops.",
                        steady(LOOP_PROBE),
                        unhandled("RealtekLoop", Benign, speaker(SWITCH_MAC))),
                Scenario.of(
                        "wake-on-lan",
                        "Somebody wakes a neighbour.",
                        steady(broadcast(0x0842, magicPacket())),
                        unhandled("WakeOnLan", Benign, speaker(SWITCH_MAC))),
                Scenario.of(
                        "eapol",
                        "The switch port asks for 802.1X.",
                        steady(new Ethernet(PORT_ACCESS, SWITCH_MAC)
                                .typed(0x888e, new byte[] {2, 0, 0, 5, 1, 1, 0, 5, 1})),
                        unhandled("Eapol", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "pause",
                        "Flow control frames leak to the host.",
                        steady(SWITCH.pause()),
                        unhandled("MacControlPause", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "keepalive",
                        "A Cisco switch sends itself loopback frames (ECTP) to see whether the port works.",
                        steady(new Ethernet(SWITCH_MAC, SWITCH_MAC).typed(0x9000, new byte[] {0, 0, 1, 0})),
                        unhandled("Ectp", Benign, speaker(SWITCH_MAC))),
                Scenario.of(
                        "homeplug",
                        "A powerline adapter looks for others.",
                        steady(broadcast(0x88e1, new byte[] {0, 0, (byte) 0xa0})),
                        unhandled("HomePlugAv", Benign, speaker(SWITCH_MAC))),
                Scenario.of(
                        "local-experiment",
                        "A vendor uses an EtherType for local experiments.",
                        steady(broadcast(0x88b5, new byte[] {1, 2, 3, 4})),
                        unhandled("LocalExperimental", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "ipx",
                        "Novell's raw 802.3 framing is no LLC, so that a kernel with LLC counts it too.",
                        steady(new Ethernet(Mac.BROADCAST, SWITCH_MAC).raw8023(ipx())),
                        unhandled("Ipx", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "rstp",
                        "The founding case: a BPDU, counted as dropped, or where the kernel has LLC freed there and not"
                                + " counted.",
                        steady(SWITCH.rstp()),
                        () -> llc("Rstp", SWITCH_BY_BPDU)),
                Scenario.of(
                        "pvst",
                        "The same for Cisco's spanning tree per VLAN, in SNAP.",
                        steady(SWITCH.pvst(1)),
                        () -> llc("RpvstPlus", SWITCH_BY_BPDU)),
                Scenario.of(
                        "cdp",
                        "The same for CDP, which names the switch and its port.",
                        steady(SWITCH.cdp()),
                        () -> llc("Cdp", SWITCH_BY_NAME)),
                Scenario.of(
                        "isis",
                        "The same for the hello of an IS-IS router.",
                        steady(new Ethernet(ISIS_LEVEL_1, SWITCH_MAC)
                                .llc(0xfe, 0xfe, new byte[] {(byte) 0x83, 27, 1, 0, 15, 1, 0, 0})),
                        () -> llc("IsIs", speaker(SWITCH_MAC))),
                Scenario.of(
                        "two-protocols-two-speakers",
                        "Two switches and two protocols at once are three verdicts with counts of their own.",
                        stage -> () -> {
                            for (int i = 0; i < FRAMES; i++) {
                                stage.wire().send(SWITCH.lldp());
                                if (i % 2 == 0) {
                                    stage.wire().send(OTHER_SWITCH.lldp());
                                }
                                stage.wire().send(LOOP_PROBE);
                                Thread.sleep(STEADY);
                            }
                        },
                        Expectation.of(
                                        ExpectedVerdict.of(UnhandledLinkProtocol, Benign, FRAMES)
                                                .protocol("Lldp")
                                                .speaker(SWITCH_BY_NAME)
                                                .accountsFor(40, "rx_dropped"),
                                        ExpectedVerdict.of(UnhandledLinkProtocol, Benign, FRAMES)
                                                .protocol("RealtekLoop")
                                                .speaker(speaker(SWITCH_MAC))
                                                .accountsFor(40, "rx_dropped"),
                                        ExpectedVerdict.of(UnhandledLinkProtocol, Benign, FRAMES / 2)
                                                .protocol("Lldp")
                                                .speaker(new Speaker(
                                                        "02:00:5e:10:00:02", null, "Ethernet12", "lab-switch-2", null))
                                                .accountsFor(20, "rx_dropped"))
                                .counting("rx_dropped", FRAMES * 2 + FRAMES / 2)),
                Scenario.of(
                                "storm",
                                "A storm of a million frames is explained to the last one, and no event is lost.",
                                stage -> () -> stage.wire().storm(SWITCH.lldp(), STORM),
                                Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, Suspicious, STORM)
                                                .protocol("Lldp")
                                                .speaker(SWITCH_BY_NAME)
                                                .accountsFor(100, "rx_dropped"))
                                        .counting("rx_dropped", STORM))
                        .runAlone(),
                Scenario.of(
                        "vlan-with-ip",
                        "IP in a VLAN that does not exist here counts as frames for another host.",
                        steady(Stage.fromPeerToHost()
                                .tagged(100, Ipv4.ETHER_TYPE, new Ipv4(Stage.PEER, Stage.HOST).udp(4000, 4000, 32))),
                        Expectation.of(ExpectedVerdict.of(UnknownVlan, Suspicious, FRAMES)
                                        .accountsFor(100, "rx_otherhost_dropped"))
                                .counting("rx_otherhost_dropped", FRAMES)),
                Scenario.of(
                        "vlan-with-lldp",
                        "LLDP in such a VLAN counts as dropped, and says that a trunk is patched to the host.",
                        steady(SWITCH.lldpInVlan(100)),
                        Expectation.of(ExpectedVerdict.of(UnknownVlan, Suspicious, FRAMES)
                                        .speaker(SWITCH_BY_NAME)
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", FRAMES)),
                Scenario.of(
                        "vlan-to-own-address",
                        "A frame of an unknown protocol in such a VLAN, for the host's own address, says the same.",
                        steady(Stage.fromPeerToHost().tagged(100, 0x88b5, new byte[46])),
                        Expectation.of(ExpectedVerdict.of(UnknownVlan, Suspicious, FRAMES)
                                        .speaker(Stage.PEER_MAC.text())
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", FRAMES)),
                Scenario.of(
                        "unknown-to-another-host",
                        "A flooded frame of an unknown protocol is for another host and untagged: no VLAN is suspected.",
                        steady(new Ethernet(NOBODY, SWITCH_MAC).typed(0x88b5, new byte[46])),
                        unhandled("LocalExperimental", Suspicious, speaker(SWITCH_MAC))),
                Scenario.of(
                        "priority-tag",
                        "A frame with the tag of VLAN 0 carries a priority only and is delivered.",
                        steady(Stage.fromPeerToHost()
                                .tagged(0, Ipv4.ETHER_TYPE, new Ipv4(Stage.PEER, Stage.HOST).udp(4000, 4000, 32))),
                        Expectation.of(ExpectedVerdict.of(NoListener, Suspicious, FRAMES)
                                        .accountsFor(100, "Udp.NoPorts"))
                                .counting("Udp.NoPorts", FRAMES)),
                Scenario.of(
                        "vlan-with-arp",
                        "ARP in such a VLAN is for others and passed over without a word.",
                        steady(Stage.fromPeerToHost().tagged(100, 0x0806, arpRequest())),
                        Expectation.nothing()),
                Scenario.of(
                        "double-tagged",
                        "A trunk with service tags is patched to the host.",
                        steady(Stage.fromPeerToHost()
                                .doubleTagged(
                                        200,
                                        100,
                                        Ipv4.ETHER_TYPE,
                                        new Ipv4(Stage.PEER, Stage.HOST).udp(4000, 4000, 32))),
                        Expectation.of(ExpectedVerdict.of(UnknownVlan, Suspicious, FRAMES)
                                        .speaker(Stage.PEER_MAC.text())
                                        .accountsFor(100, "rx_dropped"))
                                .counting("rx_dropped", FRAMES)),
                Scenario.of(
                        "foreign-destination",
                        "The switch floods frames for another host.",
                        steady(new Ethernet(NOBODY, Stage.PEER_MAC)
                                .typed(Ipv4.ETHER_TYPE, new Ipv4(Stage.PEER, "10.77.0.99").udp(4000, 4000, 32))),
                        Expectation.of(ExpectedVerdict.of(ForeignDestination, Benign, FRAMES)
                                        .accountsFor(100, "rx_otherhost_dropped"))
                                .counting("rx_otherhost_dropped", FRAMES)));
    }

    private static Scenario.Preparation steady(byte[] frame) {
        return stage -> () -> stage.wire().repeat(frame, FRAMES, STEADY);
    }

    private static Expectation unhandled(String protocol, Severity severity, Speaker speaker) {
        return Expectation.of(ExpectedVerdict.of(UnhandledLinkProtocol, severity, FRAMES)
                        .protocol(protocol)
                        .speaker(speaker)
                        .accountsFor(100, "rx_dropped")
                        .atLeast(Confidence.High))
                .counting("rx_dropped", FRAMES);
    }

    /** LLC is built in, a module that is loaded, or absent; a bridge pulls it in. */
    private static Expectation llc(String protocol, Speaker speaker) {
        if (!hasLlc()) {
            return unhandled(protocol, Benign, speaker);
        }
        return Expectation.of(ExpectedVerdict.of(LinkProtocolDiscarded, Benign, FRAMES)
                .protocol(protocol)
                .speaker(speaker));
    }

    private static boolean hasLlc() {
        try {
            return Files.readAllLines(Path.of("/proc/net/ptype")).stream().anyMatch(line -> line.contains("llc_rcv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Speaker speaker(Mac mac) {
        return new Speaker(mac.text(), null, null, null, null);
    }

    private static byte[] broadcast(int etherType, byte[] payload) {
        return new Ethernet(Mac.BROADCAST, SWITCH_MAC).typed(etherType, payload);
    }

    /** Six bytes of ones and sixteen times the address to wake. */
    private static byte[] magicPacket() {
        byte[] packet = new byte[102];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = i < 6 ? (byte) 0xff : (byte) i;
        }
        return packet;
    }

    /** Who has 10.77.0.9, tell 10.77.0.2. */
    static byte[] arpRequest() {
        return HexFormat.of().parseHex("0001080006040001" + "020000770002" + "0a4d0002" + "000000000000" + "0a4d0009");
    }

    /** An IPX header of 30 bytes that asks for nothing. */
    private static byte[] ipx() {
        byte[] header = new byte[30];
        header[0] = (byte) 0xff;
        header[1] = (byte) 0xff;
        header[3] = 30;
        return header;
    }
}
