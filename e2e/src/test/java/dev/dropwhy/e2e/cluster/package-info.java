/**
 * The cluster that scenarios run on: where it comes from, the release installed on it, and what its node's uplink hears.
 * Nothing here asserts.
 */
@NullMarked
package dev.dropwhy.e2e.cluster;

import org.jspecify.annotations.NullMarked;
