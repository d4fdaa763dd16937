/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* What the program shares with user space: dev.dropwhy.agent.dropevents.bpf (DropKey, DropTables, SampleCollector) reads exactly these layouts. */
#pragma once

#include "kernel.h"

enum link_kind {
    LINK_NONE = 0, /* IP, ARP, or no Ethernet header: the link fields are zero, but for dsap, which is the protocol of IP */
    LINK_TYPE = 1, /* EtherType alone */
    LINK_LLC = 2,  /* dsap and ssap hold */
    LINK_SNAP = 3, /* oui and pid hold too */
};

enum { MANY_PROTOCOLS = 0xffff }; /* no protocol has this EtherType: it is reserved (RFC 9542, section 3) */

enum { VLAN_ERASED = 0x1fff }; /* 4095 is no VLAN: IEEE 802.1Q reserves it */

/* Drops of the same kind. The first three words are the key of the coarser tables. */
struct drop_key {
    u64 location; /* return address of the caller that freed the packet */
    u32 netns;    /* inode number; 0 unknown */
    u32 ifindex;
    u32 reason;
    u16 protocol; /* host order */
    u16 vlan;     /* VLAN id + 0x1000 where the device stripped a tag, VLAN_ERASED where the kernel erased it, else 0 */
    u8 source[6];
    u8 dsap;
    u8 ssap;
    u32 oui;
    u16 pid;
    u8 link; /* enum link_kind */
    u8 unused;
};

struct coarse_key {
    u64 location;
    u32 netns;
    u32 ifindex;
    u32 reason;
    u16 protocol;
    u16 ip_protocol; /* 0 where the other key has none */
};

struct drop_value {
    u64 count;
    u64 bytes;
    u64 first_ns; /* CLOCK_MONOTONIC */
    u64 first;    /* jiffies of the same moment */
    u64 last;     /* jiffies */
    u64 next_sample; /* jiffies; no sample before */
    u32 samples;
    u8 destination[6]; /* of the first frame */
    u16 unused;
};

/* What one CPU counted for one group since it last wrote to the group's value. */
struct hot_slot {
    struct drop_key key;
    u64 count;
    u64 bytes;
    u64 last;
    u64 next_sample;
    u64 busy;
};

enum { HOT_SLOTS = 16 }; /* a power of two */

enum counter {
    UNGROUPED = 0,   /* drops that found room in neither table */
    FRAMES_LOST = 1, /* samples that found no room in the ring */
    COUNTERS = 2,
};

enum { FRAME_MAXIMUM = 256 };

struct sample {
    struct drop_key key;
    u64 at_ns; /* CLOCK_MONOTONIC */
    u32 length;
    u16 captured;
    u16 has_link_header; /* frame starts with an Ethernet header, else with the network header */
    u8 frame[FRAME_MAXIMUM];
};
