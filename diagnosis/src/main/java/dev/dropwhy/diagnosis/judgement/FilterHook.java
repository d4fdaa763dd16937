package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.matching.MatchedGroup;
import java.util.Set;

/** Where tc filters look at packets outside of a queueing discipline ({@code sch_handle_ingress}, {@code sch_handle_egress}). */
enum FilterHook {
    /** Before the network core hands a packet to protocols; its link header has been taken off. */
    Ingress("ingress", "TC_INGRESS", "on the way in (without their link headers)"),
    /** Before a packet is queued for sending. */
    Egress("egress", "TC_EGRESS", "on the way out");

    /** Where a kernel that tells no reason frees what a filter on the way out drops. */
    private static final Set<String> SENDING = Set.of("sch_handle_egress", "__dev_queue_xmit", "dev_queue_xmit");

    private final String place;
    private final String reason;
    private final String way;

    FilterHook(String place, String reason, String way) {
        this.place = place;
        this.reason = reason;
        this.way = way;
    }

    /** As a filter's place is called in an observation. */
    String place() {
        return place;
    }

    /** The direction for people. */
    String way() {
        return way;
    }

    /** Whether a filter here dropped this group, whose cause is a filter. */
    boolean freed(MatchedGroup group) {
        String told = group.group().reason();
        if (told != null && told.startsWith("TC_")) {
            return told.equals(reason);
        }
        return SENDING.contains(group.group().function()) == (this == Egress);
    }
}
