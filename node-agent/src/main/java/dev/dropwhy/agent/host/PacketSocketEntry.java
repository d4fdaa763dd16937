package dev.dropwhy.agent.host;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/net/packet}.
 *
 * @param protocol EtherType in host order; 3 is ETH_P_ALL
 * @param interfaceIndex interface it is bound to; 0 for all
 * @param inode inode number of the socket
 */
record PacketSocketEntry(int protocol, int interfaceIndex, long inode) {

    private static final int PROTOCOL = 3;
    private static final int INTERFACE = 4;
    private static final int INODE = 8;

    /**
     * Reads the file (net/packet/af_packet.c, {@code packet_seq_show}).
     *
     * @param text its content
     * @return one entry a line; the heading and lines of another form are skipped
     */
    static List<PacketSocketEntry> parse(String text) {
        List<PacketSocketEntry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", 16);
            if (words.length <= INODE) {
                continue;
            }
            try {
                entries.add(new PacketSocketEntry(
                        Integer.parseInt(words[PROTOCOL], 16),
                        Integer.parseInt(words[INTERFACE]),
                        Long.parseLong(words[INODE])));
            } catch (NumberFormatException e) {
                // the heading
            }
        }
        return entries;
    }
}
