package dev.dropwhy.report.document;

import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.DropInvestigationStatus;
import java.util.List;

/**
 * An investigation, its outcome, and what each node found.
 *
 * @param name name of the investigation
 * @param spec what was asked
 * @param status what was found, over all nodes
 * @param nodes what the nodes found, in the order in which they are to be shown; one for an investigation of one machine,
 *     and those whose report is at hand for one of a cluster
 */
public record InvestigationReport(
        String name, DropInvestigationSpec spec, DropInvestigationStatus status, List<NodeFindings> nodes) {

    public InvestigationReport {
        nodes = List.copyOf(nodes);
    }

    /** The resource, as it is written as JSON and YAML. */
    public InvestigationDocument document() {
        return InvestigationDocument.of(name, spec, status);
    }

    /** Whether it is of this machine alone, without a cluster. */
    public boolean local() {
        return nodes.size() == 1 && nodes.getFirst().node() == null;
    }
}
