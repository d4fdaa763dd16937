package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.ledger.Book;
import dev.dropwhy.diagnosis.matching.MatchedGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.List;
import java.util.Map;

/**
 * Everything a judgement is made of.
 *
 * @param catalog the catalogs
 * @param observation the clean observation
 * @param host growth of the host counters
 * @param links growth of the interfaces' counters, by interface name
 * @param groups all groups, matched
 * @param book the balanced books
 * @param claims which accounts of the books each group is charged to
 * @param taps foreign packet sockets that hide drops
 * @param expectations what the person expects
 */
record Case(
        Catalog catalog,
        Observation observation,
        Growth host,
        Map<String, Growth> links,
        List<MatchedGroup> groups,
        Book book,
        ClaimIndex claims,
        Taps taps,
        List<Expectation> expectations) {

    double seconds() {
        return Math.max(0.001, observation.durationMillis() / 1000.0);
    }

    /** Whether anybody watched single drops. */
    boolean watched() {
        return observation.engine().used() != EventSource.CountersOnly;
    }

    /** Drop events that were missed or could not be kept apart. */
    long lost() {
        return book.lostEvents();
    }

    InterfaceObservation link(String name) {
        return observation.interfaces().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What people call a network namespace; its number where nothing is known of it. */
    String namespace(long inode) {
        return observation.namespaces().stream()
                .filter(namespace -> namespace.inode() == inode)
                .findFirst()
                .orElseGet(() -> NetworkNamespace.unknown(inode))
                .title();
    }

    boolean hasLink(String name) {
        return links.containsKey(name);
    }

    Growth growthOf(String link) {
        return links.getOrDefault(link, Growth.over(List.of()));
    }
}
