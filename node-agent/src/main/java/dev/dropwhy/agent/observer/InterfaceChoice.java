package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.api.InterfaceSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The interfaces to observe, out of those that exist.
 *
 * @param links the interfaces, in name order
 * @param notes what a reader must know of the choice, one sentence each
 */
record InterfaceChoice(List<Link> links, List<String> notes) {

    /** Interfaces observed at once; every one costs memory for each second of the window. */
    static final int MAXIMUM = 256;

    private static final int MAXIMUM_LISTED = 40;

    /**
     * Chooses.
     *
     * @param existing every interface of the namespace
     * @param selection globs to include and to exclude; without include, interfaces with a device behind them
     * @param hasDevice whether a device is behind an interface
     * @throws InterfaceSelectionException where include matches nothing, or nothing is left
     */
    static InterfaceChoice choose(List<Link> existing, InterfaceSelection selection, Predicate<Link> hasDevice)
            throws InterfaceSelectionException {
        List<String> notes = new ArrayList<>();
        Set<Link> included = selection.include().isEmpty()
                ? byDefault(existing, hasDevice, notes)
                : byGlob(existing, selection, notes);
        List<InterfaceGlob> excludes =
                selection.exclude().stream().map(InterfaceGlob::new).toList();
        List<Link> chosen = included.stream()
                .filter(link -> excludes.stream().noneMatch(glob -> glob.matches(link.name())))
                .sorted(Comparator.comparing(Link::name))
                .toList();
        if (chosen.isEmpty()) {
            throw new InterfaceSelectionException(
                    existing.stream().allMatch(Link::loopback)
                            ? "No interface to observe: this network namespace has only a loopback interface."
                            : "No interface to observe: exclude takes away every interface that was chosen; there are "
                                    + names(existing) + ".");
        }
        if (chosen.size() > MAXIMUM) {
            notes.add("%d interfaces were chosen and only the first %d were observed; choose fewer."
                    .formatted(chosen.size(), MAXIMUM));
            chosen = chosen.subList(0, MAXIMUM);
        }
        return new InterfaceChoice(List.copyOf(chosen), List.copyOf(notes));
    }

    private static Set<Link> byDefault(List<Link> existing, Predicate<Link> hasDevice, List<String> notes) {
        Set<Link> devices = existing.stream()
                .filter(link -> !link.loopback() && hasDevice.test(link))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!devices.isEmpty()) {
            return devices;
        }
        Set<Link> others =
                existing.stream().filter(link -> !link.loopback()).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!others.isEmpty()) {
            notes.add("No interface here has a device behind it, so every interface except loopback was observed.");
        }
        return others;
    }

    /**
     * One list of globs serves nodes that call their interfaces differently, so a glob that matches nothing beside others
     * that do is no error; one that is a plain name may be a typing error and is noted.
     */
    private static Set<Link> byGlob(List<Link> existing, InterfaceSelection selection, List<String> notes)
            throws InterfaceSelectionException {
        Set<Link> included = new LinkedHashSet<>();
        for (String pattern : selection.include()) {
            InterfaceGlob glob = new InterfaceGlob(pattern);
            List<Link> matching =
                    existing.stream().filter(link -> glob.matches(link.name())).toList();
            if (matching.isEmpty() && glob.isName()) {
                notes.add("There is no interface \"%s\" here.".formatted(pattern));
            }
            included.addAll(matching);
        }
        if (included.isEmpty()) {
            String patterns = selection.include().stream()
                    .map(pattern -> '"' + pattern + '"')
                    .collect(Collectors.joining(", ", selection.include().size() == 1 ? "" : "any of ", ""));
            throw new InterfaceSelectionException(
                    "No interface matches %s; there are %s.".formatted(patterns, names(existing)));
        }
        return included;
    }

    private static String names(List<Link> links) {
        String listed =
                links.stream().map(Link::name).sorted().limit(MAXIMUM_LISTED).collect(Collectors.joining(", "));
        return links.size() > MAXIMUM_LISTED ? listed + " and " + (links.size() - MAXIMUM_LISTED) + " more" : listed;
    }
}
