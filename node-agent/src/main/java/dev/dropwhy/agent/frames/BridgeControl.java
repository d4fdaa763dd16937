package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/** Control protocols of links and bridges that need one line only: OAM, CFM, clock, authentication, loop detection. */
final class BridgeControl {

    private static final long SECOND = 1_000;

    private BridgeControl() {}

    /** IEEE 802.1X-2020 11.3 and RFC 3748 section 4. */
    static Details eapol(LinkHeader header) {
        Bytes payload = header.payload();
        String kind = switch (payload.u8(1)) {
            case 0 -> eap(payload);
            case 1 -> "start";
            case 2 -> "logoff";
            case 3 -> "key";
            case 5 -> "MACsec key agreement";
            default -> "type " + payload.u8(1);
        };
        return Details.of("EAPOL version " + payload.u8(0) + ", " + kind);
    }

    private static String eap(Bytes payload) {
        String code = switch (payload.u8(4)) {
            case 1 -> "EAP request";
            case 2 -> "EAP response";
            case 3 -> "EAP success";
            case 4 -> "EAP failure";
            default -> "EAP code " + payload.u8(4);
        };
        return payload.u8(4) <= 2 && payload.u8(8) == 1 ? code + " for identity" : code;
    }

    /** Ethernet II configuration testing protocol: skip count, then functions, little-endian. */
    static Details ectp(LinkHeader header) {
        Bytes payload = header.payload();
        int skip = payload.u8(0) | payload.u8(1) << 8;
        int function = payload.u8(2 + skip) | payload.u8(3 + skip) << 8;
        String kind = switch (function) {
            case 1 -> "reply";
            case 2 -> "forward";
            default -> "function " + function;
        };
        boolean self = header.source() >= 0 && header.source() == header.destination();
        return Details.of("Ethernet loopback, " + kind + (self ? ", a switch's keepalive to itself" : ""));
    }

    static Details realtek(LinkHeader header) {
        Bytes payload = header.payload();
        return switch (payload.u8(0)) {
            case 1 -> {
                String operation = switch (payload.u8(1) & 0x7f) {
                    case 0 -> "hello";
                    case 1 -> "read";
                    case 2 -> "write";
                    default -> "operation " + (payload.u8(1) & 0x7f);
                };
                yield Details.of(
                        "Realtek remote control, " + operation + ((payload.u8(1) & 0x80) != 0 ? " reply" : ""));
            }
            case 3, 0x23 -> Details.of("Realtek loop detection");
            default -> Details.of("Realtek protocol 0x" + AddressText.hex(payload.u8(0), 2));
        };
    }

    /** IEEE 802.3 57.4.2: flags, code. */
    static Details oam(LinkHeader header) {
        Bytes payload = header.payload();
        int flags = payload.u16(1);
        String kind = switch (payload.u8(3)) {
            case 0 -> "information";
            case 1 -> "event notification";
            case 2 -> "variable request";
            case 3 -> "variable response";
            case 4 -> "loopback control";
            case 0xfe -> "organization specific";
            default -> "code " + payload.u8(3);
        };
        String alarm = (flags & 1) != 0 ? ", link fault" : (flags & 2) != 0 ? ", dying gasp" : "";
        return Details.of("Ethernet OAM, " + kind + alarm);
    }

    /** ITU-T G.8264 11.3.1: ITU OUI, subtype, version and event flag, reserved, then the quality level TLV. */
    static Details esmc(LinkHeader header) {
        Bytes payload = header.payload();
        return Details.of("Synchronous Ethernet clock quality, level " + (payload.u8(13) & 0x0f), (Long) SECOND);
    }

    /** IEEE 802.1Q-2018 21.4: level and version, opcode, flags (of a continuity check: its interval). */
    static Details cfm(LinkHeader header) {
        Bytes payload = header.payload();
        String kind = switch (payload.u8(1)) {
            case 1 -> "continuity check";
            case 2 -> "loopback reply";
            case 3 -> "loopback message";
            case 4 -> "link trace reply";
            case 5 -> "link trace message";
            default -> "opcode " + payload.u8(1);
        };
        Long interval = payload.u8(1) == 1 ? cfmInterval(payload.u8(2) & 0x07) : null;
        return Details.of("CFM level " + (payload.u8(0) >>> 5) + ", " + kind, interval);
    }

