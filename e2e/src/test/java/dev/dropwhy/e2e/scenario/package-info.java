/**
 * Scenarios on a real cluster with the chart installed, each a promise that a user reads in the documentation. They are
 * written once and know nothing of where the cluster comes from.
 */
@NullMarked
package dev.dropwhy.e2e.scenario;

import org.jspecify.annotations.NullMarked;
