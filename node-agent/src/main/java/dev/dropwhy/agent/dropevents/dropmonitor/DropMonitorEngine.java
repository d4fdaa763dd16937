package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.FrameGroups;
import dev.dropwhy.agent.host.NetworkNamespaces;
import dev.dropwhy.agent.linux.SystemCallException;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the kernel's drop monitor. Where nobody runs it, it is started for the window and stopped after it; one of
 * somebody else is listened to, if it tells packets, and left alone.
 */
public final class DropMonitorEngine implements DropEventEngine {

    private static final Path PROC = Path.of("/proc");

    private final EngineSettings settings;
    private @Nullable MonitorControl control;
    private @Nullable OwnMonitor own;
    private @Nullable AlertRecording recording;
    private long lostBefore;

    /** Makes an engine; it touches nothing before {@link #start}. */
    public DropMonitorEngine(EngineSettings settings) {
        this.settings = settings;
    }

    @Override
    public EventSource source() {
        return EventSource.DropMonitor;
    }

    @Override
    public void start() throws EngineUnavailableException {
        if (recording != null) {
            throw new IllegalStateException("an engine is used once");
        }
        try {
            MonitorControl found = MonitorControl.open()
                    .orElseThrow(
                            () -> new EngineUnavailableException(
                                    "The kernel's drop monitor is not there; it needs the module drop_monitor (modprobe drop_monitor, where the kernel has CONFIG_NET_DROP_MONITOR) and the host's own network namespace."));
            control = found;
            recording = AlertRecording.start(found, settings);
            lostBefore = found.lost();
            own = OwnMonitor.start(found).orElse(null);
            if (own == null && !found.settings().tellsPackets()) {
                throw new EngineUnavailableException(
                        "Somebody else runs the kernel's drop monitor, and in its summary mode, which tells places in the kernel and no packets; dropwhy does not stop it. End that program (dropwatch, perhaps), or take the engine Tracefs.");
            }
        } catch (SystemCallException e) {
            throw new EngineUnavailableException(
                    e.isForbidden()
                            ? "The kernel's drop monitor refuses this process: it needs the capabilities CAP_NET_ADMIN and, since Linux 6.7, CAP_SYS_ADMIN; run as root or grant them."
                            : unusable(e),
                    e);
        } catch (IOException e) {
            throw new EngineUnavailableException(unusable(e), e);
        }
    }

    private static String unusable(IOException e) {
        return "The kernel's drop monitor could not be used: %s.".formatted(e.getMessage());
    }

    @Override
    public DropEvents stop() {
        MonitorControl running = control;
        AlertRecording alerts = recording;
        if (running == null || alerts == null) {
            throw new IllegalStateException("the engine was not started");
        }
        List<String> limitations = new ArrayList<>();
        limitations.add(
                "The kernel's drop monitor does not tell drops of packets that have no link header yet (most that this host was about to send), and names the interface where a packet came in, not the one that it was about to leave by.");
        long lost = 0;
        alerts.settle();
        try {
            if (!running.isRunning()) {
                limitations.add(
                        "Somebody else stopped the kernel's drop monitor within the window: what was dropped after that is missing.");
            }
            if (own != null) {
                own.close();
            } else {
                limitations.add(
                        "The kernel's drop monitor was running already, started by somebody else; dropwhy listened to it and left it as it was.");
            }
            lost = running.lost() - lostBefore + alerts.lost();
        } catch (IOException e) {
            limitations.add("The kernel's drop monitor could not be asked at the end: %s.".formatted(e.getMessage()));
        }
        FrameGroups groups = alerts.end();
        if (alerts.failure() != null) {
            limitations.add(
                    "Not all that the kernel's drop monitor told could be read: %s.".formatted(alerts.failure()));
        }
        boolean alone = new NetworkNamespaces(PROC).isOnly(settings.observedNamespace());
        if (!alone) {
            limitations.add(
                    "The kernel's drop monitor does not tell the network namespace: a drop is taken for one of the interface with its number as far as that one's counters allow.");
        }
        return new DropEvents(
                new EventTotals(groups.seen(), groups.ungrouped(), Math.max(0, lost), 0),
                groups.groups(alone ? settings.observedNamespace() : 0, alone),
                limitations);
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        if (recording != null) {
            recording.close();
        }
        if (control != null) {
            control.close();
        }
    }
}
