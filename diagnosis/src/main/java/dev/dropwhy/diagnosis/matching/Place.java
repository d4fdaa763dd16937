package dev.dropwhy.diagnosis.matching;

/** Where a group of drops happened. */
public enum Place {
    /** In the namespace whose interfaces were balanced. */
    Observed,
    /** In another network namespace. */
    Foreign,
    /** The engine could not tell, or the kernel had overwritten the packet's device. */
    Unknown
}
