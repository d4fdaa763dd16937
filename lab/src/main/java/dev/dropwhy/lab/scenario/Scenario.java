package dev.dropwhy.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One experiment.
 *
 * @param name short name, lower case with hyphens
 * @param fact what it shows, one sentence
 * @param alone whether it disturbs others or is disturbed by them: it loads both processors, or counts per processor
 * @param seconds length of the window; 0 for one that a signal ends when all has happened
 * @param options further options of {@code dropwhy run}
 * @param preparation builds the network before the window
 * @param expectation the whole answer as it must be, asked for when the network stands: it may depend on the kernel
 */
public record Scenario(
        String name,
        String fact,
        boolean alone,
        int seconds,
        List<String> options,
        Preparation preparation,
        Supplier<Expectation> expectation) {

    public Scenario {
        options = List.copyOf(options);
    }

    /** A scenario of an ordinary window that may run beside others. */
    public static Scenario of(String name, String fact, Preparation preparation, Expectation expectation) {
        return of(name, fact, preparation, () -> expectation);
    }

    /** As above, with an answer that depends on the kernel. */
    public static Scenario of(String name, String fact, Preparation preparation, Supplier<Expectation> expectation) {
        return new Scenario(name, fact, false, 0, List.of(), preparation, expectation);
    }

    /** The same, run alone. */
    public Scenario runAlone() {
        return new Scenario(name, fact, true, seconds, options, preparation, expectation);
    }

    /** The same, with a window that ends by itself. */
    public Scenario lasting(int newSeconds) {
        return new Scenario(name, fact, alone, newSeconds, options, preparation, expectation);
    }

    /** The same, with further options of the command. */
    public Scenario with(String... newOptions) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(newOptions));
        return new Scenario(name, fact, alone, seconds, all, preparation, expectation);
    }

    /** Builds what a scenario needs on a stage. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Builds it.
         *
         * @return what happens in the window
         */
        Act on(Stage stage) throws Exception;
    }

    /** What happens in the window. */
    @FunctionalInterface
    public interface Act {
        /** Lets it happen; it must end before the window does. */
        void play() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
