package dev.dropwhy.agent.dropevents;

/** An engine cannot run here. The message is one sentence for people: what was tried, what was found, what to do. */
public final class EngineUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
