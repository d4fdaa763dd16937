package dev.dropwhy.agent.cli;

import dev.dropwhy.api.Cause;
import dev.dropwhy.api.Expectation;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code CAUSE[:PROTOCOL][=NOTE]}. */
final class ExpectationConverter implements ITypeConverter<Expectation> {

    private static final Pattern FORM = Pattern.compile("([^:=]+)(?::([A-Z][A-Za-z0-9]{0,31}))?(?:=(.{1,256}))?");

    @Override
    public Expectation convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException("\"" + value
                    + "\" does not have the form CAUSE[:PROTOCOL][=NOTE], such as UnhandledLinkProtocol:Lldp");
        }
        Optional<Cause> cause = Arrays.stream(Cause.values())
                .filter(each -> each.name().equalsIgnoreCase(matcher.group(1)))
                .findFirst();
        if (cause.isEmpty()) {
            throw new TypeConversionException("\"" + matcher.group(1) + "\" is no cause; dropwhy explain lists them");
        }
        return new Expectation(cause.get(), matcher.group(2), matcher.group(3));
    }
}
