package dev.dropwhy.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropwhy.agent.dropevents.testnet.ReceiverThread;
import dev.dropwhy.agent.dropevents.testnet.VethPair;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetlinkSocketTest {

    private static final int RTNLGRP_LINK = 1;
    private static final int PORT = 0x6477_7e57;
    private static final int SMALL_BUFFER = 64 << 10;
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
        assumeTrue(Libc.effectiveUser() == 0, "needs root: makes network namespaces");
        try (VethPair pair = new VethPair("netlink");
                NetlinkSocket socket = ReceiverThread.in(
                        pair, () -> NetlinkSocket.subscribe(NetlinkSocket.ROUTE, RTNLGRP_LINK, SMALL_BUFFER, SHORT))) {
            assertThat(count(socket)).isZero();
            VethPair.ip("-n", pair.receiver(), "link", "set", "dwrx", "mtu", "1400");
            assertThat(count(socket)).isPositive();
            assertThat(socket.lost()).isZero();

            for (int i = 0; i < CHANGES; i++) {
                VethPair.ip("-n", pair.receiver(), "link", "set", "dwrx", "mtu", Integer.toString(1000 + i));
            }
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
}
