package dev.dropwhy.lab.investigation;

import dev.dropwhy.api.DropInvestigationStatus;

/**
 * What one run of the product said.
 *
 * @param exitStatus 0 no Problem, 1 a Problem, 2 could not run
 * @param status the investigation's status
 * @param messages standard error
 */
public record Answer(int exitStatus, DropInvestigationStatus status, String messages) {}
