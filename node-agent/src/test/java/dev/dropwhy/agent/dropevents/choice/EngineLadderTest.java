package dev.dropwhy.agent.dropevents.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.choice.EngineLadder.Started;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineLadderTest {

    private final ScriptedEngine good = new ScriptedEngine(EventSource.Tracefs, null);
    private final ScriptedEngine bad = new ScriptedEngine(EventSource.Ebpf, "CAP_BPF is missing.");

    @Test
    void theBestThatStartsIsUsedWithoutAReason() {
        Started started = ladder(good, bad).start(EventSource.Auto);

        assertThat(started.engine()).isSameAs(good);
        assertThat(started.choice().used()).isEqualTo(EventSource.Tracefs);
        assertThat(started.choice().reason()).isNull();
    }

    @Test
    void anEngineBelowTheBestIsUsedWithTheReasonAndTheOtherIsClosed() {
        Started started = ladder(bad, good).start(EventSource.Auto);

        assertThat(started.engine()).isSameAs(good);
        assertThat(started.choice().reason()).isEqualTo("Ebpf: CAP_BPF is missing.");
        assertThat(bad.closed).isTrue();
    }

    @Test
    void whereNothingStartsCountersRemainAndSayWhy() {
        Started started = ladder(bad).start(EventSource.Auto);

        assertThat(started.choice().used()).isEqualTo(EventSource.CountersOnly);
        assertThat(started.choice().reason()).contains("CAP_BPF is missing.");
        assertThat(started.engine().stop().groups()).isEmpty();
        assertThat(started.engine().stop().limitations()).isNotEmpty();
    }

    @Test
    void aNamedEngineIsNotReplacedByABetterOne() {
        assertThat(ladder(good, bad).start(EventSource.Ebpf).choice().used()).isEqualTo(EventSource.CountersOnly);
        assertThat(ladder(bad, good).start(EventSource.Tracefs).choice().reason())
                .isNull();
    }

    @Test
    void anEngineThatThisReleaseLacksIsNamed() {
        Started started = ladder(good).start(EventSource.DropMonitor);

        assertThat(started.choice().used()).isEqualTo(EventSource.CountersOnly);
        assertThat(started.choice().reason()).contains("DropMonitor").contains("this release");
    }

    @Test
    void aFaultOfAnEngineDoesNotEndTheRun() {
        Started started = ladder(
                        new ScriptedEngine(EventSource.Ebpf, null) {
                            @Override
                            public void start() {
                                throw new UnsatisfiedLinkError("no such library");
                            }
                        },
                        good)
                .start(EventSource.Auto);

        assertThat(started.engine()).isSameAs(good);
        assertThat(started.choice().reason()).contains("no such library");
    }

    @Test
    void longReasonsAreCutToWhatTheApiHolds() {
        Started started =
                ladder(new ScriptedEngine(EventSource.Ebpf, "x".repeat(2_000))).start(EventSource.Auto);

        assertThat(started.choice().reason()).hasSize(512).endsWith("…");
    }

    @Test
    void enginesThatChangeWhatTheyMeasureStartOnlyByName() {
        ScriptedEngine capture = new ScriptedEngine(EventSource.Capture, null);
        ScriptedEngine monitor = new ScriptedEngine(EventSource.DropMonitor, null);

        assertThat(ladder(monitor, capture).start(EventSource.Capture).engine()).isSameAs(capture);
        Started automatic = ladder(bad, monitor, capture).start(EventSource.Auto);
        assertThat(automatic.choice().used()).isEqualTo(EventSource.CountersOnly);
        assertThat(automatic.choice().reason())
                .contains("Ebpf: CAP_BPF is missing.")
                .contains("DropMonitor: starts only where it is asked for by name")
                .contains("Capture: starts only where it is asked for by name");
    }

    @Test
    void everyEngineKeepsASentenceWhereOneIsVeryLong() {
        Started started = ladder(
                        new ScriptedEngine(EventSource.Ebpf, "x".repeat(2_000)),
                        new ScriptedEngine(EventSource.Tracefs, "no tracefs here."))
                .start(EventSource.Auto);

        assertThat(started.choice().reason())
                .hasSizeLessThanOrEqualTo(512)
                .contains("… ")
                .endsWith("Tracefs: no tracefs here.");
    }

    private static EngineLadder ladder(ScriptedEngine... engines) {
        Map<EventSource, Supplier<? extends DropEventEngine>> rungs = new LinkedHashMap<>();
        for (ScriptedEngine engine : engines) {
            rungs.put(engine.source, () -> engine);
        }
        return new EngineLadder(rungs);
    }

    private static class ScriptedEngine implements DropEventEngine {

        private final EventSource source;
        private final @Nullable String obstacle;
        private boolean closed;

        ScriptedEngine(EventSource source, @Nullable String obstacle) {
            this.source = source;
            this.obstacle = obstacle;
        }

        @Override
        public EventSource source() {
            return source;
        }

        @Override
        public void start() throws EngineUnavailableException {
            if (obstacle != null) {
                throw new EngineUnavailableException(obstacle);
            }
        }

        @Override
        public DropEvents stop() {
            return new DropEvents(new EventTotals(0, 0, 0, 0), List.of(), List.of());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
