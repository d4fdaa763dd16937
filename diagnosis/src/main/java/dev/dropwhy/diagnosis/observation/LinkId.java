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
 * @param vlan VLAN id of a tag that the device stripped
 */
public record LinkId(
        @Nullable String source,
        @Nullable String destination,
        @Nullable Integer dsap,
        @Nullable Integer ssap,
        @Nullable Integer oui,
        @Nullable Integer pid,
        @Nullable Integer vlan) {}
