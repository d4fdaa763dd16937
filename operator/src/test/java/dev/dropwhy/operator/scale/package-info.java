/** How the operator grows with the cluster: a benchmark, run by hand. */
@NullMarked
package dev.dropwhy.operator.scale;

import org.jspecify.annotations.NullMarked;
