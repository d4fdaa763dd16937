package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.NetlinkAttributes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads RTM_NEWQDISC messages ({@code struct tcmsg}, TCA_ attributes, {@code struct gnet_stats_queue}). Whatever the
 * bytes: no exception.
 */
final class QdiscMessage {

    private static final int HEADER = 20;
    private static final int TCA_KIND = 1;
    private static final int TCA_STATS2 = 7;
    private static final int TCA_STATS_QUEUE = 3;
    private static final int TC_H_ROOT = 0xFFFFFFFF;
    private static final int TC_H_INGRESS = 0xFFFFFFF1;

    private QdiscMessage() {}

    /**
     * Reads one message.
     *
     * @param body the message behind its netlink header, native byte order
     * @return the discipline; empty where the message is cut short
     */
    static Optional<Qdisc> parse(ByteBuffer body) {
        if (body.limit() < HEADER) {
            return Optional.empty();
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(body, HEADER);
        Optional<String> kind = attributes.string(TCA_KIND).filter(text -> !text.isEmpty());
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Optional<ByteBuffer> queue =
                attributes.nested(TCA_STATS2).bytes(TCA_STATS_QUEUE).filter(bytes -> bytes.limit() >= 20);
        return Optional.of(new Qdisc(
                body.getInt(4),
                kind.get(),
                handle(body.getInt(8)),
                parent(body.getInt(12)),
                queue.map(bytes -> bytes.getInt(8) & 0xffffffffL).orElse(0L),
                queue.map(bytes -> bytes.getInt(16) & 0xffffffffL).orElse(0L),
                queue.map(bytes -> bytes.getInt(12) & 0xffffffffL).orElse(0L)));
    }

    private static String handle(int handle) {
        return Integer.toHexString(handle >>> 16) + ":";
    }

    private static String parent(int parent) {
        return switch (parent) {
            case TC_H_ROOT -> "root";
            case TC_H_INGRESS -> "ingress"; // TC_H_CLSACT is the same number
            default -> Integer.toHexString(parent >>> 16) + ":" + Integer.toHexString(parent & 0xffff);
        };
    }
}
