package dev.dropwhy.agent.dropevents.capture;

import dev.dropwhy.agent.classify.HandlerTable;
import dev.dropwhy.agent.counters.Link;
import dev.dropwhy.agent.counters.LinkProbe;
import dev.dropwhy.agent.counters.RouteNetlink;
import dev.dropwhy.agent.dropevents.Drainer;
import dev.dropwhy.agent.dropevents.DropEvents;
import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.host.HostProbe;
import dev.dropwhy.agent.host.PacketSocketWatch;
import dev.dropwhy.diagnosis.observation.EventTotals;
import dev.dropwhy.diagnosis.observation.ProtocolHandler;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapNativeException;

/**
 * One window of the tap test, and its thread: waits for a quarter of the window, holds the taps for half of it, and waits
 * again. The counters are read right after the taps were opened and right before they are closed, so that no drop without a
 * tap is taken for one with it.
 */
final class TapRecording implements AutoCloseable {

    /** A buffer holds some thousand frames of link protocols; they come in ones. */
    private static final Duration NAP = Duration.ofMillis(20);

    /** Taps to open at most: each costs a buffer, and each hides drops. */
    private static final int MOST_TAPS = 64;

    private static final Path PROC = Path.of("/proc");

    private enum Phase {
        BEFORE,
        DURING,
        AFTER
    }

    private final EngineSettings settings;
    private final LinkProbe links;
    private final long startNanos = System.nanoTime();
    private final Map<Integer, Long> first;
    private final List<Tap> taps = new ArrayList<>();
    private final List<String> limitations = new ArrayList<>();
    private @Nullable Drainer drainer;
    private volatile Phase phase = Phase.BEFORE;
    private Map<Integer, Long> opened = Map.of();
    private Map<Integer, Long> closed = Map.of();
    private List<Link> tapped = List.of();
    private @Nullable UnwantedFrames frames;
    private long openedNanos;
    private long closedNanos;
    private long lost;

    private TapRecording(EngineSettings settings, LinkProbe links) throws IOException {
        this.settings = settings;
        this.links = links;
        this.first = dropped();
    }

