package dev.dropwhy.agent.dropevents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketHeadersTest {

    private static final String ETHERNET = "02005e00530202005e005301";
    private static final String PAYLOAD = "5345435245542d5041594c4f4144";

    @Test
    void udpKeepsItsEightBytes() {
        assertThat(kept(ETHERNET + "0800" + ipv4("11", 5) + "0035003500160000" + PAYLOAD, 0x0800))
                .isEqualTo(14 + 20 + 8);
    }

    @Test
    void tcpKeepsItsOptions() {
        String tcp = "00500050" + "0000000000000000" + "8010" + "ffff00000000" + "0101080a0000000000000000";
        assertThat(kept(ETHERNET + "0800" + ipv4("06", 5) + tcp + PAYLOAD, 0x0800))
                .isEqualTo(14 + 20 + 32);
    }

    @Test
    void ipOptionsAreHeader() {
        assertThat(kept(ETHERNET + "0800" + ipv4("11", 6) + "0035003500160000" + PAYLOAD, 0x0800))
                .isEqualTo(14 + 24 + 8);
    }

    @Test
    void otherProtocolsKeepTheIpHeaderAlone() {
        assertThat(kept(ETHERNET + "0800" + ipv4("32", 5) + PAYLOAD, 0x0800)).isEqualTo(34);
    }

    @Test
    void laterFragmentsHaveNoTransportHeader() {
        assertThat(kept(
                        ETHERNET + "0800" + "4500003c" + "00000010" + "40110000" + "c0000201c0000202" + PAYLOAD,
                        0x0800))
                .isEqualTo(34);
    }

    @Test
    void ipv6ExtensionHeadersAreWalked() {
        String ipv6 = "60000000" + "001e" + "00" + "40" + "fe80000000000000000000000000000a".repeat(2);
        String hopByHop = "11" + "00" + "050200000100";
        assertThat(kept(ETHERNET + "86dd" + ipv6 + hopByHop + "0035003500160000" + PAYLOAD, 0x86dd))
                .isEqualTo(14 + 40 + 8 + 8);
    }

    @Test
    void packetsWithoutLinkHeaderAreCutAsWell() {
        byte[] packet = HexFormat.of().parseHex(ipv4("11", 5) + "0035003500160000" + PAYLOAD);
        assertThat(PacketHeaders.length(packet, false, 0x0800)).isEqualTo(28);
        assertThat(PacketHeaders.length(packet, true, 0x0800))
                .as("a tunnel device")
                .isEqualTo(28);
    }

    @Test
    void framesBelowIpAreKeptWhole() {
        assertThat(PacketHeaders.length(TestFrames.lldp(), true, 0x88cc)).isEqualTo(60);
        assertThat(PacketHeaders.length(TestFrames.rstp(), true, 0x0004)).isEqualTo(60);
        assertThat(PacketHeaders.length(TestFrames.raw8023(), true, 0x0001)).isEqualTo(60);
    }

    @Test
    void dataOfLocalSocketsIsNotKept() {
        byte[] data = HexFormat.of().parseHex(PAYLOAD.repeat(3));
        assertThat(PacketHeaders.length(data, false, 0)).isZero();
        assertThat(PacketHeaders.length(data, true, 0)).isZero();
        assertThat(PacketHeaders.length(data, true, 0x88cc)).isZero();
    }

    @Test
    void noBytesEverThrowOrGrow() {
        Random random = new Random(20261124);
        int[] protocols = {0, 1, 4, 0x0800, 0x86dd, 0x8100, 0x88cc};
        for (int i = 0; i < 1_000_000; i++) {
            byte[] frame = new byte[random.nextInt(140)];
            random.nextBytes(frame);
            int protocol = protocols[random.nextInt(protocols.length)];
            if (frame.length >= 15 && random.nextBoolean()) {
                frame[12] = (byte) (protocol >> 8);
                frame[13] = (byte) protocol;
            }
            assertThat(PacketHeaders.length(frame, random.nextBoolean(), protocol))
                    .isBetween(0, frame.length);
        }
    }

    private static String ipv4(String protocol, int words) {
        return "4" + words + "00003c" + "00000000" + "40" + protocol + "0000" + "c0000201c0000202"
                + "01010101".repeat(words - 5);
    }

    private static int kept(String hex, int protocol) {
        return PacketHeaders.length(HexFormat.of().parseHex(hex), true, protocol);
    }
}
