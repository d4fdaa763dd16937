package dev.dropwhy.bench.overhead;

import dev.dropwhy.lab.kernel.KernelException;
import dev.dropwhy.lab.kernel.SystemCalls;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Sends at a rate for a while, from a thread of its own on one processor, and measures what that costs. */
final class Storm {

    private static final long MILLISECOND = 1_000_000;

    /** Frames between two looks at the clocks at the maximum rate: about ten milliseconds. */
    private static final int LONG_RUN = 16_384;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final StormSocket socket;
    private final int processor;

    Storm(StormSocket socket, int processor) {
        this.socket = socket;
        this.processor = processor;
    }

    /** Blows. */
    Cost blow(Rate rate, Duration length) throws InterruptedException {
        CompletableFuture<Cost> cost = new CompletableFuture<>();
        Thread.ofPlatform().name("storm").start(() -> {
            try {
                SystemCalls.pinThread(processor);
                cost.complete(measured(rate, length));
            } catch (KernelException | RuntimeException e) {
                cost.completeExceptionally(e);
            }
        });
        try {
            return cost.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the storm broke off", e.getCause());
        }
    }

    private Cost measured(Rate rate, Duration length) {
        long clocks = costOfClocks();
        int burst = rate.perMillisecond() == 0 ? LONG_RUN : rate.perMillisecond();
        long packets = 0;
        long cpu = 0;
        long wall = 0;
        long start = System.nanoTime();
        long end = start + length.toNanos();
        for (long next = start; System.nanoTime() < end; next += MILLISECOND) {
            if (rate.perMillisecond() > 0) {
                pauseUntil(next);
            }
            long wallBefore = System.nanoTime();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            socket.send(burst);
            cpu += threads.getCurrentThreadCpuTime() - cpuBefore - clocks;
            wall += System.nanoTime() - wallBefore - clocks;
            packets += burst;
        }
        return new Cost(packets, cpu, wall, (System.nanoTime() - start) / 1e9);
    }

    private static void pauseUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** What reading the thread's clock twice adds to what is between. */
    private long costOfClocks() {
        long[] costs = new long[101];
        for (int i = 0; i < costs.length; i++) {
            long before = threads.getCurrentThreadCpuTime();
            costs[i] = threads.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(costs);
        return costs[costs.length / 2];
    }
}
