package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.linux.ProcFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks sysfs for the device behind an interface, on kernels before 5.14 whose netlink does not say. Sysfs may show
 * another network namespace than the caller's, so name and index must both agree.
 *
 * @param root {@code /sys/class/net}
 * @param link the interface
 */
record SysfsDevice(Path root, Link link) {

    boolean exists() {
        Path entry = root.resolve(link.name());
        try {
            return Files.exists(entry.resolve("device"))
                    && ProcFile.read(entry.resolve("ifindex")).strip().equals(Integer.toString(link.index()));
        } catch (IOException e) {
            return false;
        }
    }
}
