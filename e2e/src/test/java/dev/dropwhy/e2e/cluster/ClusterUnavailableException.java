package dev.dropwhy.e2e.cluster;

/** This machine cannot have such a cluster; the message says why in one clause. */
final class ClusterUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    ClusterUnavailableException(String message) {
        super(message);
    }

    ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
