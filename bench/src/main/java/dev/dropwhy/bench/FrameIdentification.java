package dev.dropwhy.bench;

import dev.dropwhy.agent.frames.EthernetFrameIdentifier;
import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.Packet;

/**
 * One frame: our identification, which ends in a protocol, a speaker and a sentence, beside pcap4j's decoding of the same
 * bytes into packets, and beside that together with the address texts that an identity needs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrameIdentification {

    private final FrameIdentifier identifier = new EthernetFrameIdentifier(LinkProtocols.load());

    /** dropwhy's identification. */
    @Benchmark
    public FrameIdentity dropwhy(FrameMix mix) {
        return identifier.identify(mix.next());
    }

    /** pcap4j's decoding alone; link protocols end as unknown packets. */
    @Benchmark
    public Packet pcap4j(FrameMix mix) throws IllegalRawDataException {
        byte[] frame = mix.next();
        return EthernetPacket.newPacket(frame, 0, frame.length);
    }

    /** pcap4j's decoding, and its text of the packet. */
    @Benchmark
    public String pcap4jText(FrameMix mix) throws IllegalRawDataException {
        byte[] frame = mix.next();
        return EthernetPacket.newPacket(frame, 0, frame.length).toString();
    }
}
