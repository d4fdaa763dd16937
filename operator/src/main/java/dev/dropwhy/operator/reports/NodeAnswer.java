package dev.dropwhy.operator.reports;

import dev.dropwhy.api.NodeDropReportStatus;

/** What one asked node has said so far. */
public sealed interface NodeAnswer {

    /** Name of the node. */
    String node();

    /** Nothing yet. */
    record Awaited(String node) implements NodeAnswer {}

    /** Its agent has accepted and observes. */
    record Observing(String node) implements NodeAnswer {}

    /** Its report is in. */
    record Reported(String node, NodeDropReportStatus report) implements NodeAnswer {}

    /**
     * It cannot report, or its report cannot be believed.
     *
     * @param reason a phrase for people
     */
    record Failed(String node, String reason) implements NodeAnswer {}
}
