/** Captures that nobody here wrote, and a second opinion about them: tcpdump's own test files, read by both. */
@NullMarked
package dev.dropwhy.e2e.corpus;

import org.jspecify.annotations.NullMarked;
