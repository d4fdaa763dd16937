package dev.dropwhy.agent.observer;

/** The selection of interfaces matches nothing here. The message is one sentence that lists what exists. */
public final class InterfaceSelectionException extends Exception {

    private static final long serialVersionUID = 1L;

    public InterfaceSelectionException(String message) {
        super(message);
    }
}
