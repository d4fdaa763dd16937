package dev.dropwhy.operator.reports;

import dev.dropwhy.api.DropInvestigation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What marks the objects that belong to one run of one investigation. */
public final class RunLabels {

    /** Label: uid of the investigation. */
    public static final String UID = "dropwhy.dev/investigation-uid";

    /** Annotation of a report: start of the run that it belongs to; a resumed investigation runs again. */
    public static final String RUN = "dropwhy.dev/run";

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String OPERATOR = "dropwhy-operator";

    /** Selects what the operator created, for informers. */
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    private RunLabels() {}

    /** Labels of everything that belongs to an investigation. */
    public static Map<String, String> of(DropInvestigation investigation) {
        var labels = new TreeMap<String, String>(); // in an order: manifests are compared
        labels.put("app.kubernetes.io/name", "dropwhy-agent");
        labels.put(MANAGED_BY, OPERATOR);
        labels.put("dropwhy.dev/investigation", investigation.getMetadata().getName());
        labels.put(UID, investigation.getMetadata().getUid());
        return labels;
    }

    /** Without blockOwnerDeletion: setting it takes the right to update the owner's finalizers. */
    public static OwnerReference owner(DropInvestigation investigation) {
        return new OwnerReferenceBuilder()
                .withApiVersion(investigation.getApiVersion())
                .withKind(investigation.getKind())
                .withName(investigation.getMetadata().getName())
                .withUid(investigation.getMetadata().getUid())
                .withController(true)
                .build();
    }

    static @Nullable String run(HasMetadata object) {
        return object.getMetadata().getAnnotations() == null
                ? null
                : object.getMetadata().getAnnotations().get(RUN);
    }

    static @Nullable String uid(HasMetadata object) {
        return object.getMetadata().getLabels() == null
                ? null
                : object.getMetadata().getLabels().get(UID);
    }
}
