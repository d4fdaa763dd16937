package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.Severity;
import dev.dropwhy.operator.notices.Notice;
import dev.dropwhy.operator.notices.Notices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells people what an investigation's status says, once for each stage. What is told follows from the written status, so
 * that nothing is told which another operator's write has made untrue, and an operator that takes over tells what its
 * predecessor died before.
 */
final class Announcements {

    /** An outcome older than this was told long ago; Events live for an hour by default. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    private final Notices notices;
    private final Clock clock;
    private final Map<String, Stage> told = new ConcurrentHashMap<>();

    Announcements(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Tells where an investigation stands, unless this operator has told it.
     *
     * @param known every investigation that there is: what is told of others is forgotten
     */
    void tell(DropInvestigation investigation, Stream<DropInvestigation> known) {
        Stage stage = Stage.of(investigation);
        String uid = investigation.getMetadata().getUid();
        if (stage.equals(told.get(uid))) {
            return;
        }
        Notice notice = notice(investigation, stage, clock.instant());
        if (notice != null) {
            notices.tell(
                    investigation, stage + "/" + investigation.getMetadata().getGeneration(), notice);
        }
        Set<String> uids = known.map(each -> each.getMetadata().getUid()).collect(Collectors.toSet());
        told.keySet().retainAll(uids);
        told.put(uid, stage);
    }

    static @Nullable Notice notice(DropInvestigation investigation, Stage stage, Instant now) {
        DropInvestigationStatus status = investigation.getStatus();
        return switch (stage) {
            case Stage.Waiting ignored -> null;
            case Stage.Suspended ignored ->
                new Notice(
                        false, "Suspended", "It does not run while spec.suspend is true, and starts anew afterwards.");
            case Stage.Running ignored -> new Notice(false, "Started", started(investigation));
            case Stage.Finished finished -> finished.completed().plus(NEWS).isBefore(now) ? null : outcome(status);
        };
    }

    private static String started(DropInvestigation investigation) {
        int targeted = investigation.getStatus().nodes() == null
                ? 0
                : investigation.getStatus().nodes().targeted();
        return "Asks " + targeted + (targeted == 1 ? " node" : " nodes") + " to observe for "
                + investigation.getSpec().durationSeconds() + " s.";
    }

    private static @Nullable Notice outcome(DropInvestigationStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(Conditions.SUCCEEDED))
                .findFirst()
                .map(succeeded -> outcome(status, succeeded))
                .orElse(null);
    }

    private static Notice outcome(DropInvestigationStatus status, Condition succeeded) {
        if (!succeeded.status().equals("True")) {
            return new Notice(true, succeeded.reason(), succeeded.message());
        }
        boolean problem = status.verdicts().stream().anyMatch(verdict -> verdict.severity() == Severity.Problem);
        return new Notice(problem, "Verdict", succeeded.message());
    }
}
