/**
 * Makes output of what only the node agent has: the report of an observation of this machine, the live screen, and entries
 * of the catalogs. Decides nothing about causes.
 */
@NullMarked
package dev.dropwhy.agent.report;

import org.jspecify.annotations.NullMarked;
