package dev.dropwhy.diagnosis.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dropwhy.api.Severity;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkProtocolsTest {

    private static final int NONE = LinkProtocols.ABSENT;

    private final LinkProtocols catalog = LinkProtocols.load();

    @Test
    void everyEntryIsCompleteAndWithinTheApisBounds() {
        assertThat(catalog.all()).hasSizeGreaterThan(90).allSatisfy(protocol -> {
            assertThat(protocol.name()).matches("[A-Z][A-Za-z0-9]{1,31}");
            assertThat(protocol.title()).isNotBlank().hasSizeLessThan(80);
            assertThat(protocol.description()).matches("[A-Z].*\\.").hasSizeLessThan(256);
            assertThat(protocol.meaning()).matches("[A-Z].*\\.").hasSizeLessThan(256);
            assertThat(protocol.periodsMillis()).allMatch(period -> period > 0 && period <= 3_600_000);
            assertThat(protocol.match()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(protocol.remedies()).hasSizeLessThanOrEqualTo(4);
        });
    }

    @Test
    void everyRemedyIsASentenceThatCanBeCheckedAndTakenBack() {
        assertThat(catalog.all().stream().flatMap(p -> p.remedies().stream())).allSatisfy(remedy -> {
            assertThat(remedy.action()).matches("[A-Z].*\\.").hasSizeLessThan(512);
            assertThat(remedy.commands()).hasSizeLessThanOrEqualTo(8);
            assertThat(remedy.verify()).isNotBlank();
            assertThat(changesSomething(remedy)).isEqualTo(remedy.undo() != null);
        });
    }

    @Test
    void everyRemedyIsUsed() throws IOException {
        try (InputStream in = LinkProtocols.class.getResourceAsStream("link-protocols.yaml")) {
            JsonNode document = new YAMLMapper().readTree(Objects.requireNonNull(in));
            Set<String> used = new HashSet<>();
            document.get("protocols").forEach(p -> p.path("remedies").forEach(r -> used.add(r.asText())));
            Iterator<String> names = document.get("remedies").fieldNames();
            assertThat(names).toIterable().containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @Test
    void everyMatcherFindsItsOwnProtocol() {
        for (LinkProtocol protocol : catalog.all()) {
            for (LinkMatcher matcher : protocol.match()) {
                assertThat(find(matcher))
                        .as("%s by %s", protocol.name(), matcher)
                        .isEqualTo(protocol);
            }
        }
    }

    @Test
    void nothingProblematicIsInnocent() {
        assertThat(catalog.all()).noneMatch(p -> p.innocent() && p.severity() == Severity.Problem);
    }

    @ParameterizedTest
    @CsvSource({
        "Stp, 0, 01:80:c2:00:00:00",
        "Rstp, 2, 01:80:c2:00:00:00",
        "Mstp, 3, 01:80:c2:00:00:08",
        "Stp, -1, 01:80:c2:00:00:00",
        "Gvrp, -1, 01:80:c2:00:00:21",
        "Gmrp, -1, 01:80:c2:00:00:20"
    })
    void bpdusAreToldApartByVersionAndGarpByDestination(String name, int version, String destination) {
        assertThat(catalog.find(4, 0x42, 0x42, NONE, NONE, mac(destination), version))
                .extracting(p -> Objects.requireNonNull(p).name())
                .isEqualTo(name);
    }

    @Test
    void theResponseAndGroupBitsOfLlcAddressesDoNotCount() {
        assertThat(catalog.find(4, 0x01, 0x01, NONE, NONE, NONE, NONE)).isEqualTo(named("LlcXid"));
        assertThat(catalog.find(4, 0xf1, 0xf1, NONE, NONE, NONE, NONE)).isEqualTo(named("NetBeui"));
    }

    @Test
    void snapWithAnEncapsulatedEtherTypeIsThatProtocol() {
        assertThat(catalog.find(4, 0xaa, 0xaa, 0x000000, 0x88cc, NONE, NONE)).isEqualTo(named("Lldp"));
        assertThat(catalog.find(4, 0xaa, 0xaa, 0x0000f8, 0x80f3, NONE, NONE)).isEqualTo(named("Aarp"));
    }

    @Test
    void anUnknownTypeToAReservedAddressIsLinkLocalControl() {
        assertThat(catalog.find(0x1234, NONE, NONE, NONE, NONE, mac("01:80:c2:00:00:0d"), NONE))
                .isEqualTo(named("LinkLocalControl"));
        assertThat(catalog.find(0x1234, NONE, NONE, NONE, NONE, mac("01:80:c2:00:00:10"), NONE))
                .isNull();
    }

    @Test
    void aDropGroupIsFoundByItsKey() {
        LinkId cdp = new LinkId("00:00:5e:00:53:01", "01:00:0c:cc:cc:cc", 0xaa, 0xaa, 0x00000c, 0x2000, null);
        assertThat(catalog.find(4, cdp)).contains(named("Cdp"));
        assertThat(catalog.find(0x88cc, (LinkId) null)).contains(named("Lldp"));
        assertThat(catalog.find(4, new LinkId(null, "not a mac address", null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void slowProtocolsWithoutASubtypeAreNotCalledLacp() {
        assertThat(catalog.find(0x8809, (LinkId) null)).contains(named("SlowProtocol"));
        assertThat(catalog.find(0x8809, NONE, NONE, NONE, NONE, NONE, 1)).isEqualTo(named("Lacp"));
    }

    @Test
    void theSchemaIsStrict() {
        String good = "{version: 1, remedies: {}, protocols: [{name: X, title: t, severity: Benign, innocent: true,"
                + " match: [{etherType: 0x88cc}], description: d, meaning: m}]}";
        assertThat(read(good).all()).hasSize(1);
        for (String bad : List.of(
                good.replace("version: 1", "version: 2"),
                good.replace("title: t", "tittle: t"),
                good.replace("title: t, ", ""),
                good.replace("title: t", "title: t, title: u"),
                good.replace("innocent: true, ", ""),
                good.replace("Benign", "Harmless"),
                good.replace("meaning: m", "meaning: m, remedies: [Missing]"),
                good.replace("0x88cc", "0x188cc"),
                good.replace("etherType: 0x88cc", "dsap: 1"),
                good.replace("etherType: 0x88cc", "subtype: 1"),
                good.replace("etherType: 0x88cc", "etherType: 1, dsap: 1, ssap: 1"),
                good.replace("etherType: 0x88cc", "destination: '01:80'"),
                good.replace("etherType: 0x88cc", "destination: '01:80:c2:00:00:00/49'"))) {
            assertThatThrownBy(() -> read(bad)).as(bad).isInstanceOf(Exception.class);
        }
    }

    private static LinkProtocols read(String yaml) {
        try {
            return LinkProtocols.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private LinkProtocol named(String name) {
        return catalog.named(name).orElseThrow();
    }

    private LinkProtocol find(LinkMatcher matcher) {
        String destination = matcher.destination();
        return Objects.requireNonNull(catalog.find(
                or(matcher.etherType(), matcher.dsap() == null && matcher.oui() == null ? 0x1234 : 4),
                or(matcher.dsap(), NONE),
                or(matcher.ssap(), NONE),
                or(matcher.oui(), NONE),
                or(matcher.pid(), NONE),
                destination == null ? NONE : mac(destination.substring(0, 17)),
                or(matcher.subtype(), NONE)));
    }

    private static boolean changesSomething(RemedyTemplate remedy) {
        return remedy.sideEffect() != null;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static long mac(String text) {
        return Long.parseLong(text.replace(":", ""), 16);
    }
}
