/* SPDX-License-Identifier: MIT
 *
 * polycache.c: see polycache.h. Always holds: an entry is right for every object of its shape until the next flush,
 * because filling it goes through rg_type_cache_depend like the filling of an inline cache.
 */
#include "vm/interp/polycache.h"
#include "vm/base/mem.h"

static void forget(RgMarker *marker, void *data)
{
    (void)marker;
    memset(data, 0, sizeof(struct RgPolyCache));
}

static struct RgPolyCache *make(RgRuntime *rt)
{
    struct RgPolyCache *cache = rg_mem_calloc(1, sizeof *cache);
    if (cache && !rg_heap_add_root(rt->heap, forget, cache)) {
        rg_mem_free(cache);
        cache = NULL;
    }
    return rt->poly_cache = cache;
}

void rg_poly_clear(RgRuntime *rt)
{
    if (rt->poly_cache) memset(rt->poly_cache, 0, sizeof *rt->poly_cache);
}

void rg_poly_free(RgRuntime *rt)
{
    rg_mem_free(rt->poly_cache);
    rt->poly_cache = NULL;
}

/* The way that may be kept for all objects with this key; RG_WAY_NONE for everything that may not. */
static void describe(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use, RgPolyEntry *e)
{
    RgAttrInfo info;
    e->way = RG_WAY_NONE;
    if (use == RG_POLY_LOAD) rg_attr_describe(th, obj, name, &info);
    else rg_attr_describe_set(th, obj, name, &info);
    bool fits;
    switch (info.way) {
    case RG_WAY_SLOT:
    case RG_WAY_MEMBER:
    case RG_WAY_OVERFLOW:
    case RG_WAY_VALUE:
    case RG_WAY_METHOD:
    case RG_WAY_PROPERTY:
    case RG_WAY_ADD: fits = !rg_is_type(obj); break;
    case RG_WAY_TYPE_VALUE: fits = rg_type_cache_depend(th, RG_AS(RgType, obj), name); break;
    default: fits = false;
    }
    if (!fits || !rg_type_cache_depend(th, rg_type_of(th->rt, obj), name)) return;
    e->way = (uint16_t)info.way;
    e->value = info.way == RG_WAY_ADD ? rg_from_ptr(info.new_shape) : info.value;
    e->index = info.way == RG_WAY_OVERFLOW ? info.index : info.offset;
}

const RgPolyEntry *rg_poly_miss(RgThread *th, RgValue obj, RgStr *name, RgPolyUse use)
{
    struct RgPolyCache *cache = th->rt->poly_cache;
    if (RG_UNLIKELY(!cache) && !(cache = make(th->rt))) return NULL;
    const void *key = rg_poly_key(obj);
    size_t place = rg_poly_index(key, (uintptr_t)name + use);
    RgPolyEntry fresh = {.key = key, .name = (uintptr_t)name + use};
    describe(th, obj, name, use, &fresh); /* may allocate, and so clear the table */
    RgPolyEntry *e = &cache->entries[place];
    cache->entries[place ^ 1] = *e; /* the older one of the two goes */
    *e = fresh;
    return e;
}
