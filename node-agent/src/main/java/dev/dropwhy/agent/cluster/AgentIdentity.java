package dev.dropwhy.agent.cluster;

import dev.dropwhy.api.InvestigationRef;
import dev.dropwhy.api.NodeDropReportSpec;
import dev.dropwhy.api.ReportName;
import java.util.Optional;

/**
 * Whom an agent works for, as its pod was told.
 *
 * @param node name of the node that it runs on
 * @param namespace namespace of the reports
 * @param investigation the investigation that started it
 */
public record AgentIdentity(String node, String namespace, InvestigationRef investigation) {

    /** Name of this agent's report. */
    public String reportName() {
        return ReportName.of(investigation, node);
    }

    /**
     * Why this agent must not serve a report; empty where it may.
     *
     * @param spec what the report asks
     */
    Optional<String> objectionTo(NodeDropReportSpec spec) {
        if (!node.equals(spec.nodeName())) {
            return Optional.of("Report " + reportName() + " is for node " + spec.nodeName()
                    + ", and this agent runs on " + node + ": it is not served.");
        }
        if (!investigation.uid().equals(spec.investigation().uid())) {
            return Optional.of("Report " + reportName() + " belongs to an investigation with uid "
                    + spec.investigation().uid() + ", and this agent was started for uid " + investigation.uid()
                    + ": it is not served.");
        }
        return Optional.empty();
    }
}
