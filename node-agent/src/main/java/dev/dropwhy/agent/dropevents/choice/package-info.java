/** Which engine runs: the best that this kernel and these privileges allow, and the sentence why not a better one. */
@NullMarked
package dev.dropwhy.agent.dropevents.choice;

import org.jspecify.annotations.NullMarked;
