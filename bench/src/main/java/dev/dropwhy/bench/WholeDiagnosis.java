package dev.dropwhy.bench;

import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The diagnosis of one window of a minute: one interface, a sample of its counters a second, and as many drop groups as the
 * parameter says, each the LLDP of a speaker of its own with its arrivals and four sampled frames. 8192 is what the eBPF
 * engine can keep apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WholeDiagnosis {

    private static final int SECONDS = 60;
    private static final int DROPS_OF_A_GROUP = 30;
    private static final int FRAMES_OF_A_GROUP = 4;

    /** How many drop groups. */
    @Param({"1", "64", "1024", "8192"})
    public int groups;

    private final Diagnosis diagnosis = Diagnosis.standard();
    private Observation observation = observation(1);

    /** Builds the observation. */
    @Setup
    public void observe() {
        observation = observation(groups);
    }

    /** From the observation to ledgers, verdicts and the headline. */
    @Benchmark
    public NodeDiagnosis dropwhy() {
        return diagnosis.diagnose(observation, List.of());
    }

    private static Observation observation(int groups) {
        FrameIdentifier identifier = new EthernetFrameIdentifier(LinkProtocols.load());
        long drops = (long) groups * DROPS_OF_A_GROUP;
        List<CounterSample> counters = new ArrayList<>();
        for (int second = 0; second <= SECONDS; second++) {
            long grown = drops * second / SECONDS;
            counters.add(new CounterSample(
                    second * 1000L,
                    Map.of("rx_packets", grown, "rx_dropped", grown, "rx_errors", 0L, "rx_missed_errors", 0L)));
        }
        List<DropGroup> kinds = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            kinds.add(group(group, identifier));
        }
        return new Observation(
                Observation.VERSION,
                Instant.EPOCH,
                SECONDS * 1000L,
                new HostFacts("6.18.0", "amd64", 2, 1L, null),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(drops, 0, 0, 0),
                List.of(new InterfaceObservation(
                        "eth0", 2, null, null, 1500, true, false, null, null, null, null, null, counters, List.of(),
                        List.of(), List.of())),
                List.of(),
                List.of(),
                kinds,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static DropGroup group(int number, FrameIdentifier identifier) {
        byte[] lldp = lldp(number);
        List<Long> arrivals = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (int drop = 0; drop < DROPS_OF_A_GROUP; drop++) {
            long at = drop * 2_000_000L + number;
            arrivals.add(at);
            if (drop < FRAMES_OF_A_GROUP) {
                frames.add(new Frame(at, lldp.length, HexFormat.of().formatHex(lldp), identifier.identify(lldp)));
            }
        }
        String source = HexFormat.ofDelimiter(":").formatHex(lldp, 6, 12);
        return new DropGroup(
                1L,
                true,
                2,
                "eth0",
                "UNHANDLED_PROTO",
                "__netif_receive_skb_core",
                0x88cc,
                new LinkId(source, "01:80:c2:00:00:0e", null, null, null, null, null),
                null,
                DROPS_OF_A_GROUP,
                (long) DROPS_OF_A_GROUP * lldp.length,
                0,
                (DROPS_OF_A_GROUP - 1) * 2000L,
                arrivals,
                frames,
                List.of());
    }

    /** Chassis and port are the speaker's MAC, valid for 8 s (IEEE 802.1AB 8.5). */
    private static byte[] lldp(int speaker) {
        String mac = "02005e53%04x".formatted(speaker);
        return HexFormat.of()
                .parseHex("0180c200000e" + mac + "88cc" + "020704" + mac + "040703" + mac + "06020008" + "0000");
    }
}
