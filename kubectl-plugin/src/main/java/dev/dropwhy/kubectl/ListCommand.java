package dev.dropwhy.kubectl;

import dev.dropwhy.api.Condition;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationStatus;
import dev.dropwhy.api.InvestigationSummary;
import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.text.Table;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubectl dropwhy list}. */
@Command(
        name = "list",
        description = "List the investigations of the cluster, newest first.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private final Screen screen;
    private final Clock clock;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    ListCommand(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() throws PluginException {
        try (Investigations investigations = connection.open(clock)) {
            List<DropInvestigation> all = investigations.list();
            if (all.isEmpty()) {
                screen.err().println("There is no DropInvestigation; kubectl dropwhy run creates one.");
                return ExitCode.NO_PROBLEM;
            }
            Table table = new Table(7);
            table.row(List.of("NAME", "SUCCEEDED", "VERDICT", "CAUSE", "NODES", "EXPLAINED", "AGE"));
            all.forEach(investigation -> table.row(row(investigation)));
            table.lines().forEach(screen.out()::println);
            return ExitCode.NO_PROBLEM;
        }
    }

    private List<String> row(DropInvestigation investigation) {
        DropInvestigationStatus status = investigation.getStatus();
        InvestigationSummary summary = status == null || status.summary() == null
                ? new InvestigationSummary(null, null, null, null)
                : status.summary();
        return List.of(
                Investigations.name(investigation),
                succeeded(status),
                or(summary.verdict()),
                or(summary.cause()),
                or(summary.nodes()),
                or(summary.explained()),
                age(investigation.getMetadata().getCreationTimestamp()));
    }

    private static String succeeded(@Nullable DropInvestigationStatus status) {
        return status == null
                ? ""
                : status.conditions().stream()
                        .filter(condition -> condition.type().equals("Succeeded"))
                        .map(Condition::status)
                        .findFirst()
                        .orElse("");
    }

    private static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /** As kubectl tells it: the largest unit that says enough. */
    private String age(@Nullable String created) {
        try {
            Duration age = created == null ? Duration.ZERO : Duration.between(Instant.parse(created), clock.instant());
            if (age.compareTo(Duration.ofMinutes(2)) < 0) {
                return Math.max(0, age.toSeconds()) + "s";
            }
            if (age.compareTo(Duration.ofHours(2)) < 0) {
                return age.toMinutes() + "m";
            }
            return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeException e) {
            return "";
        }
    }
}
