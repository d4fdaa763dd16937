package dev.dropwhy.bench.overhead;

/**
 * One storm while one watcher watched.
 *
 * @param round number of the round
 * @param cost what it cost the sender
 * @param watcherShare processor time of the watcher's process, as a share of one processor
 * @param disturbance what else ran
 */
record Reading(int round, Cost cost, double watcherShare, MachineTime.Disturbance disturbance) {}
