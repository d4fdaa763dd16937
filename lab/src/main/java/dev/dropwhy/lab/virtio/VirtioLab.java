package dev.dropwhy.lab.virtio;

import dev.dropwhy.lab.investigation.Answer;
import dev.dropwhy.lab.network.Counters;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.NotPlayableException;
import dev.dropwhy.lab.scenario.Outcome;
import dev.dropwhy.lab.virtio.debian.Architecture;
import dev.dropwhy.lab.virtio.debian.Kernel;
import dev.dropwhy.lab.virtio.debian.KernelStore;
import dev.dropwhy.lab.virtio.debian.Release;
import dev.dropwhy.lab.virtio.guest.Guest;
import dev.dropwhy.lab.virtio.guest.GuestInvestigation;
import dev.dropwhy.lab.virtio.image.BuiltImage;
import dev.dropwhy.lab.virtio.image.ContainerImage;
import dev.dropwhy.lab.virtio.image.GuestImage;
import dev.dropwhy.lab.virtio.scenario.VirtioScenario;
import dev.dropwhy.lab.virtio.scenario.VirtioScenarios;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Plays scenarios on kernels. */
public final class VirtioLab {

    /** The kernels: without drop reasons, with the first ones, and the later forms of the event. */
    public static final List<Release> RELEASES = List.of(
            new Release("5.10", "debian-security", "bullseye-security"),
            new Release("6.1", "debian-security", "bookworm-security"),
            new Release("6.12", "debian", "trixie"),
            new Release("7.2", "debian", "sid"));

    /** Where busybox for a foreign architecture comes from: linked to nothing, it runs on every kernel. */
    private static final Release TOOLS = new Release("6.12", "debian", "trixie");

    private static final int MOST_BOOTS = 2;

    /** What passes between the last frame and the end of the window, so that its drop is surely inside. */
    private static final Duration SETTLE = Duration.ofMillis(600);

    /** The kernels on which the arm64 image is tried: the oldest with reasons, and its own Debian's. */
    public static final List<Release> RELEASES_OF_ARM64 = List.of(
            new Release("6.1", "debian-security", "bookworm-security"), new Release("6.12", "debian", "trixie"));

    private final KernelStore kernels;
    private final Agent agent;
    private final int beside;

    /** Where the agent in a guest comes from. */
    private interface Agent {
        GuestImage forGuest(Release release) throws IOException, InterruptedException;
    }

    private VirtioLab(KernelStore kernels, Agent agent, int beside) {
        this.kernels = kernels;
        this.agent = agent;
        this.beside = beside;
    }

    /**
     * Guests of this machine's architecture, amd64, with the agent of this build; two at a time, for a guest waits for much
     * of its time.
     *
     * @param cache the folder where kernels and the guests' Java are kept
     */
    public static VirtioLab ofThisBuild(Path cache) {
        return new VirtioLab(new KernelStore(cache, Architecture.AMD64), release -> BuiltImage.prepare(cache), 2);
    }

    /**
     * Guests of the architecture arm64 with the agent of a container image, one at a time.
     *
     * @param cache the folder where kernels are kept
     * @param archive the agent's image for arm64, as {@code images/build.sh arm64} writes it
     */
    public static VirtioLab ofArm64Image(Path cache, Path archive) {
        KernelStore kernels = new KernelStore(cache, Architecture.ARM64);
        return new VirtioLab(kernels, release -> ContainerImage.unpack(archive, busybox(kernels)), 1);
    }

    private static Path busybox(KernelStore kernels) throws IOException, InterruptedException {
        try {
            return kernels.busybox(TOOLS);
        } catch (IOException e) {
            throw new KernelUnavailableException(e);
        }
    }

