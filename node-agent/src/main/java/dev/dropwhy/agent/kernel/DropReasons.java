package dev.dropwhy.agent.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of the kernel's drop reasons.
 *
 * <p>The numbers are not ABI and move even between releases of one stable series, so they are read from the BTF of the
 * running kernel: enum {@code skb_drop_reason}, and for reasons above 65535 the enum of the subsystem that owns them
 * ({@code include/net/dropreason.h}: the upper half numbers the subsystem), which may lie in a module's BTF.
 */
public final class DropReasons {

    private static final String PREFIX = "SKB_DROP_REASON_";
    private static final String SUFFIX = "drop_reason";
    private static final int SUBSYSTEM_SHIFT = 16;

    private final Path directory;
    private final Map<Integer, String> names = new HashMap<>();
    private boolean modulesRead;

    /**
     * Reads the core's reasons.
     *
     * @param kernel the kernel's BTF; its 5 MB are not kept
     * @param directory where the kernel ({@code vmlinux}) and its modules show their BTF, {@code /sys/kernel/btf}
     */
    public DropReasons(Btf kernel, Path directory) {
        this.directory = directory;
        kernel.enumerators(SUFFIX, this::remember);
    }

    /**
     * The name of a reason.
     *
     * @param reason number as the tracepoint gave it
     * @return without {@code SKB_DROP_REASON_}; the number as text where this kernel does not name it
     */
    public String name(int reason) {
        if (!names.containsKey(reason) && reason >>> SUBSYSTEM_SHIFT != 0 && !modulesRead) {
            readModules();
        }
        String name = names.get(reason);
        return name == null ? Integer.toUnsignedString(reason) : name;
    }

    private void remember(String name, int value) {
        names.putIfAbsent(value, name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
    }

    /** Subsystems that are modules (openvswitch, mac80211) keep their reasons in their own BTF. */
    private void readModules() {
        modulesRead = true;
        Path vmlinux = directory.resolve(Btf.KERNEL.getFileName());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory);
                Btf kernel = Btf.read(vmlinux)) {
            for (Path file : files) {
                if (!file.equals(vmlinux)) {
                    readModule(file, kernel);
                }
            }
        } catch (IOException e) {
            // Without the directory the reason keeps its number, which is true as well.
            return;
        }
    }

    private void readModule(Path file, Btf kernel) {
        try (Btf module = Btf.readModule(file, kernel)) {
            module.enumerators(SUFFIX, this::remember);
        } catch (IOException e) {
            // A module that was unloaded meanwhile, or damaged: others may have the name.
            return;
        }
    }
}
