package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.NetlinkAttributes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads RTM_NEWTFILTER messages ({@code struct tcmsg}, TCA_ attributes; uapi/linux/rtnetlink.h, pkt_cls.h, pkt_sched.h,
 * gen_stats.h). Whatever the bytes: no exception.
 */
final class FilterMessage {

    private static final int HEADER = 20;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_STATS = 3;
    private static final int TCA_CHAIN = 11;

    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int TCA_BPF_ID = 11;
    private static final int TCA_BPF_FLAG_ACT_DIRECT = 1;

    private static final int MOST_ACTIONS = 32; // TCA_ACT_MAX_PRIO
    private static final int TCA_ACT_KIND = 1;
    private static final int TCA_ACT_OPTIONS = 2;
    private static final int TCA_ACT_STATS = 4;

    private static final int TCA_STATS_BASIC = 1;
    private static final int TCA_STATS_QUEUE = 3;
    private static final int TCA_STATS_PKT64 = 8;

    private static final int TCA_POLICE_TBF = 1;
    private static final int TCA_PARMS = 2; // of gact, bpf, mirred, skbedit and most others
    private static final String POLICER = "police";

    /** What mirred cannot redirect it drops, and counts as over its limit (tcf_mirred_act). */
    private static final String REDIRECTION = "mirred";

    private static final int TC_STATS_BYTES = 20; // of struct tc_stats, up to overlimits

    /** Where each classifier keeps its actions, and its policer if it was set up the old way. */
    private record Attributes(int actions, int police) {}

    private static final Map<String, Attributes> CLASSIFIERS = Map.of(
            "u32", new Attributes(7, 6),
            "fw", new Attributes(4, 2),
            "route", new Attributes(6, 5),
            "flow", new Attributes(9, 10),
            "basic", new Attributes(3, 4),
            "cgroup", new Attributes(1, 2),
            "bpf", new Attributes(1, 2),
            "flower", new Attributes(3, -1),
            "matchall", new Attributes(2, -1));

    private FilterMessage() {}

    /**
     * Reads one message.
     *
     * @param body the message behind its netlink header, native byte order
     * @param place what was asked for; a block that several interfaces share names none of them
     * @return the filter; empty where the message is cut short, and for what has neither actions nor a program: an empty chain,
     *     a hash table of u32, a filter that only classifies
     */
    static Optional<TrafficFilter> parse(ByteBuffer body, String place) {
        if (body.limit() < HEADER) {
            return Optional.empty();
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(body, HEADER);
        Optional<String> kind = attributes.string(TCA_KIND).filter(text -> !text.isEmpty());
        int handle = body.getInt(8);
        if (kind.isEmpty() || handle == 0) {
            return Optional.empty();
        }
        NetlinkAttributes options = attributes.nested(TCA_OPTIONS);
        boolean bpf = kind.get().equals("bpf");
        boolean direct = bpf && (options.integer(TCA_BPF_FLAGS).orElse(0) & TCA_BPF_FLAG_ACT_DIRECT) != 0;
        List<TrafficAction> actions = actions(CLASSIFIERS.get(kind.get()), attributes, options);
        if (actions.isEmpty() && !direct) {
            return Optional.empty();
        }
        int information = body.getInt(16);
        return Optional.of(new TrafficFilter(
                place,
                attributes.integer(TCA_CHAIN).orElse(0) & 0xffffffffL,
                information >>> 16,
                protocol(information, body.order()),
                kind.get(),
                kind.get().equals("u32") ? u32Handle(handle) : "0x" + Integer.toHexString(handle),
                bpf ? program(options).orElse(null) : null,
                direct,
                actions));
    }

    /** Hash table, bucket and node, as tc writes them. */
    private static String u32Handle(int handle) {
        int bucket = handle >>> 12 & 0xff;
        return Integer.toHexString(handle >>> 20) + ":" + (bucket == 0 ? "" : Integer.toHexString(bucket)) + ":"
                + Integer.toHexString(handle & 0xfff);
    }

    /** The lower half of {@code tcm_info}, where the kernel keeps it in the order of the network. */
    private static int protocol(int information, ByteOrder order) {
        short half = (short) information;
        return Short.toUnsignedInt(order == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes(half) : half);
    }

    private static Optional<String> program(NetlinkAttributes options) {
        return options.string(TCA_BPF_NAME).filter(text -> !text.isEmpty()).or(() -> {
            OptionalInt id = options.integer(TCA_BPF_ID);
            return id.isPresent() ? Optional.of("id " + Integer.toUnsignedString(id.getAsInt())) : Optional.empty();
        });
    }

    private static List<TrafficAction> actions(
            @Nullable Attributes names, NetlinkAttributes message, NetlinkAttributes options) {
        if (names == null) {
            return List.of();
        }
        Optional<TrafficAction> old = message.bytes(TCA_STATS)
                .filter(stats -> options.bytes(names.police()).isPresent())
                .flatMap(FilterMessage::oldPolicer);
        if (old.isPresent()) {
            return List.of(old.get());
        }
        List<TrafficAction> actions = new ArrayList<>();
        NetlinkAttributes list = options.nested(names.actions());
        for (int order = 1; order <= MOST_ACTIONS; order++) {
            NetlinkAttributes action = list.nested(order);
            action.string(TCA_ACT_KIND)
                    .filter(kind -> !kind.isEmpty())
                    .ifPresent(kind -> actions.add(action(kind, action)));
        }
        return actions;
    }

    private static TrafficAction action(String kind, NetlinkAttributes action) {
        NetlinkAttributes stats = action.nested(TCA_ACT_STATS);
        Optional<ByteBuffer> basic = stats.bytes(TCA_STATS_BASIC).filter(bytes -> bytes.limit() >= 12);
        Optional<ByteBuffer> queue = stats.bytes(TCA_STATS_QUEUE).filter(bytes -> bytes.limit() >= 20);
        long packets = stats.bytes(TCA_STATS_PKT64)
                .filter(bytes -> bytes.limit() >= Long.BYTES)
                .map(bytes -> bytes.getLong(0))
                .orElseGet(() -> basic.map(bytes -> unsigned(bytes, Long.BYTES)).orElse(0L));
        long overlimits = queue.map(bytes -> unsigned(bytes, 16)).orElse(0L);
        return new TrafficAction(
                kind,
                index(kind, action.nested(TCA_ACT_OPTIONS)),
                packets,
                basic.map(bytes -> bytes.getLong(0)).orElse(0L),
                kind.equals(REDIRECTION)
                        ? overlimits
                        : queue.map(bytes -> unsigned(bytes, 8)).orElse(0L),
                overlimits);
    }

    /** The first field of every action's parameters (tc_gen of pkt_cls.h, struct tc_police). */
    private static long index(String kind, NetlinkAttributes options) {
        return options.integer(kind.equals(POLICER) ? TCA_POLICE_TBF : TCA_PARMS)
                        .orElse(0)
                & 0xffffffffL;
    }

    /** {@code struct tc_stats}: bytes (64 bits), packets, drops, overlimits … */
    private static Optional<TrafficAction> oldPolicer(ByteBuffer stats) {
        return stats.limit() < TC_STATS_BYTES
                ? Optional.empty()
                : Optional.of(new TrafficAction(
                        POLICER, 0, unsigned(stats, 8), stats.getLong(0), unsigned(stats, 12), unsigned(stats, 16)));
    }

    private static long unsigned(ByteBuffer bytes, int offset) {
        return bytes.getInt(offset) & 0xffffffffL;
    }
}
