/**
 * The balance of counters and drop events: how much each counter grew, which groups of drops account for it, and what is
 * left. Conservation holds for any input: explained plus unexplained is the growth. Nothing is judged here.
 */
@NullMarked
package dev.dropwhy.diagnosis.ledger;

import org.jspecify.annotations.NullMarked;
