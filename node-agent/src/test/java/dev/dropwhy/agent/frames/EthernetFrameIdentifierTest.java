package dev.dropwhy.agent.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EthernetFrameIdentifierTest {

    private static final String SWITCH = "00:00:5e:00:53:01";

    private final SampleFrames samples = new SampleFrames();
    private final LinkProtocols catalog = LinkProtocols.load();
    private final FrameIdentifier identifier = new EthernetFrameIdentifier(catalog);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    stp             | Stp             | 0004 | 2000  | STP, root 32768.0/00:00:5e:00:53:01 at cost 0, bridge 32768.0/00:00:5e:00:53:01, port 8002, hello 2 s, topology change
                    rstp            | Rstp            | 0004 | 1500  | RSTP, root 4096.1/00:00:5e:00:53:10 at cost 20000, bridge 32768.1/00:00:5e:00:53:01, port 8003, hello 1500 ms, proposal, agreement, forwarding
                    mstp            | Mstp            | 0004 | 2000  | MSTP, root 32768.0/00:00:5e:00:53:10 at cost 200000, bridge 32768.0/00:00:5e:00:53:01, port 8001, region campus-east, hello 2 s, agreement, forwarding
                    topologyChangeNotification | Stp  | 0004 | -     | STP, topology change notification
                    gvrp            | Gvrp            | 0004 | -     | GARP VLAN Registration Protocol (IEEE 802.1Q)
                    pvst            | PvstPlus        | 0004 | 2000  | PVST+ of VLAN 100, root 32768.100/00:00:5e:00:53:10 at cost 19, bridge 32768.100/00:00:5e:00:53:01, port 8019, hello 2 s
                    rpvst           | RpvstPlus       | 0004 | 2000  | RPVST+ of VLAN 1, root 24576.1/00:00:5e:00:53:10 at cost 4, bridge 32768.1/00:00:5e:00:53:01, port 8019, hello 2 s, forwarding
                    vlanStp         | Stp             | 0004 | 2000  | STP, root 32768.0/00:00:5e:00:53:01 at cost 0, bridge 32768.0/00:00:5e:00:53:01, port 8002, hello 2 s
                    lldp            | Lldp            | 88cc | 30000 | LLDP from leaf-3.example.net, chassis 00:00:5e:00:53:01, port GigabitEthernet1/0/7, management 192.0.2.2, port VLAN 100, valid 120 s
                    lldpGoodbye     | Lldp            | 88cc | -     | LLDP, goodbye, chassis x, port y
                    cdp             | Cdp             | 0004 | 60000 | CDP from core-1.example.net, port GigabitEthernet0/1, example WS-1, address 192.0.2.1, native VLAN 99
                    fdp             | Fdp             | 0004 | 60000 | FDP from icx-1, port ethernet1/1/2
                    edp             | Edp             | 0004 | -     | EDP from switch, port 1:7
                    sonmp           | Sonmp           | 0004 | -     | Nortel discovery from 192.0.2.3, segment 1/4
                    lltd            | Lltd            | 88d9 | -     | Link Layer Topology Discovery
                    ieee1905        | Ieee1905        | 893a | -     | IEEE 1905.1 convergent home network topology
                    vtp             | Vtp             | 0004 | -     | VTP version 2, summary advertisement, domain lab, revision 42
                    dtp             | Dtp             | 0004 | -     | DTP, domain lab, is an access port, mode desirable
                    udld            | Udld            | 0004 | 15000 | UDLD probe from core-1, port Gi0/3
                    pagp            | Pagp            | 0004 | 30000 | PAgP information, device 00:00:5e:00:53:01
                    ectp            | Ectp            | 9000 | -     | Ethernet loopback, reply, a switch's keepalive to itself
                    realtekRrcp     | RealtekRrcp     | 8899 | -     | Realtek remote control, hello
                    realtekLoop     | RealtekLoop     | 8899 | -     | Realtek loop detection
                    lacpAlone       | Lacp            | 8809 | 30000 | LACP from 32768/00:00:5e:00:53:01 key 7 port 18, active, knows no partner, carries no traffic, expired
                    lacpFast        | Lacp            | 8809 | 1000  | LACP from 32768/00:00:5e:00:53:01 key 7 port 18, active, partner 65535/00:00:5e:00:53:99 key 15 port 1, carries traffic
                    oam             | EthernetOam     | 8809 | -     | Ethernet OAM, information
                    esmc            | Esmc            | 8809 | 1000  | Synchronous Ethernet clock quality, level 2
                    pause           | MacControlPause | 8808 | -     | Ethernet pause: stop sending for 65535 quanta
                    pfc             | PriorityFlowControl | 8808 | - | Priority flow control, classes [0, 3], longest 512 quanta
                    eapol           | Eapol           | 888e | -     | EAPOL version 2, EAP request for identity
                    macsec          | Macsec          | 88e5 | -     | MAC security (IEEE 802.1AE)
                    cfm             | Cfm             | 8902 | 1000  | CFM level 5, continuity check
                    ptp             | Ptp             | 88f7 | 2000  | PTP announce, domain 0, clock 00005efffe005301 port 1
                    mvrp            | Mvrp            | 88f5 | -     | Multiple VLAN Registration Protocol (IEEE 802.1Q)
                    prp             | Prp             | 88fb | -     | PRP and HSR supervision (IEC 62439-3)
                    homeplug        | HomePlugAv      | 88e1 | -     | HomePlug AV management (IEEE 1901)
                    vmwareBeacon    | VmwareBeacon    | 8922 | -     | VMware beacon probing
                    wakeOnLan       | WakeOnLan       | 0842 | -     | Wake-on-LAN for 00:00:5e:00:53:99
                    profinet        | Profinet        | 8892 | -     | PROFINET (IEC 61158)
                    sonos           | Sonos           | 6970 | -     | Sonos
                    unknownReserved | LinkLocalControl | 7373 | -    | A link-local control protocol of bridges (IEEE 802.1Q table 8-1)
                    unknownType     | -               | 7373 | -     | EtherType 0x7373
                    experimental    | LocalExperimental | 88b5 | -   | Local experimental EtherType (IEEE 802)
                    isis            | IsIs            | 0004 | 10000 | IS-IS level 1 hello from 1921.6800.1001, holding 30 s
                    esis            | EsIs            | 0004 | -     | ES-IS, hello of an end system
                    mpls            | Mpls            | 8847 | -     | Multiprotocol Label Switching (RFC 3032)
                    pppoe           | PppoeDiscovery  | 8863 | -     | PPPoE initiation (PADI)
                    rarp            | Rarp            | 8035 | -     | RARP request for 00:00:5e:00:53:01
                    fip             | Fip             | 8914 | -     | FIP discovery advertisement
                    aoe             | Aoe             | 88a2 | -     | AoE query, shelf 65535 slot 255
                    batman          | BatmanAdv       | 4305 | -     | batman-adv mesh
                    trill           | Trill           | 22f3 | -     | TRILL (RFC 6325)
                    rawIpx          | Ipx             | 0001 | -     | IPX service advertisement (SAP) from 00000001.00:00:5e:00:53:01
                    netbeui         | NetBeui         | 0004 | -     | NetBEUI name query from OLDPRINTER
                    xid             | LlcXid          | 0004 | -     | LLC exchange identification response
                    llcUnknown      | -               | 0004 | -     | LLC ee/ee
                    snapUnknown     | -               | 0004 | -     | SNAP 123456:789a
                    snapIp          | IpOverLlc       | 0004 | -     | IP in 802.2 frames (RFC 948, RFC 1042)
                    snapAarp        | Aarp            | 0004 | -     | AppleTalk Address Resolution Protocol
                    arpRequest      | Arp             | 0806 | -     | ARP, 192.0.2.1 asks for 192.0.2.2
                    arpReply        | Arp             | 0806 | -     | ARP, 192.0.2.1 is at 00:00:5e:00:53:01
                    arpAnnounce     | Arp             | 0806 | -     | ARP, 00:00:5e:00:53:01 announces 192.0.2.1
                    tcp             | Ipv4            | 0800 | -     | IPv4 TCP 192.0.2.1:40000 > 192.0.2.2:80
                    udpOptions      | Ipv4            | 0800 | -     | IPv4 UDP 192.0.2.1:53 > 192.0.2.2:40000
                    laterFragment   | Ipv4            | 0800 | -     | IPv4 UDP 192.0.2.1 > 192.0.2.2
                    icmp            | Ipv4            | 0800 | -     | IPv4 ICMP 192.0.2.1 > 192.0.2.2, type 3
                    vlanIp          | Ipv4            | 0800 | -     | IPv4 TCP 192.0.2.1:40000 > 192.0.2.2:80
                    udp6            | Ipv6            | 86dd | -     | IPv6 UDP [2001:db8::1]:5353 > [2001:db8:1::]:5353
                    icmp6           | Ipv6            | 86dd | -     | IPv6 ICMPv6 fe80::200:5eff:fe00:5301 > ff02::1:ff00:2, type 135
                    fragment6       | Ipv6            | 86dd | -     | IPv6 TCP 2001:db8::1 > 2001:db8::2
                    qinqLldp        | Lldp            | 88cc | 30000 | LLDP, chassis 00:00:5e:00:53:01, port ?, valid 120 s
                    tagBomb         | Dot1q           | 8100 | -     | VLAN tag (IEEE 802.1Q)
                    """)
    void everySampleIsIdentified(
            String sample, @Nullable String protocol, String etherType, @Nullable Long timerMillis, String summary) {
        FrameIdentity identity = identifier.identify(samples.named(sample));

        assertThat(identity.protocol()).isEqualTo(protocol);
        assertThat(identity.summary()).isEqualTo(summary);
        assertThat(identity.etherType()).isEqualTo(Integer.parseInt(etherType, 16));
        assertThat(identity.timerMillis()).isEqualTo(timerMillis);
        assertThat(identity.source()).isEqualTo(SWITCH);
        assertThat(identity.destination()).isEqualTo(mac(samples.named(sample)));
    }

    @Test
    void noSampleIsForgottenAbove() throws NoSuchMethodException {
        String table = EthernetFrameIdentifierTest.class
                .getDeclaredMethod(
                        "everySampleIsIdentified", String.class, String.class, String.class, Long.class, String.class)
                .getAnnotation(CsvSource.class)
                .textBlock();
        assertThat(table.lines()
                        .map(line -> line.substring(0, line.indexOf('|')).strip()))
                .containsExactlyInAnyOrderElementsOf(samples.all().keySet());
    }

    @Test
    void theSpeakerOfABpduIsTheBridgeThatSentIt() {
        assertThat(speaker("rstp")).isEqualTo(new Speaker(SWITCH, "32768.1/00:00:5e:00:53:01", "8003", null, null));
        assertThat(speaker("mstp")).isEqualTo(new Speaker(SWITCH, "32768.0/00:00:5e:00:53:01", "8001", null, null));
    }

    @Test
    void theSpeakerOfAnAnnouncementIsWhoItSays() {
        assertThat(speaker("lldp"))
                .isEqualTo(new Speaker(
                        SWITCH,
                        null,
                        "GigabitEthernet1/0/7",
                        "leaf-3.example.net",
                        "Example NOS 4.2; port to server 12"));
        assertThat(speaker("cdp"))
                .isEqualTo(new Speaker(SWITCH, null, "GigabitEthernet0/1", "core-1.example.net", "example WS-1"));
        assertThat(speaker("edp")).isEqualTo(new Speaker(SWITCH, null, "1:7", "switch", null));
        assertThat(speaker("sonmp")).isEqualTo(new Speaker(SWITCH, null, "1/4", null, "address 192.0.2.3"));
        assertThat(speaker("udld")).isEqualTo(new Speaker(SWITCH, null, "Gi0/3", "core-1", null));
        assertThat(speaker("netbeui")).isEqualTo(new Speaker(SWITCH, null, null, "OLDPRINTER", null));
        assertThat(speaker("isis")).isEqualTo(new Speaker(SWITCH, null, null, "1921.6800.1001", null));
        assertThat(speaker("lacpAlone"))
                .isEqualTo(new Speaker(SWITCH, null, "18", null, "LACP system 32768/00:00:5e:00:53:01 key 7"));
        assertThat(speaker("unknownType")).isEqualTo(new Speaker(SWITCH, null, null, null, null));
    }

    @Test
    void tagsAreListedOutermostFirstAndBounded() {
        assertThat(identifier.identify(samples.named("vlanIp")).vlans()).containsExactly(100);
        assertThat(identifier.identify(samples.named("qinqLldp")).vlans()).containsExactly(100, 200);
        assertThat(identifier.identify(samples.named("vlanStp")).vlans()).containsExactly(1);
        assertThat(identifier.identify(samples.named("tagBomb")).vlans()).hasSize(8);
    }

    @Test
    void ipHeadersHoldTheFlow() {
        assertThat(ip("tcp")).isEqualTo(new IpHeader("192.0.2.1", "192.0.2.2", 6, 40000, 80, null));
        assertThat(ip("udpOptions")).isEqualTo(new IpHeader("192.0.2.1", "192.0.2.2", 17, 53, 40000, null));
        assertThat(ip("laterFragment")).isEqualTo(new IpHeader("192.0.2.1", "192.0.2.2", 17, null, null, null));
        assertThat(ip("icmp")).isEqualTo(new IpHeader("192.0.2.1", "192.0.2.2", 1, null, null, 3));
        assertThat(ip("udp6")).isEqualTo(new IpHeader("2001:db8::1", "2001:db8:1::", 17, 5353, 5353, null));
        assertThat(ip("icmp6"))
                .isEqualTo(new IpHeader("fe80::200:5eff:fe00:5301", "ff02::1:ff00:2", 58, null, null, 135));
        assertThat(ip("fragment6")).isEqualTo(new IpHeader("2001:db8::1", "2001:db8::2", 6, null, null, null));
    }

    @Test
    void aFrameWithoutAnEtherTypeHasNoProtocol() {
        FrameIdentity nothing = identifier.identify(new byte[0]);
        assertThat(nothing.protocol()).isNull();
        assertThat(nothing.source()).isNull();
        assertThat(nothing.speaker()).isNull();
        assertThat(nothing.etherType()).isEqualTo(LinkProtocols.ABSENT);
    }

    @Test
    void everyDecoderBelongsToAnEntryOfTheCatalog() {
        Set<String> names = new TreeSet<>(new PayloadDecoders().protocols());
        names.removeIf(name -> catalog.named(name).isPresent());
        assertThat(names).isEmpty();
    }

    @Test
    void everyDecoderReadsSomeSample() {
        Set<String> names = new TreeSet<>(new PayloadDecoders().protocols());
        samples.all().values().forEach(frame -> {
            String protocol = identifier.identify(frame).protocol();
            if (protocol != null) {
                names.remove(protocol);
            }
        });
        // Variants of a decoder that another protocol's sample reads, or that need a value of their own.
        names.removeAll(List.of("Spt", "Realtek", "EapolPreauth", "PppoeSession", "MacControl"));
        assertThat(names).isEmpty();
    }

    private @Nullable Speaker speaker(String sample) {
        return identifier.identify(samples.named(sample)).speaker();
    }

    private @Nullable IpHeader ip(String sample) {
        return identifier.identify(samples.named(sample)).ip();
    }

    private static String mac(byte[] frame) {
        return "%02x:%02x:%02x:%02x:%02x:%02x".formatted(frame[0], frame[1], frame[2], frame[3], frame[4], frame[5]);
    }
}
