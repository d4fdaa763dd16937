/**
 * Tests of the Helm chart that need no cluster: lint, rendered golden files, the refusals of its values schema, and
 * what it shares with other modules. What needs a running operator lives in {@code dev.dropwhy.e2e}.
 */
@NullMarked
package dev.dropwhy.e2e.chart;

import org.jspecify.annotations.NullMarked;
