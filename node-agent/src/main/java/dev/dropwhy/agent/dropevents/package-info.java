/**
 * Where single drops are learned from: one {@link dev.dropwhy.agent.dropevents.DropEventEngine} per kernel facility.
 * Engines leave nothing behind and know nothing of verdicts. None opens a tap but that of the tap test, which runs only where
 * it was asked for by name.
 */
@NullMarked
package dev.dropwhy.agent.dropevents;

import org.jspecify.annotations.NullMarked;
