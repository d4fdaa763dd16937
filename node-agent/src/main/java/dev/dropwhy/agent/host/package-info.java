/**
 * Facts about the host that explain drops: the kernel, protocol handlers, packet sockets and who holds them, settings.
 * Read only; nothing here counts or judges.
 */
@NullMarked
package dev.dropwhy.agent.host;

import org.jspecify.annotations.NullMarked;
