// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Counts dropped packets by kind, in the kernel, at the tracepoint skb:kfree_skb.
 *
 * What a drop costs the sender decides how this is written. Events are counted where they happen; user space is never
 * woken. A per-CPU slot holds the group of the current drops, so that a storm (the same group again and again) touches one
 * cache line and no hash table. Slots are written to the table when another group needs them; user space adds what still
 * lies in them. The clock is read for sampled drops only; the rest is timed by jiffies.
 *
 * Totals are exact whatever happens: a drop that finds no room in the table of groups is counted in a coarser table, and one
 * that finds no room there in a counter.
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

/* The first bytes of an Ethernet frame, as far as the key needs them. */
struct link_header {
    u8 destination[6];
    u8 source[6];
    u16 type;
    u8 dsap;
    u8 ssap;
    u8 control;
    u8 oui[3];
    u8 pid[2];
};

/* One drop on its way into the tables. */
struct drop {
    struct drop_key key;
    struct link_header header;
    u64 now; /* jiffies */
    u32 length;
    u32 start; /* offset of the frame from skb->head */
    u32 has_link_header;
};

inline_always void count_in(u32 counter)
{
    u64 *value = bpf_map_lookup_elem(&counters, &counter);
    if (value)
        __sync_fetch_and_add(value, 1);
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

/* Where the frame starts. Egress packets that have no link header yet start at the network header. */
inline_always void locate(struct sk_buff *skb, struct drop *drop)
{
    u32 mac = skb->mac_header;
    drop->has_link_header = mac != 0xffff;
    drop->start = mac != 0xffff ? mac : skb->network_header;
}

inline_always int is_ip_or_arp(u16 protocol)
{
    return protocol == ETH_P_IP || protocol == ETH_P_IPV6 || protocol == ETH_P_ARP;
}

/* LLC, SNAP and source MAC of a frame that is neither IP nor ARP. */
inline_always void identify(struct sk_buff *skb, struct net_device *dev, struct drop *drop)
{
    struct drop_key *key = &drop->key;
    struct link_header *header = &drop->header;
    u32 type = dev->type;
    if ((type != ARPHRD_ETHER && type != ARPHRD_LOOPBACK) || skb->tail < drop->start + ETH_HLEN)
        return;
    if (bpf_probe_read_kernel(header, sizeof *header, skb->head + drop->start))
        return;
    key->link = LINK_TYPE;
    __builtin_memcpy(key->source, header->source, sizeof key->source);
    key->vlan = vlan_of(skb);
    if (key->protocol != ETH_P_802_2 || skb->tail < drop->start + sizeof *header)
        return;
    key->link = LINK_LLC;
    key->dsap = header->dsap;
    key->ssap = header->ssap;
    if (header->dsap == 0xaa && header->ssap == 0xaa && header->control == 3) {
        key->link = LINK_SNAP;
        key->oui = header->oui[0] << 16 | header->oui[1] << 8 | header->oui[2];
        key->pid = header->pid[0] << 8 | header->pid[1];
    }
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
    __sync_fetch_and_add(&group->count, count);
    __sync_fetch_and_add(&group->bytes, bytes);
    if (last > group->last)
        group->last = last;
}

inline_always void begin(struct drop *drop, struct drop_value *group)
{
    group->first_ns = bpf_ktime_get_ns();
    group->first = group->last = drop->now;
    __builtin_memcpy(group->destination, drop->header.destination, sizeof group->destination);
}

/* Both tables are full, or were busy: all that can be kept is the number. */
inline_always void count_coarsely(struct sk_buff *skb, struct drop *drop)
{
    struct coarse_key key = {};
    struct drop_value *group;
    __builtin_memcpy(&key, &drop->key, sizeof key);
    key.unused = 0;
    group = bpf_map_lookup_elem(&coarse_groups, &key);
    if (!group) {
        struct drop_value fresh = {};
        begin(drop, &fresh);
        bpf_map_update_elem(&coarse_groups, &key, &fresh, BPF_NOEXIST);
        group = bpf_map_lookup_elem(&coarse_groups, &key);
        if (!group) {
            count_in(UNGROUPED);
            return;
        }
    }
    add(group, 1, drop->length, drop->now);
    if (drop->now >= group->next_sample)
        sample(skb, drop, group);
}

inline_always struct drop_value *group_of(struct drop *drop)
{
    struct drop_value *group = bpf_map_lookup_elem(&groups, &drop->key);
    if (!group) {
        struct drop_value fresh = {};
        begin(drop, &fresh);
        bpf_map_update_elem(&groups, &drop->key, &fresh, BPF_NOEXIST);
        group = bpf_map_lookup_elem(&groups, &drop->key);
    }
    return group;
}

inline_always int same(struct drop_key *a, struct drop_key *b)
{
    u64 *x = (u64 *)a, *y = (u64 *)b;
    return x[0] == y[0] && x[1] == y[1] && x[2] == y[2] && x[3] == y[3] && x[4] == y[4];
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

/*
 * Namespace and interface of a packet without a proven device: the namespace of its socket, and the interface it came in by.
 * Such a packet has no link header that could be trusted.
 */
inline_always void place_without_device(struct sk_buff *skb, struct drop *drop)
{
    struct drop_key *key = &drop->key;
    struct sock *sk = skb->sk;
    key->netns = 0;
    if (sk) {
        struct net *net = sk->__sk_common.skc_net.net;
        if (net)
            key->netns = proven_netns(net);
    }
    key->ifindex = skb->skb_iif;
    key->vlan = 0;
    __builtin_memset(key->source, 0, sizeof *key - __builtin_offsetof(struct drop_key, source));
}

inline_always u32 slot_of(struct drop_key *key)
{
    u32 hash = key->location >> 2;
    hash ^= key->reason ^ key->ifindex ^ key->protocol;
    hash ^= key->source[5] ^ key->source[4];
    return (hash ^ hash >> 4) & (HOT_SLOTS - 1);
}

/* The same group as the last drop in this slot: no table is touched. */
inline_always void count_hot(struct sk_buff *skb, struct drop *drop, struct hot_slot *slot)
{
    slot->busy = 1;
    barrier();
    slot->count++;
    slot->bytes += drop->length;
    slot->last = drop->now;
    if (unlikely(drop->now >= slot->next_sample)) {
        struct drop_value *group = bpf_map_lookup_elem(&groups, &drop->key);
        if (group) {
            if (drop->now >= group->next_sample)
                sample(skb, drop, group);
            slot->next_sample = group->next_sample;
        }
    }
    barrier();
    slot->busy = 0;
}

/* Another group than the last one in this slot: the slot changes hands, unless this drop interrupted its owner. */
inline_always void count_cold(struct sk_buff *skb, struct drop *drop, struct hot_slot *slot)
{
    struct drop_value *group = group_of(drop);
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

SEC("tp_btf/kfree_skb")
int dropwhy(u64 *context)
{
    struct sk_buff *skb = (struct sk_buff *)context[0];
    struct drop drop = {};
    struct drop_key *key = &drop.key;
    struct net_device *dev = skb->dev;
    struct net *net = 0;
    struct hot_slot *slot;
    u32 index;

    key->location = context[1];
    key->reason = has_reason ? (u32)context[2] : 0;
    key->protocol = __builtin_bswap16(skb->protocol);
    drop.length = skb->len;
    drop.now = bpf_jiffies64();
    locate(skb, &drop);
    if (dev)
        net = dev->nd_net.net;
    if (net) {
        key->netns = net->ns.inum;
        key->ifindex = dev->ifindex;
        if (drop.has_link_header && !is_ip_or_arp(key->protocol))
            identify(skb, dev, &drop);
    } else {
        place_without_device(skb, &drop);
    }

    index = slot_of(key);
    slot = bpf_map_lookup_elem(&hot_slots, &index);
    if (slot && slot->busy)
        slot = 0;
    if (slot && same(&slot->key, key)) {
        count_hot(skb, &drop, slot);
        return 0;
    }
    if (net && !proven_netns(net)) {
        place_without_device(skb, &drop);
        slot = 0;
    }
    count_cold(skb, &drop, slot);
    return 0;
}

char licence[] SEC("license") = "Dual BSD/GPL";
