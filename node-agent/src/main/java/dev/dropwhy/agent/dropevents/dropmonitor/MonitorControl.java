package dev.dropwhy.agent.dropevents.dropmonitor;

import dev.dropwhy.agent.linux.Errno;
import dev.dropwhy.agent.linux.GenericFamily;
import dev.dropwhy.agent.linux.NetlinkAttributes;
import dev.dropwhy.agent.linux.NetlinkAttributesWriter;
import dev.dropwhy.agent.linux.NetlinkSocket;
import dev.dropwhy.agent.linux.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Commands to the drop monitor (include/uapi/linux/net_dropmon.h). Each but {@link #settings} and {@link #lost} needs
 * CAP_NET_ADMIN. The family is there in the machine's first network namespace only.
 */
final class MonitorControl implements AutoCloseable {

    private static final String FAMILY = "NET_DM";
    private static final String GROUP = "events";
    private static final int VERSION = 2;

    private static final int NET_DM_CMD_CONFIG = 2;
    private static final int NET_DM_CMD_START = 3;
    private static final int NET_DM_CMD_STOP = 4;
    private static final int NET_DM_CMD_CONFIG_GET = 6;
    private static final int NET_DM_CMD_STATS_GET = 8;

    private static final int NET_DM_ATTR_ALERT_MODE = 1;
    private static final int NET_DM_ATTR_TRUNC_LEN = 9;
    private static final int NET_DM_ATTR_QUEUE_LEN = 11;
    private static final int NET_DM_ATTR_STATS = 12;
    private static final int NET_DM_ATTR_STATS_DROPPED = 0;

    private final NetlinkSocket socket;
    private final GenericFamily family;

    private MonitorControl(NetlinkSocket socket, GenericFamily family) {
        this.socket = socket;
        this.family = family;
    }

    /** Opens it in the calling thread's network namespace; empty where it is not there. */
    static Optional<MonitorControl> open() throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC);
        try {
            Optional<GenericFamily> family = GenericFamily.find(socket, FAMILY);
            if (family.isEmpty()) {
                socket.close();
            }
            return family.map(found -> new MonitorControl(socket, found));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Type of the messages that tell of drops. */
    int type() {
        return family.id();
    }

    /**
     * A socket that gets what the monitor tells, whoever started it. Since Linux 6.7 that needs CAP_SYS_ADMIN.
     *
     * @param bufferBytes what may wait to be read
     * @param wait how long one read waits
     */
    NetlinkSocket subscribe(int bufferBytes, Duration wait) throws IOException {
        Integer group = family.groups().get(GROUP);
        if (group == null) {
            throw new IOException("the kernel's drop monitor has no multicast group \"" + GROUP + "\"");
        }
        return NetlinkSocket.subscribe(NetlinkSocket.GENERIC, group, bufferBytes, wait);
    }

    MonitorSettings settings() throws IOException {
        NetlinkAttributes answer = ask(NET_DM_CMD_CONFIG_GET);
        return new MonitorSettings(
                answer.octet(NET_DM_ATTR_ALERT_MODE).orElse(0),
                answer.integer(NET_DM_ATTR_TRUNC_LEN).orElse(0),
                answer.integer(NET_DM_ATTR_QUEUE_LEN).orElse(0));
    }

    /**
     * Sets it up.
     *
     * @return false, and nothing is changed, while it runs
     */
    boolean configure(MonitorSettings settings) throws IOException {
        return unless(
                Errno.EBUSY,
                new NetlinkAttributesWriter(GenericFamily.header(NET_DM_CMD_CONFIG, VERSION))
                        .octet(NET_DM_ATTR_ALERT_MODE, settings.alerts())
                        .integer(NET_DM_ATTR_TRUNC_LEN, settings.truncation())
                        .integer(NET_DM_ATTR_QUEUE_LEN, settings.queue())
                        .toByteArray());
    }

    /**
     * Whether it runs. No command says so; to set it up as it is set up changes nothing, and is refused while it runs. (Who sets it
     * up otherwise between the two, within microseconds, would have to do so again.)
     */
    boolean isRunning() throws IOException {
        return !configure(settings());
    }

    /**
     * Starts it.
     *
     * @return false, and nothing is changed, if it runs already
     */
    boolean start() throws IOException {
        return unless(Errno.EAGAIN, GenericFamily.header(NET_DM_CMD_START, VERSION));
    }

    /** Stops it, whoever started it; nothing happens if it does not run. What waits to be told is thrown away. */
    void stop() throws IOException {
        socket.execute(family.id(), 0, GenericFamily.header(NET_DM_CMD_STOP, VERSION));
    }

    /** Packets that found no room in the monitor's queues, since the module was loaded. */
    long lost() throws IOException {
        return ask(NET_DM_CMD_STATS_GET)
                .nested(NET_DM_ATTR_STATS)
                .longInteger(NET_DM_ATTR_STATS_DROPPED)
                .orElse(0);
    }

    private NetlinkAttributes ask(int command) throws IOException {
        List<ByteBuffer> answers = socket.ask(family.id(), GenericFamily.header(command, VERSION));
        if (answers.isEmpty()) {
            throw new IOException("the kernel's drop monitor gave no answer");
        }
        return NetlinkAttributes.parse(answers.getFirst(), GenericFamily.HEADER);
    }

    private boolean unless(int refusal, byte[] message) throws IOException {
        try {
            socket.execute(family.id(), 0, message);
            return true;
        } catch (SystemCallException e) {
            if (e.errno() == refusal) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
