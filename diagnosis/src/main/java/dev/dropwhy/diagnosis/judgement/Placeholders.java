package dev.dropwhy.diagnosis.judgement;

import dev.dropwhy.api.Remedy;
import dev.dropwhy.diagnosis.catalog.RemedyTemplate;
import dev.dropwhy.diagnosis.catalog.SafeValues;
import dev.dropwhy.diagnosis.intake.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills the catalog's placeholders. Two kinds of values are kept apart: words for sentences, and values for commands.
 * The latter come from frames and files that anybody may have written, so they enter only where they match a pattern that
 * leaves a shell nothing to interpret.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

    static final Pattern INTERFACE = SafeValues.INTERFACE;
    static final Pattern MAC = SafeValues.MAC;
    static final Pattern NUMBER = SafeValues.NUMBER;
    static final Pattern HEX = SafeValues.HEX;
    static final Pattern ADDRESS = SafeValues.ADDRESS;
    static final Pattern WORD = SafeValues.WORD;

    private static final int SENTENCE = 512;
    private static final int COMMANDS = 8;

    private final Map<String, String> words = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    /** Adds a word for sentences. */
    Placeholders word(String name, String text) {
        words.put(name, text);
        return this;
    }

    /** Adds a value for commands and sentences, if it matches its pattern. */
    Placeholders value(String name, @Nullable String value, Pattern pattern) {
        if (value != null && pattern.matcher(value).matches()) {
            values.put(name, value);
        }
        return this;
    }

    /** Fills a sentence; what is not known becomes nothing. */
    String sentence(String template, int maximum) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = words.containsKey(name) ? words.get(name) : values.getOrDefault(name, "");
            if (Wording.THIS_HOST.equals(value) && matcher.start() > 0) {
                value = value.toLowerCase(Locale.ROOT);
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value == null ? "" : value));
        }
        matcher.appendTail(out);
        return Text.clean(out.toString().replace(" ()", "").replaceAll(" {2,}", " "), maximum);
    }

    /** Fills a command; empty where a placeholder has no safe value. */
    Optional<String> command(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                return Optional.empty();
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(out);
        return Optional.of(out.toString());
    }

    /** Fills a remedy; empty where it does not fit what was found. */
    Optional<Remedy> remedy(RemedyTemplate template) {
        if (!values.keySet().containsAll(template.needs())) {
            return Optional.empty();
        }
        List<String> commands = template.commands().stream()
                .flatMap(command -> command(command).stream())
                .limit(COMMANDS)
                .toList();
        return Optional.of(new Remedy(
                sentence(template.action(), SENTENCE),
                commands,
                optional(template.sideEffect()),
                optional(template.verify()),
                commands.isEmpty() && !template.commands().isEmpty() ? null : optional(template.undo())));
    }

    private @Nullable String optional(@Nullable String template) {
        return template == null
                ? null
                : command(template).map(text -> Text.clean(text, SENTENCE)).orElse(null);
    }
}
