package dev.dropwhy.lab.traffic;

import java.io.IOException;
import java.time.Duration;

/** Sends frames as they are. */
public interface FrameSender {

    /** Sends one frame. */
    void send(byte[] frame) throws IOException;

    /** Sends a frame several times with a pause between two of them. */
    default void repeat(byte[] frame, int count, Duration pause) throws IOException, InterruptedException {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            send(frame);
            next += pause.toNanos();
            if (i + 1 < count) {
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        }
    }
}
