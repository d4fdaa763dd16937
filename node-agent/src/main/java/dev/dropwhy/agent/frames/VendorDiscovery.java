package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/** Discovery protocols of single vendors that are not built like CDP: Extreme and Nortel. */
final class VendorDiscovery {

    private static final int EDP_HEADER = 16;
    private static final int EDP_MARKER = 0x99;
    private static final int EDP_NULL = 0;
    private static final int EDP_NAME = 1;
    private static final int EDP_INFO = 2;
    private static final int MAXIMUM_TLVS = 32;

    private VendorDiscovery() {}

    /** Header of 16 octets, then TLVs: marker 99, type, length that counts these four octets. */
    static Details edp(LinkHeader header) {
        Bytes payload = header.payload();
        String name = null;
        String port = null;
        int at = EDP_HEADER;
        for (int count = 0; count < MAXIMUM_TLVS && payload.has(at, 4); count++) {
            int length = payload.u16(at + 2);
            if (payload.u8(at) != EDP_MARKER || length < 4 || payload.u8(at + 1) == EDP_NULL) {
                break;
            }
            Bytes value = payload.slice(at + 4, length - 4);
            if (payload.u8(at + 1) == EDP_NAME) {
                name = empty(value.text(Details.LONGEST_NAME));
            } else if (payload.u8(at + 1) == EDP_INFO && value.has(0, 4)) {
                port = value.u16(0) + 1 + ":" + (value.u16(2) + 1);
            }
            at += length;
        }
        String text = "EDP" + (name == null ? "" : " from " + name) + (port == null ? "" : ", port " + port);
        return new Details(text, null, port, name, null, null);
    }

    /** IPv4 address, segment identifier of three octets (slot and port for chassis), chassis type. */
    static Details sonmp(LinkHeader header) {
        Bytes payload = header.payload();
        if (!payload.has(0, 7)) {
            return Details.of("Nortel discovery, cut short");
        }
        String address = AddressText.ipv4(payload.u32(0));
        String port = payload.u16(4) + "/" + payload.u8(6);
        return new Details(
                "Nortel discovery from " + address + ", segment " + port, null, port, null, "address " + address, null);
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }
}
