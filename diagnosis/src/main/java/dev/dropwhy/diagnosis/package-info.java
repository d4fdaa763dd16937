/**
 * The diagnosis of one node: a pure function from an observation to ledgers and verdicts. No I/O beyond reading the
 * catalogs from the class path, no clock, no Kubernetes, no foreign memory.
 */
@NullMarked
package dev.dropwhy.diagnosis;

import org.jspecify.annotations.NullMarked;
