/** The node agent: it observes one node, diagnoses the observation, and reports on a terminal or to a cluster. */
@NullMarked
package dev.dropwhy.agent;

import org.jspecify.annotations.NullMarked;
