package dev.dropwhy.diagnosis.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.observation.ActionObservation;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.FilterObservation;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationJsonTest {

    private final ObservationJson json = new ObservationJson();

    @Test
    void whatIsWrittenReadsBackEqual() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.write(observation(), out);
        assertThat(json.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(observation());
        assertThat(json.read(json.write(observation()))).isEqualTo(observation());
    }

    @Test
    void fieldsOfANewerReleaseAreIgnored() throws Exception {
        String newer = json.write(observation()).replaceFirst("\\{", "{\"phaseOfMoon\":{\"full\":true},");
        assertThat(json.read(newer)).isEqualTo(observation());
    }

    @Test
    void anotherFormatVersionIsRefusedWithOneSentence() {
        String other = json.write(observation()).replace("\"version\" : 1", "\"version\" : 7");
        assertThatThrownBy(() -> json.read(other))
                .isInstanceOf(ObservationFormatException.class)
                .hasMessageContaining("format version 7")
                .hasMessageContaining("reads version 1");
    }

    @Test
    void garbageIsRefusedWithItsPosition() {
        assertThatThrownBy(() -> json.read("{\"version\": 1,\n \"start\": oops}"))
                .isInstanceOf(ObservationFormatException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> json.read(""))
                .isInstanceOf(ObservationFormatException.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> json.read("null")).isInstanceOf(ObservationFormatException.class);
        assertThatThrownBy(() -> json.read("[]")).isInstanceOf(ObservationFormatException.class);
        assertThatThrownBy(() -> json.read("{}")).isInstanceOf(ObservationFormatException.class);
        assertThatThrownBy(() -> json.read(json.write(observation()) + "x"))
                .isInstanceOf(ObservationFormatException.class);
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> json.read("{\"version\":1,\"start\":\"2026-11-24T00:00:00Z\"}"))
                .hasMessageContaining("'host'");
    }

    @Test
    void aWrongTypeNamesItsField() {
        assertThatThrownBy(() -> json.read(json.write(observation()).replace("\"count\" : 3", "\"count\" : \"x\"")))
                .isInstanceOf(ObservationFormatException.class)
                .hasMessageContaining("drops[0].count");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> json.read(deep)).isInstanceOf(ObservationFormatException.class);
    }

    @Test
    void anEndlessRecordingIsRefused() {
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return at == 0 && at++ == 0 ? '[' : ' ';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                java.util.Arrays.fill(into, offset, offset + length, (byte) ' ');
                if (at++ == 0) {
                    into[offset] = '{';
                }
                return length;
            }
        };
        assertThatThrownBy(() -> json.read(endless)).isInstanceOf(ObservationFormatException.class);
    }

    @Test
    void textIsUtf8() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.write(observation(), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("swîtch");
    }

    private static Observation observation() {
        FrameIdentity identity = new FrameIdentity(
                "Rstp",
                "RSTP",
                "00:00:5e:00:53:01",
                "01:80:c2:00:00:00",
                4,
                List.of(),
                new Speaker("00:00:5e:00:53:01", "32768.0/00:00:5e:00:53:00", "8001", "swîtch", null),
                2000L,
                null);
        return new Observation(
                Observation.VERSION,
                Instant.parse("2026-11-24T00:00:00Z"),
                10_000,
                new HostFacts("6.18.0", "amd64", 2, 4026531840L, null),
                new EngineChoice(EventSource.Ebpf, null),
                new EventTotals(3, 0, 0, 0),
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
                                new CounterSample(0, Map.of("rx_dropped", 1L)),
                                new CounterSample(10_000, Map.of("rx_dropped", 4L))),
                        List.of(),
                        List.of(new QdiscObservation("clsact", "ffff:", "ingress", 2, 0, 0)),
                        List.of(new FilterObservation(
                                "ingress",
                                0,
                                10,
                                0x0800,
                                "flower",
                                "0x1",
                                null,
                                false,
                                List.of(new ActionObservation("gact", 1, 2, 92, 2, 0)))))),
                List.of(),
                List.of(),
                List.of(new DropGroup(
                        4026531840L,
                        true,
                        2,
                        "eth0",
                        "UNHANDLED_PROTO",
                        "__netif_receive_skb_core",
                        4,
                        new LinkId("00:00:5e:00:53:01", "01:80:c2:00:00:00", 0x42, 0x42, null, null, null),
                        null,
                        3,
                        180,
                        1000,
                        5000,
                        List.of(1_000_000L, 3_000_000L, 5_000_000L),
                        List.of(new Frame(1_000_000, 60, "0180c2000000", identity)),
                        List.of())),
                List.of(new NetworkNamespace(
                        4026532841L,
                        false,
                        "cni-1",
                        "containerd",
                        "3f2a91c04e1b",
                        null,
                        "default/web-0",
                        null,
                        null,
                        null)),
                List.of(),
                List.of(),
                Map.of("net.core.netdev_max_backlog", "1000"),
                List.of(),
                null);
    }
}
