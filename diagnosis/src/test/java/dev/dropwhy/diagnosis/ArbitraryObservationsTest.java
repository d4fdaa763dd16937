package dev.dropwhy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.Expectation;
import dev.dropwhy.api.HostFacts;
import dev.dropwhy.api.Ledger;
import dev.dropwhy.api.LedgerEntry;
import dev.dropwhy.api.Remedy;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.api.Timeline;
import dev.dropwhy.api.Verdict;
import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.ActionObservation;
import dev.dropwhy.diagnosis.observation.Channels;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.Driver;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.FilterObservation;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.InterfaceName;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.IpHeader;
import dev.dropwhy.diagnosis.observation.LinkId;
import dev.dropwhy.diagnosis.observation.NetworkNamespace;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import dev.dropwhy.diagnosis.observation.QdiscObservation;
import dev.dropwhy.diagnosis.observation.Rings;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/** Whatever an observation holds: books balance, bounds hold, order does not matter, nothing is thrown. */
@NullUnmarked
class ArbitraryObservationsTest {

    private static final List<String> REASONS = Arrays.asList(
            null,
            "",
            "UNHANDLED_PROTO",
            "CPU_BACKLOG",
            "NOT_SPECIFIED",
            "OTHERHOST",
            "TC_INGRESS",
            "NETFILTER_DROP",
            "SOCKET_RCVBUFF",
            "NO_SOCKET",
            "QDISC_DROP",
            "FULL_RING",
            "TCP_LISTEN_OVERFLOW",
            "IP_RPFILTER",
            "x\u0000y",
            "NEVER_HEARD");
    private static final List<String> FUNCTIONS = Arrays.asList(
            null,
            "",
            "__netif_receive_skb_core",
            "enqueue_to_backlog",
            "__dev_forward_skb2",
            "ip_rcv_core",
            "stp_pdu_rcv",
            "tcp_v4_rcv",
            "udp_queue_rcv_one_skb",
            "__dev_queue_xmit",
            "tun_net_xmit",
            "0xffffffff81586d82",
            "nf_hook_slow",
            TapTest.FUNCTION,
            "\n\r\u202e");
    private static final List<String> NAMES =
            Arrays.asList("eth0", "veth1", "bond0", "$(reboot)", "", null, "lo", "e".repeat(300));
    private static final List<String> KINDS = Arrays.asList(null, "veth", "bond", "bridge", "macvlan", "tun");
    private static final List<String> DRIVERS =
            Arrays.asList("virtio_net", "veth", "mlx5_core", "bonding", "unheard_of", null);
    private static final List<String> COUNTERS = List.of(
            "rx_dropped",
            "tx_dropped",
            "rx_otherhost_dropped",
            "rx_nohandler",
            "rx_missed_errors",
            "rx_errors",
            "rx_packets");
    private static final List<String> HOST = List.of(
            "softnet.dropped",
            "TcpExt.ListenDrops",
            "TcpExt.ListenOverflows",
            "Udp.RcvbufErrors",
            "Ip6InDiscards",
            "Tcp.RetransSegs",
            "Tcp.OutSegs",
            "Icmp.InDestUnreachs",
            "conntrack.drop");
    private static final List<String> TEXTS = Arrays.asList(
            null,
            "",
            "Rstp",
            "Lldp",
            "'; rm -rf / #",
            "\u001b[31mred",
            "é\ud800",
            "x".repeat(5000),
            "00:00:5e:00:53:01",
            "01:80:c2:00:00:00",
            "192.0.2.1",
            "$(id)");

    @Provide
    Arbitrary<Observation> observations() {
        return Arbitraries.longs().map(seed -> observation(new Random(seed)));
    }

