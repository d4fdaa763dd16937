package dev.dropwhy.operator.testing;

import dev.dropwhy.operator.DropwhyOperator;
import dev.dropwhy.operator.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** The real operator, in the process of the test. */
public final class RunningOperator implements AutoCloseable {

    private final KubernetesClient client;
    private final DropwhyOperator operator;
    private final CountDownLatch lost = new CountDownLatch(1);
    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** Starts the operator on a client that is closed with it. */
    public RunningOperator(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        operator = new DropwhyOperator(client, settings, registry, Clock.systemUTC(), lost::countDown);
        operator.start();
    }

    public DropwhyOperator operator() {
        return operator;
    }

    /** Whether it has given up: its lease is lost, or a watch has ended for good. */
    public boolean hasGivenUp() {
        return lost.getCount() == 0;
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
