package dev.dropwhy.diagnosis.catalog;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way to recognise a link protocol. Every field that is given must fit. A matcher names exactly one of EtherType,
 * LLC pair or SNAP pair, or none of them and a destination.
 *
 * @param etherType EtherType (IEEE 802.3 3.2.6); 0x0001 stands for raw 802.3, as in the kernel
 * @param dsap LLC destination service access point without its group bit
 * @param ssap LLC source service access point without its response bit
 * @param oui SNAP organization
 * @param pid SNAP protocol of that organization
 * @param destination destination MAC, or a prefix of it: {@code 01:80:c2:00:00:30/44}
 * @param subtype what tells protocols of one id apart, as {@link LinkProtocols} documents it
 */
public record LinkMatcher(
        @Nullable Integer etherType,
        @Nullable Integer dsap,
        @Nullable Integer ssap,
        @Nullable Integer oui,
        @Nullable Integer pid,
        @Nullable String destination,
        @Nullable Integer subtype) {

    private static final int MAC_BITS = 48;
    private static final int MAC_TEXT = 17;
    private static final int RAW_802_3 = 1;

    public LinkMatcher {
        within("etherType", etherType, 0xffff);
        within("dsap", dsap, 0xff);
        within("ssap", ssap, 0xff);
        within("oui", oui, 0xffffff);
        within("pid", pid, 0xffff);
        within("subtype", subtype, 0xffff);
        if ((dsap == null) != (ssap == null)) {
            throw new IllegalArgumentException("A matcher that names one of dsap and ssap must name both.");
        }
        if ((oui == null) != (pid == null)) {
            throw new IllegalArgumentException("A matcher that names one of oui and pid must name both.");
        }
        int ids = (etherType == null ? 0 : 1) + (dsap == null ? 0 : 1) + (oui == null ? 0 : 1);
        if (ids > 1 || (ids == 0 && (destination == null || subtype != null))) {
            throw new IllegalArgumentException("A matcher names exactly one of etherType, dsap with ssap, and oui with"
                    + " pid; or only a destination.");
        }
        if (destination != null) {
            prefixOf(destination);
        }
    }

    /** The destination's leading bits, right-aligned in 48; 0 without a destination. */
    long destinationValue() {
        return destination == null ? 0 : valueOf(destination) & destinationMask();
    }

    /** The bits of a destination MAC that count; 0 without a destination, so that every MAC fits. */
    long destinationMask() {
        if (destination == null) {
            return 0;
        }
        int prefix = prefixOf(destination);
        return (-1L << (MAC_BITS - prefix)) & ((1L << MAC_BITS) - 1);
    }

    /** How narrow this matcher is: the narrower of two that fit wins. */
    int precision() {
        return (destination == null ? 0 : prefixOf(destination)) + (subtype == null ? 0 : MAC_BITS + 1);
    }

    /** Whether it is recognised behind an 802.2 LLC header, which the llc module takes. */
    boolean isLlc() {
        return dsap != null || oui != null;
    }

    /** How to recognise it, for people. */
    String spelled() {
        List<String> parts = new ArrayList<>();
        if (etherType != null) {
            parts.add(
                    etherType <= RAW_802_3
                            ? "a raw 802.3 header (0x0001 for the kernel)"
                            : hex("EtherType 0x%04x", etherType));
        }
        if (dsap != null && ssap != null) {
            parts.add("LLC " + hex("%02x", dsap) + "/" + hex("%02x", ssap));
        }
        if (oui != null && pid != null) {
            parts.add("SNAP " + hex("%06x", oui) + ":" + hex("%04x", pid));
        }
        if (subtype != null) {
            parts.add("subtype " + subtype);
        }
        if (destination != null) {
            parts.add("destination " + destination);
        }
        return String.join(", ", parts);
    }

    private static String hex(String format, int value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static int prefixOf(String destination) {
        int slash = destination.indexOf('/');
        valueOf(destination);
        int prefix = slash < 0 ? MAC_BITS : Integer.parseInt(destination.substring(slash + 1));
        if (prefix < 1 || prefix > MAC_BITS) {
            throw new IllegalArgumentException("The prefix of destination " + destination + " is not 1 to 48 bits.");
        }
        return prefix;
    }

    private static long valueOf(String destination) {
        int slash = destination.indexOf('/');
        String mac = slash < 0 ? destination : destination.substring(0, slash);
        if (mac.length() != MAC_TEXT) {
            throw new IllegalArgumentException("Destination " + destination + " is not a MAC address.");
        }
        return HexFormat.fromHexDigitsToLong(mac.replace(":", ""));
    }

    private static void within(String field, @Nullable Integer value, int maximum) {
        if (value != null && (value < 0 || value > maximum)) {
            throw new IllegalArgumentException(
                    "Field " + field + " of a matcher is " + value + ", and must be between 0 and " + maximum + ".");
        }
    }
}
