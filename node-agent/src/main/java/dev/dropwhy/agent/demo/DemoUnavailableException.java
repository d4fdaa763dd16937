package dev.dropwhy.agent.demo;

/** The demonstration cannot run here. The message is one sentence that says what it needs. */
public final class DemoUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public DemoUnavailableException(String message) {
        super(message);
    }
}
