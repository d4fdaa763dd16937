package dev.dropwhy.operator.testing;

import dev.dropwhy.testkit.ControlPlaneBinaries;
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

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(ControlPlaneBinaries.find(System.getenv()).isPresent(), ControlPlaneBinaries.MISSING);
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

    /** One for the whole run; JUnit closes it at the end. */
    private static Cluster cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Cluster.class,
                        ignored -> Cluster.start(
                                ControlPlaneBinaries.find(System.getenv()).orElseThrow()),
                        Cluster.class);
    }
}
