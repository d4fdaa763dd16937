package dev.dropwhy.api;

/** The side of an interface that a ledger balances. */
public enum Direction {
    /** Received by this interface. */
    Receive,
    /** Sent through this interface. */
    Transmit
}
