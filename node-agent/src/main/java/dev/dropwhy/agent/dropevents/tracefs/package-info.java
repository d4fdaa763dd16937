/**
 * The engine on the trace event {@code skb:kfree_skb}, in a tracing instance of its own: for kernels without BTF or without
 * eBPF. It knows reason, function, protocol and time of each drop, and neither interface nor bytes nor frames.
 */
@NullMarked
package dev.dropwhy.agent.dropevents.tracefs;

import org.jspecify.annotations.NullMarked;
