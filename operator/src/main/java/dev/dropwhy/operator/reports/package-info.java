/**
 * The reports of nodes: created in bulk, cached in bounds, reviewed before anything believes them.
 *
 * <p>A report's status is hostile input: an agent's node may be taken over. What it means across nodes is not decided
 * here, that is {@code dev.dropwhy.diagnosis.cluster}.
 */
@NullMarked
package dev.dropwhy.operator.reports;

import org.jspecify.annotations.NullMarked;
