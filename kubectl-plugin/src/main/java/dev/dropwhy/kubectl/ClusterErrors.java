package dev.dropwhy.kubectl;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why the cluster did not do what was asked. */
final class ClusterErrors {

    /** What the client says where there was no HTTP answer at all. */
    private static final int NO_ANSWER = -1;

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private ClusterErrors() {}

    /**
     * The sentence.
     *
     * @param doing what was tried: "create a DropInvestigation"
     * @param server address of the API server
     * @param error what the client threw
     */
    static PluginException explain(String doing, String server, KubernetesClientException error) {
        return new PluginException(
                switch (error.getCode()) {
                    case 0, NO_ANSWER -> unreachable(server, error);
                    case HttpURLConnection.HTTP_UNAUTHORIZED ->
                        server + " does not accept the credentials of this context; log in again, as for kubectl.";
                    case HttpURLConnection.HTTP_FORBIDDEN ->
                        "You may not " + doing + ": " + words(error)
                                + ". An administrator grants it with the cluster roles view or edit (docs/security.md).";
                    case HttpURLConnection.HTTP_NOT_FOUND -> noCrd(server);
                    case HttpURLConnection.HTTP_CONFLICT -> "Could not " + doing + ": " + words(error) + ".";
                    case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
                        server + " refused to " + doing + ": " + words(error) + ".";
                    default ->
                        "Could not " + doing + ", " + server + " answered " + error.getCode() + ": " + words(error)
                                + ".";
                });
    }

    /** The resource itself is unknown to the server. */
    static String noCrd(String server) {
        return "dropwhy is not installed on " + server
                + ": it has no DropInvestigation; install the chart first (docs/install.md).";
    }

    /** Whether it may be better a moment later. */
    static boolean passing(KubernetesClientException error) {
        return error.getCode() <= 0 || error.getCode() == TOO_MANY_REQUESTS || error.getCode() >= SERVER_ERROR;
    }

    private static String unreachable(String server, KubernetesClientException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String reason = switch (cause) {
                case ConnectException refused -> "connection refused or timed out";
                case UnknownHostException unknown -> "its name is not known";
                case SSLException tls -> "no trust over TLS (" + firstLine(tls) + ")";
                default -> null;
            };
            if (reason != null) {
                return "No API server answers at " + server + ": " + reason + ".";
            }
        }
        return "No API server answers at " + server + ": " + words(error) + ".";
    }

    private static String words(KubernetesClientException error) {
        String said = error.getStatus() == null ? null : error.getStatus().getMessage();
        return said == null ? firstLine(error) : clean(said);
    }

    static String firstLine(Throwable error) {
        return clean(
                Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName()));
    }

    private static String clean(@Nullable String message) {
        String line = Objects.requireNonNullElse(message, "")
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
