package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A verdict before it is put into words: all that ranks it. There may be thousands, one for each speaker, and words are
 * found only for the few that a report has room for.
 *
 * @param cause the cause
 * @param protocol link protocol or IP protocol
 * @param source MAC address of the sender that the verdict is about
 * @param severity how much it matters
 * @param confidence how sure it is
 * @param count packets
 * @param interfaces the interfaces that it is about
 * @param words puts it into words
 */
record Draft(
        Cause cause,
        @Nullable String protocol,
        @Nullable String source,
        Severity severity,
        Confidence confidence,
        long count,
        List<String> interfaces,
        Supplier<Verdict> words) {

    /** A verdict that is in words already. */
    static Draft of(Verdict verdict) {
        return new Draft(
                verdict.cause(),
                verdict.protocol(),
                null,
                verdict.severity(),
                verdict.confidence(),
                verdict.count(),
                verdict.interfaces(),
                () -> verdict);
    }

    Verdict write() {
        return words.get();
    }
}
