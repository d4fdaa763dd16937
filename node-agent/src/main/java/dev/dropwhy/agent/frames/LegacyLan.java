package dev.dropwhy.agent.frames;

/** Protocols of the networks before IP won: IPX, NetBEUI, LLC management, and tags that nobody removed. */
final class LegacyLan {

    private static final int NETBIOS_NAME = 16;

    private LegacyLan() {}

    /** Checksum, length, hops, type, then destination and source network, node and socket. */
    static Details ipx(LinkHeader header) {
        Bytes payload = header.payload();
        if (!payload.has(0, 30)) {
            return Details.of("IPX, cut short");
        }
        String service = switch (payload.u16(16)) {
            case 0x0451 -> "NCP";
            case 0x0452 -> "service advertisement (SAP)";
            case 0x0453 -> "routing (RIP)";
            case 0x0455 -> "NetBIOS";
            case 0x0456 -> "diagnostics";
            default -> "socket 0x" + AddressText.hex(payload.u16(16), 4);
        };
        return Details.of("IPX " + service + " from " + AddressText.hex((int) payload.u32(18), 8) + "."
                + AddressText.mac(payload.u48(22)));
    }

    /** NetBIOS frames: header length, EFFF, command; in name frames the source name at 28 (IBM SC30-3587). */
    static Details netBeui(LinkHeader header) {
        Bytes payload = header.payload();
        if (!payload.has(0, 5) || payload.u16(2) != 0xffef) {
            return Details.of("NetBEUI");
        }
        int command = payload.u8(4);
        String kind = switch (command) {
            case 0x00 -> "add group name";
            case 0x01 -> "add name";
            case 0x02 -> "name in conflict";
            case 0x08 -> "datagram";
            case 0x09 -> "broadcast datagram";
            case 0x0a -> "name query";
            case 0x0d -> "add name response";
            case 0x0e -> "name recognized";
            default -> "command 0x" + AddressText.hex(command, 2);
        };
        String name = command < 0x14 && payload.has(28, NETBIOS_NAME)
                ? payload.slice(28, NETBIOS_NAME).text(NETBIOS_NAME)
                : "";
        return new Details(
                "NetBEUI " + kind + (name.isEmpty() ? "" : " from " + name),
                null,
                null,
                name.isEmpty() ? null : name,
                null,
                null);
    }

    /** IEEE 802.2 5.4.1: the control field without the poll/final bit. */
    static Details llcManagement(LinkHeader header) {
        String response = (header.ssap() & 1) != 0 ? " response" : " command";
        return Details.of(
                switch (header.control() & 0xef) {
                    case 0xaf -> "LLC exchange identification" + response;
                    case 0xe3 -> "LLC test" + response;
                    default -> "LLC management, control 0x" + AddressText.hex(Math.max(0, header.control()), 2);
                });
    }
}
