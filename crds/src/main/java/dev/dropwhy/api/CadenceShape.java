package dev.dropwhy.api;

/** How drops spread over the window. */
public enum CadenceShape {
    /** A single drop, or too few to say. */
    Single,
    /** Evenly spaced: a timer somewhere. */
    Steady,
    /** Nearly all within a small part of the window. */
    Burst,
    /** Neither. */
    Irregular
}
