package dev.dropwhy.agent.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dropwhy.agent.classify.CaptureClassifier;
import dev.dropwhy.agent.classify.CaptureFormatException;
import dev.dropwhy.agent.classify.Classification;
import dev.dropwhy.agent.classify.ClassificationText;
import dev.dropwhy.agent.classify.ClassifiedFrame;
import dev.dropwhy.agent.host.HostProbe;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.report.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropwhy classify}: what the frames of a capture file are, and whether this host wants them. */
@Command(
        name = "classify",
        description =
                "Say what each frame of a capture file is, who sent it, and whether this host's handlers want it.",
        mixinStandardHelpOptions = true)
final class ClassifyCommand implements Callable<Integer> {

    private enum Format {
        text,
        json
    }

    /** Characters that are printed at once where frames come faster than they are read. */
    private static final int CHUNK = 1 << 15;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file; - reads standard input.")
    private String file = "";

    @Option(
            names = "--frames",
            description = "Print every frame, one line each (with -o json one object each), and then the totals.")
    private boolean frames;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text.")
    private Format format = Format.text;

    private final ObjectMapper json = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    ClassifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandException {
        CaptureClassifier classifier =
                new CaptureClassifier(LinkProtocols.load(), new HostProbe(Path.of("/proc")).handlers());
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            print(frames ? classifyEach(classifier, in) : classifier.count(in));
            return ExitCode.NO_PROBLEM;
        } catch (CaptureFormatException e) {
            throw new CommandException(file + " cannot be classified: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + FileErrors.describe(e) + ".");
        }
    }

    private Classification classifyEach(CaptureClassifier classifier, InputStream in) throws IOException {
        StringBuilder pending = new StringBuilder(2 * CHUNK);
        Classification found = classifier.classify(in, frame -> {
            append(pending, frame);
            if (pending.length() >= CHUNK || waits(in)) {
                print(pending);
            }
        });
        print(pending);
        return found;
    }

    private void append(StringBuilder to, ClassifiedFrame frame) {
        switch (format) {
            case text -> ClassificationText.line(to, frame);
            case json -> to.append(write(frame)).append('\n');
        }
    }

    /** Whether the next frame is yet to come, as from a capture that is under way: then what is known is shown. */
    private boolean waits(InputStream in) {
        try {
            return file.equals("-") && in.available() == 0;
        } catch (IOException e) { // the next read will say it
            return true;
        }
    }

    private void print(StringBuilder pending) {
        surroundings.terminal().out().append(pending).flush();
        pending.setLength(0);
    }

    private void print(Classification found) {
        surroundings
                .terminal()
                .out()
                .print(
                        switch (format) {
                            case text -> (frames ? System.lineSeparator() : "") + ClassificationText.totals(found);
                            case json -> write(found) + System.lineSeparator();
                        });
    }

    private String write(Object document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A classification is plain data and can always be written", e);
        }
    }
}
