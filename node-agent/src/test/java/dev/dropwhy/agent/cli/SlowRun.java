package dev.dropwhy.agent.cli;

import dev.dropwhy.agent.observer.ObservationListener;
import dev.dropwhy.agent.observer.StopSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A command whose parts take as long as the test says, with the real answer to signals: {@code OPENING REPORT LEAST MOST}, in
 * milliseconds. It may take five times as long as the opening.
 */
final class SlowRun {

    private static final int CODE = 1;

    private SlowRun() {}

    public static void main(String[] milliseconds) throws InterruptedException {
        PrintStream out = stream(FileDescriptor.out);
        Terminal terminal = new Terminal(out, stream(FileDescriptor.err), false, false, 100, false);
        StopSignal stop = new StopSignal();
        EarlyEnd.Patience patience = new EarlyEnd.Patience(duration(milliseconds[2]), duration(milliseconds[3]), 5);
        try (EarlyEnd end = new EarlyEnd(stop, terminal, patience)) {
            ObservationListener listener = end.noting(ObservationListener.NONE);
            Thread.sleep(duration(milliseconds[0]));
            listener.opened(List.of("eth0"));
            out.println("open");
            out.flush();
            while (!stop.isStopped()) {
                Thread.sleep(10);
            }
            Thread.sleep(duration(milliseconds[1]));
            out.println("report");
            end.exitWith(CODE);
        }
    }

    private static Duration duration(String milliseconds) {
        return Duration.ofMillis(Long.parseLong(milliseconds));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
