package dev.dropwhy.kubectl;

import dev.dropwhy.api.DropInvestigation;
import dev.dropwhy.api.DropInvestigationSpec;
import dev.dropwhy.api.NodeDropReport;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The investigations of a cluster. Every failure is one sentence. */
final class Investigations implements AutoCloseable {

    private static final long PAGE = 250;

    /** Label and annotation that the operator puts on reports. */
    private static final String UID_LABEL = "dropwhy.dev/investigation-uid";

    private static final String RUN_ANNOTATION = "dropwhy.dev/run";

    private final KubernetesClient client;
    private final @Nullable String agentsNamespace;
    private final Clock clock;

    Investigations(KubernetesClient client, @Nullable String agentsNamespace, Clock clock) {
        this.client = client;
        this.agentsNamespace = agentsNamespace;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Address of the API server. */
    String server() {
        return String.valueOf(client.getMasterUrl()).replaceAll("/$", "");
    }

    /**
     * Creates one.
     *
     * @param name its name; null lets the server make one up
     */
    DropInvestigation create(@Nullable String name, DropInvestigationSpec spec) throws PluginException {
        var metadata = new ObjectMetaBuilder();
        var investigation = new DropInvestigation();
        investigation.setMetadata(
                (name == null ? metadata.withGenerateName("kubectl-") : metadata.withName(name)).build());
        investigation.setSpec(spec);
        try {
            return client.resource(investigation).create();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.explain("create a DropInvestigation", server(), e);
        }
    }

    /** The one of a name, as it is now; empty where there is none. */
    Optional<DropInvestigation> find(String name) {
        return Optional.ofNullable(
                client.resources(DropInvestigation.class).withName(name).get());
    }

    /** The one of a name, which must exist. */
    DropInvestigation get(String name) throws PluginException {
        try {
            Optional<DropInvestigation> found = find(name);
            if (found.isEmpty()) {
                list(1); // fails where the server does not even know the kind
                throw new PluginException("There is no DropInvestigation " + name + " on " + server()
                        + "; kubectl dropwhy list shows which there are.");
            }
            return found.get();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.explain("read the DropInvestigation " + name, server(), e);
        }
    }

    /** All of them, newest first. */
    List<DropInvestigation> list() throws PluginException {
        try {
            return list(Integer.MAX_VALUE).stream()
                    .sorted(Comparator.comparing((DropInvestigation known) ->
                                    String.valueOf(known.getMetadata().getCreationTimestamp()))
                            .reversed()
                            .thenComparing(known -> known.getMetadata().getName()))
                    .toList();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.explain("list DropInvestigations", server(), e);
        }
    }

    private List<DropInvestigation> list(int most) {
        return pages(client.resources(DropInvestigation.class), most);
    }

    /** Deletes one; nothing happens where it is gone already. The cluster removes what belongs to it. */
    void delete(DropInvestigation investigation) throws PluginException {
        ObjectMeta metadata = investigation.getMetadata();
        try {
            client.resources(DropInvestigation.class)
                    .withName(metadata.getName())
                    .delete();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.explain("delete the DropInvestigation " + metadata.getName(), server(), e);
        }
    }

    /** The reports of the nodes in an investigation's latest run, by node name. */
    List<NodeDropReport> reports(DropInvestigation investigation) throws PluginException {
        String uid = investigation.getMetadata().getUid();
        var all = client.resources(NodeDropReport.class);
        try {
            List<NodeDropReport> found = agentsNamespace == null
                    ? pages(all.inAnyNamespace().withLabel(UID_LABEL, uid), Integer.MAX_VALUE)
                    : pages(all.inNamespace(agentsNamespace).withLabel(UID_LABEL, uid), Integer.MAX_VALUE);
            return found.stream()
                    .filter(report -> isOfLatestRun(report, investigation))
                    .sorted(Comparator.comparing(report -> report.getSpec().nodeName()))
                    .toList();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.explain(
                    "read the reports of the nodes" + (agentsNamespace == null ? "" : " in " + agentsNamespace),
                    server(),
                    e);
        }
    }

    private static boolean isOfLatestRun(NodeDropReport report, DropInvestigation investigation) {
        String run = report.getMetadata().getAnnotations() == null
                ? null
                : report.getMetadata().getAnnotations().get(RUN_ANNOTATION);
        String latest = investigation.getStatus() == null
                ? null
                : investigation.getStatus().startTime();
        return run == null || latest == null || run.equals(latest);
    }

    /** Page by page: 5,000 reports in one answer would be 80 MiB. */
    private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> pages(
            Listable<L> all, int most) {
        List<T> found = new ArrayList<>();
        String next = null;
        do {
            L page = all.list(new ListOptionsBuilder()
                    .withLimit(Math.min(PAGE, most))
                    .withContinue(next)
                    .build());
            if (page == null) { // how the client shows that the server does not know the kind
                throw new KubernetesClientException("unknown kind", HttpURLConnection.HTTP_NOT_FOUND, null);
            }
            found.addAll(page.getItems());
            next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty() && found.size() < most);
        return found;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Name of an investigation. */
    static String name(DropInvestigation investigation) {
        return Objects.requireNonNull(investigation.getMetadata().getName());
    }
}
