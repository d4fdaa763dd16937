package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.diagnosis.counters.Growth;
import dev.dropwhy.diagnosis.observation.TapTest;
import dev.dropwhy.diagnosis.observation.TappedInterface;
import dev.dropwhy.diagnosis.tap.TapInference;
import java.util.List;
import java.util.Locale;

/** What the tap test says of interfaces, in words. */
final class TapFindings {

    /** With as many drops in equal times, that none falls into the second by chance has a probability of 3 in 100. */
    private static final long FEWEST = 5;

    private final Case facts;

    TapFindings(Case facts) {
        this.facts = facts;
    }

    /** Whether so few drops stopped on all these interfaces together that it may be chance. */
    boolean mayBeChance(List<String> interfaces) {
        TapTest test = facts.observation().tapTest();
        return test == null
                || tapped(test, interfaces).stream()
                                .mapToLong(link -> TapInference.stopped(test, link))
                                .reduce(0, Growth::plus)
                        < FEWEST;
    }

    /** One sentence for each of these interfaces that had a tap; none where there was no test. */
    List<String> sentences(List<String> interfaces) {
        TapTest test = facts.observation().tapTest();
        return test == null
                ? List.of()
                : tapped(test, interfaces).stream()
                        .map(link -> sentence(test, link))
                        .toList();
    }

    private static List<TappedInterface> tapped(TapTest test, List<String> interfaces) {
        return test.interfaces().stream()
                .filter(link -> interfaces.contains(link.name()))
                .toList();
    }

    private static String sentence(TapTest test, TappedInterface link) {
        long without = TapInference.without(link);
        long stopped = TapInference.stopped(test, link);
        String figures =
                "rx_dropped of %s grew by %d in %s s without the tap of dropwhy (%d before it, %d after it) and by %d in %s s with it"
                        .formatted(
                                link.name(),
                                without,
                                seconds(test.withoutTapMillis()),
                                link.before(),
                                link.after(),
                                link.during(),
                                seconds(test.withTapMillis()));
        if (without == 0) {
            return figures + ".";
        }
        return figures
                + (link.during() == 0
                        ? ": drops that stop while a tap is open are of protocols that no handler wants."
                        : stopped * 2 >= without
                                ? ": most drops stopped, which those of protocols do that no handler wants."
                                : ": they went on, so most are not of protocols that no handler wants.");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }
}
