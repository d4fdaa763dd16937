package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:05:00.123456789Z");

    private final Conditions conditions = new Conditions(
            List.of(new Condition(Conditions.SUCCEEDED, "Unknown", 1L, BEFORE.toString(), "Queued", "Waits.")),
            2L,
            NOW);

    @Test
    void theTimeStaysWhileTheStatusStays() {
        Condition running = conditions.unknown(Conditions.SUCCEEDED, "Running", "Runs.");

        assertThat(running.lastTransitionTime()).isEqualTo(BEFORE.toString());
        assertThat(running.reason()).isEqualTo("Running");
        assertThat(running.observedGeneration()).isEqualTo(2);
    }

    @Test
    void theTimeIsNewWhenTheStatusIs() {
        assertThat(conditions.yes(Conditions.SUCCEEDED, "Complete", "Done.").lastTransitionTime())
                .isEqualTo("2026-01-01T00:05:00Z");
    }

    @Test
    void aMessageIsCutToWhatTheSchemaTakes() {
        assertThat(conditions
                        .no(Conditions.ACCEPTED, "NoNodes", "x".repeat(5000))
                        .message())
                .hasSize(1024);
    }
}
