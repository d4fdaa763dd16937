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
import java.util.function.Consumer;
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
        Consumer<ClassifiedFrame> each = frames ? frame -> print(frame) : frame -> {};
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            print(classifier.classify(in, each));
            return ExitCode.NO_PROBLEM;
        } catch (CaptureFormatException e) {
            throw new CommandException(file + " cannot be classified: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + FileErrors.describe(e) + ".");
        }
    }

    private void print(ClassifiedFrame frame) {
        surroundings
                .terminal()
                .out()
                .println(
                        switch (format) {
                            case text -> ClassificationText.line(frame);
                            case json -> write(frame);
                        });
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
