package dev.dropwhy.agent.classify;

import dev.dropwhy.agent.classify.Classification.ProtocolTotal;
import dev.dropwhy.agent.classify.Classification.SpeakerTotal;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.catalog.LinkProtocol;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Totals that grow frame by frame, in bounded memory: a file may name more types and senders than anybody reads. */
final class Tally {

    private static final int MAXIMUM_PROTOCOLS = 512;
    private static final int MAXIMUM_SPEAKERS = 64;

    private record Key(@Nullable String protocol, int etherType, Reception reception) {}

    private static final Key REST = new Key(null, LinkProtocols.ABSENT, Reception.Unknown);

    private final LinkProtocols catalog;
    private final Map<Key, Protocol> protocols = new HashMap<>();
    private long frames;
    private long bytes;
    private long unhandled;

    Tally(LinkProtocols catalog) {
        this.catalog = catalog;
    }

    void add(ClassifiedFrame frame) {
        frames++;
        bytes += frame.length();
        unhandled += frame.reception() == Reception.Unhandled ? 1 : 0;
        FrameIdentity identity = frame.identity();
        Key key = new Key(identity.protocol(), identity.etherType(), frame.reception());
        Protocol protocol = protocols.get(key);
        if (protocol == null) {
            Key kept = protocols.size() < MAXIMUM_PROTOCOLS ? key : REST;
            protocol = protocols.computeIfAbsent(kept, k -> new Protocol());
        }
        protocol.add(frame);
    }

    Classification result(List<String> limitations) {
        List<ProtocolTotal> totals = protocols.entrySet().stream()
                .map(entry -> total(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ProtocolTotal::frames)
                        .reversed()
                        .thenComparing(total -> String.valueOf(total.protocol()))
                        .thenComparing(total -> String.valueOf(total.etherType())))
                .toList();
        return new Classification(frames, bytes, unhandled, totals, limitations);
    }

    private ProtocolTotal total(Key key, Protocol protocol) {
        Optional<LinkProtocol> entry = key.protocol() == null ? Optional.empty() : catalog.named(key.protocol());
        return new ProtocolTotal(
                key.protocol(),
                entry.map(LinkProtocol::title).orElseGet(() -> title(key)),
                key.etherType() < 0 ? null : "%04x".formatted(key.etherType()),
                entry.map(LinkProtocol::severity).orElse(null),
                key.reception(),
                protocol.frames,
                protocol.bytes,
                protocol.speakers(),
                protocol.otherSpeakersFrames);
    }

    private static String title(Key key) {
        if (key.protocol() != null) {
            return switch (key.protocol()) {
                case "Ipv4" -> "IPv4";
                case "Ipv6" -> "IPv6";
                case "Arp" -> "Address Resolution Protocol";
                default -> key.protocol();
            };
        }
        return key.etherType() < 0 ? "Without an EtherType, or one type too many" : "Unknown to the catalog";
    }

    private static final class Protocol {
        private final Map<Speaker, Sender> senders = new HashMap<>();
        private long frames;
        private long bytes;
        private long otherSpeakersFrames;

        void add(ClassifiedFrame frame) {
            frames++;
            bytes += frame.length();
            Speaker speaker = frame.identity().speaker();
            if (speaker == null) {
                return;
            }
            Sender sender = senders.get(speaker);
            if (sender == null) {
                if (senders.size() == MAXIMUM_SPEAKERS) {
                    otherSpeakersFrames++;
                    return;
                }
                sender = new Sender(frame);
                senders.put(speaker, sender);
            }
            sender.add(frame);
        }

        List<SpeakerTotal> speakers() {
            return senders.entrySet().stream()
                    .map(entry -> entry.getValue().total(entry.getKey()))
                    .sorted(Comparator.comparingLong(SpeakerTotal::frames)
                            .reversed()
                            .thenComparing(
                                    total -> String.valueOf(total.speaker().mac()))
                            .thenComparing(SpeakerTotal::summary))
                    .toList();
        }
    }

    private static final class Sender {
        private final String summary;
        private final long firstMicros;
        private long lastMicros;
        private long frames;
        private long bytes;

        Sender(ClassifiedFrame first) {
            this.summary = first.identity().summary();
            this.firstMicros = first.atMicros();
        }

        void add(ClassifiedFrame frame) {
            frames++;
            bytes += frame.length();
            lastMicros = frame.atMicros();
        }

        SpeakerTotal total(Speaker speaker) {
            long span = lastMicros - firstMicros;
            Long period = frames < 2 || span < 0 ? null : (Long) (span / (frames - 1) / 1000);
            return new SpeakerTotal(speaker, summary, frames, bytes, period);
        }
    }
}
