package dev.dropwhy.agent.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a capture file holds.
 *
 * @param frames frames in the file
 * @param bytes their length on the wire
 * @param unhandledFrames frames that no handler here wants
 * @param protocols totals per protocol, most frames first
 * @param limitations what could not be told and why, one sentence each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Classification(
        long frames, long bytes, long unhandledFrames, List<ProtocolTotal> protocols, List<String> limitations) {

    public Classification {
        protocols = List.copyOf(protocols);
        limitations = List.copyOf(limitations);
    }

    /**
     * Frames of one protocol.
     *
     * @param protocol name in the catalog, or Ipv4, Ipv6, Arp; absent where it is unknown
     * @param title what it is, for people
     * @param etherType EtherType as the kernel files it, four hex digits; absent where the frames have none
     * @param severity what dropping it usually means; absent for IP, ARP and unknown protocols
     * @param reception what this host would do with them
     * @param frames how many
     * @param bytes their length on the wire
     * @param speakers who sent them, most frames first; of link protocols only
     * @param otherSpeakersFrames frames of further senders than those
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProtocolTotal(
            @Nullable String protocol,
            String title,
            @Nullable String etherType,
            @Nullable Severity severity,
            Reception reception,
            long frames,
            long bytes,
            List<SpeakerTotal> speakers,
            long otherSpeakersFrames) {

        public ProtocolTotal {
            speakers = List.copyOf(speakers);
        }
    }

    /**
     * Frames of one sender.
     *
     * @param speaker who
     * @param summary its first frame in one line
     * @param frames how many
     * @param bytes their length on the wire
     * @param meanPeriodMillis time between its frames, mean; absent where there is only one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SpeakerTotal(
            Speaker speaker,
            String summary,
            long frames,
            long bytes,
            @Nullable Long meanPeriodMillis) {}
}
