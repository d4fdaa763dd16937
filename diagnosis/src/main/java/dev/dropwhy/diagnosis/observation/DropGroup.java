package dev.dropwhy.diagnosis.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops of one kind.
 *
 * @param netns inode number of the network namespace; 0 where the kernel did not say
 * @param observedNamespace whether that is the namespace whose interfaces were balanced
 * @param interfaceIndex interface index in that namespace; 0 where there was none
 * @param interfaceName its name, where known
 * @param reason name of the kernel drop reason without SKB_DROP_REASON_; absent on kernels without reasons
 * @param function kernel function that freed the packet, compiler suffixes stripped; {@code 0x…} where kallsyms is closed; {@link TapTest#FUNCTION} for frames that a tap took
 * @param etherType protocol as the stack saw it, host order: 0x0004 is LLC, 0x0001 raw 802.3, {@link
 *     #MANY_PROTOCOLS} several
 * @param link LLC and SNAP identity and source of frames below IP; absent for IP and ARP
 * @param ipProtocol protocol of IP packets, of IPv6 the first next header, which may be an extension header; absent where
 *     the engine does not keep them apart
 * @param count packets
 * @param bytes bytes (skb->len)
 * @param firstMillis first drop, milliseconds since the start of the window
 * @param lastMillis last drop, milliseconds since the start of the window
 * @param arrivalsMicros exact times of single drops since the start of the window in microseconds, ascending, at most 512; complete when as many as {@code count}
 * @param frames sampled frames
 * @param locations places in the function, the most packets first, at most {@value #MOST_LOCATIONS}; empty where the engine does not tell
 */
public record DropGroup(
        long netns,
        boolean observedNamespace,
        int interfaceIndex,
        @Nullable String interfaceName,
        @Nullable String reason,
        String function,
        int etherType,
        @Nullable LinkId link,
        @Nullable Integer ipProtocol,
        long count,
        long bytes,
        long firstMillis,
        long lastMillis,
        List<Long> arrivalsMicros,
        List<Frame> frames,
        List<DropLocation> locations) {

    /** Places of one function that are kept. */
    public static final int MOST_LOCATIONS = 8;

    /**
     * Stands for the protocols of a group, all below IP, that were too many to be kept apart. No protocol has this EtherType: it
     * is reserved (RFC 9542, section 3).
     */
    public static final int MANY_PROTOCOLS = 0xffff;

    public DropGroup {
        arrivalsMicros = arrivalsMicros == null ? List.of() : List.copyOf(arrivalsMicros);
        frames = frames == null ? List.of() : List.copyOf(frames);
        locations = locations == null ? List.of() : List.copyOf(locations);
    }

    /** Whether a tap took these frames, and that such frames are dropped without it is inferred. */
    public boolean inferred() {
        return TapTest.FUNCTION.equals(function);
    }
}
