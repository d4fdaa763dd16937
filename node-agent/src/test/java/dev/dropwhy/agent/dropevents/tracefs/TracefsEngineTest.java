package dev.dropwhy.agent.dropevents.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.testnet.RawSender;
import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import dev.dropwhy.agent.dropevents.testnet.VethPair;
import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.diagnosis.observation.DropGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracefsEngineTest {

    private static final Path INSTANCES = Path.of("/sys/kernel/tracing/instances");

    /** IEEE local experimental EtherType 1: nothing else on this machine sends it. */
    private static final int EXPERIMENTAL = 0x88b5;

    private VethPair pair;
    private RawSender sender;

    @BeforeEach
    void twoNamespaces() throws Exception {
        assumeTrue(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN),
                "needs root: makes network namespaces and a tracing instance");
        assumeTrue(Files.isDirectory(INSTANCES), "needs tracefs: " + INSTANCES + " is absent");
        pair = new VethPair("trace");
        sender = new RawSender(pair);
    }

    @AfterEach
    void removed() throws Exception {
        if (pair != null) {
            sender.close();
            pair.close();
        }
    }

    @Test
    void dropsAreCountedExactlyAndNamedByReasonAndFunction() throws Exception {
        DropEvents events;
        long[] before = new long[5];
        long[] after = new long[5];
        try (TracefsEngine engine = new TracefsEngine()) {
            engine.start();
            for (int i = 0; i < 5; i++) {
                before[i] = System.nanoTime() / 1_000;
                sender.send(TestFrames.experimental(7));
                Thread.sleep(100);
                after[i] = System.nanoTime() / 1_000;
            }
            events = engine.stop();
        }

        assertThat(experimental(events)).singleElement().satisfies(group -> {
            assertThat(group.reason()).isEqualTo("UNHANDLED_PROTO");
            assertThat(group.function()).isEqualTo("__netif_receive_skb_core");
            assertThat(group.count()).isEqualTo(5);
            assertThat(group.interfaceIndex()).isZero();
            assertThat(group.arrivalsMicros()).hasSize(5).isSorted();
            for (int i = 1; i < 5; i++) {
                assertThat(group.arrivalsMicros().get(i)
                                - group.arrivalsMicros().get(i - 1))
                        .isBetween(before[i] - after[i - 1], after[i] - before[i - 1]);
            }
            assertThat(group.arrivalsMicros().getFirst() / 1_000).isEqualTo(group.firstMillis());
        });
        assertThat(events.limitations()).anyMatch(limitation -> limitation.contains("neither interface"));
        assertThat(ownInstances()).isEmpty();
    }

    @Test
    void everyEventOfAStormIsSeenOrCountedAsLost() throws Exception {
        int frames = 300_000;
        DropEvents events;
        try (TracefsEngine engine = new TracefsEngine()) {
            engine.start();
            sender.send(TestFrames.experimental(7), frames);
            events = engine.stop();
        }

        long seen = experimental(events).getFirst().count();
        assertThat(seen).isLessThanOrEqualTo(frames);
        // Others drop a packet now and then; a storm does not hide behind that.
        assertThat(seen + events.totals().lost()).isBetween((long) frames, frames + 1_000L);
    }

    @Test
    void instancesThatADeadProcessLeftAreRemovedAndThoseInUseAreNot() throws Exception {
        Path stale = Files.createDirectory(INSTANCES.resolve("dropwhy-999999999-stale"));
        Path foreign = Files.createDirectory(INSTANCES.resolve("dw-somebody-else"));
        try (TracefsEngine first = new TracefsEngine();
                TracefsEngine second = new TracefsEngine()) {
            first.start();
            assertThat(stale).doesNotExist();
            second.start();
            assertThat(ownInstances()).as("the first is still read").hasSize(2);
            assertThat(foreign).exists();
            first.stop();
            second.stop();
        } finally {
            Files.delete(foreign);
        }
        assertThat(ownInstances()).isEmpty();
    }

    @Test
    void aHostWithoutTracefsIsNamed() {
        assertThatThrownBy(() -> new TracefsEngine(Path.of("/nonexistent")).start())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("no tracefs at /nonexistent");
    }

    private static List<DropGroup> experimental(DropEvents events) {
        return events.groups().stream()
                .filter(group -> group.etherType() == EXPERIMENTAL)
                .toList();
    }

    private static List<Path> ownInstances() throws IOException {
        String own = "dropwhy-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> instances = Files.list(INSTANCES)) {
            return instances
                    .filter(instance -> instance.getFileName().toString().startsWith(own))
                    .toList();
        }
    }
}
