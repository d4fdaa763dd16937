/**
 * Which nodes an investigation asks, and why the others are left out. Nothing here knows agents or reports.
 */
@NullMarked
package dev.dropwhy.operator.targeting;

import org.jspecify.annotations.NullMarked;
