package dev.dropwhy.agent.counters;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network interface at one moment.
 *
 * @param index interface index in its namespace
 * @param name its name
 * @param kind link kind (veth, bridge, macvlan, tun …), absent for hardware
 * @param mac its link-layer address, lower case with colons; absent where it has none
 * @param mtu its MTU in bytes
 * @param loopback whether it is a loopback interface
 * @param promiscuous whether it is in promiscuous mode, on whose behalf whatever
 * @param carrier whether the link is up; absent where the kernel does not say
 * @param masterIndex index of the bridge, bond or team that it belongs to; absent where there is none
 * @param lowerIndex index of the device that it is on top of (VLAN, macvlan, ipvlan, tunnel), where that is in the same
 *     namespace; absent where there is none, and for a veth, whose IFLA_LINK is its other end
 * @param device whether a device of a bus (PCI, virtio, USB …) is behind it
 * @param statistics its statistics, named as sysfs names them
 */
public record Link(
        int index,
        String name,
        @Nullable String kind,
        @Nullable String mac,
        @Nullable Integer mtu,
        boolean loopback,
        boolean promiscuous,
        @Nullable Boolean carrier,
        @Nullable Integer masterIndex,
        @Nullable Integer lowerIndex,
        boolean device,
        Map<String, Long> statistics) {

    public Link {
        statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics)); // keeps the kernel's order
    }
}
