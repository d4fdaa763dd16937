package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CadenceShape;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Totals;
import dev.dropwhy.api.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports as nodes of a rack write them: each sees the LLDP frames of one switch on another of its ports. */
final class Reports {

    static final List<String> HANDLERS = List.of("0800 ip_rcv", "0806 arp_rcv", "86dd ipv6_rcv");

    private Reports() {}

    static NodeDropReportStatus of(long dropped, Verdict... verdicts) {
        return of(HANDLERS, EventSource.Ebpf, dropped, verdicts);
    }

    static NodeDropReportStatus of(List<String> handlers, EventSource engine, long dropped, Verdict... verdicts) {
        long explained = 0;
        for (Verdict verdict : verdicts) {
            explained += "rx_dropped".equals(verdict.counter()) ? verdict.count() : 0;
        }
        return new NodeDropReportStatus(
                "uid-1",
                "2026-11-24T20:00:00Z",
                "2026-11-24T20:00:01Z",
                "2026-11-24T20:01:01Z",
                List.of(),
                new HostFacts("6.1.0-26-amd64", "x86_64", 4, 4026531840L, null),
                new EngineChoice(engine, null),
                handlers,
                Map.of("net.core.netdev_max_backlog", "1000"),
                "the node's own words",
                new Totals(dropped, explained, dropped - explained, 0),
                List.of(new Ledger(
                        "eth0",
                        Direction.Receive,
                        dropped,
                        0,
                        dropped,
                        List.of(new LedgerEntry(Cause.UnhandledLinkProtocol, "Lldp", explained)),
                        explained,
                        dropped - explained,
                        0,
                        List.of())),
                List.of(verdicts),
                List.of(),
                List.of());
    }

    static Verdict lldp(long count, @Nullable Speaker speaker) {
        return new Verdict(
                Cause.UnhandledLinkProtocol,
                Severity.Benign,
                Confidence.High,
                "eth0 dropped " + count + " frames of LLDP: no handler on this host wants them.",
                "Lldp",
                speaker,
                List.of("eth0"),
                null,
                List.of(),
                count,
                count * 120,
                count / 60.0,
                new Cadence(CadenceShape.Steady, 30_000L, 40L, "LLDP 30 s"),
                "rx_dropped",
                100,
                List.of(
                        count + " of " + count + " drops on eth0 are LLDP (EtherType 0x88cc).",
                        "TCP retransmits, softnet and memory stayed flat."),
                List.of(),
                List.of(new Remedy(
                        "Drop the frames before the core counts them, with an nftables ingress chain.",
                        List.of("nft add table netdev dropwhy"),
                        null,
                        null,
                        "nft delete table netdev dropwhy")));
    }

    static Speaker port(int number) {
        return new Speaker("02:00:00:00:00:0" + number, null, "Gi1/0/" + number, "sw1", "Example switch");
    }

    static Verdict backlog(long count) {
        return new Verdict(
                Cause.BacklogOverflow,
                Severity.Problem,
                Confidence.Medium,
                "eth0 dropped " + count + " packets: the input queue of a CPU (netdev_max_backlog 1000) was full.",
                null,
                null,
                List.of("eth0"),
                null,
                List.of(),
                count,
                count * 1000,
                count / 60.0,
                null,
                "rx_dropped",
                50,
                List.of("softnet_stat column 2 grew by " + count + "."),
                List.of(),
                List.of());
    }
}
