package dev.dropwhy.lab.virtio.guest;

import dev.dropwhy.lab.investigation.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of {@code dropwhy run} on {@code eth0} of a guest. */
public final class GuestInvestigation {

    private static final int LONGEST_SECONDS = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Guest guest;

    private GuestInvestigation(Guest guest) {
        this.guest = guest;
    }

    /**
     * Starts the product and waits until it says that its window has begun.
     *
     * @param options further options
     */
    public static GuestInvestigation start(Guest guest, List<String> options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(guest.agent());
        words.addAll(List.of("run", "-o", "json", "--interface", "eth0"));
        words.addAll(List.of("--duration", Integer.toString(LONGEST_SECONDS)));
        words.addAll(options);
        guest.run("rm -f /run/dropwhy.*");
        guest.run("(sh -c 'echo $$ >/run/dropwhy.pid; exec " + String.join(" ", words)
                + "' >/run/dropwhy.out 2>/run/dropwhy.err; echo $? >/run/dropwhy.status) &");
        GuestInvestigation investigation = new GuestInvestigation(guest);
        investigation.await("begin its window", "grep -q 'Observing ' /run/dropwhy.err || test -e /run/dropwhy.status");
        return investigation;
    }

    private void await(String what, String condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!guest.run(condition + " && echo yes || true").contains("yes")) {
            if (System.nanoTime() > end) {
                throw new IOException("in the guest, the product did not " + what + " within " + LIMIT.toSeconds()
                        + " s: " + guest.run("cat /run/dropwhy.err"));
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Ends the window and reads the answer. */
    public Answer end() throws IOException, InterruptedException {
        guest.run("kill -TERM $(cat /run/dropwhy.pid) || true");
        await("report", "test -s /run/dropwhy.status");
        int status = Integer.parseInt(guest.run("cat /run/dropwhy.status").strip());
        return Answer.read(status, guest.run("cat /run/dropwhy.out"), guest.run("cat /run/dropwhy.err"));
    }
}
