package dev.dropwhy.lab.virtio.debian;

import java.nio.file.Path;

/**
 * An unpacked kernel.
 *
 * @param version what {@code uname -r} says, as {@code 6.1.0-56-cloud-amd64}
 * @param image the file to boot
 * @param modules the folder of its modules
 */
public record Kernel(String version, Path image, Path modules) {}
