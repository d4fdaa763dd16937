package dev.dropwhy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.Observation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** As many speakers as the eBPF engine keeps apart: a loop, or somebody who makes addresses up. */
class ManySpeakersTest {

    private static final int SPEAKERS = 8192;
    private static final long EACH = 30;

    /** Some 50 ms of processor time on a server; a diagnosis that compares every group with every other takes seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Test
    void theWorstAreToldAndTheRestIsCounted() {
        NodeDiagnosis diagnosis = Diagnosis.standard().diagnose(observation(), List.of());
        assertThat(diagnosis.verdicts())
                .hasSize(16)
                .allMatch(verdict -> verdict.cause() == Cause.UnhandledLinkProtocol);
        assertThat(diagnosis.limitations()).anyMatch(line -> line.startsWith((SPEAKERS - 16) + " further verdicts"));
        assertThat(diagnosis.totals().explained()).isEqualTo(SPEAKERS * EACH);
    }

    @Test
    void theTimeGrowsWithTheSpeakersAndNotWithTheirSquare() {
        Diagnosis diagnosis = Diagnosis.standard();
        Observation observation = observation();
        diagnosis.diagnose(observation, List.of());
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        diagnosis.diagnose(observation, List.of());
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(Duration.ofNanos(took)).isLessThan(LIMIT);
    }

    private static Observation observation() {
        InterfaceObservation link = new InterfaceObservation(
                "eth0",
                2,
                null,
                null,
                1500,
                true,
                false,
                null,
                null,
                null,
                null,
                null,
                List.of(
                        new CounterSample(0, Map.of("rx_dropped", 0L)),
                        new CounterSample(60_000, Map.of("rx_dropped", SPEAKERS * EACH))),
                List.of(),
                List.of(),
                List.of());
        return new Observation(
                Observation.VERSION,
                Instant.EPOCH,
                60_000,
                new HostFacts("6.18.0", "amd64", 2, 1L, null),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(SPEAKERS * EACH, 0, 0, 0),
                List.of(link),
                List.of(),
                List.of(),
                IntStream.range(0, SPEAKERS).mapToObj(ManySpeakersTest::group).toList(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static DropGroup group(int speaker) {
        String mac = "02:00:5e:53:%02x:%02x".formatted(speaker >> 8, speaker & 0xff);
        return new DropGroup(
                1,
                true,
                2,
                "eth0",
                "UNHANDLED_PROTO",
                "__netif_receive_skb_core",
                0x88cc,
                new LinkId(mac, "01:80:c2:00:00:0e", null, null, null, null, null),
                null,
                EACH,
                EACH * 60,
                0,
                (EACH - 1) * 2000,
                LongStream.range(0, EACH).mapToObj(drop -> drop * 2_000_000L).toList(),
                List.of(),
                List.of());
    }
}
