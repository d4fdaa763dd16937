package dev.dropwhy.operator.testing;

import dev.dropwhy.operator.DropwhyOperator;
import dev.dropwhy.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** The real operator, in the process of the test. */
public final class RunningOperator implements AutoCloseable {

    private final KubernetesClient client;
    private final DropwhyOperator operator;
    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** Starts the operator on a client that is closed with it. */
    public RunningOperator(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        operator = new DropwhyOperator(client, settings, registry, Clock.systemUTC(), () -> {});
        operator.start();
    }

    public DropwhyOperator operator() {
        return operator;
    }

    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        operator.close();
        client.close();
    }
}
