/**
 * The agent's life in a cluster: it finds its own report, accepts it, observes the window, reports once and idles until
 * its pod goes. The only package that speaks to an API server; what is observed and what it means is decided elsewhere.
 */
@NullMarked
package dev.dropwhy.agent.cluster;

import org.jspecify.annotations.NullMarked;
