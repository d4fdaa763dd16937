package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.linux.Errno;
import dev.dropwhy.agent.linux.NetlinkSocket;
import dev.dropwhy.agent.linux.SystemCallException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The drop monitor, started by this process. The kernel knows no owner of it, so this keeps three things: a socket at a number
 * that only a living owner holds, a guard that stops the monitor if this process is killed, and settings that tell a monitor
 * which outlived both.
 */
final class OwnMonitor implements AutoCloseable {

    /** Port number of the owner's socket: above all process numbers, below what the kernel hands out ("dw" and the family). */
    private static final int PORT = 0x6477_0010;

    /** Another dropwhy holds the claim before it has set the monitor up, and a moment longer than that. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final MonitorControl control;
    private final NetlinkSocket claim;
    private final MonitorGuard guard;
    private final MonitorSettings before;
    private boolean closed;

    private OwnMonitor(MonitorControl control, NetlinkSocket claim, MonitorGuard guard, MonitorSettings before) {
        this.control = control;
        this.claim = claim;
        this.guard = guard;
        this.before = before;
    }

    /**
     * Starts the monitor. One that a dead dropwhy left running is taken over; another dropwhy that is about to start or to stop it
     * is waited for.
     *
     * @return empty where somebody else runs it
     */
    static Optional<OwnMonitor> start(MonitorControl control) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        do {
            Optional<NetlinkSocket> claim = claim();
            if (claim.isPresent()) {
                return start(control, claim.get());
            }
            if (control.settings().tellsPackets()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < end);
        throw new IOException("another dropwhy holds it and does not start it");
    }

    private static Optional<OwnMonitor> start(MonitorControl control, NetlinkSocket claim) throws IOException {
        try {
            MonitorSettings before = control.settings();
            if (before.equals(MonitorSettings.OWN)) { // nobody alive claims it
                control.stop();
                before = MonitorSettings.INITIAL;
            } else if (control.isRunning()) {
                claim.close();
                return Optional.empty();
            }
            return start(control, claim, before);
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private static Optional<NetlinkSocket> claim() throws IOException {
        try {
            return Optional.of(NetlinkSocket.open(NetlinkSocket.GENERIC, PORT));
        } catch (SystemCallException e) {
            if (e.errno() == Errno.EADDRINUSE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The guard comes first: from the moment that the monitor runs there is somebody to stop it. */
    private static Optional<OwnMonitor> start(MonitorControl control, NetlinkSocket claim, MonitorSettings before)
            throws IOException {
        OwnMonitor own = new OwnMonitor(control, claim, MonitorGuard.start(before), before);
        boolean started = false;
        try {
            started = control.configure(MonitorSettings.OWN) && control.start();
        } finally {
            if (!started) {
                own.giveUp();
            }
        }
        return started ? Optional.of(own) : Optional.empty();
    }

    /** Somebody else was faster, or the kernel refused: the monitor is not this process's. */
    private void giveUp() {
        closed = true;
        try {
            control.configure(before); // refused while somebody runs it
        } catch (IOException e) {
            // What made this give up says more.
        }
        guard.close();
        claim.close();
    }

    /** Stops the monitor, and sets it up as it was. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            control.stop();
            control.configure(before);
            guard.close();
        } catch (IOException e) {
            guard.leave();
        }
        claim.close();
    }
}
