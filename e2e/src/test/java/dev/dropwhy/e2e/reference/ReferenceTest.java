package dev.dropwhy.e2e.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.e2e.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The committed reference pages say what their sources say. To write them anew:
 * {@code ./mvnw -pl e2e -am test -Dtest=ReferenceTest -Dreference.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ReferenceTest {

    private static final Path PAGES = Chart.REPOSITORY.resolve("docs/reference");

    @Test
    void theApiReferenceSaysWhatTheCrdsSay() throws IOException {
        compare("api.md", ApiReference.page(Chart.FOLDER.resolve("files/crds")));
    }

    @Test
    void theChartReferenceSaysWhatTheValuesSay() throws IOException {
        compare("chart.md", ChartReference.page(Files.readString(Chart.FOLDER.resolve("values.yaml"))));
    }

    private static void compare(String name, String page) throws IOException {
        Path file = PAGES.resolve(name);
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file)).isEqualTo(page);
    }
}
