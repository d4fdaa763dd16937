/**
 * Networks to experiment in: namespaces, veth pairs, settings, counters. Everything is named after this process, removed
 * on close, and removed by the next run where this one was killed. Nothing here touches an interface of the machine.
 */
@NullMarked
package dev.dropwhy.lab.network;

import org.jspecify.annotations.NullMarked;
