package dev.dropwhy.diagnosis.catalog;

/** Which device a drop is charged to. */
public enum CountedOn {
    /** The device that the event names. */
    Device,
    /** The other end of the veth pair that the event names. */
    Peer
}
