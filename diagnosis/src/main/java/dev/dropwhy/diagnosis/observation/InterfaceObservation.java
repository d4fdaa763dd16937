package dev.dropwhy.diagnosis.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One interface over the window.
 *
 * @param name interface name
 * @param index interface index
 * @param kind link kind as rtnetlink tells it (veth, bridge, macvlan, tun, bond, vlan …), absent for hardware
 * @param mac its MAC address
 * @param mtu its MTU in bytes
 * @param carrier whether the link was up at the end
 * @param promiscuous whether it was in promiscuous mode at the end
 * @param master name of the bridge, bond or team it belongs to
 * @param lower name of the device that a VLAN, macvlan, ipvlan or tunnel is on top of, where it is in the same namespace
 * @param driver its driver, where ethtool tells
 * @param rings its ring sizes, where ethtool tells
 * @param channels its queues, where ethtool tells
 * @param counters link statistics, one sample a second, first and last always present; names as sysfs spells them: {@code rx_dropped}, {@code rx_otherhost_dropped}
 * @param driverCounters driver statistics ({@code ethtool -S}), first and last; empty where the driver has none
 * @param qdiscs its queueing disciplines
 * @param filters tc filters that dropped, or that may have and keep no count
 */
public record InterfaceObservation(
        String name,
        int index,
        @Nullable String kind,
        @Nullable String mac,
        @Nullable Integer mtu,
        @Nullable Boolean carrier,
        @Nullable Boolean promiscuous,
        @Nullable String master,
        @Nullable String lower,
        @Nullable Driver driver,
        @Nullable Rings rings,
        @Nullable Channels channels,
        List<CounterSample> counters,
        List<CounterSample> driverCounters,
        List<QdiscObservation> qdiscs,
        List<FilterObservation> filters) {

    public InterfaceObservation {
        counters = counters == null ? List.of() : List.copyOf(counters);
        driverCounters = driverCounters == null ? List.of() : List.copyOf(driverCounters);
        qdiscs = qdiscs == null ? List.of() : List.copyOf(qdiscs);
        filters = filters == null ? List.of() : List.copyOf(filters);
    }
}
