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
import org.jspecify.annotations.Nullable;
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
     * @param gone what to do when this one cannot work any more: another replica has taken the lease, or a watch has ended
     *     for good; the process should end, and be started anew
     */
    public DropwhyOperator(
            KubernetesClient client, OperatorSettings settings, MeterRegistry registry, Clock clock, Runnable gone) {
        operator = new Operator(configuration -> configure(configuration, client, settings, registry, gone));
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
            Runnable gone) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                .withReconciliationTerminationTimeout(STOPPING)
                // An API server that starts at the same time answers 429 for a while: that is no reason to give up.
                .withStopOnInformerErrorDuringStartup(false)
                .withInformerStoppedHandler((informer, cause) -> informerStopped(cause, gone));
        if (settings.leaderElection()) {
            configuration.withLeaderElectionConfiguration(new LeaderElectionConfiguration(
                    LEASE,
                    settings.namespace(),
                    LEASE_DURATION,
                    RENEW_DEADLINE,
                    RETRY_PERIOD,
                    settings.identity(),
                    new LeaderCallbacks(() -> leading.set(true), () -> stopLeading(gone), DropwhyOperator::logLeader),
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

    private void stopLeading(Runnable gone) {
        if (leading.getAndSet(false)) {
            gone.run();
        }
    }

    /** A watch also ends when the operator is closed, then without a cause. */
    private static void informerStopped(@Nullable Throwable cause, Runnable gone) {
        if (cause != null) {
            LOG.error("A watch has ended for good: {}", cause.getMessage());
            gone.run();
        }
    }

    private static void logLeader(String identity) {
        LOG.info("{} leads", identity);
    }
}
