package dev.dropwhy.agent.frames;

import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.IpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Identifies Ethernet frames by the catalog of link protocols and describes what they carry.
 *
 * <p>Total by construction: {@link Bytes} has no out-of-range read, every loop has a fixed bound, every text is bounded
 * and printable. Immutable.
 */
public final class EthernetFrameIdentifier implements FrameIdentifier {

    /** Names of the protocols above the catalog. */
    private static final String IPV4 = "Ipv4";

    private static final String IPV6 = "Ipv6";
    private static final String ARP = "Arp";

    private final LinkProtocols catalog;
    private final PayloadDecoders decoders = new PayloadDecoders();

    /**
     * Makes an identifier.
     *
     * @param catalog names for the ids that frames hold
     */
    public EthernetFrameIdentifier(LinkProtocols catalog) {
        this.catalog = catalog;
    }

    @Override
    public FrameIdentity identify(byte[] frame) {
        return identify(LinkHeader.read(Bytes.of(frame)));
    }

    /**
     * Identifies one frame for a count: of IP it tells the link header alone, which is most of the time that a frame takes.
     *
     * @param frame the captured bytes from the destination MAC on, possibly cut short
     * @return what it is; of IPv4 and IPv6 without addresses, ports and their line
     */
    public FrameIdentity identifyForCount(byte[] frame) {
        LinkHeader header = LinkHeader.read(Bytes.of(frame));
        return switch (header.etherType()) {
            case IpPackets.ETHER_TYPE_IPV4 -> counted(header, IPV4, "IPv4");
            case IpPackets.ETHER_TYPE_IPV6 -> counted(header, IPV6, "IPv6");
            default -> identify(header);
        };
    }

    private static FrameIdentity counted(LinkHeader header, String protocol, String summary) {
        return new FrameIdentity(protocol, summary, null, null, header.etherType(), header.vlans(), null, null, null);
    }

    private FrameIdentity identify(LinkHeader header) {
        return switch (header.etherType()) {
            case IpPackets.ETHER_TYPE_IPV4 -> ip(header, IPV4, "IPv4", IpPackets.ipv4(header.payload()));
            case IpPackets.ETHER_TYPE_IPV6 -> ip(header, IPV6, "IPv6", IpPackets.ipv6(header.payload()));
            case IpPackets.ETHER_TYPE_ARP -> describe(header, ARP, Details.of(IpPackets.arp(header.payload())));
            default -> linkProtocol(header);
        };
    }

    private FrameIdentity linkProtocol(LinkHeader header) {
        LinkProtocol protocol = catalog.find(
                header.etherType(),
                header.dsap(),
                header.ssap(),
                header.oui(),
                header.pid(),
                header.destination(),
                subtype(header));
        if (protocol == null) {
            return describe(header, null, Details.of(unknown(header)));
        }
        PayloadDecoder decoder = decoders.of(protocol.name());
        return describe(
                header, protocol.name(), decoder == null ? Details.of(protocol.title()) : decoder.decode(header));
    }

    /** What tells protocols of one id apart, as {@link LinkProtocols} documents it; absent where it was cut off. */
    private static int subtype(LinkHeader header) {
        Bytes payload = header.payload();
        return switch (header.etherType()) {
            case 0x8808 -> payload.has(0, 2) ? payload.u16(0) : LinkProtocols.ABSENT;
            case 0x8809, 0x8899 -> payload.has(0, 1) ? payload.u8(0) : LinkProtocols.ABSENT;
            default ->
                switch (header.dsap() & 0xfe) {
                    case 0x42 -> Bpdu.version(payload);
                    case 0xfe -> header.dsap() < 0 ? LinkProtocols.ABSENT : OsiRouting.networkLayerProtocol(payload);
                    case 0xaa -> header.pid() == 0x010b ? Bpdu.version(payload) : LinkProtocols.ABSENT;
                    default -> LinkProtocols.ABSENT;
                };
        };
    }

    private static FrameIdentity ip(LinkHeader header, String protocol, String version, @Nullable IpHeader ip) {
        return new FrameIdentity(
                protocol,
                IpPackets.summary(version, ip),
                header.sourceText(),
                header.destinationText(),
                header.etherType(),
                header.vlans(),
                null,
                null,
                ip);
    }

    private static FrameIdentity describe(LinkHeader header, @Nullable String protocol, Details details) {
        String source = header.sourceText();
        return new FrameIdentity(
                protocol,
                details.summary(),
                source,
                header.destinationText(),
                header.etherType(),
                header.vlans(),
                source == null ? null : details.speaker(source),
                details.timerMillis(),
                null);
    }

    private static String unknown(LinkHeader header) {
        if (header.etherType() < 0) {
            return "No link header: the frame ends before its EtherType";
        }
        if (header.pid() >= 0) {
            return "SNAP " + AddressText.hex(header.oui(), 6) + ":" + AddressText.hex(header.pid(), 4);
        }
        if (header.dsap() >= 0) {
            return "LLC " + AddressText.hex(header.dsap(), 2) + "/" + AddressText.hex(header.ssap(), 2);
        }
        return header.etherType() == LinkProtocols.ETHER_TYPE_LLC
                ? "LLC, cut short"
                : "EtherType 0x" + AddressText.hex(header.etherType(), 4);
    }
}
