package dev.dropwhy.agent.dropevents.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.dropwhy.agent.dropevents.EngineSettings;
import dev.dropwhy.agent.dropevents.EngineUnavailableException;
import dev.dropwhy.agent.kernel.Capability;
import dev.dropwhy.diagnosis.observation.FrameIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EbpfPreconditionsTest {

    @Test
    void theMissingCapabilityIsNamed() {
        assertThat(EbpfPreconditions.missing(Set.of(Capability.CAP_BPF))).containsExactly(Capability.CAP_PERFMON);
        assertThat(EbpfPreconditions.missing(EnumSet.of(Capability.CAP_BPF, Capability.CAP_PERFMON)))
                .isEmpty();
        assertThat(EbpfPreconditions.missing(Set.of(Capability.CAP_SYS_ADMIN))).isEmpty();
        assertThat(EbpfPreconditions.missing(Set.of()))
                .containsExactlyInAnyOrder(Capability.CAP_PERFMON, Capability.CAP_BPF);
    }

    @Test
    void anOrdinaryUserGetsOneSentence() throws IOException {
        assumeFalse(
                Capability.effective().contains(Capability.CAP_SYS_ADMIN),
                "needs a user without privileges, this is root");
        EbpfEngine engine = new EbpfEngine(new EngineSettings(
                4,
                128,
                0,
                index -> null,
                frame -> new FrameIdentity(null, "", null, null, 0, List.of(), null, null, null)));

        assertThatThrownBy(engine::start)
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("CAP_BPF and CAP_PERFMON");
        engine.close();
    }

    @Test
    void aKernelWithoutTypeInformationIsNamed() {
        assertThatThrownBy(() -> EbpfPreconditions.kernelTypes(Path.of("/nonexistent/vmlinux")))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining(System.getProperty("os.version"))
                .hasMessageContaining("CONFIG_DEBUG_INFO_BTF");
    }

    @Test
    void damagedTypeInformationIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("vmlinux"), "not BTF, but long enough to hold a header of it");

        assertThatThrownBy(() -> EbpfPreconditions.kernelTypes(file))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("could not be read")
                .hasMessageContaining("not BTF");
    }

    @Test
    void lockdownForConfidentialityIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("lockdown"), "none integrity [confidentiality]\n");

        assertThatThrownBy(() -> EbpfPreconditions.checkLockdown(file))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("locked down for confidentiality");
    }

    @Test
    void lockdownForIntegrityAllowsTheProgram(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("lockdown"), "none [integrity] confidentiality\n");

        EbpfPreconditions.checkLockdown(file);
        EbpfPreconditions.checkLockdown(directory.resolve("absent"));
    }

    @Test
    void aRefusalOfTheVerifierShowsItsLastLines() {
        EngineUnavailableException refused = EbpfPreconditions.refused(
                new NativeCallException("bpf_object__load", Errno.EACCES),
                "0: R1=ctx()\n1: (79) r1 = *(u64 *)(r1 +0)\nR1 invalid mem access 'scalar'\nprocessed 2 insns\n");

        assertThat(refused)
                .hasMessageContaining("R1 invalid mem access 'scalar'")
                .hasMessageContaining("EACCES");
        assertThat(refused.getMessage()).doesNotContain("processed").doesNotContain("\n");
    }

    @Test
    void lockdownIsToldByTheHelperThatIsMissing() {
        String log = "30: (85) call bpf_probe_read_kernel#113\nprogram of this type cannot use helper"
                + " bpf_probe_read_kernel#113\nprocessed 31 insns\n";

        assertThat(EbpfPreconditions.refused(new NativeCallException("bpf_object__load", Errno.EINVAL), log))
                .hasMessageContaining("locked down for confidentiality");
        assertThat(EbpfPreconditions.refused(
                        new NativeCallException("bpf_object__load", Errno.EINVAL),
                        "30: (85) call bpf_probe_read_kernel#113\nR1 type=scalar expected=fp\n"))
                .hasMessageContaining("R1 type=scalar");
    }

    @Test
    void aForbiddenLoadNamesWhatMayForbidIt() {
        assertThat(EbpfPreconditions.refused(new NativeCallException("bpf_object__load", Errno.EPERM), ""))
                .hasMessageContaining("seccomp");
    }
}
