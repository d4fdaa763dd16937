package dev.dropwhy.agent.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A family of generic netlink (Documentation/userspace-api/netlink/intro.rst): a kernel interface that has a name, and a
 * number which is another on each machine.
 *
 * @param id type of its messages
 * @param groups numbers of its multicast groups by name
 */
public record GenericFamily(int id, Map<String, Integer> groups) {

    /** Bytes of {@code struct genlmsghdr}, which each message begins with: command, version, two reserved. */
    public static final int HEADER = 4;

    private static final int GENL_ID_CTRL = 16;
    private static final byte[] CTRL_CMD_GETFAMILY = header(3, 1);
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;
    private static final int CTRL_ATTR_MCAST_GROUPS = 7;
    private static final int CTRL_ATTR_MCAST_GRP_NAME = 1;
    private static final int CTRL_ATTR_MCAST_GRP_ID = 2;

    public GenericFamily {
        groups = Map.copyOf(groups);
    }

    /** The header of a message. */
    public static byte[] header(int command, int version) {
        return new byte[] {(byte) command, (byte) version, 0, 0};
    }

    /**
     * Looks for a family among those that are there. To ask for it by name would make the kernel load the module that has it.
     *
     * @param socket of the protocol {@link NetlinkSocket#GENERIC}
     * @param name of the family
     */
    public static Optional<GenericFamily> find(NetlinkSocket socket, String name) throws IOException {
        for (ByteBuffer answer : socket.dump(GENL_ID_CTRL, CTRL_CMD_GETFAMILY)) {
            NetlinkAttributes attributes = NetlinkAttributes.parse(answer, HEADER);
            OptionalInt id = attributes.shortInteger(CTRL_ATTR_FAMILY_ID);
            if (attributes.string(CTRL_ATTR_FAMILY_NAME).equals(Optional.of(name)) && id.isPresent()) {
                return Optional.of(new GenericFamily(id.getAsInt(), groups(attributes.nested(CTRL_ATTR_MCAST_GROUPS))));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Integer> groups(NetlinkAttributes list) {
        Map<String, Integer> groups = new HashMap<>();
        for (int element : list.types()) {
            NetlinkAttributes group = list.nested(element);
            group.string(CTRL_ATTR_MCAST_GRP_NAME)
                    .ifPresent(name -> group.integer(CTRL_ATTR_MCAST_GRP_ID).ifPresent(id -> groups.put(name, id)));
        }
        return groups;
    }
}
