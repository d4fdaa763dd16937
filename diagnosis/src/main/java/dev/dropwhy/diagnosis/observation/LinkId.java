package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * Link-layer identity in the key of a drop group.
 *
 * @param source source MAC, lower case with colons; absent where the table of groups was too full to keep sources apart
 * @param destination destination MAC of the first frame
 * @param dsap LLC destination service access point
 * @param ssap LLC source service access point
 * @param oui SNAP organization
 * @param pid SNAP protocol
 * @param vlan VLAN id of a tag that the device stripped; {@link #ERASED_VLAN} where there was a tag and the kernel no
 *     longer knows its id
 */
public record LinkId(
        @Nullable String source,
        @Nullable String destination,
        @Nullable Integer dsap,
        @Nullable Integer ssap,
        @Nullable Integer oui,
        @Nullable Integer pid,
        @Nullable Integer vlan) {

    /** Not a VLAN: IEEE 802.1Q reserves this id. */
    public static final int ERASED_VLAN = 4095;
}
