package dev.dropwhy.diagnosis.matching;

import dev.dropwhy.api.Cause;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.ReasonRule;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import org.jspecify.annotations.Nullable;

/**
 * A group of drops and what the catalogs say about it.
 *
 * @param group the drops
 * @param rule the rule that fits; absent where the catalog knows nothing
 * @param place whose namespace
 * @param on the chosen interface that the event names; absent for other interfaces and for none
 * @param protocol link protocol or IP protocol, where that can be told
 * @param known the catalog's entry of the link protocol
 * @param source source MAC address, where all frames agree
 * @param vlan VLAN id of the tag, other than the priority tag
 * @param quiet benign noise: the rule says so, or the rate is too low to matter
 */
public record MatchedGroup(
        DropGroup group,
        @Nullable ReasonRule rule,
        Place place,
        @Nullable InterfaceObservation on,
        @Nullable String protocol,
        @Nullable LinkProtocol known,
        @Nullable String source,
        @Nullable Integer vlan,
        boolean quiet) {

    /** The cause, absent for noise and for what the catalog does not know. */
    public @Nullable Cause cause() {
        return quiet || rule == null ? null : rule.cause();
    }

    /** Reason and function for people. */
    public String where() {
        return reasoned(group.function());
    }

    /**
     * The same with the place in the function from which most packets were freed. It is for who reads the kernel's source, and
     * tells drops of one function apart where neither catalog nor reason does.
     */
    public String exactly() {
        return reasoned(
                group.locations().isEmpty()
                        ? group.function()
                        : group.function() + group.locations().getFirst().text());
    }

    private String reasoned(String place) {
        return group.reason() == null
                ? place + " (this kernel tells no reason)"
                : place + " with reason " + group.reason();
    }
}
