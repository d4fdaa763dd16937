/** By how much counters grew in a window. Knows nothing of drops, causes or interfaces. */
@NullMarked
package dev.dropwhy.diagnosis.counters;

import org.jspecify.annotations.NullMarked;
