package dev.dropwhy.agent.cli;

import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import java.util.List;

/** What the exit codes say. */
final class ExitCode {

    /** It ran, and no verdict is a Problem. */
    static final int NO_PROBLEM = 0;

    /** It ran, and a verdict is a Problem. */
    static final int PROBLEM = 1;

    /** It could not run. */
    static final int FAILED = 2;

    private ExitCode() {}

    static int of(List<Verdict> verdicts) {
        return verdicts.stream().anyMatch(verdict -> verdict.severity() == Severity.Problem) ? PROBLEM : NO_PROBLEM;
    }
}
