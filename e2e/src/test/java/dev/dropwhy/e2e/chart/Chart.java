package dev.dropwhy.e2e.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart under test, and the ways to render it. */
public final class Chart {

    /** The root of the repository: tests run in their module's folder. */
    public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    public static final Path FOLDER = REPOSITORY.resolve("helm/dropwhy");

    public static final String RELEASE = "dropwhy";

    public static final String NAMESPACE = "dropwhy-system";

    private Chart() {}

    public static Helm helm() {
        return new Helm(FOLDER);
    }

    /** What {@code helm template} prints for the release with the values of a file. */
    public static String render(Path values) {
        return template().withValuesFile(values).call();
    }

    /** What {@code helm template} prints for the release with one value set. */
    public static String render(String path, String value) {
        return template().set(path, value).call();
    }

    private static TemplateCommand template() {
        return helm().template().withName(RELEASE).withNamespace(NAMESPACE).withKubeVersion("1.34.2");
    }

    /**
     * The rendered documents of a release by the template they come from, templates in alphabetical order.
     *
     * @param rendered the output of {@link #render}
     * @return template path below the chart, such as {@code templates/metrics.yaml}, to its documents
     */
    public static Map<String, String> byTemplate(String rendered) {
        Map<String, StringBuilder> documents = new TreeMap<>();
        for (String document : Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(rendered)
                .toList()) {
            String text = document.strip();
            if (text.startsWith("# Source: ")) {
                int end = text.indexOf('\n');
                String template = text.substring("# Source: dropwhy/".length(), end);
                documents
                        .computeIfAbsent(template, ignored -> new StringBuilder())
                        .append("---\n")
                        .append(text.substring(end + 1))
                        .append('\n');
            }
        }
        Map<String, String> result = new TreeMap<>();
        documents.forEach((template, text) -> result.put(template, text.toString()));
        return result;
    }

    /** The files of a folder of the repository, by name. */
    public static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                files.put(entry.getFileName().toString(), Files.readString(entry));
            }
        }
        return files;
    }
}
