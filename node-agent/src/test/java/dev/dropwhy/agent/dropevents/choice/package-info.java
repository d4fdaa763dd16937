/** Which engine is chosen, and why. */
@NullMarked
package dev.dropwhy.agent.dropevents.choice;

import org.jspecify.annotations.NullMarked;
