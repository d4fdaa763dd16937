package dev.dropwhy.agent.frames;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the bytes: an identity, no exception, within the bounds of the API, printable.
 *
 * <p>{@code -Ddropwhy.mutations=10000000} makes the mutation test as long as one likes; its seed is fixed, so that every
 * failure comes again.
 */
class HostileFramesTest {

    private static final int DEFAULT_MUTATIONS = 1_000_000;
    private static final long SEED = 20261124;
    private static final int LARGEST_FRAME = 65_535;

    private final FrameIdentifier identifier = new EthernetFrameIdentifier(LinkProtocols.load());
    private final List<byte[]> samples = List.copyOf(new SampleFrames().all().values());

    @Test
    void everySampleCutAtEveryLength() {
        for (byte[] sample : samples) {
            for (int length = 0; length <= sample.length; length++) {
                check(Arrays.copyOf(sample, length));
            }
        }
    }

    @Test
    void everySampleWithEveryByteAtItsExtremes() {
        for (byte[] sample : samples) {
            for (int i = 12; i < sample.length; i++) {
                for (int value : new int[] {0x00, 0x01, 0x7f, 0x80, 0xff}) {
                    byte[] frame = sample.clone();
                    frame[i] = (byte) value;
                    check(frame);
                }
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void mutatedFrames() {
        SplittableRandom random = new SplittableRandom(SEED);
        int mutations = Integer.getInteger("dropwhy.mutations", DEFAULT_MUTATIONS);
        for (int i = 0; i < mutations; i++) {
            check(mutate(random, samples.get(random.nextInt(samples.size()))));
        }
    }

    @Test
    void theLargestFramesOfEndlessRepetitions() {
        for (String pattern :
                List.of("00", "ff", "81000001", "88a80001", "0200", "0001 0004", "fe00", "2b00", "3c000000")) {
            byte[] unit = HexFormat.of().parseHex(pattern.replace(" ", ""));
            for (byte[] sample : samples) {
                byte[] frame = Arrays.copyOf(sample, LARGEST_FRAME);
                for (int i = Math.min(sample.length, 22); i < frame.length; i++) {
                    frame[i] = unit[i % unit.length];
                }
                check(frame);
            }
        }
    }

    @Property(tries = 2000)
    void arbitraryBytes(@ForAll byte[] frame) {
        check(frame);
    }

    @Property(tries = 2000)
    void arbitraryBytesBehindAnyTypeField(@ForAll("typed") byte[] frame) {
        check(frame);
    }

    @Provide
    Arbitrary<byte[]> typed() {
        Arbitrary<Integer> types =
                Arbitraries.of(0x0026, 0x0800, 0x86dd, 0x0806, 0x8100, 0x88cc, 0x8809, 0x8808, 0x8902, 0x88f7);
        Arbitrary<byte[]> bodies =
                Arbitraries.bytes().array(byte[].class).ofMinSize(12).ofMaxSize(200);
        return types.flatMap(type -> bodies.map(body -> {
            byte[] frame = Arrays.copyOf(body, body.length + 2);
            System.arraycopy(body, 12, frame, 14, body.length - 12);
            frame[12] = (byte) (type >>> 8);
            frame[13] = (byte) (int) type;
            return frame;
        }));
    }

    /** Changes bits, bytes, lengths and order; most results still reach a decoder. */
    private static byte[] mutate(SplittableRandom random, byte[] sample) {
        byte[] frame =
                random.nextInt(4) == 0 ? Arrays.copyOf(sample, random.nextInt(sample.length + 1)) : sample.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && frame.length > 0; i++) {
            int at = random.nextInt(3) == 0
                    ? random.nextInt(frame.length)
                    : Math.min(frame.length - 1, 12 + random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> frame[at] = (byte) random.nextInt(256);
                case 2 -> frame[at] = (byte) (random.nextBoolean() ? 0xff : 0x00);
                case 3 -> {
                    int length = Math.min(random.nextInt(1, 9), frame.length - at);
                    System.arraycopy(frame, random.nextInt(frame.length - length + 1), frame, at, length);
                }
                default -> frame = Arrays.copyOf(frame, Math.max(0, frame.length + random.nextInt(-8, 64)));
            }
        }
        return frame;
    }

    private void check(byte[] frame) {
        try {
            check(identifier.identify(frame));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("Frame " + HexFormat.of().formatHex(frame), e);
        }
    }

    private static void check(FrameIdentity identity) {
        text(identity.summary(), 240);
        if (identity.summary().isBlank()) {
            throw new AssertionError("A frame has no summary.");
        }
        text(identity.protocol(), 32);
        if (identity.etherType() < LinkProtocols.ABSENT
                || identity.etherType() > 0xffff
                || identity.vlans().size() > 8) {
            throw new AssertionError("Out of bounds: " + identity);
        }
        Long timer = identity.timerMillis();
        if (timer != null && (timer < 1 || timer > 65_536_000)) {
            throw new AssertionError("No timer: " + timer);
        }
        Speaker speaker = identity.speaker();
        if (speaker != null) {
            text(speaker.mac(), 17);
            text(speaker.bridgeId(), 64);
            text(speaker.portId(), 128);
            text(speaker.systemName(), 128);
            text(speaker.description(), 256);
        }
    }

    private static void text(@Nullable String text, int maximum) {
        if (text == null) {
            return;
        }
        boolean clean = text.length() <= maximum;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = c >= ' ' && (c < 0x7f || c >= 0xa0) && Character.getType(c) != Character.FORMAT;
        }
        if (!clean) {
            throw new AssertionError("Unprintable, or longer than " + maximum + ": " + text);
        }
    }

    @Test
    void theCheckItselfFindsWhatIsUnprintableOrTooLong() {
        for (String bad : List.of("a\u001b[2J", "a\nb", "a\u202eb", "x".repeat(241))) {
            assertThatThrownBy(() -> text(bad, 240)).isInstanceOf(AssertionError.class);
        }
    }
}
