package dev.dropwhy.lab.virtio.scenario;

import static dev.dropwhy.api.Cause.QdiscOverflow;
import static dev.dropwhy.api.Cause.TrafficControlDrop;
import static dev.dropwhy.api.Severity.Problem;
import static dev.dropwhy.api.Severity.Suspicious;

import dev.dropwhy.lab.scenario.Count;
import dev.dropwhy.lab.scenario.Expectation;
import dev.dropwhy.lab.scenario.ExpectedVerdict;
import dev.dropwhy.lab.traffic.Ethernet;
import dev.dropwhy.lab.traffic.Ipv4;
import dev.dropwhy.lab.traffic.Mac;
import dev.dropwhy.lab.virtio.guest.Guest;
import java.time.Duration;
import java.util.List;

/**
 * Traffic control: filters, policers and queues, each named with the packets and bytes that it dropped. They are played in
 * guests because few kernels have all of it built in, and Debian's have it as modules.
 */
final class FilterScenarios {

    private static final String HERE = "10.77.0.1";
    private static final String THERE = "10.77.0.2";
    private static final String BEYOND = "10.78.0.2";
    private static final Mac THERE_MAC = new Mac("02:00:5e:10:00:02");
    private static final Ethernet TO_GUEST = new Ethernet(new Mac(Guest.MAC), THERE_MAC);
    private static final Ipv4 PACKET = new Ipv4(THERE, HERE);
    private static final int PORT = 4000;
    private static final int PACKETS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Bytes of an echo request from the guest, without its link header. */
    private static final int LONG = 1000;

    private static final String ADDRESS = "ip addr add " + HERE + "/24 dev eth0 && ip neigh replace " + THERE
            + " lladdr " + THERE_MAC.text() + " dev eth0";
    private static final String CLSACT = "for m in sch_ingress cls_flower cls_matchall cls_u32 act_gact act_police; do"
            + " modprobe $m || exit 1; done; tc qdisc add dev eth0 clsact";
    private static final String UNDO = "tc qdisc del dev eth0 clsact; ip addr flush dev eth0; ip neigh flush dev eth0";

    private FilterScenarios() {}

