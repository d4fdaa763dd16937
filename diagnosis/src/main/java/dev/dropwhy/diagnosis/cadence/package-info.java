/** The rhythm of drops: what shape it has, and which protocol's timer it fits. Knows nothing of causes. */
@NullMarked
package dev.dropwhy.diagnosis.cadence;

import org.jspecify.annotations.NullMarked;
