/** Specification of the diagnosis across nodes. */
@NullMarked
package dev.dropwhy.diagnosis.cluster;

import org.jspecify.annotations.NullMarked;
