package dev.dropwhy.agent.frames;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which decoder reads which protocol of the catalog. */
final class PayloadDecoders {

    private final Map<String, PayloadDecoder> byProtocol = new HashMap<>();

    PayloadDecoders() {
        spanningTree();
        neighbours();
        slowProtocols();
        byProtocol.put("Vtp", CiscoControl::vtp);
        byProtocol.put("Dtp", CiscoControl::dtp);
        byProtocol.put("Udld", CiscoControl::udld);
        byProtocol.put("Pagp", CiscoControl::pagp);
        byProtocol.put("Eapol", BridgeControl::eapol);
        byProtocol.put("EapolPreauth", BridgeControl::eapol);
        byProtocol.put("Ectp", BridgeControl::ectp);
        byProtocol.put("Realtek", BridgeControl::realtek);
        byProtocol.put("RealtekRrcp", BridgeControl::realtek);
        byProtocol.put("RealtekLoop", BridgeControl::realtek);
        byProtocol.put("Cfm", BridgeControl::cfm);
        byProtocol.put("Ptp", BridgeControl::ptp);
        byProtocol.put("PppoeDiscovery", BridgeControl::pppoe);
        byProtocol.put("PppoeSession", BridgeControl::pppoe);
        byProtocol.put("WakeOnLan", BridgeControl::wakeOnLan);
        byProtocol.put("Fip", BridgeControl::fip);
        byProtocol.put("Aoe", BridgeControl::aoe);
        byProtocol.put("Rarp", BridgeControl::rarp);
        byProtocol.put("IsIs", OsiRouting::isIs);
        byProtocol.put("EsIs", OsiRouting::esIs);
        byProtocol.put("Ipx", LegacyLan::ipx);
        byProtocol.put("NetBeui", LegacyLan::netBeui);
        byProtocol.put("LlcXid", LegacyLan::llcManagement);
    }

    private void spanningTree() {
        byProtocol.put("Stp", bpdu("STP", false));
        byProtocol.put("Rstp", bpdu("RSTP", false));
        byProtocol.put("Mstp", bpdu("MSTP", false));
        byProtocol.put("Spt", bpdu("SPT", false));
        byProtocol.put("PvstPlus", bpdu("PVST+", true));
        byProtocol.put("RpvstPlus", bpdu("RPVST+", true));
    }

    private void neighbours() {
        byProtocol.put("Lldp", header -> LldpAnnouncement.read(header.payload()).details());
        byProtocol.put("Cdp", header -> CdpAnnouncement.read(header.payload()).details("CDP"));
        byProtocol.put("Fdp", header -> CdpAnnouncement.read(header.payload()).details("FDP"));
        byProtocol.put("Edp", VendorDiscovery::edp);
        byProtocol.put("Sonmp", VendorDiscovery::sonmp);
    }

    private void slowProtocols() {
        byProtocol.put("Lacp", header -> {
            LacpUnit unit = LacpUnit.read(header.payload());
            return unit == null ? Details.of("LACP, cut short") : unit.details();
        });
        byProtocol.put("EthernetOam", BridgeControl::oam);
        byProtocol.put("Esmc", BridgeControl::esmc);
        PayloadDecoder macControl =
                header -> MacControlFrame.read(header.payload()).details();
        byProtocol.put("MacControl", macControl);
        byProtocol.put("MacControlPause", macControl);
        byProtocol.put("PriorityFlowControl", macControl);
    }

    private static PayloadDecoder bpdu(String title, boolean cisco) {
        return header -> {
            Bpdu bpdu = Bpdu.read(header.payload(), cisco);
            return bpdu == null ? Details.of(title + ", cut short") : bpdu.details(title);
        };
    }

    /** The decoder of a protocol; null where none of its own exists. */
    @Nullable PayloadDecoder of(String protocol) {
        return byProtocol.get(protocol);
    }

    Set<String> protocols() {
        return Set.copyOf(byProtocol.keySet());
    }
}
