package dev.dropwhy.agent.dropevents.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracefsEngineTest {

    /** IEEE local experimental EtherType 1: nothing else on this machine sends it. */
    private static final int EXPERIMENTAL = 0x88b5;

    private TraceFileSystem tracing;
    private Path instances;
    private VethPair pair;
    private RawSender sender;

    @BeforeEach
    void twoNamespaces() throws Exception {
        assumeTrue(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN),
                "needs root: makes network namespaces and a tracing instance");
        tracing = reach();
        instances = tracing.root().resolve("instances");
        pair = new VethPair("trace");
        sender = new RawSender(pair);
    }

    private static TraceFileSystem reach() {
        try {
            return TraceFileSystem.open();
        } catch (EngineUnavailableException e) {
            return Assumptions.abort("needs tracefs: " + e.getMessage());
        }
    }

    @AfterEach
    void removed() throws Exception {
        if (pair != null) {
            sender.close();
            pair.close();
        }
        if (tracing != null) {
            tracing.close();
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
            assertThat(group.locations()).singleElement().satisfies(location -> {
                assertThat(location.count()).isEqualTo(5);
                assertThat(location.offset()).isBetween(1L, location.size());
            });
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
        Path stale = Files.createDirectory(instances.resolve("dropwhy-999999999-stale"));
        Path foreign = Files.createDirectory(instances.resolve("dw-somebody-else"));
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
    void withoutAMountTheEngineHasOneOfItsOwnAndNothingIsLeft() throws Exception {
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        int descriptors = descriptors();
        DropEvents events;
        try (TracefsEngine engine = new TracefsEngine(TraceFileSystem::ofItsOwn)) {
            engine.start();
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
            sender.send(TestFrames.experimental(7), 3);
            events = engine.stop();
        }

        assertThat(experimental(events))
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(3));
        assertThat(ownInstances()).isEmpty();
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
    }

    /** Open descriptors that lead into a tracefs: its own root, and pipes. */
    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(descriptor -> {
                        try {
                            String target = Files.readSymbolicLink(descriptor).toString();
                            return target.equals("/") || target.contains("trace");
                        } catch (IOException e) {
                            return false; // the descriptor of this listing
                        }
                    })
                    .count();
        }
    }

    private static List<DropGroup> experimental(DropEvents events) {
        return events.groups().stream()
                .filter(group -> group.etherType() == EXPERIMENTAL)
                .toList();
    }

    private List<Path> ownInstances() throws IOException {
        String own = "dropwhy-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> found = Files.list(instances)) {
            return found.filter(instance -> instance.getFileName().toString().startsWith(own))
                    .toList();
        }
    }
}
