package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/**
 * What a Cisco or Foundry discovery message says. Both have the same form. Fields that it does not hold are null.
 *
 * @param version protocol version
 * @param holdTime seconds until the receiver should forget it
 * @param deviceId name of the device
 * @param portId port of the device
 * @param software version of its software, first line
 * @param platform its model
 * @param address its first IPv4 address
 * @param nativeVlan VLAN of untagged frames
 */
record CdpAnnouncement(
        int version,
        int holdTime,
        @Nullable String deviceId,
        @Nullable String portId,
        @Nullable String software,
        @Nullable String platform,
        @Nullable String address,
        @Nullable Integer nativeVlan) {

    private static final int HEADER = 4;
    private static final int TLV_DEVICE_ID = 0x0001;
    private static final int TLV_ADDRESS = 0x0002;
    private static final int TLV_PORT_ID = 0x0003;
    private static final int TLV_SOFTWARE = 0x0005;
    private static final int TLV_PLATFORM = 0x0006;
    private static final int TLV_NATIVE_VLAN = 0x000a;
    private static final int MAXIMUM_TLVS = 128;

    /** A sender repeats three times within the hold time, by default and by every vendor's advice. */
    private static final int HOLD = 3;

    static CdpAnnouncement read(Bytes payload) {
        String deviceId = null;
        String portId = null;
        String software = null;
        String platform = null;
        String address = null;
        Integer nativeVlan = null;
        int at = HEADER;
        for (int count = 0; count < MAXIMUM_TLVS && payload.has(at, 4); count++) {
            int length = payload.u16(at + 2);
            if (length < 4) {
                break;
            }
            Bytes value = payload.slice(at + 4, length - 4);
            switch (payload.u16(at)) {
                case TLV_DEVICE_ID -> deviceId = first(deviceId, value, Details.LONGEST_NAME);
                case TLV_ADDRESS -> address = address == null ? ipv4(value) : address;
                case TLV_PORT_ID -> portId = first(portId, value, Details.LONGEST_NAME);
                case TLV_SOFTWARE -> software = first(software, value, Details.LONGEST_DESCRIPTION);
                case TLV_PLATFORM -> platform = first(platform, value, Details.LONGEST_NAME);
                case TLV_NATIVE_VLAN -> nativeVlan = value.has(0, 2) ? (Integer) value.u16(0) : nativeVlan;
                default -> {
                    // capabilities, duplex, voice VLAN and many others
                }
            }
            at += length;
        }
        return new CdpAnnouncement(
                payload.u8(0), payload.u8(1), deviceId, portId, software, platform, address, nativeVlan);
    }

    /** Number of addresses, then for each: protocol type and length, protocol (CC is IP), address length, address. */
    private static @Nullable String ipv4(Bytes value) {
        boolean ip = value.u32(0) >= 1 && value.u8(5) == 1 && value.u8(6) == 0xcc && value.u16(7) == 4;
        return ip && value.has(9, 4) ? AddressText.ipv4(value.u32(9)) : null;
    }

    private static @Nullable String first(@Nullable String known, Bytes value, int maximum) {
        if (known != null) {
            return known;
        }
        String text = value.text(maximum);
        return text.isEmpty() ? null : text;
    }

    Details details(String protocol) {
        StringBuilder text = new StringBuilder(128).append(protocol);
        say(text, " from ", deviceId);
        say(text, ", port ", portId);
        say(text, ", ", platform);
        say(text, ", address ", address);
        if (nativeVlan != null) {
            text.append(", native VLAN ").append((int) nativeVlan);
        }
        String words = platform != null ? platform : software;
        Long timer = holdTime == 0 ? null : (Long) Math.max(1000L, holdTime * 1000L / HOLD);
        return new Details(text.toString(), null, portId, deviceId, words, timer);
    }

    private static void say(StringBuilder text, String before, @Nullable String value) {
        if (value != null && text.length() + before.length() + value.length() <= Details.LONGEST_SUMMARY - 32) {
            text.append(before).append(value);
        }
    }
}
