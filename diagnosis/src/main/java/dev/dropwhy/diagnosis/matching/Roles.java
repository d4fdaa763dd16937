package dev.dropwhy.diagnosis.matching;

import dev.dropwhy.diagnosis.catalog.HostRole;
import dev.dropwhy.diagnosis.observation.InterfaceName;
import dev.dropwhy.diagnosis.observation.InterfaceObservation;
import dev.dropwhy.diagnosis.observation.Observation;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an interface is used for on the host, as far as the observation tells. */
public final class Roles {

    private final Observation observation;

    /** Looks at the interfaces of an observation. */
    public Roles(Observation observation) {
        this.observation = observation;
    }

    /** The roles of one of them; several are possible. */
    public Set<HostRole> of(InterfaceObservation link) {
        Set<HostRole> roles = EnumSet.noneOf(HostRole.class);
        String master = link.master();
        if (master != null && isMaster(master, Set.of("bond", "bonding", "team"), Set.of("bond", "team"))) {
            roles.add(HostRole.BondMember);
        }
        if (master != null
                && isMaster(master, Set.of("bridge"), Set.of("br", "virbr", "docker", "cni", "lxcbr", "vmbr"))) {
            roles.add(HostRole.BridgePort);
        }
        if (master != null && isMaster(master, Set.of("batadv"), Set.of("bat"))) {
            roles.add(HostRole.BatmanMember);
        }
        if (master != null && isMaster(master, Set.of("hsr"), Set.of("hsr", "prp"))) {
            roles.add(HostRole.HsrMember);
        }
        if (names().anyMatch(name -> name.startsWith(link.name() + "."))) {
            roles.add(HostRole.VlanParent);
        }
        if (names().anyMatch(name -> name.startsWith("ppp"))) {
            roles.add(HostRole.PppoeClient);
        }
        if (names().anyMatch(name -> name.startsWith("macsec"))) {
            roles.add(HostRole.MacsecParent);
        }
        if ("1".equals(observation.settings().get("net.mpls.conf." + link.name() + ".input"))) {
            roles.add(HostRole.MplsRouter);
        }
        return roles;
    }

    /** By kind or driver where the master was observed, by the usual names where only its name is known. */
    private boolean isMaster(String name, Set<String> kinds, Set<String> prefixes) {
        Predicate<InterfaceObservation> isNamed = link -> link.name().equals(name);
        return observation.interfaces().stream()
                .filter(isNamed)
                .findFirst()
                .map(link -> (link.kind() != null && kinds.contains(link.kind()))
                        || (link.driver() != null
                                && kinds.contains(link.driver().name())))
                .orElseGet(() -> prefixes.stream().anyMatch(name::startsWith));
    }

    private Stream<String> names() {
        return Stream.concat(
                observation.interfaces().stream().map(InterfaceObservation::name),
                observation.otherInterfaces().stream().map(InterfaceName::name));
    }
}
