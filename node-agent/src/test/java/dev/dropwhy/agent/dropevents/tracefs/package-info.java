/** The tracefs engine on the running kernel, and its parsers on damaged data. */
@NullMarked
package dev.dropwhy.agent.dropevents.tracefs;

import org.jspecify.annotations.NullMarked;
