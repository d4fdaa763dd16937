package dev.dropwhy.e2e.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dropwhy.e2e.chart.Chart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code docs/reference/api.md} from the schemas of the CRDs: one table for each kind, one row for each field. */
final class ApiReference {

    private static final String HEAD = """
            # API reference

            Written from the CRDs in `crds/src/main/resources/crds`; do not edit. `kubectl explain dropinvestigation.spec` says
            the same. Group `dropwhy.dev`, version `v1alpha1`.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private ApiReference() {}

    /** The page for the CRDs in a folder. */
    static String page(Path folder) throws IOException {
        ApiReference reference = new ApiReference();
        for (String crd : Chart.files(folder).values()) {
            reference.kind(new YAMLMapper().readTree(crd).path("spec"));
        }
        return reference.page.toString();
    }

    private void kind(JsonNode crd) {
        JsonNode names = crd.path("names");
        JsonNode version = crd.path("versions").path(0);
        JsonNode schema = version.path("schema").path("openAPIV3Schema");
        page.append("\n## ").append(names.path("kind").asText()).append("\n\n");
        page.append(schema.path("description").asText()).append('\n');
        page.append("\nScope: ").append(crd.path("scope").asText());
        page.append(". Short name: `").append(names.path("shortNames").path(0).asText());
        page.append("`. Category: `")
                .append(names.path("categories").path(0).asText())
                .append("`.\n");
        columns(version.path("additionalPrinterColumns"));
        page.append("\n| field | type | default | bounds | meaning |\n|---|---|---|---|---|\n");
        fields("", schema);
        rules(schema);
    }

    private void columns(JsonNode columns) {
        page.append("\n`kubectl get` prints:\n\n| column | meaning |\n|---|---|\n");
        for (JsonNode column : columns) {
            row(column.path("name").asText(), column.path("description").asText());
        }
    }

    private void fields(String prefix, JsonNode schema) {
        TreeSet<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String path = prefix + property.getKey();
            JsonNode field = property.getValue();
            String type = required.contains(property.getKey()) ? type(field) + ", required" : type(field);
            row(
                    "`" + path + "`",
                    type,
                    code(field.path("default")),
                    bounds(field),
                    field.path("description").asText());
            JsonNode inner = field.has("items") ? field.path("items") : field;
            fields(field.has("items") ? path + "[]." : path + ".", inner);
        }
    }

    private static String type(JsonNode field) {
        if (field.has("items")) {
            return "list of " + type(field.path("items"));
        }
        if (field.has("additionalProperties")) {
            return "map of " + type(field.path("additionalProperties"));
        }
        return field.path("type").asText("any");
    }

    private static String bounds(JsonNode field) {
        List<String> bounds = new ArrayList<>();
        JsonNode subject = field.has("items") ? field.path("items") : field;
        if (subject.has("enum")) {
            List<String> values = new ArrayList<>();
            subject.path("enum").forEach(value -> values.add(value.asText()));
            bounds.add(String.join(", ", values));
        }
        range(bounds, field, "minimum", "maximum", "");
        range(bounds, subject, "minLength", "maxLength", " characters");
        range(bounds, field, "minItems", "maxItems", " items");
        range(bounds, field, "minProperties", "maxProperties", " entries");
        if (subject.has("pattern")) {
            bounds.add(code(subject.path("pattern")));
        }
        return String.join("; ", bounds);
    }

    private static void range(List<String> bounds, JsonNode field, String least, String most, String unit) {
        if (field.has(most)) {
            String low = field.has(least) ? number(field.path(least)) + " to " : "at most ";
            bounds.add(low + number(field.path(most)) + unit);
        } else if (field.has(least)) {
            bounds.add("at least " + number(field.path(least)) + unit);
        }
    }

    private static String number(JsonNode value) {
        return value.decimalValue().stripTrailingZeros().toPlainString();
    }

    private void rules(JsonNode schema) {
        TreeSet<String> messages = new TreeSet<>();
        schema.findValues("x-kubernetes-validations")
                .forEach(rules ->
                        rules.forEach(rule -> messages.add(rule.path("message").asText())));
        if (!messages.isEmpty()) {
            page.append("\nThe API server refuses what breaks a rule, with these words:\n\n");
            messages.forEach(message -> page.append("- ").append(message).append('\n'));
        }
    }

    private static String code(JsonNode value) {
        return value.isMissingNode() ? "" : "`" + value.asText(value.toString()) + "`";
    }

    private void row(String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
        }
        page.append('\n');
    }
}
