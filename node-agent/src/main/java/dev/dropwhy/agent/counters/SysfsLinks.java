package dev.dropwhy.agent.counters;

import dev.dropwhy.agent.linux.ProcFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces from {@code /sys/class/net}: the fallback where netlink is refused. It knows neither
 * {@code rx_otherhost_dropped} nor queueing disciplines nor kinds, and it shows the network namespace in which sysfs was
 * mounted, which need not be the caller's.
 */
public final class SysfsLinks implements LinkProbe {

    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_PROMISC = 0x100;

    private final Path root;

    /**
     * @param root {@code /sys/class/net}, or a copy of it
     */
    public SysfsLinks(Path root) {
        this.root = root;
    }

    @Override
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry.resolve("statistics"))) { // not bonding_masters, and not gone
                    links.add(link(entry));
                }
            }
        }
        return links;
    }

    @Override
    public List<Qdisc> qdiscs() {
        return List.of();
    }

    @Override
    public List<TrafficFilter> filters(Qdisc qdisc) {
        return List.of();
    }

    @Override
    public void close() {}

    private static Link link(Path entry) throws IOException {
        long flags = number(entry.resolve("flags")).orElse(0L);
        Long mtu = number(entry.resolve("mtu")).orElse(null);
        return new Link(
                number(entry.resolve("ifindex")).orElse(0L).intValue(),
                String.valueOf(entry.getFileName()),
                null,
                text(entry.resolve("address")).filter(text -> !text.isEmpty()).orElse(null),
                mtu == null ? null : mtu.intValue(),
                (flags & IFF_LOOPBACK) != 0,
                (flags & IFF_PROMISC) != 0,
                carrier(entry),
                number(entry.resolve("master/ifindex")).map(Long::intValue).orElse(null),
                null,
                Files.exists(entry.resolve("device")),
                statistics(entry.resolve("statistics")));
    }

    private static Map<String, Long> statistics(Path directory) throws IOException {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String name : LinkMessage.STATISTICS) {
            number(directory.resolve(name)).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    private static @Nullable Boolean carrier(Path entry) {
        return number(entry.resolve("carrier")).map(value -> value != 0).orElse(null);
    }

    private static Optional<Long> number(Path file) {
        return text(file).flatMap(text -> {
            try {
                return Optional.of(Long.decode(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** Absent, gone, or refused (carrier of a link that is down answers EINVAL): empty. */
    private static Optional<String> text(Path file) {
        try {
            return Optional.of(ProcFile.read(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
