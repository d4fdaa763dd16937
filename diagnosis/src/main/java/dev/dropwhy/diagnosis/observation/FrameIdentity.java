package dev.dropwhy.diagnosis.observation;

import dev.dropwhy.api.Speaker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a frame is and who sent it, decoded from its bytes.
 *
 * @param protocol link protocol as the catalog names it (Stp, Rstp, Lldp …), or Ipv4, Ipv6, Arp; absent where no catalog entry fits
 * @param summary one line for people: RSTP, root 8000.00:00:5e:00:53:01, port 8001
 * @param source source MAC
 * @param destination destination MAC
 * @param etherType EtherType; 0x0004 for LLC, 0x0001 for raw 802.3, after VLAN tags
 * @param vlans VLAN ids of the tags in the frame, outermost first
 * @param speaker who sent it, as far as the frame says
 * @param timerMillis period that the sender itself announces (STP hello, LLDP TTL / 4, LACP 1 or 30 s)
 * @param ip addresses and ports of IP packets
 */
public record FrameIdentity(
        @Nullable String protocol,
        String summary,
        @Nullable String source,
        @Nullable String destination,
        int etherType,
        List<Integer> vlans,
        @Nullable Speaker speaker,
        @Nullable Long timerMillis,
        @Nullable IpHeader ip) {

    public FrameIdentity {
        vlans = vlans == null ? List.of() : List.copyOf(vlans);
    }
}
