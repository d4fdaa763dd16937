/**
 * The door for observations: whatever a recording holds, what leaves here has no nulls where records promise none, no
 * negative counts, no control characters, and no text without bound. Nothing is judged here.
 */
@NullMarked
package dev.dropwhy.diagnosis.intake;

import org.jspecify.annotations.NullMarked;
