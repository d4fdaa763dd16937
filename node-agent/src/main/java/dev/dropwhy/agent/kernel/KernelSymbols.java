package dev.dropwhy.agent.kernel;

import dev.dropwhy.diagnosis.observation.DropGroup;
import dev.dropwhy.diagnosis.observation.DropLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of kernel functions by address, from {@code /proc/kallsyms}.
 *
 * <p>The file has 200,000 lines and the kernel makes each of them anew for every reader; so all addresses are looked up in one
 * pass, and nothing is kept but the best match for each.
 */
public final class KernelSymbols {

    /** Where the kernel shows its symbols. */
    public static final Path KALLSYMS = Path.of("/proc/kallsyms");

    /** No kernel function is longer; an address farther from the last symbol lies in none that is listed. */
    private static final long LONGEST_FUNCTION = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NAME_BYTES = 512;

    private KernelSymbols() {}

    /**
     * A function and a place in it.
     *
     * @param name without compiler suffixes ({@code .constprop}, {@code .isra}, {@code .part}, {@code .cold})
     * @param offset bytes from the start of its symbol to the address
     * @param size bytes from its symbol to the next one, which is how the kernel too tells sizes (kernel/kallsyms.c,
     *     {@code get_symbol_pos}); 0 where none follows
     */
    public record Place(String name, long offset, long size) {}

    /**
     * The functions at some addresses.
     *
     * @param places what lies at an address; addresses in no listed function are absent
     * @param closed whether the kernel hides its addresses from this process (sysctl kernel.kptr_restrict without
     *     CAP_SYSLOG), so that no function could be named
     */
    public record Functions(Map<Long, Place> places, boolean closed) {

        public Functions {
            places = Map.copyOf(places);
        }

        /** The name of the function at an address that was asked for; {@code 0x…} where none is listed. */
        public String at(long address) {
            Place place = places.get(address);
            return place == null ? "0x%x".formatted(address) : place.name();
        }

        /**
         * Where in its function packets were freed.
         *
         * @param counts packets by return address, all of one function
         * @return the places with most packets; those in no listed function are left out
         */
        public List<DropLocation> locations(Map<Long, Long> counts) {
            List<DropLocation> locations = new ArrayList<>();
            counts.forEach((address, count) -> {
                Place place = places.get(address);
                if (place != null) {
                    locations.add(new DropLocation(place.offset(), place.size(), count));
                }
            });
            return locations.stream()
                    .sorted(Comparator.comparingLong(DropLocation::count)
                            .reversed()
                            .thenComparingLong(DropLocation::offset))
                    .limit(DropGroup.MOST_LOCATIONS)
                    .toList();
        }
    }

    /**
     * Looks up addresses.
     *
     * @param addresses return addresses inside of functions
     * @param file {@link #KALLSYMS}
     */
    public static Functions lookUp(Collection<Long> addresses, Path file) {
        if (addresses.isEmpty()) {
            return new Functions(Map.of(), false);
        }
        Pass pass = new Pass(addresses);
        try (InputStream in = Files.newInputStream(file)) {
            pass.read(in);
        } catch (IOException e) {
            return new Functions(Map.of(), true);
        }
        return pass.result();
    }

    /**
     * One pass over the symbols. Between two neighbouring wanted addresses only the highest symbol can be the function of the
     * upper one: one candidate for each wanted address is kept, its name in a buffer that is used again.
     */
    private static final class Pass {

        private final long[] wanted;
        private final long[] start;
        private final long[] next;
        private final byte[][] names;
        private final int[] nameLengths;
        private boolean anyAddress;

        // State of the line that is being read; lines span buffers.
        private long address;
        private int field;
        private int candidate;
        private int nameLength;

        Pass(Collection<Long> addresses) {
            // Compared as unsigned numbers by flipping the sign. A return address may be the first byte after its
            // function where the call was the last instruction, hence one less.
            wanted = addresses.stream()
                    .mapToLong(a -> flip(a - 1))
                    .sorted()
                    .distinct()
                    .toArray();
            start = new long[wanted.length];
            Arrays.fill(start, Long.MIN_VALUE);
            next = new long[wanted.length];
            Arrays.fill(next, Long.MAX_VALUE);
            names = new byte[wanted.length][NAME_BYTES];
            nameLengths = new int[wanted.length];
        }

        private static long flip(long value) {
            return value ^ Long.MIN_VALUE;
        }

        void read(InputStream in) throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            beginLine();
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    take(buffer[i]);
                }
            }
        }

        private void beginLine() {
            address = 0;
            field = 0;
            candidate = -1;
            nameLength = 0;
        }

        /** One character of {@code ffffffff81000000 T _text} or {@code ffffffffc0000000 t function\t[module]}. */
        private void take(byte character) {
            if (character == '\n') {
                endName();
                beginLine();
            } else if (character == ' ' || character == '\t') {
                endName();
                field++;
            } else if (field == 0) {
                address = (address << 4) | Character.digit(character, 16);
            } else if (field == 1) {
                consider(character);
            } else if (field == 2 && candidate >= 0 && nameLength < NAME_BYTES) {
                names[candidate][nameLength++] = character;
            }
        }

        private void consider(byte type) {
            anyAddress |= address != 0;
            if (type != 't' && type != 'T' && type != 'w' && type != 'W') {
                return;
            }
            long flipped = flip(address);
            int index = Arrays.binarySearch(wanted, flipped);
            index = index >= 0 ? index : -index - 1;
            if (index > 0) {
                next[index - 1] = Math.min(next[index - 1], flipped);
            }
            if (index < wanted.length && flipped > start[index]) {
                candidate = index;
                start[index] = flipped;
            }
        }

        private void endName() {
            if (field == 2 && candidate >= 0) {
                nameLengths[candidate] = nameLength;
            }
        }

        Functions result() {
            Map<Long, Place> places = new HashMap<>();
            for (int i = wanted.length - 2; i >= 0; i--) {
                next[i] = Math.min(next[i], next[i + 1]);
            }
            int best = -1;
            for (int i = 0; i < wanted.length; i++) {
                if (start[i] != Long.MIN_VALUE) {
                    best = i;
                }
                if (best >= 0 && nameLengths[best] > 0 && wanted[i] - start[best] < LONGEST_FUNCTION && anyAddress) {
                    long size = next[i] == Long.MAX_VALUE ? 0 : next[i] - start[best];
                    places.put(flip(wanted[i]) + 1, new Place(name(best), wanted[i] + 1 - start[best], size));
                }
            }
            return new Functions(places, !anyAddress);
        }

        private String name(int index) {
            byte[] name = names[index];
            int length = nameLengths[index];
            for (int i = 1; i < length; i++) {
                if (name[i] == '.') {
                    length = i;
                }
            }
            return new String(name, 0, length, StandardCharsets.US_ASCII);
        }
    }
}
