/**
 * What the operator tells of itself: metrics, health and readiness over HTTP.
 */
@NullMarked
package dev.dropwhy.operator.serving;

import org.jspecify.annotations.NullMarked;
