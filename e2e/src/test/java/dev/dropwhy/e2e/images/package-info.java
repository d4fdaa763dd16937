/** The image archives that {@code images/build.sh} writes, checked without an engine that could load them. */
@NullMarked
package dev.dropwhy.e2e.images;

import org.jspecify.annotations.NullMarked;
