package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The program in the kernel: opened, configured, loaded, attached. Its maps and its link are descriptors of this process and
 * of nobody else, so whatever ends the process ends them.
 */
final class BpfProgram implements AutoCloseable {

    private static final String NAME = "dropwhy";
    private static final int LOG_BYTES = 1 << 16;

    // struct bpf_object_open_opts of libbpf 1.x
    private static final int OPTIONS_BYTES = 80;
    private static final int OPTIONS_OBJECT_NAME = 8;
    private static final int OPTIONS_LOG_BUFFER = 56;
    private static final int OPTIONS_LOG_SIZE = 64;

    private final Libbpf libbpf;
    private final Arena arena;
    private final MemorySegment log;
    private final MemorySegment object;
    private final Variant variant;
    private @Nullable MemorySegment link;
    private boolean closed;

    /**
     * Opens the object file.
     *
     * @param arena holds the file and the verifier's log; must outlive this object
     * @param variant the program of the file to use
     */
    BpfProgram(Libbpf libbpf, Arena arena, byte[] elf, Variant variant) {
        this.libbpf = libbpf;
        this.arena = arena;
        this.log = arena.allocate(LOG_BYTES);
        MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
        options.set(JAVA_LONG, 0, OPTIONS_BYTES);
        options.set(ADDRESS, OPTIONS_OBJECT_NAME, arena.allocateFrom(NAME));
        options.set(ADDRESS, OPTIONS_LOG_BUFFER, log);
        options.set(JAVA_LONG, OPTIONS_LOG_SIZE, LOG_BYTES);
        MemorySegment image = arena.allocate(elf.length, 8);
        MemorySegment.copy(elf, 0, image, JAVA_BYTE, 0, elf.length);
        this.object = libbpf.openObject(image, options);
        this.variant = variant;
    }

    /** The programs of the object file: they do the same and read frames in different ways. */
    enum Variant {
        /** By plain loads; for kernels with the function bpf_rdonly_cast (Linux 6.2). */
        CAST("dropwhy"),
        /** By a helper, for Linux 5.8 and newer. */
        HELPER("dropwhy_helper");

        private final String program;

        Variant(String program) {
            this.program = program;
        }
    }

    /**
     * Sets the program's constants, in the order of their declaration in {@code dropwhy.bpf.c}.
     *
     * @param hasReason whether the tracepoint passes a reason
     * @param firstSamples how many drops of each group to sample at once
     * @param sampleInterval jiffies between later samples of a group
     * @param frameBytes bytes to capture of each sample
     */
    record Constants(boolean hasReason, int firstSamples, long sampleInterval, int frameBytes) {}

    void configure(Constants constants) {
        MemorySegment size = arena.allocate(JAVA_LONG);
        MemorySegment values = libbpf.initialValue(libbpf.map(object, arena.allocateFrom(".rodata")), size);
        values.set(JAVA_INT, 0, constants.hasReason() ? 1 : 0);
        values.set(JAVA_INT, 4, constants.firstSamples());
        values.set(JAVA_LONG, 8, constants.sampleInterval());
        values.set(JAVA_INT, 16, constants.frameBytes());
    }

    void load() {
        for (Variant other : Variant.values()) {
            if (other != variant) {
                libbpf.leaveOut(libbpf.program(object, arena.allocateFrom(other.program)));
            }
        }
        libbpf.load(object);
    }

    /** What the verifier said last; empty where it was not asked or had nothing to say. */
    String verifierLog() {
        return log.getString(0);
    }

    void attach() {
        link = libbpf.attach(libbpf.program(object, arena.allocateFrom(variant.program)));
    }

    /** Takes the program off the tracepoint and waits for those that still run. What they counted stays readable. */
    void detach() {
        if (link == null) {
            return;
        }
        libbpf.destroyLink(link);
        link = null;
        if (!libbpf.awaitRunningPrograms()) {
            awaitByTime();
        }
    }

    /** A program runs for less than a microsecond; where the kernel cannot wait for them, some milliseconds are plenty. */
    private static void awaitByTime() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Descriptor of a map, valid until this object is closed. */
    int map(String name) {
        return libbpf.mapDescriptor(libbpf.map(object, arena.allocateFrom(name)));
    }

    /**
     * Drops that the kernel did not show to the program because the program itself was interrupted on that CPU (counted by
     * {@code bpf_prog_inc_misses_counter}).
     *
     * @return 0 on kernels that do not count them
     */
    long missed() {
        int descriptor = libbpf.programDescriptor(libbpf.program(object, arena.allocateFrom(variant.program)));
        try {
            return Files.readString(Path.of("/proc/self/fdinfo/" + descriptor))
                    .lines()
                    .filter(line -> line.startsWith("recursion_misses:"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring("recursion_misses:".length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (link != null) {
            libbpf.destroyLink(link);
            link = null;
        }
        libbpf.closeObject(object);
    }
}
