package dev.dropwhy.agent.demo;

import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationFormatException;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.IOException;
import java.io.InputStream;

/** The observation of a demonstration that ran elsewhere, for those who may not run it here. */
public final class RecordedDemo {

    private static final String RESOURCE = "recorded-demo.json";

    private RecordedDemo() {}

    /** Reads the recording. */
    public static Observation read() {
        try (InputStream in = RecordedDemo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar of the agent lacks the recording " + RESOURCE);
            }
            return new ObservationJson().read(in);
        } catch (IOException | ObservationFormatException e) {
            throw new IllegalStateException("the recording " + RESOURCE + " in the jar of the agent cannot be read", e);
        }
    }
}
