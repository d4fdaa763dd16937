/**
 * The tap test: counters without a tap, then a capture of the frames that no handler wants, through libpcap, then counters
 * again. A tap hides the very drops that it looks for, so nothing here runs unless it was asked for by name; what the test
 * says of drops is the diagnosis' to infer.
 */
@NullMarked
package dev.dropwhy.agent.dropevents.capture;

import org.jspecify.annotations.NullMarked;
