package dev.dropwhy.lab.investigation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dropwhy.api.DropInvestigationStatus;
import java.io.IOException;

/**
 * What one run of the product said.
 *
 * @param exitStatus 0 no Problem, 1 a Problem, 2 could not run
 * @param status the investigation's status
 * @param messages standard error
 */
public record Answer(int exitStatus, DropInvestigationStatus status, String messages) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Reads what a run printed when asked for JSON.
     *
     * @throws IOException if it is no investigation with a status
     */
    public static Answer read(int exitStatus, String output, String messages) throws IOException {
        try {
            JsonNode status = JSON.readTree(output).path("status");
            if (!status.isObject()) {
                throw new IllegalArgumentException("there is no status");
            }
            return new Answer(exitStatus, JSON.treeToValue(status, DropInvestigationStatus.class), messages);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(
                    "the product ended with %d and no readable answer (%s): %s%s"
                            .formatted(exitStatus, e.getMessage(), output, messages),
                    e);
        }
    }
}
