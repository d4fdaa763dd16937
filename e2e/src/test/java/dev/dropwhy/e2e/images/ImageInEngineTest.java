package dev.dropwhy.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images that were built last, loaded and run by a container engine. Skipped aloud where there is none. */
class ImageInEngineTest {

    /** No capability; and the JVM says where each class comes from. */
    private static final List<String> OPTIONS =
            List.of("--cap-drop=all", "--env=JDK_JAVA_OPTIONS=-Xlog:class+load,cds");

    @TempDir
    private Path folder;

    @Test
    void theAgentRuns() throws IOException, InterruptedException {
        Engine.Said said = run("agent", List.of("explain", "CPU_BACKLOG"));

        assertThat(said.exitCode()).as(said.output()).isZero();
        assertThat(said.output()).contains("CPU_BACKLOG", "net.core.netdev_max_backlog");
        assertTheArchiveOfClassesIsTaken(said, "dev.dropwhy.agent.cli.Main");
    }

    @Test
    void theOperatorRunsAsNobodyInParticularAndSaysWhatItMisses() throws IOException, InterruptedException {
        Engine.Said said = run("operator", List.of());

        assertThat(said.exitCode()).as(said.output()).isNotZero();
        assertThat(said.output()).contains("DROPWHY_AGENT_IMAGE is not set");
        assertTheArchiveOfClassesIsTaken(said, "dev.dropwhy.operator.OperatorMain");
    }

    /** One whose jars, modules or options are not those of the image, the JVM passes over in silence. */
    private static void assertTheArchiveOfClassesIsTaken(Engine.Said said, String mainClass) {
        assertThat(said.output().lines().map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "")))
                .contains(mainClass + " source: shared objects file", "full module graph: enabled");
    }

    private Engine.Said run(String name, List<String> arguments) throws IOException, InterruptedException {
        Path archive = BuiltImages.latest(name, BuiltImages.machine());
        Optional<Engine> found = Engine.find(folder);
        skipUnless(found.isPresent(), "this machine has no podman, and no Docker whose daemon answers");
        Engine engine = found.orElseThrow();
        String image = engine.load(archive);
        try {
            assertThat(image).startsWith("localhost/dropwhy/" + name + ":");
            Engine.Said said = engine.container(image, OPTIONS, arguments);
            skipUnless(!said.engineFailed(), engine.name() + " runs no container here: " + said.output());
            System.out.println("image of the " + name + ": loaded and run by " + engine.name());
            return said;
        } finally {
            engine.remove(image);
        }
    }

    private static void skipUnless(boolean possible, String why) {
        String reason = "skipped: the images in a container engine: " + why;
        if (!possible) {
            System.out.println(reason);
        }
        assumeTrue(possible, reason);
    }
}
