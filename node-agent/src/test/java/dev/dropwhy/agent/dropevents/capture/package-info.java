/** The tap test on the running kernel, and its grouping of hostile frames. */
@NullMarked
package dev.dropwhy.agent.dropevents.capture;

import org.jspecify.annotations.NullMarked;
