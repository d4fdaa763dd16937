package dev.dropwhy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded observations and the whole diagnosis of each. After a wanted change, run with {@code -Dgolden.update=true},
 * and read the difference before committing it.
 */
class GoldenDiagnosisTest {

    private static final Diagnosis DIAGNOSIS = Diagnosis.standard();
    private static final Path SOURCES = Path.of("src/test/resources/dev/dropwhy/diagnosis/golden");
    /** {interface}, or the words that once stood for such values. */
    private static final Pattern UNFILLED = Pattern.compile("\\{[a-zA-Z]+}|\\b(INTERFACE|BRIDGE|NUMBER|LIST)\\b");

    /** Timelines have a test of their own; 120 numbers would hide what a golden file is to show. */
    @JsonIgnoreProperties("timelines")
    private interface WithoutTimelines {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addMixIn(NodeDiagnosis.class, WithoutTimelines.class)
            .build();

    private static List<String> recordings() {
        return List.of(
                "founding-case",
                "bpdu-one-unexplained",
                "bpdu-with-llc",
                "two-protocols-two-speakers",
                "lacp-on-bond-member",
                "backlog",
                "peer-mtu",
                "unknown-vlan",
                "foreign-destination",
                "ip-input",
                "firewall-and-conntrack",
                "sockets",
                "listen-queue",
                "handshake-aborted",
                "queues",
                "driver-drops",
                "tap-hides",
                "tap-and-drops",
                "unexplained",
                "counters-only",
                "idle",
                "lost-events",
                "host-side-loss",
                "refusals",
                "unhandled-ip",
                "inactive-slave",
                "elsewhere",
                "filters-and-programs",
                "macvlan");
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theWholeDiagnosisIsAsRecorded(String name) throws Exception {
        String actual = JSON.writeValueAsString(DIAGNOSIS.diagnose(observation(name), List.of())) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(SOURCES.resolve(name + ".diagnosis.json"), actual);
        }
        assertThat(actual).isEqualTo(resource(name + ".diagnosis.json"));
    }

    @Test
    void theFoundingCaseIsSolvedInOneSentence() throws Exception {
        NodeDiagnosis diagnosis = DIAGNOSIS.diagnose(observation("founding-case"), List.of());
        assertThat(diagnosis.headline())
                .isEqualTo("eth0 dropped 30 packets: all are MSTP BPDUs from switch 00:00:5e:00:53:01 port 8001"
                        + " every 2 s; harmless.");
        assertThat(diagnosis.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
            assertThat(verdict.severity()).isEqualTo(Severity.Benign);
            assertThat(verdict.share()).isEqualTo(100);
            assertThat(verdict.evidence())
                    .anyMatch(line -> line.contains("neither ring nor device lost it"))
                    .anyMatch(line -> line.contains("hypervisor's choice"))
                    .anyMatch(line -> line.contains("no statistics of its own"));
        });
    }

    @Test
    void anExpectationMakesAVerdictBenignAndIsQuoted() throws Exception {
        List<Expectation> expected =
                List.of(new Expectation(Cause.UnhandledLinkProtocol, "Lacp", "bond comes up on Monday"));
        Verdict verdict = DIAGNOSIS
                .diagnose(observation("lacp-on-bond-member"), expected)
                .verdicts()
                .getFirst();
        assertThat(verdict.severity()).isEqualTo(Severity.Benign);
        assertThat(verdict.evidence()).anyMatch(line -> line.contains("bond comes up on Monday"));
    }

    @Test
    void anIdleMachineHasNoVerdict() throws Exception {
        assertThat(DIAGNOSIS.diagnose(observation("idle"), List.of()).verdicts())
                .isEmpty();
    }

    @Test
    void aTapIsNamedThoughNothingWasDropped() throws Exception {
        NodeDiagnosis diagnosis = DIAGNOSIS.diagnose(observation("tap-hides"), List.of());
        assertThat(diagnosis.headline()).contains("tcpdump (pid 4711)", "hides drops");
        assertThat(diagnosis.limitations()).anyMatch(line -> line.contains("tcpdump (pid 4711)"));
    }

