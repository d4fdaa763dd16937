package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The filter of a tap, in the language of libpcap: what is neither IP nor ARP nor of an EtherType that has a handler. It
 * must not ask for a direction: libpcap tests the first frame after a filter was set outside of the kernel, where none is
 * known. It saves the copying of traffic; the exact test is {@link UnwantedFrames}'. No filter makes a tap hide less.
 */
final class TapFilter {

    /** Smaller values of the field are the length of an 802.3 frame. */
    private static final int SMALLEST_ETHER_TYPE = 0x0600;

    /** Keeps the filter far below the 4096 instructions that the kernel takes. */
    private static final int MOST_TYPES = 64;

    private static final List<Integer> IP_AND_ARP = List.of(0x0800, 0x0806, 0x86dd);

    private TapFilter() {}

    static String of(List<ProtocolHandler> handlers) {
        TreeSet<Integer> wanted = handlers.stream()
                .filter(handler -> handler.type().matches("[0-9a-f]{4}"))
                .map(handler -> Integer.parseInt(handler.type(), 16))
                .filter(type -> type >= SMALLEST_ETHER_TYPE)
                .limit(MOST_TYPES)
                .collect(Collectors.toCollection(TreeSet::new));
        wanted.addAll(IP_AND_ARP);
        return wanted.stream().map("ether[12:2] != 0x%04x"::formatted).collect(Collectors.joining(" and "));
    }
}
