/** Kernels of Debian's releases and sources of its packages, fetched by apt with package lists of their own: nothing is installed. */
@NullMarked
package dev.dropwhy.lab.virtio.debian;

import org.jspecify.annotations.NullMarked;
