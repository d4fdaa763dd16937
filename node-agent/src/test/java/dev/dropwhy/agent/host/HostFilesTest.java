package dev.dropwhy.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.api.HostFacts;
import dev.dropwhy.diagnosis.observation.PacketSocket;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {

    private static final String PACKET_HEADING = "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n";

    @Test
    void handlersAreReadWithAndWithoutADevice() {
        String text = """
                Type Device      Function
                ALL  eth0     packet_rcv
                0800          ip_rcv
                88CC eth1     lldp_rcv [lldp]
                0004          llc_rcv
                """;
        assertThat(ProtocolHandlers.parse(text.replace(" [lldp]", "")))
                .containsExactly(
                        new ProtocolHandler("ALL", "eth0", "packet_rcv"),
                        new ProtocolHandler("0800", null, "ip_rcv"),
                        new ProtocolHandler("88cc", "eth1", "lldp_rcv"),
                        new ProtocolHandler("0004", null, "llc_rcv"));
    }

    @Test
    void aTapOpenOnlyInTheMiddleIsRememberedWithItsOwner(@TempDir Path proc) throws Exception {
        Path packet = proc.resolve("net/packet");
        Files.createDirectories(packet.getParent());
        Files.createDirectories(proc.resolve("4711/fd"));
        Files.writeString(proc.resolve("4711/comm"), "tcpdump\n");
        Files.createSymbolicLink(proc.resolve("4711/fd/3"), Path.of("socket:[8123]"));
        PacketSocketWatch watch = new PacketSocketWatch(proc);

        Files.writeString(packet, PACKET_HEADING);
        watch.look(index -> null);
        Files.writeString(packet, PACKET_HEADING + "0000000000000000 3      3    0003   2     1 0      0      8123\n");
        watch.look(index -> index == 2 ? "eth0" : null);
        Files.writeString(packet, PACKET_HEADING);
        watch.look(index -> null);

        assertThat(watch.seen()).containsExactly(new PacketSocket(3, "eth0", 4711, "tcpdump", false));
    }

    @Test
    void aSocketOfNobodyToBeSeenIsKeptWithoutAnOwner(@TempDir Path proc) throws Exception {
        Path packet = proc.resolve("net/packet");
        Files.createDirectories(packet.getParent());
        Files.writeString(packet, PACKET_HEADING + "0 3 3 88cc 0 1 0 0 99\ngarbage\n1 2 3 zz x y\n");
        PacketSocketWatch watch = new PacketSocketWatch(proc);
        watch.look(index -> null);
        assertThat(watch.seen()).containsExactly(new PacketSocket(0x88cc, null, null, null, false));
    }

    @Test
    void settingsAreNamedByTheirPathWithDots(@TempDir Path proc) throws Exception {
        write(proc.resolve("sys/net/core/netdev_max_backlog"), "1000\n");
        write(proc.resolve("sys/net/ipv4/conf/eth0.5/rp_filter"), "1\n");
        write(proc.resolve("sys/net/ipv4/tcp_mem"), "1\t2\t3\n");
        assertThat(new Settings(proc).read(List.of("eth0.5")))
                .containsOnlyKeys("net.core.netdev_max_backlog", "net.ipv4.conf.eth0/5.rp_filter", "net.ipv4.tcp_mem")
                .containsEntry("net.core.netdev_max_backlog", "1000")
                .containsEntry("net.ipv4.tcp_mem", "1 2 3");
    }

    @Test
    void thisHostHasFactsAndHandlers() {
        HostProbe host = new HostProbe(Path.of("/proc"));
        HostFacts facts = host.facts("host");
        assertThat(facts.kernelRelease()).isEqualTo(System.getProperty("os.version"));
        assertThat(facts.cpus()).isPositive();
        assertThat(facts.networkNamespace()).isPositive();
        assertThat(facts.networkNamespaceName()).isEqualTo("host");
        assertThat(host.handlers()).extracting(ProtocolHandler::function).contains("ip_rcv");
    }

    private static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
