/* SPDX-License-Identifier: MIT
 *
 * polycache.h: the second level of attribute caching: one small direct-mapped table a runtime, keyed by (shape, name, use),
 * for sites that see many shapes (a "global lookup cache" as Smalltalk systems have had since Deutsch and Schiffman, 1984).
 * Entries are weak: the table is emptied at every collection and with every flush of the inline caches.
 */
#ifndef RG_INTERP_POLYCACHE_H
#define RG_INTERP_POLYCACHE_H

#include "vm/object/attr.h"

typedef enum RgPolyUse { RG_POLY_LOAD, RG_POLY_STORE } RgPolyUse;

typedef struct RgPolyEntry {
    const void *key;  /* shape of the receiver, or the receiver itself when it is a type */
    const RgStr *name;
    RgValue value;    /* as RgAttrInfo.value; RG_WAY_ADD: the new shape */
    uint32_t index;   /* byte offset or item index */
    uint16_t way;     /* RgAttrWay; RG_WAY_NONE: known to need the general way */
    uint16_t use;     /* RgPolyUse */
} RgPolyEntry;

enum { RG_POLY_ENTRIES = 1024 };
struct RgPolyCache {
    RgPolyEntry entries[RG_POLY_ENTRIES];
};

RG_INLINE const void *rg_poly_key(RgValue obj)
{
    return rg_is_type(obj) ? (const void *)rg_as_object(obj) : (const void *)rg_as_object(obj)->shape;
}
RG_INLINE size_t rg_poly_index(const void *key, const RgStr *name, RgPolyUse use)
{
    uintptr_t hash = ((uintptr_t)key >> 4) * 31 + ((uintptr_t)name >> 4) * 7 + use;
    return (hash ^ hash >> 10) % RG_POLY_ENTRIES;
}
const RgPolyEntry *rg_poly_miss(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use);

/* How attribute `name` of obj, which is an object, is found or set. NULL only when memory for the table is short. */
RG_INLINE const RgPolyEntry *rg_poly_find(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use)
{
    struct RgPolyCache *cache = th->rt->poly_cache;
    if (RG_LIKELY(cache != NULL)) {
        const void *key = rg_poly_key(obj);
        const RgPolyEntry *e = &cache->entries[rg_poly_index(key, name, use)];
        if (RG_LIKELY(e->key == key && e->name == name && e->use == (uint16_t)use)) return e;
    }
    return rg_poly_miss(th, obj, name, use);
}
void rg_poly_clear(RgRuntime *rt);
void rg_poly_free(RgRuntime *rt);

#endif
