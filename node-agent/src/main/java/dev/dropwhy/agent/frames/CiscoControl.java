package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/** Cisco's control protocols among switches besides CDP and spanning tree: VTP, DTP, UDLD, PAgP. */
final class CiscoControl {

    private static final int MAXIMUM_TLVS = 32;
    private static final int VTP_DOMAIN = 4;
    private static final int VTP_DOMAIN_LENGTH = 32;

    private CiscoControl() {}

    static Details vtp(LinkHeader header) {
        Bytes payload = header.payload();
        String kind = switch (payload.u8(1)) {
            case 1 -> "summary advertisement";
            case 2 -> "subset advertisement";
            case 3 -> "advertisement request";
            case 4 -> "join";
            default -> "message " + payload.u8(1);
        };
        int length = Math.min(payload.u8(3), VTP_DOMAIN_LENGTH);
        String domain = payload.slice(VTP_DOMAIN, length).text(VTP_DOMAIN_LENGTH);
        StringBuilder text = new StringBuilder("VTP version ")
                .append(payload.u8(0))
                .append(", ")
                .append(kind);
        if (!domain.isEmpty()) {
            text.append(", domain ").append(domain);
        }
        if (payload.u8(1) <= 2 && payload.has(36, 4)) {
            text.append(", revision ").append(payload.u32(36));
        }
        return new Details(text.toString(), null, null, null, domain.isEmpty() ? null : "VTP domain " + domain, null);
    }

    static Details dtp(LinkHeader header) {
        Bytes payload = header.payload();
        Bytes domain = tlv(payload, 1, 1);
        Bytes status = tlv(payload, 1, 2);
        StringBuilder text = new StringBuilder("DTP");
        String name = domain.text(VTP_DOMAIN_LENGTH);
        if (!name.isEmpty()) {
            text.append(", domain ").append(name);
        }
        if (status.has(0, 1)) {
            text.append((status.u8(0) & 0x80) != 0 ? ", is a trunk" : ", is an access port")
                    .append(", mode ");
            text.append(
                    switch (status.u8(0) & 0x07) {
                        case 1 -> "on";
                        case 2 -> "off";
                        case 3 -> "desirable";
                        case 4 -> "auto";
                        default -> Integer.toString(status.u8(0) & 0x07);
                    });
        }
        return Details.of(text.toString());
    }

    static Details udld(LinkHeader header) {
        Bytes payload = header.payload();
        String device = tlv(payload, 4, 1).text(Details.LONGEST_NAME);
        String port = tlv(payload, 4, 2).text(Details.LONGEST_NAME);
        String name = tlv(payload, 4, 6).text(Details.LONGEST_NAME);
        Bytes interval = tlv(payload, 4, 4);
        String opcode = switch (payload.u8(0) & 0x1f) {
            case 1 -> "probe";
            case 2 -> "echo";
            case 3 -> "flush";
            default -> "opcode " + (payload.u8(0) & 0x1f);
        };
        String shown = name.isEmpty() ? device : name;
        String text =
                "UDLD " + opcode + (shown.isEmpty() ? "" : " from " + shown) + (port.isEmpty() ? "" : ", port " + port);
        Long timer = interval.u8(0) == 0 ? null : (Long) (interval.u8(0) * 1000L);
        return new Details(bounded(text), null, empty(port), empty(shown), null, timer);
    }

    static Details pagp(LinkHeader header) {
        Bytes payload = header.payload();
        boolean flush = payload.u8(0) == 2;
        boolean slow = (payload.u8(1) & 0x01) != 0;
        String device = payload.has(2, 14) ? AddressText.mac(payload.u48(2)) : "";
        return Details.of(
                "PAgP " + (flush ? "flush" : "information") + (device.isEmpty() ? "" : ", device " + device),
                flush ? null : (Long) (slow ? 30_000L : 1_000L));
    }

    /** The value of the first TLV of a type: type and length 16 bits each, the length counts itself; else empty. */
    private static Bytes tlv(Bytes payload, int start, int type) {
        int at = start;
        for (int count = 0; count < MAXIMUM_TLVS && payload.has(at, 4); count++) {
            int length = payload.u16(at + 2);
            if (length < 4) {
                break;
            }
            if (payload.u16(at) == type) {
                return payload.slice(at + 4, length - 4);
            }
            at += length;
        }
        return payload.slice(0, 0);
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String bounded(String text) {
        return text.length() <= Details.LONGEST_SUMMARY ? text : PrintableText.of(text, Details.LONGEST_SUMMARY);
    }
}
