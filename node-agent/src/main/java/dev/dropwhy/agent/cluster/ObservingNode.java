package dev.dropwhy.agent.cluster;

import dev.dropwhy.agent.observer.InterfaceSelectionException;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.ObservationRequest;
import dev.dropwhy.agent.observer.Observer;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Observes the node that the process runs on. */
public final class ObservingNode implements NodeObservation {

    private static final int DEFAULT_SAMPLES = 4;
    private static final int DEFAULT_BYTES = 128;

    private final Supplier<Observer> observer;
    private final Supplier<Diagnosis> diagnosis;

    /**
     * @param observer asked for when a window begins
     * @param diagnosis asked for when a window is over
     */
    public ObservingNode(Supplier<Observer> observer, Supplier<Diagnosis> diagnosis) {
        this.observer = observer;
        this.diagnosis = diagnosis;
    }

    @Override
    public Outcome observe(NodeDropReportSpec asked, Duration window, StopSignal stop)
            throws ObservationFailedException {
        Observation observation = measure(request(asked, window), stop);
        return new Outcome(observation, diagnosis.get().diagnose(observation, asked.expectations()));
    }

    private Observation measure(ObservationRequest request, StopSignal stop) throws ObservationFailedException {
        try {
            return observer.get().observe(request, stop, ObservationListener.NONE);
        } catch (InterfaceSelectionException e) {
            throw new ObservationFailedException("NoInterface", sentence(e), e);
        } catch (IOException e) {
            throw new ObservationFailedException(
                    "CountersUnreadable", "The counters of this node cannot be read: " + e.getMessage() + ".", e);
        }
    }

    static ObservationRequest request(NodeDropReportSpec asked, Duration window) {
        InterfaceSelection interfaces = asked.interfaces();
        EventSource events = asked.events();
        return new ObservationRequest(
                interfaces == null ? new InterfaceSelection(List.of(), List.of()) : interfaces,
                window,
                events == null ? EventSource.Auto : events,
                frames(asked.frames()));
    }

    private static FrameSampling frames(@Nullable FrameSampling asked) {
        Integer samples = asked == null ? null : asked.samplesPerGroup();
        Integer bytes = asked == null ? null : asked.bytesPerFrame();
        return new FrameSampling(samples == null ? DEFAULT_SAMPLES : samples, bytes == null ? DEFAULT_BYTES : bytes);
    }

    private static String sentence(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
