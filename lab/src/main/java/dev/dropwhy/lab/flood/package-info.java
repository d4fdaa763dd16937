/**
 * Floods that try to exhaust an observer: more senders, protocols, interfaces and namespaces than it has room for. Used by
 * a test for what must hold, and as a command for figures ({@link dev.dropwhy.lab.flood.Flood}).
 */
@NullMarked
package dev.dropwhy.lab.flood;

import org.jspecify.annotations.NullMarked;
