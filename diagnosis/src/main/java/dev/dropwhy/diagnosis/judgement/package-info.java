/**
 * From balanced books to verdicts: drops of one cause, protocol and speaker are brought together, then severity,
 * confidence, evidence, remedies and the headline follow from what was measured and what the catalogs know.
 */
@NullMarked
package dev.dropwhy.diagnosis.judgement;

import org.jspecify.annotations.NullMarked;
