package dev.dropwhy.lab.scenario;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as it must be.
 *
 * @param cause the cause
 * @param severity the severity
 * @param confidence the least confidence
 * @param protocol the protocol; null where the verdict must name none or the name is not the point
 * @param speaker what the speaker must be; a null field of it is not compared; null where there is none to name
 * @param count packets
 * @param counter the counter that the verdict must account for; null where nothing counts these drops
 * @param share percent of the counter's growth; null without counter
 * @param says words that the statement or a piece of evidence must hold
 */
public record ExpectedVerdict(
        Cause cause,
        Severity severity,
        Confidence confidence,
        @Nullable String protocol,
        @Nullable Speaker speaker,
        Count count,
        @Nullable String counter,
        @Nullable Integer share,
        List<String> says) {

    private static final Pattern UNFILLED = Pattern.compile("\\{[a-zA-Z]+}|\\bINTERFACE\\b|\\bBRIDGE\\b");

    /** A verdict of some count, with at least medium confidence and nothing more said. */
    public static ExpectedVerdict of(Cause cause, Severity severity, Count count) {
        return new ExpectedVerdict(cause, severity, Confidence.Medium, null, null, count, null, null, List.of());
    }

    /** A verdict of an exact count. */
    public static ExpectedVerdict of(Cause cause, Severity severity, long count) {
        return of(cause, severity, new Count.Exactly(count));
    }

    /** The same with a protocol. */
    public ExpectedVerdict protocol(String name) {
        return new ExpectedVerdict(cause, severity, confidence, name, speaker, count, counter, share, says);
    }

    /** The same with a speaker of whom only the address is known. */
    public ExpectedVerdict speaker(String mac) {
        return speaker(new Speaker(mac, null, null, null, null));
    }

    /** The same with a speaker. */
    public ExpectedVerdict speaker(Speaker expected) {
        return new ExpectedVerdict(cause, severity, confidence, protocol, expected, count, counter, share, says);
    }

    /** The same, accounting for a share of a counter. */
    public ExpectedVerdict accountsFor(int percent, String name) {
        return new ExpectedVerdict(cause, severity, confidence, protocol, speaker, count, name, percent, says);
    }

    /** The same with another least confidence. */
    public ExpectedVerdict atLeast(Confidence least) {
        return new ExpectedVerdict(cause, severity, least, protocol, speaker, count, counter, share, says);
    }

    /** The same, naming something. */
    public ExpectedVerdict saying(String... words) {
        return new ExpectedVerdict(
                cause, severity, confidence, protocol, speaker, count, counter, share, List.of(words));
    }

    /** Whether a verdict is about the same thing, right or wrong in the rest. */
    boolean isAbout(Verdict verdict) {
        return verdict.cause() == cause
                && (protocol == null || protocol.equals(verdict.protocol()))
                && (speaker == null
                        || speaker.mac() == null
                        || verdict.speaker() == null
                        || speaker.mac().equals(verdict.speaker().mac()));
    }

    /**
     * What is wrong with a verdict.
     *
     * @param growth what the kernel's counters grew by
     * @return one sentence per fault
     */
    List<String> faults(Verdict verdict, Map<String, Long> growth) {
        List<String> faults = new ArrayList<>();
        compare(faults, "severity", severity, verdict.severity());
        if (verdict.confidence().compareTo(confidence) < 0) {
            faults.add(cause + ": confidence is " + verdict.confidence() + " and must be at least " + confidence);
        }
        if (protocol != null) {
            compare(faults, "protocol", protocol, verdict.protocol());
        }
        if (!count.holds(verdict.count(), growth)) {
            faults.add(cause + ": count is " + verdict.count() + " and must be " + count);
        }
        if (counter != null) {
            compare(
                    faults,
                    "counter",
                    undotted(counter),
                    verdict.counter() == null ? null : undotted(verdict.counter()));
            compare(faults, "share", share, verdict.share());
        }
        if (speaker != null) {
            compareSpeaker(faults, speaker, verdict.speaker());
        }
        for (String words : says) {
            if (!verdict.statement().contains(words)
                    && verdict.evidence().stream().noneMatch(line -> line.contains(words))
                    && verdict.counterEvidence().stream().noneMatch(line -> line.contains(words))) {
                faults.add("%s: neither statement nor evidence nor counter-evidence says \"%s\": %s %s %s"
                        .formatted(cause, words, verdict.statement(), verdict.evidence(), verdict.counterEvidence()));
            }
        }
        checkForm(faults, verdict);
        return faults;
    }

    /** {@code Udp.NoPorts} of the kernel's table Udp and {@code UdpNoPorts} of nstat are the same. */
    private static String undotted(String name) {
        return name.replace(".", "");
    }

    private void compareSpeaker(List<String> faults, Speaker expected, @Nullable Speaker actual) {
        if (actual == null) {
            faults.add(cause + ": no speaker is named, it must be " + expected);
            return;
        }
        compareNamed(faults, "speaker's MAC", expected.mac(), actual.mac());
        compareNamed(faults, "speaker's bridge id", expected.bridgeId(), actual.bridgeId());
        compareNamed(faults, "speaker's port", expected.portId(), actual.portId());
        compareNamed(faults, "speaker's name", expected.systemName(), actual.systemName());
        compareNamed(faults, "speaker's description", expected.description(), actual.description());
    }

    private void compareNamed(List<String> faults, String what, @Nullable Object expected, @Nullable Object actual) {
        if (expected != null) {
            compare(faults, what, expected, actual);
        }
    }

    private void compare(List<String> faults, String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            faults.add("%s: %s is %s and must be %s".formatted(cause, what, actual, expected));
        }
    }

    /** What every verdict owes its reader. */
    private static void checkForm(List<String> faults, Verdict verdict) {
        if (verdict.statement().isBlank()) {
            faults.add(verdict.cause() + ": the statement is empty");
        }
        if (verdict.evidence().isEmpty()) {
            faults.add(verdict.cause() + ": there is no evidence");
        }
        if (verdict.severity() == Severity.Problem && verdict.remedies().isEmpty()) {
            faults.add(verdict.cause() + ": a Problem without a remedy");
        }
        verdict.remedies().stream()
                .filter(remedy -> UNFILLED.matcher(remedy.toString()).find())
                .forEach(remedy -> faults.add(verdict.cause() + ": a remedy with a placeholder left: " + remedy));
    }
}
