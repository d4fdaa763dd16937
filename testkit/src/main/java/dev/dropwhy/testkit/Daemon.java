package dev.dropwhy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the control plane. It ends with the JVM at the latest. */
final class Daemon implements AutoCloseable {

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread atExit;

    private Daemon(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Daemon start(Path folder, String name, List<String> command) {
        Path log = folder.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Daemon(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /** Fails with the end of its log where it is not running. */
    void check() {
        if (process.isAlive()) {
            return;
        }
        try {
            String text = Files.readString(log);
            throw new IllegalStateException(name + " ended with code " + process.exitValue() + ":\n"
                    + text.substring(Math.max(0, text.length() - 4000)));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " ended with code " + process.exitValue(), e);
        }
    }

    /** Sends it a signal, and returns when that is done. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + signal + " to " + name, e);
        }
    }

    /** Kills it at once: what a crash looks like to its clients. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // the JVM is ending, and the hook does the same
        }
    }
}
