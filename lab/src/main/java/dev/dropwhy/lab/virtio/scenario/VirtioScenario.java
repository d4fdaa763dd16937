package dev.dropwhy.lab.virtio.scenario;

import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.util.List;
import java.util.function.Consumer;

/**
 * One experiment with a guest. A guest plays all that its kernel can, in order, so what one leaves behind the next finds.
 *
 * @param name short name, lower case with hyphens
 * @param fact what it shows, one sentence
 * @param wholeSeconds length of the window where {@code dropwhy run} does all in the guest; 0 where the guest only observes
 * @param kernels series of the kernels that play it; empty for all
 * @param interfaces interfaces that are balanced
 * @param options further options of {@code dropwhy run}
 * @param preparation what is done before the window
 * @param act what happens in the window
 * @param cleaning what is undone, and looked at, afterwards, whatever happened
 * @param expectation the whole answer as it must be: it may depend on the kernel
 * @param check what else must hold of the observation
 */
public record VirtioScenario(
        String name,
        String fact,
        int wholeSeconds,
        List<String> kernels,
        List<String> interfaces,
        List<String> options,
        Step preparation,
        Step act,
        Step cleaning,
        Expected expectation,
        Check check) {

    private static final Step NOTHING = guest -> {};

    public VirtioScenario {
        kernels = List.copyOf(kernels);
        interfaces = List.copyOf(interfaces);
        options = List.copyOf(options);
    }

    static VirtioScenario of(String name, String fact, Step act, Expected expectation) {
        return new VirtioScenario(
                name,
                fact,
                0,
                List.of(),
                List.of("eth0"),
                List.of(),
                NOTHING,
                act,
                NOTHING,
                expectation,
                observation -> List.of());
    }

    /** The same, diagnosed in the guest too, after a window of so many seconds. */
    VirtioScenario whole(int seconds) {
        return changed(draft -> draft.wholeSeconds = seconds);
    }

    /** The same, on these kernels only: on the others it would tell nothing new. */
    VirtioScenario only(String... series) {
        return changed(draft -> draft.kernels = List.of(series));
    }

    /** The same, with other interfaces than {@code eth0} balanced. */
    VirtioScenario on(String... names) {
        return changed(draft -> draft.interfaces = List.of(names));
    }

    /** The same with options. */
    VirtioScenario with(String... newOptions) {
        return changed(draft -> draft.options = List.of(newOptions));
    }

    /** The same, after something was done to the guest. */
    VirtioScenario after(Step newPreparation) {
        return changed(draft -> draft.preparation = newPreparation);
    }

    /** The same, with something that is done afterwards, and may find fault with what is left. */
    VirtioScenario afterwards(Step newCleaning) {
        return changed(draft -> draft.cleaning = newCleaning);
    }

    /** The same, between two commands of the guest's shell: one that sets the guest up, one that undoes it. */
    VirtioScenario between(String setUp, String undo) {
        return changed(draft -> {
            draft.preparation = guest -> guest.run(setUp);
            draft.cleaning = guest -> guest.run(undo);
        });
    }

    /** The same, with a look at what was observed. */
    VirtioScenario checking(Check newCheck) {
        return changed(draft -> draft.check = newCheck);
    }

    private VirtioScenario changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new VirtioScenario(
                name,
                fact,
                draft.wholeSeconds,
                draft.kernels,
                draft.interfaces,
                draft.options,
                draft.preparation,
                act,
                draft.cleaning,
                expectation,
                draft.check);
    }

    /** What may differ from another scenario's. */
    private static final class Draft {
        private int wholeSeconds;
        private List<String> kernels;
        private List<String> interfaces;
        private List<String> options;
        private Step preparation;
        private Step cleaning;
        private Check check;

        Draft(VirtioScenario from) {
            wholeSeconds = from.wholeSeconds;
            kernels = from.kernels;
            interfaces = from.interfaces;
            options = from.options;
            preparation = from.preparation;
            cleaning = from.cleaning;
            check = from.check;
        }
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

    /** What must hold of an observation. */
    @FunctionalInterface
    public interface Check {
        /** One sentence for each thing that does not hold. */
        List<String> faults(Observation observation);
    }
}
