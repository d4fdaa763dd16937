package dev.dropwhy.lab.scenario;

import dev.dropwhy.lab.network.Namespace;
import dev.dropwhy.lab.network.Network;
import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.traffic.RawSender;
import dev.dropwhy.lab.traffic.Sockets;
import java.io.IOException;
import java.util.List;

/**
 * The stage that every scenario starts from: a host, which is observed, and a peer, connected by a cable: {@code eth0} to
 * {@code eth0}, 10.77.0.1/24 to 10.77.0.2/24. Both know each other's address, so no ARP is needed.
 */
public final class Stage implements AutoCloseable {

    /** The observed interface. */
    public static final String INTERFACE = "eth0";

    /** The host's IPv4 address. */
    public static final String HOST = "10.77.0.1";

    /** The peer's IPv4 address. */
    public static final String PEER = "10.77.0.2";

    /** The address of the namespace behind the host, where there is one. */
    public static final String FAR = "10.88.0.2";

    /** The host's link-local IPv6 address, where IPv6 is on. */
    public static final String HOST_V6 = "fe80::77:1";

    /** The peer's link-local IPv6 address. */
    public static final String PEER_V6 = "fe80::77:2";

    /** The host's address on the link. */
    public static final Mac HOST_MAC = new Mac("02:00:00:77:00:01");

    /** The peer's address on the link. */
    public static final Mac PEER_MAC = new Mac("02:00:00:77:00:02");

    private final Network network;
    private final Namespace host;
    private final Namespace peer;
    private final RawSender peerPort;
    private List<String> observed = List.of(INTERFACE);

    private Stage(Network network, Namespace host, Namespace peer, RawSender peerPort) {
        this.network = network;
        this.host = host;
        this.peer = peer;
        this.peerPort = peerPort;
    }

    static Stage open() throws IOException, InterruptedException {
        Network network = new Network();
        try {
            Namespace host = network.namespace("host");
            Namespace peer = network.namespace("peer");
            network.connect(host, INTERFACE, peer, INTERFACE);
            address(host, HOST_MAC, HOST + "/24");
            address(peer, PEER_MAC, PEER + "/24");
            host.ip("neigh replace " + PEER + " lladdr " + PEER_MAC + " dev eth0 nud permanent");
            peer.ip("neigh replace " + HOST + " lladdr " + HOST_MAC + " dev eth0 nud permanent");
            RawSender peerPort = network.own(RawSender.open(peer, INTERFACE));
            return new Stage(network, host, peer, peerPort);
        } catch (IOException | InterruptedException e) {
            network.close();
            throw e;
        }
    }

    private static void address(Namespace namespace, Mac mac, String address) throws IOException, InterruptedException {
        namespace.ip("link set eth0 address " + mac);
        namespace.ip("addr add " + address + " dev eth0");
    }

    /** The namespace that is observed. */
    public Namespace host() {
        return host;
    }

    /** The namespace at the other end. */
    public Namespace peer() {
        return peer;
    }

    /** A raw sender on the peer's end of the cable. */
    public RawSender wire() {
        return peerPort;
    }

    /** Sockets of the host. */
    public Sockets hostSockets() {
        return new Sockets(host);
    }

    /** Sockets of the peer. */
    public Sockets peerSockets() {
        return new Sockets(peer);
    }

    /** The network, for further namespaces and resources; all is closed with the stage. */
    public Network network() {
        return network;
    }

    /** Chooses the interfaces of the host to observe; the default is {@code eth0}. */
    public void observe(String... interfaces) {
        observed = List.of(interfaces);
    }

    /** The interfaces to observe. */
    public List<String> observed() {
        return observed;
    }

    /**
     * Makes the host a router: it forwards, and its {@code eth1}, 10.88.0.1/24, leads to a third namespace with the address
     * {@link #FAR}. Both interfaces are observed.
     *
     * @return the third namespace
     */
    public Namespace makeRouter() throws IOException, InterruptedException {
        Namespace far = network.namespace("far");
        network.connect(host, "eth1", far, INTERFACE);
        host.ip("addr add 10.88.0.1/24 dev eth1");
        far.ip("addr add " + FAR + "/24 dev eth0");
        host.sysctl("net.ipv4.ip_forward", "1");
        observe(INTERFACE, "eth1");
        return far;
    }

    /** Switches IPv6 on at the host, {@link #HOST_V6}, without anything that it would say by itself. */
    public void enableIpv6() throws IOException, InterruptedException {
        enableIpv6(INTERFACE, HOST_V6 + "/64");
    }

    private void enableIpv6(String device, String address) throws IOException, InterruptedException {
        String settings = "net.ipv6.conf." + device + ".";
        host.sysctl(settings + "accept_dad", "0");
        host.sysctl(settings + "router_solicitations", "0");
        host.sysctl(settings + "addr_gen_mode", "1");
        host.sysctl(settings + "disable_ipv6", "0");
        host.ip("addr add " + address + " dev " + device + " nodad");
    }

    /** Makes the host a router of IPv6 between the peer's link and 2001:db8:88::/64, which is behind {@code eth1}. */
    public void makeIpv6Router() throws IOException, InterruptedException {
        makeRouter();
        enableIpv6();
        enableIpv6("eth1", "2001:db8:88::1/64");
        host.ip("addr add 2001:db8:77::1/64 dev eth0 nodad");
        host.ip("neigh replace 2001:db8:77::2 lladdr " + PEER_MAC + " dev eth0 nud permanent");
        host.ip("neigh replace 2001:db8:88::2 lladdr 02:00:00:88:00:02 dev eth1 nud permanent");
        host.sysctl("net.ipv6.conf.all.forwarding", "1");
        host.sysctl("net.ipv6.conf.eth0.mldv2_unsolicited_report_interval", "600000");
    }

    /** The framing of an ordinary frame from peer to host. */
    public static Ethernet fromPeerToHost() {
        return new Ethernet(HOST_MAC, PEER_MAC);
    }

    /** A frame from peer to host that carries an IPv4 packet. */
    public static byte[] ipToHost(byte[] packet) {
        return fromPeerToHost().typed(Ipv4.ETHER_TYPE, packet);
    }

    @Override
    public void close() throws IOException {
        network.close();
    }
}
