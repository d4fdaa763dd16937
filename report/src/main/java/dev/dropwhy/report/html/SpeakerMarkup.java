package dev.dropwhy.report.html;

import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the frames, as a table.
 *
 * @param page the page
 */
record SpeakerMarkup(Markup page) {

    /** One row for each verdict that has a speaker. */
    void table(List<Verdict> verdicts) {
        page.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String heading : List.of("Name", "Port", "MAC", "Bridge", "Says", "Protocol", "Packets")) {
            page.leaf("th", heading, "scope", "col");
        }
        page.close().close().open("tbody");
        for (Verdict verdict : verdicts) {
            row(Objects.requireNonNull(verdict.speaker()), verdict);
        }
        page.close().close().close();
    }

    private void row(Speaker speaker, Verdict verdict) {
        page.open("tr");
        cell(speaker.systemName());
        cell(speaker.portId());
        cell(speaker.mac());
        cell(speaker.bridgeId());
        cell(speaker.description());
        cell(verdict.protocol());
        page.leaf("td", Numbers.grouped(verdict.count()), "class", "number");
        page.close();
    }

    private void cell(@Nullable String text) {
        page.leaf("td", text == null ? "–" : text);
    }
}
