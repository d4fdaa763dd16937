package dev.dropwhy.lab.flood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Follows the largest resident size of a process (VmHWM of {@code /proc/PID/status}) until its end. */
final class ResidentSize {

    private static final Duration LOOK = Duration.ofMillis(2);

    private final Path status;
    private final Thread follower;
    private volatile long peakBytes;

    ResidentSize(ProcessHandle process) {
        status = Path.of("/proc/" + process.pid() + "/status");
        follower = Thread.ofPlatform().daemon().name("resident size").start(() -> follow(process));
    }

    private void follow(ProcessHandle process) {
        try {
            while (process.isAlive()) {
                look();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try (Stream<String> lines = Files.lines(status)) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .forEach(kibibytes -> peakBytes = Long.parseLong(kibibytes) * 1024);
        } catch (IOException | RuntimeException e) {
            // it has just ended
        }
    }

    /** The largest size, once the process has ended. */
    long peakBytes() throws InterruptedException {
        follower.join();
        return peakBytes;
    }
}
