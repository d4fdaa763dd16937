package dev.dropwhy.diagnosis.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Observations as JSON: what {@code observe} writes and {@code diagnose} reads.
 *
 * <p>Fields that this release does not know are ignored, so that a recording of a newer release of the same format can
 * be read; another format version is refused. At most {@value #MAXIMUM_BYTES} bytes and {@value #MAXIMUM_NESTING} levels
 * are read. Safe for use by several threads.
 */
public final class ObservationJson {

    /** Largest recording that is read, in bytes. */
    public static final long MAXIMUM_BYTES = 64L << 20;

    /** Deepest nesting that is read; the format itself needs eight levels. */
    public static final int MAXIMUM_NESTING = 32;

    private static final int MAXIMUM_STRING = 1 << 20;

    private final JsonMapper mapper;

    /** Makes a reader and writer. */
    public ObservationJson() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MAXIMUM_BYTES)
                        .maxNestingDepth(MAXIMUM_NESTING)
                        .maxStringLength(MAXIMUM_STRING)
                        .maxNameLength(1024)
                        .build())
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * Writes an observation. The stream stays open.
     *
     * @throws IOException where the stream refuses
     */
    public void write(Observation observation, OutputStream out) throws IOException {
        mapper.writeValue(out, observation);
        out.write('\n');
        out.flush();
    }

    /** Returns an observation as JSON text. */
    public String write(Observation observation) {
        try {
            return mapper.writeValueAsString(observation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An observation is plain data and can always be written.", e);
        }
    }

    /**
     * Reads an observation. The stream stays open.
     *
     * @throws ObservationFormatException where it is no observation that this release can read; one sentence
     * @throws IOException where the stream itself fails
     */
    public Observation read(InputStream in) throws ObservationFormatException, IOException {
        try {
            return checked(mapper.readValue(in, Observation.class));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads an observation from text.
     *
     * @throws ObservationFormatException where it is no observation that this release can read; one sentence
     */
    public Observation read(String json) throws ObservationFormatException {
        try {
            return checked(mapper.readValue(json, Observation.class));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    @SuppressWarnings("NullAway") // JSON may leave out what the records promise
    private static Observation checked(@Nullable Observation read) throws ObservationFormatException {
        if (read == null) {
            throw new ObservationFormatException("The recording holds no observation but null; record it again.");
        }
        if (read.version() != Observation.VERSION) {
            throw new ObservationFormatException("The recording has format version " + read.version()
                    + " and this release reads version " + Observation.VERSION
                    + "; use the release that wrote it, or record it again.");
        }
        String missing = read.start() == null
                ? "start"
                : read.host() == null
                        ? "host"
                        : read.engine() == null ? "engine" : read.events() == null ? "events" : null;
        if (missing != null) {
            throw new ObservationFormatException(
                    "The recording lacks the field '" + missing + "' that every observation has; record it again.");
        }
        return read;
    }

    private static ObservationFormatException unreadable(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String path = e instanceof JsonMappingException mapping ? fieldOf(mapping) : "";
        String what = oneLine(e.getOriginalMessage());
        return new ObservationFormatException(
                "The recording is not an observation that this release can read" + where + path + ": " + what, e);
    }

    private static String fieldOf(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
            if (path.length() > 120) {
                break;
            }
        }
        return path.isEmpty() ? "" : " (field " + oneLine(path.toString()) + ")";
    }

    private static String oneLine(@Nullable String text) {
        if (text == null) {
            return "no more is known.";
        }
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(240)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
