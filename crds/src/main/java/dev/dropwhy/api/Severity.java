package dev.dropwhy.api;

/** How much a verdict matters. Declared from harmless to harmful, so that the natural order is the order of concern. */
public enum Severity {
    /** Normal refusal: nothing that anybody here wanted was lost. */
    Benign,
    /** Might be wanted or not; a person who knows the network should look. */
    Suspicious,
    /** Traffic that somebody wanted is lost. */
    Problem
}
