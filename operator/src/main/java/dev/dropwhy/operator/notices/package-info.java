/**
 * Kubernetes Events: what {@code kubectl describe} tells of an investigation's course.
 */
@NullMarked
package dev.dropwhy.operator.notices;

import org.jspecify.annotations.NullMarked;
