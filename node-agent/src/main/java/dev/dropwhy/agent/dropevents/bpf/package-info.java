/**
 * The eBPF engine: {@code src/main/bpf/dropwhy.bpf.c}, loaded by libbpf through the foreign function interface. All native
 * memory and every descriptor belongs to one object that is closed with the engine; the kernel removes the program when
 * the process dies, because nothing is pinned.
 */
@NullMarked
package dev.dropwhy.agent.dropevents.bpf;

import org.jspecify.annotations.NullMarked;
