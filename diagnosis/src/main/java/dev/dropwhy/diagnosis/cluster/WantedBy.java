package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.LinkMatcher;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which protocol handlers of {@code /proc/net/ptype} could take the frames of a finding. */
final class WantedBy {

    /** ETH_P_ALL: the handler takes every frame, so that no drop is counted. */
    static final String TAP = "ALL";

    private static final Set<String> IP = Set.of("0800", "86dd");
    private static final int TYPE_LENGTH = 4;

    private final LinkProtocols protocols;

    WantedBy(LinkProtocols protocols) {
        this.protocols = protocols;
    }

    /**
     * Types of the handlers that could be the reason that a node does not drop: taps, and those that the frames name.
     *
     * @param cause cause of the finding
     * @param protocol its protocol, empty where it has none
     */
    Set<String> types(Cause cause, String protocol) {
        var types = new TreeSet<String>(Set.of(TAP));
        switch (cause) {
            case UnhandledIpProtocol -> types.addAll(IP);
            case UnhandledLinkProtocol, LinkProtocolDiscarded ->
                protocols
                        .named(protocol)
                        .ifPresent(known -> known.match().forEach(matcher -> types.add(type(matcher))));
            default -> types.clear();
        }
        return types;
    }

    /** Type of a handler as a report spells it: {@code 0004 llc_rcv}. */
    static String typeOf(String handler) {
        return handler.startsWith(TAP) ? TAP : handler.substring(0, Math.min(TYPE_LENGTH, handler.length()));
    }

    /** LLC and SNAP frames reach the handler of LLC; a matcher by destination alone names no handler. */
    private static String type(LinkMatcher matcher) {
        Integer etherType = matcher.etherType();
        if (etherType != null) {
            return String.format(Locale.ROOT, "%04x", etherType);
        }
        return matcher.dsap() == null && matcher.oui() == null
                ? TAP
                : String.format(Locale.ROOT, "%04x", LinkProtocols.ETHER_TYPE_LLC);
    }
}
