package dev.dropwhy.kubectl;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one investigation until it has ended. */
final class Follower {

    private static final Duration POLL = Duration.ofMillis(500);

    /** An API server that restarts is back within this time. */
    private static final Duration SERVER_AWAY = Duration.ofSeconds(60);

    private static final Duration TALK = Duration.ofSeconds(1);

    private final Investigations investigations;
    private final Progress progress;
    private final Interruption interruption;
    private final Duration operatorPatience;

    /**
     * @param operatorPatience how long an operator may take to say anything at all
     */
    Follower(Investigations investigations, Progress progress, Interruption interruption, Duration operatorPatience) {
        this.investigations = investigations;
        this.progress = progress;
        this.interruption = interruption;
        this.operatorPatience = operatorPatience;
    }

    /**
     * Follows.
     *
     * @return the ended investigation; empty where a signal came first
     * @throws PluginException where it will not end: refused, deleted, no operator, no server
     */
    Optional<DropInvestigation> follow(DropInvestigation created) throws PluginException {
        String name = Investigations.name(created);
        Instant begun = investigations.clock().instant();
        Instant heard = begun;
        progress.tell("Created " + name + ", waiting for the operator", "");
        while (!interruption.isWished()) {
            Instant now = investigations.clock().instant();
            try {
                DropInvestigation known = investigations
                        .find(name)
                        .filter(found -> found.getMetadata()
                                .getUid()
                                .equals(created.getMetadata().getUid()))
                        .orElseThrow(() -> new PluginException(
                                "The DropInvestigation " + name + " was deleted by somebody before it ended."));
                heard = now;
                if (hasEnded(known, Duration.between(begun, now))) {
                    return Optional.of(known);
                }
            } catch (KubernetesClientException e) {
                bear(e, name, Duration.between(heard, now));
            }
            interruption.sleep(POLL);
        }
        return Optional.empty();
    }

    private boolean hasEnded(DropInvestigation known, Duration since) throws PluginException {
        String name = Investigations.name(known);
        DropInvestigationStatus status = known.getStatus();
        Optional<Condition> accepted = condition(status, "Accepted");
        if (accepted.isEmpty()) {
            if (since.compareTo(operatorPatience) > 0) {
                throw new PluginException("No operator took up " + name + " within " + operatorPatience.toSeconds()
                        + " s: none seems to run; look at the deployment of the chart (docs/operations.md).");
            }
            return false;
        }
        if (accepted.get().status().equals("False")) {
            throw new PluginException(
                    "The operator refused " + name + ": " + accepted.get().message());
        }
        if (status.completionTime() != null) {
            return true;
        }
        progress.tell(
                name + ": "
                        + condition(status, "Succeeded")
                                .or(() -> accepted)
                                .map(Condition::message)
                                .orElse(""),
                since.compareTo(TALK) < 0 ? "" : "  " + since.toSeconds() + " s");
        return false;
    }

    private void bear(KubernetesClientException e, String name, Duration silence) throws PluginException {
        if (!ClusterErrors.passing(e) || silence.compareTo(SERVER_AWAY) > 0) {
            throw ClusterErrors.explain("read the DropInvestigation " + name, investigations.server(), e);
        }
        progress.tell(name + ": the API server does not answer, trying again", "");
    }

    private static Optional<Condition> condition(@Nullable DropInvestigationStatus status, String type) {
        return status == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst();
    }
}
