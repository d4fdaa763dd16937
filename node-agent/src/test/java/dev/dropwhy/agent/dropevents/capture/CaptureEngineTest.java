package dev.dropwhy.agent.dropevents.capture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.RouteNetlink;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.testnet.RawSender;
import dev.dropwhy.agent.dropevents.testnet.ReceiverThread;
import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import dev.dropwhy.agent.dropevents.testnet.VethPair;
import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.host.PacketSocketWatch;
import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.TapTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CaptureEngineTest {

    private static final Duration WINDOW = Duration.ofSeconds(8);

    private VethPair pair;
    private RawSender sender;

    @BeforeEach
    void twoNamespaces() throws Exception {
        assumeTrue(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN),
                "needs root: makes network namespaces and opens a tap");
        pair = new VethPair("tap");
        sender = new RawSender(pair);
    }

    @AfterEach
    void removed() throws Exception {
        if (pair != null) {
            sender.close();
            pair.close();
        }
    }

    @Test
    void dropsAreCountedAroundTheTapAndFramesAreNamedByIt() throws Exception {
        try (CaptureEngine engine = new CaptureEngine(settings(WINDOW))) {
            start(engine);
            lldp(3);
            assertThat(taps()).as("the first quarter has no tap").isEmpty();
            assertThat(pair.receiverCounter("rx_dropped")).isEqualTo(3);

            await().until(engine::isTapping);
            assertThat(ReceiverThread.in(pair, CaptureEngineTest::seenSockets))
                    .singleElement()
                    .satisfies(socket -> {
                        assertThat(socket.protocol()).isEqualTo(3);
                        assertThat(socket.own()).isTrue();
                    });
            assertThat(VethPair.ip("-n", pair.receiver(), "-d", "link", "show", "dwrx"))
                    .contains("promiscuity 0");
            lldp(5);
            for (int i = 0; i < 5; i++) {
                sender.send(TestFrames.udpToForeignMac());
            }
            assertThat(pair.receiverCounter("rx_dropped"))
                    .as("the tap hides them")
                    .isEqualTo(3);

            await().until(() -> taps().isEmpty());
            lldp(2);
            assertThat(pair.receiverCounter("rx_dropped")).as("counted again").isEqualTo(5);

            DropEvents events = engine.stop();
            assertThat(events.totals().seen()).isEqualTo(5);
            assertThat(events.totals().lost()).isZero();
            assertThat(events.groups()).singleElement().satisfies(group -> {
                assertThat(group.count()).isEqualTo(5);
                assertThat(group.bytes()).isEqualTo(5 * 46);
                assertThat(group.etherType()).isEqualTo(0x88cc);
                assertThat(group.interfaceName()).isEqualTo("dwrx");
                assertThat(group.reason()).isNull();
                assertThat(group.inferred()).isTrue();
                assertThat(requireNonNull(group.link()).source()).isEqualTo("02:00:5e:00:53:01");
                assertThat(group.arrivalsMicros()).hasSize(5).isSorted();
                assertThat(group.arrivalsMicros().getFirst()).isBetween(1_900_000L, 20_000_000L);
                assertThat(group.frames())
                        .hasSize(4)
                        .allSatisfy(frame -> assertThat(
                                        requireNonNull(frame.identity()).protocol())
                                .isEqualTo("Lldp"));
            });
            TapTest test = requireNonNull(events.tapTest());
            assertThat(test.interfaces()).singleElement().satisfies(link -> {
                assertThat(link.before()).isEqualTo(3);
                assertThat(link.during()).isZero();
                assertThat(link.after()).isEqualTo(2);
            });
            assertThat(test.withTapMillis()).isBetween(2_500L, 6_000L);
            assertThat(events.limitations()).anyMatch(sentence -> sentence.contains("held a tap on dwrx from 2."));
        }
    }

    @Test
    void frameKindsAreKeptApartAsTheyWouldBeDropped() throws Exception {
        try (CaptureEngine engine = new CaptureEngine(settings(WINDOW))) {
            start(engine);
            await().until(engine::isTapping);
            sender.send(TestFrames.raw8023());
            sender.send(TestFrames.experimental(1));
            sender.send(TestFrames.experimental(2));
            sender.send(TestFrames.experimental(2));
            await().until(() -> taps().isEmpty());
            assertThat(engine.stop().groups())
                    .extracting(
                            group -> group.etherType(),
                            group -> requireNonNull(group.link()).source(),
                            group -> group.count())
                    .containsExactlyInAnyOrder(
                            tuple(0x88b5, "02:00:00:00:00:02", 2L),
                            tuple(0x88b5, "02:00:00:00:00:01", 1L),
                            tuple(0x0001, "02:00:5e:00:53:02", 1L));
        }
    }

    @Test
    void aWindowThatEndsInItsFirstQuarterOpensNothing() throws Exception {
        try (CaptureEngine engine = new CaptureEngine(settings(Duration.ofHours(1)))) {
            start(engine);
            lldp(1);
            DropEvents events = engine.stop();
            assertThat(events.groups()).isEmpty();
            assertThat(events.tapTest()).isNull();
            assertThat(events.limitations()).anyMatch(sentence -> sentence.contains("opened no tap"));
        }
        assertThat(pair.receiverCounter("rx_dropped")).isEqualTo(1);
    }

    @Test
    void aTapThatIsOpenWhenTheWindowEndsIsClosed() throws Exception {
        try (CaptureEngine engine =
                new CaptureEngine(settings(Duration.ofMinutes(1).dividedBy(10)))) {
            start(engine);
            await().until(engine::isTapping);
            lldp(1);
            TapTest test = requireNonNull(engine.stop().tapTest());
            assertThat(taps()).isEmpty();
            assertThat(test.interfaces().getFirst().after()).isZero();
        }
        assertThat(pair.receiverCounter("rx_dropped")).isZero();
    }

    @Test
    void membersOfABridgeGetNoTap() throws Exception {
        VethPair.ip("-n", pair.receiver(), "link", "add", "dwbr", "type", "bridge");
        VethPair.ip("-n", pair.receiver(), "link", "set", "dwrx", "master", "dwbr");
        try (CaptureEngine engine = new CaptureEngine(settings(Duration.ofMillis(400)))) {
            start(engine);
            Thread.sleep(500); // there is nothing to await: no tap comes
            assertThat(taps()).isEmpty();
            assertThat(engine.stop().limitations())
                    .anyMatch(sentence -> sentence.contains("No tap was opened on dwrx"));
        }
    }

    private void lldp(int times) {
        sender.send(TestFrames.lldp(), times);
    }

    private void start(CaptureEngine engine) throws Exception {
        String obstacle = ReceiverThread.in(pair, () -> {
            try {
                engine.start();
                return "";
            } catch (EngineUnavailableException e) {
                return e.getMessage();
            }
        });
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    private EngineSettings settings(Duration window) throws Exception {
        List<Link> links = ReceiverThread.in(pair, () -> {
            try (RouteNetlink netlink = RouteNetlink.open()) {
                return netlink.links().stream()
                        .filter(link -> link.name().equals("dwrx"))
                        .toList();
            }
        });
        return new EngineSettings(
                4,
                128,
                pair.receiverInode(),
                any -> "dwrx",
                new EthernetFrameIdentifier(LinkProtocols.load()),
                () -> links,
                window);
    }

    private static List<PacketSocket> seenSockets() {
        PacketSocketWatch watch = new PacketSocketWatch(Path.of("/proc"));
        watch.look(index -> "dwrx");
        return watch.seen();
    }

    /** Lines of /proc/net/packet of the receiving namespace, without the heading. */
    private List<String> taps() throws Exception {
        return VethPair.ip("netns", "exec", pair.receiver(), "cat", "/proc/net/packet")
                .lines()
                .skip(1)
                .toList();
    }
}
