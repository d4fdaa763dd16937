package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.HostCounters;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.LinkProbe;
import dev.dropwhy.agent.counters.RouteNetlink;
import dev.dropwhy.agent.counters.SysfsLinks;
import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.choice.EngineLadder;
import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.agent.host.HostProbe;
import dev.dropwhy.agent.host.PacketSocketWatch;
import dev.dropwhy.agent.host.Settings;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Observes the network namespace of the calling thread for one window. The engine runs from before the first counter is
 * read until after the last, so that what the counters show cannot be missing from the events.
 */
public final class Observer {

    private static final Path PROC = Path.of("/proc");
    private static final Path SYSFS = Path.of("/sys/class/net");

    private final Clock clock;
    private final LongSupplier nanos;
    private final Function<EngineSettings, EngineLadder> engines;
    private final FrameIdentifier identifier;

    /**
     * @param clock wall clock, for the start of the window alone
     * @param nanos monotonic clock in nanoseconds, for everything else
     * @param engines chooses and starts the event engine; given what an engine needs to know
     * @param identifier tells what sampled frames are
     */
    public Observer(
            Clock clock,
            LongSupplier nanos,
            Function<EngineSettings, EngineLadder> engines,
            FrameIdentifier identifier) {
        this.clock = clock;
        this.nanos = nanos;
        this.engines = engines;
        this.identifier = identifier;
    }

    /**
     * Observes for as long as was asked for, or until stopped.
     *
     * @param request what to observe
     * @param stop ends the window early; the observation is complete all the same
     * @param listener told about the progress
     * @return everything that was measured
     * @throws InterfaceSelectionException where the selection matches nothing here
     * @throws IOException where the kernel refuses even the counters
     */
    public Observation observe(ObservationRequest request, StopSignal stop, ObservationListener listener)
            throws InterfaceSelectionException, IOException {
        List<String> limitations = new ArrayList<>();
        Map<Integer, String> names = new ConcurrentHashMap<>();
        HostProbe host = new HostProbe(PROC);
        AtomicReference<List<Link>> chosen = new AtomicReference<>(List.of());
        EngineLadder ladder = engines.apply(settings(request, host, names, chosen::get));
        try (PendingEngine pending = PendingEngine.begin(() -> ladder.start(request.events()));
                LinkProbe links = openLinks(limitations)) {
            InterfaceChoice choice = InterfaceChoice.choose(
                    links.links(),
                    request.interfaces(),
                    link -> link.device() || new SysfsDevice(SYSFS, link).exists());
            limitations.addAll(choice.notes());
            chosen.set(choice.links());
            HostCounters hostCounters = new HostCounters(PROC);
            hostCounters.read(); // so that what it needs is loaded before the window opens
            EngineLadder.Started started = pending.take();
            try (DropEventEngine engine = started.engine()) {
                ObservationWindow window = new ObservationWindow(
                        new WindowTime(clock.instant(), nanos, request.duration()),
                        links,
                        hostCounters,
                        host,
                        new PacketSocketWatch(PROC),
                        new Settings(PROC),
                        names);
                window.observe(choice.links(), stop, listener);
                return window.finish(engine.stop(), started.choice(), limitations);
            }
        }
    }

    private EngineSettings settings(
            ObservationRequest request, HostProbe host, Map<Integer, String> names, Supplier<List<Link>> chosen) {
        return new EngineSettings(
                Objects.requireNonNullElse(request.frames().samplesPerGroup(), 0),
                Objects.requireNonNullElse(request.frames().bytesPerFrame(), 0),
                Objects.requireNonNullElse(host.networkNamespace(), 0L),
                names::get,
                identifier,
                chosen,
                request.duration());
    }

    private static LinkProbe openLinks(List<String> limitations) {
        try {
            return RouteNetlink.open();
        } catch (IOException e) {
            limitations.add(
                    "Netlink could not be used (%s), so link counters come from sysfs: rx_otherhost_dropped and queueing disciplines are missing."
                            .formatted(e.getMessage()));
            return new SysfsLinks(SYSFS);
        }
    }
}
