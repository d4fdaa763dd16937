package dev.dropwhy.report.document;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.NodeSummary;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words for numbers and facts, the same on a terminal and on a page. Not yet cleaned of what frames may hold. */
public final class Wording {

    private Wording() {}

    /** How much a verdict is about, how regularly, and how sure it is. */
    public static String size(Verdict verdict) {
        return joined(
                packets(verdict.count()) + (verdict.bytes() > 0 ? " (" + verdict.bytes() + " bytes)" : ""),
                String.format(Locale.ROOT, "%.2f a second", verdict.perSecond()),
                verdict.cadence() == null ? null : cadence(verdict.cadence()),
                verdict.share() == null || verdict.counter() == null
                        ? null
                        : verdict.share() + " % of " + verdict.counter(),
                verdict.interfaces().isEmpty() ? null : "on " + String.join(", ", verdict.interfaces()),
                nodes(verdict),
                "confidence " + verdict.confidence());
    }

    private static String packets(long count) {
        return count + (count == 1 ? " packet" : " packets");
    }

    private static String cadence(Cadence cadence) {
        String shape = cadence.shape().name().toLowerCase(Locale.ROOT);
        String period = cadence.periodMillis() == null
                ? ""
                : String.format(Locale.ROOT, " every %.2f s", cadence.periodMillis() / 1000.0);
        return shape + period + (cadence.matches() == null ? "" : " (" + cadence.matches() + ")");
    }

    private static @Nullable String nodes(Verdict verdict) {
        if (verdict.nodes() == null) {
            return null;
        }
        String count = verdict.nodes() + (verdict.nodes() == 1 ? " node" : " nodes");
        String names = String.join(", ", verdict.sampleNodes());
        boolean some = verdict.sampleNodes().size() < verdict.nodes();
        return "on " + count + (names.isEmpty() ? "" : " (" + names + (some ? ", …" : "") + ")");
    }

    /** Cause and protocol. */
    public static String subject(Verdict verdict) {
        return verdict.cause() + (verdict.protocol() == null ? "" : " " + verdict.protocol());
    }

    /** Cause and protocol. */
    public static String subject(LedgerEntry entry) {
        return entry.cause() + (entry.protocol() == null ? "" : " " + entry.protocol());
    }

    /** Who sent the frames. */
    public static String speaker(Speaker speaker) {
        return joined(
                speaker.systemName(),
                speaker.portId() == null ? null : "port " + speaker.portId(),
                speaker.mac() == null ? null : "MAC " + speaker.mac(),
                speaker.bridgeId() == null ? null : "bridge " + speaker.bridgeId(),
                speaker.description());
    }

    /** What was observed, how long and from when; null where the report carries nothing of it. */
    public static @Nullable String observed(NodeFindings findings) {
        Duration length = findings.length();
        Instant start = findings.start();
        String words = Stream.of(
                        String.join(", ", findings.interfaces()),
                        length == null ? "" : "for " + String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0),
                        start == null ? "" : "from " + start.truncatedTo(ChronoUnit.SECONDS))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? null : words;
    }

    /** Source of drop events, how many there were, and why the source is not a better one. */
    public static @Nullable String events(NodeFindings findings) {
        EngineChoice engine = findings.engine();
        if (engine == null) {
            return null;
        }
        return engine.used() + ": " + (findings.eventsSeen() == null ? "" : findings.eventsSeen() + " seen, ")
                + findings.eventsLost() + " lost" + (engine.reason() == null ? "" : ". " + engine.reason());
    }

    /** The machine. */
    public static @Nullable String host(@Nullable HostFacts host) {
        if (host == null) {
            return null;
        }
        return joined("Linux " + host.kernelRelease(), host.architecture(), host.cpus() + " CPUs", namespace(host));
    }

    private static @Nullable String namespace(HostFacts host) {
        Long inode = host.networkNamespace();
        if (inode == null) {
            return null;
        }
        String name = host.networkNamespaceName();
        return "network namespace " + inode + (name == null ? "" : " (" + name + ")");
    }

    /** How many nodes took part, and what is with the others. */
    public static String nodes(NodeSummary nodes) {
        String failed = nodes.failed() == 0
                ? ""
                : "; " + nodes.failed() + " failed"
                        + (nodes.failedNodes().isEmpty() ? "" : ": " + String.join("; ", nodes.failedNodes()));
        String skipped = nodes.skipped().stream()
                .map(left -> "; " + left.count() + " left out: " + left.reason()
                        + (left.sampleNodes().isEmpty() ? "" : " (" + String.join(", ", left.sampleNodes()) + ")"))
                .collect(Collectors.joining());
        return nodes.reported() + " of " + nodes.targeted() + " reported" + failed + skipped;
    }

    /** The counter that a ledger balances. */
    public static String counter(Direction direction) {
        return direction == Direction.Receive ? "rx_dropped" : "tx_dropped";
    }

    /** Drop and error counters that grew beside the one that the ledger balances; empty where none did. */
    public static String otherGrowth(Ledger ledger) {
        return ledger.counters().stream()
                .filter(counter -> !counter.name().equals(counter(ledger.direction())) && speaksOfLoss(counter.name()))
                .map(counter -> counter.name() + " +" + counter.grew())
                .collect(Collectors.joining(", "));
    }

    private static boolean speaksOfLoss(String counter) {
        return Stream.of("drop", "err", "nohandler", "fifo", "missed").anyMatch(counter::contains);
    }

    private static String joined(@Nullable String... parts) {
        return Arrays.stream(parts).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }
}