    static TapRecording start(EngineSettings settings) throws EngineUnavailableException {
        LinkProbe links = null;
        try {
            links = RouteNetlink.open();
            TapRecording recording = new TapRecording(settings, links);
            recording.drainer = Drainer.start("tap-test", NAP, recording::turn);
            return recording;
        } catch (IOException e) {
            if (links != null) {
                links.close();
            }
            throw new EngineUnavailableException(
                    "The counters, which the tap test compares, could not be read over netlink: %s."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** rx_dropped of each interface by index. */
    private Map<Integer, Long> dropped() throws IOException {
        Map<Integer, Long> dropped = new HashMap<>();
        links.links()
                .forEach(link -> dropped.put(link.index(), link.statistics().getOrDefault("rx_dropped", 0L)));
        return dropped;
    }

    private void turn() {
        long quarter = settings.window().toNanos() / 4;
        long elapsed = System.nanoTime() - startNanos;
        try {
            if (phase == Phase.BEFORE && elapsed >= quarter) {
                open();
                phase = Phase.DURING;
            } else if (phase == Phase.DURING && elapsed >= 3 * quarter) {
                closeTaps();
            }
            drain();
        } catch (IOException | RuntimeException | LinkageError e) {
            limitations.add("The tap test ended early: " + e.getMessage() + ".");
            closeTaps();
        }
    }

    private void open() throws IOException {
        HostProbe host = new HostProbe(PROC);
        List<ProtocolHandler> handlers = host.handlers();
        HandlerTable table = new HandlerTable(handlers);
        if (table.unknown()) {
            limitations.add(
                    "No tap was opened: /proc/net/ptype, which tells the protocols that this host wants, is empty.");
            return;
        }
        PacketSocketWatch sockets = new PacketSocketWatch(PROC);
        sockets.look(settings.interfaceNames());
        String filter = TapFilter.of(handlers);
        settings.chosen().get().forEach(link -> open(link, filter));
        taps.forEach(tap -> tap.drain((link, frame, length, at) -> {})); // came before the counters are read
        opened = dropped();
        openedNanos = System.nanoTime();
        // The kernel stamps frames with the wall clock.
        long startMicros = System.currentTimeMillis() * 1_000 - (openedNanos - startNanos) / 1_000;
        frames = new UnwantedFrames(settings, table, sockets.seen(), wall -> wall - startMicros);
        tapped = taps.stream().map(Tap::link).toList();
    }

    private void open(Link link, String filter) {
        if (link.masterIndex() != null) {
            limitations.add(
                    "No tap was opened on %s: a bridge, bond or team takes its frames before protocol handlers do, so a tap cannot tell which are unwanted."
                            .formatted(link.name()));
        } else if (taps.size() >= MOST_TAPS) {
            limitations.add("No tap was opened on %s: %d are open already.".formatted(link.name(), MOST_TAPS));
        } else {
            try {
                taps.add(Tap.open(link, filter));
            } catch (PcapNativeException e) {
                limitations.add("A tap on %s could not be opened: %s.".formatted(link.name(), e.getMessage()));
            }
        }
    }

    /** Whether the taps are open and the counters were read. */
    boolean isOpen() {
        return phase == Phase.DURING;
    }

    /** Reads what the taps hold, in turns, so that a busy one does not starve the others. */
    private void drain() {
        UnwantedFrames sink = frames;
        if (sink != null) {
            taps.forEach(tap -> tap.drain(sink));
        }
    }

    /** Closes the taps, if they are open. The counters are read first, and the frames up to there. */
    private void closeTaps() {
        phase = Phase.AFTER;
        if (taps.isEmpty()) {
            return;
        }
        try {
            closed = dropped();
            drain();
        } catch (IOException | RuntimeException e) {
            closed = opened;
            limitations.add("The counters could not be read when the tap was closed: " + e.getMessage() + ".");
        }
        closedNanos = System.nanoTime();
        for (Tap tap : taps) {
            lost += tap.lost();
            tap.close();
        }
        taps.clear();
    }

    /** Ends the window. */
    DropEvents stop() {
        end();
        UnwantedFrames seen = frames;
        if (seen == null || tapped.isEmpty()) {
            limitations.addFirst("The tap test opened no tap, so it saw no frame.");
            return new DropEvents(new EventTotals(0, 0, 0, 0), List.of(), limitations);
        }
        TapTest test = test();
        limitations.addFirst(
                "dropwhy itself held a tap on %s from %s s to %s s of the window: meanwhile frames that no handler wants went to it and were not counted as dropped. No other drop was looked for."
                        .formatted(names(), seconds(test.openedMillis()), seconds(test.closedMillis())));
        return new DropEvents(
                new EventTotals(seen.seen(), seen.ungrouped(), lost, 0), seen.groups(), limitations, test);
    }

    private TapTest test() {
        Map<Integer, Long> last;
        try {
            last = dropped();
        } catch (IOException e) {
            last = closed;
            limitations.add("The counters could not be read at the end: " + e.getMessage() + ".");
        }
        Map<Integer, Long> end = last;
        return new TapTest(
                millis(openedNanos),
                millis(closedNanos),
                millis(System.nanoTime()),
                tapped.stream()
                        .map(link -> new TappedInterface(
                                link.name(),
                                growth(link, first, opened),
                                growth(link, opened, closed),
                                growth(link, closed, end)))
                        .toList());
    }

    private static long growth(Link link, Map<Integer, Long> from, Map<Integer, Long> to) {
        long before = from.getOrDefault(link.index(), 0L);
        return Math.max(0, to.getOrDefault(link.index(), before) - before);
    }

    private String names() {
        String some = tapped.stream().limit(4).map(Link::name).collect(Collectors.joining(", "));
        return tapped.size() <= 4 ? some : some + " and " + (tapped.size() - 4) + " more";
    }

    private long millis(long nanos) {
        return (nanos - startNanos) / 1_000_000;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }

    private void end() {
        if (drainer != null) {
            drainer.end();
        }
        closeTaps();
    }

    @Override
    public void close() {
        end();
        links.close();
    }
}
