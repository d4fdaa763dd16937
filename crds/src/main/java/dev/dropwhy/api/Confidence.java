package dev.dropwhy.api;

/** How sure a verdict is. Declared from weak to strong. */
public enum Confidence {
    /** A suspicion: counters or circumstance only. */
    Low,
    /** One good source, or a part of the growth left open. */
    Medium,
    /** At least 95 % of the counter explained, two independent sources agree, and no event was lost. */
    High
}
