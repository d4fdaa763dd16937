// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Counts dropped packets by kind, in the kernel, at the tracepoint skb:kfree_skb.
 *
 * What a drop costs the sender decides how this is written. Events are counted where they happen; user space is never
 * woken. A per-CPU slot holds the group of the current drops, so that a storm (the same group again and again) touches one
 * cache line and no hash table. Slots are written to the table when another group needs them; user space adds what still
 * lies in them. The clock is read for sampled drops only; the rest is timed by jiffies.
 *
 * Totals are exact whatever happens: a drop that finds no room in the table of groups is counted in a coarser table, which
 * keeps protocols apart and no senders; one that finds no room there in a table that keeps places alone apart; and one that
 * finds no room there in a counter.
 */
#include "dropwhy.h"
#include "helpers.h"

/* Set by user space before loading; the verifier removes the branches that do not apply. */
const volatile u32 has_reason = 1;     /* the tracepoint passes a reason (5.17) */
const volatile u32 first_samples = 4;  /* sample the first drops of each group … */
const volatile u64 sample_interval = 13; /* … and then one that comes this many jiffies after the last sample */
const volatile u32 frame_bytes = 128;  /* of each sampled frame */

struct {
    map_number(type, BPF_MAP_TYPE_HASH);
    map_number(max_entries, 8192);
    map_type(key, struct drop_key);
    map_type(value, struct drop_value);
} groups SEC(".maps");

struct {
    map_number(type, BPF_MAP_TYPE_HASH);
    map_number(max_entries, 4096);
    map_type(key, struct coarse_key);
    map_type(value, struct drop_value);
} coarse_groups SEC(".maps");

struct {
    map_number(type, BPF_MAP_TYPE_HASH);
    map_number(max_entries, 1024);
    map_type(key, struct coarse_key);
    map_type(value, struct drop_value);
} place_groups SEC(".maps");

struct {
    map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    map_number(max_entries, HOT_SLOTS);
    map_type(key, u32);
    map_type(value, struct hot_slot);
} hot_slots SEC(".maps");

