/**
 * Recorded observations: from and to JSON. A recording is hostile input. The only package of the diagnosis that touches
 * streams.
 */
@NullMarked
package dev.dropwhy.diagnosis.replay;

import org.jspecify.annotations.NullMarked;
