/**
 * The course of one investigation: waiting, running, suspended, finished; and the status that says so.
 *
 * <p>Decisions are pure functions of the resource, the reports and the time. Only {@code DropInvestigationReconciler} and
 * {@code StatusWriter} touch the API server here.
 */
@NullMarked
package dev.dropwhy.operator.investigation;

import org.jspecify.annotations.NullMarked;