    @Test
    void unexplainedLeadsBelowHalf() throws Exception {
        NodeDiagnosis diagnosis = DIAGNOSIS.diagnose(observation("unexplained"), List.of());
        assertThat(diagnosis.verdicts().getFirst().cause()).isEqualTo(Cause.Unexplained);
        assertThat(diagnosis.totals().explained()).isEqualTo(20);
    }

    /** {@code rx_queue_0_drops} is {@code rx0_drops} since Linux 6.10; a total beside the queues is not added to them. */
    @Test
    void bothNamingSchemesOfVirtioNetSayTheSame() throws Exception {
        String older = resource("driver-drops.json");
        UnaryOperator<String> renamed = text -> text.replaceAll("rx_queue_(\\d+)_", "rx$1_");
        String newer = renamed.apply(older);
        String withTotal = newer.replace("\"rx0_drops\": 0", "\"rx_drops\": 0, \"rx0_drops\": 0")
                .replace("\"rx0_drops\": 70", "\"rx_drops\": 90, \"rx0_drops\": 70");
        assertThat(newer).isNotEqualTo(older);
        assertThat(withTotal).contains("\"rx_drops\": 0", "\"rx_drops\": 90");
        NodeDiagnosis wanted = DIAGNOSIS.diagnose(new ObservationJson().read(older), List.of());
        for (String other : List.of(newer, withTotal)) {
            NodeDiagnosis actual = DIAGNOSIS.diagnose(new ObservationJson().read(other), List.of());
            assertThat(actual.totals()).isEqualTo(wanted.totals());
            assertThat(actual.verdicts())
                    .extracting(Verdict::cause, Verdict::severity, Verdict::count, Verdict::share, Verdict::statement)
                    .containsExactlyElementsOf(wanted.verdicts().stream()
                            .map(verdict -> tuple(
                                    verdict.cause(),
                                    verdict.severity(),
                                    verdict.count(),
                                    verdict.share(),
                                    renamed.apply(verdict.statement())))
                            .toList());
        }
    }

    /** The engine watches a little longer than the counters are read. */
    @Test
    void aFrameAfterTheLastReadingIsLeftOutOfTheVerdict() throws Exception {
        String recording = resource("founding-case.json");
        assertThat(recording).contains("\"count\": 30,");
        Observation observation = new ObservationJson().read(recording.replace("\"count\": 30,", "\"count\": 31,"));

        assertThat(DIAGNOSIS.diagnose(observation, List.of()).verdicts().getFirst())
                .satisfies(verdict -> {
                    assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
                    assertThat(verdict.count()).isEqualTo(30);
                    assertThat(verdict.evidence()).anyMatch(line -> line.startsWith("1 of them came before the first"));
                });
    }

    @Test
    void everyProblemOffersARemedy() throws Exception {
        for (Verdict verdict : all()) {
            if (verdict.severity() == Severity.Problem) {
                assertThat(verdict.remedies()).as(verdict.statement()).isNotEmpty();
            }
        }
    }

    @Test
    void noRemedyHasAPlaceholderLeft() throws Exception {
        for (String name : recordings()) {
            assertThat(DIAGNOSIS.diagnose(observation(name), List.of()).verdicts())
                    .as(name)
                    .flatExtracting(Verdict::remedies)
                    .extracting(Remedy::toString)
                    .noneMatch(text -> UNFILLED.matcher(text).find());
        }
    }

    @Test
    void theRecordingsTouchNearlyEveryCause() throws Exception {
        Set<Cause> missing = EnumSet.allOf(Cause.class);
        all().forEach(verdict -> missing.remove(verdict.cause()));
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        Cause.RouteProhibited,
                        Cause.NotForwarding,
                        Cause.MalformedPacket,
                        Cause.TcpOutOfWindow,
                        Cause.Ipv6Disabled);
    }

    private static List<Verdict> all() throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        for (String name : recordings()) {
            verdicts.addAll(DIAGNOSIS.diagnose(observation(name), List.of()).verdicts());
        }
        return verdicts;
    }

    private static Observation observation(String name) throws Exception {
        return new ObservationJson().read(resource(name + ".json"));
    }

    private static String resource(String name) {
        try (InputStream in = GoldenDiagnosisTest.class.getResourceAsStream("golden/" + name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
