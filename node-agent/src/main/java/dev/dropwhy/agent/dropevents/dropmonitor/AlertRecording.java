package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.dropevents.Drainer;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.FrameGroups;
import dev.dropwhy.agent.dropevents.PacketHeaders;
import dev.dropwhy.agent.linux.NetlinkMessages;
import dev.dropwhy.agent.linux.NetlinkSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads what the monitor tells, from now on, in a thread of its own. */
final class AlertRecording implements AutoCloseable {

    /** Room for some 20,000 packets: what comes in a burst while the thread is not scheduled. */
    private static final int BUFFER_BYTES = 32 << 20;

    private static final Duration WAIT = Duration.ofMillis(20);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int HEADER = 14;

    private final NetlinkSocket socket;
    private final int type;
    private final FrameGroups groups;
    private final Instant start = Instant.now();
    private final Drainer drainer;
    private volatile long lastNanos = System.nanoTime();
    private volatile @Nullable String failure;

    private AlertRecording(NetlinkSocket socket, int type, EngineSettings settings) {
        this.socket = socket;
        this.type = type;
        this.groups = new FrameGroups(settings);
        this.drainer = Drainer.start("drop-monitor", Duration.ZERO, this::turn);
    }

    static AlertRecording start(MonitorControl control, EngineSettings settings) throws IOException {
        return new AlertRecording(control.subscribe(BUFFER_BYTES, WAIT), control.type(), settings);
    }

    private void turn() {
        try {
            if (read()) {
                lastNanos = System.nanoTime();
            }
        } catch (IOException e) {
            failure = e.getMessage();
            LockSupport.parkNanos(WAIT.toNanos());
        }
    }

    /** One read; false where nothing came in time. */
    private boolean read() throws IOException {
        NetlinkMessages messages = socket.receive();
        boolean any = false;
        while (messages.next()) {
            any = true;
            if (messages.type() == type) {
                Alert.parse(messages.body()).ifPresent(this::add);
            }
        }
        return any;
    }

    private void add(Alert alert) {
        boolean ethernet = PacketHeaders.startsWithEthernet(alert.packet(), alert.etherType());
        groups.add(
                new FrameGroups.Place(
                        WayOut.has(alert.function()) ? 0 : alert.interfaceIndex(),
                        null,
                        alert.reason(),
                        alert.function(),
                        alert.etherType()),
                alert.packet(),
                Math.max(0, alert.length() - (ethernet ? HEADER : 0)),
                Math.max(0, alert.wallNanos() / 1_000 - microsOf(start)));
    }

    private static long microsOf(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
    }

    /** Waits until the packets that were dropped by now have been told, if more do not keep coming. */
    void settle() {
        long end = System.nanoTime() + LONGEST_SETTLE_NANOS;
        long from = System.nanoTime();
        while (System.nanoTime() < end && System.nanoTime() - Math.max(from, lastNanos) < QUIET_NANOS) {
            LockSupport.parkNanos(WAIT.toNanos());
        }
    }

    /**
     * Reads what is left. The monitor does not run any more, or what it tells from now on is of no interest.
     *
     * @return what was recorded, since the start
     */
    FrameGroups end() {
        drainer.end();
        long end = System.nanoTime() + LONGEST_SETTLE_NANOS;
        try {
            while (System.nanoTime() < end && read()) {
                // until the buffer is empty
            }
        } catch (IOException e) {
            failure = e.getMessage();
        }
        return groups;
    }

    /** Packets of which this process was not told because it was too slow. */
    long lost() throws IOException {
        return socket.lost();
    }

    /** Why something could not be read; null where all could. */
    @Nullable String failure() {
        return failure;
    }

    @Override
    public void close() {
        drainer.end();
        socket.close();
    }
}
