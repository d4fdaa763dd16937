/**
 * The operator as a process: its settings, its assembly, its start and its stop.
 *
 * <p>No decision about an investigation is made here.
 */
@NullMarked
package dev.dropwhy.operator;

import org.jspecify.annotations.NullMarked;
