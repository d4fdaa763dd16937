package dev.dropwhy.diagnosis.catalog;

/** Which device a drop is charged to. */
public enum CountedOn {
    /** The device that the event names. */
    Device,
    /** The other end of the veth pair that the event names. */
    Peer,
    /** VLANs, macvlans and ipvlans on top of the device that the event names: they count what it did not take. */
    Upper
}
