package dev.dropwhy.agent.demo;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * A switch that speaks RSTP every two seconds, as real ones do, and LLDP every second, where real ones take thirty, so
 * that a short window shows it.
 *
 * @param port its port
 */
record DemoSwitch(String port) implements Callable<Boolean> {

    private static final long LLDP_MILLIS = 1000;

    /** Speaks until interrupted. */
    @Override
    public Boolean call() throws IOException {
        byte[] rstp = SwitchFrames.rstp();
        byte[] lldp = SwitchFrames.lldp();
        try (FrameSocket socket = FrameSocket.open(port)) {
            long begun = System.nanoTime();
            for (long round = 0; ; round++) {
                socket.send(lldp);
                if (round % 2 == 0) {
                    socket.send(rstp);
                }
                long next = begun + (round + 1) * LLDP_MILLIS * 1_000_000;
                Thread.sleep(Math.max(1, (next - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
