package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.dropevents.testnet.RawSender;
import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import dev.dropwhy.agent.dropevents.testnet.VethPair;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What observed drops cost the sender, as a program to be run by hand as root: {@code StormCost ROUNDS OBJECT...}. A storm of
 * LLDP over a veth pair, in short turns without a program and with each of the given ones attached; medians of the
 * sender's CPU time per frame (the drop happens in its context), and their ratio to no program.
 */
final class StormCost {

    private static final int FRAMES = 100_000;

    private StormCost() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<String> objects = List.of(arguments).subList(1, arguments.length);
        Map<String, List<Double>> nanos = new LinkedHashMap<>();
        try (VethPair pair = new VethPair("cost");
                RawSender sender = new RawSender(pair)) {
            sender.send(TestFrames.lldp(), 10L * FRAMES);
            for (int round = 0; round < rounds; round++) {
                add(nanos, "none", storm(sender));
                for (String object : objects) {
                    add(nanos, object, observed(sender, Path.of(object)));
                }
            }
        }
        double none = median(nanos.getOrDefault("none", List.of()));
        nanos.forEach((name, values) -> System.out.printf(
                "%-40s %7.1f ns/frame  ratio of medians %.3f  median of ratios %.3f%n",
                name,
                median(values),
                median(values) / none,
                median(ratios(values, nanos.getOrDefault("none", List.of())))));
    }

    private static void add(Map<String, List<Double>> nanos, String name, double value) {
        nanos.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static double observed(RawSender sender, Path object) throws IOException, EngineUnavailableException {
        try (Arena arena = Arena.ofConfined()) {
            Libbpf libbpf = new Libbpf(arena);
            BpfProgram.Variant variant =
                    object.toString().contains("helper") ? BpfProgram.Variant.HELPER : BpfProgram.Variant.CAST;
            try (BpfProgram program = new BpfProgram(libbpf, arena, Files.readAllBytes(object), variant)) {
                program.configure(new BpfProgram.Constants(true, 4, 13, 128));
                program.load();
                program.attach();
                double nanos = storm(sender);
                program.detach();
                return nanos;
            }
        }
    }

    private static double storm(RawSender sender) {
        sender.send(TestFrames.lldp(), FRAMES / 10);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        sender.send(TestFrames.lldp(), FRAMES);
        return (threads.getCurrentThreadCpuTime() - begin) / (double) FRAMES;
    }

    private static List<Double> ratios(List<Double> values, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / base.get(i));
        }
        return ratios;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
