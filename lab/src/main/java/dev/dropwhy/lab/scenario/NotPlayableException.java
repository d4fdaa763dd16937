package dev.dropwhy.lab.scenario;

/** This machine lacks what a scenario needs; the message says what. */
public final class NotPlayableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotPlayableException(String message) {
        super(message);
    }

    public NotPlayableException(String message, Throwable cause) {
        super(message, cause);
    }
}
