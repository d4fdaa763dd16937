package dev.dropwhy.diagnosis.observation;

import org.jspecify.annotations.Nullable;

/**
 * What a network namespace is, as far as the node tells: by the names under which it is mounted, and by the control group of
 * a process that lives in it. Control groups are named by container runtimes, and by whoever may make some: the names are
 * help for people and prove nothing.
 *
 * @param inode inode number, as in {@link DropGroup#netns}
 * @param host whether it is the initial one, the host's
 * @param name file name of its mount: what {@code ip netns} lists, or the key of a Docker sandbox
 * @param runtime what made the container, as it writes itself (Docker, Podman, CRI-O, containerd); absent where the
 *     control group does not tell
 * @param container id of the container that holds it: 64 hexadecimal digits. In a pod it is the sandbox, which {@code crictl
 *     pods} lists
 * @param podUid uid of the pod
 * @param pod namespace and name of the pod, with a slash between
 * @param unit systemd service that lives in it
 * @param pid a process that lives in it, where no container and no service does
 * @param process name of that process
 */
public record NetworkNamespace(
        long inode,
        boolean host,
        @Nullable String name,
        @Nullable String runtime,
        @Nullable String container,
        @Nullable String podUid,
        @Nullable String pod,
        @Nullable String unit,
        @Nullable Integer pid,
        @Nullable String process) {

    /** How many digits of an id runtimes themselves print. */
    private static final int SHORT_ID = 12;

    /** A namespace of which nothing but the number is known. */
    public static NetworkNamespace unknown(long inode) {
        return new NetworkNamespace(inode, false, null, null, null, null, null, null, null, null);
    }

    /** The best that can be said of it in some words: the pod, else the container, else the mount, service or process. */
    public String title() {
        if (host) {
            return "host";
        }
        if (pod != null || podUid != null) {
            String which = pod != null ? "pod " + pod : "pod with uid " + podUid;
            return container == null ? which : which + " (" + source() + shortId(container) + ")";
        }
        if (container != null) {
            return (runtime == null ? "container " : runtime + " container ") + shortId(container);
        }
        if (name != null) {
            return "netns " + name;
        }
        if (unit != null) {
            return "unit " + unit;
        }
        return process == null ? "netns " + inode : "process " + process + (pid == null ? "" : " (pid " + pid + ")");
    }

    /** Whether anything but the number is known. */
    public boolean told() {
        return host
                || name != null
                || container != null
                || podUid != null
                || pod != null
                || unit != null
                || process != null;
    }

    private String source() {
        return runtime == null ? "container " : runtime + " ";
    }

    private static String shortId(String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }
}
