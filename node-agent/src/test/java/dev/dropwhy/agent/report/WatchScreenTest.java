package dev.dropwhy.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.report.text.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchScreenTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void ratesAreTakenBetweenSamplesAndWhatMovedIsSetOff() {
        WatchScreen screen = new WatchScreen(new Style(true, 100));
        screen.sample(0, sample(100, 5, 0));
        screen.sample(2 * SECOND, sample(120, 8, 0));
        assertThat(String.join("\n", screen.lines()))
                .contains("\u001b[1m           rx_dropped      8         1.5            3\u001b[0m")
                .contains("eth0       rx_packets    120          10           20")
                .doesNotContain("rx_errors")
                .contains("The first window is still open");
    }

    @Test
    void aLossCounterAppearsWhenItFirstMoves() {
        WatchScreen screen = new WatchScreen(new Style(false, 100));
        screen.sample(0, sample(100, 5, 7));
        assertThat(screen.lines()).noneMatch(line -> line.contains("rx_errors"));
        screen.sample(SECOND, sample(100, 5, 9));
        assertThat(screen.lines()).anyMatch(line -> line.matches(" +rx_errors +9 +2 +2"));
    }

    @Test
    void samplesTooCloseGiveNoRate() {
        WatchScreen screen = new WatchScreen(new Style(false, 100));
        assertThat(screen.sample(0, sample(100, 5, 0))).isTrue();
        assertThat(screen.sample(SECOND / 10, sample(101, 5, 0))).isFalse();
        assertThat(screen.sample(SECOND, sample(102, 5, 0))).isTrue();
    }

    @Test
    void theDiagnosisOfTheLastWindowStandsBelow() {
        WatchScreen screen = new WatchScreen(new Style(false, 100));
        screen.sample(0, sample(100, 5, 0));
        screen.diagnosed(ReportFixture.diagnosis("sw1\u001b[2J"));
        assertThat(screen.lines())
                .contains("eth0 receive: 60 dropped, 60 explained (60 UnhandledLinkProtocol Lldp), 0 unexplained")
                .anyMatch(line -> line.startsWith("BENIGN  60 LLDP frames from sw1"))
                .noneMatch(line -> line.contains("\u001b"));
    }

    private static Map<String, Map<String, Long>> sample(long packets, long dropped, long errors) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("rx_packets", packets);
        values.put("rx_dropped", dropped);
        values.put("rx_errors", errors);
        return Map.of("eth0", values);
    }
}
