package dev.dropwhy.agent.dropevents.bpf;

import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.Btf;
import dev.dropwhy.agent.kernel.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the eBPF engine needs of kernel and privileges, and the sentence that says what is missing. */
final class EbpfPreconditions {

    private static final Pattern NO_READING =
            Pattern.compile("(unknown func|cannot use helper) bpf_probe_read_kernel#");
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");

    private EbpfPreconditions() {}

    /** Reads the kernel's BTF, after privileges and lockdown were checked. */
    static Btf kernelTypes() throws EngineUnavailableException {
        checkCapabilities();
        checkLockdown(LOCKDOWN);
        return kernelTypes(Btf.KERNEL);
    }

    /**
     * A kernel locked down for confidentiality gives its programs no helper that reads its memory (LOCKDOWN_BPF_READ_KERNEL), and the
     * verifier's words for that do not say why.
     *
     * @param file the modes, that in force in brackets; absent where securityfs is not mounted or the module is not built in
     */
    static void checkLockdown(Path file) throws EngineUnavailableException {
        String modes;
        try {
            modes = Files.readString(file);
        } catch (IOException e) {
            return; // The refusal itself will tell.
        }
        if (modes.contains("[confidentiality]")) {
            throw new EngineUnavailableException(lockedDown(file.toString()));
        }
    }

    private static String lockedDown(String seen) {
        return "The kernel %s is locked down for confidentiality (%s): no program may read packets in its memory; lockdown=integrity would allow it."
                .formatted(release(), seen);
    }

    static Btf kernelTypes(Path file) throws EngineUnavailableException {
        if (!Files.exists(file)) {
            throw new EngineUnavailableException(
                    "The kernel %s has no type information in %s; a kernel 5.8 or newer with CONFIG_DEBUG_INFO_BTF is needed."
                            .formatted(release(), file));
        }
        try {
            return Btf.read(file);
        } catch (IOException e) {
            throw new EngineUnavailableException(
                    "The kernel's type information in %s could not be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    private static void checkCapabilities() throws EngineUnavailableException {
        Set<Capability> held;
        try {
            held = Capability.effective();
        } catch (IOException e) {
            // Without /proc the kernel itself will say no, if it does.
            return;
        }
        Set<Capability> missing = missing(held);
        if (!missing.isEmpty()) {
            throw new EngineUnavailableException(
                    "Counting drops in the kernel needs the capabilities CAP_BPF and CAP_PERFMON, and this process lacks %s; run as root or grant them."
                            .formatted(missing.stream().map(Enum::name).collect(Collectors.joining(" and "))));
        }
    }

    /** CAP_SYS_ADMIN stands for both. */
    static Set<Capability> missing(Set<Capability> held) {
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        if (!held.contains(Capability.CAP_SYS_ADMIN)) {
            missing.add(Capability.CAP_BPF);
            missing.add(Capability.CAP_PERFMON);
            missing.removeAll(held);
        }
        return missing;
    }

    /** The sentence for a load or attach that the kernel refused. */
    static EngineUnavailableException refused(NativeCallException e, String verifierLog) {
        if (e.errno() == Errno.EPERM) {
            return new EngineUnavailableException(
                    "The kernel %s refused the drop counting program (%s) although CAP_BPF and CAP_PERFMON are there; a user namespace, seccomp profile, LSM or lockdown forbids bpf()."
                            .formatted(release(), e.getMessage()),
                    e);
        }
        // A container does not see securityfs. The helper is older than the program's oldest kernel, so nothing else
        // takes it away.
        if (NO_READING.matcher(verifierLog).find()) {
            return new EngineUnavailableException(lockedDown("it refuses bpf_probe_read_kernel"), e);
        }
        if (verifierLog.isBlank()) {
            return new EngineUnavailableException(
                    "The kernel %s did not take the drop counting program: %s; Linux 5.8 or newer is needed."
                            .formatted(release(), e.getMessage()),
                    e);
        }
        return new EngineUnavailableException(
                "The verifier of kernel %s refused the drop counting program (%s): %s"
                        .formatted(release(), e.getMessage(), lastLines(verifierLog)),
                e);
    }

    /** The reason of a refusal stands at the end; the last line only counts instructions. */
    private static String lastLines(String log) {
        var lines = log.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed "))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    static String release() {
        return System.getProperty("os.version");
    }
}
