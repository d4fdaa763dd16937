/**
 * Runs the product as its users do: as a process of its own, started inside the namespace that it shall observe, asked for
 * JSON, and read back.
 */
@NullMarked
package dev.dropwhy.lab.investigation;

import org.jspecify.annotations.NullMarked;
