/**
 * Where single drops are learned from: one {@link dev.dropwhy.agent.dropevents.DropEventEngine} per kernel facility.
 * Engines leave nothing behind, open no tap, and know nothing of counters or verdicts.
 */
@NullMarked
package dev.dropwhy.agent.dropevents;

import org.jspecify.annotations.NullMarked;
