package dev.dropwhy.operator.notices;

import dev.dropwhy.api.DropInvestigation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes notices as Kubernetes Events. A notice has the same name however often it is told, so that an operator that
 * takes over from one that died tells nothing twice. A notice that cannot be written is logged and forgotten: no
 * verdict waits for it.
 */
public final class Notices {

    /** Where Events of cluster-scoped objects belong. */
    private static final String NAMESPACE = "default";

    private static final String COMPONENT = "dropwhy-operator";
    private static final int MESSAGE = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final KubernetesClient client;
    private final Clock clock;

    public Notices(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Tells.
     *
     * @param occasion what tells this notice from an earlier one of the same reason, such as the run
     */
    public void tell(DropInvestigation about, String occasion, Notice notice) {
        LOG.info("{}: {}: {}", about.getMetadata().getName(), notice.reason(), notice.message());
        try {
            client.resource(event(about, occasion, notice)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.warn(
                        "{}: cannot write the Event {}: {}",
                        about.getMetadata().getName(),
                        notice.reason(),
                        e.getMessage());
            }
        }
    }

    private Event event(DropInvestigation about, String occasion, Notice notice) {
        String uid = about.getMetadata().getUid();
        UUID name =
                UUID.nameUUIDFromBytes((uid + "/" + occasion + "/" + notice.reason()).getBytes(StandardCharsets.UTF_8));
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String message = notice.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName(about.getMetadata().getName() + "." + name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withType(notice.warning() ? "Warning" : "Normal")
                .withReason(notice.reason())
                .withMessage(message.length() <= MESSAGE ? message : message.substring(0, MESSAGE))
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(about.getMetadata().getName())
                .withUid(uid)
                .endInvolvedObject()
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }
}
