package dev.dropwhy.kubectl;

import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.InterfaceSelection;
import dev.dropwhy.api.LabelSelector;
import dev.dropwhy.api.NodeSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what to ask of which nodes. Bounds are the API server's business, which says what is wrong. */
final class AskOptions {

    @Option(
            names = {"-n", "--node"},
            paramLabel = "NAME",
            description = "Node to investigate; repeatable. Default: every Linux node, of which there may be 50.")
    private List<String> nodes = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABEL=VALUE",
            split = ",",
            description = "Labels that the nodes must carry.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--maximum", paramLabel = "N", description = "Most nodes to investigate. Default: 50.")
    private @Nullable Integer maximum;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "GLOB",
            description =
                    "Interface to balance; * and ? are wildcards; repeatable. Default: those with a device behind.")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Interface to leave out; repeatable; wins over --interface.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            description = "Length of the window, 5 to 3600. Default: 60.")
    private @Nullable Integer seconds;

    @Option(
            names = "--events",
            paramLabel = "ENGINE",
            description = "Where single drops are learned from: ${COMPLETION-CANDIDATES}. Default: Auto.")
    private @Nullable EventSource events;

    DropInvestigationSpec spec() {
        NodeSelection selection = nodes.isEmpty() && labels.isEmpty() && maximum == null
                ? null
                : new NodeSelection(nodes, labels.isEmpty() ? null : new LabelSelector(labels), maximum);
        InterfaceSelection chosen =
                interfaces.isEmpty() && excluded.isEmpty() ? null : new InterfaceSelection(interfaces, excluded);
        return new DropInvestigationSpec(selection, chosen, seconds, events, null, List.of(), null, null);
    }
}
