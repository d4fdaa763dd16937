package dev.dropwhy.diagnosis.catalog;

import static dev.dropwhy.diagnosis.catalog.ReferencePage.spelled;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/protocols.md} says what the catalog of link protocols says. */
class ProtocolsPageTest {

    private static final Catalog CATALOG = Catalog.load();

    @Test
    void thePageIsWhatTheCatalogSays() throws Exception {
        ReferencePage page = new ReferencePage("protocols.md", """
                # Link protocols

                What a frame below or beside IP is, and what it means that a host receives it and wants nothing of it: the cause is
                [UnhandledLinkProtocol](causes.md#unhandledlinkprotocol), counted in `rx_dropped`, or, for protocols behind an LLC
                header on a host that has loaded `llc`, [LinkProtocolDiscarded](causes.md#linkprotocoldiscarded), counted nowhere. Since
                when, and what to do on the host itself, stands there. Generated from the catalog (`diagnosis/src/main/resources`);
                `dropwhy explain Lldp` prints the same on a machine.

                | Protocol | | Severity unless evidence says otherwise |
                |---|---|---|
                """);
        List<LinkProtocol> protocols = CATALOG.protocols().all().stream()
                .sorted(Comparator.comparing(LinkProtocol::name))
                .toList();
        protocols.forEach(protocol -> page.line("| [%s](#%s) | %s | %s |"
                .formatted(
                        protocol.name(),
                        protocol.name().toLowerCase(Locale.ROOT),
                        protocol.title(),
                        protocol.severity())));
        protocols.forEach(protocol -> section(protocol, page));
        page.isCommitted();
    }

    private static void section(LinkProtocol protocol, ReferencePage page) {
        Explanation explanation = CATALOG.explain(protocol.name()).stream()
                .filter(found -> found.kind() == Explanation.Kind.Protocol)
                .findFirst()
                .orElseThrow();
        page.paragraph("## " + protocol.name());
        page.paragraph(protocol.title() + ".");
        explanation.text().forEach(page::paragraph);
        page.labelled("Kernel functions", spelled(explanation.functions()));
        if (!protocol.remedies().isEmpty()) {
            page.remedies(protocol.remedies());
        }
    }
}
