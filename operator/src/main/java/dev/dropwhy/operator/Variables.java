package dev.dropwhy.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables, read with one sentence for each that does not fit. An empty variable counts as absent. */
record Variables(Map<String, String> environment) {

    String text(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = value(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set, and has no default: the chart sets it.");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " is '" + value + "'; write true or false.");
        };
    }

    int number(String name, int otherwise) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + value + "'; write a whole number.", e);
        }
    }

    List<String> words(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Default: every taint is tolerated, since a node that drops packets may be tainted for just that. */
    List<Toleration> tolerations(String name) {
        String value = value(name);
        if (value == null) {
            return List.of(new TolerationBuilder().withOperator("Exists").build());
        }
        return List.of(parsed(name, value, Toleration[].class, "a JSON list of tolerations"));
    }

    ResourceRequirements resources(String name) {
        String value = value(name);
        if (value == null) {
            return new ResourceRequirementsBuilder()
                    .addToRequests("cpu", new Quantity("50m"))
                    .addToRequests("memory", new Quantity("64Mi"))
                    .addToLimits("memory", new Quantity("256Mi"))
                    .build();
        }
        return parsed(name, value, ResourceRequirements.class, "a JSON object with requests and limits");
    }

    private static <T> T parsed(String name, String value, Class<T> type, String wanted) {
        try {
            return Serialization.unmarshal(value, type);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + " is not " + wanted + ".", e);
        }
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
