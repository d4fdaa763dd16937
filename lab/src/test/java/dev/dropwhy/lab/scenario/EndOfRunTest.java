package dev.dropwhy.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.api.Cause;
import dev.dropwhy.lab.Prerequisites;
import dev.dropwhy.lab.investigation.Answer;
import dev.dropwhy.lab.investigation.Investigation;
import dev.dropwhy.lab.kernel.BpfObjects;
import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a run ends when somebody ends it. */
class EndOfRunTest {

    private static final SwitchFrames SWITCH =
            new SwitchFrames(new Mac("02:00:5e:10:00:01"), "lab-switch-1", "ge-0/0/7");
    private static final int LONG_WINDOW_SECONDS = 120;
    private static final Duration SOON = Duration.ofSeconds(10);

    @BeforeAll
    static void needWhatTheLabNeeds() {
        Optional<String> missing = Prerequisites.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    @Test
    void interruptEndsTheWindowEarlyAndStillReports() throws Exception {
        assumeTrue(
                heedsInterrupts(),
                "Whoever started the tests made them ignore SIGINT, and what they start does so too.");
        try (Stage stage = Stage.open();
                Investigation run = start(stage)) {
            run.awaitWindow();
            stage.wire().repeat(SWITCH.lldp(), 4, Duration.ofMillis(300));
            run.signal("INT");
            Answer answer = run.await();
            assertThat(run.windowLeft()).as("what is left of the window").isGreaterThan(Duration.ofSeconds(60));
            assertThat(answer.status().verdicts()).singleElement().satisfies(verdict -> {
                assertThat(verdict.cause()).isEqualTo(Cause.UnhandledLinkProtocol);
                assertThat(verdict.count()).isEqualTo(4);
            });
            assertThat(answer.exitStatus()).isZero();
        }
    }

    @Test
    void killedRunLeavesNothingBehind() throws Exception {
        try (Stage stage = Stage.open()) {
            String qdiscs = stage.host().tc("qdisc show");
            String rules = stage.host().exec("nft list ruleset");
            String taps = stage.host().exec("cat /proc/net/packet");
            Set<String> instances = tracingInstances();
            Investigation run = start(stage);
            run.awaitWindow();
            Set<String> objects = bpfObjectsOf(run.process().pid());
            assertThat(objects).as("eBPF objects of the running product").isNotEmpty();

            run.signal("KILL");

            await().atMost(SOON).until(() -> !run.process().isAlive());
            await().atMost(SOON).untilAsserted(() -> {
                Set<String> left = new TreeSet<>(objects);
                left.retainAll(allBpfObjects());
                assertThat(left).as("eBPF objects that outlive the product").isEmpty();
            });
            assertThat(stage.host().tc("qdisc show")).isEqualTo(qdiscs);
            assertThat(stage.host().exec("nft list ruleset")).isEqualTo(rules);
            assertThat(stage.host().exec("cat /proc/net/packet")).isEqualTo(taps);
            assertThat(tracingInstances()).isEqualTo(instances);
        }
    }

    @Test
    void runTellsWhatItCost() throws Exception {
        try (Stage stage = Stage.open();
                Investigation run = Investigation.start(
                        stage.host(), stage.observed(), LONG_WINDOW_SECONDS, List.of("--self-cost"))) {
            run.awaitWindow();
            stage.wire().repeat(SWITCH.lldp(), 8, Duration.ofMillis(300));
            run.signal("TERM");
            String messages = run.await().messages();
            System.out.println(messages);
            assertThat(messages)
                    .containsPattern(
                            "dropwhy itself: [0-9.]+ s of processor time in [0-9.]+ s .*, [1-9][0-9]* MiB resident")
                    .containsPattern("drop events: [1-9][0-9]* .*, 0 lost")
                    .containsPattern("eBPF program: ran ([8-9]|[1-9][0-9]+) times, [1-9][0-9]* ns each");
        }
        assertThat(Files.readString(Path.of("/proc/sys/kernel/bpf_stats_enabled"))
                        .strip())
                .as("nothing stays switched on")
                .isEqualTo("0");
    }

    private static Investigation start(Stage stage) throws IOException {
        return Investigation.start(stage.host(), stage.observed(), LONG_WINDOW_SECONDS, List.of());
    }

    /** A shell makes what it starts in the background ignore SIGINT (signal 2, bit 1), and a JVM then leaves it so. */
    private static boolean heedsInterrupts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    /** {@code prog_id 17}, {@code map_id 4}, {@code link_id 2}: what the kernel tells of a process's descriptors. */
    private static Set<String> bpfObjectsOf(long pid) throws IOException {
        Set<String> objects = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    Files.readAllLines(descriptor).stream()
                            .filter(line -> line.matches("(prog|map|link)_id:\\s+\\d+"))
                            .map(line -> line.replaceAll(":\\s+", " "))
                            .forEach(objects::add);
                } catch (NoSuchFileException e) {
                    // closed in the meantime
                }
            }
        }
        return objects;
    }

    private static Set<String> allBpfObjects() throws KernelException {
        Set<String> objects = new TreeSet<>();
        BpfObjects.programs().forEach(id -> objects.add("prog_id " + id));
        BpfObjects.maps().forEach(id -> objects.add("map_id " + id));
        BpfObjects.links().forEach(id -> objects.add("link_id " + id));
        return objects;
    }

    /** The product's own tracing instances; others may come and go. */
    private static Set<String> tracingInstances() throws IOException {
        Path instances = Path.of("/sys/kernel/tracing/instances");
        if (!Files.isDirectory(instances)) {
            return Set.of();
        }
        try (Stream<Path> list = Files.list(instances)) {
            Set<String> names = new TreeSet<>();
            list.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("dropwhy"))
                    .forEach(names::add);
            return names;
        }
    }
}
