package dev.dropwhy.lab.virtio.scenario;

import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.util.List;

/**
 * One experiment with a guest. A guest plays all that its kernel can, in order, so what one leaves behind the next finds.
 *
 * @param name short name, lower case with hyphens
 * @param fact what it shows, one sentence
 * @param wholeSeconds length of the window where {@code dropwhy run} does all in the guest; 0 where the guest only observes
 * @param kernels series of the kernels that play it; empty for all
 * @param options options of {@code dropwhy run}
 * @param preparation what is done before the window
 * @param act what happens in the window
 * @param expectation the whole answer as it must be: it may depend on the kernel
 */
public record VirtioScenario(
        String name,
        String fact,
        int wholeSeconds,
        List<String> kernels,
        List<String> options,
        Step preparation,
        Step act,
        Expected expectation) {

    public VirtioScenario {
        kernels = List.copyOf(kernels);
        options = List.copyOf(options);
    }

    static VirtioScenario of(String name, String fact, Step act, Expected expectation) {
        return new VirtioScenario(name, fact, 0, List.of(), List.of(), guest -> {}, act, expectation);
    }

    /** The same, diagnosed in the guest too, after a window of so many seconds. */
    VirtioScenario whole(int seconds) {
        return new VirtioScenario(name, fact, seconds, kernels, options, preparation, act, expectation);
    }

    /** The same, on these kernels only: on the others it would tell nothing new. */
    VirtioScenario only(String... series) {
        return new VirtioScenario(name, fact, wholeSeconds, List.of(series), options, preparation, act, expectation);
    }

    /** The same with options. */
    VirtioScenario with(String... newOptions) {
        return new VirtioScenario(
                name, fact, wholeSeconds, kernels, List.of(newOptions), preparation, act, expectation);
    }

    /** The same, after something was done to the guest. */
    VirtioScenario after(Step newPreparation) {
        return new VirtioScenario(name, fact, wholeSeconds, kernels, options, newPreparation, act, expectation);
    }

    /** Whether a kernel of this series plays it. */
    public boolean isFor(String series) {
        return kernels.isEmpty() || kernels.contains(series);
    }

    /** Something done to a guest. */
    @FunctionalInterface
    public interface Step {
        /** Does it. */
        void on(Guest guest) throws Exception;
    }

    /** What the answer must be. */
    @FunctionalInterface
    public interface Expected {
        /** Tells it. */
        Expectation on(Guest guest) throws Exception;
    }
}
