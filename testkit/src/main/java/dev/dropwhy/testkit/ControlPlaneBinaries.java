package dev.dropwhy.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the binaries of a control plane are.
 *
 * @param apiServer kube-apiserver
 * @param etcd etcd
 * @param controllerManager kube-controller-manager, where it is there too
 */
public record ControlPlaneBinaries(Path apiServer, Path etcd, Optional<Path> controllerManager) {

    /** What a test says when it is skipped because they are missing. */
    public static final String MISSING =
            "No kube-apiserver and etcd: set KUBEBUILDER_ASSETS to a folder that holds them (e2e/cluster/assets.sh makes"
                    + " one).";

    /**
     * Finds them in {@code KUBEBUILDER_ASSETS}; etcd may be on {@code PATH} instead.
     *
     * @param environment the process's environment
     */
    public static Optional<ControlPlaneBinaries> find(Map<String, String> environment) {
        String assets = environment.get("KUBEBUILDER_ASSETS");
        if (assets == null || assets.isBlank()) {
            return Optional.empty();
        }
        Optional<Path> apiServer = executable(Path.of(assets, "kube-apiserver"));
        Optional<Path> etcd = Stream.concat(
                        Stream.of(Path.of(assets, "etcd")),
                        Stream.of(environment.getOrDefault("PATH", "").split(":"))
                                .map(folder -> Path.of(folder, "etcd")))
                .flatMap(path -> executable(path).stream())
                .findFirst();
        if (apiServer.isEmpty() || etcd.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ControlPlaneBinaries(
                apiServer.get(), etcd.get(), executable(Path.of(assets, "kube-controller-manager"))));
    }

    private static Optional<Path> executable(Path path) {
        return Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
    }
}
