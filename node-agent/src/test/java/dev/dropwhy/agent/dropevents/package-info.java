/** What engines share. */
@NullMarked
package dev.dropwhy.agent.dropevents;

import org.jspecify.annotations.NullMarked;
