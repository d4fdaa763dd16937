package dev.dropwhy.diagnosis.observation;

/**
 * One queueing discipline over the window (RTM_GETQDISC).
 *
 * @param kind pfifo_fast, tbf, fq_codel, clsact …
 * @param handle its handle, such as 8001:
 * @param parent its parent: root, ingress, or a class
 * @param dropped packets it dropped in the window
 * @param overlimits times it was over its limit
 * @param requeues packets put back
 */
public record QdiscObservation(
        String kind, String handle, String parent, long dropped, long overlimits, long requeues) {}
