package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/** An address that begins with its family (IANA address family numbers), as LLDP writes it. */
final class NetworkAddress {

    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;
    private static final int FAMILY_802 = 6;
    private static final int LONGEST = 31;

    private NetworkAddress() {}

    /** The address as text; null where there is none. */
    static @Nullable String text(Bytes value) {
        Bytes address = value.from(1);
        int family = value.u8(0);
        if (family == FAMILY_IPV4 && address.length() == 4) {
            return AddressText.ipv4(address.u32(0));
        }
        if (family == FAMILY_IPV6 && address.length() == 16) {
            return AddressText.ipv6(address.u64(0), address.u64(8));
        }
        if (family == FAMILY_802 && address.length() == 6) {
            return AddressText.mac(address.u48(0));
        }
        return address.length() == 0 ? null : address.hex(LONGEST);
    }
}
