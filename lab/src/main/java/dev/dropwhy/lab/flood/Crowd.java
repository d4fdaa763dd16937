package dev.dropwhy.lab.flood;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many interfaces and many namespaces, made by few commands. */
final class Crowd {

    private Crowd() {}

    /** Gives a namespace so many more pairs of interfaces that are up, called {@code crowd0}, {@code other0} and so on. */
    static void pairs(Namespace namespace, int count) throws IOException, InterruptedException {
        String lines = IntStream.range(0, count).mapToObj(i -> """
                        link add crowd%1$d type veth peer name other%1$d
                        link set crowd%1$d up
                        link set other%1$d up
                        """.formatted(i)).collect(Collectors.joining());
        Command.run(List.of("ip", "-n", namespace.name(), "-batch", "-"), lines);
    }

    /**
     * Makes namespaces, each connected to a hub by a veth pair: {@code spoke0} and so on in the hub, {@code eth0} in each.
     *
     * @return the interfaces of the hub
     */
    static List<String> namespaces(Network network, Namespace hub, int count) throws IOException, InterruptedException {
        List<String> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String port = "spoke" + i;
            network.connect(hub, port, network.namespace("s" + i), "eth0");
            ports.add(port);
        }
        return ports;
    }
}
