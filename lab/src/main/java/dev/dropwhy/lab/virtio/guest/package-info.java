/** A virtual machine with a real virtio_net: QEMU, its cables, and a shell in it. The host's own network takes no part. */
@NullMarked
package dev.dropwhy.lab.virtio.guest;

import org.jspecify.annotations.NullMarked;
