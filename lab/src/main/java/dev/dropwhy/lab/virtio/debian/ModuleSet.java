package dev.dropwhy.lab.virtio.debian;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Modules of a kernel and all that they need, uncompressed.
 *
 * @param contents each module's file by its name without ending
 * @param dependencies by the same names
 */
public record ModuleSet(Map<String, byte[]> contents, Map<String, List<String>> dependencies) {

    private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.US_ASCII);

    /** Picks modules. A name that the kernel has no module for is left out: it is built in, or the kernel lacks it. */
    public static ModuleSet pick(Kernel kernel, Collection<String> names) throws IOException {
        Map<String, Path> files = files(kernel);
        Map<String, byte[]> contents = new LinkedHashMap<>();
        Map<String, List<String>> dependencies = new TreeMap<>();
        List<String> open = new ArrayList<>(names);
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            Path file = files.get(name);
            if (file == null || contents.containsKey(name)) {
                continue;
            }
            byte[] content = read(file);
            contents.put(name, content);
            List<String> needed = dependencies(content);
            dependencies.put(name, needed);
            open.addAll(needed);
        }
        return new ModuleSet(contents, dependencies);
    }

    private static Map<String, Path> files(Kernel kernel) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(kernel.modules())) {
            walk.filter(path -> path.toString().matches(".*\\.ko(\\.xz)?")).forEach(path -> {
                String file = path.getFileName().toString();
                files.put(file.substring(0, file.indexOf(".ko")).replace('-', '_'), path);
            });
        }
        return files;
    }

    private static byte[] read(Path file) throws IOException {
        if (!file.toString().endsWith(".xz")) {
            return Files.readAllBytes(file);
        }
        Process unxz = new ProcessBuilder("busybox", "unxz", "-c", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        unxz.getInputStream().transferTo(content);
        if (content.size() == 0) {
            throw new IOException("busybox cannot uncompress " + file);
        }
        return content.toByteArray();
    }

    /** The field {@code depends} of the section {@code .modinfo}: names separated by commas. */
    private static List<String> dependencies(byte[] module) {
        for (int start = 0; start + DEPENDS.length < module.length; start++) {
            int end = start + DEPENDS.length;
            if (Arrays.equals(module, start, end, DEPENDS, 0, DEPENDS.length)) {
                int stop = end;
                while (stop < module.length && module[stop] != 0) {
                    stop++;
                }
                String list = new String(module, end, stop - end, StandardCharsets.US_ASCII);
                return list.isEmpty()
                        ? List.of()
                        : List.of(list.replace('-', '_').split(",", -1));
            }
        }
        return List.of();
    }

    /** The file {@code modules.dep}, from which modprobe takes the order: each module and all that it needs, last first. */
    public String dependencyFile() {
        StringBuilder text = new StringBuilder();
        dependencies.keySet().forEach(name -> {
            List<String> all = new ArrayList<>();
            addNeeds(name, all);
            text.append(name).append(".ko:");
            all.forEach(need -> text.append(' ').append(need).append(".ko"));
            text.append('\n');
        });
        return text.toString();
    }

    private void addNeeds(String name, List<String> all) {
        for (String need : dependencies.getOrDefault(name, List.of())) {
            if (contents.containsKey(need)) {
                all.remove(need);
                all.add(need);
                addNeeds(need, all);
            }
        }
    }
}
