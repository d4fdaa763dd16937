package dev.dropwhy.diagnosis.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Bytes that a record takes as JSON, as the client sends it and the API server stores it. */
final class SerializedSize {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SerializedSize() {}

    static int of(Object value) {
        try {
            return JSON.writeValueAsBytes(value).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of the API always serialize", e);
        }
    }
}
