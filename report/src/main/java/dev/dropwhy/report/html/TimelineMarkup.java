package dev.dropwhy.report.html;

import dev.dropwhy.api.Timeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How a counter grew, step by step, with the drops that account for it in front: where the pale bar shows, nothing that
 * happened then is known to explain the growth.
 *
 * @param page the page
 */
record TimelineMarkup(Markup page) {

    private static final int STEP_WIDTH = 10;
    private static final double BAR_WIDTH = 8;
    private static final int HEIGHT = 60;
    private static final long MILLIS_PER_SECOND = 1000;

    void write(Timeline timeline) {
        List<Long> counted = timeline.counted();
        List<Long> explained = timeline.explained();
        int steps = counted.size();
        if (steps == 0) {
            return;
        }
        long highest = Math.max(
                1,
                Math.max(
                        Collections.max(counted),
                        explained.stream().mapToLong(Long::longValue).max().orElse(0)));
        page.open("figure").open("figcaption");
        page.text("Growth in steps of " + seconds(timeline.stepMillis()) + ", at most " + Numbers.grouped(highest)
                + " in one. ");
        Legend.key(page, "counted", "counted");
        Legend.key(page, "explained", "explained at that time");
        page.close();
        page.open(
                "svg",
                "class",
                "timeline",
                "role",
                "img",
                "viewBox",
                "0 0 " + steps * STEP_WIDTH + " " + HEIGHT,
                "preserveAspectRatio",
                "none");
        page.leaf("title", "Growth of the counter and explained drops over time");
        for (int step = 0; step < steps; step++) {
            long known = step < explained.size() ? explained.get(step) : 0;
            step(step, counted.get(step), known, highest, timeline.stepMillis());
        }
        page.close();
        page.open("p", "class", "axis")
                .leaf("span", "0 s")
                .leaf("span", seconds(steps * timeline.stepMillis()))
                .close();
        untimed(timeline);
        page.close();
    }

    private void untimed(Timeline timeline) {
        if (timeline.untimed() > 0) {
            page.leaf(
                    "p",
                    Numbers.grouped(timeline.untimed())
                            + " explained drops are not drawn: the time of each is not known, only their number.",
                    "class",
                    "note");
        }
    }

    private void step(int step, long counted, long explained, long highest, long stepMillis) {
        if (counted <= 0 && explained <= 0) {
            return;
        }
        page.open("g");
        page.leaf("title", "From " + seconds(step * stepMillis) + ": counted " + counted + ", explained " + explained);
        bar("counted", step, counted, highest, 0);
        bar("explained", step, explained, highest, BAR_WIDTH / 4);
        page.close();
    }

    private void bar(String kind, int step, long value, long highest, double inset) {
        if (value <= 0) {
            return;
        }
        double height = (double) value / highest * HEIGHT;
        page.leaf(
                "rect",
                "",
                "class",
                kind,
                "x",
                Numbers.coordinate(step * STEP_WIDTH + 1 + inset),
                "y",
                Numbers.coordinate(HEIGHT - height),
                "width",
                Numbers.coordinate(BAR_WIDTH - 2 * inset),
                "height",
                Numbers.coordinate(height));
    }

    private static String seconds(long millis) {
        Duration duration = Duration.ofMillis(millis);
        return millis % MILLIS_PER_SECOND == 0 ? duration.toSeconds() + " s" : millis + " ms";
    }
}
