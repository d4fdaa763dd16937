package dev.dropwhy.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.kernel.KernelSymbols.Functions;
import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.DropLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSymbolsTest {

    private static final String SYMBOLS = """
            0000000000000000 A fixed_percpu_data
            ffffffff81000000 T _text
            ffffffff81000100 T ip_rcv_core
            ffffffff81000180 D some_data
            ffffffff81000200 t __netif_receive_skb_core.constprop.0
            ffffffff81000300 t llc_rcv.isra.0.cold
            ffffffff81000400 T kfree_skb
            ffffffffc0000100 t br_stp_rcv\t[bridge]
            ffffffffc0000000 t br_pass_frame_up\t[bridge]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void anAddressBelongsToTheSymbolBeforeIt() throws IOException {
        Functions functions = lookUp(SYMBOLS, 0xffffffff81000110L, 0xffffffff81000190L, 0xffffffffc0000010L);

        assertThat(functions.at(0xffffffff81000110L)).isEqualTo("ip_rcv_core");
        assertThat(functions.at(0xffffffff81000190L)).as("data is no function").isEqualTo("ip_rcv_core");
        assertThat(functions.at(0xffffffffc0000010L))
                .as("modules are not sorted")
                .isEqualTo("br_pass_frame_up");
        assertThat(functions.closed()).isFalse();
    }

    @Test
    void compilerSuffixesAreStripped() throws IOException {
        Functions functions = lookUp(SYMBOLS, 0xffffffff81000250L, 0xffffffff81000310L);

        assertThat(functions.at(0xffffffff81000250L)).isEqualTo("__netif_receive_skb_core");
        assertThat(functions.at(0xffffffff81000310L)).isEqualTo("llc_rcv");
    }

    @Test
    void aReturnAddressBehindTheLastInstructionStillBelongsToItsFunction() throws IOException {
        assertThat(lookUp(SYMBOLS, 0xffffffff81000200L).at(0xffffffff81000200L)).isEqualTo("ip_rcv_core");
    }

    @Test
    void aPlaceIsToldAsTheKernelPrintsIt() throws IOException {
        Functions functions = lookUp(SYMBOLS, 0xffffffff81000250L, 0xffffffff81000280L, 0xffffffffc0000110L);

        assertThat(functions.locations(Map.of(0xffffffff81000250L, 3L, 0xffffffff81000280L, 4L)))
                .extracting(DropLocation::text, DropLocation::count)
                .containsExactly(tuple("+0x80/0x100", 4L), tuple("+0x50/0x100", 3L));
        assertThat(functions.locations(Map.of(0xffffffffc0000110L, 1L)))
                .extracting(DropLocation::text)
                .as("nothing follows the last symbol, so that its size is not known")
                .containsExactly("+0x10");
        assertThat(functions.locations(Map.of(0x1L, 1L))).isEmpty();
    }

    @Test
    void ofManyPlacesThoseWithMostPacketsAreKept() throws IOException {
        Map<Long, Long> counts = new HashMap<>();
        for (long i = 1; i <= 20; i++) {
            counts.put(0xffffffff81000200L + i, i);
        }
        Functions functions = lookUp(SYMBOLS, counts.keySet().toArray(Long[]::new));

        assertThat(functions.locations(counts))
                .hasSize(DropGroup.MOST_LOCATIONS)
                .first()
                .isEqualTo(new DropLocation(20, 0x100, 20));
    }

    @Test
    void addressesInNoFunctionStayAddresses() throws IOException {
        Functions functions = lookUp(SYMBOLS, 0x1000L, 0xffffffffffff0000L);

        assertThat(functions.at(0x1000L)).isEqualTo("0x1000");
        assertThat(functions.at(0xffffffffffff0000L)).isEqualTo("0xffffffffffff0000");
    }

    @Test
    void hiddenAddressesAreSaidToBeHidden() throws IOException {
        Functions functions = lookUp(SYMBOLS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"), 0xffffffff81000110L);

        assertThat(functions.closed()).isTrue();
        assertThat(functions.at(0xffffffff81000110L)).isEqualTo("0xffffffff81000110");
    }

    @Test
    void anAbsentFileIsLikeAHiddenOne() {
        assertThat(KernelSymbols.lookUp(Set.of(1L), directory.resolve("absent")).closed())
                .isTrue();
    }

    @Test
    void damagedSymbolsNeverThrow() throws IOException {
        Random random = new Random(20261124);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = (SYMBOLS + "ffffffff81000600 t " + "x".repeat(2_000)).getBytes(StandardCharsets.ISO_8859_1);
            for (int hits = 0; hits < 20; hits++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Path file = directory.resolve("symbols");
            Files.write(file, bad);
            Functions functions = KernelSymbols.lookUp(List.of(0xffffffff81000110L, 0L, -1L), file);
            assertThat(functions.at(-1L)).isNotEmpty();
        }
    }

    @Test
    void theRunningKernelNamesItsFunctions() throws IOException {
        String line = Files.readAllLines(KernelSymbols.KALLSYMS).stream()
                .filter(symbol -> symbol.endsWith(" T kfree_skb_list_reason") || symbol.endsWith(" T kfree_skb_list"))
                .findFirst()
                .orElse("0 none");
        long address = Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
        assumeTrue(address != 0, "needs the kernel's symbols: kernel.kptr_restrict hides them from this process");

        assertThat(line)
                .endsWith(KernelSymbols.lookUp(List.of(address + 8), KernelSymbols.KALLSYMS)
                        .at(address + 8));
    }

    private Functions lookUp(String symbols, Long... addresses) throws IOException {
        Path file = directory.resolve("symbols");
        Files.writeString(file, symbols);
        return KernelSymbols.lookUp(List.of(addresses), file);
    }
}
