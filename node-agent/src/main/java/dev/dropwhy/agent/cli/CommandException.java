package dev.dropwhy.agent.cli;

/** A command cannot do what it was asked. The message is one sentence for people: what was tried, found, and what to do. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }
}
