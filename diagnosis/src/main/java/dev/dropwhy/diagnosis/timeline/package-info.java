/** When counters grew, and when the drops that account for them happened. Nothing here decides what accounts for what. */
@NullMarked
package dev.dropwhy.diagnosis.timeline;

import org.jspecify.annotations.NullMarked;
