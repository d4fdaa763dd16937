package dev.dropwhy.lab.virtio.scenario;

import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.util.List;

/**
 * One experiment with a guest. A guest plays all that its kernel can, in order, so what one leaves behind the next finds.
 *
 * @param name short name, lower case with hyphens
 * @param fact what it shows, one sentence
 * @param options options of {@code dropwhy run}
 * @param preparation what is done before the window
 * @param act what happens in the window
 * @param expectation the whole answer as it must be: it may depend on the kernel
 */
public record VirtioScenario(
        String name, String fact, List<String> options, Step preparation, Step act, Expected expectation) {

    public VirtioScenario {
        options = List.copyOf(options);
    }

    static VirtioScenario of(String name, String fact, Step act, Expected expectation) {
        return new VirtioScenario(name, fact, List.of(), guest -> {}, act, expectation);
    }

    VirtioScenario with(String... newOptions) {
        return new VirtioScenario(name, fact, List.of(newOptions), preparation, act, expectation);
    }

    VirtioScenario after(Step newPreparation) {
        return new VirtioScenario(name, fact, options, newPreparation, act, expectation);
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
