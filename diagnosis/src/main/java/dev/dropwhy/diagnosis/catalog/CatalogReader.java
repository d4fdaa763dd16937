package dev.dropwhy.diagnosis.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads catalogs from the class path, strictly: unknown, repeated or mistyped fields are errors. */
final class CatalogReader {

    private static final int VERSION = 1;

    record Causes(
            @JsonProperty("version") int version,
            @JsonProperty("causes") List<CauseEntry> causes) {}

    record Rules(
            @JsonProperty("version") int version,
            @JsonProperty("rules") List<ReasonRule> rules) {}

    record Drivers(
            @JsonProperty("version") int version,
            @JsonProperty("drivers") List<DriverEntry> drivers) {}

    record Counters(
            @JsonProperty("version") int version,
            @JsonProperty("counters") List<CounterEntry> counters) {}

    record Functions(
            @JsonProperty("version") int version,
            @JsonProperty("functions") List<FunctionEntry> functions) {}

    record Reasons(
            @JsonProperty("version") int version,
            @JsonProperty("reasons") List<DropReasonEntry> reasons) {}

    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    List<CauseEntry> causes() {
        Causes document = resource("causes.yaml", Causes.class);
        return checked("causes.yaml", document.version(), document.causes());
    }

    List<ReasonRule> rules() {
        Rules document = resource("reasons.yaml", Rules.class);
        return checked("reasons.yaml", document.version(), document.rules());
    }

    List<DriverEntry> drivers() {
        Drivers document = resource("drivers.yaml", Drivers.class);
        return checked("drivers.yaml", document.version(), document.drivers());
    }

    List<CounterEntry> counters() {
        Counters document = resource("counters.yaml", Counters.class);
        return checked("counters.yaml", document.version(), document.counters());
    }

    List<FunctionEntry> functions() {
        Functions document = resource("functions.yaml", Functions.class);
        return checked("functions.yaml", document.version(), document.functions());
    }

    List<DropReasonEntry> reasons() {
        Reasons document = resource("drop-reasons.yaml", Reasons.class);
        return checked("drop-reasons.yaml", document.version(), document.reasons());
    }

    private <T> T resource(String name, Class<T> type) {
        try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The catalog " + name
                        + " is missing from the class path; this build of dropwhy is incomplete.");
            }
            return read(in, type);
        } catch (IOException e) {
            throw new IllegalStateException("The catalog " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    <T> T read(InputStream yaml, Class<T> type) throws IOException {
        return mapper.readValue(yaml, type);
    }

    private static <T> List<T> checked(String name, int version, List<T> entries) {
        if (version != VERSION || entries == null) {
            throw new IllegalStateException("The catalog " + name + " has version " + version
                    + " or no entries; this release reads version " + VERSION + ".");
        }
        return List.copyOf(entries);
    }
}
