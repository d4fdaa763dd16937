/** Specification of the agent's life, against a real API server. */
@NullMarked
package dev.dropwhy.agent.cluster;

import org.jspecify.annotations.NullMarked;
