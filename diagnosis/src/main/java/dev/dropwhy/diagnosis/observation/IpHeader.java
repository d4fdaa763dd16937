package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * The part of IP and transport headers that identifies a flow.
 *
 * @param source source address
 * @param destination destination address
 * @param protocol IP protocol number
 * @param sourcePort TCP, UDP source port
 * @param destinationPort TCP, UDP destination port
 * @param icmpType ICMP type
 */
public record IpHeader(
        String source,
        String destination,
        int protocol,
        @Nullable Integer sourcePort,
        @Nullable Integer destinationPort,
        @Nullable Integer icmpType) {}
