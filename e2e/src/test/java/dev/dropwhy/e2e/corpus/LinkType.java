package dev.dropwhy.e2e.corpus;

import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a frame is by its link layer alone, after VLAN tags, in words that both sides of the comparison can be put into. */
final class LinkType {

    private static final String LLC = "llc";
    private static final Pattern ETHER_TYPE = Pattern.compile("ethertype (?:[^,]*\\()?(0x[0-9a-f]{4})\\)?");
    private static final Pattern LENGTH_FIELD = Pattern.compile(", 802\\.3, length|802\\.3LLC|, LLC, dsap");

    private LinkType() {}

    /**
     * As dropwhy sees it; null where the frame ends before it. A length field is LLC here: tcpdump does not tell Novell's raw
     * 802.3 apart.
     */
    static @Nullable String of(FrameIdentity identity) {
        return switch (identity.etherType()) {
            case LinkProtocols.ABSENT -> null;
            case LinkProtocols.ETHER_TYPE_LLC, LinkProtocols.ETHER_TYPE_RAW_802_3 -> LLC;
            default -> "0x%04x".formatted(identity.etherType());
        };
    }

    /**
     * As a line of {@code tcpdump -e -nn} says; null where it says nothing of it.
     *
     * @param tags VLAN tags to pass over, each of which the line names with an EtherType of its own
     */
    static @Nullable String of(String line, int tags) {
        Matcher lengthField = LENGTH_FIELD.matcher(line);
        int end = lengthField.find() ? lengthField.start() : line.length();
        Matcher etherType = ETHER_TYPE.matcher(line);
        int passed = 0;
        while (etherType.find() && etherType.start() < end) {
            if (passed++ == tags) {
                return etherType.group(1);
            }
        }
        return end < line.length() && passed == tags ? LLC : null;
    }
}
