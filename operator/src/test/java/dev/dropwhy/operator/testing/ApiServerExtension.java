package dev.dropwhy.operator.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one API server for all test classes of a run, and hands each test a clean cluster on it. */
final class ApiServerExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ApiServerExtension.class);

    /** Closed by JUnit when the run ends. */
    private record Started(ApiServer server, Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.close();
            server.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String assets = System.getenv("KUBEBUILDER_ASSETS");
        Assumptions.assumeTrue(
                assets != null
                        && Files.isExecutable(Path.of(assets, "kube-apiserver"))
                        && Files.isExecutable(Path.of(assets, "etcd")),
                "skipped: needs a real API server; set KUBEBUILDER_ASSETS to a folder that holds kube-apiserver and etcd");
        cluster(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context).clean();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Started.class,
                        ignored -> {
                            ApiServer server = ApiServer.start(Path.of(System.getenv("KUBEBUILDER_ASSETS")));
                            return new Started(server, new Cluster(server));
                        },
                        Started.class)
                .cluster();
    }
}
