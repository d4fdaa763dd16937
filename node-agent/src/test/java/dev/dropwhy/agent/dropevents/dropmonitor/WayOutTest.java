package dev.dropwhy.agent.dropevents.dropmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WayOutTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__dev_queue_xmit",
                "__dev_xmit_skb",
                "dev_qdisc_enqueue",
                "fq_codel_dequeue",
                "kfree_skb_list_reason",
                "sch_handle_egress",
                "tun_net_xmit",
                "arp_error_report",
                "__neigh_event_send",
                "__dev_forward_skb2",
                "ip6_output"
            })
    void whatThesePartsOfTheKernelFreeWasAboutToLeave(String function) {
        assertThat(WayOut.has(function)).isTrue();
    }

    /** Received, whatever becomes of it; in ip_forward a packet is still that of the interface where it came in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "__netif_receive_skb_core",
                "enqueue_to_backlog",
                "sch_handle_ingress",
                "nf_hook_slow",
                "ip_rcv_core",
                "ip_forward",
                "br_stp_rcv",
                "udp_queue_rcv_one_skb",
                "tun_get_user",
                "do_xdp_generic"
            })
    void whatTheseFreeHasJustComeIn(String function) {
        assertThat(WayOut.has(function)).isFalse();
    }
}
