package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that observes until it is killed. */
final class ObservingProcess {

    private ObservingProcess() {}

    public static void main(String[] arguments) throws Exception {
        EngineSettings settings = new EngineSettings(
                4,
                128,
                0,
                index -> null,
                frame -> new FrameIdentity(null, "", null, null, 0, List.of(), null, null, null));
        try (EbpfEngine engine = new EbpfEngine(settings)) {
            engine.start();
            System.out.println("observing");
            new CountDownLatch(1).await();
        }
    }
}
