package dev.dropwhy.diagnosis.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.Cause;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final Catalog CATALOG = Catalog.load();
    private static final Set<String> PLACEHOLDERS = Set.of(
            "where",
            "packets",
            "frames",
            "protocol",
            "of",
            "from",
            "every",
            "vlan",
            "vlanId",
            "port",
            "portText",
            "portTextPlain",
            "source",
            "sourceText",
            "destination",
            "destinationText",
            "interface",
            "ethertype",
            "group",
            "mac",
            "llc",
            "backlog",
            "backlogMore",
            "conntrackMax",
            "conntrackMore",
            "somaxconn",
            "somaxconnMore",
            "ring",
            "ringMaximum",
            "mtu",
            "peerMtu",
            "qdisc",
            "filter",
            "driverCounter",
            "dropped",
            "count",
            "nothingSpecific");
    private static final Pattern CAPITALS = Pattern.compile("\\b[A-Z][A-Z_]{2,}\\b");
    private static final Set<String> BALANCED =
            Set.of("rx_dropped", "tx_dropped", "rx_otherhost_dropped", "rx_nohandler");

    @Test
    void everyCauseHasAnEntry() {
        for (Cause cause : Cause.values()) {
            CauseEntry entry = CATALOG.cause(cause);
            assertThat(entry.title()).isNotBlank();
            assertThat(entry.says()).isNotBlank();
            assertThat(entry.statement()).isNotBlank();
            assertThat(entry.severity()).isNotNull();
            assertThat(entry.remedies()).as(cause.name()).isNotEmpty();
        }
    }

    @Test
    void everyCounterThatIsNamedIsExplained() {
        Set<String> unknown = new TreeSet<>();
        CATALOG.rules().forEach(rule -> {
            rule.host().forEach(name -> check(name, unknown));
            rule.grew().forEach(name -> check(name, unknown));
            rule.counts().forEach(by -> check(by.counter(), unknown));
        });
        for (Cause cause : Cause.values()) {
            CATALOG.cause(cause).counters().forEach(name -> check(name, unknown));
        }
        assertThat(unknown).isEmpty();
    }

    private static void check(String counter, Set<String> unknown) {
        if (CATALOG.counter(counter).isEmpty()) {
            unknown.add(counter);
        }
    }

    @Test
    void everyRuleLeadsSomewhereAndBalancesAKnownCounter() {
        for (ReasonRule rule : CATALOG.rules()) {
            assertThat(rule.reasons().size() + rule.at().size()).as("%s", rule).isPositive();
            assertThat(rule.noise() && rule.cause() != null).as("%s", rule).isFalse();
            assertThat(rule.cause() != null || rule.noise() || rule.note() != null)
                    .as("%s", rule)
                    .isTrue();
            assertThat(rule.counts()).allMatch(by -> BALANCED.contains(by.counter()));
        }
    }

    @Test
    void noRuleIsHiddenByAnEarlierOne() {
        List<ReasonRule> rules = CATALOG.rules();
        for (int later = 0; later < rules.size(); later++) {
            ReasonRule hidden = rules.get(later);
            for (int earlier = 0; earlier < later; earlier++) {
                assertThat(hides(rules.get(earlier), hidden))
                        .as("%s hides %s", rules.get(earlier), hidden)
                        .isFalse();
            }
        }
    }

    private static boolean hides(ReasonRule first, ReasonRule second) {
        return first.when().isEmpty()
                && first.grew().isEmpty()
                && (first.reasons().isEmpty()
                        || (!second.reasons().isEmpty() && first.reasons().containsAll(second.reasons())))
                && (first.at().isEmpty()
                        || (!second.at().isEmpty() && first.at().containsAll(second.at())));
    }

    @Test
    void everyPlaceholderIsKnown() {
        Set<String> unknown = new TreeSet<>();
        for (Cause cause : Cause.values()) {
            collect(CATALOG.cause(cause).statement(), unknown);
        }
        remedies().forEach(remedy -> {
            unknown.addAll(remedy.needs());
            texts(remedy).forEach(text -> collect(text, unknown));
        });
        unknown.removeAll(PLACEHOLDERS);
        assertThat(unknown).isEmpty();
    }

    /** What people must type comes with the values filled in; the words that remain are those of the programs. */
    @Test
    void noCapitalWordStandsForAValueInACommand() {
        Set<String> words = new TreeSet<>();
        remedies()
                .flatMap(remedy -> remedy.commands().stream())
                .forEach(command -> CAPITALS.matcher(command).results().forEach(word -> words.add(word.group())));
        assertThat(words).isSubsetOf("FORWARD", "SYN", "RST", "TCPMSS", "DROP", "REJECT");
    }

    private static Stream<RemedyTemplate> remedies() {
        return Stream.concat(
                Stream.of(Cause.values()).flatMap(cause -> CATALOG.cause(cause).remedies().stream()),
                CATALOG.protocols().all().stream().flatMap(protocol -> protocol.remedies().stream()));
    }

    private static Stream<String> texts(RemedyTemplate remedy) {
        return Stream.concat(
                remedy.commands().stream(),
                Stream.of(remedy.action(), remedy.sideEffect(), remedy.verify(), remedy.undo())
                        .flatMap(Stream::ofNullable));
    }

    private static void collect(String text, Set<String> into) {
        Matcher matcher = Pattern.compile("\\{([a-zA-Z]+)}").matcher(text);
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }

    @Test
    void unknownFieldsAreRefused() {
        assertThatThrownBy(() -> read("version: 1\nrules:\n- {reasons: [A], cuase: NoRoute}\n"))
                .hasMessageContaining("cuase");
        assertThatThrownBy(() -> read("version: 1\nrules:\n- {reasons: [A], cause: NoSuchCause}\n"))
                .hasMessageContaining("NoSuchCause");
        assertThatThrownBy(() -> read("version: 1\nrules:\n- {reasons: [A], reasons: [B]}\n"))
                .hasMessageContaining("Duplicate");
    }

    private static void read(String yaml) throws Exception {
        new CatalogReader()
                .read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), CatalogReader.Rules.class);
    }

    @Test
    void everyNameCanBeExplained() {
        assertThat(CATALOG.explain("CPU_BACKLOG")).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Explanation.Kind.Reason);
            assertThat(found.related()).containsExactly("BacklogOverflow");
            assertThat(found.counters()).contains("rx_dropped", "softnet.dropped");
        });
        assertThat(CATALOG.explain("skb_drop_reason_cpu_backlog")).hasSize(1);
        assertThat(CATALOG.explain("enqueue_to_backlog").getFirst().kind()).isEqualTo(Explanation.Kind.Function);
        assertThat(CATALOG.explain("lldp").getFirst().kind()).isEqualTo(Explanation.Kind.Protocol);
        assertThat(CATALOG.explain("ListenQueueOverflow").getFirst().kind()).isEqualTo(Explanation.Kind.Cause);
        assertThat(CATALOG.explain("UdpRcvbufErrors").getFirst().kind()).isEqualTo(Explanation.Kind.Counter);
        assertThat(CATALOG.explain("virtio_net").getFirst().kind()).isEqualTo(Explanation.Kind.Driver);
        assertThat(CATALOG.explain("no such thing")).isEmpty();
        assertThat(CATALOG.explain("")).isEmpty();
        assertThat(CATALOG.explain("-")).isEmpty();
    }

    @Test
    void everyCauseIsExplainedWithAllThatIsKnown() {
        for (Cause cause : Cause.values()) {
            CauseEntry entry = CATALOG.cause(cause);
            Explanation found = CATALOG.explain(cause.name()).getFirst();
            String text = String.join("\n", found.text());
            assertThat(found.severity()).isEqualTo(entry.severity());
            assertThat(found.remedies()).as(cause.name()).isNotEmpty();
            assertThat(found.counters()).hasSameSizeAs(entry.counters());
            assertThat(text).contains(entry.says());
            if (entry.since() != null) {
                assertThat(text).contains(entry.since());
            }
            CATALOG.rules().stream().filter(rule -> rule.cause() == cause).forEach(rule -> {
                assertThat(rule.at()).allMatch(text::contains);
                assertThat(names(rule.reasons())).allMatch(text::contains);
            });
        }
    }

    @Test
    void everythingThatACatalogNamesCanBeExplained() {
        Stream<String> names = Stream.of(
                        CATALOG.rules().stream().flatMap(rule -> rule.at().stream()),
                        CATALOG.rules().stream().flatMap(rule -> names(rule.reasons()).stream()),
                        CATALOG.protocols().all().stream().map(LinkProtocol::name),
                        StreamSupport.stream(CATALOG.counters().spliterator(), false)
                                .map(CounterEntry::name),
                        CATALOG.drivers().stream().flatMap(entry -> entry.drivers().stream()))
                .flatMap(all -> all);
        assertThat(names.distinct())
                .allSatisfy(name -> assertThat(CATALOG.explain(name))
                        .as(name)
                        .isNotEmpty()
                        .allSatisfy(
                                found -> assertThat(found.text()).isNotEmpty().noneMatch(String::isBlank)));
    }

    private static List<String> names(List<String> reasons) {
        return reasons.stream()
                .filter(reason -> !reason.equals(ReasonRule.NO_REASON))
                .toList();
    }
}
