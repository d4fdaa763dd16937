package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import java.lang.foreign.Arena;
import java.util.function.LongFunction;

/**
 * The program in the kernel with everything that must be released after it, as one.
 *
 * @param arena native memory of all of it; shared, because samples are read by a thread of their own
 * @param libbpf the library, called by one thread at a time
 * @param program loaded, not yet attached
 * @param ring its samples
 * @param jiffyNanos length of a jiffy
 */
record LoadedProgram(Arena arena, Libbpf libbpf, BpfProgram program, SampleRing ring, long jiffyNanos)
        implements AutoCloseable {

    /** Size of the ring in {@code dropwhy.bpf.c}. */
    private static final int RING_BYTES = 1 << 19;

    /**
     * Loads the program.
     *
     * @param elf object file
     * @param variant which of its programs
     * @param constants the program's constants, given the length of a jiffy in nanoseconds
     */
    @SuppressWarnings("MustBeClosedChecker") // the arena belongs to the result, or is closed here
    static LoadedProgram load(byte[] elf, BpfProgram.Variant variant, LongFunction<BpfProgram.Constants> constants)
            throws EngineUnavailableException {
        Arena arena = Arena.ofShared();
        try {
            Libbpf libbpf = new Libbpf(arena);
            long jiffyNanos = libbpf.jiffyNanos(arena);
            BpfProgram program = new BpfProgram(libbpf, arena, elf, variant);
            try {
                program.configure(constants.apply(jiffyNanos));
                program.load();
                libbpf.trimHeap();
                SampleRing ring = new SampleRing(libbpf, program.map("samples"), RING_BYTES);
                return new LoadedProgram(arena, libbpf, program, ring, jiffyNanos);
            } catch (NativeCallException e) {
                EngineUnavailableException refused = EbpfPreconditions.refused(e, program.verifierLog());
                program.close();
                throw refused;
            }
        } catch (EngineUnavailableException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** Lets the program count. */
    void attach() throws EngineUnavailableException {
        try {
            program.attach();
        } catch (NativeCallException e) {
            throw EbpfPreconditions.refused(e, program.verifierLog());
        }
    }

    @Override
    public void close() {
        ring.close();
        program.close();
        arena.close();
    }
}
