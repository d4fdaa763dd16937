package dev.dropwhy.lab.virtio.debian;

/**
 * Where a line of kernels comes from.
 *
 * @param series the kernel's version when this was written, as {@code 6.1}; unstable moves on
 * @param repository how the repository's address ends
 * @param suite the suite in it
 */
public record Release(String series, String repository, String suite) {

    @Override
    public String toString() {
        return series;
    }
}
