package dev.dropwhy.agent.cluster;

/** Nothing could be observed. The message is one sentence for people: what was tried, what was found, what to do. */
public final class ObservationFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason one CamelCase word for programs
     * @param message one sentence for people
     * @param cause what happened
     */
    public ObservationFailedException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** One CamelCase word for programs. */
    public String reason() {
        return reason;
    }
}
