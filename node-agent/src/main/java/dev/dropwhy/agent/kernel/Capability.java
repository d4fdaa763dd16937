package dev.dropwhy.agent.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Capabilities that probes need, with their numbers in {@code include/uapi/linux/capability.h}. */
public enum Capability {
    /** Network administration, netlink monitors. */
    CAP_NET_ADMIN(12),
    /** Raw and packet sockets. */
    CAP_NET_RAW(13),
    /** Everything; before Linux 5.8 also what CAP_BPF and CAP_PERFMON stand for now. */
    CAP_SYS_ADMIN(21),
    /** Kernel addresses where kernel.kptr_restrict hides them. */
    CAP_SYSLOG(34),
    /** Tracing programs (Linux 5.8). */
    CAP_PERFMON(38),
    /** eBPF maps and programs (Linux 5.8). */
    CAP_BPF(39);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /**
     * The effective capabilities of this process.
     *
     * @throws IOException where {@code /proc/self/status} cannot be read
     */
    public static Set<Capability> effective() throws IOException {
        return effective(Files.readString(Path.of("/proc/self/status")));
    }

    static Set<Capability> effective(String status) {
        Set<Capability> held = EnumSet.noneOf(Capability.class);
        status.lines()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .ifPresent(mask -> Arrays.stream(values())
                        .filter(capability -> ((mask >>> capability.number) & 1) == 1)
                        .forEach(held::add));
        return held;
    }
}
