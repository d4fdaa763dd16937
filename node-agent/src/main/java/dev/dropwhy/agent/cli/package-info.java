/**
 * The command line: options, exit codes, progress, signals. The only package that knows picocli. Exit codes: 0 no Problem
 * was found, 1 a Problem was found, 2 the command could not run.
 */
@NullMarked
package dev.dropwhy.agent.cli;

import org.jspecify.annotations.NullMarked;
