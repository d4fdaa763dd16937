package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.replay.ObservationFormatException;
import dev.dropwhy.diagnosis.replay.ObservationJson;
import dev.dropwhy.lab.investigation.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The product at work in a guest: either {@code dropwhy run}, all of it in the guest, or {@code dropwhy observe}
 * there and {@code dropwhy diagnose} here, which is the same and takes a third of the time, for a guest is slow.
 */
public final class GuestInvestigation {

    /** A window that a signal ends is no longer than this on the slowest machine. */
    static final int LONGEST_SECONDS = 600;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final String MAIN_CLASS = "dev.dropwhy.agent.cli.Main";

    private final Guest guest;
    private final boolean recorded;
    private @Nullable String observation;

    private GuestInvestigation(Guest guest, boolean recorded) {
        this.guest = guest;
        this.recorded = recorded;
    }

    /** Starts {@code run} with a window that ends by itself, and waits until it has begun. */
    public static GuestInvestigation run(Guest guest, List<String> interfaces, int seconds, List<String> options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "-o", "json", "--duration", Integer.toString(seconds)));
        addInterfaces(words, interfaces);
        words.addAll(options);
        return new GuestInvestigation(guest, false).start(words);
    }

    /** Starts {@code observe}, and waits until its window has begun. */
    public static GuestInvestigation observe(Guest guest, List<String> interfaces, List<String> options)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("observe", "-o", "-", "--duration", Integer.toString(LONGEST_SECONDS)));
        addInterfaces(words, interfaces);
        words.addAll(options);
        return new GuestInvestigation(guest, true).start(words);
    }

    private static void addInterfaces(List<String> words, List<String> interfaces) {
        interfaces.forEach(name -> words.addAll(List.of("--interface", name)));
    }

    private GuestInvestigation start(List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(guest.agent());
        words.addAll(arguments);
        guest.run("rm -f /run/dropwhy.*");
        guest.run("(sh -c 'echo $$ >/run/dropwhy.pid; exec " + String.join(" ", words)
                + "' >/run/dropwhy.out 2>/run/dropwhy.err; echo $? >/run/dropwhy.status) &");
        await("begin its window", "grep -q 'Observing ' /run/dropwhy.err || test -e /run/dropwhy.status");
        return this;
    }

    private void await(String what, String condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!guest.holds(condition)) {
            if (System.nanoTime() > end) {
                throw new IOException("in the guest, the product did not " + what + " within " + LIMIT.toSeconds()
                        + " s: " + guest.run("cat /run/dropwhy.err"));
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Ends the window where a signal must, and reads the answer. */
    public Answer end() throws IOException, InterruptedException {
        if (recorded) {
            guest.run("kill -TERM $(cat /run/dropwhy.pid) || true");
        }
        await("report", "test -s /run/dropwhy.status");
        int status = Integer.parseInt(guest.run("cat /run/dropwhy.status").strip());
        String messages = guest.run("cat /run/dropwhy.err");
        String output = output();
        if (!recorded) {
            return Answer.read(status, output, messages);
        }
        if (status != 0) {
            throw new IOException("in the guest, the product ended with " + status + ": " + messages);
        }
        observation = output;
        return diagnose(output, messages);
    }

    /**
     * What was observed, once it has ended.
     *
     * @return empty where the guest did all of it, and told the answer alone
     */
    public Optional<Observation> observation() throws IOException {
        try {
            return observation == null ? Optional.empty() : Optional.of(new ObservationJson().read(observation));
        } catch (ObservationFormatException e) {
            throw new IOException("the product cannot read what it wrote: " + e.getMessage(), e);
        }
    }

    private String output() throws IOException, InterruptedException {
        byte[] packed = Base64.getMimeDecoder().decode(guest.run("gzip -c /run/dropwhy.out | base64"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Answer diagnose(String observation, String messages) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN_CLASS,
                        "diagnose",
                        "-",
                        "-o",
                        "json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(observation);
        }
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Answer.read(process.waitFor(), report, messages);
    }
}
