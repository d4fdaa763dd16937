/**
 * {@code kubectl dropwhy}: creates an investigation, follows it, and prints the report that the command line prints. Knows the
 * API and the reports, nothing of operator and agents. Exit codes are those of {@code dropwhy run}.
 */
@NullMarked
package dev.dropwhy.kubectl;

import org.jspecify.annotations.NullMarked;
