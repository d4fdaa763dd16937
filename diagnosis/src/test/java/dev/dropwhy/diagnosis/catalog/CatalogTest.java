package dev.dropwhy.diagnosis.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
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
            assertThat(entry.counters().isEmpty()).as(cause.name()).isEqualTo(entry.uncounted() != null);
            assertThat(CATALOG.functionsOf(cause).isEmpty()).as(cause.name()).isEqualTo(entry.elsewhere() != null);
            assertThat(entry.since().sentences()).as(cause.name()).isNotEmpty();
        }
    }

    /** A field that is left out fails; that nothing is known must be said. */
    @Test
    void absentFieldsAreRefused() {
        String cause = "version: 1\ncauses:\n- {cause: NoRoute, title: t, says: s, severity: Problem, statement: s,"
                + " counters: [rx_dropped], functions: [], since: {compared: true, changes: []}, remedies: []}\n";
        assertThatCode(() -> read(cause, CatalogReader.Causes.class)).doesNotThrowAnyException();
        for (String bad : List.of(
                cause.replace(" counters: [rx_dropped],", ""),
                cause.replace("[rx_dropped]", "[]"),
                cause.replace("counters: [rx_dropped]", "counters: [rx_dropped], uncounted: no"),
                cause.replace(" functions: [],", ""),
                cause.replace(" since: {compared: true, changes: []},", ""),
                cause.replace("compared: true, ", ""),
                cause.replace(", changes: []", ""),
                cause.replace("changes: []", "changes: [{release: '5.x', says: s}]"),
                cause.replace("changes: []", "changes: [{release: '5.18'}]"))) {
            assertThatThrownBy(() -> read(bad, CatalogReader.Causes.class))
                    .as(bad)
                    .isInstanceOf(IOException.class);
        }
        String driver = "version: 1\ndrivers:\n- {drivers: [d], causes: [DriverDrop], rx: r, tx: t, functions: [f],"
                + " together: [{when: w, counters: [{counter: rx_dropped}]}], since: {compared: false, changes: []}}\n";
        assertThatCode(() -> read(driver, CatalogReader.Drivers.class)).doesNotThrowAnyException();
        for (String bad : List.of(
                driver.replace(" causes: [DriverDrop],", ""),
                driver.replace(" rx: r,", ""),
                driver.replace(" tx: t,", ""),
                driver.replace(" functions: [f],", ""),
                driver.replace("[f]", "[]"),
                driver.replace("[{counter: rx_dropped}]", "[]"),
                driver.replace("when: w, ", ""),
                driver.replace(", since: {compared: false, changes: []}", ""))) {
            assertThatThrownBy(() -> read(bad, CatalogReader.Drivers.class))
                    .as(bad)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> read("version: 1\ncounters:\n- {name: n, means: m}\n", CatalogReader.Counters.class))
                .hasMessageContaining("since when");
        assertThatThrownBy(() -> read("version: 1\nfunctions:\n- {name: f}\n", CatalogReader.Functions.class))
                .hasMessageContaining("since when");
        assertThatThrownBy(() -> read("version: 1\nreasons:\n- {name: R}\n", CatalogReader.Reasons.class))
                .hasMessageContaining("since when");
        assertThatThrownBy(
                        () -> read("version: 1\nreasons:\n- {name: R, since: '5.18'}\n", CatalogReader.Reasons.class))
                .hasMessageContaining("list of functions");
        assertThatThrownBy(() ->
                        read("version: 1\nreasons:\n- {name: R, since: '5.18', at: []}\n", CatalogReader.Reasons.class))
                .hasMessageContaining("why none can be named");
    }

    @Test
    void everyFunctionThatIsNamedIsKnownAndEveryKnownOneIsNamed() {
        Set<String> named = new TreeSet<>();
        CATALOG.rules().forEach(rule -> named.addAll(rule.at()));
        Stream.of(Cause.values()).forEach(cause -> named.addAll(CATALOG.functionsOf(cause)));
        CATALOG.drivers().forEach(entry -> named.addAll(entry.functions()));
        CATALOG.dropReasons().forEach(entry -> named.addAll(entry.at()));
        named.remove(TapTest.FUNCTION);
        assertThat(CATALOG.functions()).map(FunctionEntry::name).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyDropReasonHasARuleAndEveryRuleNamesKnownOnes() {
        Set<String> named = new TreeSet<>();
        CATALOG.rules().forEach(rule -> named.addAll(names(rule.reasons())));
        assertThat(CATALOG.dropReasons())
                .map(DropReasonEntry::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(named).contains(name))
                .containsAll(named);
    }

    @Test
    void changesBetweenKernelsAreToldInTheirOrder() {
        Stream<KernelHistory> histories = Stream.concat(
                Stream.of(Cause.values()).map(cause -> CATALOG.cause(cause).since()),
                CATALOG.drivers().stream().map(DriverEntry::since));
        assertThat(histories)
                .allSatisfy(history -> assertThat(history.changes())
                        .extracting(change -> change.release().name().split("-", 2)[0])
                        .isSortedAccordingTo(Comparator.comparing(ModuleDescriptor.Version::parse)));
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
        CATALOG.drivers().stream()
                .flatMap(entry -> entry.together().stream())
                .flatMap(together -> together.counters().stream())
                .forEach(on -> check(on.counter(), unknown));
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

    private static void read(String yaml) throws IOException {
        read(yaml, CatalogReader.Rules.class);
    }

    private static <T> void read(String yaml, Class<T> type) throws IOException {
        new CatalogReader().read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), type);
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
            assertThat(found.severity()).isEqualTo(entry.severity());
            assertThat(found.remedies()).as(cause.name()).isNotEmpty();
            assertThat(found.counters()).hasSameSizeAs(entry.counters());
            assertThat(found.text()).contains(entry.says());
            assertThat(found.since()).isEqualTo(entry.since().sentences());
            assertThat(found.functions()).hasSameSizeAs(CATALOG.functionsOf(cause));
            CATALOG.rules().stream()
                    .filter(rule -> rule.cause() == cause)
                    .forEach(rule -> assertThat(names(rule.reasons()))
                            .allSatisfy(reason -> assertThat(found.reasons())
                                    .anyMatch(told -> told.equals(reason) || told.startsWith(reason + " ("))));
        }
    }

    @Test
    void whatDiffersBetweenKernelsIsToldWithEachName() {
        assertThat(CATALOG.explain("ForeignDestination").getFirst()).satisfies(found -> {
            assertThat(found.reasons()).contains("OTHERHOST (since 5.18)");
            assertThat(found.functions()).contains("ip_rcv_core (since 4.19; formerly ip_rcv)", "ip_rcv");
            assertThat(found.since())
                    .contains("Since 5.19: Counted in rx_otherhost_dropped, which sysfs does not show; before, nowhere."
                            + " (Commit 794c24e9921f.)");
        });
        assertThat(CATALOG.explain("UNHANDLED_PROTO").getFirst().since())
                .containsExactly("Since 5.19; formerly PTYPE_ABSENT.");
        assertThat(CATALOG.explain("PTYPE_ABSENT").getFirst().since())
                .containsExactly("Since 5.18.", "Gone since 5.19.");
        assertThat(CATALOG.explain("rx_nohandler").getFirst().since()).containsExactly("Since 4.6.");
        assertThat(CATALOG.explain("qdisc_destroy").getFirst().name()).isEqualTo("__qdisc_destroy");
        assertThat(CATALOG.explain("LinkProtocolDiscarded").getFirst()).satisfies(found -> {
            assertThat(found.counters()).isEmpty();
            assertThat(found.uncounted()).isNotNull();
            assertThat(found.since()).containsExactly("No difference is known between kernels 4.4 and 7.2.");
        });
        assertThat(CATALOG.explain("DriverDrop").getFirst()).satisfies(found -> {
            assertThat(found.functions()).isEmpty();
            assertThat(found.elsewhere()).isNotNull();
            assertThat(found.since()).containsExactly("Not compared between kernels.");
        });
    }

    @Test
    void aDriverIsExplainedWithWhatGrowsTogether() {
        assertThat(CATALOG.explain("veth")).singleElement().satisfies(found -> {
            assertThat(found.text())
                    .anyMatch(text -> text.startsWith("rx_dropped: What the peer sent"))
                    .anyMatch(text -> text.startsWith("tx_dropped: What the peer could not take"))
                    .contains(
                            "rx_dropped and tx_dropped of the peer grow together: The receiving end's MTU is smaller than"
                                    + " the packet.");
            assertThat(found.functions()).contains("veth_xmit");
            assertThat(found.related()).contains("PeerMtuMismatch");
        });
        assertThat(CATALOG.driver("tun", null).orElseThrow().means("tx_dropped"))
                .contains("reader's queue was full");
    }

    @Test
    void everythingThatACatalogNamesCanBeExplained() {
        Stream<String> names = Stream.of(
                        StreamSupport.stream(CATALOG.functions().spliterator(), false)
                                .map(FunctionEntry::name),
                        StreamSupport.stream(CATALOG.dropReasons().spliterator(), false)
                                .map(DropReasonEntry::name),
                        CATALOG.protocols().all().stream().map(LinkProtocol::name),
                        StreamSupport.stream(CATALOG.counters().spliterator(), false)
                                .map(CounterEntry::name),
                        CATALOG.drivers().stream().flatMap(entry -> entry.drivers().stream()))
                .flatMap(all -> all);
        assertThat(names.distinct())
                .allSatisfy(name -> assertThat(CATALOG.explain(name))
                        .as(name)
                        .isNotEmpty()
                        .allSatisfy(found -> {
                            assertThat(found.text()).isNotEmpty().noneMatch(String::isBlank);
                            assertThat(found.since()).isNotEmpty().noneMatch(String::isBlank);
                        }));
    }

    private static List<String> names(List<String> reasons) {
        return reasons.stream()
                .filter(reason -> !reason.equals(ReasonRule.NO_REASON))
                .toList();
    }
}
