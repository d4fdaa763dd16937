/**
 * Scenarios: what is built, what is sent, and what the whole answer must be. What must be is said from the kernel's own
 * counters and events, never from what the product printed.
 */
@NullMarked
package dev.dropwhy.lab.scenario;

import org.jspecify.annotations.NullMarked;
