package dev.dropwhy.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.diagnosis.catalog.Catalog;
import dev.dropwhy.diagnosis.catalog.KernelRelease;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The catalog against the kernel that runs here. */
class KnownDropReasonsTest {

    private static final String PREFIX = "SKB_DROP_REASON_";
    private static final Set<String> NO_REASONS = Set.of("MAX", "SUBSYS_MASK");

    @Test
    void everyDropReasonOfTheRunningKernelIsInTheCatalog() throws IOException {
        assumeTrue(Files.isReadable(Btf.KERNEL), "This kernel shows no BTF, so its drop reasons cannot be read.");
        Version release = Version.parse(
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[^0-9.]", 2)[0]);
        assumeTrue(
                release.compareTo(Version.parse(KernelRelease.NEWEST + ".999")) <= 0,
                () -> "Kernel " + release + " is newer than " + KernelRelease.NEWEST
                        + ", the newest that the catalog was compared with.");
        Set<String> names = new TreeSet<>();
        try (Btf kernel = Btf.read(Btf.KERNEL)) {
            kernel.enumerators("drop_reason", (name, value) -> {
                if (name.startsWith(PREFIX)) {
                    names.add(name.substring(PREFIX.length()));
                }
            });
        }
        names.removeAll(NO_REASONS);
        Catalog catalog = Catalog.load();
        assertThat(names).allMatch(name -> catalog.dropReason(name).isPresent());
    }
}