    /** {@code DROPWHY_CACHE}, or {@code dropwhy} in the user's cache folder. */
    public static Path cache() {
        String own = System.getenv("DROPWHY_CACHE");
        if (own != null) {
            return Path.of(own);
        }
        String user = System.getenv("XDG_CACHE_HOME");
        return (user == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user)).resolve("dropwhy");
    }

    /**
     * A scenario on a kernel.
     *
     * @param release where the kernel comes from
     * @param scenario the scenario
     */
    public record Experiment(Release release, VirtioScenario scenario) {

        /** Short name. */
        public String name() {
            return release + " " + scenario.name();
        }
    }

    /** Starts to play; each outcome comes as soon as it is known, in the order given. */
    public Map<Experiment, CompletableFuture<Outcome>> play(List<Release> releases, List<VirtioScenario> scenarios) {
        Map<Experiment, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        for (Release release : releases) {
            scenarios.stream()
                    .filter(scenario -> scenario.isFor(release.series()))
                    .forEach(scenario -> outcomes.put(new Experiment(release, scenario), new CompletableFuture<>()));
        }
        List<Map<Experiment, CompletableFuture<Outcome>>> byRelease = releases.stream()
                .map(release -> of(release, outcomes))
                .sorted(Comparator.comparingInt(
                        own -> -own.size())) // the longest first, so that none is left for the end
                .toList();
        Thread.ofPlatform().name("virtio lab").daemon().start(() -> {
            try (ExecutorService guests = Executors.newFixedThreadPool(beside)) {
                byRelease.forEach(own -> guests.execute(() -> playOn(own)));
            }
        });
        return outcomes;
    }

    private static Map<Experiment, CompletableFuture<Outcome>> of(
            Release release, Map<Experiment, CompletableFuture<Outcome>> outcomes) {
        Map<Experiment, CompletableFuture<Outcome>> own = new LinkedHashMap<>(outcomes);
        own.keySet().removeIf(experiment -> !experiment.release().equals(release));
        return own;
    }

    /** A virtual machine that hangs or dies is booted once more, aloud, and plays from the start: a scenario finds what others left. */
    private void playOn(Map<Experiment, CompletableFuture<Outcome>> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        Release release = outcomes.keySet().iterator().next().release();
        for (int boots = 1; boots <= MOST_BOOTS; boots++) {
            boolean last = boots == MOST_BOOTS;
            try (Guest guest = boot(release)) {
                if (playOn(guest, outcomes, last)) {
                    return;
                }
                System.out.printf(
                        "The guest %s ended by itself and is booted once more. It said: %s%n",
                        release, guest.lastWords());
            } catch (KernelUnavailableException e) {
                String why = "The kernel %s cannot be fetched: %s".formatted(release, e.getMessage());
                outcomes.forEach((experiment, outcome) -> outcome.complete(Outcome.notPlayed(experiment.name(), why)));
                return;
            } catch (IOException e) {
                if (last) {
                    outcomes.values().forEach(outcome -> outcome.completeExceptionally(e));
                }
                System.out.printf(
                        "The guest %s did not boot (boot %d of %d): %s%n", release, boots, MOST_BOOTS, e.getMessage());
            } catch (Throwable e) {
                outcomes.values().forEach(outcome -> outcome.completeExceptionally(e));
                return;
            }
        }
    }

    /**
     * Plays what is to be played; the outcomes that are known already stay as they are.
     *
     * @param last whether an outcome stands even if the guest dies in it
     * @return false if the guest died
     */
    private static boolean playOn(Guest guest, Map<Experiment, CompletableFuture<Outcome>> outcomes, boolean last)
            throws InterruptedException {
        for (Map.Entry<Experiment, CompletableFuture<Outcome>> entry : outcomes.entrySet()) {
            Outcome outcome = play(entry.getKey(), guest);
            if (guest.isGone() && !last) {
                return false;
            }
            entry.getValue().complete(outcome);
        }
        return true;
    }

    private Guest boot(Release release) throws IOException, InterruptedException {
        Kernel kernel;
        try {
            kernel = kernels.kernel(release);
        } catch (IOException e) {
            throw new KernelUnavailableException(e);
        }
        GuestImage image;
        synchronized (VirtioLab.class) {
            image = agent.forGuest(release);
        }
        try (image) {
            return Guest.boot(kernel, image, VirtioScenarios.MODULES);
        }
    }

    /** A kernel that cannot be had is no fault of the product. */
    private static final class KernelUnavailableException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        KernelUnavailableException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static Outcome play(Experiment experiment, Guest guest) throws InterruptedException {
        long start = System.nanoTime();
        VirtioScenario scenario = experiment.scenario();
        Expectation expectation = Expectation.nothing();
        Outcome outcome;
        try {
            scenario.preparation().on(guest);
            expectation = scenario.expectation().on(guest);
            outcome = investigate(experiment, guest, expectation, start);
        } catch (InterruptedException e) {
            throw e;
        } catch (NotPlayableException e) {
            return Outcome.notPlayed(experiment.name(), String.valueOf(e.getMessage()));
        } catch (Exception e) {
            outcome = Outcome.failed(experiment.name(), expectation, e, since(start));
        }
        return cleaned(scenario, guest, outcome);
    }

    private static Outcome investigate(Experiment experiment, Guest guest, Expectation expectation, long start)
            throws Exception {
        VirtioScenario scenario = experiment.scenario();
        List<String> interfaces = scenario.interfaces();
        Counters before = guest.counters(interfaces);
        GuestInvestigation investigation = scenario.wholeSeconds() > 0
                ? GuestInvestigation.run(guest, interfaces, scenario.wholeSeconds(), scenario.options())
                : GuestInvestigation.observe(guest, interfaces, scenario.options());
        scenario.act().on(guest);
        Thread.sleep(SETTLE);
        Answer answer = investigation.end();
        Map<String, Long> growth = guest.counters(interfaces).growthSince(before);
        List<String> more =
                investigation.observation().map(scenario.check()::faults).orElse(List.of());
        return Outcome.judged(experiment.name(), expectation, growth, answer, since(start))
                .with(more);
    }

    private static Outcome cleaned(VirtioScenario scenario, Guest guest, Outcome outcome) throws InterruptedException {
        try {
            scenario.cleaning().on(guest);
            return outcome;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return outcome.with(List.of("after the window: " + e.getMessage()));
        }
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
