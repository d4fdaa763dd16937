package dev.dropwhy.agent.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.TransportPacket;

/** Where pcap4j decodes what we decode, both say the same. */
class SecondOpinionTest {

    private final SampleFrames samples = new SampleFrames();
    private final FrameIdentifier identifier = new EthernetFrameIdentifier(LinkProtocols.load());

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udpOptions", "laterFragment", "icmp", "udp6", "icmp6", "fragment6", "vlanIp"})
    void ip(String sample) throws IllegalRawDataException {
        byte[] frame = samples.named(sample);
        EthernetPacket packet = EthernetPacket.newPacket(frame, 0, frame.length);
        IpPacket.IpHeader theirs = packet.get(IpPacket.class).getHeader();
        FrameIdentity identity = identifier.identify(frame);
        IpHeader ours = identity.ip();

        assertThat(ours).isNotNull();
        assertThat(identity.source()).isEqualTo(packet.getHeader().getSrcAddr().toString());
        assertThat(identity.destination())
                .isEqualTo(packet.getHeader().getDstAddr().toString());
        // Java writes IPv6 addresses without "::", so compare what they mean and not how they are written.
        assertThat(InetAddress.ofLiteral(ours.source())).isEqualTo(theirs.getSrcAddr());
        assertThat(InetAddress.ofLiteral(ours.destination())).isEqualTo(theirs.getDstAddr());
        TransportPacket transport = packet.get(TransportPacket.class);
        if (transport != null) {
            assertThat(ours.sourcePort())
                    .isEqualTo(transport.getHeader().getSrcPort().valueAsInt());
            assertThat(ours.destinationPort())
                    .isEqualTo(transport.getHeader().getDstPort().valueAsInt());
        } else {
            assertThat(ours.sourcePort()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"arpRequest", "arpReply", "arpAnnounce"})
    void arp(String sample) throws IllegalRawDataException {
        byte[] frame = samples.named(sample);
        ArpPacket.ArpHeader theirs = EthernetPacket.newPacket(frame, 0, frame.length)
                .get(ArpPacket.class)
                .getHeader();
        assertThat(identifier.identify(frame).summary())
                .contains(theirs.getSrcProtocolAddr().getHostAddress());
    }
}
