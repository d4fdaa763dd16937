package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.network.Counters;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A veth pair between two private namespaces. What is sent into one end is dropped at the other. */
final class Wire implements AutoCloseable {

    static final String RECEIVER = "rx0";
    private static final String SENDER = "tx0";

    private final Network network = new Network();
    private final Namespace receiver;
    private final StormSocket socket;
    private final Traffic traffic;

    /**
     * Connects them.
     *
     * @param traffic what is sent
     * @param ownMachine whether the receiving end is in the network namespace of this process: for a machine that is there for
     *     this alone, whose drop monitor only that namespace can reach
     */
    Wire(Traffic traffic, boolean ownMachine) throws IOException, InterruptedException {
        this.traffic = traffic;
        try {
            Namespace sender = network.namespace("tx");
            receiver = ownMachine ? network.ownNamespace("rx") : network.namespace("rx");
            network.connect(sender, SENDER, receiver, RECEIVER);
            socket = network.own(new StormSocket(sender, SENDER, traffic.frame()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Where the packets are dropped. */
    Namespace receiver() {
        return receiver;
    }

    StormSocket socket() {
        return socket;
    }

    /**
     * What the kernel counted at the receiving end.
     *
     * @param arrived packets that arrived, dropped or not
     * @param dropped packets that were dropped
     */
    record Count(long arrived, long dropped) {

        Count since(Count earlier) {
            return new Count(arrived - earlier.arrived, dropped - earlier.dropped);
        }
    }

    Count count() throws IOException, InterruptedException {
        Map<String, Long> values = Counters.read(receiver, List.of(RECEIVER)).values();
        return new Count(values.getOrDefault("rx_packets", 0L), values.getOrDefault(traffic.counter(), 0L));
    }

    @Override
    public void close() throws IOException {
        network.close();
    }
}
