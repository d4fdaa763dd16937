package dev.dropwhy.agent.observer;

import dev.dropwhy.agent.frames.FrameIdentifier;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.Frame;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes drop groups with what the engine cannot know: interface names of the observed namespace, and what the sampled
 * frames are.
 *
 * @param names interface names by index, of every interface that was there at any sample
 * @param identifier tells what a frame is
 */
record GroupNames(Map<Integer, String> names, FrameIdentifier identifier) {

    DropGroup complete(DropGroup group) {
        return new DropGroup(
                group.netns(),
                group.observedNamespace(),
                group.interfaceIndex(),
                name(group),
                group.reason(),
                group.function(),
                group.etherType(),
                group.link(),
                group.count(),
                group.bytes(),
                group.firstMillis(),
                group.lastMillis(),
                group.arrivalsMicros(),
                group.frames().stream().map(this::identified).toList());
    }

    private @Nullable String name(DropGroup group) {
        if (group.interfaceName() != null || !group.observedNamespace()) {
            return group.interfaceName();
        }
        return names.get(group.interfaceIndex());
    }

    private Frame identified(Frame frame) {
        if (frame.identity() != null || frame.bytes().isEmpty()) {
            return frame;
        }
        byte[] bytes = HexFormat.of().parseHex(frame.bytes());
        return new Frame(frame.atMicros(), frame.length(), frame.bytes(), identifier.identify(bytes));
    }
}