struct {
    map_number(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    map_number(max_entries, COUNTERS);
    map_type(key, u32);
    map_type(value, u64);
} counters SEC(".maps");

struct {
    map_number(type, BPF_MAP_TYPE_RINGBUF);
    map_number(max_entries, 1 << 19);
} samples SEC(".maps");

/* One drop on its way into the tables. */
struct drop {
    struct drop_key key;
    u64 now; /* jiffies */
    u32 length;
    u32 start; /* offset of the frame from skb->head */
    u32 has_link_header;
};

/*
 * A key in five registers. The key of a drop is compared with the slot's before it is ever in memory: narrow stores followed by
 * wide loads cost more than all the rest.
 */
struct key_words {
    u64 location;
    u64 place; /* netns, ifindex */
    u64 kind;  /* reason, protocol, vlan */
    u64 link;  /* source, dsap, ssap; of IP the protocol in the place of dsap */
    u64 snap;  /* oui, pid, link */
};

_Static_assert(sizeof(struct key_words) == sizeof(struct drop_key), "five words");

inline_always void count_in(u32 counter)
{
    u64 *value = bpf_map_lookup_elem(&counters, &counter);
    if (value)
        atomic_add(value, 1);
}

/*
 * The namespace of a device. skb->dev shares its place with other fields while a packet lies in a socket (dev_scratch) or in a
 * red-black tree (rbnode), so what is there may be no device at all: a namespace knows its loopback device, and that one
 * knows its namespace.
 */
inline_always u32 proven_netns(struct net *net)
{
    struct net_device *loopback = net->loopback_dev;
    if (!loopback || loopback->nd_net.net != net)
        return 0;
    return net->ns.inum;
}

inline_always u32 vlan_of(struct sk_buff *skb)
{
    struct sk_buff___vlan_present *old = (void *)skb;
    /* On kernels with the bit, a stale tag cannot be told from a present one without reading bit fields: say nothing. */
    if (field_exists(old->vlan_present))
        return 0;
    return skb->vlan_proto ? 0x1000 | (skb->vlan_tci & 0xfff) : 0;
}

/*
 * Whether the frame came in a VLAN that is not configured. __netif_receive_skb_core marks such a frame as another host's and
 * erases its tag; only that makes a frame to a group address or to the device's own another host's. The device's address is
 * read only where a frame that no handler wants is marked so, which is rare.
 */
inline_always int was_in_unknown_vlan(struct sk_buff *skb, const unsigned char *frame, u32 destination)
{
    u64 own = 0, to = 0;
    if (!field_exists(skb->__pkt_type_offset))
        return 0;
    if ((*skb->__pkt_type_offset & PKT_TYPE_MASK) != PACKET_OTHERHOST)
        return 0;
    if (destination & 1)
        return 1;
    if (bpf_probe_read_kernel(&own, ETH_ALEN, skb->dev->dev_addr) || bpf_probe_read_kernel(&to, ETH_ALEN, frame))
        return 0;
    return own == to;
}

inline_always int is_ip(u16 protocol)
{
    return protocol == ETH_P_IP || protocol == ETH_P_IPV6;
}

inline_always int is_ip_or_arp(u16 protocol)
{
    return is_ip(protocol) || protocol == ETH_P_ARP;
}

/*
 * Bytes of a frame, read as if an Ethernet header stood there. bpf_rdonly_cast (Linux 6.2) makes that plain loads; the helper
 * for older kernels costs more than the rest of the program together.
 */
inline_always void read_header(const void *from, struct header_bytes *to, int cast)
{
    if (cast) {
        struct ethhdr *header = bpf_rdonly_cast(from, kernel_type_id(struct ethhdr));
        to->first4 = *(u32 *)header->h_dest;
        to->next2 = *(u16 *)(header->h_dest + 4);
        to->then2 = *(u16 *)header->h_source;
        to->last4 = *(u32 *)(header->h_source + 2);
    } else if (bpf_probe_read_kernel(to, sizeof *to, from)) {
        __builtin_memset(to, 0, sizeof *to);
    }
}

/*
 * The protocol of an IP packet; of IPv6 the first next header. 0 where it cannot be told. Until the stack has a packet its
 * network header may be unset: it follows the link header then.
 */
inline_always u8 ip_protocol(struct sk_buff *skb, u16 protocol, u32 mac, int cast)
{
    struct header_bytes bytes;
    u32 network = skb->network_header;
    if (!network && mac != NO_MAC_HEADER)
        network = mac + ETH_HLEN;
    if (skb->tail < network + (protocol == ETH_P_IP ? IP_HLEN : IPV6_HLEN))
        return 0;
    read_header(skb->head + network, &bytes, cast);
    return protocol == ETH_P_IP ? bytes.last4 >> 8 : bytes.then2;
}

/* LLC, SNAP and source MAC of a frame that is neither IP nor ARP, on the assumption that it is an Ethernet frame. */
inline_always void identify(struct sk_buff *skb, u32 start, u16 protocol, struct key_words *key, int cast)
{
    struct header_bytes bytes;
    const unsigned char *frame = skb->head + start;
    read_header(frame, &bytes, cast);
    key->kind |= (u64)(was_in_unknown_vlan(skb, frame, bytes.first4) ? VLAN_ERASED : vlan_of(skb)) << 48;
    key->link = bytes.then2 | (u64)bytes.last4 << 16;
    key->snap = (u64)LINK_TYPE << 48;
    if (protocol != ETH_P_802_2 || skb->tail < start + ETH_HLEN + LLC_HLEN)
        return;
    read_header(frame + ETH_HLEN, &bytes, cast);
    key->link |= (u64)(bytes.first4 & 0xffff) << 48;
    key->snap = (u64)LINK_LLC << 48;
    if ((bytes.first4 & 0xffffff) != LLC_SNAP || skb->tail < start + ETH_HLEN + LLC_HLEN + SNAP_HLEN)
        return;
    /* oui and pid are in network order in the frame */
    key->snap = (u64)LINK_SNAP << 48 | (u64)__builtin_bswap16(bytes.then2) << 32 |
                (bytes.first4 >> 24) << 16 | __builtin_bswap16(bytes.next2);
}

/* Whether the assumption of identify() holds. */
inline_always int is_ethernet(struct sk_buff *skb, struct net_device *dev, u32 start)
{
    u32 type = dev->type;
    return (type == ARPHRD_ETHER || type == ARPHRD_LOOPBACK) && skb->tail >= start + ETH_HLEN;
}

inline_always void sample(struct sk_buff *skb, struct drop *drop, struct drop_value *group)
{
    struct sample *sample;
    u32 end = skb->tail, captured = 0;
    group->samples++;
    group->next_sample = group->samples < first_samples ? 0 : drop->now + sample_interval;
    sample = bpf_ringbuf_reserve(&samples, sizeof *sample, 0);
    if (!sample) {
        count_in(FRAMES_LOST);
        return;
    }
    sample->key = drop->key;
    sample->at_ns = bpf_ktime_get_ns();
    sample->length = drop->length;
    sample->has_link_header = drop->has_link_header;
    /* Only the linear part: headers are there, and nothing else is wanted. */
    if (end > drop->start)
        captured = end - drop->start;
    if (captured > frame_bytes)
        captured = frame_bytes;
    if (captured > FRAME_MAXIMUM)
        captured = FRAME_MAXIMUM;
    if (captured && bpf_probe_read_kernel(sample->frame, captured, skb->head + drop->start))
        captured = 0;
    sample->captured = captured;
    bpf_ringbuf_submit(sample, BPF_RB_NO_WAKEUP);
}

inline_always void add(struct drop_value *group, u64 count, u64 bytes, u64 last)
{
    atomic_add(&group->count, count);
    atomic_add(&group->bytes, bytes);
    if (last > group->last)
        group->last = last;
}

inline_always void begin(struct sk_buff *skb, struct drop *drop, struct drop_value *group)
{
    group->first_ns = bpf_ktime_get_ns();
    group->first = group->last = drop->now;
    if (drop->key.link != LINK_NONE)
        bpf_probe_read_kernel(group->destination, sizeof group->destination, skb->head + drop->start);
}

/* The group of a key in one of the tables for drops that found no room in a finer one. */
inline_always struct drop_value *coarse_group_of(void *table, struct sk_buff *skb, struct drop *drop,
                                                 struct coarse_key *key)
{
    struct drop_value *group = bpf_map_lookup_elem(table, key);
    if (!group) {
        struct drop_value fresh = {};
        begin(skb, drop, &fresh);
        bpf_map_update_elem(table, key, &fresh, BPF_NOEXIST);
        group = bpf_map_lookup_elem(table, key);
    }
    return group;
}

/* The table of groups is full, or was busy: what is kept apart becomes less until there is room. */
inline_always void count_coarsely(struct sk_buff *skb, struct drop *drop)
{
    struct coarse_key key = {};
    struct drop_value *group;
    __builtin_memcpy(&key, &drop->key, sizeof key);
    key.ip_protocol = is_ip(key.protocol) ? drop->key.dsap : 0;
    group = coarse_group_of(&coarse_groups, skb, drop, &key);
    if (!group) {
        key.ip_protocol = 0;
        if (!is_ip_or_arp(key.protocol))
            key.protocol = MANY_PROTOCOLS;
        group = coarse_group_of(&place_groups, skb, drop, &key);
        if (!group) {
            count_in(UNGROUPED);
            return;
        }
    }
    add(group, 1, drop->length, drop->now);
    if (drop->now >= group->next_sample)
        sample(skb, drop, group);
}

inline_always struct drop_value *group_of(struct sk_buff *skb, struct drop *drop)
{
    struct drop_value *group = bpf_map_lookup_elem(&groups, &drop->key);
    if (!group) {
        struct drop_value fresh = {};
        begin(skb, drop, &fresh);
        bpf_map_update_elem(&groups, &drop->key, &fresh, BPF_NOEXIST);
        group = bpf_map_lookup_elem(&groups, &drop->key);
    }
    return group;
}

/* Writes what a slot counted to its group. The group exists: it was there when the slot was taken, and none is removed. */
inline_always void flush(struct hot_slot *slot)
{
    struct drop_value *group;
    if (!slot->count)
        return;
    group = bpf_map_lookup_elem(&groups, &slot->key);
    if (group)
        add(group, slot->count, slot->bytes, slot->last);
    slot->count = 0;
    slot->bytes = 0;
}

/* Namespace and interface of a packet without a device: the namespace of its socket, and the interface it came in by. */
inline_always u64 place_without_device(struct sk_buff *skb)
{
    struct sock *sk = skb->sk;
    u32 netns = 0;
    if (sk) {
        struct net *net = sk->__sk_common.skc_net.net;
        if (net)
            netns = proven_netns(net);
    }
    return netns | (u64)(u32)skb->skb_iif << 32;
}

inline_always u32 slot_of(struct key_words *key)
{
    u32 hash = (u32)(key->location >> 2) ^ (u32)key->kind ^ (u32)(key->link >> 40) ^ (u32)(key->link >> 48);
    return (hash ^ hash >> 4) & (HOT_SLOTS - 1);
}

inline_always int same(struct drop_key *slot, struct key_words *key)
{
    struct key_words *words = (struct key_words *)slot;
    return words->location == key->location && words->place == key->place && words->kind == key->kind &&
           words->link == key->link && words->snap == key->snap;
}

inline_always void describe(struct sk_buff *skb, struct key_words *key, u64 now, struct drop *drop)
{
    u32 mac = skb->mac_header;
    *(struct key_words *)&drop->key = *key;
    drop->now = now;
    drop->length = skb->len;
    /* Egress packets that have no link header yet start at the network header. */
    drop->has_link_header = mac != NO_MAC_HEADER;
    drop->start = mac != NO_MAC_HEADER ? mac : skb->network_header;
}

/* The same group as the last drop in this slot: no table is touched. */
inline_always void count_hot(struct sk_buff *skb, struct key_words *key, u64 now, struct hot_slot *slot)
{
    slot->busy = 1;
    barrier();
    slot->count++;
    slot->bytes += skb->len;
    slot->last = now;
    if (unlikely(now >= slot->next_sample)) {
        struct drop_value *group = bpf_map_lookup_elem(&groups, &slot->key);
        if (group) {
            struct drop drop;
            describe(skb, key, now, &drop);
            if (now >= group->next_sample)
                sample(skb, &drop, group);
            slot->next_sample = group->next_sample;
        }
    }
    barrier();
    slot->busy = 0;
}

/* Another group than the last one in this slot: the slot changes hands, unless this drop interrupted its owner. */
inline_always void count_cold(struct sk_buff *skb, struct drop *drop, struct hot_slot *slot)
{
    struct drop_value *group = group_of(skb, drop);
    if (!group) {
        count_coarsely(skb, drop);
        return;
    }
    if (slot) {
        slot->busy = 1;
        barrier();
        flush(slot);
        slot->key = drop->key;
        slot->count = 1;
        slot->bytes = drop->length;
        slot->last = drop->now;
    } else {
        add(group, 1, drop->length, drop->now);
    }
    if (drop->now >= group->next_sample)
        sample(skb, drop, group);
    if (slot) {
        slot->next_sample = group->next_sample;
        barrier();
        slot->busy = 0;
    }
}

inline_always int count(u64 *context, int cast)
{
    struct sk_buff *skb = (struct sk_buff *)context[0];
    struct net_device *dev = skb->dev;
    struct net *net = 0;
    u32 mac = skb->mac_header;
    u16 protocol = __builtin_bswap16(skb->protocol);
    u64 now = bpf_jiffies64();
    struct key_words key = {};
    struct hot_slot *slot;
    struct drop drop;
    u32 index;

    key.location = context[1];
    key.kind = (u64)protocol << 32;
    if (has_reason)
        key.kind |= (u32)context[2];
    if (is_ip(protocol))
        key.link = (u64)ip_protocol(skb, protocol, mac, cast) << 48;
    if (dev)
        net = dev->nd_net.net;
    if (net) {
        key.place = net->ns.inum | (u64)(u32)dev->ifindex << 32;
        if (mac != NO_MAC_HEADER && !is_ip_or_arp(protocol))
            identify(skb, mac, protocol, &key, cast);
    } else {
        key.place = place_without_device(skb);
    }

    index = slot_of(&key);
    slot = bpf_map_lookup_elem(&hot_slots, &index);
    if (slot && slot->busy)
        slot = 0;
    if (slot && same(&slot->key, &key)) {
        count_hot(skb, &key, now, slot);
        return 0;
    }

    /* What the key assumes is proven only here, before a slot or a group gets it. */
    if (net && !proven_netns(net)) {
        key.place = place_without_device(skb);
        key.snap = 0;
        slot = 0;
    } else if (key.snap && !is_ethernet(skb, dev, mac)) {
        key.snap = 0;
        slot = 0;
    }
    if (!key.snap) {
        key.kind &= 0xffffffffffff;
        key.link &= is_ip(protocol) ? ~0ull : 0;
    }
    describe(skb, &key, now, &drop);
    count_cold(skb, &drop, slot);
    return 0;
}

/* For Linux 6.2 and newer. */
SEC("tp_btf/kfree_skb")
int dropwhy(u64 *context)
{
    return count(context, 1);
}

/* For Linux 5.8 and newer; user space loads one of the two. */
SEC("tp_btf/kfree_skb")
int dropwhy_helper(u64 *context)
{
    return count(context, 0);
}

char licence[] SEC("license") = "Dual BSD/GPL";
