package dev.dropwhy.agent.dropevents.dropmonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What can be seen of the engine on a kernel without the monitor; the virtio lab has kernels with it. */
class DropMonitorEngineTest {

    @Test
    void aKernelWithoutTheMonitorIsNamedAndTheModuleIsNotLoaded() throws IOException {
        assumeNoMonitor();
        try (DropMonitorEngine engine = new DropMonitorEngine(
                new EngineSettings(4, 128, 0, index -> null, new EthernetFrameIdentifier(LinkProtocols.load())))) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("modprobe drop_monitor");
        }
        assumeNoMonitor();
    }

    @Test
    void aGuardThatCannotStartIsSaidAndGone() throws IOException {
        assumeNoMonitor();
        long before = ProcessHandle.current().children().count();
        assertThatThrownBy(() -> MonitorGuard.start(MonitorSettings.INITIAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not start");
        assertThat(ProcessHandle.current().children().count()).isLessThanOrEqualTo(before);
    }

    @Test
    void settingsPassThroughACommandLine() {
        assertThat(MonitorSettings.parse(MonitorSettings.OWN.text())).contains(MonitorSettings.OWN);
        assertThat(MonitorSettings.parse("")).isEmpty();
        assertThat(MonitorSettings.parse("1 2")).isEmpty();
        assertThat(MonitorSettings.parse("1 2 many")).isEmpty();
    }

    private static void assumeNoMonitor() throws IOException {
        try (MonitorControl control = MonitorControl.open().orElse(null)) {
            assumeTrue(control == null, "this kernel has the drop monitor; the virtio lab tries it");
        }
    }
}
