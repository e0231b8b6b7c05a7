/* SPDX-License-Identifier: MIT
 *
 * map.h: open-addressing hash map for compile-time use: 64-bit keys to 64-bit values, and byte strings to values.
 * On the C heap. Always holds: at most half of the index is in use; nothing is ever removed (clear empties it).
 */
#ifndef RG_BASE_MAP_H
#define RG_BASE_MAP_H

#include "vm/base/base.h"

typedef struct RgMapEntry {
    uint64_t key; /* for strings the hash */
    uint64_t value;
    const void *data; /* strings: the key's bytes, which the caller keeps alive; else NULL */
    uint32_t len;
} RgMapEntry;

typedef struct RgMap {
    uint32_t *index;     /* by hash: 1 + the entry's number, 0: free. Small, so that it stays in the cache. */
    RgMapEntry *entries; /* in the order in which they were added; room for cap / 2 */
    size_t cap, len;     /* slots of the index in use, zero or a power of two; entries */
    size_t made;         /* slots that the index has room for: at least cap */
} RgMap;

void rg_map_init(RgMap *map);
void rg_map_fini(RgMap *map);
void rg_map_clear(RgMap *map);
/* Empties the map and makes room for n keys without growing. Of the slots that it has, it uses no more than that takes,
 * so that a small set of keys stays close together. */
bool rg_map_restart(RgMap *map, size_t n) RG_CHECK_RESULT;
/* Room for n keys in an empty map without growing. */
bool rg_map_reserve(RgMap *map, size_t n) RG_CHECK_RESULT;
/* Pointer to the value of key, or NULL when absent. */
uint64_t *rg_map_lookup(const RgMap *map, uint64_t key);
uint64_t *rg_map_lookup_bytes(const RgMap *map, const void *data, size_t len);
/* Pointer to the value of key, added with value 0 when absent (*added tells; may be NULL); NULL: no memory. Valid until
 * the next put. */
uint64_t *rg_map_put(RgMap *map, uint64_t key, bool *added) RG_CHECK_RESULT;
uint64_t *rg_map_put_bytes(RgMap *map, const void *data, size_t len, bool *added) RG_CHECK_RESULT;

#endif
