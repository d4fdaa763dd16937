package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.Ethtool;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.LinkProbe;
import dev.dropwhy.agent.counters.Qdisc;
import dev.dropwhy.agent.counters.QueueStatistics;
import dev.dropwhy.agent.counters.RouteNetlink;
import dev.dropwhy.agent.counters.SampleSeries;
import dev.dropwhy.agent.counters.TrafficFilter;
import dev.dropwhy.agent.linux.SystemCallException;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One interface while it is observed: collects its samples and becomes an {@link InterfaceObservation}. */
final class ObservedInterface {

    private static final long WRAP = 1L << 32; // gnet_stats_queue counts in 32 bits

    private final SampleSeries counters;
    private final List<CounterSample> driverCounters = new ArrayList<>(2);
    private final Map<String, Qdisc> firstQdiscs = new HashMap<>();
    private final ObservedFilters filters = new ObservedFilters();
    private final long firstDropped;
    private Link latest;

    /**
     * Begins.
     *
     * @param first as it was when the window opened
     * @param mostSamples samples of its counters to keep
     */
    ObservedInterface(Link first, int mostSamples) {
        this.counters = new SampleSeries(mostSamples);
        this.latest = first;
        this.firstDropped = dropped(first);
    }

    String name() {
        return latest.name();
    }

    int index() {
        return latest.index();
    }

    Map<String, Long> latestStatistics() {
        return latest.statistics();
    }

    /** Packets by which its drop counters grew so far. */
    long droppedSoFar() {
        return dropped(latest) - firstDropped;
    }

    void sample(long atMillis, Link link) {
        latest = link;
        counters.add(atMillis, link.statistics());
    }

    /** What the driver tells by ethtool, and since Linux 6.9 also as statistics of queues: their names differ. */
    void sampleDriver(long atMillis, @Nullable Ethtool ethtool, @Nullable QueueStatistics queues) {
        Map<String, Long> statistics = new LinkedHashMap<>();
        try {
            if (ethtool != null) {
                statistics.putAll(ethtool.statistics(latest.name()));
            }
            if (queues != null) {
                statistics.putAll(queues.statistics(index()));
            }
        } catch (IOException e) {
            // the interface is gone, or its driver has no statistics of queues: what was told stays
        }
        if (!statistics.isEmpty()) {
            driverCounters.add(new CounterSample(atMillis, statistics));
        }
    }

    void firstQdiscs(List<Qdisc> all, LinkProbe links) throws IOException {
        for (Qdisc qdisc : own(all)) {
            firstQdiscs.put(key(qdisc), qdisc);
            filters.first(links.filters(qdisc));
        }
    }

    private List<Qdisc> own(List<Qdisc> all) {
        return all.stream().filter(qdisc -> qdisc.interfaceIndex() == index()).toList();
    }

    InterfaceObservation finish(
            @Nullable Ethtool ethtool,
            List<Qdisc> lastQdiscs,
            LinkProbe links,
            IntFunction<@Nullable String> nameOf,
            List<String> limitations)
            throws IOException {
        List<TrafficFilter> lastFilters = new ArrayList<>();
        for (Qdisc qdisc : own(lastQdiscs)) {
            List<TrafficFilter> of = links.filters(qdisc);
            lastFilters.addAll(of);
            if (of.size() == RouteNetlink.MOST_FILTERS) {
                limitations.add("%s of %s has more than %d tc filters; what the others dropped is not told apart."
                        .formatted(qdisc.kind(), name(), RouteNetlink.MOST_FILTERS));
            }
        }
        return new InterfaceObservation(
                latest.name(),
                latest.index(),
                latest.kind(),
                latest.mac(),
                latest.mtu(),
                latest.carrier(),
                latest.promiscuous(),
                latest.masterIndex() == null ? null : nameOf.apply(latest.masterIndex()),
                latest.lowerIndex() == null ? null : nameOf.apply(latest.lowerIndex()),
                ask(ethtool, tool -> tool.driver(latest.name()).orElse(null)),
                ask(ethtool, tool -> tool.rings(latest.name()).orElse(null)),
                ask(ethtool, tool -> tool.channels(latest.name()).orElse(null)),
                counters.samples(),
                driverCounters,
                own(lastQdiscs).stream().map(this::growth).toList(),
                filters.growth(lastFilters));
    }

    private QdiscObservation growth(Qdisc last) {
        Qdisc first = firstQdiscs.get(key(last));
        return new QdiscObservation(
                last.kind(),
                last.handle(),
                last.parent(),
                growth(last.dropped(), first == null ? 0 : first.dropped()),
                growth(last.overlimits(), first == null ? 0 : first.overlimits()),
                growth(last.requeues(), first == null ? 0 : first.requeues()));
    }

    private static long growth(long last, long first) {
        return Math.floorMod(last - first, WRAP);
    }

    private static String key(Qdisc qdisc) {
        return qdisc.kind() + " " + qdisc.handle() + " " + qdisc.parent();
    }

    private static long dropped(Link link) {
        return link.statistics().getOrDefault("rx_dropped", 0L)
                + link.statistics().getOrDefault("tx_dropped", 0L);
    }

    private static <T> @Nullable T ask(@Nullable Ethtool ethtool, Question<T> question) {
        try {
            return ethtool == null ? null : question.ask(ethtool);
        } catch (SystemCallException e) {
            return null; // gone, or refused: the same as not told
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        @Nullable T ask(Ethtool ethtool) throws SystemCallException;
    }
}
