package dev.dropwhy.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.classify.CaptureClassifier;
import dev.dropwhy.agent.classify.ClassifiedFrame;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.lab.network.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code classify} and {@code tcpdump -e} see the same link layer in every frame of tcpdump's own corpus. */
class TcpdumpCorpusTest {

    /**
     * A frame that both read and see otherwise, with the reason. The record says that the frame was 0 bytes long and holds
     * some nevertheless: tcpdump goes by the length and prints no link layer, dropwhy by the bytes.
     */
    private static final List<String> EXPLAINED = List.of("rsvp-rsvp_obj_print-oobr.pcap");

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern NUMBERED = Pattern.compile("^ *(\\d+)  (.*)$");
    private static final String FOREIGN = "Not Ethernet";

    private static List<Path> files = List.of();

    private record Comparison(String file, int frames, int compared, List<String> differences) {}

    @BeforeAll
    static void fetch() throws InterruptedException {
        assumeTrue(
                Command.exists("tcpdump") && Command.exists("apt-get"),
                "The comparison with tcpdump is skipped: tcpdump, or the apt that fetches its captures, is missing.");
        try {
            files = TcpdumpCorpus.files();
        } catch (IOException e) {
            abort("The comparison with tcpdump is skipped: its captures cannot be fetched: " + e.getMessage());
        }
    }

    @Test
    void bothSeeTheSameLinkLayer() throws IOException, InterruptedException {
        CaptureClassifier classifier = new CaptureClassifier(LinkProtocols.load(), List.of());
        List<Comparison> comparisons = new ArrayList<>();
        for (Path file : files) {
            comparisons.add(compare(classifier, file));
        }
        int frames = comparisons.stream().mapToInt(Comparison::frames).sum();
        int compared = comparisons.stream().mapToInt(Comparison::compared).sum();
        List<String> differences = comparisons.stream()
                .filter(comparison -> !EXPLAINED.contains(comparison.file()))
                .flatMap(comparison -> comparison.differences().stream())
                .toList();
        System.out.printf(
                "tcpdump's corpus: %d captures, %d frames, %d of them Ethernet and in tcpdump's output, %d seen otherwise%n",
                files.size(), frames, compared, differences.size());
        assertThat(differences).isEmpty();
        assertThat(compared).as("frames that both read").isGreaterThan(7_000);
        assertThat(comparisons.stream()
                        .filter(comparison -> !comparison.differences().isEmpty())
                        .map(Comparison::file))
                .as("differences that are explained and still there")
                .containsExactlyElementsOf(EXPLAINED);
    }

    private static Comparison compare(CaptureClassifier classifier, Path file)
            throws IOException, InterruptedException {
        List<ClassifiedFrame> frames = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            classifier.classify(in, frames::add);
        }
        String name = file.getFileName().toString();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        if (frames.stream().anyMatch(frame -> !frame.identity().summary().startsWith(FOREIGN))) {
            Map<Long, String> lines = tcpdump(file);
            for (ClassifiedFrame frame : frames) {
                String line = lines.get(frame.number());
                if (line != null) {
                    compared++;
                    String theirs = LinkType.of(line, frame.identity().vlans().size());
                    String ours = LinkType.of(frame.identity());
                    if (!Objects.equals(ours, theirs)) {
                        differences.add("%s frame %d: dropwhy %s, tcpdump %s in \"%s\""
                                .formatted(name, frame.number(), ours, theirs, line));
                    }
                }
            }
        }
        return new Comparison(name, frames.size(), compared, differences);
    }

    /** tcpdump's first line of each frame, by the frame's number; frames that libpcap refuses to read have none. */
    private static Map<Long, String> tcpdump(Path file) throws IOException, InterruptedException {
        Map<Long, String> lines = new HashMap<>();
        // its status is 1 where the capture is damaged, and what it printed before is good
        String text = Command.run(
                List.of("sh", "-c", "tcpdump -e -nn -t -# -r \"$1\" 2>/dev/null || true", "sh", file.toString()),
                LIMIT);
        for (String line : text.lines().toList()) {
            Matcher matcher = NUMBERED.matcher(line);
            if (matcher.matches()) {
                lines.putIfAbsent(Long.parseLong(matcher.group(1)), matcher.group(2));
            }
        }
        return lines;
    }
}
