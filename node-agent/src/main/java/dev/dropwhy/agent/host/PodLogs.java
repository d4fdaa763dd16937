package dev.dropwhy.agent.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of pods by their uid, from the names of the directories that kubelet keeps their logs in: {@code
 * /var/log/pods/NAMESPACE_POD_UID} (pkg/kubelet/kuberuntime/helpers.go, {@code BuildPodLogsDirectory}). An agent in a pod does not
 * have it, and gives the uid.
 */
final class PodLogs {

    /** A node is made for some hundred pods; directories of dead ones are removed. */
    private static final int MAXIMUM_DIRECTORIES = 4096;

    private static final Pattern DIRECTORY = Pattern.compile(
            "([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)_([a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?)_([-0-9a-f]{32,36})");

    private final Path directory;

    /**
     * @param directory {@code /var/log/pods}
     */
    PodLogs(Path directory) {
        this.directory = directory;
    }

    /**
     * Names pods.
     *
     * @param uids the pods that are wanted
     * @return namespace and name with a slash between, by uid, of those that were found
     */
    Map<String, String> names(Set<String> uids) {
        Map<String, String> names = new HashMap<>();
        if (uids.isEmpty()) {
            return names;
        }
        try (DirectoryStream<Path> pods = Files.newDirectoryStream(directory)) {
            int budget = MAXIMUM_DIRECTORIES;
            for (Path pod : pods) {
                if (budget-- == 0) {
                    break;
                }
                Matcher name = DIRECTORY.matcher(String.valueOf(pod.getFileName()));
                if (name.matches() && uids.contains(name.group(3))) {
                    names.put(name.group(3), name.group(1) + "/" + name.group(2));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return names; // no node of Kubernetes, or not to be read
        }
        return names;
    }
}
