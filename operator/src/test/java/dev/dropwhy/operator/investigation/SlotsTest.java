package dev.dropwhy.operator.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.operator.testing.Specs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(2);

    @Test
    void theOldestGoFirst() {
        DropInvestigation first = waiting("c", 1);
        DropInvestigation second = waiting("b", 2);
        DropInvestigation third = waiting("a", 3);
        List<DropInvestigation> all = List.of(third, second, first);

        assertThat(slots.ahead(third, all)).isEqualTo(1);
        assertThat(slots.ahead(second, all)).isZero();
        assertThat(slots.ahead(first, all)).isZero();
    }

    @Test
    void aSlotIsNotGrantedTwiceWhileTheCacheLags() {
        DropInvestigation first = waiting("a", 1);
        DropInvestigation second = waiting("b", 2);
        DropInvestigation third = waiting("c", 3);
        slots.ahead(first, List.of(first, second, third));
        slots.ahead(second, List.of(first, second, third));

        assertThat(slots.ahead(third, List.of(first, second, third))).isEqualTo(1);
    }

    @Test
    void whatHasEndedOrIsGoneFreesItsSlot() {
        DropInvestigation first = waiting("a", 1);
        DropInvestigation second = waiting("b", 2);
        DropInvestigation third = waiting("c", 3);
        slots.ahead(first, List.of(first, second, third));
        slots.ahead(second, List.of(first, second, third));

        assertThat(slots.ahead(third, List.of(ended("a"), running("b"), third))).isZero();
        assertThat(slots.ahead(waiting("d", 4), List.of(third, waiting("d", 4))))
                .isZero();
    }

    private static DropInvestigation waiting(String name, int second) {
        return investigation(name, second, null);
    }

    private static DropInvestigation running(String name) {
        return investigation(name, 0, status("2026-01-01T00:00:00Z", null));
    }

    private static DropInvestigation ended(String name) {
        return investigation(name, 0, status("2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"));
    }

    private static DropInvestigationStatus status(@Nullable String start, @Nullable String end) {
        return new DropInvestigationStatus(1L, start, end, null, List.of(), null, null, null, List.of());
    }

    private static DropInvestigation investigation(String name, int second, @Nullable DropInvestigationStatus status) {
        var investigation = new DropInvestigation();
        investigation.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withUid(name)
                .withCreationTimestamp("2026-01-01T00:00:0" + second + "Z")
                .build());
        investigation.setSpec(Specs.seconds(60));
        if (status != null) {
            investigation.setStatus(status);
        }
        return investigation;
    }
}
