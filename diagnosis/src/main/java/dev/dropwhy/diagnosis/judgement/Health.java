package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.counters.Growth;
import java.util.ArrayList;
import java.util.List;

/** Whether the host shows other signs of loss: what the innocence test asks besides the frames themselves. */
final class Health {

    /** Retransmissions that are ordinary on any path, as a part of the segments sent. */
    private static final double ORDINARY_RETRANSMISSIONS = 0.01;

    /** Below this number a part means nothing. */
    private static final long FEW = 10;

    private final Growth host;
    private final List<String> complaints;
    private final String allWell;

    Health(Growth host) {
        this.host = host;
        this.complaints = List.copyOf(complain());
        this.allWell = praise();
    }

    boolean retransmitsMuch() {
        long again = host.of("Tcp.RetransSegs");
        return again > FEW && again > ORDINARY_RETRANSMISSIONS * host.of("Tcp.OutSegs");
    }

    String retransmissions() {
        return "TCP sent " + host.of("Tcp.RetransSegs") + " of " + host.of("Tcp.OutSegs") + " segments again";
    }

    /** Signs of loss, one sentence each; empty where the host is well. */
    List<String> complaints() {
        return complaints;
    }

    /** What was looked at and is well, one sentence; empty where nothing could be looked at. */
    String allWell() {
        return allWell;
    }

    private List<String> complain() {
        List<String> complaints = new ArrayList<>();
        if (retransmitsMuch()) {
            complaints.add(retransmissions()
                    + ": something is lost on some path. These frames carry no TCP and cannot be what is missing.");
        }
        if (host.of("softnet.dropped") > 0) {
            complaints.add("The per-CPU input queues dropped " + host.of("softnet.dropped") + " packets.");
        }
        if (host.of("TcpExt.PFMemallocDrop") > 0 || host.of("TcpExt.TCPMemoryPressures") > 0) {
            complaints.add("TCP came under memory pressure.");
        }
        return complaints;
    }

    private String praise() {
        List<String> flat = new ArrayList<>();
        if (host.knows("Tcp.RetransSegs")) {
            flat.add("TCP retransmissions (" + host.of("Tcp.RetransSegs") + " of " + host.of("Tcp.OutSegs")
                    + " segments)");
        }
        if (host.knows("softnet.dropped")) {
            flat.add("softnet drops (0)");
        }
        if (host.knows("TcpExt.TCPMemoryPressures")) {
            flat.add("memory pressure (0)");
        }
        return flat.isEmpty() ? "" : "Nothing else is lost: " + String.join(", ", flat) + " are ordinary.";
    }
}
