package dev.dropwhy.agent.dropevents.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.testnet.RawSender;
import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import dev.dropwhy.agent.dropevents.testnet.VethPair;
import dev.dropwhy.agent.kernel.Btf;
import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import dev.dropwhy.diagnosis.observation.LinkId;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EbpfEngineTest {

    private VethPair pair;
    private RawSender sender;
    private long rx;

    @BeforeEach
    void twoNamespaces() throws Exception {
        assumeTrue(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN),
                "needs root: makes network namespaces and loads a program into the kernel");
        assumeTrue(Files.exists(Btf.KERNEL), "needs a kernel with BTF: " + Btf.KERNEL + " is absent");
        pair = new VethPair("engine");
        sender = new RawSender(pair);
        rx = pair.receiverInode();
    }

    @AfterEach
    void removed() throws Exception {
        if (pair != null) {
            sender.close();
            pair.close();
        }
    }

    @Test
    void lldpIsCountedExactlyAndNamedByReasonFunctionAndSource() throws Exception {
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            for (int i = 0; i < 5; i++) {
                sender.send(TestFrames.lldp());
                Thread.sleep(120);
            }
            events = engine.stop();
        }

        assertThat(inReceiver(events)).singleElement().satisfies(group -> {
            assertThat(group.reason()).isEqualTo("UNHANDLED_PROTO");
            assertThat(group.function()).isEqualTo("__netif_receive_skb_core");
            assertThat(group.etherType()).isEqualTo(0x88cc);
            assertThat(group.observedNamespace()).isTrue();
            assertThat(group.interfaceIndex()).isEqualTo(pair.receiverIndex());
            assertThat(group.interfaceName()).isEqualTo("rx");
            assertThat(link(group).source()).isEqualTo("02:00:5e:00:53:01");
            assertThat(link(group).destination()).isEqualTo("01:80:c2:00:00:0e");
            assertThat(link(group).dsap()).isNull();
            assertThat(group.count()).isEqualTo(5);
            assertThat(group.locations()).singleElement().satisfies(location -> {
                assertThat(location.count()).isEqualTo(5);
                assertThat(location.offset()).isBetween(1L, location.size());
            });
            assertThat(group.frames()).hasSize(4).allSatisfy(frame -> {
                assertThat(frame.bytes()).isEqualTo(HexFormat.of().formatHex(TestFrames.lldp()));
                assertThat(frame.identity()).isNotNull();
            });
        });
        assertThat(events.totals().lost()).isZero();
    }

    @Test
    void arrivalTimesOfSlowGroupsAreCompleteAndExact() throws Exception {
        DropEvents events;
        long[] before = new long[8];
        long[] after = new long[8];
        try (EbpfEngine engine = engine()) {
            engine.start();
            for (int i = 0; i < 8; i++) {
                before[i] = System.nanoTime() / 1_000;
                sender.send(TestFrames.lldp());
                Thread.sleep(100);
                after[i] = System.nanoTime() / 1_000;
            }
            events = engine.stop();
        }

        DropGroup group = inReceiver(events).getFirst();
        assertThat(group.arrivalsMicros()).hasSize(8).isSorted();
        for (int i = 1; i < 8; i++) {
            assertThat(group.arrivalsMicros().get(i) - group.arrivalsMicros().get(i - 1))
                    .isBetween(before[i] - after[i - 1], after[i] - before[i - 1]);
        }
        assertThat(group.arrivalsMicros().getFirst() / 1000)
                .isBetween(group.firstMillis() - 1, group.firstMillis() + 1);
        // The last is timed by the kernel's tick, which is 10 ms at worst.
        assertThat(group.arrivalsMicros().getLast() / 1000).isBetween(group.lastMillis() - 11, group.lastMillis() + 11);
    }

    @Test
    void linkLayerIdentityIsPartOfTheGroup() throws Exception {
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            for (byte[] frame : List.of(TestFrames.rstp(), TestFrames.cdp(), TestFrames.raw8023(), TestFrames.lldp())) {
                sender.send(frame, 3);
            }
            events = engine.stop();
        }

        assertThat(inReceiver(events))
                .hasSize(4)
                .allSatisfy(group -> assertThat(group.count()).isEqualTo(3));
        assertThat(bySource(events, "02:00:5e:00:53:03")).satisfies(stp -> {
            assertThat(stp.etherType()).isEqualTo(4);
            assertThat(link(stp).dsap()).isEqualTo(0x42);
            assertThat(link(stp).ssap()).isEqualTo(0x42);
            assertThat(link(stp).oui()).isNull();
        });
        assertThat(bySource(events, "02:00:5e:00:53:04")).satisfies(cdp -> {
            assertThat(cdp.etherType()).isEqualTo(4);
            assertThat(link(cdp).dsap()).isEqualTo(0xaa);
            assertThat(link(cdp).oui()).isEqualTo(0x00000c);
            assertThat(link(cdp).pid()).isEqualTo(0x2000);
        });
        assertThat(bySource(events, "02:00:5e:00:53:02").etherType()).isEqualTo(1);
    }

    @Test
    void payloadOfIpPacketsIsNotKept() throws Exception {
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            sender.send(TestFrames.udpToForeignMac());
            events = engine.stop();
        }

        assertThat(inReceiver(events)).singleElement().satisfies(group -> {
            assertThat(group.reason()).isEqualTo("OTHERHOST");
            assertThat(group.function()).isEqualTo("ip_rcv_core");
            assertThat(group.link()).isNull();
            assertThat(group.bytes()).isEqualTo(46);
            assertThat(group.frames())
                    .singleElement()
                    .satisfies(frame -> assertThat(frame.bytes())
                            .isEqualTo(HexFormat.of().formatHex(TestFrames.udpToForeignMac(), 0, 42)));
        });
    }

    @ParameterizedTest
    @EnumSource(BpfProgram.Variant.class)
    void ipProtocolsAreKeptApart(BpfProgram.Variant variant) throws Exception {
        byte[] udp = TestFrames.udpToForeignMac();
        byte[] icmp = udp.clone();
        icmp[14 + 9] = 1;
        DropEvents events;
        try (EbpfEngine engine = new EbpfEngine(settings(), variant)) {
            engine.start();
            // The samples of so short a time are the first ones: they would say UDP alone.
            sender.send(udp, 20);
            for (int i = 0; i < 17; i++) {
                sender.send(icmp);
                sender.send(udp);
            }
            sender.send(TestFrames.udp6ToForeignMac(), 5);
            events = engine.stop();
        }

        assertThat(inReceiver(events))
                .extracting(DropGroup::etherType, DropGroup::ipProtocol, DropGroup::count)
                .containsExactlyInAnyOrder(tuple(0x0800, 17, 37L), tuple(0x0800, 1, 17L), tuple(0x86dd, 17, 5L));
    }

    @Test
    void aSenderWhoComesLaterIsAmongTheSamples() throws Exception {
        byte[] late = TestFrames.udpToForeignMac();
        late[14 + 15] = 9;
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            sender.send(TestFrames.udpToForeignMac(), 100);
            Thread.sleep(100); // after the first samples one comes in 13 ticks
            sender.send(late, 1);
            events = engine.stop();
        }

        assertThat(inReceiver(events))
                .singleElement()
                .satisfies(group -> assertThat(group.frames())
                        .hasSize(4)
                        .extracting(Frame::bytes)
                        .contains(HexFormat.of().formatHex(late, 0, 42)));
    }

    @Test
    void randomSourcesExhaustTheTableAndEveryDropIsCounted() throws Exception {
        int sources = 20_000;
        DropEvents events;
        long before = pair.receiverCounter("rx_dropped");
        try (EbpfEngine engine = engine()) {
            engine.start();
            for (int i = 0; i < sources; i++) {
                sender.send(TestFrames.experimental(i));
            }
            events = engine.stop();
        }

        long dropped = pair.receiverCounter("rx_dropped") - before;
        assertThat(dropped).isEqualTo(sources);
        assertThat(sum(inReceiver(events))).isEqualTo(dropped);
        assertThat(sum(events.groups()) + events.totals().ungrouped())
                .isEqualTo(events.totals().seen());
        assertThat(inReceiver(events)).hasSizeGreaterThan(8_000);
        assertThat(inReceiver(events).getFirst()).satisfies(coarse -> {
            assertThat(coarse.count()).isGreaterThan(10_000);
            assertThat(link(coarse).source()).isNull();
        });
        assertThat(events.limitations()).anyMatch(limitation -> limitation.contains("table of"));
    }

    @Test
    void aStormOfAMillionFramesIsCountedExactly() throws Exception {
        int frames = 1_000_000;
        long before = pair.receiverCounter("rx_dropped");
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            sender.send(TestFrames.lldp(), frames);
            events = engine.stop();
        }

        assertThat(pair.receiverCounter("rx_dropped") - before).isEqualTo(frames);
        assertThat(inReceiver(events)).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(frames);
            assertThat(group.bytes()).isEqualTo(46L * frames);
            assertThat(group.frames()).hasSize(4);
            assertThat(group.arrivalsMicros()).hasSizeLessThanOrEqualTo(SampleCollector.MOST_ARRIVALS);
        });
        assertThat(events.totals().framesLost()).isZero();
        assertThat(events.totals().lost()).isZero();
    }

    @Test
    void groupsThatTakeTurnsAreKeptApart() throws Exception {
        int rounds = 5_000;
        DropEvents events;
        try (EbpfEngine engine = engine()) {
            engine.start();
            for (int i = 0; i < rounds; i++) {
                sender.send(TestFrames.experimental(i % 40));
                sender.send(TestFrames.lldp());
            }
            events = engine.stop();
        }

        assertThat(inReceiver(events)).hasSize(41);
        assertThat(bySource(events, "02:00:5e:00:53:01").count()).isEqualTo(rounds);
        assertThat(bySource(events, "02:00:00:00:00:27").count()).isEqualTo(rounds / 40);
        assertThat(sum(inReceiver(events))).isEqualTo(2L * rounds);
    }

    @Test
    void anEngineThatWasClosedTakesNoMoreDrops() throws Exception {
        EbpfEngine engine = engine();
        engine.start();
        engine.close();
        engine.close();

        assertThat(KernelObjects.ownDescriptors("bpf-link", "bpf-prog", "bpf-map"))
                .isZero();
    }

    @Test
    void theVariantForOlderKernelsSeesTheSame() throws Exception {
        DropEvents events;
        try (EbpfEngine engine = new EbpfEngine(settings(), BpfProgram.Variant.HELPER)) {
            engine.start();
            for (byte[] frame : List.of(TestFrames.rstp(), TestFrames.cdp(), TestFrames.raw8023(), TestFrames.lldp())) {
                sender.send(frame, 1_000);
            }
            events = engine.stop();
        }

        assertThat(inReceiver(events))
                .hasSize(4)
                .allSatisfy(group -> assertThat(group.count()).isEqualTo(1_000));
        assertThat(link(bySource(events, "02:00:5e:00:53:04")).pid()).isEqualTo(0x2000);
        assertThat(link(bySource(events, "02:00:5e:00:53:03")).dsap()).isEqualTo(0x42);
    }

    @Test
    void nothingIsLeftOfAProcessThatWasKilled() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ObservingProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Integer> programs;
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("observing");
            programs = KernelObjects.programsOf(child.pid());
            assertThat(programs).hasSize(1);
            assertThat(KernelObjects.programs()).containsAll(programs);
        } finally {
            child.destroyForcibly().waitFor();
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(KernelObjects.programs()).doesNotContainAnyElementsOf(programs));
    }

    private static LinkId link(DropGroup group) {
        return Objects.requireNonNull(group.link());
    }

    private static long sum(List<DropGroup> groups) {
        return groups.stream().mapToLong(DropGroup::count).sum();
    }

    private EbpfEngine engine() {
        return new EbpfEngine(settings());
    }

    private EngineSettings settings() {
        return new EngineSettings(
                4,
                128,
                rx,
                index -> "rx",
                frame -> new FrameIdentity(null, "", null, null, 0, List.of(), null, null, null));
    }

    private List<DropGroup> inReceiver(DropEvents events) {
        return events.groups().stream().filter(group -> group.netns() == rx).collect(Collectors.toList());
    }

    private DropGroup bySource(DropEvents events, String source) {
        return inReceiver(events).stream()
                .filter(group ->
                        group.link() != null && source.equals(group.link().source()))
                .findFirst()
                .orElseThrow();
    }
}
