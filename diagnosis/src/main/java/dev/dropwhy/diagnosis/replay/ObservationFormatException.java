package dev.dropwhy.diagnosis.replay;

/** A recording cannot be read. The message is one sentence for people: what was found, where, and what to do. */
public final class ObservationFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    public ObservationFormatException(String message) {
        super(message);
    }

    public ObservationFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
