/**
 * The virtio lab: kernels of Debian in virtual machines with a real virtio_net, the founding case's driver.
 *
 * <p>QEMU emulates the processor, so neither KVM nor root is needed, and the far end of the guest's network cable is a socket of
 * this process, so the machine's own network takes no part. Each kernel boots once, and plays all scenarios.
 */
@NullMarked
package dev.dropwhy.lab.virtio;

import org.jspecify.annotations.NullMarked;
