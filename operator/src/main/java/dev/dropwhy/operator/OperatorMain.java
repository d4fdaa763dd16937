package dev.dropwhy.operator;

import dev.dropwhy.operator.serving.ApiRequestMetrics;
import dev.dropwhy.operator.serving.StatusServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator until it is told to stop or another replica has taken over. Exit codes: 0 stopped, 1 could not
 * start, 2 wrong settings.
 */
public final class OperatorMain {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

    private OperatorMain() {}

    public static void main(String[] arguments) {
        OperatorSettings settings;
        try {
            settings = OperatorSettings.from(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            run(settings);
        } catch (IOException | RuntimeException e) {
            LOG.error("The operator could not run: {}", e.getMessage(), e);
            System.exit(1);
        }
    }

    private static void run(OperatorSettings settings) throws IOException {
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        try (KubernetesClient client = client(registry);
                var operator = new DropwhyOperator(client, settings, registry, Clock.systemUTC(), stop::countDown);
                var server = new StatusServer(settings.httpPort(), registry, () -> true, operator::isHealthy)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(stop, stopped), "stop"));
            operator.start();
            LOG.info("Started; metrics and health on port {}", server.port());
            await(stop);
            LOG.info("Stopping");
        } finally {
            stopped.countDown();
        }
    }

    private static KubernetesClient client(PrometheusMeterRegistry registry) {
        return new KubernetesClientBuilder()
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("metrics", new ApiRequestMetrics(registry)))
                .build();
    }

    /** The process must not end before the operator has finished what it was writing. */
    private static void waitFor(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        await(stopped);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
