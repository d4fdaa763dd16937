package dev.dropwhy.diagnosis.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page of {@code docs/reference} that is written from the catalogs. After a change of a catalog, run its test with {@code
 * -Dgolden.update=true} and commit the page.
 */
final class ReferencePage {

    private final Path path;
    private final StringBuilder text;

    ReferencePage(String name, String head) {
        path = Path.of("../docs/reference/" + name);
        text = new StringBuilder(head);
    }

    ReferencePage line(String line) {
        text.append(line.strip()).append('\n');
        return this;
    }

    ReferencePage paragraph(String paragraph) {
        text.append('\n').append(paragraph.strip()).append('\n');
        return this;
    }

    /** A label and what follows it; nothing where nothing follows. */
    ReferencePage labelled(String label, String value) {
        return value.isBlank() ? this : paragraph(label + ": " + value);
    }

    ReferencePage list(String label, List<String> items) {
        if (!items.isEmpty()) {
            paragraph(label + ":\n");
            items.forEach(item -> text.append("- ").append(item.strip()).append('\n'));
        }
        return this;
    }

    ReferencePage remedies(List<RemedyTemplate> remedies) {
        paragraph("What to do:\n");
        for (RemedyTemplate remedy : remedies) {
            text.append("- ").append(remedy.action().strip()).append('\n');
            remedy.commands()
                    .forEach(command -> text.append("    - `").append(command).append("`\n"));
        }
        return this;
    }

    /** Fails unless the page that is committed is this one; writes it instead where that was asked for. */
    void isCommitted() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(path, text);
        }
        assertThat(path).hasContent(text.toString());
    }

    /** Names as code. */
    static String codes(Collection<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** A name as code, with what stands behind it in brackets as text. */
    static String spelled(Collection<String> names) {
        return names.stream()
                .map(name -> {
                    int bracket = name.indexOf(" (");
                    return bracket < 0
                            ? "`" + name + "`"
                            : "`" + name.substring(0, bracket) + "`" + name.substring(bracket);
                })
                .collect(Collectors.joining(", "));
    }

    /** Text within a cell of a table. */
    static String cell(String text) {
        return text.strip().replace("|", "\\|");
    }
}
