package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.host.NetworkNamespaces;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the namespaces of an observation are. Looked up when the window has closed: it takes some milliseconds that nothing
 * measures, and a namespace that is gone by then has no name any more.
 *
 * @param own the observed one in some words; null where nothing is known
 * @param others those in which something else was dropped, the most drops first
 */
record NamespaceNames(@Nullable String own, List<NetworkNamespace> others) {

    static NamespaceNames of(@Nullable Long observed, List<DropGroup> groups) {
        long own = Objects.requireNonNullElse(observed, 0L);
        Map<Long, Long> drops = new HashMap<>();
        groups.stream()
                .filter(group -> !group.observedNamespace() && group.netns() != own)
                .forEach(group -> drops.merge(group.netns(), group.count(), Long::sum));
        Stream<Long> foreign = drops.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
        List<NetworkNamespace> told = new NetworkNamespaces(Path.of("/proc"))
                .tell(Stream.concat(Stream.of(own), foreign).toList());
        return new NamespaceNames(
                told.stream()
                        .filter(namespace -> namespace.inode() == own)
                        .findFirst()
                        .map(NetworkNamespace::title)
                        .orElse(null),
                told.stream().filter(namespace -> namespace.inode() != own).toList());
    }
}
