package dev.dropwhy.agent.frames;

/** The OSI routing protocols (ISO 10589, ISO 9542). */
final class OsiRouting {

    /** A router repeats a hello three times within its holding time (ISO 10589 8.4.2). */
    private static final int HOLD = 3;

    private static final int TYPE = 4;
    private static final int CIRCUIT = 8;
    private static final int SYSTEM = 9;
    private static final int HOLDING_TIME = 15;

    private OsiRouting() {}

    /** First octet of the OSI network layer, which tells its protocols apart; absent where it was cut off. */
    static int networkLayerProtocol(Bytes payload) {
        return payload.has(0, 1) ? payload.u8(0) : -1;
    }

    static Details isIs(LinkHeader header) {
        Bytes payload = header.payload();
        if (!payload.has(0, 8)) {
            return Details.of("IS-IS, cut short");
        }
        int type = payload.u8(TYPE) & 0x1f;
        String kind = switch (type) {
            case 15 -> "level 1 hello";
            case 16 -> "level 2 hello";
            case 17 -> "point-to-point hello";
            case 18 -> "level 1 link state";
            case 20 -> "level 2 link state";
            case 24, 25 -> "complete sequence numbers";
            case 26, 27 -> "partial sequence numbers";
            default -> "type " + type;
        };
        boolean hello = type >= 15 && type <= 17;
        if (!hello || !payload.has(CIRCUIT, 9)) {
            return Details.of("IS-IS " + kind);
        }
        String system = systemText(payload);
        int holding = payload.u16(HOLDING_TIME);
        Long timer = holding == 0 ? null : (Long) Math.max(333L, holding * 1000L / HOLD);
        return new Details(
                "IS-IS " + kind + " from " + system + ", holding " + holding + " s", null, null, system, null, timer);
    }

    /** A system id as routers write it: three groups of four hex digits. */
    private static String systemText(Bytes payload) {
        StringBuilder text = new StringBuilder(14);
        for (int i = 0; i < 6; i += 2) {
            AddressText.hex(i == 0 ? text : text.append('.'), payload.u16(SYSTEM + i), 4);
        }
        return text.toString();
    }

    static Details esIs(LinkHeader header) {
        int type = header.payload().u8(4) & 0x1f;
        return Details.of(
                switch (type) {
                    case 2 -> "ES-IS, hello of an end system";
                    case 4 -> "ES-IS, hello of a router";
                    case 6 -> "ES-IS, redirect";
                    default -> "ES-IS, type " + type;
                });
    }
}
