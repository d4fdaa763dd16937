/** What a guest boots into: an initramfs with busybox, a Java runtime, the agent and a kernel's modules. */
@NullMarked
package dev.dropwhy.lab.virtio.image;

import org.jspecify.annotations.NullMarked;