    @Property(tries = 400)
    void booksBalance(@ForAll("observations") Observation observation) {
        NodeDiagnosis diagnosis = Standard.DIAGNOSIS.diagnose(observation, List.of());
        for (Ledger ledger : diagnosis.ledgers()) {
            assertThat(ledger.explained() + ledger.unexplained()).isEqualTo(ledger.dropped());
            assertThat(ledger.driverPart() + ledger.corePart()).isEqualTo(ledger.dropped());
            assertThat(ledger.explained()).isBetween(0L, ledger.dropped());
            assertThat(ledger.unexplained()).isNotNegative();
            assertThat(ledger.entries().stream().mapToLong(LedgerEntry::count).sum())
                    .isEqualTo(ledger.explained());
            assertThat(ledger.entries()).allMatch(entry -> entry.count() > 0);
        }
        assertThat(diagnosis.totals().explained() + diagnosis.totals().unexplained())
                .isEqualTo(diagnosis.totals().dropped());
        assertThat(diagnosis.totals().explained()).isNotNegative();
        assertThat(diagnosis.totals().unexplained()).isNotNegative();
    }

    @Property(tries = 400)
    void timelinesAddUpToTheirLedgers(@ForAll("observations") Observation observation) {
        NodeDiagnosis diagnosis = Standard.DIAGNOSIS.diagnose(observation, List.of());
        assertThat(diagnosis.timelines()).hasSizeLessThanOrEqualTo(4);
        for (Timeline timeline : diagnosis.timelines()) {
            assertThat(timeline.stepMillis()).isBetween(1000L, 3_600_000L);
            assertThat(timeline.counted()).hasSizeBetween(1, 60).hasSameSizeAs(timeline.explained());
            // any: a hostile observation may name two interfaces alike
            assertThat(diagnosis.ledgers()).anySatisfy(ledger -> {
                assertThat(ledger.interfaceName()).isEqualTo(timeline.interfaceName());
                assertThat(ledger.direction()).isEqualTo(timeline.direction());
                assertThat(ledger.dropped()).isEqualTo(sum(timeline.counted()));
                assertThat(ledger.explained()).isEqualTo(sum(timeline.explained()) + timeline.untimed());
            });
        }
    }

    private static long sum(List<Long> steps) {
        return steps.stream().reduce(0L, Growth::plus);
    }

    @Property(tries = 300)
    void boundsOfTheApiHold(@ForAll("observations") Observation observation) {
        NodeDiagnosis diagnosis = Standard.DIAGNOSIS.diagnose(
                observation, List.of(new Expectation(Cause.UnhandledLinkProtocol, null, "n\u0000ote".repeat(100))));
        assertText(diagnosis.headline(), 512);
        assertThat(diagnosis.headline()).isNotBlank();
        assertThat(diagnosis.verdicts()).hasSizeLessThanOrEqualTo(16);
        assertThat(diagnosis.ledgers()).hasSizeLessThanOrEqualTo(64);
        assertThat(diagnosis.limitations()).hasSizeLessThanOrEqualTo(16);
        diagnosis.limitations().forEach(line -> assertText(line, 512));
        diagnosis.verdicts().forEach(ArbitraryObservationsTest::assertBounded);
    }

    private static void assertBounded(Verdict verdict) {
        assertText(verdict.statement(), 512);
        assertThat(verdict.statement()).isNotBlank().doesNotContain("{");
        assertThat(verdict.evidence()).isNotEmpty().hasSizeLessThanOrEqualTo(16);
        verdict.evidence().forEach(line -> assertText(line, 512));
        assertThat(verdict.counterEvidence()).hasSizeLessThanOrEqualTo(16);
        verdict.counterEvidence().forEach(line -> assertText(line, 512));
        assertThat(verdict.interfaces()).hasSizeLessThanOrEqualTo(16);
        verdict.interfaces().forEach(name -> assertText(name, 32));
        assertThat(verdict.count()).isPositive();
        assertThat(verdict.bytes()).isNotNegative();
        assertThat(verdict.perSecond()).isNotNegative();
        if (verdict.share() != null) {
            assertThat(verdict.share()).isBetween(0, 100);
        }
        if (verdict.protocol() != null) {
            assertText(verdict.protocol(), 32);
        }
        assertThat(verdict.remedies()).hasSizeLessThanOrEqualTo(8);
        for (Remedy remedy : verdict.remedies()) {
            assertText(remedy.action(), 512);
            assertThat(remedy.commands()).hasSizeLessThanOrEqualTo(8);
            assertThat(String.join("\n", remedy.commands()))
                    .doesNotContain("reboot", "rm -rf", "$(id)", "\u001b", "{interface}", "{mac}");
        }
    }

