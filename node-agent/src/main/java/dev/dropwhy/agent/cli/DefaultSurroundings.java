package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.bpf.EbpfEngine;
import dev.dropwhy.agent.dropevents.capture.CaptureEngine;
import dev.dropwhy.agent.dropevents.choice.EngineLadder;
import dev.dropwhy.agent.dropevents.dropmonitor.DropMonitorEngine;
import dev.dropwhy.agent.dropevents.tracefs.TracefsEngine;
import dev.dropwhy.agent.observer.Observer;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.catalog.Catalog;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Puts together what the process itself works with. */
final class DefaultSurroundings {

    private DefaultSurroundings() {}

    static Surroundings of(Terminal terminal) {
        return new Surroundings(
                terminal,
                () -> new Observer(
                        Clock.systemUTC(), System::nanoTime, DefaultSurroundings::engines, new LateFrameIdentifier()),
                Diagnosis::standard,
                Catalog::load);
    }

    /** The engines of this release, best first; some of them the ladder starts only where they were asked for by name. */
    private static EngineLadder engines(EngineSettings settings) {
        Map<EventSource, Supplier<? extends DropEventEngine>> rungs = new LinkedHashMap<>();
        rungs.put(EventSource.Ebpf, () -> new EbpfEngine(settings));
        rungs.put(EventSource.DropMonitor, () -> new DropMonitorEngine(settings));
        rungs.put(EventSource.Tracefs, TracefsEngine::new);
        rungs.put(EventSource.Capture, () -> new CaptureEngine(settings));
        return new EngineLadder(rungs);
    }
}
