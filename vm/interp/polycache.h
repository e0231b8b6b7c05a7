/* SPDX-License-Identifier: MIT
 *
 * polycache.h: the second level of attribute caching: one small table a runtime, keyed by (shape, name, use), for sites that see
 * many shapes (a "global lookup cache" as Smalltalk systems have had since Deutsch and Schiffman, 1984).
 * A key has two places, side by side. Keys are addresses: with fewer places, or with one for each key, how fast a program is
 * would depend on where its shapes happen to lie.
 * Entries are weak: the table is emptied at every collection and with every flush of the inline caches.
 */
#ifndef RG_INTERP_POLYCACHE_H
#define RG_INTERP_POLYCACHE_H

#include "vm/object/attr.h"

typedef enum RgPolyUse { RG_POLY_LOAD, RG_POLY_STORE } RgPolyUse; /* added to the name */

typedef struct RgPolyEntry {
    const void *key;  /* shape of the receiver, or the receiver itself when it is a type */
    uintptr_t name;   /* address of the name, and the RgPolyUse */
    RgValue value;    /* as RgAttrInfo.value; RG_WAY_ADD: the new shape */
    uint32_t index;   /* byte offset or item index */
    uint16_t way;     /* RgAttrWay; RG_WAY_NONE: known to need the general way */
} RgPolyEntry;

enum { RG_POLY_BITS = 11, RG_POLY_ENTRIES = 1 << RG_POLY_BITS };
struct RgPolyCache {
    RgPolyEntry entries[RG_POLY_ENTRIES];
};

RG_INLINE const void *rg_poly_key(RgValue obj)
{
    return rg_is_type(obj) ? (const void *)rg_as_object(obj) : (const void *)rg_as_object(obj)->shape;
}
RG_INLINE size_t rg_poly_index(const void *key, uintptr_t name)
{
    return ((uint32_t)((uintptr_t)key * 2 ^ name) * 0x9e3779b1u) >> (32 - RG_POLY_BITS);
}
/* The entry with this key, or NULL. */
RG_INLINE const RgPolyEntry *rg_poly_probe(const struct RgPolyCache *cache, const void *key, uintptr_t name)
{
    size_t i = rg_poly_index(key, name);
    const RgPolyEntry *e = &cache->entries[i];
    if (RG_LIKELY(e->key == key && e->name == name)) return e;
    e = &cache->entries[i ^ 1];
    return e->key == key && e->name == name ? e : NULL;
}
/* The entry for attribute `name` of o, which is no type, if there is one; for a type NULL. */
RG_INLINE const RgPolyEntry *rg_poly_peek(const RgThread *th, const RgObject *o, const RgStr *name, RgPolyUse use)
{
    const struct RgPolyCache *cache = th->rt->poly_cache;
    if (RG_UNLIKELY(!cache)) return NULL;
    return rg_poly_probe(cache, o->shape, (uintptr_t)name + use);
}
const RgPolyEntry *rg_poly_miss(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use);

/* How attribute `name` of obj, which is an object, is found or set. NULL only when memory for the table is short. */
RG_INLINE const RgPolyEntry *rg_poly_find(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use)
{
    struct RgPolyCache *cache = th->rt->poly_cache;
    if (RG_LIKELY(cache != NULL)) {
        const RgPolyEntry *e = rg_poly_probe(cache, rg_poly_key(obj), (uintptr_t)name + use);
        if (RG_LIKELY(e != NULL)) return e;
    }
    return rg_poly_miss(th, obj, name, use);
}
void rg_poly_clear(RgRuntime *rt);
void rg_poly_free(RgRuntime *rt);

#endif
