/* SPDX-License-Identifier: MIT
 *
 * set.h: sets and frozensets, with CPython 3.11's table algorithm (linear probes of 9, then perturbation; sizes and
 * resize points the same), so that sets whose elements hash alike iterate alike.
 */
#ifndef RG_OBJECT_SET_H
#define RG_OBJECT_SET_H

#include "vm/object/protocol.h"

typedef struct RgSetEntry { RgValue key; int64_t hash; } RgSetEntry; /* key 0: empty; RG_UNBOUND: deleted */
typedef struct RgSet {
    RgObject head;
    int64_t fill, used, mask;
    RgSetEntry *table;  /* storage->items viewed as entries; tracing skips the hash words */
    RgObject *storage;
    int64_t hash;       /* frozenset: -1 not yet */
    int64_t finger;     /* pop() */
    uint64_t changes;   /* for "Set changed size during iteration" */
} RgSet;
#define RG_SET(v) RG_AS(RgSet, v)
static inline bool rg_is_anyset(RgValue v) { return rg_is_kind(v, RG_KIND_set) || rg_is_kind(v, RG_KIND_frozenset); }
RgSet *rg_set_new(RgThread *th, RgKind kind /* set or frozenset */) RG_CHECK_RESULT;
bool rg_set_add(RgThread *th, RgSet *s, RgValue key) RG_CHECK_RESULT;
int rg_set_contains(RgThread *th, RgSet *s, RgValue key);
int rg_set_discard(RgThread *th, RgSet *s, RgValue key);   /* 1 removed, 0 absent, -1 raised */
bool rg_set_update(RgThread *th, RgSet *s, RgValue iterable) RG_CHECK_RESULT;
/* A set of the type (set, frozenset or a subclass), filled from iterable unless that is 0. */
RgSet *rg_set_from(RgThread *th, RgType *type, RgValue iterable) RG_CHECK_RESULT;
bool rg_set_add_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash) RG_CHECK_RESULT;
int rg_set_contains_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash);
int rg_set_discard_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash);
void rg_set_clear(RgSet *s);
RgValue rg_set_pop(RgSet *s); /* RG_UNBOUND when empty */
/* a's table takes b's contents and the other way round (results built aside). */
void rg_set_swap(RgSet *a, RgSet *b);
/* set_ops.c; `other` is any iterable. New sets are of the builtin type of s (set or frozenset). */
RgSet *rg_set_copy(RgThread *th, RgSet *s) RG_CHECK_RESULT;
RgSet *rg_set_intersection(RgThread *th, RgSet *s, RgValue other) RG_CHECK_RESULT;
RgSet *rg_set_difference(RgThread *th, RgSet *s, RgValue other) RG_CHECK_RESULT;
RgSet *rg_set_symmetric_difference(RgThread *th, RgSet *s, RgValue other) RG_CHECK_RESULT;
bool rg_set_difference_update(RgThread *th, RgSet *s, RgValue other) RG_CHECK_RESULT;
bool rg_set_symmetric_update(RgThread *th, RgSet *s, RgValue other) RG_CHECK_RESULT;
int rg_set_is_subset(RgThread *th, RgSet *a, RgSet *b); /* 1, 0, -1 raised */
bool rg_set_compact(RgThread *th, RgSet *s) RG_CHECK_RESULT; /* rebuilds a table with many deleted entries */
static inline bool rg_set_next_entry(RgSet *s, int64_t *i, RgSetEntry *out)
{
    while (*i <= s->mask && s->table) {
        RgSetEntry e = s->table[(*i)++];
        if (e.key && e.key != RG_UNBOUND) {
            *out = e;
            return true;
        }
    }
    return false;
}
/* for (int64_t i = 0; rg_set_next(s, &i, &key);) */
static inline bool rg_set_next(RgSet *s, int64_t *i, RgValue *key)
{
    while (*i <= s->mask && s->table) {
        RgValue k = s->table[(*i)++].key;
        if (k && k != RG_UNBOUND) {
            *key = k;
            return true;
        }
    }
    return false;
}

#endif
