package dev.dropwhy.agent.dropevents;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Few of many frames of one kind: the first ones, unless later ones show addresses, or else ports, that those do not. What all of
 * them have in common is then common to all that came here, not to the first few.
 *
 * @param <F> what is kept of a frame
 */
public final class TellingFrames<F> {

    private final int most;
    private final List<Kept<F>> kept = new ArrayList<>(1);

    /**
     * Keeps none yet.
     *
     * @param most how many to keep
     */
    public TellingFrames(int most) {
        this.most = most;
    }

    private record Kept<F>(F frame, @Nullable PacketEnds ends) {}

    /** Whether a frame can be kept without another one having to go. */
    public boolean hasRoom() {
        return kept.size() < most;
    }

    /**
     * Keeps a frame if there is room, or if it shows what none does and another shows nothing that a third does not.
     *
     * @param ends between whom it went; null where nothing depends on that
     * @param frame makes what is kept
     */
    public void offer(@Nullable PacketEnds ends, Supplier<F> frame) {
        if (hasRoom()) {
            kept.add(new Kept<>(frame.get(), ends));
            return;
        }
        int place = ends == null ? -1 : superfluous(ends);
        if (place >= 0) {
            kept.set(place, new Kept<>(frame.get(), ends));
        }
    }

    private int superfluous(PacketEnds instead) {
        boolean newAddresses = kept.stream().noneMatch(one -> sameAddresses(one.ends, instead));
        boolean newFlow = kept.stream().noneMatch(one -> instead.equals(one.ends));
        for (int late = kept.size() - 1; newFlow && late > 0; late--) {
            PacketEnds ends = kept.get(late).ends;
            boolean repeats = kept.subList(0, late).stream()
                    .anyMatch(one ->
                            newAddresses ? sameAddresses(one.ends, ends) : one.ends != null && one.ends.equals(ends));
            if (repeats) {
                return late;
            }
        }
        return -1;
    }

    private static boolean sameAddresses(@Nullable PacketEnds one, @Nullable PacketEnds other) {
        return one != null && other != null && one.addresses() == other.addresses();
    }

    /** What is kept. */
    public List<F> frames() {
        return kept.stream().map(Kept::frame).toList();
    }
}
