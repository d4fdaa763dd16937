package dev.dropwhy.lab.scenario;

import dev.dropwhy.lab.investigation.Answer;
import dev.dropwhy.lab.investigation.Investigation;
import dev.dropwhy.lab.kernel.DropEventTrace;
import dev.dropwhy.lab.network.Counters;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Plays a scenario once. */
public final class Trial {

    /** What passes between the last frame and the end of the window, so that its drop is surely inside. */
    private static final Duration SETTLE = Duration.ofMillis(400);

    /** A window that is ended when all has happened is no longer than this on the slowest machine. */
    private static final int LONGEST_SECONDS = 120;

    private Trial() {}

    /**
     * Plays a scenario with the product watching, and judges what it says. Whatever goes wrong is a fault in the outcome,
     * never an exception.
     */
    public static Outcome watched(Scenario scenario) throws InterruptedException {
        long start = System.nanoTime();
        try (Stage stage = Stage.open()) {
            Scenario.Act act = scenario.preparation().on(stage);
            Expectation expectation = scenario.expectation().get();
            Counters before = Counters.read(stage.host(), stage.observed());
            Answer answer = investigate(scenario, stage, act);
            Map<String, Long> growth =
                    Counters.read(stage.host(), stage.observed()).growthSince(before);
            return Outcome.judged(scenario.name(), expectation, growth, answer, since(start));
        } catch (InterruptedException e) {
            throw e;
        } catch (NotPlayableException e) {
            return Outcome.notPlayed(scenario.name(), String.valueOf(e.getMessage()));
        } catch (Exception e) {
            return Outcome.failed(scenario.name(), scenario.expectation().get(), e, since(start));
        }
    }

    private static Answer investigate(Scenario scenario, Stage stage, Scenario.Act act) throws Exception {
        boolean endsByItself = scenario.seconds() > 0;
        try (Investigation investigation = Investigation.start(
                stage.host(),
                stage.observed(),
                endsByItself ? scenario.seconds() : LONGEST_SECONDS,
                scenario.options())) {
            investigation.awaitWindow();
            act.play();
            Thread.sleep(SETTLE);
            if (investigation.windowLeft().isNegative()) {
                throw new IllegalStateException("what happens took longer than the window, which is "
                        + (endsByItself ? scenario.seconds() : LONGEST_SECONDS) + " s long");
            }
            if (!endsByItself) {
                investigation.signal("TERM");
            }
            return investigation.await();
        }
    }

    /**
     * Plays a scenario without the product and tells what the kernel itself says.
     *
     * @return drop events of the whole machine by reason, function and protocol, and the growth of the host's counters
     */
    public static Map<String, Long> unwatched(Scenario scenario) throws Exception {
        try (Stage stage = Stage.open()) {
            Scenario.Act act = scenario.preparation().on(stage);
            Counters before = Counters.read(stage.host(), stage.observed());
            try (DropEventTrace trace = DropEventTrace.start()) {
                act.play();
                Thread.sleep(SETTLE);
                Map<String, Long> said = new TreeMap<>(trace.counts());
                said.putAll(Counters.read(stage.host(), stage.observed()).growthSince(before));
                return said;
            }
        }
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
