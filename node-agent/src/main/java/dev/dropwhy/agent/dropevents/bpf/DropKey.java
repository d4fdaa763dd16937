package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dropwhy.agent.dropevents.PacketHeaders;
import dev.dropwhy.diagnosis.observation.DropGroup;
import java.lang.foreign.MemorySegment;

/**
 * What drops of one group have in common: {@code struct drop_key} of the program.
 *
 * @param location return address of the kernel function that freed the packet
 * @param netns inode number of the namespace, unsigned; 0 unknown
 * @param interfaceIndex interface index; 0 none
 * @param reason number of the drop reason; 0 where the kernel gives none
 * @param protocol protocol as the stack saw it, host order
 * @param vlan VLAN id, -1 where the device stripped no tag
 * @param source source MAC in the low 48 bits
 * @param dsap LLC destination service access point
 * @param ssap LLC source service access point
 * @param oui SNAP organization
 * @param pid SNAP protocol
 * @param kind which of the link fields hold
 * @param ipProtocol protocol of IP, of IPv6 the first next header; 0 unknown, or not IP
 */
record DropKey(
        long location,
        int netns,
        int interfaceIndex,
        int reason,
        int protocol,
        int vlan,
        long source,
        int dsap,
        int ssap,
        int oui,
        int pid,
        LinkKind kind,
        int ipProtocol) {

    /** Size of {@code struct drop_key}. */
    static final int BYTES = 40;

    /** Size of {@code struct coarse_key}, which is the head of the other. */
    static final int COARSE_BYTES = 24;

    private static final int VLAN_PRESENT = 0x1000;

    /** {@code enum link_kind} of the program. */
    enum LinkKind {
        /** IP, ARP, or no Ethernet header: no link field holds. */
        NONE,
        /** EtherType alone: source and VLAN hold. */
        TYPE,
        /** dsap and ssap hold too. */
        LLC,
        /** oui and pid hold too. */
        SNAP
    }

    /** Reads a {@code struct drop_key}. */
    static DropKey read(MemorySegment memory, long offset) {
        int protocol = Short.toUnsignedInt(memory.get(JAVA_SHORT, offset + 20));
        int vlan = Short.toUnsignedInt(memory.get(JAVA_SHORT, offset + 22));
        int dsap = Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset + 30)); // of IP its protocol
        return new DropKey(
                memory.get(JAVA_LONG, offset),
                memory.get(JAVA_INT, offset + 8),
                memory.get(JAVA_INT, offset + 12),
                memory.get(JAVA_INT, offset + 16),
                protocol,
                (vlan & VLAN_PRESENT) == 0 ? -1 : vlan & 0xfff,
                mac(memory, offset + 24),
                PacketHeaders.isIp(protocol) ? 0 : dsap,
                Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset + 31)),
                memory.get(JAVA_INT, offset + 32),
                Short.toUnsignedInt(memory.get(JAVA_SHORT, offset + 36)),
                kind(memory.get(JAVA_BYTE, offset + 38)),
                PacketHeaders.isIp(protocol) ? dsap : 0);
    }

    /** Reads a {@code struct coarse_key}. */
    static DropKey readCoarse(MemorySegment memory) {
        return new DropKey(
                memory.get(JAVA_LONG, 0),
                memory.get(JAVA_INT, 8),
                memory.get(JAVA_INT, 12),
                memory.get(JAVA_INT, 16),
                Short.toUnsignedInt(memory.get(JAVA_SHORT, 20)),
                -1,
                0,
                0,
                0,
                0,
                0,
                LinkKind.NONE,
                Short.toUnsignedInt(memory.get(JAVA_SHORT, 22)));
    }

    /** The key under which the program counts this drop where its table of groups is full. */
    DropKey coarse() {
        return new DropKey(
                location, netns, interfaceIndex, reason, protocol, -1, 0, 0, 0, 0, 0, LinkKind.NONE, ipProtocol);
    }

    /** The key under which it counts this drop where the table for {@link #coarse()} is full too. */
    DropKey place() {
        int kept = PacketHeaders.isIpOrArp(protocol) ? protocol : DropGroup.MANY_PROTOCOLS;
        return new DropKey(location, netns, interfaceIndex, reason, kept, -1, 0, 0, 0, 0, 0, LinkKind.NONE, 0);
    }

    /** The same with the start of the function instead of an address inside of it. */
    DropKey withoutLocation() {
        return new DropKey(
                0, netns, interfaceIndex, reason, protocol, vlan, source, dsap, ssap, oui, pid, kind, ipProtocol);
    }

    /** Reads a MAC address as a number; the first byte is the highest. */
    static long mac(MemorySegment memory, long offset) {
        long address = 0;
        for (int i = 0; i < 6; i++) {
            address = (address << 8) | Byte.toUnsignedLong(memory.get(JAVA_BYTE, offset + i));
        }
        return address;
    }

    private static LinkKind kind(byte number) {
        return switch (number) {
            case 1 -> LinkKind.TYPE;
            case 2 -> LinkKind.LLC;
            case 3 -> LinkKind.SNAP;
            default -> LinkKind.NONE;
        };
    }
}
