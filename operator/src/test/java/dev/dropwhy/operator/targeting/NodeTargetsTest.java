package dev.dropwhy.operator.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.LabelSelector;
import dev.dropwhy.api.NodeSelection;
import dev.dropwhy.api.SkippedNodes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeTargetsTest {

    private static final List<Toleration> NONE = List.of();
    private static final List<Toleration> EVERYTHING =
            List.of(new TolerationBuilder().withOperator("Exists").build());

    @Test
    void withoutSelectionEveryReadyLinuxNodeIsAsked() {
        Targets targets =
                NodeTargets.choose(List.of(linux("b").build(), linux("a").build()), null, NONE);

        assertThat(targets.nodes()).containsExactly("a", "b");
        assertThat(targets.skipped()).isEmpty();
    }

    @Test
    void namesAndSelectorMustBothMatch() {
        Node a =
                linux("a").editMetadata().addToLabels("rack", "1").endMetadata().build();
        Node b =
                linux("b").editMetadata().addToLabels("rack", "2").endMetadata().build();
        Node c =
                linux("c").editMetadata().addToLabels("rack", "1").endMetadata().build();

        Targets targets = NodeTargets.choose(
                List.of(a, b, c),
                new NodeSelection(List.of("a", "b"), new LabelSelector(Map.of("rack", "1")), null),
                NONE);

        assertThat(targets.nodes()).containsExactly("a");
        assertThat(targets.skipped()).isEmpty();
    }

    @Test
    void aCordonedNodeIsAsked() {
        Node cordoned = linux("a")
                .editSpec()
                .withUnschedulable(true)
                .addNewTaint("NoSchedule", "node.kubernetes.io/unschedulable", null, null)
                .endSpec()
                .build();

        assertThat(NodeTargets.choose(List.of(cordoned), null, NONE).nodes()).containsExactly("a");
    }

    @Test
    void aTaintThatAgentsDoNotTolerateSkipsTheNode() {
        Node tainted = linux("a")
                .editSpec()
                .addNewTaint("NoSchedule", "dedicated", null, "db")
                .endSpec()
                .build();
        Toleration other = new TolerationBuilder()
                .withKey("dedicated")
                .withOperator("Equal")
                .withValue("web")
                .build();
        Toleration same = new TolerationBuilder(other).withValue("db").build();

        assertThat(NodeTargets.choose(List.of(tainted), null, List.of(other)).skipped())
                .containsExactly(new SkippedNodes("NoSchedulableAgent", 1, List.of("a")));
        assertThat(NodeTargets.choose(List.of(tainted), null, List.of(same)).nodes())
                .containsExactly("a");
        assertThat(NodeTargets.choose(List.of(tainted), null, EVERYTHING).nodes())
                .containsExactly("a");
    }

    @Test
    void theListOfSkippedNodesIsBounded() {
        List<Node> windows = IntStream.range(0, 1000)
                .mapToObj(i -> linux("w" + i)
                        .editMetadata()
                        .addToLabels("kubernetes.io/os", "windows")
                        .endMetadata()
                        .build())
                .toList();

        Targets targets = NodeTargets.choose(windows, null, NONE);

        assertThat(targets.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).isEqualTo("NotLinux");
            assertThat(skipped.count()).isEqualTo(1000);
            assertThat(skipped.sampleNodes()).hasSize(5);
        });
    }

    private static NodeBuilder linux(String name) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/os", "linux")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
    }
}
