package dev.dropwhy.diagnosis.cluster;

import dev.dropwhy.diagnosis.catalog.SafeValues;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a template of the catalog looks like when it is filled: its own words to the letter, and in place of each
 * placeholder a value that leaves a shell nothing to interpret.
 *
 * @param pattern matches the filled template
 */
record CommandShape(Pattern pattern) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

    /** Matches nothing: the template holds a placeholder that no value may stand for. */
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    static CommandShape of(String template) {
        Matcher placeholder = PLACEHOLDER.matcher(template);
        var shape = new StringBuilder();
        Set<String> seen = new HashSet<>();
        int end = 0;
        while (placeholder.find()) {
            String name = placeholder.group(1);
            Pattern value = SafeValues.of(name).orElse(NOTHING);
            shape.append(Pattern.quote(template.substring(end, placeholder.start())));
            shape.append(seen.add(name) ? "(?<" + name + ">" + value + ")" : "\\k<" + name + ">");
            end = placeholder.end();
        }
        shape.append(Pattern.quote(template.substring(end)));
        return new CommandShape(Pattern.compile(shape.toString()));
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches();
    }
}
