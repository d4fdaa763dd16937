package dev.dropwhy.agent.investigation;

/** An investigation cannot be accepted. The message is one sentence that names the field and why. */
public final class InvalidInvestigationException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidInvestigationException(String message) {
        super(message);
    }
}
