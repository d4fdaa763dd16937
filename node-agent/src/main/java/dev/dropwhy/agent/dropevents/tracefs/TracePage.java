package dev.dropwhy.agent.dropevents.tracefs;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Walks one page of {@code trace_pipe_raw} (kernel: include/linux/ring_buffer.h, events/header_page): a time, the length of
 * the data, then events, each with a word of type and time since the one before. Bounded by the page whatever it holds.
 */
final class TracePage {

    private static final int HEADER = 16;
    private static final int COMMIT_MASK = 0xfffff;

    private static final int PADDING = 29;
    private static final int TIME_EXTEND = 30;
    private static final int TIME_STAMP = 31;
    private static final int DELTA_BITS = 27;

    private TracePage() {}

    /** Takes one event. */
    @FunctionalInterface
    interface Visitor {

        /**
         * One event.
         *
         * @param nanos its time on the instance's clock
         * @param event its bytes, valid during the call
         */
        void event(long nanos, MemorySegment event);
    }

    /**
     * Shows each event of a page.
     *
     * @param page what one read returned
     */
    static void walk(MemorySegment page, Visitor visitor) {
        if (page.byteSize() < HEADER) {
            return;
        }
        long nanos = page.get(JAVA_LONG_UNALIGNED, 0);
        long end = Math.min(page.byteSize(), HEADER + (page.get(JAVA_LONG_UNALIGNED, 8) & COMMIT_MASK));
        long at = HEADER;
        while (at + 8 <= end) {
            int word = page.get(JAVA_INT_UNALIGNED, at);
            int type = word & 31;
            long delta = Integer.toUnsignedLong(word) >>> 5;
            long next = at + 4;
            switch (type) {
                case PADDING -> {
                    if (delta == 0) {
                        return;
                    }
                    nanos += delta;
                    next += length(page, next);
                }
                case TIME_EXTEND -> {
                    nanos += (extension(page, next) << DELTA_BITS) + delta;
                    next += 4;
                }
                case TIME_STAMP -> {
                    nanos = (extension(page, next) << DELTA_BITS) + delta;
                    next += 4;
                }
                case 0 -> {
                    nanos += delta;
                    long length = length(page, next);
                    show(page, next + 4, length - 4, end, nanos, visitor);
                    next += length;
                }
                default -> {
                    nanos += delta;
                    show(page, next, type * 4L, end, nanos, visitor);
                    next += type * 4L;
                }
            }
            at = next;
        }
    }

    private static void show(MemorySegment page, long start, long length, long end, long nanos, Visitor visitor) {
        if (length > 0 && start + length <= end) {
            visitor.event(nanos, page.asSlice(start, length));
        }
    }

    private static long length(MemorySegment page, long at) {
        return Integer.toUnsignedLong(page.get(JAVA_INT_UNALIGNED, at));
    }

    private static long extension(MemorySegment page, long at) {
        return Integer.toUnsignedLong(page.get(JAVA_INT_UNALIGNED, at));
    }
}
