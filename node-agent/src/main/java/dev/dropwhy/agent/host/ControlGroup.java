package dev.dropwhy.agent.host;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a control group says of the process in it, as systemd, kubelet and the container runtimes name groups.
 * Whoever may make control groups may imitate these names, so nothing but text may depend on them.
 *
 * @param runtime what made the container, as it writes itself; absent where the path does not tell
 * @param container id of the container
 * @param podUid uid of the pod, with hyphens
 * @param unit systemd service; of a container that is the service in it, and left out
 */
record ControlGroup(
        @Nullable String runtime,
        @Nullable String container,
        @Nullable String podUid,
        @Nullable String unit) {

    /** Nothing is known. */
    static final ControlGroup NONE = new ControlGroup(null, null, null, null);

    /** Version 1 has a hierarchy for each of some thirteen controllers, and as many more as root mounts with a name. */
    private static final int MAXIMUM_LINES = 32;

    /** PATH_MAX. */
    private static final int MAXIMUM_PATH = 4096;

    /** {@code cri-containerd-ID.scope} and {@code …:cri-containerd:ID} (runc's systemd driver and a slice as cgroupfs path). */
    private static final Pattern CONTAINER =
            Pattern.compile("(?:(?:.*:)?(cri-containerd|nerdctl|crio|docker|libpod)[-:])?([0-9a-f]{64})(?:\\.scope)?");

    /** {@code podUID} or {@code kubepods-burstable-podUID.slice}; a static pod's uid is a hash without hyphens. */
    private static final Pattern POD = Pattern.compile(
            "(?:.*-)?pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\\.slice)?(?::.*)?");

    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,247}\\.service");

    private static final Map<String, String> RUNTIMES = Map.of(
            "cri-containerd", "containerd",
            "nerdctl", "containerd",
            "crio", "CRI-O",
            "docker", "Docker",
            "libpod", "Podman",
            "libpod_parent", "Podman");

    /**
     * Reads {@code /proc/PID/cgroup} (cgroups(7): a line for each hierarchy, {@code number:controllers:path}).
     *
     * @param text its content
     * @return what the first line tells that names a container, or else a pod, or else a service
     */
    static ControlGroup parse(String text) {
        List<ControlGroup> told = text.lines()
                .limit(MAXIMUM_LINES)
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3 && fields[2].length() <= MAXIMUM_PATH)
                .map(fields -> ofPath(fields[2]))
                .toList();
        return told.stream()
                .filter(group -> group.container != null)
                .findFirst()
                .or(() -> told.stream().filter(group -> group.podUid != null).findFirst())
                .or(() -> told.stream().filter(group -> group.unit != null).findFirst())
                .orElse(NONE);
    }

    /** From the leaf up: what is innermost holds the process, whatever runs around it (a node that is a container itself). */
    private static ControlGroup ofPath(String path) {
        List<String> names = Arrays.asList(path.split("/")).reversed();
        String unit = null;
        for (int i = 0; i < names.size(); i++) {
            Matcher container = CONTAINER.matcher(names.get(i));
            Matcher pod = POD.matcher(names.get(i));
            if (container.matches()) {
                String maker =
                        container.group(1) != null ? container.group(1) : i + 1 < names.size() ? names.get(i + 1) : "";
                return new ControlGroup(
                        RUNTIMES.get(maker), container.group(2), podAbove(names.subList(i, names.size())), null);
            }
            if (pod.matches()) {
                return new ControlGroup(null, null, uid(pod), null);
            }
            if (unit == null && SERVICE.matcher(names.get(i)).matches()) {
                unit = names.get(i);
            }
        }
        return unit == null ? NONE : new ControlGroup(null, null, null, unit);
    }

    private static @Nullable String podAbove(List<String> names) {
        return names.stream()
                .map(POD::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(ControlGroup::uid)
                .orElse(null);
    }

    /** The systemd driver writes underscores, because a hyphen in a slice's name stands for a level. */
    private static String uid(Matcher pod) {
        return pod.group(1).replace('_', '-');
    }
}
