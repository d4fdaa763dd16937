package dev.dropwhy.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.dropevents.bpf.EbpfEngine;
import dev.dropwhy.agent.dropevents.choice.EngineLadder;
import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.linux.Libc;
import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.ObservationRequest;
import dev.dropwhy.agent.observer.Observer;
import dev.dropwhy.agent.observer.StopSignal;
import dev.dropwhy.api.EventSource;
import dev.dropwhy.api.FrameSampling;
import dev.dropwhy.api.InterfaceSelection;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.CounterSample;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration's network on the kernel that the tests run on, watched by the real observer. */
class DemoNetworkTest {

    @BeforeEach
    void needsRoot() throws Exception {
        assumeTrue(Libc.effectiveUser() == 0, "skipped: making network namespaces needs root");
    }

    @Test
    void whatTheHostsCounterShowsIsWhatTheEventsShow() throws Exception {
        Observation observation = observe(Duration.ofSeconds(3), new StopSignal());
        InterfaceObservation eth0 = observation.interfaces().getFirst();
        assertThat(eth0.name()).isEqualTo(DemoNetwork.HOST_INTERFACE);
        assertThat(eth0.kind()).isEqualTo("veth");
        assertThat(eth0.driver()).isNotNull();
        long grew = value(eth0.counters().getLast()) - value(eth0.counters().getFirst());
        assertThat(grew).isBetween(2L, 8L);
        assumeTrue(
                observation.engine().used() == EventSource.Ebpf,
                () -> "skipped: no eBPF here: " + observation.engine().reason());
        DropGroup lldp = observation.drops().stream()
                .filter(group -> group.observedNamespace() && group.etherType() == 0x88cc)
                .findFirst()
                .orElseThrow();
        assertThat(lldp.interfaceName()).isEqualTo("eth0");
        assertThat(lldp.count())
                .isBetween(grew, grew + 1); // one may fall between the engine's start and the first read
        assertThat(lldp.frames().getFirst().identity())
                .isNotNull()
                .satisfies(identity -> assertThat(identity.speaker())
                        .isNotNull()
                        .satisfies(speaker -> {
                            assertThat(speaker.systemName()).isEqualTo(SwitchFrames.SYSTEM_NAME);
                            assertThat(speaker.portId()).isEqualTo(SwitchFrames.PORT_ID);
                        }));
    }

    @Test
    void firstAndLastSampleAreCompleteAndAboutASecondApart() throws Exception {
        Observation observation = observe(Duration.ofSeconds(2), new StopSignal());
        List<CounterSample> samples = observation.interfaces().getFirst().counters();
        assertThat(samples).hasSize(3);
        assertThat(samples.getFirst().values()).hasSameSizeAs(samples.getLast().values());
        assertThat(samples.getLast().atMillis()).isBetween(2000L, 2900L);
        assertThat(observation.durationMillis())
                .isGreaterThanOrEqualTo(samples.getLast().atMillis());
        assertThat(observation.hostCounters()).hasSize(3);
        assertThat(observation.hostCounters().getFirst().values()).containsKey("softnet.dropped");
        assertThat(observation.settings()).containsKey("net.ipv4.conf.eth0.rp_filter");
    }

    @Test
    void aWindowThatIsStoppedAtOnceIsStillAWholeObservation() throws Exception {
        StopSignal stop = new StopSignal();
        stop.stop();
        Observation observation = observe(Duration.ofSeconds(60), stop);
        assertThat(observation.durationMillis()).isLessThan(20_000);
        assertThat(observation.interfaces().getFirst().counters()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aPacketSocketInTheHostsNamespaceIsSeenAndIsOurs() throws Exception {
        try (DemoNetwork network = DemoNetwork.open()) {
            Observation observation = network.onHost(() -> {
                try (FrameSocket socket = FrameSocket.open("eth0")) {
                    assertThat(socket).isNotNull();
                    return observer()
                            .observe(request(Duration.ofSeconds(1)), new StopSignal(), ObservationListener.NONE);
                }
            });
            assertThat(observation.packetSockets()).singleElement().satisfies(socket -> {
                assertThat(socket.own()).isTrue();
                assertThat(socket.device()).isEqualTo("eth0");
                assertThat(socket.protocol()).isZero();
            });
        }
    }

    @Test
    void afterwardsEveryThreadIsInTheNamespaceItWasIn() throws Exception {
        await().until(() -> namespacesOfThreads().size() == 1); // threads of the test before have ended
        Set<String> before = namespacesOfThreads();
        try (DemoNetwork network = DemoNetwork.open()) {
            assertThat(network.<Boolean>onHost(() -> Files.exists(Path.of("/proc/thread-self/net/dev"))))
                    .isTrue();
            assertThat(namespacesOfThreads()).hasSize(before.size() + 2);
        }
        await().untilAsserted(() -> assertThat(namespacesOfThreads()).isEqualTo(before));
    }

    private static Observation observe(Duration duration, StopSignal stop) throws Exception {
        try (DemoNetwork network = DemoNetwork.open()) {
            return network.onHost(() -> observer().observe(request(duration), stop, ObservationListener.NONE));
        }
    }

    private static ObservationRequest request(Duration duration) {
        return new ObservationRequest(
                new InterfaceSelection(List.of(), List.of()), duration, EventSource.Auto, new FrameSampling(4, 128));
    }

    private static Observer observer() {
        return new Observer(
                Clock.systemUTC(),
                System::nanoTime,
                settings -> new EngineLadder(Map.of(EventSource.Ebpf, () -> new EbpfEngine(settings))),
                new EthernetFrameIdentifier(LinkProtocols.load()));
    }

    private static long value(CounterSample sample) {
        return sample.values().getOrDefault("rx_dropped", -1L);
    }

    private static Set<String> namespacesOfThreads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> {
                        try {
                            return Files.readSymbolicLink(thread.resolve("ns/net"))
                                    .toString();
                        } catch (IOException e) {
                            return ""; // ended meanwhile
                        }
                    })
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
        }
    }
}
