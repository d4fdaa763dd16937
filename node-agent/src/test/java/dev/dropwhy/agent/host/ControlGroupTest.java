package dev.dropwhy.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths as systemd, kubelet and the runtimes make them. */
class ControlGroupTest {

    private static final String ID = "3f2a91c04e1b77d2a0c9e85d1b6f4a3e9c8d7b6a5f4e3d2c1b0a9f8e7d6c5b4a";
    private static final String OUTER = "aa2a91c04e1b77d2a0c9e85d1b6f4a3e9c8d7b6a5f4e3d2c1b0a9f8e7d6c5baa";
    private static final String UID = "0f5b2c1e-1a2b-3c4d-5e6f-0123456789ab";
    private static final String UNDERSCORED = UID.replace('-', '_');

    @ParameterizedTest
    @CsvSource({
        "containerd, /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUNDERSCORED.slice/cri-containerd-ID.scope",
        "CRI-O, /kubepods.slice/kubepods-podUNDERSCORED.slice/crio-ID.scope",
        "CRI-O, /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUNDERSCORED.slice/crio-ID.scope/container",
        "containerd, /system.slice/containerd.service/kubepods-burstable-podUNDERSCORED.slice:cri-containerd:ID",
        "Docker, /kubepods/besteffort/podUID/docker-ID.scope",
        "containerd, /docker/OUTER/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-podUNDERSCORED.slice/cri-containerd-ID.scope",
        ", /kubepods/burstable/podUID/ID",
    })
    void aContainerOfAPodIsNamedWithItsPod(String runtime, String path) {
        assertThat(parse("0::" + path)).isEqualTo(new ControlGroup(runtime, ID, UID, null));
    }

    @ParameterizedTest
    @CsvSource({
        "Docker, /system.slice/docker-ID.scope",
        "Docker, /docker/ID",
        "Docker, /docker/ID/system.slice/nginx.service",
        "Podman, /machine.slice/libpod-ID.scope/container",
        "Podman, /libpod_parent/libpod-ID",
        "containerd, /system.slice/nerdctl-ID.scope",
        ", /default/ID",
    })
    void aContainerAloneHasNoPod(String runtime, String path) {
        assertThat(parse("0::" + path)).isEqualTo(new ControlGroup(runtime, ID, null, null));
    }

    @Test
    void aStaticPodHasAHashForAUid() {
        assertThat(parse("0::/kubepods/burstable/pod0123456789abcdef0123456789abcdef/ID")
                        .podUid())
                .isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @Test
    void aServiceIsNamedAndASessionIsNot() {
        assertThat(parse("0::/system.slice/system-web.slice/web@8.service/worker")
                        .unit())
                .isEqualTo("web@8.service");
        assertThat(parse("0::/user.slice/user-0.slice/session-3.scope")).isEqualTo(ControlGroup.NONE);
        assertThat(parse("0::/")).isEqualTo(ControlGroup.NONE);
    }

    @Test
    void versionOneTellsInAnyOfItsHierarchies() {
        assertThat(parse("""
                12:pids:/
                5:memory:/system.slice/docker.service
                4:name=systemd:/docker/ID
                0::/
                """)).isEqualTo(new ControlGroup("Docker", ID, null, null));
    }

    /** A user with a group of his own may call another so; it is text, and it is bounded. */
    @Test
    void whateverAPathHoldsIsBoundedAndPlain() {
        assertThat(parse("0::/docker/" + ID + "0")).isEqualTo(ControlGroup.NONE);
        assertThat(parse("0::/\u001b[31mred.service")).isEqualTo(ControlGroup.NONE);
        assertThat(parse("0::/" + "x".repeat(300) + ".service")).isEqualTo(ControlGroup.NONE);
        assertThat(parse("0::" + "/docker-ID.scope".repeat(400))).isEqualTo(ControlGroup.NONE);
        Random random = new Random(20261129);
        String alphabet = "/:-_.aA0\u001b\npodlice9f";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("0::/kubepods/pod" + UID + "/" + ID);
            for (int hits = random.nextInt(8); hits >= 0; hits--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ControlGroup group = parse(text.toString());
            assertThat(group.container() == null || group.container().matches("[0-9a-f]{64}"))
                    .isTrue();
            assertThat(group.podUid() == null || group.podUid().matches("[-0-9a-f]{32,36}"))
                    .isTrue();
        }
    }

    private static ControlGroup parse(String text) {
        return ControlGroup.parse(text.replace("UNDERSCORED", UNDERSCORED)
                .replace("OUTER", OUTER)
                .replace("UID", UID)
                .replace("ID", ID));
    }
}
