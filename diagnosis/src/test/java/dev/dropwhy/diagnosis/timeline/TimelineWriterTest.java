package dev.dropwhy.diagnosis.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dropwhy.api.Direction;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TimelineWriterTest {

    @Test
    void aFrameEveryTwoSecondsStandsInTheStepInWhichTheCounterGrew() throws Exception {
        assertThat(timelines("founding-case", 0)).singleElement().satisfies(timeline -> {
            assertThat(timeline.interfaceName()).isEqualTo("eth0");
            assertThat(timeline.direction()).isEqualTo(Direction.Receive);
            assertThat(timeline.stepMillis()).isEqualTo(1000);
            assertThat(timeline.counted()).hasSize(60).containsOnly(0L, 1L);
            assertThat(timeline.explained()).isEqualTo(timeline.counted());
            assertThat(timeline.untimed()).isZero();
        });
    }

    @Test
    void aDropAndItsGrowthStayTogetherThoughReadingsComeLate() throws Exception {
        assertThat(timelines("founding-case", 400)).singleElement().satisfies(timeline -> {
            assertThat(timeline.counted().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(30);
            assertThat(timeline.explained()).isEqualTo(timeline.counted());
        });
    }

    @Test
    void dropsOfUnknownTimeAreNotSpreadByGuess() throws Exception {
        assertThat(timelines("backlog", 0)).isNotEmpty().allSatisfy(timeline -> {
            assertThat(timeline.explained()).containsOnly(0L);
            assertThat(timeline.untimed()).isPositive();
        });
    }

    @Test
    void aCounterThatWasReadTwiceOnlyHasNoTimeline() throws Exception {
        assertThat(Diagnosis.standard()
                        .diagnose(observation("founding-case"), List.of())
                        .timelines())
                .isEmpty();
    }

    private static List<Timeline> timelines(String name, int lateMillis) throws Exception {
        return Diagnosis.standard()
                .diagnose(readEachSecond(observation(name), lateMillis), List.of())
                .timelines();
    }

    /** The recording has the first and the last reading of each counter; the readings between follow its first group. */
    private static Observation readEachSecond(Observation recorded, int lateMillis) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode tree;
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            new ObservationJson().write(recorded, out);
            tree = (ObjectNode) json.readTree(out.toByteArray());
        }
        List<Long> arrivals = recorded.drops().getFirst().arrivalsMicros();
        for (JsonNode link : tree.withArray("interfaces")) {
            ArrayNode samples = (ArrayNode) link.get("counters");
            long first = samples.get(0).at("/values/rx_dropped").asLong();
            for (int second = 59; second > 0; second--) {
                long at = second * 1000L + lateMillis;
                ObjectNode sample = samples.insertObject(1).put("atMillis", at);
                sample.putObject("values")
                        .put(
                                "rx_dropped",
                                first
                                        + arrivals.stream()
                                                .filter(micros -> micros < at * 1000)
                                                .count());
            }
        }
        return new ObservationJson().read(new ByteArrayInputStream(json.writeValueAsBytes(tree)));
    }

    private static Observation observation(String name) throws Exception {
        try (InputStream in = Diagnosis.class.getResourceAsStream("golden/" + name + ".json")) {
            return new ObservationJson().read(Objects.requireNonNull(in));
        }
    }
}
