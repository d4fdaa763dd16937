package dev.dropwhy.diagnosis.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a name is told that not every kernel has. */
final class Named {

    private Named() {}

    static String spelled(String name, KernelRelease since, @Nullable KernelRelease until, List<String> formerly) {
        List<String> differences = new ArrayList<>();
        if (!since.isEarly()) {
            differences.add("since " + since.between());
        }
        if (until != null) {
            differences.add("gone since " + until.between());
        }
        if (!formerly.isEmpty()) {
            differences.add("formerly " + String.join(", ", formerly));
        }
        return differences.isEmpty() ? name : name + " (" + String.join("; ", differences) + ")";
    }

    static List<String> sentences(KernelRelease since, @Nullable KernelRelease until, List<String> formerly) {
        List<String> sentences = new ArrayList<>();
        sentences.add(since.since() + (formerly.isEmpty() ? "." : "; formerly " + String.join(", ", formerly) + "."));
        if (until != null) {
            sentences.add("Gone since " + until.between() + ".");
        }
        return sentences;
    }
}
