package dev.dropwhy.agent.dropevents.testnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Runs something in a thread that lives in another network namespace and ends with it. Threads that it makes live there too. */
public final class ReceiverThread {

    private static final int CLONE_NEWNET = 0x40000000;

    private ReceiverThread() {}

    /** Runs it in the receiving namespace. */
    public static <T> T in(VethPair pair, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(() -> {
            enter(VethPair.path(pair.receiver()).toString());
            return task.call();
        });
        Thread.ofPlatform().name("receiver").start(future);
        return future.get();
    }

    private static void enter(String namespace) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("open"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                            Linker.Option.firstVariadicArg(2))
                    .invokeExact(arena.allocateFrom(namespace), 0);
            int entered = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setns"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT))
                    .invokeExact(file, CLONE_NEWNET);
            int closed = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                    .invokeExact(file);
            if (entered != 0 || closed != 0) {
                throw new IllegalStateException("could not enter " + namespace);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
