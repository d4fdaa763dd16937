package dev.dropwhy.agent.linux;

import java.nio.ByteBuffer;

/** Walks over the netlink messages of one datagram. Whatever the bytes: ends, and never reads outside of them. */
public final class NetlinkMessages {

    private final ByteBuffer datagram;
    private int position;
    private int start;
    private int length;

    /**
     * @param datagram bytes from the buffer's position 0 to its limit, in native byte order
     */
    public NetlinkMessages(ByteBuffer datagram) {
        this.datagram = datagram;
    }

    /** Moves to the next message; false where there is no further complete one. */
    public boolean next() {
        if (datagram.limit() - position < NetlinkSocket.HEADER) {
            return false;
        }
        int claimed = datagram.getInt(position);
        if (claimed < NetlinkSocket.HEADER || claimed > datagram.limit() - position) {
            return false;
        }
        start = position;
        length = claimed;
        position += Math.min((claimed + 3) & ~3, datagram.limit() - position);
        return true;
    }

    /** Type of the current message. */
    public int type() {
        return datagram.getShort(start + 4) & 0xffff;
    }

    /** Flags of the current message. */
    public int flags() {
        return datagram.getShort(start + 6) & 0xffff;
    }

    /** Sequence number of the current message. */
    public int sequence() {
        return datagram.getInt(start + 8);
    }

    /** The current message without its header. */
    public ByteBuffer body() {
        return datagram.slice(start + NetlinkSocket.HEADER, length - NetlinkSocket.HEADER)
                .order(datagram.order());
    }
}
