package dev.dropwhy.lab.virtio.guest;

import java.io.IOException;
import java.time.Duration;

/** The product once more, at work in the guest beside the one that is judged. */
public final class Bystander {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final String FILE = "/run/bystander";

    private final Guest guest;

    private Bystander(Guest guest) {
        this.guest = guest;
    }

    /** Starts {@code observe}, and waits until its window has begun. */
    public static Bystander observe(Guest guest, String... options) throws IOException, InterruptedException {
        String command = String.join(" ", guest.agent()) + " observe -o /dev/null --interface eth0 --duration "
                + GuestInvestigation.LONGEST_SECONDS + " " + String.join(" ", options);
        guest.run("rm -f " + FILE + ".*");
        guest.run("(sh -c 'echo $$ >" + FILE + ".pid; exec " + command + "' >/dev/null 2>" + FILE + ".err) &");
        Bystander bystander = new Bystander(guest);
        bystander.await("grep -q 'Observing ' " + FILE + ".err");
        return bystander;
    }

    /** The one that was started last. */
    public static Bystander of(Guest guest) {
        return new Bystander(guest);
    }

    /** Kills it, so that it can do nothing more. */
    public void kill() throws IOException, InterruptedException {
        guest.run("kill -KILL $(cat " + FILE + ".pid)");
    }

    /** Kills it and the processes that it started, at once: as a container is killed. */
    public void killWithChildren() throws IOException, InterruptedException {
        guest.run("p=$(cat " + FILE + ".pid); kill -KILL $(cat /proc/$p/task/*/children) $p");
    }

    private void await(String condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!guest.holds(condition)) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "in the guest, a second dropwhy did not begin: " + guest.run("cat " + FILE + ".err"));
            }
            Thread.sleep(PAUSE);
        }
    }
}
