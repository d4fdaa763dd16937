package dev.dropwhy.agent.frames;

import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a frame from the destination MAC to the first byte of what it carries: Ethernet II or IEEE 802.3 with
 * LLC and SNAP, and VLAN tags between. Ids that the frame does not have, or that were not captured, are
 * {@link LinkProtocols#ABSENT}.
 *
 * @param destination destination MAC, right-aligned in 48 bits
 * @param source source MAC, right-aligned in 48 bits
 * @param etherType EtherType after VLAN tags as the kernel files it; 0x0004 for LLC, 0x0001 for raw 802.3
 * @param vlans VLAN ids, outermost first
 * @param dsap LLC destination service access point
 * @param ssap LLC source service access point
 * @param control LLC control field
 * @param oui SNAP organization
 * @param pid SNAP protocol
 * @param payload what follows the headers, without the padding of an 802.3 frame
 */
record LinkHeader(
        long destination,
        long source,
        int etherType,
        List<Integer> vlans,
        int dsap,
        int ssap,
        int control,
        int oui,
        int pid,
        Bytes payload) {

    /** EtherTypes of VLAN tags: IEEE 802.1Q, 802.1ad, and two that were used for stacked tags before 802.1ad. */
    private static final int TAG_802_1Q = 0x8100;

    private static final int TAG_802_1AD = 0x88a8;
    private static final int TAG_OLD_QINQ = 0x9100;
    private static final int TAG_OLD_QINQ_2 = 0x9200;

    /** Tags that are followed; the kernel follows as many as there are, a frame of 128 bytes holds 28. */
    private static final int MAXIMUM_TAGS = 8;

    /** Smaller values are lengths (IEEE 802.3 3.2.6; the kernel's eth_proto_is_802_3). */
    private static final int SMALLEST_ETHER_TYPE = 0x0600;

    /** LLC in a frame longer than a length field can say (draft-ietf-isis-ext-eth). */
    private static final int ETHER_TYPE_JUMBO_LLC = 0x8870;

    private static final int ADDRESSES = 12;
    private static final int SNAP = 0xaa;
    private static final int ABSENT = LinkProtocols.ABSENT;

    /** Reads the headers; what was cut off is absent. */
    static LinkHeader read(Bytes frame) {
        long destination = frame.has(0, 6) ? frame.u48(0) : ABSENT;
        long source = frame.has(6, 6) ? frame.u48(6) : ABSENT;
        List<Integer> vlans = List.of();
        int at = ADDRESSES;
        while (frame.has(at, 6) && isTag(frame.u16(at)) && vlans.size() < MAXIMUM_TAGS) {
            vlans = plus(vlans, frame.u16(at + 2) & 0xfff);
            at += 4;
        }
        if (!frame.has(at, 2)) {
            return ethernet(destination, source, ABSENT, vlans, frame.from(at));
        }
        int type = frame.u16(at);
        at += 2;
        if (type < SMALLEST_ETHER_TYPE) {
            return llc(destination, source, LinkProtocols.ETHER_TYPE_LLC, vlans, frame.slice(at, type));
        }
        if (type == ETHER_TYPE_JUMBO_LLC) {
            return llc(destination, source, type, vlans, frame.from(at));
        }
        return ethernet(destination, source, type, vlans, frame.from(at));
    }

    private static boolean isTag(int type) {
        return type == TAG_802_1Q || type == TAG_802_1AD || type == TAG_OLD_QINQ || type == TAG_OLD_QINQ_2;
    }

    private static List<Integer> plus(List<Integer> vlans, int vlan) {
        if (vlans.isEmpty()) {
            return List.of(vlan);
        }
        List<Integer> more = new ArrayList<>(vlans);
        more.add(vlan);
        return List.copyOf(more);
    }

    private static LinkHeader ethernet(
            long destination, long source, int etherType, List<Integer> vlans, Bytes payload) {
        return new LinkHeader(destination, source, etherType, vlans, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, payload);
    }

    private static LinkHeader llc(long destination, long source, int etherType, List<Integer> vlans, Bytes body) {
        if (!body.has(0, 2)) {
            return ethernet(destination, source, etherType, vlans, body);
        }
        int dsap = body.u8(0);
        int ssap = body.u8(1);
        if (dsap == 0xff && ssap == 0xff && etherType == LinkProtocols.ETHER_TYPE_LLC) {
            // eth_type_trans: a checksum of FFFF where LLC should begin is Novell's raw 802.3.
            return ethernet(destination, source, LinkProtocols.ETHER_TYPE_RAW_802_3, vlans, body);
        }
        int control = body.has(2, 1) ? body.u8(2) : ABSENT;
        boolean unnumbered = (control & 3) == 3;
        int oui = ABSENT;
        int pid = ABSENT;
        int header = unnumbered ? 3 : 4;
        if ((dsap & 0xfe) == SNAP && (ssap & 0xfe) == SNAP && unnumbered && body.has(3, 5)) {
            oui = body.u24(3);
            pid = body.u16(6);
            header += 5;
        }
        return new LinkHeader(destination, source, etherType, vlans, dsap, ssap, control, oui, pid, body.from(header));
    }

    @Nullable String sourceText() {
        return source < 0 ? null : AddressText.mac(source);
    }

    @Nullable String destinationText() {
        return destination < 0 ? null : AddressText.mac(destination);
    }
}
