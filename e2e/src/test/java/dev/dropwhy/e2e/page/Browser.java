package dev.dropwhy.e2e.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium that reaches nothing but a proxy of the test.
 *
 * @param program the browser
 * @param folder for its profiles
 * @param proxyPort port of the proxy on loopback, which sees every request that leaves
 */
record Browser(Path program, Path folder, int proxyPort) {

    static final String MISSING = "No Chromium on the PATH (Debian package chromium): the page is not opened.";

    private static final long PATIENCE_SECONDS = 60;

    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The document as the browser understood it, scripts run. */
    String dom(Path page) throws IOException, InterruptedException {
        return run(page, "--dump-dom");
    }

    /**
     * Takes a picture.
     *
     * @param picture PNG file to write
     * @param width columns of pixels
     * @param options further options of the browser
     */
    void screenshot(Path page, Path picture, int width, int height, String... options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--screenshot=" + picture, "--window-size=" + width + "," + height, "--hide-scrollbars"));
        run(page, all.toArray(String[]::new));
    }

    private String run(Path page, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
                "--proxy-server=127.0.0.1:" + proxyPort));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TMPDIR", folder.toString()); // what it leaves there goes with the test's folder
        Process browser = builder.start();
        try {
            if (!browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Chromium did not end within " + PATIENCE_SECONDS + " s.");
            }
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
