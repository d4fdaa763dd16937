package dev.dropwhy.operator.investigation;

import dev.dropwhy.api.DropInvestigation;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lets a bounded number of investigations run at the same time, oldest first. */
final class Slots {

    private static final Comparator<DropInvestigation> OLDEST_FIRST = Comparator.comparing(
                    (DropInvestigation waiting) -> waiting.getMetadata().getCreationTimestamp())
            .thenComparing(waiting -> waiting.getMetadata().getName());

    private final int maximum;
    /** Granted, though the cache may not show the start yet. */
    private final Set<String> granted = new HashSet<>();

    Slots(int maximum) {
        this.maximum = maximum;
    }

    /**
     * Asks for a slot.
     *
     * @param asking an investigation that waits
     * @param all every investigation that the cache knows
     * @return 0 if it may run, else how many must finish or start before
     */
    synchronized int ahead(DropInvestigation asking, Collection<DropInvestigation> all) {
        String uid = uid(asking);
        if (granted.contains(uid)) {
            return 0;
        }
        Set<String> alive = new HashSet<>();
        Set<String> running = new HashSet<>();
        for (DropInvestigation known : all) {
            switch (Stage.of(known)) {
                case Stage.Running ignored -> running.add(uid(known));
                case Stage.Waiting ignored -> alive.add(uid(known));
                case Stage.Suspended ignored -> granted.remove(uid(known));
                case Stage.Finished ignored -> granted.remove(uid(known));
            }
        }
        granted.removeIf(held -> !alive.contains(held) && !running.contains(held));
        running.addAll(granted);
        List<DropInvestigation> before = all.stream()
                .filter(known -> Stage.of(known) instanceof Stage.Waiting)
                .filter(known -> !running.contains(uid(known)))
                .filter(known -> OLDEST_FIRST.compare(known, asking) < 0)
                .toList();
        int ahead = running.size() + before.size() - maximum + 1;
        if (ahead > 0) {
            return ahead;
        }
        granted.add(uid);
        return 0;
    }

    private static String uid(DropInvestigation investigation) {
        return investigation.getMetadata().getUid();
    }
}
