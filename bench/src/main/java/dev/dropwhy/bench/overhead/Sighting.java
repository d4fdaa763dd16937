package dev.dropwhy.bench.overhead;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a watcher saw between its begin and its end.
 *
 * @param seen drops, or packets of a tap, on the wire; of tools that cannot tell the wire apart, on the machine
 * @param lost events that it says it lost; empty where it does not say
 * @param explained share of the interface's drops that it explains; empty for tools that do not explain counters
 * @param peakBytes largest resident size of its process
 */
record Sighting(OptionalLong seen, OptionalLong lost, OptionalDouble explained, OptionalLong peakBytes) {

    /** Of what has no process and counts nothing. */
    static final Sighting NONE =
            new Sighting(OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty(), OptionalLong.empty());
}
