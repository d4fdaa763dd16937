package dev.dropwhy.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NetlinkSocketTest {

    private static final int RTNLGRP_LINK = 1;
    private static final int PORT = 0x6477_7e57;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int SMALL = 64 << 10;
    private static final int CHANGES = 200;
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void aPortNumberIsALockUntilItIsClosed() throws IOException {
        try (NetlinkSocket first = NetlinkSocket.open(NetlinkSocket.GENERIC, PORT)) {
            assertThatThrownBy(() -> NetlinkSocket.open(NetlinkSocket.GENERIC, PORT))
                    .isInstanceOf(SystemCallException.class)
                    .hasMessageContaining("in use already");
            assertThat(first.lost()).isZero();
        }
        NetlinkSocket.open(NetlinkSocket.GENERIC, PORT).close();
    }

    @Test
    void aFamilyIsFoundByNameWithItsGroups() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
            GenericFamily controller = GenericFamily.find(socket, "nlctrl").orElseThrow();
            assertThat(controller.id()).isEqualTo(16); // GENL_ID_CTRL
            assertThat(controller.groups()).containsKey("notify");
            assertThat(GenericFamily.find(socket, "no such family")).isEmpty();
        }
    }

    @Test
    void aSubscriberGetsWhatComesAndCountsWhatItHadNoRoomFor() throws Exception {
        assumeTrue(Libc.effectiveUser() == 0, "needs root: makes a network namespace");
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                Libc.unshare(CLONE_NEWNET); // this thread alone, with the programs that it starts, until it ends
                subscribeAndChangeLinks();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.get();
    }

    private static void subscribeAndChangeLinks() throws IOException, InterruptedException {
        try (NetlinkSocket socket = NetlinkSocket.subscribe(NetlinkSocket.ROUTE, RTNLGRP_LINK, SMALL, SHORT)) {
            assertThat(count(socket)).isZero();
            run("ip link add dw0 type veth peer name dw1");
            assertThat(count(socket)).isPositive();
            assertThat(socket.lost()).isZero();

            run("i=0; while [ $i -lt %d ]; do ip link set dw0 mtu $((1000 + i)); i=$((i + 1)); done"
                    .formatted(CHANGES));
            int got = count(socket);
            assertThat(socket.lost()).isPositive();
            assertThat(got + socket.lost()).isGreaterThanOrEqualTo(CHANGES);
        }
    }

    private static int count(NetlinkSocket socket) throws IOException {
        int messages = 0;
        for (NetlinkMessages got = socket.receive(); got.next(); got = socket.receive()) {
            messages++;
        }
        return messages;
    }

    private static void run(String command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }
}
