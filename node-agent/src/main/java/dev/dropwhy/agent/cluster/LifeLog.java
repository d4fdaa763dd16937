package dev.dropwhy.agent.cluster;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** One line for each event of the agent's life: time, event, sentence. What goes wrong repeatedly is said once. */
public final class LifeLog {

    private final PrintStream out;
    private final Clock clock;
    private String lastTrouble = "";

    /**
     * @param out where lines go
     * @param clock time of the lines
     */
    public LifeLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Something happened.
     *
     * @param event one word for programs
     * @param sentence one sentence for people
     */
    void event(String event, String sentence) {
        lastTrouble = "";
        write(event, sentence);
    }

    /** Something failed and will be tried again; the same trouble is written once until an event comes between. */
    void trouble(String event, String sentence) {
        if (!sentence.equals(lastTrouble)) {
            lastTrouble = sentence;
            write(event, sentence);
        }
    }

    private void write(String event, String sentence) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " event=" + event + " "
                + sentence.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " "));
        out.flush();
    }
}
