package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Severity;
import java.util.ArrayList;
import java.util.List;

/** A severity in the making, with what speaks for it and against it. */
final class Finding {

    private Severity severity;
    private final List<String> evidence = new ArrayList<>();
    private final List<String> counterEvidence = new ArrayList<>();

    Finding(Severity severity) {
        this.severity = severity;
    }

    Severity severity() {
        return severity;
    }

    List<String> evidence() {
        return evidence;
    }

    List<String> counterEvidence() {
        return counterEvidence;
    }

    void set(Severity to, String why) {
        severity = to;
        evidence.add(why);
    }

    /** Raises to Suspicious, with the reason as what speaks against innocence. */
    void doubt(String why) {
        if (severity == Severity.Benign) {
            severity = Severity.Suspicious;
        }
        counterEvidence.add(why);
    }
}
