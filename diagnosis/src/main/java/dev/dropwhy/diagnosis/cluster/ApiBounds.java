package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cadence;
import dev.dropwhy.api.CounterGrowth;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings records into the bounds that the schema of the API states, so that the API server takes them and a hostile
 * node cannot make them larger, print escapes or add negative numbers. Records that are within bounds come back equal.
 */
final class ApiBounds {

    static final int SENTENCE = 512;
    static final int VERDICTS = 16;
    static final int LINES = 16;
    static final int SAMPLE_NODES = 5;
    static final int INTERFACES = 16;
    static final int INTERFACE_NAME = 32;
    static final int NODE_NAME = 253;
    static final int REMEDIES = 8;
    static final int COMMANDS = 8;
    static final int LEDGERS = 64;
    static final int TIMELINES = 4;
    static final int LEDGER_ENTRIES = 32;
    static final int COUNTERS = 64;
    static final int COUNTER_NAME = 64;
    static final int PROTOCOL = 32;
    static final int HANDLERS = 32;
    static final int HANDLER = 96;
    static final int SETTINGS = 32;
    static final int SETTING_NAME = 128;
    static final int SETTING_VALUE = 64;

    private ApiBounds() {}

    /** The first verdicts that have what a verdict must have. */
    static List<Verdict> verdicts(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(Objects::nonNull)
                .filter(verdict -> verdict.cause() != null
                        && verdict.severity() != null
                        && verdict.confidence() != null
                        && verdict.statement() != null)
                .limit(VERDICTS)
                .map(ApiBounds::verdict)
                .toList();
    }

    static Verdict verdict(Verdict verdict) {
        Integer share = verdict.share();
        Integer nodes = verdict.nodes();
        return new Verdict(
                verdict.cause(),
                verdict.severity(),
                verdict.confidence(),
                PlainText.of(verdict.statement(), SENTENCE),
                PlainText.orNull(verdict.protocol(), PROTOCOL),
                speaker(verdict.speaker()),
                PlainText.list(verdict.interfaces(), INTERFACES, INTERFACE_NAME),
                nodes == null ? null : Math.max(0, nodes),
                PlainText.list(verdict.sampleNodes(), SAMPLE_NODES, NODE_NAME),
                Amounts.natural(verdict.count()),
                Amounts.natural(verdict.bytes()),
                Amounts.rate(verdict.perSecond()),
                cadence(verdict.cadence()),
                PlainText.orNull(verdict.counter(), COUNTER_NAME),
                share == null ? null : Math.clamp(share, 0, 100),
                PlainText.list(verdict.evidence(), LINES, SENTENCE),
                PlainText.list(verdict.counterEvidence(), LINES, SENTENCE),
                verdict.remedies().stream()
                        .filter(remedy -> remedy != null && remedy.action() != null)
                        .limit(REMEDIES)
                        .map(ApiBounds::remedy)
                        .toList());
    }

    static @Nullable Speaker speaker(@Nullable Speaker speaker) {
        if (speaker == null) {
            return null;
        }
        return new Speaker(
                PlainText.orNull(speaker.mac(), 17),
                PlainText.orNull(speaker.bridgeId(), 64),
                PlainText.orNull(speaker.portId(), 128),
                PlainText.orNull(speaker.systemName(), 128),
                PlainText.orNull(speaker.description(), 256));
    }

    static @Nullable Cadence cadence(@Nullable Cadence cadence) {
        if (cadence == null || cadence.shape() == null) {
            return null;
        }
        return new Cadence(
                cadence.shape(),
                naturalOrNull(cadence.periodMillis()),
                naturalOrNull(cadence.jitterMillis()),
                PlainText.orNull(cadence.matches(), 128));
    }

    static Remedy remedy(Remedy remedy) {
        return new Remedy(
                PlainText.of(remedy.action(), SENTENCE),
                PlainText.list(remedy.commands(), COMMANDS, SENTENCE),
                PlainText.orNull(remedy.sideEffect(), SENTENCE),
                PlainText.orNull(remedy.verify(), SENTENCE),
                PlainText.orNull(remedy.undo(), SENTENCE));
    }

    static Ledger ledger(Ledger ledger) {
        return new Ledger(
                PlainText.of(ledger.interfaceName(), INTERFACE_NAME),
                ledger.direction(),
                Amounts.natural(ledger.dropped()),
                Amounts.natural(ledger.driverPart()),
                Amounts.natural(ledger.corePart()),
                ledger.entries().stream()
                        .limit(LEDGER_ENTRIES)
                        .map(entry -> new LedgerEntry(
                                entry.cause(),
                                PlainText.orNull(entry.protocol(), PROTOCOL),
                                Amounts.natural(entry.count())))
                        .toList(),
                Amounts.natural(ledger.explained()),
                Amounts.natural(ledger.unexplained()),
                Amounts.natural(ledger.lostEvents()),
                ledger.counters().stream()
                        .limit(COUNTERS)
                        .map(counter -> new CounterGrowth(
                                PlainText.of(counter.name(), COUNTER_NAME), Amounts.natural(counter.grew())))
                        .toList());
    }

    static HostFacts host(HostFacts host) {
        return new HostFacts(
                PlainText.of(host.kernelRelease(), 128),
                PlainText.orNull(host.architecture(), 32),
                Math.max(0, host.cpus()),
                naturalOrNull(host.networkNamespace()),
                PlainText.orNull(host.networkNamespaceName(), 384));
    }

    static EngineChoice engine(EngineChoice engine) {
        return new EngineChoice(engine.used(), PlainText.orNull(engine.reason(), SENTENCE));
    }

    /** The first settings in name order. */
    static Map<String, String> settings(Map<String, String> settings) {
        var bounded = new TreeMap<String, String>();
        new TreeMap<>(settings)
                .entrySet().stream()
                        .limit(SETTINGS)
                        .forEach(setting -> bounded.put(
                                PlainText.of(setting.getKey(), SETTING_NAME),
                                PlainText.of(setting.getValue(), SETTING_VALUE)));
        return bounded;
    }

    private static @Nullable Long naturalOrNull(@Nullable Long number) {
        return number == null ? null : Amounts.natural(number);
    }
}
