package dev.dropwhy.kubectl;

/** A command cannot do what it was asked. The message is one sentence for people: what was tried, found, and what to do. */
final class PluginException extends Exception {

    private static final long serialVersionUID = 1L;

    PluginException(String message) {
        super(message);
    }
}
