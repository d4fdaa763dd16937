package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.investigation.Investigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what to observe. */
final class ObservationOptions {

    private static final int SHORTEST_SECONDS = 1;
    private static final int LONGEST_SECONDS = 3600;
    private static final int MAXIMUM_SAMPLES = 16;
    private static final int MAXIMUM_BYTES = 256;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "GLOB",
            description =
                    "Interface to balance; * and ? are wildcards; repeatable. Default: every interface with a device"
                            + " behind it, or where there is none, every one but loopback.")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Interface to leave out; repeatable; wins over --interface.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            description = "Length of the window, 1 to 3600. Default: 60.")
    private @Nullable Integer seconds;

    @Option(
            names = "--events",
            paramLabel = "ENGINE",
            description =
                    "Where single drops are learned from: ${COMPLETION-CANDIDATES}. Default: Auto, the best that runs here.")
    private @Nullable EventSource events;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Frames kept of each group of drops, 0 to 16. Default: 4.")
    private @Nullable Integer samples;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "Bytes kept of each frame, 0 to 256; of IP the headers only. Default: 128.")
    private @Nullable Integer bytes;

    /** Whether any of them was given. */
    boolean given() {
        return !interfaces.isEmpty()
                || !excluded.isEmpty()
                || seconds != null
                || events != null
                || samples != null
                || bytes != null;
    }

    /**
     * The investigation that the options describe.
     *
     * @param expectations causes that are known and fine
     * @throws CommandException where a value is out of bounds
     */
    Investigation investigation(List<Expectation> expectations) throws CommandException {
        check("--duration", seconds, SHORTEST_SECONDS, LONGEST_SECONDS);
        check("--samples", samples, 0, MAXIMUM_SAMPLES);
        check("--bytes", bytes, 0, MAXIMUM_BYTES);
        InterfaceSelection selection =
                interfaces.isEmpty() && excluded.isEmpty() ? null : new InterfaceSelection(interfaces, excluded);
        FrameSampling frames = samples == null && bytes == null ? null : new FrameSampling(samples, bytes);
        return new Investigation(
                "local", new DropInvestigationSpec(null, selection, seconds, events, frames, expectations, null, null));
    }

    private static void check(String option, @Nullable Integer value, int least, int most) throws CommandException {
        if (value != null && (value < least || value > most)) {
            throw new CommandException("%s is %d, and must be %d to %d.".formatted(option, value, least, most));
        }
    }
}
