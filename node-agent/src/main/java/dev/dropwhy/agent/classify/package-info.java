/**
 * What the frames of a capture file are, who sent them, and whether this host wants them. Reads files only: no capture,
 * no sockets. Files are hostile input: bounded memory, a clear error, never an exception that names no cause.
 */
@NullMarked
package dev.dropwhy.agent.classify;

import org.jspecify.annotations.NullMarked;
