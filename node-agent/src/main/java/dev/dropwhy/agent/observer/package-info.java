/**
 * Puts one observation together: chooses the interfaces, opens the window, starts the event engine before the first
 * counter is read and stops it after the last, and samples in between. It does not interpret what it measures.
 */
@NullMarked
package dev.dropwhy.agent.observer;

import org.jspecify.annotations.NullMarked;
