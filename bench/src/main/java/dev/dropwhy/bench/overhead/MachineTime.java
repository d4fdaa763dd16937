package dev.dropwhy.bench.overhead;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the machine's processor time went, in hundredths of a second over all processors (the first line of {@code
 * /proc/stat}, proc(5)), and how much of it was this process's.
 *
 * @param all all time
 * @param busy time in which something ran
 * @param stolen time that the hypervisor gave to somebody else
 * @param ownNanos processor time of this process in nanoseconds
 */
record MachineTime(long all, long busy, long stolen, long ownNanos) {

    static MachineTime now() throws IOException {
        String[] words = Files.readString(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" +", -1);
        long all = 0;
        for (int i = 1; i <= 8; i++) { // user nice system idle iowait irq softirq steal; guest time is in user
            all += Long.parseLong(words[i]);
        }
        long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
        long stolen = Long.parseLong(words[8]);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineTime(all, all - idle - stolen, stolen, system.getProcessCpuTime());
    }

    /**
     * What disturbed a stretch of time.
     *
     * @param others share of the machine's processor time that neither this process nor the watcher took
     * @param stolen share that the hypervisor took
     */
    record Disturbance(double others, double stolen) {}

    /**
     * What disturbed since an earlier look.
     *
     * @param watcherNanos processor time that the watcher took meanwhile
     */
    Disturbance since(MachineTime earlier, long watcherNanos) {
        double ticks = Math.max(1, all - earlier.all);
        double known = (ownNanos - earlier.ownNanos + watcherNanos) / 1e7;
        return new Disturbance(Math.max(0, busy - earlier.busy - known) / ticks, (stolen - earlier.stolen) / ticks);
    }
}
