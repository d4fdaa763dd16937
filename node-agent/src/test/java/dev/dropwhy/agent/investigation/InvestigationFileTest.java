package dev.dropwhy.agent.investigation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.report.document.InvestigationDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvestigationFileTest {

    private static final String HEAD =
            "apiVersion: dropwhy.dev/v1alpha1\nkind: DropInvestigation\nmetadata: {name: noise}\n";

    @Test
    void aWholeFileIsRead() throws Exception {
        Investigation investigation = read(HEAD + """
                        spec:
                          nodes: {selector: {matchLabels: {a: b}}}
                          interfaces: {include: ["eth*"], exclude: [eth1]}
                          durationSeconds: 30
                          events: Ebpf
                          frames: {samplesPerGroup: 2}
                          expectations: [{cause: UnhandledLinkProtocol, protocol: Lldp, note: "our switches"}]
                        """);
        assertThat(investigation.name()).isEqualTo("noise");
        assertThat(investigation.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(investigation.events()).isEqualTo(EventSource.Ebpf);
        assertThat(investigation.interfaces().include()).containsExactly("eth*");
        assertThat(investigation.frames().samplesPerGroup()).isEqualTo(2);
        assertThat(investigation.frames().bytesPerFrame()).isEqualTo(128);
        assertThat(investigation.spec().expectations().getFirst().cause()).isEqualTo(Cause.UnhandledLinkProtocol);
    }

    @Test
    void whatIsLeftOutHasTheDefaultsOfTheApi() throws Exception {
        Investigation investigation = read(HEAD);
        assertThat(investigation.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(investigation.events()).isEqualTo(EventSource.Auto);
        assertThat(investigation.interfaces().include()).isEmpty();
        assertThat(investigation.frames().samplesPerGroup()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsOneSentenceThatNamesTheField(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidInvestigationException.class)
                .hasMessageContaining(sentence)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n")
                .doesNotContain("com.fasterxml")
                .endsWith(".");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(HEAD + "spec: {durationSeconds: 4}", "spec.durationSeconds is 4, and must be at least 5."),
                Arguments.of(
                        HEAD + "spec: {durationSeconds: 3601}",
                        "spec.durationSeconds is 3601, and must be at most 3600."),
                Arguments.of(
                        HEAD + "spec: {durationSeconds: soon}",
                        "spec.durationSeconds is \"soon\", and must be a whole number."),
                Arguments.of(HEAD + "spec: {duration: 4}", "spec.duration is not a field; there are durationSeconds,"),
                Arguments.of(
                        HEAD + "spec: {events: Magic}", "spec.events is \"Magic\", and must be one of Auto, Ebpf,"),
                Arguments.of(
                        HEAD + "spec: {expectations: [{cause: Nothing}]}",
                        "spec.expectations[0].cause is \"Nothing\", and must be one of UnhandledLinkProtocol,"),
                Arguments.of(
                        HEAD + "spec: {expectations: [{note: x}]}",
                        "spec.expectations[0].cause is missing, and it is required."),
                Arguments.of(
                        HEAD + "spec: {expectations: [{cause: FirewallDrop, protocol: 'no good'}]}",
                        "spec.expectations[0].protocol does not have the form"),
                Arguments.of(
                        HEAD + "spec: {frames: {bytesPerFrame: 257}}",
                        "spec.frames.bytesPerFrame is 257, and must be at most 256."),
                Arguments.of(
                        HEAD + "spec: {interfaces: {include: [" + "a,".repeat(33) + "]}}",
                        "spec.interfaces.include has 33 entries, and may have at most 32."),
                Arguments.of(HEAD + "spec: [1]", "spec cannot be read"),
                Arguments.of("kind: DropInvestigation", "apiVersion is missing, and must be dropwhy.dev/v1alpha1."),
                Arguments.of(
                        "apiVersion: dropwhy.dev/v1alpha1\nkind: Pod\n",
                        "kind is \"Pod\", and must be DropInvestigation."),
                Arguments.of("apiVersion: dropwhy.dev/v1alpha1\nkind: DropInvestigation\n", "metadata.name is missing"),
                Arguments.of("", "The file holds no object"),
                Arguments.of("- a\n- b\n", "The file holds no object"),
                Arguments.of("a: [", "The file is not one YAML document at line"),
                Arguments.of(HEAD + "---\n" + HEAD, "The file holds more than one YAML document"),
                Arguments.of("&a [*a, *a]", "The file holds no object"),
                Arguments.of("#".repeat((1 << 20) + 1), "larger than 1 MiB"));
    }

    @Test
    void nameAndVersionAreThoseOfTheApi() {
        assertThat(InvestigationDocument.API_VERSION).isEqualTo(HasMetadata.getApiVersion(DropInvestigation.class));
        assertThat(InvestigationDocument.KIND).isEqualTo(HasMetadata.getKind(DropInvestigation.class));
    }

    private static Investigation read(String yaml) throws InvalidInvestigationException, IOException {
        return new InvestigationFile().read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
