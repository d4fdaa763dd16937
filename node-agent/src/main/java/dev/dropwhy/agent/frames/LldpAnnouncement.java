package dev.dropwhy.agent.frames;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an LLDP data unit says (IEEE 802.1AB-2016 clause 8). Fields that it does not hold, or that were cut off, are null.
 *
 * @param chassisId chassis, as its subtype is written
 * @param portId port, as its subtype is written
 * @param timeToLive seconds until the receiver should forget it; 0 says goodbye
 * @param portDescription port description
 * @param systemName system name
 * @param systemDescription system description
 * @param managementAddress first management address
 * @param portVlan VLAN of untagged frames (organization 0080c2, subtype 1)
 * @param organizations further organization-specific TLVs as organization/subtype, in order, at most eight
 */
record LldpAnnouncement(
        @Nullable String chassisId,
        @Nullable String portId,
        @Nullable Integer timeToLive,
        @Nullable String portDescription,
        @Nullable String systemName,
        @Nullable String systemDescription,
        @Nullable String managementAddress,
        @Nullable Integer portVlan,
        List<String> organizations) {

    private static final int TLV_END = 0;
    private static final int TLV_CHASSIS_ID = 1;
    private static final int TLV_PORT_ID = 2;
    private static final int TLV_TIME_TO_LIVE = 3;
    private static final int TLV_PORT_DESCRIPTION = 4;
    private static final int TLV_SYSTEM_NAME = 5;
    private static final int TLV_SYSTEM_DESCRIPTION = 6;
    private static final int TLV_MANAGEMENT_ADDRESS = 8;
    private static final int TLV_ORGANIZATION = 127;

    private static final int CHASSIS_MAC = 4;
    private static final int CHASSIS_NETWORK_ADDRESS = 5;
    private static final int PORT_MAC = 3;
    private static final int PORT_NETWORK_ADDRESS = 4;
    private static final int OUI_802_1 = 0x0080c2;

    /** A frame of the largest size holds 700 empty TLVs; no honest one holds more than a few dozen. */
    private static final int MAXIMUM_TLVS = 128;

    private static final int MAXIMUM_ORGANIZATIONS = 8;

    /** The sender repeats four times within the time to live (IEEE 802.1AB 9.2.5.6, msgTxHold). */
    private static final int HOLD = 4;

    LldpAnnouncement {
        organizations = List.copyOf(organizations);
    }

    static LldpAnnouncement read(Bytes payload) {
        Reading reading = new Reading();
        int at = 0;
        for (int count = 0; count < MAXIMUM_TLVS && payload.has(at, 2); count++) {
            int header = payload.u16(at);
            int type = header >>> 9;
            int length = header & 0x1ff;
            if (type == TLV_END) {
                break;
            }
            reading.accept(type, payload.slice(at + 2, length), payload.has(at + 2, length));
            at += 2 + length;
        }
        return reading.result();
    }

    Details details() {
        if (timeToLive != null && timeToLive == 0) {
            return new Details(summary("LLDP, goodbye"), null, portId, systemName, words(), null);
        }
        return new Details(summary("LLDP"), null, portId, systemName, words(), timerMillis());
    }

    /** The sender's period as its time to live implies; null where that was cut off or says goodbye. */
    @Nullable Long timerMillis() {
        return timeToLive == null || timeToLive == 0 ? null : (Long) Math.max(1000L, timeToLive * 1000L / HOLD);
    }

    private @Nullable String words() {
        if (systemDescription == null) {
            return portDescription;
        }
        String both = portDescription == null ? systemDescription : systemDescription + "; port " + portDescription;
        return both.length() <= Details.LONGEST_DESCRIPTION ? both : systemDescription;
    }

    private String summary(String title) {
        StringBuilder text = new StringBuilder(128).append(title);
        say(text, " from ", systemName);
        say(text, ", chassis ", chassisId);
        say(text, ", port ", portId);
        say(text, ", management ", managementAddress);
        if (portVlan != null) {
            text.append(", port VLAN ").append((int) portVlan);
        }
        if (timeToLive != null && timeToLive != 0) {
            text.append(", valid ").append((int) timeToLive).append(" s");
        }
        return text.toString();
    }

    private static void say(StringBuilder text, String before, @Nullable String value) {
        if (value != null && text.length() + before.length() + value.length() <= Details.LONGEST_SUMMARY - 64) {
            text.append(before).append(value);
        }
    }

    /** The fields found so far; the first TLV of a kind counts. */
    private static final class Reading {
        private @Nullable String chassisId;
        private @Nullable String portId;
        private @Nullable Integer timeToLive;
        private @Nullable String portDescription;
        private @Nullable String systemName;
        private @Nullable String systemDescription;
        private @Nullable String managementAddress;
        private @Nullable Integer portVlan;
        private final List<String> organizations = new ArrayList<>(2);

        void accept(int type, Bytes value, boolean whole) {
            switch (type) {
                case TLV_CHASSIS_ID -> {
                    if (chassisId == null && whole) {
                        chassisId = identifier(value, CHASSIS_MAC, CHASSIS_NETWORK_ADDRESS);
                    }
                }
                case TLV_PORT_ID -> {
                    if (portId == null && whole) {
                        portId = identifier(value, PORT_MAC, PORT_NETWORK_ADDRESS);
                    }
                }
                case TLV_TIME_TO_LIVE -> {
                    if (timeToLive == null && value.has(0, 2)) {
                        timeToLive = value.u16(0);
                    }
                }
                case TLV_PORT_DESCRIPTION -> portDescription = first(portDescription, value, Details.LONGEST_NAME);
                case TLV_SYSTEM_NAME -> systemName = first(systemName, value, Details.LONGEST_NAME);
                case TLV_SYSTEM_DESCRIPTION ->
                    systemDescription = first(systemDescription, value, Details.LONGEST_DESCRIPTION);
                case TLV_MANAGEMENT_ADDRESS -> {
                    if (managementAddress == null && whole) {
                        managementAddress = NetworkAddress.text(value.slice(1, value.u8(0)));
                    }
                }
                case TLV_ORGANIZATION -> organization(value);
                default -> {
                    // system capabilities, reserved
                }
            }
        }

        private void organization(Bytes value) {
            if (!value.has(0, 4)) {
                return;
            }
            int oui = value.u24(0);
            int subtype = value.u8(3);
            if (oui == OUI_802_1 && subtype == 1 && portVlan == null && value.has(4, 2)) {
                portVlan = value.u16(4);
            } else if (organizations.size() < MAXIMUM_ORGANIZATIONS) {
                organizations.add(AddressText.hex(oui, 6) + "/" + subtype);
            }
        }

        private static @Nullable String identifier(Bytes value, int macSubtype, int addressSubtype) {
            int subtype = value.u8(0);
            Bytes id = value.from(1);
            if (subtype == macSubtype && id.length() == 6) {
                return AddressText.mac(id.u48(0));
            }
            if (subtype == addressSubtype) {
                return NetworkAddress.text(id);
            }
            return empty(id.text(Details.LONGEST_NAME));
        }

        /** A text that was cut off still says more than none. */
        private static @Nullable String first(@Nullable String known, Bytes value, int maximum) {
            return known != null ? known : empty(value.text(maximum));
        }

        private static @Nullable String empty(String text) {
            return text.isEmpty() ? null : text;
        }

        LldpAnnouncement result() {
            return new LldpAnnouncement(
                    chassisId,
                    portId,
                    timeToLive,
                    portDescription,
                    systemName,
                    systemDescription,
                    managementAddress,
                    portVlan,
                    organizations);
        }
    }
}
