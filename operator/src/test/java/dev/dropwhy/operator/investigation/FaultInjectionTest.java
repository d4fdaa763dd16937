package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.Mortality;
import dev.dropwhy.operator.testing.Outcome;
import dev.dropwhy.operator.testing.RunningOperator;
import dev.dropwhy.operator.testing.SimulatedAgents;
import dev.dropwhy.operator.testing.Specs;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The operator dies after each of its writes in turn, and another one goes on: the investigation ends with the status of
 * a run without faults (Sieve, OSDI '22, "intermediate states").
 */
@WithApiServer
class FaultInjectionTest {

    private static final int MORE_THAN_ENOUGH = 40;

    private final Cluster cluster;

    FaultInjectionTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void whereverTheOperatorDiesTheNextOneEndsTheRunAlike() {
        cluster.nodes("a", "b", "c");
        DropInvestigationStatus faultless = statusOfARunThatDiesAfter(Integer.MAX_VALUE);
        int deaths = 0;
        for (int writes = 0; writes < MORE_THAN_ENOUGH; writes++) {
            boolean[] died = new boolean[1];
            DropInvestigationStatus status = statusOfARun(writes, died);
            assertThat(status).as("the operator died after %d writes", writes).isEqualTo(faultless);
            if (!died[0]) {
                break;
            }
            deaths++;
        }
        // The start, its Event, three reports, the agents, the verdict, its Event and the agents' end.
        assertThat(deaths).isBetween(9, MORE_THAN_ENOUGH - 1);
    }

    private DropInvestigationStatus statusOfARunThatDiesAfter(int writes) {
        return statusOfARun(writes, new boolean[1]);
    }

    private DropInvestigationStatus statusOfARun(int writes, boolean[] died) {
        String name = "run-" + (writes == Integer.MAX_VALUE ? "faultless" : writes);
        DropInvestigation ended;
        try (var _ = new SimulatedAgents(cluster.admin(), SimulatedAgents::spanningTree)) {
            var mortality = new Mortality(writes);
            try (var _ = new RunningOperator(cluster.client(mortality), settings())) {
                cluster.investigate(name, Specs.seconds(60));
                Awaitility.await("death or end of " + name)
                        .atMost(Cluster.PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> mortality.isDead() || (isOver(name) && isTold(name)));
                died[0] = mortality.isDead();
            }
            try (var _ = new RunningOperator(cluster.client(), settings())) {
                ended = cluster.awaitEnd(name);
                Awaitility.await("the agents' end").atMost(Cluster.PATIENCE).until(() -> isOver(name));
                Awaitility.await("each Event, told once however often the operator died")
                        .atMost(Cluster.PATIENCE)
                        .untilAsserted(() -> assertThat(cluster.events(name))
                                .extracting(Event::getReason)
                                .containsExactlyInAnyOrder("Started", "Verdict"));
            }
        }
        assertThat(cluster.reports())
                .filteredOn(report -> report.getSpec().investigation().name().equals(name))
                .hasSize(3);
        cluster.admin().resource(ended).delete();
        return Outcome.timeless(ended.getStatus());
    }

    private boolean isOver(String name) {
        return cluster.investigation(name).getStatus() != null
                && cluster.investigation(name).getStatus().completionTime() != null
                && cluster.agents().isEmpty();
    }

    /** The last of a run's writes: the verdict's Event is told after the agents have ended. */
    private boolean isTold(String name) {
        return cluster.events(name).stream().map(Event::getReason).toList().contains("Verdict");
    }

    private static dev.dropwhy.operator.OperatorSettings settings() {
        return Cluster.settings(Duration.ofSeconds(30));
    }
}
