package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.cluster.AgentIdentity;
import dev.dropwhy.agent.cluster.AgentLife;
import dev.dropwhy.agent.cluster.LifeEnd;
import dev.dropwhy.agent.cluster.LifeLog;
import dev.dropwhy.agent.cluster.ObservingNode;
import dev.dropwhy.agent.cluster.Timing;
import dev.dropwhy.api.InvestigationRef;
import dev.dropwhy.report.ExitCode;
import dev.dropwhy.report.OrderlyEnd;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dropwhy agent}: what the operator starts on every node. Ends on a signal alone, with exit code 0. */
@Command(
        name = "agent",
        description = "Serve one investigation on one node of a cluster. The operator starts it; nobody else needs to.",
        mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {

    /** A pod has ten seconds from SIGTERM to SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Surroundings surroundings;

    @Option(
            names = "--investigation",
            paramLabel = "NAME",
            required = true,
            defaultValue = "${env:DROPWHY_INVESTIGATION}",
            description = "Name of the DropInvestigation. Default: DROPWHY_INVESTIGATION of the environment.")
    private String investigation = "";

    @Option(
            names = "--uid",
            paramLabel = "UID",
            required = true,
            defaultValue = "${env:DROPWHY_INVESTIGATION_UID}",
            description = "Its uid. Default: DROPWHY_INVESTIGATION_UID of the environment.")
    private String uid = "";

    @Option(
            names = "--node",
            paramLabel = "NAME",
            required = true,
            defaultValue = "${env:NODE_NAME}",
            description = "Name of this node. Default: NODE_NAME of the environment.")
    private String node = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            required = true,
            defaultValue = "${env:POD_NAMESPACE}",
            description = "Namespace of the reports. Default: POD_NAMESPACE of the environment.")
    private String namespace = "";

    AgentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        LifeEnd end = new LifeEnd();
        try (OrderlyEnd _ = OrderlyEnd.onSignal(end::wish, () -> GRACE, () -> ExitCode.NO_PROBLEM, () -> {})) {
            AgentLife.liveInCluster(
                    new AgentIdentity(node, namespace, new InvestigationRef(investigation, uid)),
                    new ObservingNode(surroundings.observer(), surroundings.diagnosis()),
                    Timing.usual(Clock.systemUTC(), ThreadLocalRandom.current()),
                    new LifeLog(surroundings.terminal().out(), Clock.systemUTC()),
                    end);
        }
        return ExitCode.NO_PROBLEM;
    }
}
