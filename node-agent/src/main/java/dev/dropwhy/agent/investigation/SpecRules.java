package dev.dropwhy.agent.investigation;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks records of the API by the same annotations from which their CRD schema is generated, so that a file that an API
 * server would refuse is refused here too, for the same reason.
 */
final class SpecRules {

    private SpecRules() {}

    /**
     * Finds what breaks a bound.
     *
     * @param path where the record stands, such as {@code spec}
     * @param checked the record
     * @return one sentence about the first broken bound; empty where there is none
     */
    static Optional<String> violation(String path, Record checked) {
        for (RecordComponent component : checked.getClass().getRecordComponents()) {
            String field = path + "." + component.getName();
            Object value = value(component.getAccessor(), checked);
            Optional<String> broken = value == null
                    ? missing(field, component)
                    : broken(field, component, value).or(() -> inside(field, value));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missing(String field, RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(Required.class)
                ? Optional.of(field + " is missing, and it is required.")
                : Optional.empty();
    }

    private static Optional<String> broken(String field, RecordComponent component, Object value) {
        Method accessor = component.getAccessor();
        if (value instanceof Number number) {
            double given = number.doubleValue();
            Min least = accessor.getAnnotation(Min.class);
            if (least != null && given < least.value()) {
                return Optional.of("%s is %s, and must be at least %s.".formatted(field, value, plain(least.value())));
            }
            Max most = accessor.getAnnotation(Max.class);
            if (most != null && given > most.value()) {
                return Optional.of("%s is %s, and must be at most %s.".formatted(field, value, plain(most.value())));
            }
        }
        Size size = accessor.getAnnotation(Size.class);
        if (size != null && length(value) > size.max()) {
            return Optional.of(
                    "%s has %d %s, and may have at most %d.".formatted(field, length(value), unit(value), size.max()));
        }
        Pattern pattern = accessor.getAnnotation(Pattern.class);
        if (pattern != null && value instanceof String text && !text.matches(pattern.value())) {
            return Optional.of("%s does not have the form %s.".formatted(field, pattern.value()));
        }
        return Optional.empty();
    }

    private static Optional<String> inside(String field, Object value) {
        if (value instanceof Record nested) {
            return violation(field, nested);
        }
        if (value instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                if (item instanceof Record nested) {
                    Optional<String> broken = violation(field + "[" + index + "]", nested);
                    if (broken.isPresent()) {
                        return broken;
                    }
                }
                index++;
            }
        }
        return Optional.empty();
    }

    private static int length(Object value) {
        return switch (value) {
            case String text -> text.length();
            case Collection<?> items -> items.size();
            case Map<?, ?> entries -> entries.size();
            default -> 0;
        };
    }

    private static String unit(Object value) {
        return value instanceof String ? "characters" : "entries";
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private static @Nullable Object value(Method accessor, Record from) {
        try {
            return accessor.invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of the API cannot be read: " + accessor, e);
        }
    }
}
