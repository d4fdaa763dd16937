package dev.dropwhy.diagnosis.observation;

import dev.dropwhy.api.EngineChoice;
import dev.dropwhy.api.HostFacts;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one node measured in one window.
 *
 * @param version format of this record; {@link #VERSION} is what this release writes, older ones are read
 * @param start start of the window on the node clock
 * @param durationMillis length of the window that was really observed, on a monotonic clock
 * @param host kernel, architecture, processors, network namespace
 * @param engine source of the drop events and why not a better one
 * @param events how many drop events there were and how many were lost
 * @param interfaces the interfaces that were asked for, in name order
 * @param otherInterfaces every other interface of the observed namespace, so that groups can be named
 * @param hostCounters host-wide counters (softnet, snmp, netstat, snmp6, conntrack, memory), one sample a second, first and last always present; names as the catalog spells them: {@code softnet.dropped}, {@code Udp.RcvbufErrors}, {@code TcpExt.ListenDrops}
 * @param drops drop groups of every network namespace, largest first
 * @param namespaces what the other namespaces of the drop groups are, where that could be told; those with most drops first
 * @param handlers the protocol handlers of {@code /proc/net/ptype} in the observed namespace
 * @param packetSockets packet sockets open at any time in the window
 * @param settings sysctl values that explain drops, by path below /proc/sys with dots: {@code net.core.netdev_max_backlog}
 * @param limitations what could not be observed and why, one sentence each
 * @param tapTest what the tap test found; absent for every other engine
 */
public record Observation(
        int version,
        Instant start,
        long durationMillis,
        HostFacts host,
        EngineChoice engine,
        EventTotals events,
        List<InterfaceObservation> interfaces,
        List<InterfaceName> otherInterfaces,
        List<CounterSample> hostCounters,
        List<DropGroup> drops,
        List<NetworkNamespace> namespaces,
        List<ProtocolHandler> handlers,
        List<PacketSocket> packetSockets,
        Map<String, String> settings,
        List<String> limitations,
        @Nullable TapTest tapTest) {

    public Observation {
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
        otherInterfaces = otherInterfaces == null ? List.of() : List.copyOf(otherInterfaces);
        hostCounters = hostCounters == null ? List.of() : List.copyOf(hostCounters);
        drops = drops == null ? List.of() : List.copyOf(drops);
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        handlers = handlers == null ? List.of() : List.copyOf(handlers);
        packetSockets = packetSockets == null ? List.of() : List.copyOf(packetSockets);
        settings = settings == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        limitations = limitations == null ? List.of() : List.copyOf(limitations);
    }

    /** Format that this release writes. */
    public static final int VERSION = 1;
}
