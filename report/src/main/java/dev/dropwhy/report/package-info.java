/**
 * Turns the outcome of an investigation into output, the same for the command line and for {@code kubectl dropwhy}. Knows the
 * API's records and nothing of kernels, clusters or diagnoses; decides nothing about causes.
 */
@NullMarked
package dev.dropwhy.report;

import org.jspecify.annotations.NullMarked;
