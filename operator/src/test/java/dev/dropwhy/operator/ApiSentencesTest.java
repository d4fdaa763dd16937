package dev.dropwhy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.NodeDropReport;
import dev.dropwhy.operator.reports.ReportWriter;
import dev.dropwhy.operator.testing.Cluster;
import dev.dropwhy.operator.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server says of resources that are wrong. */
@WithApiServer
class ApiSentencesTest {

    private final Cluster cluster;

    ApiSentencesTest(Cluster cluster) {
        this.cluster = cluster;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"nodes": {"names": ["A_b"]}}                                  | spec.nodes.names[0] in body should match
            {"nodes": {"names": ["a", "a"]}}                               | spec.nodes.names[1]: Duplicate value: "a"
            {"nodes": {"names": ["a", "b"], "maximum": 1}}                 | spec.nodes.names holds more nodes than spec.nodes.maximum allows
            {"nodes": {"maximum": 0}}                                      | spec.nodes.maximum in body should be greater than or equal to 1
            {"nodes": {"selector": {"matchLabels": {"a b": "c"}}}}         | spec.nodes.selector.matchLabels has a key that is no label key
            {"nodes": {"selector": {"matchLabels": {"a": "b c"}}}}         | spec.nodes.selector.matchLabels.a in body should match
            {"interfaces": {"include": ["a/b"]}}                           | spec.interfaces.include[0] in body should match
            {"durationSeconds": 4}                                         | spec.durationSeconds in body should be greater than or equal to 5
            {"durationSeconds": 3601}                                      | spec.durationSeconds in body should be less than or equal to 3600
            {"durationSeconds": 5.5}                                       | spec.durationSeconds in body must be of type integer
            {"events": "Everything"}                                       | spec.events: Unsupported value: "Everything"
            {"frames": {"bytesPerFrame": 9000}}                            | spec.frames.bytesPerFrame in body should be less than or equal to 256
            {"expectations": [{"protocol": "Stp"}]}                        | spec.expectations[0].cause: Required value
            {"expectations": [{"cause": "Gremlins"}]}                      | spec.expectations[0].cause: Unsupported value: "Gremlins"
            {"ttlSecondsAfterFinished": -1}                                | spec.ttlSecondsAfterFinished in body should be greater than or equal to 0
            """)
    void namesTheFieldThatIsWrong(String spec, String sentence) {
        assertThatThrownBy(() -> create("wrong", spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aNameThatIsTooLongForALabelIsRefused() {
        assertThatThrownBy(() -> create("n".repeat(64), "{}"))
                .hasMessageContaining("metadata.name must have at most 63 characters");
    }

    @Test
    void defaultsAreWrittenOut() {
        create("defaults", "{}");

        DropInvestigation known = cluster.investigation("defaults");
        assertThat(known.getSpec().durationSeconds()).isEqualTo(60);
        assertThat(known.getSpec().ttlSecondsAfterFinished()).isEqualTo(86_400);
        assertThat(known.getSpec().suspend()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"durationSeconds": 9}                    | spec.durationSeconds is immutable
            {"events": "Ebpf"}                        | spec.events is immutable
            {"nodes": {"names": ["a"]}}               | spec.nodes is immutable
            {"interfaces": {"include": ["eth0"]}}     | spec.interfaces is immutable
            {"frames": {"samplesPerGroup": 1}}        | spec.frames is immutable
            {"expectations": [{"cause": "NoRoute"}]}  | spec.expectations is immutable
            """)
    void whatWasAskedCannotBeChanged(String change, String sentence) {
        create("asked", "{}");

        assertThatThrownBy(() -> cluster.admin()
                        .resources(DropInvestigation.class)
                        .withName("asked")
                        .patch(merge(), "{\"spec\": " + change + "}"))
                .hasMessageContaining(sentence + ": create a new DropInvestigation to ask again");
    }

    @Test
    void suspendAndTimeToLiveCanBeChanged() {
        create("kept", "{}");

        DropInvestigation changed = cluster.admin()
                .resources(DropInvestigation.class)
                .withName("kept")
                .patch(merge(), "{\"spec\": {\"suspend\": true, \"ttlSecondsAfterFinished\": 1}}");

        assertThat(changed.getSpec().suspend()).isTrue();
        assertThat(changed.getSpec().ttlSecondsAfterFinished()).isEqualTo(1);
    }

    @Test
    void theSpecOfAReportCannotBeChanged() {
        NodeDropReport report = cluster.admin()
                .resource(ReportWriter.desired(
                        create("report", "{\"suspend\": true}"), "2026-01-01T00:00:00Z", "a", Cluster.AGENTS))
                .create();

        assertThatThrownBy(() -> cluster.admin().resource(report).patch(merge(), "{\"spec\": {\"nodeName\": \"b\"}}"))
                .hasMessageContaining("spec is immutable: the operator creates one report for each node");
    }

    private DropInvestigation create(String name, String spec) {
        GenericKubernetesResource resource = cluster.admin()
                .getKubernetesSerialization()
                .unmarshal("""
                        {"apiVersion": "dropwhy.dev/v1alpha1", "kind": "DropInvestigation",
                         "metadata": {"name": "%s"}, "spec": %s}
                        """.formatted(name, spec), GenericKubernetesResource.class);
        cluster.admin().resource(resource).create();
        return cluster.investigation(name);
    }

    private static PatchContext merge() {
        return PatchContext.of(PatchType.JSON_MERGE);
    }
}
