package dev.dropwhy.report.html;

import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.report.document.NodeFindings;
import dev.dropwhy.report.document.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node on the page: what was observed, its ledgers, how they grew, and what could not be observed.
 *
 * @param page the page
 */
record NodeMarkup(Markup page) {

    void write(NodeFindings findings, boolean unfolded) {
        if (findings.node() != null) {
            page.open(
                    "details",
                    unfolded ? new String[] {"class", "node", "open", "open"} : new String[] {"class", "node"});
            page.leaf("summary", "Node " + findings.node());
        }
        facts(findings);
        List<Ledger> grown = findings.ledgers().stream()
                .filter(ledger -> ledger.dropped() != 0)
                .toList();
        if (grown.isEmpty()) {
            page.leaf("p", "No drop counter grew.", "class", "note");
        }
        LedgerMarkup ledgers = new LedgerMarkup(page);
        for (Ledger ledger : grown) {
            ledgers.write(ledger, timeline(findings, ledger));
        }
        findings.ledgers().stream().filter(ledger -> ledger.dropped() == 0).forEach(ledgers::otherGrowth);
        limitations(findings);
        if (findings.node() != null) {
            page.close();
        }
    }

    private static @Nullable Timeline timeline(NodeFindings findings, Ledger ledger) {
        return findings.timelines().stream()
                .filter(timeline -> timeline.interfaceName().equals(ledger.interfaceName())
                        && timeline.direction() == ledger.direction())
                .findFirst()
                .orElse(null);
    }

    private void facts(NodeFindings findings) {
        page.open("dl", "class", "facts");
        fact("Observed", Wording.observed(findings));
        fact("Events", Wording.events(findings));
        fact("Host", Wording.host(findings.host()));
        page.close();
    }

    private void fact(String name, @Nullable String value) {
        if (value != null) {
            page.leaf("dt", name).leaf("dd", value);
        }
    }

    private void limitations(NodeFindings findings) {
        if (findings.limitations().isEmpty()) {
            return;
        }
        page.leaf("h4", "What could not be observed").open("ul");
        findings.limitations().forEach(sentence -> page.leaf("li", sentence));
        page.close();
    }
}
