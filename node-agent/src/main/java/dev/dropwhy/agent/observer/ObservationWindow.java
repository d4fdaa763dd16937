package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.Ethtool;
import dev.dropwhy.agent.counters.HostCounters;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.LinkProbe;
import dev.dropwhy.agent.counters.Qdisc;
import dev.dropwhy.agent.counters.QueueStatistics;
import dev.dropwhy.agent.counters.SampleSeries;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.host.HostProbe;
import dev.dropwhy.agent.host.PacketSocketWatch;
import dev.dropwhy.agent.host.Settings;
import dev.dropwhy.agent.linux.SystemCallException;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.diagnosis.observation.InterfaceName;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One window: samples from its opening to its end, then becomes an observation. Used once, by one thread. The names of
 * interfaces are shared with the event engine, which asks for them when it stops.
 */
final class ObservationWindow {

    /**
     * Samples of all interfaces together. One is about half a kibibyte where everything on the interface moves, and is copied
     * before it is judged: an hour of 256 busy interfaces, one sample in six seconds, would take a hundred mebibytes twice.
     */
    private static final int MOST_SAMPLES = 16_384;

    private final WindowTime time;
    private final LinkProbe links;
    private final HostCounters hostCounters;
    private final HostProbe host;
    private final PacketSocketWatch packetSockets;
    private final Settings settings;
    private final SampleSeries hostSeries = new SampleSeries();
    private final Map<Integer, ObservedInterface> observed = new LinkedHashMap<>();
    private final Map<Integer, String> names;
    private final List<InterfaceObservation> finished = new ArrayList<>();
    private final List<String> limitations = new ArrayList<>();
    private long durationMillis;

    ObservationWindow(
            WindowTime time,
            LinkProbe links,
            HostCounters hostCounters,
            HostProbe host,
            PacketSocketWatch packetSockets,
            Settings settings,
            Map<Integer, String> names) {
        this.time = time;
        this.links = links;
        this.hostCounters = hostCounters;
        this.host = host;
        this.packetSockets = packetSockets;
        this.settings = settings;
        this.names = names;
    }

    void observe(List<Link> chosen, StopSignal stop, ObservationListener listener) throws IOException {
        try (DriverSources drivers = DriverSources.open(limitations)) {
            first(chosen, drivers);
            listener.opened(
                    observed.values().stream().map(ObservedInterface::name).toList());
            listener.counted(latest());
            boolean stopped = false;
            for (long second = 1; !stopped && !time.isOver(); second++) {
                stopped = stop.await(time.untilSecond(second));
                boolean last = stopped || time.isOver();
                if (last || time.keeps(second)) {
                    sample();
                    listener.counted(latest());
                }
                packetSockets.look(names::get);
                listener.sampled(time.elapsed(), time.length(), dropped());
            }
            last(drivers);
        }
    }

    Observation finish(DropEvents events, EngineChoice choice, List<String> notes) {
        List<String> sentences = new ArrayList<>(notes);
        sentences.addAll(limitations);
        sentences.addAll(events.limitations());
        NamespaceNames namespaces = NamespaceNames.of(host.networkNamespace(), events.groups());
        return new Observation(
                Observation.VERSION,
                time.start(),
                durationMillis,
                host.facts(namespaces.own()),
                choice,
                events.totals(),
                finished.stream()
                        .sorted(Comparator.comparing(InterfaceObservation::name))
                        .toList(),
                names.entrySet().stream()
                        .filter(entry -> !observed.containsKey(entry.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> new InterfaceName(entry.getKey(), entry.getValue()))
                        .toList(),
                hostSeries.samples(),
                events.groups(),
                namespaces.others(),
                host.handlers(),
                packetSockets.seen(),
                settings.read(finished.stream().map(InterfaceObservation::name).toList()),
                sentences,
                events.tapTest());
    }

    /** Links first: their counters are what is balanced, and the engine has just begun. */
    private void first(List<Link> chosen, DriverSources drivers) throws IOException {
        Map<Integer, Link> now = read();
        for (Link link : chosen) {
            Link current = now.getOrDefault(link.index(), link);
            observed.put(link.index(), new ObservedInterface(current, MOST_SAMPLES / chosen.size()));
        }
        record(now);
        hostSeries.add(time.elapsed().toMillis(), hostCounters.read());
        List<Qdisc> qdiscs = links.qdiscs();
        for (ObservedInterface each : observed.values()) {
            each.firstQdiscs(qdiscs, links);
            each.sampleDriver(time.elapsed().toMillis(), drivers.ethtool(), drivers.queues());
        }
        packetSockets.look(names::get);
    }

    private void sample() throws IOException {
        record(read());
        hostSeries.add(time.elapsed().toMillis(), hostCounters.read());
    }

    private void last(DriverSources drivers) throws IOException {
        durationMillis = time.elapsed().toMillis();
        List<Qdisc> qdiscs = links.qdiscs();
        for (ObservedInterface each : observed.values()) {
            each.sampleDriver(time.elapsed().toMillis(), drivers.ethtool(), drivers.queues());
            finished.add(each.finish(drivers.ethtool(), qdiscs, links, names::get, limitations));
        }
    }

    private Map<Integer, Link> read() throws IOException {
        Map<Integer, Link> byIndex = links.links().stream()
                .collect(Collectors.toMap(Link::index, Function.identity(), (one, other) -> other, LinkedHashMap::new));
        byIndex.forEach((index, link) -> names.put(index, link.name()));
        return byIndex;
    }

    private void record(Map<Integer, Link> now) {
        long at = time.elapsed().toMillis();
        for (ObservedInterface each : observed.values()) {
            Link link = now.get(each.index());
            if (link != null) {
                each.sample(at, link);
            } else {
                String sentence = each.name() + " disappeared during the window; its counters end there.";
                if (!limitations.contains(sentence)) {
                    limitations.add(sentence);
                }
            }
        }
    }

    private Map<String, Map<String, Long>> latest() {
        Map<String, Map<String, Long>> statistics = new LinkedHashMap<>();
        observed.values().forEach(each -> statistics.put(each.name(), each.latestStatistics()));
        return statistics;
    }

    private long dropped() {
        return observed.values().stream()
                .mapToLong(ObservedInterface::droppedSoFar)
                .sum();
    }

    /** What asks drivers, where it can be had: what they tell is useful and not needed. */
    private record DriverSources(
            @Nullable Ethtool ethtool, @Nullable QueueStatistics queues) implements AutoCloseable {

        static DriverSources open(List<String> limitations) {
            Ethtool ethtool = null;
            try {
                ethtool = Ethtool.open();
            } catch (SystemCallException e) {
                limitations.add("Driver facts and statistics are missing: " + e.getMessage() + ".");
            }
            try {
                return new DriverSources(ethtool, QueueStatistics.open().orElse(null));
            } catch (IOException e) {
                return new DriverSources(ethtool, null); // a sandbox may refuse generic netlink
            }
        }

        @Override
        public void close() {
            if (ethtool != null) {
                ethtool.close();
            }
            if (queues != null) {
                queues.close();
            }
        }
    }
}
