package dev.dropwhy.diagnosis.cadence;

/**
 * A period at which something is sent.
 *
 * @param periodMillis milliseconds
 * @param name what it is, such as {@code RSTP hello}
 * @param announced whether the sender itself says so in its frames
 */
public record Timer(long periodMillis, String name, boolean announced) {

    /** Name and period for people. */
    public String text() {
        String period = periodMillis % 1000 == 0 ? periodMillis / 1000 + " s" : periodMillis + " ms";
        return name + " " + period + (announced ? ", as the sender announces" : "");
    }
}
