package dev.dropwhy.agent.dropevents;

import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.frames.FrameIdentifier;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every engine needs to know.
 *
 * @param samplesPerGroup frames to keep for each group of drops, 0 to 16
 * @param bytesPerFrame bytes to keep of each frame, 0 to 256; of IP packets the headers only
 * @param observedNamespace inode number of the network namespace whose interfaces are balanced
 * @param interfaceNames name of an interface of the observed namespace by index; null where it has none
 * @param frames tells what sampled frames are
 * @param chosen the interfaces that are balanced; they are known once the window is open, and empty before
 * @param window length of the window
 */
public record EngineSettings(
        int samplesPerGroup,
        int bytesPerFrame,
        long observedNamespace,
        IntFunction<@Nullable String> interfaceNames,
        FrameIdentifier frames,
        Supplier<List<Link>> chosen,
        Duration window) {

    /** Most frames per group. */
    public static final int MOST_SAMPLES = 16;

    /** Most bytes per frame. */
    public static final int MOST_BYTES = 256;

    public EngineSettings {
        if (samplesPerGroup < 0 || samplesPerGroup > MOST_SAMPLES) {
            throw new IllegalArgumentException(
                    "samplesPerGroup is " + samplesPerGroup + "; it must be 0 to " + MOST_SAMPLES);
        }
        if (bytesPerFrame < 0 || bytesPerFrame > MOST_BYTES) {
            throw new IllegalArgumentException("bytesPerFrame is " + bytesPerFrame + "; it must be 0 to " + MOST_BYTES);
        }
    }

    /** For engines that see every interface of every namespace, for as long as they run. */
    public EngineSettings(
            int samplesPerGroup,
            int bytesPerFrame,
            long observedNamespace,
            IntFunction<@Nullable String> interfaceNames,
            FrameIdentifier frames) {
        this(samplesPerGroup, bytesPerFrame, observedNamespace, interfaceNames, frames, List::of, Duration.ZERO);
    }
}
