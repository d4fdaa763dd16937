package dev.dropwhy.agent.dropevents.tracefs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.Capability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said where tracefs cannot be had; {@link TracefsEngineTest} is about where it can. */
class TraceFileSystemTest {

    @Test
    void aFolderThatIsNoTracefsIsNamed() {
        assertThatThrownBy(() -> new TracefsEngine(() -> TraceFileSystem.at(Path.of("/nonexistent"))).start())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("no tracefs at /nonexistent");
    }

    @Test
    void whoMayNotMountIsToldWhatTheKernelSaid() throws Exception {
        assumeFalse(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN), "needs an ordinary user: root may mount");
        assertThatThrownBy(TraceFileSystem::ofItsOwn)
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("fsopen(tracefs) failed: operation not permitted");
    }
}
