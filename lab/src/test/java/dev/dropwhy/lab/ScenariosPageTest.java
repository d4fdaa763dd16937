package dev.dropwhy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.scenario.Scenario;
import dev.dropwhy.lab.scenario.Scenarios;
import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.debian.Release;
import dev.dropwhy.lab.virtio.scenario.VirtioScenario;
import dev.dropwhy.lab.virtio.scenario.VirtioScenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/scenarios.md} against the lab's own list: the page claims nothing that is not played. */
class ScenariosPageTest {

    private static final Path PAGE = Path.of("../docs/reference/scenarios.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| (.*) \\| ([0-9., ]+) \\|$");
    private static final String GUESTS = "<!-- guests -->\n";
    private static final String END_OF_GUESTS = "<!-- /guests -->";

    @Test
    void everyRecipeHasScenariosAndTheyExist() throws Exception {
        Set<String> known = Scenarios.all().stream().map(Scenario::name).collect(Collectors.toSet());
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
        assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 26).boxed().toList());
        assertThat(rows).allSatisfy(row -> {
            List<String> named = Pattern.compile("`([a-z0-9-]+)`")
                    .matcher(row.group(2))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            assertThat(named).isNotEmpty().isSubsetOf(known);
        });
    }

    /** Each scenario of the guests with the kernels that play it, of all that the lab boots. */
    @Test
    void theGuestsPlayWhatTheLabListsOnItsKernels() throws Exception {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(GUESTS) + GUESTS.length());
        String after = page.substring(page.indexOf(END_OF_GUESTS));
        String expected = before + guests() + after;
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE).hasContent(expected);
    }

    private static String guests() {
        StringBuilder table = new StringBuilder("| Scenario | What it shows | Kernels |\n|---|---|---|\n");
        for (VirtioScenario scenario : VirtioScenarios.all()) {
            List<String> kernels = VirtioLab.RELEASES.stream()
                    .map(Release::series)
                    .filter(scenario::isFor)
                    .toList();
            assertThat(kernels).as(scenario.name()).isNotEmpty();
            table.append(
                    "| `%s` | %s | %s |\n".formatted(scenario.name(), scenario.fact(), String.join(", ", kernels)));
        }
        return table.toString();
    }

    @Test
    void everyCauseIsProvokedOrNamedWithTheReasonWhyNot() throws Exception {
        Set<Cause> missing = EnumSet.allOf(Cause.class);
        Scenarios.all().stream()
                .flatMap(scenario -> scenario.expectation().get().verdicts().stream())
                .map(ExpectedVerdict::cause)
                .forEach(missing::remove);
        String excuses = Files.readString(PAGE).substring(Files.readString(PAGE).indexOf("Every cause has"));
        assertThat(missing).isNotEmpty().allSatisfy(cause -> assertThat(excuses).contains(cause.name()));
    }
}
