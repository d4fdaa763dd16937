package dev.dropwhy.agent.dropevents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropwhy.agent.dropevents.testnet.TestFrames;
import org.junit.jupiter.api.Test;

class TellingFramesTest {

    private static final int IPV4 = 0x0800;
    private static final int LAST_OF_SOURCE = 14 + 15;
    private static final int SOURCE_PORT = 14 + 20;

    private final TellingFrames<String> frames = new TellingFrames<>(3);

    @Test
    void theFirstFramesStayWhileAllAreOfOneFlow() {
        offer("first", 1, 1);
        offer("second", 1, 1);
        offer("third", 1, 1);
        offer("fourth", 1, 1);

        assertThat(frames.frames()).containsExactly("first", "second", "third");
    }

    @Test
    void aNewPortTakesThePlaceOfARepetition() {
        offer("first", 1, 1);
        offer("again", 1, 1);
        offer("third", 1, 2);
        offer("port", 1, 3);

        assertThat(frames.frames()).containsExactly("first", "port", "third");
    }

    @Test
    void aNewSenderTakesThePlaceOfAnotherPort() {
        offer("first", 1, 1);
        offer("second", 1, 2);
        offer("third", 1, 3);
        offer("port", 1, 4);
        offer("sender", 2, 1);

        assertThat(frames.frames()).containsExactly("first", "second", "sender");
    }

    @Test
    void aFourthSenderFindsNoRoom() {
        offer("first", 1, 1);
        offer("second", 2, 1);
        offer("third", 3, 1);
        offer("fourth", 4, 1);

        assertThat(frames.frames()).containsExactly("first", "second", "third");
    }

    @Test
    void framesBelowIpAreTheFirstOnes() {
        for (int i = 0; i < 5; i++) {
            String name = "frame " + i;
            frames.offer(PacketEnds.of(TestFrames.experimental(i), true, 0x88b5), () -> name);
        }

        assertThat(frames.frames()).containsExactly("frame 0", "frame 1", "frame 2");
    }

    @Test
    void thereMayBeNoRoomAtAll() {
        TellingFrames<String> none = new TellingFrames<>(0);
        none.offer(PacketEnds.of(TestFrames.udpToForeignMac(), true, IPV4), () -> "frame");

        assertThat(none.frames()).isEmpty();
    }

    private void offer(String name, int source, int port) {
        byte[] frame = TestFrames.udpToForeignMac();
        frame[LAST_OF_SOURCE] = (byte) source;
        frame[SOURCE_PORT] = (byte) port;
        frames.offer(PacketEnds.of(frame, true, IPV4), () -> name);
    }
}
