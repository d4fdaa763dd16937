package dev.dropwhy.agent.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.counters.HostCounters;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.LinkProbe;
import dev.dropwhy.agent.counters.Qdisc;
import dev.dropwhy.agent.counters.TrafficFilter;
import dev.dropwhy.agent.dropevents.choice.CountersOnlyEngine;
import dev.dropwhy.agent.host.HostProbe;
import dev.dropwhy.agent.host.PacketSocketWatch;
import dev.dropwhy.agent.host.Settings;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The longest window that may be asked for, on the busiest machine that is observed. The clock is a simulated one. */
class LongWindowTest {

    private static final Path PROC = Path.of("/proc");
    private static final Duration HOUR = Duration.ofHours(1);

    /** Every look at the clock takes this long: with some looks for each second of the window, it never waits. */
    private static final long LOOK_NANOS = 300_000_000;

    private static final int INTERFACES = InterfaceChoice.MAXIMUM;

    @Test
    void anHourOfManyBusyInterfacesKeepsABoundedNumberOfSamplesAndTheWholeGrowth() throws Exception {
        BusyLinks links = new BusyLinks();
        Observation observation = observe(links);

        assertThat(observation.durationMillis()).isGreaterThanOrEqualTo(HOUR.toMillis());
        assertThat(observation.interfaces()).hasSize(INTERFACES);
        assertThat(observation.interfaces().stream()
                        .mapToInt(link -> link.counters().size())
                        .sum())
                .isBetween(INTERFACES * 16, 16_384);
        for (InterfaceObservation link : observation.interfaces()) {
            Growth growth = Growth.over(link.counters());
            assertThat(growth.all()).containsExactlyInAnyOrderEntriesOf(links.growthOf(link.index()));
        }
        assertThat(observation.hostCounters()).hasSizeLessThanOrEqualTo(601);
    }

    private static Observation observe(LinkProbe links) throws Exception {
        AtomicLong clock = new AtomicLong();
        ObservationWindow window = new ObservationWindow(
                new WindowTime(Instant.EPOCH, () -> clock.addAndGet(LOOK_NANOS), HOUR),
                links,
                new HostCounters(PROC),
                new HostProbe(PROC),
                new PacketSocketWatch(PROC),
                new Settings(PROC),
                new ConcurrentHashMap<>());
        window.observe(links.links(), new StopSignal(), ObservationListener.NONE);
        try (CountersOnlyEngine engine = new CountersOnlyEngine()) {
            engine.start();
            return window.finish(engine.stop(), new EngineChoice(EventSource.CountersOnly, null), List.of());
        }
    }

    /** Interfaces on which six counters move with every look. */
    private static final class BusyLinks implements LinkProbe {

        private static final List<String> MOVING =
                List.of("rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "multicast", "rx_dropped");

        private long looks;
        private long firstCounted;

        @Override
        public List<Link> links() {
            looks++;
            if (looks == 2) { // the first look chooses interfaces, the second opens the window
                firstCounted = looks;
            }
            List<Link> links = new ArrayList<>();
            for (int index = 1; index <= INTERFACES; index++) {
                links.add(new Link(
                        index,
                        "busy" + index,
                        null,
                        null,
                        1500,
                        false,
                        false,
                        true,
                        null,
                        null,
                        true,
                        statistics(index)));
            }
            return links;
        }

        private Map<String, Long> statistics(int index) {
            Map<String, Long> statistics = new TreeMap<>();
            MOVING.forEach(name -> statistics.put(name, looks * index));
            statistics.put("rx_errors", 0L);
            return statistics;
        }

        Map<String, Long> growthOf(int index) {
            Map<String, Long> growth = new TreeMap<>();
            MOVING.forEach(name -> growth.put(name, (looks - firstCounted) * index));
            growth.put("rx_errors", 0L);
            return growth;
        }

        @Override
        public List<Qdisc> qdiscs() {
            return List.of();
        }

        @Override
        public List<TrafficFilter> filters(Qdisc qdisc) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
