package dev.dropwhy.agent.dropevents.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TracePageTest {

    private static final String FORMAT_6_1 = """
            name: kfree_skb
            ID: 1400
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            \tfield:void * skbaddr;\toffset:8;\tsize:8;\tsigned:0;
            \tfield:void * location;\toffset:16;\tsize:8;\tsigned:0;
            \tfield:unsigned short protocol;\toffset:24;\tsize:2;\tsigned:0;
            \tfield:enum skb_drop_reason reason;\toffset:28;\tsize:4;\tsigned:0;

            print fmt: "skbaddr=%p", REC->skbaddr, __print_symbolic(REC->reason, { 2, "NOT_SPECIFIED" }, { 3, "NO_SOCKET" })
            """;

    private static final String FORMAT_5_10 = FORMAT_6_1.replaceFirst("(?m)^.*drop_reason reason.*\\n", "");

    @Test
    void timesAddUpOverExtensionsAndAbsoluteStamps() {
        ByteBuffer page = page(1_000, buffer -> {
            event(buffer, 5, 1);
            buffer.putInt(30 | (7 << 5)).putInt(1);
            event(buffer, 1, 2);
            buffer.putInt(31 | (9 << 5)).putInt(2);
            event(buffer, 0, 3);
        });

        List<String> seen = new ArrayList<>();
        TracePage.walk(
                MemorySegment.ofBuffer(page),
                (nanos, event) ->
                        seen.add(nanos + ":" + event.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0)));

        assertThat(seen).containsExactly("1005:1", (1_005 + (1L << 27) + 7 + 1) + ":2", ((2L << 27) + 9) + ":3");
    }

    @Test
    void fieldsAreFoundWhereTheKernelSaysTheyAre() throws EngineUnavailableException {
        EventFormat format = EventFormat.parse(FORMAT_6_1);

        assertThat(format.id()).isEqualTo(1400);
        assertThat(format.location()).isEqualTo(16);
        assertThat(format.protocol()).isEqualTo(24);
        assertThat(format.reason()).isEqualTo(28);
        assertThat(format.bytes()).isEqualTo(32);
        assertThat(format.name(3)).isEqualTo("NO_SOCKET");
        assertThat(format.name(300)).isEqualTo("300");
    }

    @Test
    void aKernelWithoutReasonsHasNone() throws EngineUnavailableException {
        EventFormat format = EventFormat.parse(FORMAT_5_10);

        assertThat(format.hasReason()).isFalse();
        assertThat(format.bytes()).isEqualTo(26);
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> EventFormat.parse("name: kfree_skb\nID: 3\n"))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("unknown format");
    }

    @Test
    void noBytesEverThrowOrTakeLong() throws EngineUnavailableException {
        Random random = new Random(20261124);
        TraceTally tally = new TraceTally(EventFormat.parse(FORMAT_6_1));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 100_000; i++) {
                byte[] page = new byte[random.nextInt(600)];
                random.nextBytes(page);
                if (page.length > 16 && random.nextBoolean()) {
                    ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putLong(8, random.nextInt(700));
                }
                TracePage.walk(MemorySegment.ofArray(page), tally);
            }
        });
        assertThat(tally.groups(new Functions(Map.of(), true), EventFormat.parse(FORMAT_6_1), 0))
                .isNotNull();
    }

    private static void event(ByteBuffer buffer, int delta, int value) {
        buffer.putInt(1 | (delta << 5)).putInt(value);
    }

    private static ByteBuffer page(long time, java.util.function.Consumer<ByteBuffer> events) {
        ByteBuffer page = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        page.putLong(time).putLong(0);
        events.accept(page);
        page.putLong(8, page.position() - 16);
        return page.clear();
    }
}
