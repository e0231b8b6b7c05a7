/* SPDX-License-Identifier: MIT
 *
 * set_ops.c: set algebra. Which operand is walked, and when tables are rebuilt, follows CPython 3.11, so that results iterate
 * in the same order.
 */
#include "vm/object/dict.h"
#include "vm/object/set.h"

RgSet *rg_set_copy(RgThread *th, RgSet *s)
{
    return rg_set_from(th, th->rt->types[s->head.kind], rg_from_ptr(s));
}

static RgSet *new_like(RgThread *th, RgSet *s)
{
    return rg_set_new(th, s->head.kind);
}

/* ---- intersection ---- */

typedef struct Pair { RgSet *from, *into; } Pair;

static bool add_if_in(RgThread *th, RgValue item, void *data)
{
    Pair *p = data;
    int64_t hash;
    if (!rg_hash_key(th, item, &hash)) return false;
    int has = rg_set_contains_hash(th, p->from, item, hash);
    return has == 0 || (has > 0 && rg_set_add_hash(th, p->into, item, hash));
}

RgSet *rg_set_intersection(RgThread *th, RgSet *s, RgValue other)
{
    if (other == rg_from_ptr(s)) return rg_set_copy(th, s);
    RgSet *result = new_like(th, s);
    if (!result) return NULL;
    if (rg_is_anyset(other)) {
        RgSet *small = RG_SET(other), *big = s;
        if (small->used > big->used) {
            small = s;
            big = RG_SET(other);
        }
        RgSetEntry e;
        for (int64_t i = 0; rg_set_next_entry(small, &i, &e);) {
            int has = rg_set_contains_hash(th, big, e.key, e.hash);
            if (has < 0 || (has && !rg_set_add_hash(th, result, e.key, e.hash))) return NULL;
        }
        return result;
    }
    Pair pair = {s, result};
    return rg_iterate(th, other, add_if_in, &pair) ? result : NULL;
}

/* ---- difference ---- */

static bool discard_item(RgThread *th, RgValue item, void *data)
{
    return rg_set_discard(th, data, item) >= 0;
}

bool rg_set_difference_update(RgThread *th, RgSet *s, RgValue other)
{
    if (other == rg_from_ptr(s)) {
        rg_set_clear(s);
        return true;
    }
    if (rg_is_anyset(other)) {
        RgSet *o = RG_SET(other);
        if (o->used >> 3 > s->used && !(o = rg_set_intersection(th, s, other))) return false;
        RgSetEntry e;
        for (int64_t i = 0; rg_set_next_entry(o, &i, &e);)
            if (rg_set_discard_hash(th, s, e.key, e.hash) < 0) return false;
    } else if (!rg_iterate(th, other, discard_item, s)) {
        return false;
    }
    return rg_set_compact(th, s);
}

RgSet *rg_set_difference(RgThread *th, RgSet *s, RgValue other)
{
    bool dict = rg_is_exact(other, RG_KIND_dict);
    int64_t size = dict ? RG_DICT(other)->count : rg_is_anyset(other) ? RG_SET(other)->used : -1;
    if (size < 0 || s->used >> 2 > size) {
        RgSet *result = rg_set_copy(th, s);
        return result && rg_set_difference_update(th, result, other) ? result : NULL;
    }
    RgSet *result = new_like(th, s);
    if (!result) return NULL;
    RgSetEntry e;
    for (int64_t i = 0; rg_set_next_entry(s, &i, &e);) {
        int has;
        if (dict) {
            int64_t at = rg_dict_find(th, RG_DICT(other), e.key, e.hash);
            has = at >= 0 ? 1 : at == -1 ? 0 : -1;
        } else {
            has = rg_set_contains_hash(th, RG_SET(other), e.key, e.hash);
        }
        if (has < 0 || (!has && !rg_set_add_hash(th, result, e.key, e.hash))) return NULL;
    }
    return result;
}

/* ---- symmetric difference ---- */

static bool flip(RgThread *th, RgSet *s, RgValue key, int64_t hash)
{
    int found = rg_set_discard_hash(th, s, key, hash);
    return found > 0 || (found == 0 && rg_set_add_hash(th, s, key, hash));
}

bool rg_set_symmetric_update(RgThread *th, RgSet *s, RgValue other)
{
    if (other == rg_from_ptr(s)) {
        rg_set_clear(s);
        return true;
    }
    if (rg_is_exact(other, RG_KIND_dict)) {
        RgDict *d = RG_DICT(other);
        for (uint32_t i = 0; i < d->used; i++) {
            RgDictEntry e = d->entries[i];
            if (e.key && !flip(th, s, e.key, e.hash)) return false;
        }
        return true;
    }
    RgSet *o = rg_is_anyset(other) ? RG_SET(other) : rg_set_from(th, th->rt->types[s->head.kind], other);
    if (!o) return false;
    RgSetEntry e;
    for (int64_t i = 0; rg_set_next_entry(o, &i, &e);)
        if (!flip(th, s, e.key, e.hash)) return false;
    return true;
}

RgSet *rg_set_symmetric_difference(RgThread *th, RgSet *s, RgValue other)
{
    RgSet *result = rg_set_from(th, th->rt->types[s->head.kind], other);
    return result && rg_set_symmetric_update(th, result, rg_from_ptr(s)) ? result : NULL;
}

/* ---- relations ---- */

int rg_set_is_subset(RgThread *th, RgSet *a, RgSet *b)
{
    if (a->used > b->used) return 0;
    RgSetEntry e;
    for (int64_t i = 0; rg_set_next_entry(a, &i, &e);) {
        int has = rg_set_contains_hash(th, b, e.key, e.hash);
        if (has <= 0) return has;
    }
    return 1;
}
