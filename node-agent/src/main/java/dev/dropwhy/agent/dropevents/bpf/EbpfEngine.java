package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.DropEventEngine;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.bpf.DropTables.Counted;
import dev.dropwhy.agent.kernel.Btf;
import dev.dropwhy.agent.kernel.DropReasons;
import dev.dropwhy.agent.kernel.KernelSymbols;
import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.diagnosis.observation.EventTotals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts drops in the kernel, at {@code tp_btf/kfree_skb}, in every network namespace. Totals are exact; frames and exact
 * times are sampled (each drop of a group that drops less than 20 times a second, some of the others).
 */
public final class EbpfEngine implements DropEventEngine {

    private static final String OBJECT = "dropwhy.bpf.o";

    /** Samples of a group come at least this far apart, once its first ones were taken. */
    private static final long SAMPLE_INTERVAL_NANOS = 50_000_000;

    /** The first drops of each group are sampled whatever their rate; of a burst that is enough to see its shape. */
    private static final int LEAST_FIRST_SAMPLES = 4;

    private final EngineSettings settings;
    private final BpfProgram.@Nullable Variant variant;
    private @Nullable Recording recording;

    /** Makes an engine that touches nothing before {@link #start}. */
    public EbpfEngine(EngineSettings settings) {
        this(settings, null);
    }

    /** Makes an engine with a given variant of the program, instead of the best that the kernel takes. */
    EbpfEngine(EngineSettings settings, BpfProgram.@Nullable Variant variant) {
        this.settings = settings;
        this.variant = variant;
    }

    @Override
    public EventSource source() {
        return EventSource.Ebpf;
    }

    @Override
    public void start() throws EngineUnavailableException {
        if (recording != null) {
            throw new IllegalStateException("an engine is used once");
        }
        try (Btf kernel = EbpfPreconditions.kernelTypes()) {
            recording = start(kernel);
        }
    }

    private Recording start(Btf kernel) throws EngineUnavailableException {
        boolean hasReason = hasReason(kernel);
        LoadedProgram loaded = LoadedProgram.load(
                object(),
                variantOf(kernel),
                jiffyNanos -> new BpfProgram.Constants(
                        hasReason,
                        Math.max(LEAST_FIRST_SAMPLES, settings.samplesPerGroup()),
                        Math.max(1, SAMPLE_INTERVAL_NANOS / jiffyNanos),
                        settings.samplesPerGroup() == 0 ? 0 : settings.bytesPerFrame()));
        return new Recording(
                loaded, hasReason ? new DropReasons(kernel, directory(Btf.KERNEL)) : null, settings.samplesPerGroup());
    }

    private BpfProgram.Variant variantOf(Btf kernel) {
        if (variant != null) {
            return variant;
        }
        return kernel.hasFunction("bpf_rdonly_cast") ? BpfProgram.Variant.CAST : BpfProgram.Variant.HELPER;
    }

    /** The argument came with Linux 5.17, and to RHEL 9.1 by backport: the tracepoint itself is asked. */
    private static boolean hasReason(Btf kernel) throws EngineUnavailableException {
        return kernel.tracepoint("kfree_skb")
                .orElseThrow(() -> new EngineUnavailableException(
                        "The kernel %s does not describe the tracepoint skb:kfree_skb; Linux 5.8 or newer is needed."
                                .formatted(EbpfPreconditions.release())))
                .thirdIsEnum();
    }

    private static Path directory(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static byte[] object() {
        try (InputStream in = EbpfEngine.class.getResourceAsStream(OBJECT)) {
            if (in == null) {
                throw new IllegalStateException("the jar of the agent lacks its program " + OBJECT);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the program " + OBJECT + " in the jar of the agent cannot be read", e);
        }
    }

    @Override
    public DropEvents stop() {
        Recording running = recording;
        if (running == null) {
            throw new IllegalStateException("the engine was not started");
        }
        return events(running, running.stop());
    }

    private DropEvents events(Recording running, Counted counted) {
        Functions functions = KernelSymbols.lookUp(locations(counted), KernelSymbols.KALLSYMS);
        DropReasons reasons = running.reasons();
        DropGroupAssembly assembly = new DropGroupAssembly(
                settings, functions, reasons == null ? null : reasons::name, running.startNanos());
        assembly.add(counted.groups(), false);
        assembly.add(counted.coarse(), true);
        assembly.add(running.samples().groups());
        long lost = running.missed();
        EventTotals totals = new EventTotals(
                counted.seen(),
                counted.ungrouped(),
                lost,
                counted.samplesLost() + running.samples().lost());
        return new DropEvents(
                totals, assembly.groups(), limitations(counted, lost, functions.closed(), reasons != null));
    }

    private static Set<Long> locations(Counted counted) {
        return Stream.concat(counted.groups().keySet().stream(), counted.coarse().keySet().stream())
                .map(DropKey::location)
                .collect(Collectors.toSet());
    }

    private static List<String> limitations(Counted counted, long lost, boolean symbolsClosed, boolean reasonsKnown) {
        List<String> limitations = new ArrayList<>();
        if (!reasonsKnown) {
            limitations.add(
                    "The kernel %s gives no drop reasons (Linux 5.17 and newer do); drops are told apart by kernel function alone."
                            .formatted(EbpfPreconditions.release()));
        }
        if (symbolsClosed) {
            limitations.add(
                    "The kernel hides its symbols from this process (sysctl kernel.kptr_restrict without CAP_SYSLOG); functions appear as addresses.");
        }
        long coarse =
                counted.coarse().values().stream().mapToLong(DropTally::count).sum();
        if (coarse > 0) {
            limitations.add(
                    "%d drops came when the table of %d drop groups was full; their senders, or even their protocols, are not told apart."
                            .formatted(coarse, counted.groups().size()));
        }
        if (counted.ungrouped() > 0) {
            limitations.add(
                    "%d drops found no room in any table and are known by number only.".formatted(counted.ungrouped()));
        }
        if (lost > 0) {
            limitations.add(
                    "%d drops happened while the counting program itself was interrupted, and were not identified."
                            .formatted(lost));
        }
        return limitations;
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }
}