    private static void assertText(String text, int maximum) {
        assertThat(text.length()).isLessThanOrEqualTo(maximum);
        assertThat(text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE))
                .as(text)
                .isTrue();
    }

    @Property(tries = 300)
    void theOrderOfGroupsDoesNotMatter(@ForAll("observations") Observation observation, @ForAll long seed) {
        List<DropGroup> shuffled = new ArrayList<>(observation.drops());
        Collections.shuffle(shuffled, new Random(seed));
        Observation other = new Observation(
                observation.version(),
                observation.start(),
                observation.durationMillis(),
                observation.host(),
                observation.engine(),
                observation.events(),
                observation.interfaces(),
                observation.otherInterfaces(),
                observation.hostCounters(),
                shuffled,
                observation.namespaces(),
                observation.handlers(),
                observation.packetSockets(),
                observation.settings(),
                observation.limitations(),
                observation.tapTest());
        assertThat(Standard.DIAGNOSIS.diagnose(other, List.of()))
                .isEqualTo(Standard.DIAGNOSIS.diagnose(observation, List.of()));
    }

    private static Observation observation(Random random) {
        return new Observation(
                1,
                random.nextInt(20) == 0 ? null : Instant.EPOCH,
                number(random),
                random.nextInt(20) == 0 ? null : new HostFacts(pick(random, TEXTS), null, random.nextInt(), 1L, null),
                random.nextInt(20) == 0
                        ? null
                        : new EngineChoice(
                                random.nextInt(9) == 0 ? null : pick(random, List.of(EventSource.values())),
                                pick(random, TEXTS)),
                random.nextInt(20) == 0
                        ? null
                        : new EventTotals(
                                number(random),
                                random.nextInt(3) == 0 ? number(random) : 0,
                                random.nextInt(3) == 0 ? number(random) : 0,
                                0),
                list(random, 4, () -> link(random)),
                list(random, 3, () -> new InterfaceName(random.nextInt(6), pick(random, NAMES))),
                samples(random, HOST),
                list(random, 12, () -> group(random)),
                list(random, 3, () -> namespace(random)),
                list(
                        random,
                        3,
                        () -> new ProtocolHandler(
                                random.nextBoolean() ? "0004" : pick(random, TEXTS), null, pick(random, FUNCTIONS))),
                list(
                        random,
                        2,
                        () -> new PacketSocket(
                                random.nextInt(5),
                                pick(random, NAMES),
                                random.nextBoolean() ? 7 : null,
                                pick(random, TEXTS),
                                random.nextBoolean())),
                settings(random),
                list(random, 2, () -> "limit\u0007ed"),
                random.nextInt(3) == 0 ? tapTest(random) : null);
    }

    private static TapTest tapTest(Random random) {
        return new TapTest(
                number(random),
                number(random),
                number(random),
                list(
                        random,
                        3,
                        () -> new TappedInterface(
                                pick(random, NAMES), number(random), number(random), number(random))));
    }

    private static Map<String, String> settings(Random random) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "net.core.netdev_max_backlog",
                pick(random, Arrays.asList("1000", "9999999999", "$(id)", null, "-3", "99999999999999999999")));
        return settings;
    }

    private static FilterObservation filter(Random random) {
        return new FilterObservation(
                pick(random, Arrays.asList("ingress", "egress", "1:", null)),
                random.nextInt(3) - 1,
                random.nextInt(),
                random.nextInt(),
                pick(random, Arrays.asList("flower", "bpf", "$(id)", null)),
                pick(random, TEXTS),
                pick(random, TEXTS),
                random.nextBoolean(),
                list(
                        random,
                        3,
                        () -> new ActionObservation(
                                pick(random, Arrays.asList("gact", "police", null)),
                                random.nextInt(),
                                number(random),
                                number(random),
                                number(random),
                                number(random))));
    }

    private static InterfaceObservation link(Random random) {
        return new InterfaceObservation(
                pick(random, NAMES),
                random.nextInt(6),
                pick(random, KINDS),
                pick(random, TEXTS),
                random.nextBoolean() ? null : random.nextInt(),
                random.nextBoolean() ? null : random.nextBoolean(),
                random.nextBoolean() ? null : random.nextBoolean(),
                pick(random, Arrays.asList(null, "bond0", "br0")),
                pick(random, NAMES),
                random.nextInt(3) == 0 ? null : new Driver(pick(random, DRIVERS), null, null, random.nextInt(5)),
                random.nextBoolean() ? null : new Rings(random.nextInt(), random.nextInt(), 1, 1),
                random.nextBoolean() ? null : new Channels(0, 0, 1, 1),
                samples(random, COUNTERS),
                samples(random, List.of("rx_queue_0_drops", "rx0_drops", "rx_drops", "rx_out_of_buffer")),
                list(
                        random,
                        2,
                        () -> new QdiscObservation(
                                pick(random, Arrays.asList("clsact", "tbf", null)),
                                pick(random, TEXTS),
                                null,
                                number(random),
                                number(random),
                                0)),
                list(random, 3, () -> filter(random)));
    }

    private static List<CounterSample> samples(Random random, List<String> names) {
        return list(random, 4, () -> {
            Map<String, Long> values = new HashMap<>();
            for (String name : names) {
                if (random.nextInt(3) > 0) {
                    values.put(name, random.nextInt(20) == 0 ? null : number(random));
                }
            }
            return new CounterSample(random.nextInt(100_000), values);
        });
    }

    private static DropGroup group(Random random) {
        return new DropGroup(
                random.nextInt(3),
                random.nextBoolean(),
                random.nextInt(6) - 1,
                pick(random, NAMES),
                pick(random, REASONS),
                pick(random, FUNCTIONS),
                pick(random, List.of(4, 1, 0x88cc, 0x800, 0x86dd, 0x8100, 0, -1, 0x123456)),
                random.nextBoolean()
                        ? null
                        : new LinkId(
                                pick(random, TEXTS),
                                pick(random, TEXTS),
                                maybe(random),
                                maybe(random),
                                maybe(random),
                                maybe(random),
                                maybe(random)),
                maybe(random),
                number(random),
                number(random),
                number(random),
                number(random),
                list(random, 6, () -> number(random)),
                list(random, 3, () -> frame(random)),
                List.of());
    }

    private static NetworkNamespace namespace(Random random) {
        return new NetworkNamespace(
                random.nextInt(3),
                random.nextBoolean(),
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                maybe(random),
                pick(random, TEXTS));
    }

    private static Frame frame(Random random) {
        FrameIdentity identity = new FrameIdentity(
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                pick(random, TEXTS),
                random.nextInt(),
                list(random, 2, () -> random.nextInt(5) - 1),
                random.nextBoolean()
                        ? null
                        : new Speaker(
                                pick(random, TEXTS),
                                pick(random, TEXTS),
                                pick(random, TEXTS),
                                pick(random, TEXTS),
                                pick(random, TEXTS)),
                random.nextBoolean() ? null : number(random),
                random.nextBoolean()
                        ? null
                        : new IpHeader(
                                pick(random, TEXTS),
                                pick(random, TEXTS),
                                random.nextInt(300) - 10,
                                maybe(random),
                                maybe(random),
                                maybe(random)));
        return new Frame(
                number(random), random.nextInt(), pick(random, TEXTS), random.nextInt(4) == 0 ? null : identity);
    }

    private static Integer maybe(Random random) {
        return random.nextBoolean() ? null : random.nextInt(200) - 20;
    }

    private static long number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(3);
            case 1 -> -random.nextInt(100);
            case 2 -> Long.MIN_VALUE;
            case 3 -> random.nextLong();
            default -> random.nextInt(200);
        };
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static <T> List<T> list(Random random, int most, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        int size = random.nextInt(most + 1);
        for (int i = 0; i < size; i++) {
            items.add(item.get());
        }
        return items;
    }

    /** Reading the catalogs once is enough for all tries. */
    private static final class Standard {
        static final Diagnosis DIAGNOSIS = Diagnosis.standard();
    }
}
