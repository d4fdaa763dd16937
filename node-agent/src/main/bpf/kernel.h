/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The parts of kernel types that the program reads. Only the names matter: libbpf takes the offsets of the running
 * kernel from its BTF when it loads the program (CO-RE), so one object serves every kernel.
 */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
    unsigned int inum;
};

struct net_device;

struct net {
    struct ns_common ns;
    struct net_device *loopback_dev;
};

typedef struct {
    struct net *net;
} possible_net_t;

struct net_device {
    int ifindex;
    unsigned short type;
    const unsigned char *dev_addr;
    possible_net_t nd_net;
};

struct sock_common {
    possible_net_t skc_net;
};

struct sock {
    struct sock_common __sk_common;
};

struct sk_buff {
    struct net_device *dev;
    struct sock *sk;
    unsigned int len;
    int skb_iif;
    u16 protocol;
    u16 vlan_proto;
    u16 vlan_tci;
    u8 __pkt_type_offset[0]; /* the byte whose low three bits are pkt_type */
    u16 network_header;
    u16 mac_header;
    unsigned int tail;
    unsigned char *head;
};

/* Aligned, or the compiler reads it byte by byte; both architectures read words anywhere. */
struct ethhdr {
    unsigned char h_dest[6];
    unsigned char h_source[6];
} __attribute__((aligned(4)));

/* Until Linux 6.1 a tag was present when this bit said so; since then, when vlan_proto is not zero. */
struct sk_buff___vlan_present {
    u8 vlan_present : 1;
};

#pragma clang attribute pop

enum {
    ARPHRD_ETHER = 1,
    ARPHRD_LOOPBACK = 772,

    ETH_P_802_2 = 0x0004,
    ETH_P_IP = 0x0800,
    ETH_P_ARP = 0x0806,
    ETH_P_IPV6 = 0x86dd,

    ETH_ALEN = 6,
    ETH_HLEN = 14,
    IP_HLEN = 20,
    IPV6_HLEN = 40,
    LLC_HLEN = 3,
    SNAP_HLEN = 5,
    LLC_SNAP = 0x03aaaa, /* dsap aa, ssap aa, unnumbered information, as the bytes lie in memory */

    PACKET_OTHERHOST = 3, /* uapi/linux/if_packet.h */
    PKT_TYPE_MASK = 7,

    NO_MAC_HEADER = 0xffff, /* skb_mac_header_was_set() */
};

/* Twelve bytes of a frame, as they lie there. */
struct header_bytes {
    u32 first4;
    u16 next2;
    u16 then2;
    u32 last4;
};
