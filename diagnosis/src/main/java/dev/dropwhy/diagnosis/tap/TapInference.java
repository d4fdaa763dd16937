package dev.dropwhy.diagnosis.tap;

import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes groups of frames that a tap took into groups of drops. Two independent figures bound what is inferred, both scaled to
 * the time without a tap: the drops that stopped while the tap was open, and the frames that went to it. Where they agree,
 * the drops that stopped are taken to be of those frames, in proportion; where they do not, the smaller figure counts.
 */
public final class TapInference {

    /** A period of each protocol may fall on either side when the tap opens, and when it closes. */
    private static final int BORDERS = 2;

    /** Two times of the same length differ by chance. */
    private static final double TOLERANCE = 0.1;

    private final Observation measured;
    private final List<DropGroup> groups = new ArrayList<>();
    private final List<String> limitations = new ArrayList<>();

    /**
     * Infers.
     *
     * @param measured a clean observation
     */
    public TapInference(Observation measured) {
        this.measured = measured;
        measured.drops().stream().filter(group -> !group.inferred()).forEach(groups::add);
        limitations.addAll(measured.limitations());
        TapTest test = measured.tapTest();
        if (test != null) {
            test.interfaces().forEach(link -> infer(test, link));
        }
    }

    /** The observation with inferred drops in the place of frames that a tap took, and with what could not be inferred. */
    public Observation observation() {
        if (measured.tapTest() == null && groups.size() == measured.drops().size()) {
            return measured;
        }
        return new Observation(
                measured.version(),
                measured.start(),
                measured.durationMillis(),
                measured.host(),
                measured.engine(),
                measured.events(),
                measured.interfaces(),
                measured.otherInterfaces(),
                measured.hostCounters(),
                groups,
                measured.namespaces(),
                measured.handlers(),
                measured.packetSockets(),
                measured.settings(),
                limitations,
                measured.tapTest());
    }

    /**
     * Drops that stopped while the tap was open: those without it, less what would have gone on at the rate of those with it.
     */
    public static long stopped(TapTest test, TappedInterface link) {
        return Math.max(0, without(link) - scaled(link.during(), test));
    }

    /** Drops that were counted without the tap. */
    public static long without(TappedInterface link) {
        return Growth.plus(link.before(), link.after());
    }

    private static long scaled(long duringTap, TapTest test) {
        return test.withTapMillis() == 0
                ? 0
                : Math.round((double) duringTap * test.withoutTapMillis() / test.withTapMillis());
    }

    private void infer(TapTest test, TappedInterface link) {
        List<DropGroup> taken = measured.drops().stream()
                .filter(group -> group.inferred() && link.name().equals(group.interfaceName()) && group.count() > 0)
                .toList();
        if (taken.isEmpty()) {
            return;
        }
        long frames = taken.stream().mapToLong(DropGroup::count).reduce(0, Growth::plus);
        long stopped = hookBeforeTaps(link) ? 0 : stopped(test, link);
        long inferred = inferred(stopped, scaled(frames, test), taken.size());
        if (inferred == 0) {
            notCharged(link, frames, taken);
            return;
        }
        share(taken, frames, inferred);
    }

    private static long inferred(long stopped, long frames, int groups) {
        double tolerance = Math.max(BORDERS * (double) groups, TOLERANCE * frames);
        return Math.abs(stopped - frames) <= tolerance ? stopped : Math.min(stopped, frames);
    }

    /** Shares the inferred drops out in proportion to the frames; what rounding leaves over goes to the largest first. */
    private void share(List<DropGroup> taken, long frames, long inferred) {
        long left = inferred;
        long[] shares = new long[taken.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.min(left, (long) Math.floor((double) taken.get(i).count() / frames * inferred));
            left -= shares[i];
        }
        for (int i = 0; left > 0; i = (i + 1) % shares.length) {
            long more = i == 0 ? Math.max(1, left - (shares.length - 1)) : 1;
            shares[i] += more;
            left -= more;
        }
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                groups.add(counted(taken.get(i), shares[i]));
            }
        }
    }

    private static DropGroup counted(DropGroup group, long count) {
        return new DropGroup(
                group.netns(),
                group.observedNamespace(),
                group.interfaceIndex(),
                group.interfaceName(),
                null,
                group.function(),
                group.etherType(),
                group.link(),
                group.ipProtocol(),
                count,
                Math.round((double) group.bytes() / group.count() * count),
                group.firstMillis(),
                group.lastMillis(),
                group.arrivalsMicros(),
                group.frames(),
                group.locations());
    }

    /** An ingress hook makes a tap hide nothing, so that drops go on whether it is open or not. */
    private boolean hookBeforeTaps(TappedInterface link) {
        return measured.interfaces().stream()
                .filter(candidate -> candidate.name().equals(link.name()))
                .map(InterfaceObservation::qdiscs)
                .flatMap(List::stream)
                .anyMatch(qdisc -> qdisc.kind().equals("clsact") || qdisc.kind().equals("ingress"));
    }

    private void notCharged(TappedInterface link, long frames, List<DropGroup> taken) {
        String why = hookBeforeTaps(link)
                ? "an ingress qdisc keeps a tap from hiding drops there, so the test can tell nothing"
                : without(link) == 0
                        ? "rx_dropped did not grow without it"
                        : "rx_dropped went on growing while it was open";
        String types = taken.stream()
                .map(group -> HexFormat.of().toHexDigits(group.etherType(), 4))
                .distinct()
                .limit(4)
                .collect(Collectors.joining(", "));
        limitations.add(
                "The tap on %s took %d frames that no handler wants (EtherType %s), and no drop is charged to them: %s."
                        .formatted(link.name(), frames, types, why));
    }
}
