package dev.dropwhy.e2e.cluster;

import dev.dropwhy.lab.network.Command;
import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.RawSender;
import dev.dropwhy.lab.traffic.SwitchFrames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A cable from the node to a switch of the test's own: interface {@code uplink0} in the node's network namespace, the
 * switch in another. The switch says LLDP in a steady rhythm until this is closed, and every frame is a drop that the
 * kernel counts, because no handler wants the protocol.
 */
public final class Uplink implements AutoCloseable {

    private static final String INTERFACE = "uplink0";

    /** The name that the switch gives itself. */
    public static final String SWITCH_NAME = "rack12-tor-a";

    /** The switch's port that the cable is in. */
    public static final String SWITCH_PORT = "Ethernet7";

    /** The address of that port. */
    public static final String SWITCH_MAC = "02:00:5e:10:00:07";

    private final Network network;
    private final Thread talking;

    private Uplink(Network network, Thread talking) {
        this.network = network;
        this.talking = talking;
    }

    /** Plugs the cable in and lets the switch talk, once every {@code pause}. */
    public static Uplink plug(Cluster cluster, Duration pause) throws IOException, InterruptedException {
        Network network = new Network();
        try {
            Namespace rack = network.namespace("switch");
            rack.ip("link add port7 type veth peer name " + INTERFACE + " netns " + cluster.nodeProcess());
            // Deleting a namespace lets go of its interfaces some time later; the next test wants the name at once.
            network.own(() -> rack.ip("link delete port7"));
            rack.ip("link set port7 up");
            onNode(cluster, "sysctl -qw net.ipv6.conf." + INTERFACE + ".disable_ipv6=1");
            onNode(cluster, "ip link set " + INTERFACE + " up");
            RawSender sender = network.own(RawSender.open(rack, "port7"));
            byte[] frame = new SwitchFrames(new Mac(SWITCH_MAC), SWITCH_NAME, SWITCH_PORT).lldp();
            Thread talking = Thread.ofPlatform().name("switch").daemon().start(() -> talk(sender, frame, pause));
            return new Uplink(network, talking);
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static void onNode(Cluster cluster, String command) throws IOException, InterruptedException {
        Command.run(List.of("nsenter", "--target", Long.toString(cluster.nodeProcess()), "--net", "sh", "-c", command));
    }

    private static void talk(RawSender sender, byte[] frame, Duration pause) {
        try {
            sender.repeat(frame, Integer.MAX_VALUE, pause);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the switch cannot send", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the cable is being pulled
        }
    }

    /** The interface on the node, for {@code spec.interfaces.include}. */
    public String interfaceName() {
        return INTERFACE;
    }

    @Override
    public void close() throws IOException {
        talking.interrupt();
        while (talking.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
        network.close();
    }
}
