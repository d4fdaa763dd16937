package dev.dropwhy.agent.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every field that the larger decoders read. What the one-line decoders read stands in {@link EthernetFrameIdentifierTest}. */
class DecodersTest {

    private static final long SWITCH = 0x00005e005301L;
    private static final long HOST = 0x00005e005399L;

    private final SampleFrames samples = new SampleFrames();

    @Test
    void configurationBpdu() {
        assertThat(Bpdu.read(payload("stp"), false))
                .isEqualTo(new Bpdu(
                        0,
                        0,
                        0x01,
                        0x8000L << 48 | SWITCH,
                        0,
                        0x8000L << 48 | SWITCH,
                        0x8002,
                        0,
                        20 * 256,
                        2 * 256,
                        15 * 256,
                        null,
                        null));
    }

    @Test
    void rapidBpdu() {
        assertThat(Bpdu.read(payload("rstp"), false))
                .isEqualTo(new Bpdu(
                        2,
                        2,
                        0x7e,
                        0x1001L << 48 | 0x00005e005310L,
                        20_000,
                        0x8001L << 48 | SWITCH,
                        0x8003,
                        256,
                        20 * 256,
                        384,
                        15 * 256,
                        null,
                        null));
    }

    @Test
    void multipleBpduNamesTheSenderAndNotTheRegionsRoot() {
        assertThat(Bpdu.read(payload("mstp"), false))
                .isEqualTo(new Bpdu(
                        3,
                        2,
                        0x7c,
                        0x8000L << 48 | 0x00005e005310L,
                        200_000,
                        0x8000L << 48 | SWITCH,
                        0x8001,
                        0,
                        20 * 256,
                        2 * 256,
                        15 * 256,
                        "campus-east",
                        null));
        Bpdu cut = Bpdu.read(payload("mstp").slice(0, 90), false);
        assertThat(cut).isNotNull();
        assertThat(cut.bridge()).isNull();
    }

    @Test
    void ciscosBpduHoldsItsVlan() {
        Bpdu pvst = Bpdu.read(payload("pvst"), true);
        assertThat(pvst).isNotNull();
        assertThat(pvst.vlan()).isEqualTo(100);
        assertThat(pvst.port()).isEqualTo(0x8019);
        assertThat(pvst.topologyChange()).isFalse();
    }

    @Test
    void topologyChangeNotification() {
        Bpdu notification = Bpdu.read(payload("topologyChangeNotification"), false);
        assertThat(notification).isNotNull();
        assertThat(notification.topologyChange()).isTrue();
        assertThat(notification.helloMillis()).isNull();
    }

    @Test
    void garpIsNoBpdu() {
        assertThat(Bpdu.read(payload("gvrp"), false)).isNull();
        assertThat(Bpdu.version(payload("gvrp"))).isEqualTo(-1);
    }

    @Test
    void lldp() {
        assertThat(LldpAnnouncement.read(payload("lldp")))
                .isEqualTo(new LldpAnnouncement(
                        "00:00:5e:00:53:01",
                        "GigabitEthernet1/0/7",
                        120,
                        "to server 12",
                        "leaf-3.example.net",
                        "Example NOS 4.2",
                        "192.0.2.2",
                        100,
                        List.of("00120f/4")));
    }

    @Test
    void lldpReadsAtMost128Tlvs() {
        byte[] many = new byte[2 * 128 + 8];
        for (int i = 0; i < 128; i++) {
            many[2 * i] = 0x0e; // an empty TLV of type 7
        }
        byte[] name = SampleFrames.hex("0a03 616263");
        System.arraycopy(name, 0, many, 2 * 128, name.length);
        assertThat(LldpAnnouncement.read(Bytes.of(many)).systemName()).isNull();
        assertThat(LldpAnnouncement.read(Bytes.of(Arrays.copyOfRange(many, 2, many.length)))
                        .systemName())
                .isEqualTo("abc");
    }

    @Test
    void textOfFramesIsMadePrintable() {
        assertThat(PrintableText.of("core-1\u001b[2J\n\tlab\u202e\u0007", 64)).isEqualTo("core-1?[2J lab??");
        assertThat(PrintableText.of("  交换机-1 \0 rest", 64)).isEqualTo("交换机-1");
        assertThat(PrintableText.of("😀😀", 3)).isEqualTo("😀");
        assertThat(Bytes.of(new byte[] {'a', (byte) 0xff, 'b'}).text(64)).isEqualTo("a?b");
    }

    @Test
    void cdp() {
        assertThat(CdpAnnouncement.read(payload("cdp")))
                .isEqualTo(new CdpAnnouncement(
                        2,
                        180,
                        "core-1.example.net",
                        "GigabitEthernet0/1",
                        "Example IOS Version 15",
                        "example WS-1",
                        "192.0.2.1",
                        99));
    }

    @Test
    void lacp() {
        assertThat(LacpUnit.read(payload("lacpFast")))
                .isEqualTo(new LacpUnit(
                        1,
                        new LacpUnit.Side(32768, SWITCH, 7, 32768, 18, 0x3d),
                        new LacpUnit.Side(65535, HOST, 15, 255, 1, 0x3f)));
        LacpUnit alone = LacpUnit.read(payload("lacpAlone"));
        assertThat(alone).isNotNull();
        assertThat(alone.actor().shortTimeout()).isFalse();
        assertThat(alone.actor().defaulted()).isTrue();
        assertThat(alone.actor().carriesTraffic()).isFalse();
        assertThat(LacpUnit.read(payload("lacpFast").slice(0, 30)))
                .isNotNull()
                .satisfies(unit -> assertThat(unit.partner()).isNull());
    }

    @Test
    void pause() {
        assertThat(MacControlFrame.read(payload("pause"))).isEqualTo(new MacControlFrame(1, 65_535, List.of()));
        assertThat(MacControlFrame.read(payload("pfc"))).isEqualTo(new MacControlFrame(0x101, 512, List.of(0, 3)));
    }

    @Test
    void ipv6TextFollowsRfc5952() {
        assertThat(AddressText.ipv6(0, 0)).isEqualTo("::");
        assertThat(AddressText.ipv6(0, 1)).isEqualTo("::1");
        assertThat(AddressText.ipv6(0x20010db800000000L, 0)).isEqualTo("2001:db8::");
        assertThat(AddressText.ipv6(0x20010db800000001L, 0x0001000100010001L)).isEqualTo("2001:db8:0:1:1:1:1:1");
        assertThat(AddressText.ipv6(0x2001000000000001L, 0x0000000000000001L)).isEqualTo("2001:0:0:1::1");
        assertThat(AddressText.ipv6(0x0001000200030004L, 0x0005000600070008L)).isEqualTo("1:2:3:4:5:6:7:8");
    }

    @Test
    void readingBeyondTheEndGivesZero() {
        Bytes three = Bytes.of(new byte[] {1, 2, 3});
        assertThat(three.u16(2)).isZero();
        assertThat(three.u8(-1)).isZero();
        assertThat(three.u8(Integer.MAX_VALUE)).isZero();
        assertThat(three.slice(2, Integer.MAX_VALUE).length()).isEqualTo(1);
        assertThat(three.from(9).length()).isZero();
        assertThat(three.slice(1, -1).length()).isZero();
        assertThat(three.has(1, Integer.MAX_VALUE)).isFalse();
    }

    private Bytes payload(String sample) {
        return LinkHeader.read(Bytes.of(samples.named(sample))).payload();
    }
}
