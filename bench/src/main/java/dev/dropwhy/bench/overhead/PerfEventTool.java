package dev.dropwhy.bench.overhead;

import java.io.IOException;
import java.time.Duration;

/** A program that has the kernel hand it trace events through perf_event_open(2). */
abstract class PerfEventTool extends Tool {

    PerfEventTool(String label, String program, String remedy) {
        super(label, program, remedy);
    }

    @Override
    final boolean watches(Child child) throws IOException {
        return child.descriptors("anon_inode:[perf_event]") > 0;
    }

    /** It opens the events of one processor after the other, and switches them on when it has all. */
    @Override
    final Duration settling() {
        return Duration.ofMillis(400);
    }
}
