/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The eBPF helpers, map attributes and compiler features that the program uses, by their numbers in the kernel's ABI. */
#pragma once

#include "kernel.h"

#define SEC(name) __attribute__((section(name), used))
#define inline_always static inline __attribute__((always_inline))
#define unlikely(condition) __builtin_expect(!!(condition), 0)
/* An addition that returns nothing: Linux 5.11 and older have no other. The builtin __sync_fetch_and_add returns the old value. */
#define atomic_add(to, number) ((void)__atomic_fetch_add(to, number, __ATOMIC_RELAXED))
#define barrier() __asm__ volatile("" ::: "memory")

/* Declarations that libbpf reads from the section .maps. */
#define map_number(name, value) int(*name)[value]
#define map_type(name, value) typeof(value) *name

enum {
    BPF_MAP_TYPE_HASH = 1,
    BPF_MAP_TYPE_PERCPU_ARRAY = 6,
    BPF_MAP_TYPE_RINGBUF = 27,

    BPF_NOEXIST = 1,
    BPF_RB_NO_WAKEUP = 1,

    /* enum bpf_field_info_kind */
    FIELD_EXISTS = 2,
};

/* enum bpf_type_id_kind: the type in the running kernel */
#define kernel_type_id(type) __builtin_btf_type_id(*(type *)0, 1)
#define field_exists(field) __builtin_preserve_field_info(field, FIELD_EXISTS)

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static u64 (*const bpf_ktime_get_ns)(void) = (void *)5;
static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static u64 (*const bpf_jiffies64)(void) = (void *)118;
static void *(*const bpf_ringbuf_reserve)(void *ring, u64 size, u64 flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *record, u64 flags) = (void *)132;

/* Kernel functions that programs may call. Weak: the program that calls it is not loaded where it is absent. */
extern void *bpf_rdonly_cast(const void *object, u32 type) __attribute__((section(".ksyms"), weak));
