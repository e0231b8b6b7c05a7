/* SPDX-License-Identifier: MIT
 *
 * map.c: linear probing in an index of entries, which carry their whole key or hash.
 */
#include "vm/base/map.h"

#include "vm/base/hash.h"
#include "vm/base/mem.h"

#define MIN_CAP ((size_t)16)
#define MAX_CAP ((size_t)1 << 32) /* entries are numbered with 32 bits */

void rg_map_init(RgMap *map)
{
    *map = (RgMap){0};
}

void rg_map_fini(RgMap *map)
{
    rg_mem_free(map->index);
    rg_mem_free(map->entries);
    rg_map_init(map);
}

void rg_map_clear(RgMap *map)
{
    map->len = 0;
    if (map->cap) memset(map->index, 0, map->cap * sizeof *map->index);
}

/* The key's entry, or NULL, and then *slot is the free slot where it belongs. */
static inline RgMapEntry *find(const RgMap *map, uint64_t key, const void *data, size_t len, uint32_t **slot)
{
    size_t mask = map->cap - 1;
    for (size_t i = rg_hash_mix(key) & mask;; i = (i + 1) & mask) {
        *slot = &map->index[i];
        if (!map->index[i]) return NULL;
        RgMapEntry *entry = &map->entries[map->index[i] - 1];
        if (entry->key == key && entry->len == len && (entry->data == NULL) == (data == NULL) &&
            (len == 0 || memcmp(entry->data, data, len) == 0))
            return entry;
    }
}

/* Room for an index of cap slots, whose contents do not matter, and for the entries that go with it. */
static bool make_room(RgMap *map, size_t cap)
{
    if (cap <= map->made) return true;
    if (cap > MAX_CAP) return false;
    RgMapEntry *entries = rg_mem_realloc(map->entries, cap / 2 * sizeof *entries);
    if (!entries) return false;
    map->entries = entries;
    uint32_t *index = rg_mem_realloc(map->index, cap * sizeof *index);
    if (!index) return false;
    map->index = index;
    map->made = cap;
    return true;
}

static bool grow(RgMap *map)
{
    size_t cap = map->cap ? map->cap * 2 : MIN_CAP;
    if (!make_room(map, cap)) return false;
    map->cap = cap;
    memset(map->index, 0, cap * sizeof *map->index);
    for (size_t e = 0; e < map->len; e++) {
        size_t i = rg_hash_mix(map->entries[e].key) & (cap - 1);
        while (map->index[i])
            i = (i + 1) & (cap - 1);
        map->index[i] = (uint32_t)(e + 1);
    }
    return true;
}

bool rg_map_restart(RgMap *map, size_t n)
{
    size_t cap = MIN_CAP;
    while (cap / 2 < n)
        cap *= 2;
    map->len = 0;
    if (!make_room(map, cap)) {
        rg_map_clear(map);
        return false;
    }
    map->cap = cap;
    rg_map_clear(map);
    return true;
}

bool rg_map_reserve(RgMap *map, size_t n)
{
    return map->len || n <= map->cap / 2 || rg_map_restart(map, n);
}

static uint64_t *lookup(const RgMap *map, uint64_t key, const void *data, size_t len)
{
    uint32_t *slot;
    if (map->len == 0) return NULL;
    RgMapEntry *entry = find(map, key, data, len, &slot);
    return entry ? &entry->value : NULL;
}

static uint64_t *put(RgMap *map, uint64_t key, const void *data, size_t len, bool *added)
{
    uint32_t *slot;
    if (len > UINT32_MAX || (map->len + 1 > map->cap / 2 && !grow(map))) return NULL;
    RgMapEntry *entry = find(map, key, data, len, &slot);
    if (added) *added = !entry;
    if (entry) return &entry->value;
    entry = &map->entries[map->len++];
    *slot = (uint32_t)map->len;
    *entry = (RgMapEntry){.key = key, .data = data, .len = (uint32_t)len};
    return &entry->value;
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
