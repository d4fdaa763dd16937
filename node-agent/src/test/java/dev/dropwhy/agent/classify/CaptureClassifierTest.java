package dev.dropwhy.agent.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropwhy.agent.classify.Classification.ProtocolTotal;
import dev.dropwhy.agent.classify.Classification.SpeakerTotal;
import dev.dropwhy.api.Severity;
import dev.dropwhy.api.Speaker;
import dev.dropwhy.diagnosis.catalog.LinkProtocols;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureClassifierTest {

    private static final List<byte[]> FRAMES =
            List.of(CaptureFiles.STP, CaptureFiles.STP, CaptureFiles.STP, CaptureFiles.LLDP, CaptureFiles.TCP);
    private static final List<ProtocolHandler> HANDLERS = List.of(
            new ProtocolHandler("ALL", "eth0", "packet_rcv"),
            new ProtocolHandler("0800", null, "ip_rcv"),
            new ProtocolHandler("0806", null, "arp_rcv"));

    private final CaptureClassifier classifier = new CaptureClassifier(LinkProtocols.load(), HANDLERS);
    private final List<ClassifiedFrame> seen = new ArrayList<>();

    static Stream<byte[]> sameFramesInEveryFormat() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .flatMap(order -> Stream.of(
                        CaptureFiles.pcap(order, false, 1, FRAMES),
                        CaptureFiles.pcap(order, true, 1, FRAMES),
                        CaptureFiles.pcapng(order, FRAMES)));
    }

    @ParameterizedTest
    @MethodSource("sameFramesInEveryFormat")
    void everyFormatGivesTheSameClassification(byte[] file) throws IOException {
        Classification found = classify(file);

        assertThat(seen)
                .extracting(ClassifiedFrame::atMicros)
                .containsExactly(1_000_500_000L, 1_002_500_000L, 1_004_500_000L, 1_006_500_000L, 1_008_500_000L);
        assertThat(seen)
                .extracting(frame -> frame.identity().protocol())
                .containsExactly("Stp", "Stp", "Stp", "Lldp", "Ipv4");
        assertThat(found.frames()).isEqualTo(5);
        assertThat(found.bytes())
                .isEqualTo(3L * CaptureFiles.STP.length + CaptureFiles.LLDP.length + CaptureFiles.TCP.length);
        assertThat(found.unhandledFrames()).isEqualTo(4);
        assertThat(found.limitations()).isEmpty();
        assertThat(found.protocols().getFirst())
                .isEqualTo(new ProtocolTotal(
                        "Stp",
                        "Spanning Tree Protocol (IEEE 802.1D)",
                        "0004",
                        Severity.Benign,
                        Reception.Unhandled,
                        3,
                        3L * CaptureFiles.STP.length,
                        List.of(new SpeakerTotal(
                                new Speaker("00:00:5e:00:53:01", "32768.0/00:00:5e:00:53:01", "8002", null, null),
                                seen.getFirst().identity().summary(),
                                3,
                                3L * CaptureFiles.STP.length,
                                2_000L)),
                        0));
        assertThat(found.protocols())
                .filteredOn(total -> "Ipv4".equals(total.protocol()))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.reception()).isEqualTo(Reception.Handled);
                    assertThat(total.severity()).isNull();
                    assertThat(total.speakers()).isEmpty();
                });
    }

    @Test
    void llcIsTakenUncountedWhereItsModuleIsLoaded() throws IOException {
        List<ProtocolHandler> handlers = new ArrayList<>(HANDLERS);
        handlers.add(new ProtocolHandler("0004", null, "llc_rcv"));
        Classification found = new CaptureClassifier(LinkProtocols.load(), handlers)
                .classify(new ByteArrayInputStream(file(FRAMES)), seen::add);
        assertThat(seen)
                .extracting(ClassifiedFrame::reception)
                .containsExactly(
                        Reception.LlcLayer,
                        Reception.LlcLayer,
                        Reception.LlcLayer,
                        Reception.Unhandled,
                        Reception.Handled);
        assertThat(found.unhandledFrames()).isEqualTo(1);
    }

    @Test
    void aTagMakesItAMatterOfVlanInterfacesUnlessItIsOnlyAPriority() throws IOException {
        String rest =
                CaptureFiles.TCP.length == 0 ? "" : java.util.HexFormat.of().formatHex(CaptureFiles.TCP, 12, 54);
        byte[] tagged = CaptureFiles.frame("00005e005399 00005e005301 8100 0064" + rest);
        byte[] priority = CaptureFiles.frame("00005e005399 00005e005301 8100 6000" + rest);
        classify(file(List.of(tagged, priority)));
        assertThat(seen).extracting(ClassifiedFrame::reception).containsExactly(Reception.Tagged, Reception.Handled);
    }

    @Test
    void unknownHandlersAreSaidAndNotGuessed() throws IOException {
        Classification found = new CaptureClassifier(LinkProtocols.load(), List.of())
                .classify(new ByteArrayInputStream(file(FRAMES)), seen::add);
        assertThat(seen).extracting(ClassifiedFrame::reception).containsOnly(Reception.Unknown);
        assertThat(found.limitations()).singleElement().asString().contains("/proc/net/ptype");
    }

    @Test
    void framesOfAnotherLinkTypeAreCountedAndNotGuessed() throws IOException {
        Classification found = classify(CaptureFiles.pcap(ByteOrder.LITTLE_ENDIAN, false, 113, FRAMES));
        assertThat(found.protocols()).singleElement().satisfies(total -> {
            assertThat(total.protocol()).isNull();
            assertThat(total.frames()).isEqualTo(5);
        });
        assertThat(found.limitations())
                .singleElement()
                .asString()
                .startsWith("5 frames are not Ethernet (link type 113)");
    }

    @Test
    void aSimplePacketBlockHasNoTimeButAFrame() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(CaptureFiles.pcapng(ByteOrder.LITTLE_ENDIAN, List.of()));
        file.writeBytes(CaptureFiles.simplePacket(ByteOrder.LITTLE_ENDIAN, CaptureFiles.LLDP));
        classify(file.toByteArray());
        assertThat(seen).singleElement().satisfies(frame -> {
            assertThat(frame.identity().protocol()).isEqualTo("Lldp");
            assertThat(frame.atMicros()).isZero();
        });
    }

    @Test
    void whatIsNoCaptureIsRefusedWithAReason() {
        assertThatThrownBy(() -> classify(new byte[0]))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> classify("PK\3\4 a zip".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageContaining("0x504b0304");
        assertThatThrownBy(() -> classify(new byte[] {0x1f, (byte) 0x8b, 8, 0})).hasMessageContaining("gzip");
        assertThatThrownBy(() -> classify(Arrays.copyOf(file(FRAMES), 20))).hasMessageContaining("header");
    }

    @Test
    void aFileCutAnywhereGivesTheFramesBeforeTheCut() {
        for (byte[] file : sameFramesInEveryFormat().toList()) {
            for (int length = 0; length < file.length; length++) {
                byte[] cut = Arrays.copyOf(file, length);
                seen.clear();
                try {
                    Classification found = classify(cut);
                    assertThat(found.frames()).isEqualTo(seen.size()).isLessThan(FRAMES.size() + 1L);
                } catch (CaptureFormatException e) {
                    assertThat(e.getMessage()).endsWith(".");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void aDamagedLengthIsSaidAndEndsTheReading() throws IOException {
        byte[] file = file(FRAMES);
        file[24 + 16 + CaptureFiles.STP.length + 8 + 3] = 0x7f; // the captured length of the second record
        Classification found = classify(file);
        assertThat(found.frames()).isEqualTo(1);
        assertThat(found.limitations())
                .containsExactly("The file is damaged at byte 108: a record claims a frame of 2130706484 bytes."
                        + " The frames before it are counted.");
    }

    @Test
    void mutatedFilesGiveAClassificationOrASentence() {
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> files = sameFramesInEveryFormat().toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] file = files.get(random.nextInt(files.size())).clone();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            try {
                classifier.classify(new ByteArrayInputStream(file), frame -> {});
            } catch (CaptureFormatException e) {
                assertThat(e.getMessage()).endsWith(".");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void theTextNamesProtocolsSpeakersAndNotes() throws IOException {
        String text = ClassificationText.totals(classify(Arrays.copyOf(file(FRAMES), file(FRAMES).length - 1)));
        assertThat(text)
                .contains("4 frames, ")
                .contains("no handler on this host wants 4 of them")
                .contains("       3  Stp (0x0004): Spanning Tree Protocol (IEEE 802.1D)")
                .contains("from 00:00:5e:00:53:01, every 2.0 s: STP, root 32768.0/00:00:5e:00:53:01")
                .contains("Note: The file is damaged at byte");
        StringBuilder line = new StringBuilder();
        ClassificationText.line(line, seen.getFirst());
        assertThat(line)
                .startsWith("     1  00:16:40.500000  unhandled  00:00:5e:00:53:01 > 01:80:c2:00:00:00  STP, root");
    }

    @Test
    void countsAloneWhatItClassifiesFrameByFrame() throws IOException {
        List<byte[]> frames = new ArrayList<>(FRAMES);
        frames.add(ip("0800", "45000028000040004006", "c0000201c0000202", "9c40005000000000"));
        frames.add(ip("86dd", "600000000008114020010db8", "00".repeat(40), "1234003500080000"));
        frames.add(ip("8100" + "0064" + "0800", "45", "", ""));
        byte[] file = file(frames);
        assertThat(classifier.count(new ByteArrayInputStream(file))).isEqualTo(classify(file));
    }

    private Classification classify(byte[] file) throws IOException {
        return classifier.classify(new ByteArrayInputStream(file), seen::add);
    }

    private static byte[] ip(String type, String... rest) {
        return HexFormat.of().parseHex("020000000001" + "020000000002" + type + String.join("", rest));
    }

    private static byte[] file(List<byte[]> frames) {
        return CaptureFiles.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, frames);
    }
}
