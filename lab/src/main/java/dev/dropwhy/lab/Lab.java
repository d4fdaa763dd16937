package dev.dropwhy.lab;

import dev.dropwhy.lab.kernel.DropEventTrace;
import dev.dropwhy.lab.network.Network;
import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.scenario.Scenario;
import dev.dropwhy.lab.scenario.Scenarios;
import dev.dropwhy.lab.scenario.Trial;
import dev.dropwhy.lab.virtio.VirtioLab;
import dev.dropwhy.lab.virtio.debian.Release;
import dev.dropwhy.lab.virtio.guest.Guest;
import dev.dropwhy.lab.virtio.scenario.VirtioScenario;
import dev.dropwhy.lab.virtio.scenario.VirtioScenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The lab as a command: {@code Lab [--list | --kernel] [scenario…]}, {@code Lab --virtio [kernel…] [scenario…]}.
 *
 * <p>Without names, all scenarios are played. {@code --kernel} plays them without the product and prints the kernel's own
 * drop events and counters: this is where an expectation comes from. Ends with 0 when all was right, 1 when not, 2 when it
 * could not run.
 */
public final class Lab {

    /** How many scenarios are played at a time: they wait for most of their time. */
    public static final int BESIDE = 5;

    private Lab() {}

    /** Plays the scenarios that the arguments name. */
    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean list = names.remove("--list");
        boolean kernel = names.remove("--kernel");
        if (names.remove("--virtio")) {
            System.exit(playVirtio(names));
        }
        List<Scenario> chosen = Scenarios.all().stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
        if (list) {
            chosen.forEach(scenario -> System.out.printf("%-32s %s%n", scenario.name(), scenario.fact()));
            return;
        }
        Optional<String> missing = Prerequisites.missing();
        if (missing.isPresent() || chosen.isEmpty()) {
            System.err.println(missing.orElse("No scenario is called so; --list tells their names."));
            System.exit(2);
        }
        removeStale();
        System.exit(
                kernel
                        ? showKernel(chosen)
                        : play(new Laboratory(BESIDE).play(chosen).values()));
    }

    /** Removes what killed runs left behind. */
    public static void removeStale() throws IOException, InterruptedException {
        Network.removeStale();
        DropEventTrace.removeStale();
    }

    private static int showKernel(List<Scenario> scenarios) throws InterruptedException {
        int status = 0;
        for (Scenario scenario : scenarios) {
            System.out.println(scenario.name() + ": " + scenario.fact());
            try {
                Trial.unwatched(scenario).forEach((what, count) -> System.out.printf("  %9d  %s%n", count, what));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                System.out.println("  cannot be played: " + e);
                status = 1;
            }
        }
        return status;
    }

    private static int play(Collection<CompletableFuture<Outcome>> pending) {
        List<Outcome> outcomes = new ArrayList<>();
        for (CompletableFuture<Outcome> next : pending) {
            Outcome outcome = next.join();
            outcomes.add(outcome);
            System.out.println(describe(outcome));
        }
        System.out.println();
        System.out.print(new ConfusionMatrix(outcomes).text());
        return outcomes.stream().allMatch(outcome -> outcome.faults().isEmpty()) ? 0 : 1;
    }

    private static int playVirtio(List<String> names) {
        Optional<String> missing = Guest.missing();
        if (missing.isPresent()) {
            System.err.println("The virtio lab cannot run: " + missing.get() + ".");
            return 2;
        }
        List<Release> releases = VirtioLab.RELEASES.stream()
                .filter(release -> names.isEmpty() || names.contains(release.series()))
                .toList();
        List<VirtioScenario> scenarios = VirtioScenarios.all().stream()
                .filter(scenario -> names.contains(scenario.name()))
                .toList();
        return play(VirtioLab.ofThisBuild(VirtioLab.cache())
                .play(
                        releases.isEmpty() ? VirtioLab.RELEASES : releases,
                        scenarios.isEmpty() ? VirtioScenarios.all() : scenarios)
                .values());
    }

    /** One line for a right outcome, and one more per fault for a wrong one. */
    static String describe(Outcome outcome) {
        if (outcome.notPlayed() != null) {
            return "not played %-26s %s".formatted(outcome.scenario(), outcome.notPlayed());
        }
        StringBuilder text = new StringBuilder("%-5s %-32s %5.1f s  %s"
                .formatted(
                        outcome.right() ? "right" : "WRONG",
                        outcome.scenario(),
                        outcome.took().toMillis() / 1000.0,
                        outcome.headline()));
        outcome.faults().forEach(fault -> text.append("\n        ").append(fault));
        if (!outcome.right()) {
            text.append("\n        the kernel counted ").append(outcome.growth());
        }
        return text.toString();
    }
}
