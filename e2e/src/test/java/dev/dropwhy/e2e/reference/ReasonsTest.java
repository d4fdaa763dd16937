package dev.dropwhy.e2e.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.e2e.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} tells what to do about every reason that a condition, an Event or a skipped node can have. */
class ReasonsTest {

    /** Where conditions, Events and skipped nodes get their reasons. */
    private static final List<String> SOURCES =
            List.of("operator/src/main/java", "node-agent/src/main/java/dev/dropwhy/agent/cluster");

    /** A reason in the code: a CamelCase word of its own. Kubernetes allows more; dropwhy uses nothing else. */
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z][a-z]+(?:[A-Z][a-z]+)*)\"");

    /** Words of Kubernetes' own that the same sources hold. */
    private static final Set<String> OTHERS = Set.of(
            "True",
            "False",
            "Unknown",
            "In",
            "Exists",
            "PreferNoSchedule",
            "PodScheduled",
            "Pending",
            "Failed",
            "Error",
            "Completed",
            "Ready",
            "Normal",
            "Warning",
            "Stopping",
            "Directory",
            "ClusterFirstWithHostNet",
            "FallbackToLogsOnError",
            "IfNotPresent",
            "RuntimeDefault");

    @Test
    void everyReasonIsExplained() throws IOException {
        Set<String> reasons = reasons();
        String page = Files.readString(Chart.REPOSITORY.resolve("docs/operations.md"));

        assertThat(reasons).as("reasons found in the sources").contains("AgentsMissing", "NotReady", "WindowLost");
        assertThat(reasons)
                .as("reasons that docs/operations.md does not explain (or add a word that is none to this test)")
                .allMatch(reason ->
                        Pattern.compile("\\b" + reason + "\\b").matcher(page).find());
    }

    private static Set<String> reasons() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (String source : SOURCES) {
            try (Stream<Path> files = Files.walk(Chart.REPOSITORY.resolve(source))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    LITERAL.matcher(Files.readString(file)).results().forEach(match -> reasons.add(match.group(1)));
                }
            }
        }
        reasons.removeAll(OTHERS);
        return reasons;
    }
}
