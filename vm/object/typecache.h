/* SPDX-License-Identifier: MIT
 *
 * typecache.h: the runtime's cache of attribute lookups on types: (type id, name) -> value, absent ones too.
 * Always holds: an entry is true for the present state of the type; a collection empties the cache.
 */
#ifndef RG_OBJECT_TYPECACHE_H
#define RG_OBJECT_TYPECACHE_H

#include "vm/object/object.h"

enum { RG_TYPE_CACHE_SIZE = 2048 };

typedef struct RgTypeCacheEntry {
    uint32_t id;    /* RgType.id; 0: empty */
    uint32_t epoch; /* entry counts only when equal to the cache's */
    RgStr *name;
    RgValue value; /* 0: no such attribute */
} RgTypeCacheEntry;

typedef struct RgTypeCache {
    uint32_t next_id, epoch;
    RgTypeCacheEntry entries[RG_TYPE_CACHE_SIZE];
} RgTypeCache;

RgTypeCache *rg_type_cache_new(void) RG_CHECK_RESULT;
void rg_type_cache_forget(RgTypeCache *cache);

static inline RgTypeCacheEntry *rg_type_cache_entry(RgTypeCache *cache, uint32_t id, const RgStr *name)
{
    uint64_t h = (uint64_t)(uintptr_t)name >> 4;
    h = (h ^ h >> 11) + id * 0x9e3779b1u;
    return &cache->entries[h & (RG_TYPE_CACHE_SIZE - 1)];
}

#endif