    static List<VirtioScenario> all() {
        return List.of(
                VirtioScenario.of(
                                "tc-filter",
                                "A flower filter drops what comes in, and its own statistics tell how much.",
                                guest -> guest.cable().repeat(udp(), PACKETS, PAUSE),
                                guest -> Expectation.of(ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                        .saying(
                                                "A tc filter or program (flower 0x1 of pref 10 for ip) dropped",
                                                "The tc filter flower 0x1 of pref 10 for ip at the ingress of eth0 dropped"
                                                        + " 20 packets by its action gact of 1200 bytes.")))
                        .between(
                                CLSACT + " && tc filter add dev eth0 ingress pref 10 protocol ip flower ip_proto udp"
                                        + " dst_port 4000 action drop",
                                UNDO)
                        .only("5.10", "7.2"),
                VirtioScenario.of(
                                "tc-policer",
                                "A policer beside a filter: tc counts the bytes of all that came to the policer, the events"
                                        + " those of the dropped.",
                                guest -> {
                                    for (int i = 0; i < PACKETS; i++) {
                                        guest.cable().send(udp());
                                        guest.cable().send(TO_GUEST.typed(Ipv4.ETHER_TYPE, PACKET.ping(i, false)));
                                    }
                                },
                                guest -> Expectation.of(
                                        ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                                .protocol("Udp"),
                                        ExpectedVerdict.of(
                                                        TrafficControlDrop,
                                                        Suspicious,
                                                        new Count.Between(PACKETS - 6, PACKETS - 1))
                                                .protocol("Icmp")
                                                .saying(
                                                        "The tc filter flower 0x1 of pref 10 for ip at the ingress of eth0 dropped"
                                                                + " 20 packets by its action gact of 1200 bytes.",
                                                        "The tc filter matchall 0x1 of pref 20 for ip at the ingress of eth0",
                                                        "bytes, of 20 packets of 1200 bytes that came to it; tc tells the bytes of all"
                                                                + " of them only, the events those of the dropped.")))
                        .between(
                                ADDRESS + " && " + CLSACT
                                        + " && tc filter add dev eth0 ingress pref 10 protocol ip flower ip_proto udp"
                                        + " dst_port 4000 action drop && tc filter add dev eth0 ingress pref 20 protocol ip"
                                        + " matchall action police rate 1kbit burst 200 conform-exceed drop/ok",
                                UNDO)
                        .only("6.12"),
                VirtioScenario.of(
                                "tc-old-policer",
                                "A policer as tc set it up before there were actions, on the way out.",
                                guest -> guest.run(PING),
                                guest -> Expectation.of(ExpectedVerdict.of(
                                                TrafficControlDrop,
                                                Suspicious,
                                                new Count.Between(PACKETS - 4, PACKETS - 1))
                                        .protocol("Icmp")
                                        .saying(
                                                "The tc filter u32 800::800 of pref 30 for ip at the egress of eth0",
                                                "packets by its action police of",
                                                "bytes, of 20 packets of 20280 bytes that came to it")))
                        .between(
                                ADDRESS + " && " + CLSACT
                                        + " && tc filter add dev eth0 egress pref 30 protocol ip u32 match ip protocol 1"
                                        + " 0xff police rate 1kbit burst 2500 drop",
                                UNDO)
                        .only("5.10"),
                VirtioScenario.of(
                                "shaper",
                                "A shaper's queue overflows: tc counts packets, the verdict tells their bytes.",
                                guest -> guest.run(PING),
                                guest -> Expectation.of(ExpectedVerdict.of(
                                                QdiscOverflow, Problem, new Count.Between(PACKETS - 6, PACKETS - 2))
                                        .saying("So tbf 10: dropped", "bytes; tc tells packets only")))
                        .between(
                                ADDRESS
                                        + " && modprobe sch_tbf && tc qdisc add dev eth0 root handle 10: tbf rate 8kbit burst"
                                        + " 2000 limit 3000",
                                "tc qdisc del dev eth0 root; ip addr flush dev eth0; ip neigh flush dev eth0")
                        .only("7.2"),
                forwarded(
                                "forwarded",
                                "What the guest forwards, a filter of the interface that it leaves by drops: the answer names that one.",
                                " on out0",
                                "The tc filter matchall 0x1 of pref 10 for every protocol at the egress of out0 dropped 20 packets")
                        .only("7.2"),
                forwarded(
                                "drop-monitor-forwarded",
                                "The kernel's drop monitor tells where such a packet came in, which is not where it was dropped: the answer names neither.",
                                "dropped 20 packets of UDP from 10.77.0.2 on this host")
                        .with("--events", "DropMonitor")
                        .only("7.2"));
    }

    private static VirtioScenario forwarded(String name, String fact, String... says) {
        return VirtioScenario.of(
                        name,
                        fact,
                        guest -> guest.cable().repeat(udpBeyond(), PACKETS, PAUSE),
                        guest -> Expectation.of(ExpectedVerdict.of(TrafficControlDrop, Suspicious, PACKETS)
                                .saying(says)))
                .between(
                        "for m in drop_monitor veth sch_ingress cls_matchall act_gact; do modprobe $m || exit 1; done; "
                                + ADDRESS
                                + " && ip link add out0 type veth peer name in0 && ip link set out0 up && ip link set in0 up"
                                + " && ip addr add 10.78.0.1/24 dev out0 && ip neigh replace " + BEYOND
                                + " lladdr 02:00:5e:10:00:03 dev out0 && echo 1 >/proc/sys/net/ipv4/ip_forward"
                                + " && tc qdisc add dev out0 clsact && tc filter add dev out0 egress pref 10 matchall action drop",
                        "echo 0 >/proc/sys/net/ipv4/ip_forward; ip link del out0; ip addr flush dev eth0; ip neigh flush dev eth0")
                .on("eth0", "out0");
    }

    /** Nobody answers, and one second is enough to send all. */
    private static final String PING =
            "ping -q -A -c " + PACKETS + " -i 0.02 -W 1 -s " + (LONG - 28) + " " + THERE + " || true";

    private static byte[] udpBeyond() {
        return TO_GUEST.typed(Ipv4.ETHER_TYPE, new Ipv4(THERE, BEYOND).udp(PORT, PORT, 32));
    }

    private static byte[] udp() {
        return TO_GUEST.typed(Ipv4.ETHER_TYPE, PACKET.udp(PORT, PORT, 32));
    }
}
