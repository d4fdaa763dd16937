package dev.dropwhy.agent.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's run-time statistics of eBPF programs ({@code BPF_ENABLE_STATS}, Linux 5.8; CAP_SYS_ADMIN). They are on as
 * long as somebody holds a descriptor of this kind: whatever ends the process switches them off again, unlike the sysctl
 * {@code kernel.bpf_stats_enabled}. While they are on, every run of every program of the machine costs two more readings
 * of the clock.
 */
public final class BpfStatistics implements AutoCloseable {

    private static final int BPF_ENABLE_STATS = 32;
    private static final int ATTRIBUTE_BYTES = 8; // BPF_STATS_RUN_TIME is type 0
    private static final Path DESCRIPTORS = Path.of("/proc/self/fdinfo");

    /**
     * How often and how long the programs of this process ran since they were loaded, while statistics were on.
     *
     * @param runs how often
     * @param nanos how long, all processors together
     */
    public record RunTime(long runs, long nanos) {}

    private final int descriptor;

    private BpfStatistics(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Switches the statistics on.
     *
     * @throws SystemCallException where the kernel is older or the process may not
     */
    public static BpfStatistics enable() throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            return new BpfStatistics(Libc.bpf(systemCall(), BPF_ENABLE_STATS, arena.allocate(ATTRIBUTE_BYTES, 8)));
        }
    }

    /** include/uapi/asm-generic/unistd.h; x86-64 has numbers of its own. */
    private static long systemCall() {
        return System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    }

    /** The sum over all programs that this process holds a descriptor of ({@code bpf_prog_show_fdinfo}). */
    public static RunTime ofThisProcess() {
        long runs = 0;
        long nanos = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String info = ProcFile.readIfPresent(descriptor).orElse("");
                runs += value(info, "run_cnt:");
                nanos += value(info, "run_time_ns:");
            }
        } catch (IOException e) {
            return new RunTime(runs, nanos);
        }
        return new RunTime(runs, nanos);
    }

    private static long value(String info, String name) {
        int at = info.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = info.indexOf('\n', at);
        String digits = info.substring(at + name.length(), end < 0 ? info.length() : end)
                .strip();
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
