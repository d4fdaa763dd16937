package dev.dropwhy.diagnosis.catalog;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All catalogs of this release. Immutable, safe for use by several threads. */
public final class Catalog {

    private final Map<Cause, CauseEntry> causes;
    private final List<ReasonRule> rules;
    private final List<DriverEntry> drivers;
    private final Map<String, DriverEntry> driversByName;
    private final Map<String, CounterEntry> counters;
    private final Map<String, FunctionEntry> functions;
    private final Map<String, DropReasonEntry> reasons;
    private final LinkProtocols protocols;

    /**
     * Puts catalogs together.
     *
     * @throws IllegalArgumentException where a cause has no entry
     */
    Catalog(
            List<CauseEntry> causes,
            List<ReasonRule> rules,
            List<DriverEntry> drivers,
            List<CounterEntry> counters,
            List<FunctionEntry> functions,
            List<DropReasonEntry> reasons,
            LinkProtocols protocols) {
        this.causes = byCause(causes);
        this.rules = List.copyOf(rules);
        this.drivers = List.copyOf(drivers);
        this.driversByName = new HashMap<>();
        drivers.forEach(entry -> entry.drivers().forEach(name -> driversByName.put(key(name), entry)));
        Map<String, CounterEntry> named = new LinkedHashMap<>();
        counters.forEach(entry -> named.put(CounterNames.canonical(entry.name()), entry));
        this.counters = Collections.unmodifiableMap(named);
        this.functions = byName(functions, FunctionEntry::name);
        this.reasons = byName(reasons, DropReasonEntry::name);
        this.protocols = protocols;
    }

    /**
     * Reads the catalogs of this release from the class path.
     *
     * @throws IllegalStateException where a catalog is missing or breaks its schema, which the build's tests rule out
     */
    public static Catalog load() {
        CatalogReader reader = new CatalogReader();
        return new Catalog(
                reader.causes(),
                reader.rules(),
                reader.drivers(),
                reader.counters(),
                reader.functions(),
                reader.reasons(),
                LinkProtocols.load());
    }

    private static <T> Map<String, T> byName(List<T> entries, Function<T, String> name) {
        Map<String, T> map = new LinkedHashMap<>();
        for (T entry : entries) {
            if (map.put(name.apply(entry), entry) != null) {
                throw new IllegalArgumentException("A catalog has two entries for " + name.apply(entry) + ".");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static Map<Cause, CauseEntry> byCause(List<CauseEntry> entries) {
        Map<Cause, CauseEntry> map = new EnumMap<>(Cause.class);
        for (CauseEntry entry : entries) {
            if (map.put(entry.cause(), entry) != null) {
                throw new IllegalArgumentException("The catalog of causes has two entries for " + entry.cause() + ".");
            }
        }
        for (Cause cause : Cause.values()) {
            if (!map.containsKey(cause)) {
                throw new IllegalArgumentException("The catalog of causes has no entry for " + cause + ".");
            }
        }
        return map;
    }

    /** What is known about a cause; every cause has an entry. */
    public CauseEntry cause(Cause cause) {
        CauseEntry entry = causes.get(cause);
        if (entry == null) {
            throw new IllegalStateException("The catalog of causes has no entry for " + cause + ".");
        }
        return entry;
    }

    /** The rules from reason and function to cause; the first that fits wins. */
    public List<ReasonRule> rules() {
        return rules;
    }

    /** All drivers. */
    public List<DriverEntry> drivers() {
        return drivers;
    }

    /**
     * Finds what a driver's counters hold.
     *
     * @param driver driver name of ethtool
     * @param kind link kind of rtnetlink, asked second
     */
    public Optional<DriverEntry> driver(@Nullable String driver, @Nullable String kind) {
        DriverEntry entry = driver == null ? null : driversByName.get(key(driver));
        return Optional.ofNullable(entry != null || kind == null ? entry : driversByName.get(key(kind)));
    }

    /** All counters, in the order of the catalog. */
    public Iterable<CounterEntry> counters() {
        return counters.values();
    }

    /**
     * Finds a counter.
     *
     * @param name in any spelling
     */
    public Optional<CounterEntry> counter(String name) {
        return Optional.ofNullable(counters.get(CounterNames.canonical(name)));
    }

    /** The kernel functions that the other catalogs name, in the order of the catalog. */
    public Iterable<FunctionEntry> functions() {
        return functions.values();
    }

    /** Finds a kernel function by its name. */
    public Optional<FunctionEntry> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** The kernel's drop reasons, in the order of the catalog. */
    public Iterable<DropReasonEntry> dropReasons() {
        return reasons.values();
    }

    /** Finds a drop reason by its name without SKB_DROP_REASON_. */
    public Optional<DropReasonEntry> dropReason(String name) {
        return Optional.ofNullable(reasons.get(name));
    }

    /**
     * The kernel functions that decide, free or count what leads to a cause: those of its rules, of the drop reasons of
     * rules that ask for no function, and its own.
     *
     * @param cause the cause
     * @return names, rules first; empty where no function can be named
     */
    public List<String> functionsOf(Cause cause) {
        return Stream.concat(
                        rules.stream().filter(rule -> rule.cause() == cause).flatMap(this::functionsOf),
                        cause(cause).functions().stream())
                .filter(name -> !name.equals(TapTest.FUNCTION))
                .distinct()
                .toList();
    }

    private Stream<String> functionsOf(ReasonRule rule) {
        return rule.at().isEmpty()
                ? rule.reasons().stream()
                        .flatMap(reason -> dropReason(reason).stream())
                        .flatMap(entry -> entry.at().stream())
                : rule.at().stream();
    }

    /** The catalog of link protocols. */
    public LinkProtocols protocols() {
        return protocols;
    }

    /**
     * Explains a name: a cause, a kernel drop reason, a kernel function, a link protocol, a counter or a driver. Case and
     * the prefix SKB_DROP_REASON_ do not matter.
     *
     * @return everything known under that name, empty where nothing is
     */
    public List<Explanation> explain(String name) {
        return new Explainer(this).explain(name);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
