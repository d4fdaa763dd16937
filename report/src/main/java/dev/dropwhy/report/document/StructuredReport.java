package dev.dropwhy.report.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;

/** Writes a DropInvestigation as JSON or YAML. */
public final class StructuredReport {

    private final ObjectMapper mapper;

    private StructuredReport(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** JSON, indented. */
    public static StructuredReport json() {
        return new StructuredReport(JsonMapper.builder()
                .addModule(cleaning())
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build());
    }

    /** YAML, one document. */
    public static StructuredReport yaml() {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.INDENT_ARRAYS)
                .build();
        return new StructuredReport(
                YAMLMapper.builder(factory).addModule(cleaning()).build());
    }

    /** The document as text that ends with a line feed. */
    public String write(InvestigationDocument document) {
        try {
            String text = mapper.writeValueAsString(document);
            return text.endsWith("\n") ? text : text + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("A DropInvestigation is plain data and can always be written", e);
        }
    }

    private static SimpleModule cleaning() {
        return new SimpleModule("clean text").addSerializer(String.class, new CleaningSerializer());
    }

    private static final class CleaningSerializer extends StdScalarSerializer<String> {

        private static final long serialVersionUID = 1L;

        CleaningSerializer() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(CleanText.of(value));
        }
    }
}
