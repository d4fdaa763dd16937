package dev.dropwhy.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtfTest {

    @Test
    void theRunningKernelNamesItsDropReasons() throws IOException {
        try (Btf kernel = kernel()) {
            DropReasons reasons = new DropReasons(kernel, Path.of("/sys/kernel/btf"));

            assertThat(reasons.name(2)).isEqualTo("NOT_SPECIFIED");
            assertThat(reasons.name(0xfffe_fffe)).isEqualTo("4294901758");
        }
    }

    @Test
    void theRunningKernelDescribesItsTracepoint() throws IOException {
        try (Btf kernel = kernel()) {
            assertThat(kernel.tracepoint("kfree_skb"))
                    .hasValueSatisfying(shape -> assertThat(shape.arguments()).isBetween(2, 6));
            assertThat(kernel.tracepoint("no_such_tracepoint")).isEmpty();
            assertThat(kernel.hasFunction("kfree_skbmem")).isTrue();
            assertThat(kernel.hasFunction("kfree_skbme")).isFalse();
            assertThat(kernel.hasFunction("kfree_skbmemo")).isFalse();
        }
    }

    @Test
    void reasonsOfAModuleAreReadFromTheModule(@TempDir Path modules) throws IOException {
        Path vmlinux = Files.write(
                modules.resolve("vmlinux"),
                new Types()
                        .enumeration("skb_drop_reason", Map.of("SKB_DROP_REASON_X", 7))
                        .bytes(0));
        Files.writeString(modules.resolve("broken"), "no BTF at all, and this is long enough for a header");
        DropReasons reasons;
        try (Btf kernel = Btf.read(vmlinux)) {
            byte[] module = new Types()
                    .enumeration("ovs_drop_reason", Map.of("OVS_DROP_LAST_ACTION", 0x30001))
                    .bytes(kernel.stringsLength());
            Files.write(modules.resolve("openvswitch"), module);
            reasons = new DropReasons(kernel, modules);
        }

        assertThat(reasons.name(7)).isEqualTo("X");
        assertThat(reasons.name(0x30001)).isEqualTo("OVS_DROP_LAST_ACTION");
        assertThat(reasons.name(0x30002)).isEqualTo("196610");
    }

    @Test
    void whatIsNotBtfIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Btf.parse(new byte[10], null)).hasMessageContaining("less than a header");
        assertThatThrownBy(() -> Btf.parse(new byte[100], null)).hasMessageContaining("begins with 0x0");
        byte[] cut = Arrays.copyOf(new Types().enumeration("e", Map.of("A", 1)).bytes(0), 30);
        assertThatThrownBy(() -> Btf.parse(cut, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void damagedTypesNeverThrowAndNeverTakeLong() {
        byte[] good = new Types()
                .enumeration("skb_drop_reason", Map.of("SKB_DROP_REASON_X", 7, "SKB_DROP_REASON_Y", 8))
                .enumeration("other", Map.of("A", 1))
                .bytes(0);
        Random random = new Random(20261124);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 200_000; i++) {
                byte[] bad = good.clone();
                for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                ask(i % 3 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
            }
        });
    }

    @Test
    void aKernelWithDamagedTypesNeverThrowsAndNeverTakesLong() throws IOException {
        assumeTrue(Files.isReadable(Btf.KERNEL), "needs a kernel with BTF: " + Btf.KERNEL + " is absent");
        byte[] good = Files.readAllBytes(Btf.KERNEL);
        Random random = new Random(20261124);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 50; i++) {
                byte[] bad = good.clone();
                for (int hits = 0; hits < 1000; hits++) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                ask(bad);
            }
        });
    }

    private static void ask(byte[] data) {
        try {
            Btf btf = Btf.parse(data, null);
            btf.enumerators(
                    "drop_reason", (name, value) -> assertThat(name.length()).isLessThanOrEqualTo(512));
            btf.tracepoint("kfree_skb");
            btf.hasFunction("bpf_rdonly_cast");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("BTF");
        }
    }

    private static Btf kernel() throws IOException {
        assumeTrue(Files.isReadable(Btf.KERNEL), "needs a kernel with BTF: " + Btf.KERNEL + " is absent");
        return Btf.read(Btf.KERNEL);
    }

    /** Makes type information with enums. */
    private static final class Types {

        private final Map<String, Map<String, Integer>> enums = new LinkedHashMap<>();

        Types enumeration(String name, Map<String, Integer> values) {
            enums.put(name, values);
            return this;
        }

        /** The bytes, for strings that follow {@code base} bytes of another's. */
        byte[] bytes(int base) {
            StringBuilder strings = new StringBuilder("\0");
            ByteBuffer types = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
            enums.forEach((name, values) -> {
                types.putInt(base + add(strings, name))
                        .putInt((6 << 24) | values.size())
                        .putInt(4);
                values.forEach(
                        (key, value) -> types.putInt(base + add(strings, key)).putInt(value));
            });
            ByteBuffer all = ByteBuffer.allocate(24 + types.position() + strings.length())
                    .order(ByteOrder.LITTLE_ENDIAN);
            all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
            all.putInt(0).putInt(types.position()).putInt(types.position()).putInt(strings.length());
            all.put(types.flip()).put(strings.toString().getBytes(StandardCharsets.US_ASCII));
            return all.array();
        }

        private static int add(StringBuilder strings, String string) {
            int offset = strings.length();
            strings.append(string).append('\0');
            return offset;
        }
    }
}
