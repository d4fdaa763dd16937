package dev.dropwhy.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumns;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the CustomResourceDefinitions from the records, and adds what annotations cannot say: categories, list types,
 * date formats, a required spec, and the rules that look at the whole object.
 */
final class CrdManifests {

    private static final String HEADER = """
            # Generated from the records in dev.dropwhy.api; do not edit. To write it anew:
            #   ./mvnw -q -pl crds test-compile exec:java@crds
            """;

    /** 2^53 - 1: JSON has no larger integer that every reader keeps exact, and none may overflow a reader's long. */
    private static final double LARGEST_EXACT_INTEGER = 9007199254740991.0;

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "DropInvestigation", "Asks why nodes drop packets, and holds the answer in its status.",
            "NodeDropReport",
                    "What one node found for one DropInvestigation. Created by the operator, its status written by the agent of that node.");

    private CrdManifests() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> manifest : generate().entrySet()) {
            Files.writeString(folder.resolve(manifest.getKey()), manifest.getValue());
        }
    }

    /** File name to content, both CRDs. */
    static Map<String, String> generate() {
        Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
        new CRDGenerator()
                .customResourceClasses(DropInvestigation.class, NodeDropReport.class)
                .forCRDVersions("v1")
                .withMinQuotes(true)
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        complete((CustomResourceDefinition) crd);
                        return crd;
                    }
                })
                .withOutput(new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
                    @Override
                    protected ByteArrayOutputStream createStreamFor(String crd) {
                        ByteArrayOutputStream stream = new ByteArrayOutputStream();
                        streams.put(crd, stream);
                        return stream;
                    }
                })
                .generate();
        Map<String, String> manifests = new TreeMap<>();
        streams.forEach((crd, stream) -> manifests.put(
                crd.replaceAll("-v1$", "") + ".yaml", HEADER + body(stream.toString(StandardCharsets.UTF_8))));
        return manifests;
    }

    /** The generator's own comment names its version, which is no news for a reader of the file. */
    private static String body(String yaml) {
        return yaml.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
    }

    private static void complete(CustomResourceDefinition crd) {
        String kind = crd.getSpec().getNames().getKind();
        crd.getSpec().getNames().setCategories(List.of("dropwhy"));
        for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
            version.setAdditionalPrinterColumns(inDeclaredOrder(kind, version.getAdditionalPrinterColumns()));
            JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
            root.setDescription(DESCRIPTIONS.get(kind));
            root.setRequired(List.of("spec"));
            root.getProperties()
                    .forEach((name, schema) ->
                            schema.setDescription(name.equals("spec") ? "What is asked." : "What was found."));
            if (kind.equals("DropInvestigation")) {
                root.setXKubernetesValidations(List.of(nameFitsIntoALabel()));
            }
            refine(root);
        }
    }

    /** The generator sorts columns by path; a person reads them in the order in which they were declared. */
    private static List<CustomResourceColumnDefinition> inDeclaredOrder(
            String kind, List<CustomResourceColumnDefinition> columns) {
        Class<?> type = kind.equals("DropInvestigation") ? DropInvestigation.class : NodeDropReport.class;
        List<String> order = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumns.class))
                .flatMap(declared -> Arrays.stream(declared.value()))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return columns.stream()
                .sorted(Comparator.comparingInt(column -> order.indexOf(column.getName())))
                .toList();
    }

    private static ValidationRule nameFitsIntoALabel() {
        ValidationRule rule = new ValidationRule();
        rule.setRule("self.metadata.name.size() <= 63");
        rule.setMessage("metadata.name must have at most 63 characters");
        return rule;
    }

    private static void refine(JSONSchemaProps schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach(CrdManifests::refineProperty);
        }
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            refine(schema.getItems().getSchema());
        }
    }

    private static void refineProperty(String name, JSONSchemaProps schema) {
        switch (name) {
            case "conditions" -> {
                schema.setXKubernetesListType("map");
                schema.setXKubernetesListMapKeys(List.of("type"));
            }
            case "names", "include", "exclude" -> schema.setXKubernetesListType("set");
            case "startTime", "completionTime", "acceptedTime", "lastTransitionTime" -> {
                schema.setFormat("date-time");
                schema.setMaxLength(64L);
            }
            default -> {
                // nothing to add
            }
        }
        if ("integer".equals(schema.getType()) && schema.getMaximum() == null) {
            schema.setMaximum(LARGEST_EXACT_INTEGER);
        }
        refine(schema);
    }
}
