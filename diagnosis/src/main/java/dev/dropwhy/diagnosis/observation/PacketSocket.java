package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * A packet socket of the observed namespace ({@code /proc/net/packet}).
 *
 * @param protocol EtherType it wants; 3 (ETH_P_ALL) is a tap
 * @param device interface it is bound to; absent: all
 * @param pid process that holds it, where that can be told
 * @param process name of that process
 * @param own whether dropwhy itself opened it
 */
public record PacketSocket(
        int protocol,
        @Nullable String device,
        @Nullable Integer pid,
        @Nullable String process,
        boolean own) {}
