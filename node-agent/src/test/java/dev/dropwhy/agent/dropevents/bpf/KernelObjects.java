package dev.dropwhy.agent.dropevents.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes hold in the kernel, and what the kernel holds in all. */
final class KernelObjects {

    private static final int BPF_PROG_GET_NEXT_ID = 11;

    private KernelObjects() {}

    /** How many descriptors of these kinds this process has. */
    static long ownDescriptors(String... kinds) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(KernelObjects::target)
                    .filter(target -> Stream.of(kinds).anyMatch(target::contains))
                    .count();
        }
    }

    /** Numbers of the programs that a process holds. */
    static List<Integer> programsOf(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors
                    .filter(descriptor -> target(descriptor).contains("bpf-prog"))
                    .map(descriptor -> process.resolve("fdinfo").resolve(descriptor.getFileName()))
                    .flatMap(KernelObjects::lines)
                    .filter(line -> line.startsWith("prog_id:"))
                    .map(line ->
                            Integer.parseInt(line.substring("prog_id:".length()).strip()))
                    .toList();
        }
    }

    /** Numbers of all programs in the kernel. */
    static List<Integer> programs() {
        Linker linker = Linker.nativeLinker();
        MethodHandle bpf = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(1));
        long number = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
        List<Integer> programs = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(16, 8);
            while ((long) bpf.invokeExact(number, BPF_PROG_GET_NEXT_ID, attributes, 16) == 0) {
                programs.add(attributes.get(JAVA_INT, 4));
                attributes.set(JAVA_INT, 0, attributes.get(JAVA_INT, 4));
            }
        } catch (Throwable e) {
            throw new IllegalStateException("bpf(BPF_PROG_GET_NEXT_ID)", e);
        }
        return programs;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // closed since it was listed
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
