package dev.dropwhy.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as a person types them, against the kernel that the tests run on, with whatever privileges there are. */
class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void runPrintsTheResourceAndItsExitCodeFollowsTheVerdicts() throws Exception {
        int exit = dropwhy("run", "--interface", "lo", "--duration", "1", "-o", "json");
        JsonNode root = new ObjectMapper().readTree(text(out));
        assertThat(root.at("/kind").asText()).isEqualTo("DropInvestigation");
        assertThat(root.at("/spec/interfaces/include/0").asText()).isEqualTo("lo");
        assertThat(root.at("/status/headline").asText()).isNotBlank();
        assertThat(root.at("/status/totals/dropped").isNumber()).isTrue();
        assertThat(root.at("/status/verdicts").isArray()).isTrue();
        boolean problem = false;
        for (JsonNode verdict : root.at("/status/verdicts")) {
            problem |= verdict.at("/severity").asText().equals("Problem");
        }
        assertThat(exit).isEqualTo(problem ? 1 : 0);
    }

    @Test
    void countersAloneSayWhatIsMissing() {
        int exit = dropwhy("run", "-i", "lo", "-d", "1", "--events", "countersonly");
        assertThat(exit).isBetween(0, 1);
        assertThat(text(out)).contains("CountersOnly").doesNotContain("Exception", "\u001b");
    }

    @Test
    void whatWasObservedCanBeDiagnosedElsewhere(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("observation.json");
        assertThat(dropwhy("observe", "-i", "lo", "-d", "1", "-o", file.toString()))
                .isZero();
        assertThat(text(err)).contains("dropwhy diagnose " + file);
        assertThat(dropwhy("diagnose", file.toString(), "-o", "yaml")).isBetween(0, 1);
        assertThat(new YAMLMapper().readTree(text(out)).at("/status/headline").asText())
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run --bogus                          | Unknown option
            run --duration 0                     | --duration is 0, and must be 1 to 3600.
            run --duration soon                  | --duration
            run --samples 17                     | --samples is 17, and must be 0 to 16.
            run --events Magic                   | Auto, Ebpf
            run -o xml                           | text, yaml, json
            run --interface nosuch0              | No interface matches "nosuch0"; there are
            run --expect Nothing                 | "Nothing" is no cause
            run --expect UnhandledLinkProtocol:x | does not have the form
            run -f /no/such/file                 | /no/such/file cannot be read: no such file or directory.
            run -f x --duration 9                | -f already says what to investigate
            diagnose /no/such/file               | /no/such/file cannot be read: no such file or directory.
            diagnose                             | Missing required parameter
            observe                              | Missing required option
            observe -i lo -d 1 -o /no/such/dir/f | /no/such/dir/f cannot be written: no such file or directory.
            explain NOT_A_NAME                   | "NOT_A_NAME" is in none of the catalogs
            watch nosuch0                        | No interface matches "nosuch0"; there are
            watch -w 1                           | --window is 1, and must be 2 to 3600.
            nonsense                             | Unmatched argument
            """)
    void whatCannotRunIsOneSentenceAndExitCode2(String command, String sentence) {
        assertThat(dropwhy(command.split(" "))).isEqualTo(2);
        assertThat(text(err).lines().filter(line -> !line.startsWith("Observing")))
                .singleElement()
                .asString()
                .startsWith("dropwhy: ")
                .contains(sentence)
                .doesNotContain("Exception", "\tat ");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aWrongFileIsNamedWithItsField(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("investigation.yaml"), investigation("durationSeconds: 2"));
        assertThat(dropwhy("run", "-f", file.toString())).isEqualTo(2);
        assertThat(text(err)).isEqualTo("dropwhy: " + file + ": spec.durationSeconds is 2, and must be at least 5.\n");
    }

    @Test
    void aSuspendedInvestigationDoesNotRun(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("investigation.yaml"), investigation("suspend: true"));
        assertThat(dropwhy("run", "-f", file.toString())).isEqualTo(2);
        assertThat(text(err)).contains("spec.suspend is true");
    }

    @Test
    void garbageIsNoObservation(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("garbage.json"), "{\u001b[2J");
        assertThat(dropwhy("diagnose", file.toString())).isEqualTo(2);
        assertThat(text(err)).startsWith("dropwhy: " + file).doesNotContain("\u001b", "Exception");
    }

    @Test
    void explainKnowsCausesReasonsFunctionsProtocolsCountersAndDrivers() {
        for (String name : new String[] {
            "UnhandledLinkProtocol", "CPU_BACKLOG", "enqueue_to_backlog", "lldp", "TcpExt.ListenDrops", "veth"
        }) {
            assertThat(dropwhy("explain", name)).describedAs(name).isZero();
            assertThat(text(out)).containsIgnoringCase(name.substring(name.indexOf(".") + 1));
        }
        assertThat(dropwhy("explain")).isZero();
        assertThat(text(out)).contains("UnhandledLinkProtocol", "Lldp", "veth");
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertThat(dropwhy()).isEqualTo(2);
        assertThat(text(err)).contains("run", "observe", "diagnose", "explain", "demo", "version");
    }

    @Test
    void everyCommandHasTheNameThatItIsFoundBy() {
        for (String name :
                new String[] {"run", "watch", "observe", "diagnose", "explain", "classify", "demo", "agent", "version"
                }) {
            assertThat(dropwhy(name, "--help")).describedAs(name).isZero();
            assertThat(text(out)).startsWith("Usage: dropwhy " + name);
        }
    }

    @Test
    void watchShowsCountersAndAfterAWindowItsDiagnosis() {
        assertThat(dropwhy("watch", "lo", "--window", "2", "--windows", "1")).isZero();
        assertThat(text(out))
                .contains("rx_dropped", "The first window is still open", "No drop")
                .doesNotContain("\u001b");
    }

    @Test
    void versionNamesWhatRuns() {
        assertThat(dropwhy("version")).isZero();
        assertThat(text(out)).startsWith("dropwhy ").contains("Java", "Linux");
    }

    private static String investigation(String spec) {
        return """
                apiVersion: dropwhy.dev/v1alpha1
                kind: DropInvestigation
                metadata: {name: a}
                spec: {%s}
                """.formatted(spec);
    }

    private int dropwhy(String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100,
                false);
        return Main.commandLine(DefaultSurroundings.of(terminal), arguments).execute(arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
