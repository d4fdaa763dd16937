/**
 * The course of one investigation: waiting, running, suspended, finished; and the status that says so.
 *
 * <p>{@code DropInvestigationReconciler} is the table of contents: {@code Decider} gathers what a decision needs, {@code
 * Course} decides as a pure function of the resource, the reports and the time, {@code StatusWriter} writes the status,
 * {@code Effects} makes the world what it says, and {@code Retention} ends what has been kept long enough.
 */
@NullMarked
package dev.dropwhy.operator.investigation;

import org.jspecify.annotations.NullMarked;
