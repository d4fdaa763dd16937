/**
 * The demonstration: a host and a switch in network namespaces of their own. The namespaces have no names and live in two
 * threads of this process, so that nothing of them can outlive it, however it dies.
 */
@NullMarked
package dev.dropwhy.agent.demo;

import org.jspecify.annotations.NullMarked;
