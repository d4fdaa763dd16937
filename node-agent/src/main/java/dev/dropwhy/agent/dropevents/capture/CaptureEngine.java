package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.api.EventSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.Pcaps;

/**
 * The tap test. Leaves the first quarter of the window alone, holds a tap on each balanced interface for half of it, without
 * promiscuous mode, and leaves the last quarter alone again. While the tap is open, {@code __netif_receive_skb_core} hands it
 * the frames that no handler wants instead of counting them in rx_dropped: that is what the test rests on, and what it costs.
 */
public final class CaptureEngine implements DropEventEngine {

    private final EngineSettings settings;
    private @Nullable TapRecording recording;

    /**
     * Makes an engine; it touches nothing before {@link #start}.
     *
     * @param settings with the interfaces to open a tap on, and the length of the window
     */
    public CaptureEngine(EngineSettings settings) {
        this.settings = settings;
    }

    @Override
    public EventSource source() {
        return EventSource.Capture;
    }

    @Override
    public void start() throws EngineUnavailableException {
        if (recording != null) {
            throw new IllegalStateException("an engine is used once");
        }
        requireNetRaw();
        requireLibpcap();
        recording = TapRecording.start(settings);
    }

    private static void requireNetRaw() throws EngineUnavailableException {
        try {
            if (Capability.effective().contains(Capability.CAP_NET_RAW)) {
                return;
            }
        } catch (IOException e) {
            throw new EngineUnavailableException(
                    "Whether this process may open a tap could not be read: %s.".formatted(e.getMessage()), e);
        }
        throw new EngineUnavailableException(
                "A tap needs the capability CAP_NET_RAW, which this process lacks; run as root or grant it.");
    }

    /** Loading the library is what fails where it is missing. */
    private static void requireLibpcap() throws EngineUnavailableException {
        try {
            Pcaps.libVersion();
        } catch (LinkageError e) {
            throw new EngineUnavailableException(
                    "The library libpcap.so could not be loaded, which the tap test captures with; install the Debian package libpcap0.8.",
                    e);
        }
    }

    @Override
    public DropEvents stop() {
        TapRecording running = recording;
        if (running == null) {
            throw new IllegalStateException("the engine was not started");
        }
        return running.stop();
    }

    /** Whether the taps are open. */
    boolean isTapping() {
        return recording != null && recording.isOpen();
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }
}
