/**
 * The agents of one investigation: the DaemonSet that exists only while it runs, and what its pods tell of those that do
 * not report.
 */
@NullMarked
package dev.dropwhy.operator.agents;

import org.jspecify.annotations.NullMarked;
