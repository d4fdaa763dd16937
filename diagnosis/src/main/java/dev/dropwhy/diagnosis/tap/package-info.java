/**
 * What follows from a tap test: the drops that stopped while dropwhy's own tap was open, and the frames that went to it
 * meanwhile, made into drop groups that can be balanced. Pure, and careful: it infers no more drops than stopped, and no more
 * than frames of that pace would make.
 */
@NullMarked
package dev.dropwhy.diagnosis.tap;

import org.jspecify.annotations.NullMarked;
