package dev.dropwhy.lab.virtio.debian;

import java.util.Locale;

/** A processor architecture that guests can have, by Debian's name for it. */
public enum Architecture {
    AMD64,
    ARM64;

    /** As in {@code linux-image-cloud-amd64}. */
    public String debianName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
