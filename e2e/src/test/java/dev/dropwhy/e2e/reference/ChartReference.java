package dev.dropwhy.e2e.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/reference/chart.md} from the comments of {@code values.yaml}: a comment that begins with {@code # --} tells
 * the meaning of the key below it.
 */
final class ChartReference {

    private static final String HEAD = """
            # Values of the chart

            Written from the comments in `helm/dropwhy/values.yaml`; do not edit. What is not here is refused
            (`values.schema.json`).

            | value | default | meaning |
            |---|---|---|
            """;

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

    private ChartReference() {}

    /** The page for a values file. */
    static String page(String valuesYaml) throws IOException {
        JsonNode values = new YAMLMapper().readTree(valuesYaml);
        StringBuilder page = new StringBuilder(HEAD);
        Deque<String> path = new ArrayDeque<>();
        StringBuilder comment = new StringBuilder();
        for (String line : valuesYaml.lines().toList()) {
            Matcher key = KEY.matcher(line);
            Matcher remark = COMMENT.matcher(line);
            if (remark.matches()) {
                comment.append(comment.isEmpty() ? "" : " ").append(remark.group(1));
            } else if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                if (comment.indexOf("-- ") == 0) {
                    page.append("| `%s` | %s | %s |\n"
                            .formatted(String.join(".", path), defaultOf(values, path), comment.substring(3)));
                }
                comment.setLength(0);
            } else {
                comment.setLength(0);
            }
        }
        return page.toString();
    }

    private static String defaultOf(JsonNode values, Iterable<String> path) {
        JsonNode value = values;
        for (String key : path) {
            value = value.path(key);
        }
        boolean section = value.isObject()
                && !value.isEmpty()
                && value.properties().stream().noneMatch(entry -> entry.getKey().equals("requests"));
        return section ? "" : "`" + (value.isTextual() ? "\"" + value.asText() + "\"" : value.toString()) + "`";
    }
}
