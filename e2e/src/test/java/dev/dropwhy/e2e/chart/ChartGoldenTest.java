package dev.dropwhy.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart renders, word for word. After a wanted change write the files anew and read the difference:
 * {@code ./mvnw -pl e2e -am test -Dtest=ChartGoldenTest -Dgolden.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ChartGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "everything", "smallest"})
    void theChartRendersItsGoldenFile(String name) throws IOException {
        String rendered = Chart.byTemplate(Chart.render(GOLDEN.resolve(name + ".values.yaml"))).entrySet().stream()
                // The CRDs are compared with their source instead: ChartLintTest.
                .map(entry -> "# " + entry.getKey() + "\n"
                        + (entry.getKey().equals("templates/crds.yaml") ? heads(entry.getValue()) : entry.getValue()))
                .collect(Collectors.joining());
        Path golden = GOLDEN.resolve(name + ".rendered.yaml");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, rendered);
        }

        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    private static String heads(String crds) {
        return crds.lines()
                .takeWhile(line -> !line.startsWith("spec:"))
                .collect(Collectors.joining("\n", "", "\nspec: … (files/crds)\n"));
    }
}
