/**
 * The few libc calls that the JDK has no API for (sockets of other families, ioctl, namespaces), through
 * {@code java.lang.foreign}. Nothing here knows what the calls are for; libbpf has its own binding beside its engine.
 */
@NullMarked
package dev.dropwhy.agent.linux;

import org.jspecify.annotations.NullMarked;
