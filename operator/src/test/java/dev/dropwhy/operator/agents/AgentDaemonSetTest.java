package dev.dropwhy.operator.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.LabelSelector;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.operator.testing.Cluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentDaemonSetTest {

    private static final Path GOLDEN = Path.of("src/test/resources/agents");

    static List<Arguments> cases() {
        return List.of(
                Arguments.of("every-node", null, EventSource.Auto),
                Arguments.of("named-nodes", new NodeSelection(List.of("a", "b"), null, 50), EventSource.Auto),
                Arguments.of(
                        "tracefs-on-a-rack",
                        new NodeSelection(List.of(), new LabelSelector(Map.of("rack", "1")), 50),
                        EventSource.Tracefs));
    }

    /** With {@code -Dgolden.write=true} the files are written anew. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isTheCommittedManifest(String name, NodeSelection nodes, EventSource events) throws IOException {
        String manifest =
                Serialization.asYaml(AgentDaemonSet.desired(investigation(nodes, events), Cluster.agentSettings()));
        Path golden = GOLDEN.resolve(name + ".yaml");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, manifest);
        }

        assertThat(manifest).isEqualTo(Files.readString(golden));
    }

    private static DropInvestigation investigation(NodeSelection nodes, EventSource events) {
        var investigation = new DropInvestigation();
        investigation.setMetadata(new ObjectMetaBuilder()
                .withName("why")
                .withUid("0d6f4a4e-8f0a-4c5e-9a53-0a6c7a1d2b3c")
                .build());
        investigation.setSpec(new DropInvestigationSpec(nodes, null, 60, events, null, List.of(), null, null));
        return investigation;
    }
}
