package dev.dropwhy.lab.scenario;

import java.util.Map;

/** How many packets a scenario expects. */
public sealed interface Count {

    /**
     * Whether a figure is as expected.
     *
     * @param growth what the kernel's counters grew by
     */
    boolean holds(long figure, Map<String, Long> growth);

    /** So many, known because the scenario sent them. */
    record Exactly(long number) implements Count {
        @Override
        public boolean holds(long figure, Map<String, Long> growth) {
            return figure == number;
        }

        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** A range, where timing decides. */
    record Between(long least, long most) implements Count {
        @Override
        public boolean holds(long figure, Map<String, Long> growth) {
            return least <= figure && figure <= most;
        }

        @Override
        public String toString() {
            return least + " to " + most;
        }
    }

    /** As many as a counter of the kernel grew by, and at least one. */
    record AsCounted(String counter) implements Count {
        @Override
        public boolean holds(long figure, Map<String, Long> growth) {
            return figure > 0 && figure == growth.getOrDefault(counter, 0L);
        }

        @Override
        public String toString() {
            return "the growth of " + counter;
        }
    }
}
