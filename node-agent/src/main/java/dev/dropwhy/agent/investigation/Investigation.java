package dev.dropwhy.agent.investigation;

import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import java.time.Duration;
import java.util.List;

/**
 * An investigation that may run on this machine.
 *
 * @param name its name
 * @param spec what is asked
 */
public record Investigation(String name, DropInvestigationSpec spec) {

    private static final int DEFAULT_SECONDS = 60;
    private static final int DEFAULT_SAMPLES = 4;
    private static final int DEFAULT_BYTES = 128;

    /** The interfaces to observe; empty where the file leaves the choice. */
    public InterfaceSelection interfaces() {
        return spec.interfaces() == null ? new InterfaceSelection(List.of(), List.of()) : spec.interfaces();
    }

    /** Length of the window. */
    public Duration duration() {
        return Duration.ofSeconds(spec.durationSeconds() == null ? DEFAULT_SECONDS : spec.durationSeconds());
    }

    /** Source of drop events. */
    public EventSource events() {
        return spec.events() == null ? EventSource.Auto : spec.events();
    }

    /** How much of dropped frames to keep, complete. */
    public FrameSampling frames() {
        FrameSampling frames = spec.frames();
        return new FrameSampling(
                frames == null || frames.samplesPerGroup() == null ? DEFAULT_SAMPLES : frames.samplesPerGroup(),
                frames == null || frames.bytesPerFrame() == null ? DEFAULT_BYTES : frames.bytesPerFrame());
    }
}
