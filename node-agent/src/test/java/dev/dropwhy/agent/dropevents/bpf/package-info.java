/** The eBPF engine on the running kernel, in network namespaces of the tests' own. */
@NullMarked
package dev.dropwhy.agent.dropevents.bpf;

import org.jspecify.annotations.NullMarked;
