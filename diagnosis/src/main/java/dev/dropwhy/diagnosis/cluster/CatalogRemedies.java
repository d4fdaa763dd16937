package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.RemedyTemplate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes of the remedies that a node claims those that this release's catalog has for the cause and protocol. People type
 * what a verdict's remedies say, as root: an agent that somebody has taken over must not be able to put a command there.
 * A node adds only values, and only where the template has a placeholder for them.
 */
final class CatalogRemedies {

    /** One remedy of the catalog, ready to be compared. */
    private record Known(
            List<CommandShape> commands,
            @Nullable String sideEffect,
            @Nullable CommandShape verify,
            @Nullable CommandShape undo) {

        static Known of(RemedyTemplate remedy) {
            return new Known(
                    remedy.commands().stream().map(CommandShape::of).toList(),
                    remedy.sideEffect(),
                    remedy.verify() == null ? null : CommandShape.of(remedy.verify()),
                    remedy.undo() == null ? null : CommandShape.of(remedy.undo()));
        }
    }

    private final Map<Cause, Map<String, Known>> byCause = new EnumMap<>(Cause.class);
    private final Map<String, Map<String, Known>> byProtocol = new HashMap<>();

    CatalogRemedies(Catalog catalog) {
        for (Cause cause : Cause.values()) {
            byCause.put(cause, byAction(catalog.cause(cause).remedies()));
        }
        for (LinkProtocol protocol : catalog.protocols().all()) {
            byProtocol.put(protocol.name(), byAction(protocol.remedies()));
        }
    }

    private static Map<String, Known> byAction(List<RemedyTemplate> remedies) {
        var known = new HashMap<String, Known>();
        remedies.forEach(remedy -> known.put(remedy.action(), Known.of(remedy)));
        return known;
    }

    /** The claimed remedies that are the catalog's, in the node's order. */
    List<Remedy> of(Verdict claimed) {
        return claimed.remedies().stream()
                .flatMap(remedy -> genuine(remedy, claimed).stream())
                .toList();
    }

    private Optional<Remedy> genuine(Remedy claimed, Verdict verdict) {
        Known known = byCause.getOrDefault(verdict.cause(), Map.of()).get(claimed.action());
        if (known == null && verdict.protocol() != null) {
            known = byProtocol.getOrDefault(verdict.protocol(), Map.of()).get(claimed.action());
        }
        return Optional.ofNullable(known).map(found -> filled(found, claimed));
    }

    private static Remedy filled(Known known, Remedy claimed) {
        return new Remedy(
                claimed.action(),
                claimed.commands().stream()
                        .filter(command -> known.commands().stream().anyMatch(shape -> shape.fits(command)))
                        .toList(),
                known.sideEffect(),
                fitting(known.verify(), claimed.verify()),
                fitting(known.undo(), claimed.undo()));
    }

    private static @Nullable String fitting(@Nullable CommandShape shape, @Nullable String text) {
        return shape != null && text != null && shape.fits(text) ? text : null;
    }
}
