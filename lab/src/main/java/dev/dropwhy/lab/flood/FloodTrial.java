package dev.dropwhy.lab.flood;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dropwhy.api.NodeDropReportStatus;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.NodeDiagnosis;
import dev.dropwhy.diagnosis.cluster.NodeReport;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.lab.investigation.Answer;
import dev.dropwhy.lab.investigation.Investigation;
import dev.dropwhy.lab.network.Counters;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.RawSender;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Floods a host and looks at what the product, run twice at the same time, makes of it. */
final class FloodTrial {

    private static final int WINDOW_SECONDS = 600; // ended early, when the flood is over
    private static final String INTERFACE = "eth0";

    /** The one that drops; first by name where more interfaces are there than are observed. */
    private static final String DROPPING = "a0";

    private static final byte[] LLDP =
            new SwitchFrames(new Mac("02:00:5e:10:00:01"), "lab-switch-1", "ge-0/0/7").lldp();

    private FloodTrial() {}

    /** What floods, once the product watches: returns the number of frames sent. */
    @FunctionalInterface
    private interface Attack {
        long launch() throws IOException, InterruptedException;
    }

    /** Frames that all differ in sender and protocol, into one interface. */
    static Flooded ofFrames(long frames) throws IOException, InterruptedException {
        try (Network network = new Network()) {
            Namespace host = network.namespace("host");
            Namespace peer = network.namespace("peer");
            network.connect(host, DROPPING, peer, INTERFACE);
            FrameFlood flood = network.own(new FrameFlood(peer, INTERFACE, 20_261_125));
            return watched(host, List.of(DROPPING), () -> {
                flood.send(frames);
                return frames;
            });
        }
    }

    /** So many pairs of interfaces and one interface more, which drops frames. */
    static Flooded ofInterfaces(int pairs, long frames) throws IOException, InterruptedException {
        try (Network network = new Network()) {
            Namespace host = network.namespace("host");
            Namespace peer = network.namespace("peer");
            network.connect(host, DROPPING, peer, INTERFACE);
            Crowd.pairs(host, pairs);
            RawSender wire = network.own(RawSender.open(peer, INTERFACE));
            return watched(host, List.of("*"), () -> {
                wire.storm(LLDP, frames);
                return frames;
            });
        }
    }

    /** So many other namespaces that drop frames beside the observed one. */
    static Flooded ofNamespaces(int namespaces, long framesOfEach) throws IOException, InterruptedException {
        try (Network network = new Network()) {
            Namespace hub = network.namespace("hub");
            Namespace host = network.namespace("host");
            network.connect(hub, "host", host, DROPPING);
            List<String> ports = Crowd.namespaces(network, hub, namespaces);
            return watched(host, List.of(DROPPING), () -> {
                storm(hub, "host", framesOfEach);
                for (String port : ports) {
                    storm(hub, port, framesOfEach);
                }
                return framesOfEach * (namespaces + 1L);
            });
        }
    }

    private static void storm(Namespace from, String port, long frames) throws IOException, InterruptedException {
        try (RawSender sender = RawSender.open(from, port)) {
            sender.storm(LLDP, frames);
        }
    }

    private static Flooded watched(Namespace host, List<String> observed, Attack attack)
            throws IOException, InterruptedException {
        List<String> counted = List.of(DROPPING);
        try (Investigation run = Investigation.start(host, observed, WINDOW_SECONDS, List.of());
                Recorder recorder = Recorder.start(host, observed)) {
            run.awaitWindow();
            ResidentSize size = new ResidentSize(run.process());
            Counters before = Counters.read(host, counted);
            long sent = attack.launch();
            long truth = Counters.read(host, counted).growthSince(before).getOrDefault("rx_dropped", 0L);
            long end = System.nanoTime();
            run.signal("TERM");
            Answer answer = run.await();
            Duration ending = Duration.ofNanos(System.nanoTime() - end);
            Observation observation = recorder.end();
            NodeDiagnosis diagnosis = Diagnosis.standard().diagnose(observation, List.of());
            return new Flooded(
                    sent,
                    truth,
                    answer,
                    size.peakBytes(),
                    ending,
                    observation,
                    diagnosis,
                    reportBytes(observation, diagnosis));
        }
    }

    private static int reportBytes(Observation observation, NodeDiagnosis diagnosis) throws IOException {
        NodeDropReportStatus status = new NodeReport("uid", null, List.of()).of(observation, diagnosis);
        return new ObjectMapper().writeValueAsBytes(status).length;
    }
}
