package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import java.util.Set;

/** Which protocol handlers of {@code /proc/net/ptype} could take the frames of a finding. */
final class WantedBy {

    /** ETH_P_ALL: the handler takes every frame, so that no drop is counted. */
    static final String TAP = "ALL";

    private static final Set<String> IP = Set.of("0800", "86dd");

    private WantedBy() {}

    /**
     * Whether a handler could be the reason that a node does not drop.
     *
     * @param handler EtherType and kernel function: {@code 0004 llc_rcv}
     * @param cause cause of the finding
     * @param protocol its protocol, empty where it has none
     */
    static boolean couldTake(String handler, Cause cause, String protocol) {
        if (handler.startsWith(TAP)) {
            return true;
        }
        boolean ip = handler.length() >= 4 && IP.contains(handler.substring(0, 4));
        return (cause == Cause.UnhandledIpProtocol) == ip;
    }
}
