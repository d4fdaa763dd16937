package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.agent.counters.Link;
import java.sql.Timestamp;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * A tap on one interface: a packet socket of libpcap in the network namespace of the opening thread, without promiscuous
 * mode. For one thread. The kernel closes it with the process, however that dies.
 */
final class Tap implements AutoCloseable {

    /** Bytes of a frame that are looked at; identities lie within. */
    private static final int SNAPSHOT = 512;

    /** Holds more than a thousand frames; those that it captures come in ones. */
    private static final int BUFFER = 1 << 20;

    /** Frames in one go, so that other taps get their turn. */
    private static final int BATCH = 1024;

    private final Link link;
    private final PcapHandle handle;

    private Tap(Link link, PcapHandle handle) {
        this.link = link;
        this.handle = handle;
    }

    /**
     * Opens a tap; frames go to it from now on.
     *
     * @param filter in the language of libpcap
     * @throws PcapNativeException where libpcap or the kernel refuses, or the interface is not Ethernet
     */
    static Tap open(Link link, String filter) throws PcapNativeException {
        PcapHandle handle = new PcapHandle.Builder(link.name())
                .snaplen(SNAPSHOT)
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                .timeoutMillis(50)
                .bufferSize(BUFFER)
                .immediateMode(true)
                .build();
        try {
            if (!DataLinkType.EN10MB.equals(handle.getDlt())) {
                throw new PcapNativeException("it is no Ethernet interface");
            }
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
            handle.setDirection(PcapDirection.IN);
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            return new Tap(link, handle);
        } catch (PcapNativeException | RuntimeException e) {
            handle.close();
            throw e;
        } catch (NotOpenException e) {
            throw new PcapNativeException("it was closed by somebody else", e);
        }
    }

    Link link() {
        return link;
    }

    /** Takes a frame: from the destination MAC on, its length on the wire, when the kernel saw it on the wall clock. */
    @FunctionalInterface
    interface Sink {
        void take(Link link, byte[] frame, int length, long wallMicros);
    }

    /** Reads some of the frames that wait. */
    void drain(Sink sink) {
        try {
            for (int i = 0; i < BATCH; i++) {
                byte[] frame = handle.getNextRawPacket();
                if (frame == null) {
                    return;
                }
                sink.take(link, frame, handle.getOriginalLength(), micros(handle.getTimestamp()));
            }
        } catch (NotOpenException e) {
            throw new IllegalStateException("the tap on " + link.name() + " is closed", e);
        }
    }

    /** Frames that found the buffer full. */
    long lost() {
        try {
            return handle.getStats().getNumPacketsDropped();
        } catch (PcapNativeException | NotOpenException e) {
            return 0;
        }
    }

    private static long micros(Timestamp time) {
        return Math.floorDiv(time.getTime(), 1_000L) * 1_000_000 + time.getNanos() / 1_000;
    }

    @Override
    public void close() {
        handle.close();
    }
}
