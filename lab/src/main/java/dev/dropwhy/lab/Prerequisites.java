package dev.dropwhy.lab;

import dev.dropwhy.lab.network.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the lab needs of the machine. */
public final class Prerequisites {

    private static final List<String> PROGRAMS = List.of("ip", "tc", "nft", "tcpdump");

    private Prerequisites() {}

    /** The first thing that is missing, as one sentence that says what to do; empty where the lab can run. */
    public static Optional<String> missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of(
                    "The lab is skipped: it needs Linux, and this is " + System.getProperty("os.name") + ".");
        }
        if (!Files.isWritable(Path.of("/proc/sys/net/ipv4/ip_forward"))) {
            return Optional.of(
                    "The lab is skipped: it makes network namespaces and loads eBPF programs, so it must be run as"
                            + " root of the machine.");
        }
        if (!Files.isReadable(Path.of("/sys/kernel/btf/vmlinux"))) {
            return Optional.of(
                    "The lab is skipped: this kernel has no BTF (/sys/kernel/btf/vmlinux), so drops cannot be"
                            + " observed by eBPF.");
        }
        return PROGRAMS.stream()
                .filter(program -> !Command.exists(program))
                .findFirst()
                .map(program -> "The lab is skipped: the program \"" + program
                        + "\" is missing; on Debian, apt-get install iproute2 nftables tcpdump.");
    }
}
