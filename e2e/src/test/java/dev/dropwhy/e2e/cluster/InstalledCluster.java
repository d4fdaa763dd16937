package dev.dropwhy.e2e.cluster;

import dev.dropwhy.e2e.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the one {@link Installation} of this run: on the cluster that the environment names, else on k3s where
 * Docker can have it; where neither is, tests are skipped and say why.
 */
public final class InstalledCluster implements BeforeEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(InstalledCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    /** Skips here: what is thrown while a parameter is resolved would count as an error. */
    @Override
    public void beforeEach(ExtensionContext context) {
        Attempt attempt = onlyAttempt(context);
        if (attempt.installation().isEmpty()) {
            throw new TestAbortedException(attempt.reason());
        }
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Attempt attempt = onlyAttempt(context);
        return attempt.installation().orElseThrow(() -> new IllegalStateException(attempt.reason()));
    }

    private static Attempt onlyAttempt(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(Attempt.class, ignored -> attempt(), Attempt.class);
    }

    private static Attempt attempt() {
        try {
            Optional<Cluster> given = GivenCluster.from(System.getenv());
            Cluster cluster = given.isPresent() ? given.get() : K3sCluster.start(images());
            return new Attempt(Optional.of(Installation.on(cluster)), "");
        } catch (ClusterUnavailableException e) {
            String reason = "skipped: no cluster: DROPWHY_E2E_KUBECONFIG is not set, and " + e.getMessage()
                    + ". To run it, as root: e2e/cluster/scenarios.sh.";
            System.out.println(reason);
            return new Attempt(Optional.empty(), reason);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read the cluster's kubeconfig", e);
        }
    }

    /** Those for this machine's architecture, which is that of its Docker's containers. */
    private static List<Path> images() throws IOException, ClusterUnavailableException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        try (Stream<Path> files = Files.walk(Chart.REPOSITORY.resolve("images"), 3)) {
            List<Path> images = files.filter(file -> file.getFileName()
                            .toString()
                            .matches("dropwhy-(agent|operator)-" + architecture + "\\.tar"))
                    .toList();
            if (images.size() != 2) {
                throw new ClusterUnavailableException("the images for k3s are not built");
            }
            return images;
        }
    }

    /** Closed by JUnit with its store, after the last test. */
    private record Attempt(Optional<Installation> installation, String reason) implements AutoCloseable {

        @Override
        public void close() {
            installation.ifPresent(Installation::close);
        }
    }
}
