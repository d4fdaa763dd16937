package dev.dropwhy.testkit;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import java.util.List;

/** Findings made by hand: one interface that dropped the LLDP frames of a switch whose name the test chooses. */
public final class SampleFindings {

    private SampleFindings() {}

    /** The sentence above all. */
    public static String headline(String systemName) {
        return "eth0 dropped 60 packets in 60 s, all explained and harmless: LLDP from " + systemName + ".";
    }

    /** The balance of the interface. */
    public static Ledger ledger() {
        return new Ledger(
                "eth0",
                Direction.Receive,
                60,
                0,
                60,
                List.of(new LedgerEntry(Cause.UnhandledLinkProtocol, "Lldp", 60)),
                60,
                0,
                0,
                List.of(new CounterGrowth("rx_dropped", 60), new CounterGrowth("rx_errors", 2)));
    }

    /** The verdict. */
    public static Verdict verdict(String systemName) {
        return new Verdict(
                Cause.UnhandledLinkProtocol,
                Severity.Benign,
                Confidence.High,
                "60 LLDP frames from " + systemName + " were dropped because no handler here wants them.",
                "Lldp",
                new Speaker("00:00:5e:00:53:07", null, "Gi1/0/7", systemName, null),
                List.of("eth0"),
                null,
                List.of(),
                60,
                5100,
                1.0,
                new Cadence(CadenceShape.Steady, 1000L, 3L, "LLDP interval 1 s"),
                "rx_dropped",
                100,
                List.of("rx_dropped grew by 60 and 60 events were seen."),
                List.of("Nothing speaks against it."),
                List.of(new Remedy(
                        "Leave it: adjust the alert.",
                        List.of("tc qdisc add dev eth0 clsact"),
                        "None.",
                        "rx_dropped stops.",
                        "tc qdisc del dev eth0 clsact")));
    }
}
