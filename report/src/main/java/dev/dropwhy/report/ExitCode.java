package dev.dropwhy.report;

import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import java.util.List;

/** What the exit codes say. */
public final class ExitCode {

    /** It ran, and no verdict is a Problem. */
    public static final int NO_PROBLEM = 0;

    /** It ran, and a verdict is a Problem. */
    public static final int PROBLEM = 1;

    /** It could not run. */
    public static final int FAILED = 2;

    private ExitCode() {}

    /** The exit code of a report with these verdicts. */
    public static int of(List<Verdict> verdicts) {
        return verdicts.stream().anyMatch(verdict -> verdict.severity() == Severity.Problem) ? PROBLEM : NO_PROBLEM;
    }
}
