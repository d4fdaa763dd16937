package dev.dropwhy.agent.frames;

import org.jspecify.annotations.Nullable;

/**
 * A link aggregation control data unit (IEEE 802.1AX-2014 6.4.2).
 *
 * @param version protocol version
 * @param actor the sender
 * @param partner what the sender knows of the other side; all zeros where nobody answers; absent where it was cut off
 */
record LacpUnit(int version, Side actor, @Nullable Side partner) {

    /**
     * One end of the link.
     *
     * @param systemPriority priority of the system
     * @param system MAC of the system, right-aligned in 48 bits
     * @param key key of the bundle
     * @param portPriority priority of the port
     * @param port number of the port
     * @param state state octet
     */
    record Side(int systemPriority, long system, int key, int portPriority, int port, int state) {

        private static final int ACTIVE = 0x01;
        private static final int SHORT_TIMEOUT = 0x02;
        private static final int SYNCHRONIZED = 0x08;
        private static final int COLLECTING = 0x10;
        private static final int DISTRIBUTING = 0x20;
        private static final int DEFAULTED = 0x40;
        private static final int EXPIRED = 0x80;

        static Side read(Bytes information) {
            return new Side(
                    information.u16(0),
                    information.u48(2),
                    information.u16(8),
                    information.u16(10),
                    information.u16(12),
                    information.u8(14));
        }

        boolean active() {
            return (state & ACTIVE) != 0;
        }

        /** Whether this side wants to hear the other one every second instead of every 30. */
        boolean shortTimeout() {
            return (state & SHORT_TIMEOUT) != 0;
        }

        /** Whether this side has heard nobody and works with assumptions. */
        boolean defaulted() {
            return (state & DEFAULTED) != 0;
        }

        boolean expired() {
            return (state & EXPIRED) != 0;
        }

        boolean carriesTraffic() {
            int all = SYNCHRONIZED | COLLECTING | DISTRIBUTING;
            return (state & all) == all;
        }

        String systemText() {
            return systemPriority + "/" + AddressText.mac(system);
        }
    }

    private static final int ACTOR = 4;
    private static final int PARTNER = 24;
    private static final int INFORMATION = 15;
    private static final long FAST_MILLIS = 1_000;
    private static final long SLOW_MILLIS = 30_000;

    /** Reads the unit after the slow protocol subtype; null where the actor was cut off. */
    static @Nullable LacpUnit read(Bytes payload) {
        if (!payload.has(ACTOR, INFORMATION)) {
            return null;
        }
        return new LacpUnit(
                payload.u8(1),
                Side.read(payload.from(ACTOR)),
                payload.has(PARTNER, INFORMATION) ? Side.read(payload.from(PARTNER)) : null);
    }

    /**
     * The period of the sender: as fast as the other side's timeout asks (IEEE 802.1AX-2014 6.4.13), and where that is not
     * known, as its own.
     */
    long timerMillis() {
        Side asking = partner != null && partner.system() != 0 ? partner : actor;
        return asking.shortTimeout() ? FAST_MILLIS : SLOW_MILLIS;
    }

    Details details() {
        StringBuilder text = new StringBuilder(160).append("LACP from ").append(actor.systemText());
        text.append(" key ").append(actor.key()).append(" port ").append(actor.port());
        text.append(actor.active() ? ", active" : ", passive");
        if (partner == null || partner.system() == 0) {
            text.append(", knows no partner");
        } else {
            text.append(", partner ").append(partner.systemText());
            text.append(" key ").append(partner.key()).append(" port ").append(partner.port());
        }
        text.append(actor.carriesTraffic() ? ", carries traffic" : ", carries no traffic");
        if (actor.defaulted() || actor.expired()) {
            text.append(actor.expired() ? ", expired" : ", defaulted");
        }
        return new Details(
                text.toString(),
                null,
                Integer.toString(actor.port()),
                null,
                "LACP system " + actor.systemText() + " key " + actor.key(),
                timerMillis());
    }
}
