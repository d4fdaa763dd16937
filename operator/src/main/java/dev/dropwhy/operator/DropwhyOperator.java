package dev.dropwhy.operator;

import dev.dropwhy.operator.investigation.DropInvestigationReconciler;
import dev.dropwhy.operator.serving.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: assembled from settings, started, stopped. */
public final class DropwhyOperator implements AutoCloseable {

    /** Name of the lease that replicas compete for. */
    public static final String LEASE = "dropwhy-operator";

    private static final Logger LOG = LoggerFactory.getLogger(DropwhyOperator.class);

    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
    private static final Duration STOPPING = Duration.ofSeconds(10);

    /** A burst of reports is looked at twice a second, and the last one waits no longer than that. */
    private static final Duration COALESCE = Duration.ofMillis(500);

    private final Operator operator;
    private final AtomicBoolean leading = new AtomicBoolean();

    /**
     * Assembles the operator; {@link #start()} starts it.
     *
     * @param lost what to do when another replica has taken the lease
     */
    public DropwhyOperator(
            KubernetesClient client, OperatorSettings settings, MeterRegistry registry, Clock clock, Runnable lost) {
        operator = new Operator(configuration -> configure(configuration, client, settings, registry, lost));
        var reconciler = new DropInvestigationReconciler(
                client,
                settings.agent(),
                settings.maximumConcurrent(),
                settings.grace(),
                clock,
                new OperatorMetrics(registry));
        operator.register(
                reconciler,
                controller -> controller
                        .withRateLimiter(new LinearRateLimiter(COALESCE, 1))
                        .withRetry(new GenericRetry()
                                .setInitialInterval(500)
                                .setIntervalMultiplier(1.5)
                                .setMaxInterval(15_000)
                                .withoutMaxAttempts()));
    }

    private void configure(
            ConfigurationServiceOverrider configuration,
            KubernetesClient client,
            OperatorSettings settings,
            MeterRegistry registry,
            Runnable lost) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                .withReconciliationTerminationTimeout(STOPPING);
        if (settings.leaderElection()) {
            configuration.withLeaderElectionConfiguration(new LeaderElectionConfiguration(
                    LEASE,
                    settings.namespace(),
                    LEASE_DURATION,
                    RENEW_DEADLINE,
                    RETRY_PERIOD,
                    settings.identity(),
                    new LeaderCallbacks(() -> leading.set(true), () -> stopLeading(lost), DropwhyOperator::logLeader),
                    false));
        } else {
            leading.set(true);
        }
    }

    /** Starts watching, and working once this replica leads. */
    public void start() {
        operator.start();
    }

    /** Whether this replica is the one that works. */
    public boolean leads() {
        return leading.get();
    }

    /** Whether every watch is up; a replica that stands by watches too. */
    public boolean isHealthy() {
        return operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    @Override
    public void close() {
        operator.stop();
    }

    private void stopLeading(Runnable lost) {
        if (leading.getAndSet(false)) {
            lost.run();
        }
    }

    private static void logLeader(String identity) {
        LOG.info("{} leads", identity);
    }
}