    private static @Nullable Long cfmInterval(int code) {
        return switch (code) {
            case 1, 2 -> 10L; // 3.3 ms and 10 ms: finer than anybody needs here
            case 3 -> 100L;
            case 4 -> SECOND;
            case 5 -> 10 * SECOND;
            case 6 -> 60 * SECOND;
            case 7 -> 600 * SECOND;
            default -> null;
        };
    }

    /** IEEE 1588-2019 13.3: message type, version, length, domain; clock and port at 20; log of the interval at 33. */
    static Details ptp(LinkHeader header) {
        Bytes payload = header.payload();
        String kind = switch (payload.u8(0) & 0x0f) {
            case 0x0 -> "sync";
            case 0x1 -> "delay request";
            case 0x2 -> "peer delay request";
            case 0x3 -> "peer delay response";
            case 0x8 -> "follow-up";
            case 0x9 -> "delay response";
            case 0xa -> "peer delay follow-up";
            case 0xb -> "announce";
            case 0xc -> "signaling";
            case 0xd -> "management";
            default -> "message " + (payload.u8(0) & 0x0f);
        };
        if (!payload.has(0, 34)) {
            return Details.of("PTP " + kind + ", cut short");
        }
        String clock = payload.slice(20, 8).hex(8);
        int port = payload.u16(28);
        int log = (byte) payload.u8(33);
        // 0x7f says that the interval does not apply; outside of 2^-7 to 2^6 s nobody is honest.
        Long timer = log < -7 || log > 6 ? null : (Long) Math.max(1, (long) (SECOND * Math.pow(2, log)));
        return new Details(
                "PTP " + kind + ", domain " + payload.u8(4) + ", clock " + clock + " port " + port,
                null,
                Integer.toString(port),
                null,
                "PTP clock " + clock,
                timer);
    }

    /** RFC 2516 section 4: version and type, code, session id, length. */
    static Details pppoe(LinkHeader header) {
        Bytes payload = header.payload();
        return Details.of(
                switch (payload.u8(1)) {
                    case 0x09 -> "PPPoE initiation (PADI)";
                    case 0x07 -> "PPPoE offer (PADO)";
                    case 0x19 -> "PPPoE request (PADR)";
                    case 0x65 -> "PPPoE confirmation (PADS)";
                    case 0xa7 -> "PPPoE termination (PADT)";
                    case 0x00 ->
                        "PPPoE session 0x" + AddressText.hex(payload.u16(2), 4) + ", PPP protocol 0x"
                                + AddressText.hex(payload.u16(6), 4);
                    default -> "PPPoE code 0x" + AddressText.hex(payload.u8(1), 2);
                });
    }

    static Details wakeOnLan(LinkHeader header) {
        Bytes payload = header.payload();
        boolean magic = payload.has(0, 12) && payload.u48(0) == 0xffff_ffff_ffffL;
        return Details.of("Wake-on-LAN" + (magic ? " for " + AddressText.mac(payload.u48(6)) : ""));
    }

    /** INCITS FC-BB-5 7.8: version, operation, subcode. */
    static Details fip(LinkHeader header) {
        Bytes payload = header.payload();
        int operation = payload.u16(2);
        int subcode = payload.u8(5);
        return Details.of(
                switch (operation) {
                    case 1 -> subcode == 1 ? "FIP discovery solicitation" : "FIP discovery advertisement";
                    case 2 -> "FIP login";
                    case 3 -> subcode == 1 ? "FIP keep alive" : "FIP clear virtual links";
                    case 4 -> subcode == 1 ? "FIP VLAN request" : "FIP VLAN notification";
                    default -> "FIP operation " + operation;
                });
    }

    static Details aoe(LinkHeader header) {
        Bytes payload = header.payload();
        boolean response = (payload.u8(0) & 0x08) != 0;
        String command = payload.u8(5) == 0 ? "ATA command" : payload.u8(5) == 1 ? "query" : "command " + payload.u8(5);
        return Details.of("AoE " + command + (response ? " response" : "") + ", shelf " + payload.u16(2) + " slot "
                + payload.u8(4));
    }

    /** The two addresses of IPv4 over Ethernet in a reverse ARP: who announces itself. */
    static Details rarp(LinkHeader header) {
        Bytes payload = header.payload();
        String kind = payload.u16(6) == 3 ? "request" : payload.u16(6) == 4 ? "reply" : "operation " + payload.u16(6);
        return Details.of("RARP " + kind + (payload.has(18, 6) ? " for " + AddressText.mac(payload.u48(18)) : ""));
    }
}
