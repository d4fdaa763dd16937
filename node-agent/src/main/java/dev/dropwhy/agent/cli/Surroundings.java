package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.Observer;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.catalog.Catalog;
import java.util.function.Supplier;

/**
 * What commands work with. Suppliers, because not every command needs an observer and loading what is not needed costs
 * start-up time.
 *
 * @param terminal where words go
 * @param observer observes this machine
 * @param diagnosis diagnoses one machine
 * @param catalog what is known of causes, reasons, functions, protocols and counters
 */
record Surroundings(
        Terminal terminal, Supplier<Observer> observer, Supplier<Diagnosis> diagnosis, Supplier<Catalog> catalog) {}
