package dev.dropwhy.bench.overhead;

/** How fast a storm sends. */
enum Rate {
    SLOW("1 k", 1),
    FAST("100 k", 100),
    MAXIMUM("maximum", 0);

    private final String label;
    private final int perMillisecond;

    Rate(String label, int perMillisecond) {
        this.label = label;
        this.perMillisecond = perMillisecond;
    }

    /** Its name in a table: packets a second. */
    String label() {
        return label;
    }

    /** Packets sent in each millisecond, in one call; 0 for as many as the kernel takes. */
    int perMillisecond() {
        return perMillisecond;
    }
}
