/**
 * What watching drops costs, beside other tools, in one session: the sender's time per packet, the watcher's processor time
 * and memory, and whether it saw every drop. Run by {@code bench/overhead}; docs/benchmarks.md describes the method.
 */
@NullMarked
package dev.dropwhy.bench.overhead;

import org.jspecify.annotations.NullMarked;
