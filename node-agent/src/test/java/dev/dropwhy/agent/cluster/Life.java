package dev.dropwhy.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** A living agent: on a thread of its own, until closed. */
final class Life implements AutoCloseable {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final LifeEnd end = new LifeEnd();
    private final AgentClient client;
    private final Thread thread;

    private Life(AgentIdentity identity, Config config, NodeObservation observation, Duration jitter) {
        client = AgentClient.with(config);
        var timing = new Timing(
                Clock.systemUTC(),
                new Random(1),
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                jitter,
                Duration.ofSeconds(1));
        var life = new AgentLife(
                identity,
                client,
                observation,
                timing,
                new LifeLog(new PrintStream(log, true, StandardCharsets.UTF_8), Clock.systemUTC()),
                end);
        thread = Thread.ofPlatform().name("agent").start(life::live);
    }

    static Life of(AgentIdentity identity, Config config, NodeObservation observation) {
        return new Life(identity, config, observation, Duration.ofMillis(20));
    }

    static Life of(AgentIdentity identity, Config config, NodeObservation observation, Duration jitter) {
        return new Life(identity, config, observation, jitter);
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    void awaits(String event) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log()).contains("event=" + event + " "));
    }

    /** What SIGTERM does. */
    void terminate() {
        end.wish();
        await("the agent ends soon").atMost(Duration.ofSeconds(5)).until(() -> !thread.isAlive());
    }

    boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        terminate();
        client.close();
    }
}
