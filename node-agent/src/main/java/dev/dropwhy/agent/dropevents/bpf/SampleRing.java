package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads a BPF ring buffer by itself (kernel: kernel/bpf/ringbuf.c): one page with the consumer position, one with the producer
 * position, then the data, mapped twice in a row so that no record wraps. No descriptor is polled, so that the kernel never
 * has to wake anybody.
 */
final class SampleRing implements AutoCloseable {

    private static final int HEADER = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private static final VarHandle POSITION = JAVA_LONG.varHandle();
    private static final VarHandle LENGTH = JAVA_INT.varHandle();

    private final Libbpf libbpf;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private final long mask;

    /**
     * Maps the ring.
     *
     * @param size bytes of data, a power of two
     */
    SampleRing(Libbpf libbpf, int descriptor, int size) {
        this.libbpf = libbpf;
        this.mask = size - 1L;
        long page = libbpf.pageSize();
        this.consumer = libbpf.map(descriptor, 0, page, true);
        this.producer = libbpf.map(descriptor, page, page + 2L * size, false);
        this.data = producer.asSlice(page);
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Reader {

        /**
         * One record.
         *
         * @param record its bytes, valid during the call
         */
        void record(MemorySegment record);
    }

    /** Gives every record that is complete to {@code reader}, oldest first. */
    void drain(Reader reader) {
        long position = (long) POSITION.getOpaque(consumer, 0L);
        long end = (long) POSITION.getAcquire(producer, 0L);
        while (position < end) {
            long offset = position & mask;
            int length = (int) LENGTH.getAcquire(data, offset);
            if ((length & BUSY) != 0) {
                return;
            }
            int bytes = length & ~DISCARDED;
            if ((length & DISCARDED) == 0) {
                reader.record(data.asSlice(offset + HEADER, bytes));
            }
            position += (HEADER + bytes + 7) & ~7;
            POSITION.setRelease(consumer, 0L, position);
        }
    }

    @Override
    public void close() {
        libbpf.unmap(consumer);
        libbpf.unmap(producer);
    }
}
