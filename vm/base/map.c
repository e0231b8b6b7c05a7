/* SPDX-License-Identifier: MIT
 *
 * map.c: linear probing over slots that carry their whole key or hash.
 */
#include "vm/base/map.h"

#include "vm/base/hash.h"
#include "vm/base/mem.h"

void rg_map_init(RgMap *map)
{
    *map = (RgMap){.epoch = 1};
}

void rg_map_fini(RgMap *map)
{
    rg_mem_free(map->slots);
    rg_map_init(map);
}

void rg_map_clear(RgMap *map)
{
    map->len = 0;
    if (++map->epoch == 0) {
        if (map->slots_made) memset(map->slots, 0, map->slots_made * sizeof *map->slots);
        map->epoch = 1;
    }
}

/* The slot that holds the key, or the free slot where it belongs. */
static RgMapSlot *find(const RgMap *map, uint64_t key, const void *data, size_t len)
{
    size_t mask = map->cap - 1;
    for (size_t i = rg_hash_mix(key) & mask;; i = (i + 1) & mask) {
        RgMapSlot *slot = &map->slots[i];
        if (slot->used != map->epoch) return slot;
        if (slot->key == key && slot->len == len && (slot->data == NULL) == (data == NULL) &&
            (len == 0 || memcmp(slot->data, data, len) == 0))
            return slot;
    }
}

static bool grow(RgMap *map)
{
    RgMap larger = {.cap = map->cap ? map->cap * 2 : 16, .epoch = 1};
    larger.slots_made = larger.cap;
    larger.slots = rg_mem_calloc(larger.cap, sizeof *larger.slots);
    if (!larger.slots) return false;
    for (size_t i = 0; i < map->cap; i++) {
        const RgMapSlot *slot = &map->slots[i];
        if (slot->used != map->epoch) continue;
        RgMapSlot *to = find(&larger, slot->key, slot->data, slot->len);
        *to = *slot;
        to->used = 1;
    }
    larger.len = map->len;
    rg_mem_free(map->slots);
    *map = larger;
    return true;
}

bool rg_map_reserve(RgMap *map, size_t n)
{
    size_t cap = 16;
    while (cap / 2 < n)
        cap *= 2;
    if (map->len || cap <= map->cap) return true;
    RgMapSlot *slots = rg_mem_calloc(cap, sizeof *slots);
    if (!slots) return false;
    rg_mem_free(map->slots);
    *map = (RgMap){.slots = slots, .cap = cap, .slots_made = cap, .epoch = 1};
    return true;
}

bool rg_map_restart(RgMap *map, size_t n)
{
    size_t cap = 16;
    while (cap / 2 < n)
        cap *= 2;
    rg_map_clear(map);
    if (cap > map->slots_made) return rg_map_reserve(map, n);
    map->cap = cap;
    return true;
}

static uint64_t *lookup(const RgMap *map, uint64_t key, const void *data, size_t len)
{
    if (map->len == 0) return NULL;
    RgMapSlot *slot = find(map, key, data, len);
    return slot->used == map->epoch ? &slot->value : NULL;
}

static uint64_t *put(RgMap *map, uint64_t key, const void *data, size_t len, bool *added)
{
    if (len > UINT32_MAX || (map->len + 1 > map->cap / 2 && !grow(map))) return NULL;
    RgMapSlot *slot = find(map, key, data, len);
    bool fresh = slot->used != map->epoch;
    if (fresh) {
        *slot = (RgMapSlot){.key = key, .data = data, .len = (uint32_t)len, .used = map->epoch};
        map->len++;
    }
    if (added) *added = fresh;
    return &slot->value;
}

uint64_t *rg_map_lookup(const RgMap *map, uint64_t key)
{
    return lookup(map, key, NULL, 0);
}

uint64_t *rg_map_put(RgMap *map, uint64_t key, bool *added)
{
    return put(map, key, NULL, 0, added);
}

/* The empty string needs some address, as NULL marks integer keys. */
uint64_t *rg_map_lookup_bytes(const RgMap *map, const void *data, size_t len)
{
    return lookup(map, rg_hash64(data, len, 0), data ? data : "", len);
}

uint64_t *rg_map_put_bytes(RgMap *map, const void *data, size_t len, bool *added)
{
    return put(map, rg_hash64(data, len, 0), data ? data : "", len, added);
}
