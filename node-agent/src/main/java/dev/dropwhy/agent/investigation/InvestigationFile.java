package dev.dropwhy.agent.investigation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.report.document.InvestigationDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a DropInvestigation from YAML (of which JSON is a part). */
public final class InvestigationFile {

    private static final int MAXIMUM_BYTES = 1 << 20;

    private final ObjectMapper mapper = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads and checks a file.
     *
     * @param in its bytes; at most 1 MiB are read
     * @throws InvalidInvestigationException where it is no investigation that may run; one sentence
     * @throws IOException where the stream itself fails
     */
    public Investigation read(InputStream in) throws InvalidInvestigationException, IOException {
        byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
        if (bytes.length > MAXIMUM_BYTES) {
            throw new InvalidInvestigationException("The file is larger than 1 MiB, and no investigation is.");
        }
        JsonNode root = parse(bytes);
        expect(root, "apiVersion", InvestigationDocument.API_VERSION);
        expect(root, "kind", InvestigationDocument.KIND);
        JsonNode name = root.path("metadata").path("name");
        if (!name.isTextual() || name.asText().isBlank()) {
            throw new InvalidInvestigationException("metadata.name is missing, and it is required.");
        }
        DropInvestigationSpec spec = spec(root.path("spec"));
        Optional<String> violation = SpecRules.violation("spec", spec);
        if (violation.isPresent()) {
            throw new InvalidInvestigationException(violation.get());
        }
        return new Investigation(name.asText(), spec);
    }

    private JsonNode parse(byte[] bytes) throws InvalidInvestigationException, IOException {
        try {
            JsonNode root = mapper.readTree(bytes);
            if (root == null || !root.isObject()) {
                throw new InvalidInvestigationException(
                        "The file holds no object; it must hold one DropInvestigation with apiVersion, kind, metadata and spec.");
            }
            return root;
        } catch (MismatchedInputException e) {
            throw new InvalidInvestigationException("The file holds more than one YAML document, and must hold one.");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new InvalidInvestigationException(
                    "The file is not one YAML document" + where + ": " + firstLine(e.getOriginalMessage()) + ".");
        }
    }

    private static void expect(JsonNode root, String field, String expected) throws InvalidInvestigationException {
        JsonNode value = root.path(field);
        if (!value.asText("").equals(expected)) {
            throw new InvalidInvestigationException("%s is %s, and must be %s."
                    .formatted(
                            field,
                            value.isMissingNode() ? "missing" : '"' + firstLine(value.asText()) + '"',
                            expected));
        }
    }

    private DropInvestigationSpec spec(JsonNode node) throws InvalidInvestigationException {
        try {
            JsonNode given = node.isMissingNode() || node.isNull() ? mapper.createObjectNode() : node;
            return mapper.treeToValue(given, DropInvestigationSpec.class);
        } catch (UnrecognizedPropertyException e) {
            Collection<Object> known = Objects.requireNonNullElse(e.getKnownPropertyIds(), java.util.List.of());
            throw new InvalidInvestigationException("%s is not a field; there are %s."
                    .formatted(
                            path(e),
                            known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))));
        } catch (InvalidFormatException e) {
            throw new InvalidInvestigationException("%s is \"%s\", and must be %s."
                    .formatted(path(e), firstLine(String.valueOf(e.getValue())), expectation(e.getTargetType())));
        } catch (JsonMappingException e) {
            throw new InvalidInvestigationException(
                    "%s cannot be read: %s.".formatted(path(e), firstLine(e.getOriginalMessage())));
        } catch (JsonProcessingException e) {
            throw new InvalidInvestigationException("spec cannot be read: " + firstLine(e.getOriginalMessage()) + ".");
        }
    }

    private static String expectation(@Nullable Class<?> type) {
        if (type != null && type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return "of another type";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("spec");
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append('.').append(step.getFieldName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String firstLine(@Nullable String message) {
        String line =
                message == null ? "" : message.lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
