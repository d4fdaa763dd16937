package dev.dropwhy.diagnosis.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Confidence;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A window of 60 s with the tap open from 15 s to 45 s. */
class TapInferenceTest {

    private static final int LLDP = 0x88cc;
    private static final int SLOW = 0x8809;

    @Test
    void dropsThatStopAreOfTheFramesThatCameToTheTap() {
        NodeDiagnosis diagnosis = diagnose(tapped(15, 0, 15), frames(LLDP, 30));

        Verdict lldp = verdict(diagnosis, Cause.UnhandledLinkProtocol).orElseThrow();
        assertThat(lldp.count()).isEqualTo(30);
        assertThat(lldp.share()).isEqualTo(100);
        assertThat(lldp.confidence()).isEqualTo(Confidence.Medium);
        assertThat(lldp.evidence()).anyMatch(line -> line.contains("grew by 30 in 30.0 s without the tap"));
        assertThat(diagnosis.totals().unexplained()).isZero();
    }

    @Test
    void noInferenceIsHighlyConfidentAndFewDropsMayBeChance() {
        Verdict lldp = verdict(diagnose(tapped(1, 0, 1), frames(LLDP, 2)), Cause.UnhandledLinkProtocol)
                .orElseThrow();

        assertThat(lldp.count()).isEqualTo(2);
        assertThat(lldp.confidence()).isEqualTo(Confidence.Low);
    }

    @Test
    void dropsThatGoOnAreNotCharged() {
        NodeDiagnosis diagnosis = diagnose(tapped(50, 100, 50), frames(LLDP, 30));

        assertThat(verdict(diagnosis, Cause.UnhandledLinkProtocol)).isEmpty();
        assertThat(verdict(diagnosis, Cause.Unexplained).orElseThrow().evidence())
                .anyMatch(line -> line.contains("they went on"));
        assertThat(diagnosis.limitations())
                .anyMatch(line -> line.contains("30 frames") && line.contains("went on growing"));
    }

    @Test
    void whatStoppedIsChargedAndWhatWentOnIsNot() {
        NodeDiagnosis diagnosis = diagnose(tapped(65, 100, 65), frames(LLDP, 30));

        assertThat(verdict(diagnosis, Cause.UnhandledLinkProtocol).orElseThrow().count())
                .isEqualTo(30);
        assertThat(diagnosis.totals().dropped()).isEqualTo(230);
        assertThat(diagnosis.totals().unexplained()).isEqualTo(200);
    }

    @Test
    void noMoreIsChargedThanFramesOfThatPaceWouldMake() {
        NodeDiagnosis diagnosis = diagnose(tapped(50, 0, 50), frames(LLDP, 10));

        assertThat(verdict(diagnosis, Cause.UnhandledLinkProtocol).orElseThrow().count())
                .isEqualTo(10);
        assertThat(diagnosis.totals().unexplained()).isEqualTo(90);
    }

    @Test
    void dropsThatStopWithoutAnyFrameStayUnexplained() {
        assertThat(diagnose(tapped(50, 0, 50)).verdicts())
                .extracting(Verdict::cause)
                .containsExactly(Cause.Unexplained);
    }

    @Test
    void framesWithoutDropsAreNoVerdict() {
        NodeDiagnosis diagnosis = diagnose(tapped(0, 0, 0), frames(LLDP, 30));

        assertThat(diagnosis.verdicts()).isEmpty();
        assertThat(diagnosis.limitations()).anyMatch(line -> line.contains("did not grow without it"));
    }

    @Test
    void severalProtocolsShareInProportion() {
        NodeDiagnosis diagnosis = diagnose(tapped(20, 0, 20), frames(LLDP, 30), frames(SLOW, 10));

        assertThat(diagnosis.verdicts())
                .extracting(Verdict::protocol, Verdict::count)
                .containsExactlyInAnyOrder(tuple("Lldp", 30L), tuple("SlowProtocol", 10L));
    }

    @Test
    void whereAnIngressHookKeepsTapsFromHidingTheTestTellsNothing() {
        Observation observation = observation(
                tapped(15, 0, 15),
                List.of(new QdiscObservation("clsact", "ffff:", "ffff:fff1", 0, 0, 0)),
                frames(LLDP, 30));
        NodeDiagnosis diagnosis = Diagnosis.standard().diagnose(observation, List.of());

        assertThat(verdict(diagnosis, Cause.UnhandledLinkProtocol)).isEmpty();
        assertThat(diagnosis.limitations()).anyMatch(line -> line.contains("ingress qdisc"));
    }

    private static Optional<Verdict> verdict(NodeDiagnosis diagnosis, Cause cause) {
        return diagnosis.verdicts().stream()
                .filter(verdict -> verdict.cause() == cause)
                .findFirst();
    }

    private static TappedInterface tapped(long before, long during, long after) {
        return new TappedInterface("eth0", before, during, after);
    }

    private static DropGroup frames(int etherType, int count) {
        List<Long> arrivals = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            arrivals.add(15_000_000 + i * 30_000_000 / count);
        }
        return new DropGroup(
                1,
                true,
                2,
                "eth0",
                null,
                TapTest.FUNCTION,
                etherType,
                new LinkId("02:00:5e:00:53:01", null, null, null, null, null, null),
                null,
                count,
                count * 46L,
                15_000,
                45_000,
                arrivals,
                List.of(),
                List.of());
    }

    private static NodeDiagnosis diagnose(TappedInterface link, DropGroup... frames) {
        return Diagnosis.standard().diagnose(observation(link, List.of(), frames), List.of());
    }

    private static Observation observation(TappedInterface link, List<QdiscObservation> qdiscs, DropGroup... frames) {
        long dropped = link.before() + link.during() + link.after();
        return new Observation(
                Observation.VERSION,
                Instant.EPOCH,
                60_000,
                new HostFacts("6.18.0", "amd64", 2, 1L, null),
                new EngineChoice(EventSource.Capture, null),
                new EventTotals(0, 0, 0, 0),
                List.of(new InterfaceObservation(
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
                                new CounterSample(0, Map.of("rx_dropped", 7L)),
                                new CounterSample(60_000, Map.of("rx_dropped", 7L + dropped))),
                        List.of(),
                        qdiscs,
                        List.of())),
                List.of(),
                List.of(),
                List.of(frames),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                new TapTest(15_000, 45_000, 60_000, List.of(link)));
    }
}
