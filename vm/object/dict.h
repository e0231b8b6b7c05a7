/* SPDX-License-Identifier: MIT
 *
 * dict.h: compact insertion-ordered hash tables. Entries in insertion order, an index table of 1, 2 or 4 bytes per slot.
 * `version` changes whenever a key is added, removed or the entries move (not when a value changes), so a cache may keep
 * (version, entry index): it becomes 0 ("not asked since"), and rg_dict_find_str or rg_dict_version give it a new
 * number, unique in the runtime. A cache never keeps 0. Deleted entries have key 0. A dict flagged RG_OF_WATCHED reports
 * writes to vm/object/watch.c.
 */
#ifndef RG_OBJECT_DICT_H
#define RG_OBJECT_DICT_H

#include "vm/object/str.h"
#include "vm/object/protocol.h"

typedef struct RgDictEntry { int64_t hash; RgValue key, value; } RgDictEntry; /* key 0: deleted */
/* One cell: index table behind the entries. */
typedef struct RgDictTable {
    RgObject head;        /* kind buffer_: traced by its dict; aux: index slots in use, deleted ones included */
    uint64_t cap;         /* bytes behind this field */
    uint32_t index_mask;  /* slots - 1 */
    uint32_t entry_cap;
    RgDictEntry entries[];
} RgDictTable;
struct RgDict {
    RgObject head;        /* aux: no live entry is below this index */
    int64_t count;        /* live keys */
    uint32_t used;        /* entries in use, deleted ones included */
    uint32_t version;     /* unique in the runtime while the keys are as they are; 0: not asked yet */
    RgDictEntry *entries; /* == table->entries, or NULL when empty */
    RgDictTable *table;
    bool only_str;        /* every key is an exact str: lookups of str need no Python */
    uint32_t watch_epoch; /* counts watchers of its keys: what an unwatched key's store may rely upon (vm/object/watch.h) */
};
#define RG_DICT(v) RG_AS(RgDict, v)
static inline bool rg_is_dict(RgValue v) { return rg_is_kind(v, RG_KIND_dict); }
/* rg_hash, inline for what keys usually are. */
static inline bool rg_hash_key(RgThread *th, RgValue key, int64_t *hash)
{
    if (rg_is_int(key)) {
        int64_t i = rg_as_int(key);
        *hash = i == -1 ? -2 : i;
        return true;
    }
    if (rg_is_exact(key, RG_KIND_str) && RG_STR(key)->hash) {
        *hash = (int64_t)RG_STR(key)->hash;
        return true;
    }
    return rg_hash(th, key, hash);
}
RgDict *rg_dict_new(RgThread *th) RG_CHECK_RESULT;
RgDict *rg_dict_new_sized(RgThread *th, size_t n) RG_CHECK_RESULT;
RgValue rg_dict_get_str(RgThread *th, RgDict *d, RgStr *key);  /* value or 0; for dicts of str keys cannot fail; non-str keys in d are compared only if their hash is equal; an exception then is cleared */
RgValue rg_dict_get(RgThread *th, RgDict *d, RgValue key);     /* value, RG_UNBOUND absent, RG_ERROR raised */
RgValue rg_dict_get_cstr(RgThread *th, RgDict *d, const char *key); /* value or 0 */
/* Index of key's entry or -1 (str keys only), for caches. */
int64_t rg_dict_find_str(RgThread *th, RgDict *d, RgStr *key); /* gives d a version */
uint32_t rg_dict_version(RgThread *th, RgDict *d);
int64_t rg_dict_find(RgThread *th, RgDict *d, RgValue key, int64_t hash); /* entry index, -1 absent, -2 raised */
bool rg_dict_set(RgThread *th, RgDict *d, RgValue key, RgValue value) RG_CHECK_RESULT;
bool rg_dict_set_str(RgThread *th, RgDict *d, RgStr *key, RgValue value) RG_CHECK_RESULT;
bool rg_dict_set_cstr(RgThread *th, RgDict *d, const char *key, RgValue value) RG_CHECK_RESULT; /* interns key */
RgValue rg_dict_set_default(RgThread *th, RgDict *d, RgValue key, RgValue value); /* value present or stored */
int rg_dict_delete(RgThread *th, RgDict *d, RgValue key);      /* 1 done, 0 absent (nothing raised), -1 raised */
RgValue rg_dict_pop(RgThread *th, RgDict *d, RgValue key);     /* value, RG_UNBOUND absent, RG_ERROR */
void rg_dict_clear(RgThread *th, RgDict *d);
RgDict *rg_dict_copy(RgThread *th, RgDict *d) RG_CHECK_RESULT;
bool rg_dict_update(RgThread *th, RgDict *d, RgValue mapping_or_pairs) RG_CHECK_RESULT;
bool rg_dict_merge(RgThread *th, RgDict *d, RgValue mapping, bool override) RG_CHECK_RESULT;
/* Key and value of the last (or first) entry, removed; false: empty. */
bool rg_dict_pop_end(RgThread *th, RgDict *d, bool last, RgValue *key, RgValue *value);
/* Moves an entry that exists behind all others or before them. */
bool rg_dict_move_to_end(RgThread *th, RgDict *d, int64_t entry, bool last) RG_CHECK_RESULT;
void rg_dict_delete_entry(RgThread *th, RgDict *d, int64_t entry);
int rg_dict_contains(RgThread *th, RgDict *d, RgValue key);    /* 1, 0, -1 raised */
/* With the key's hash known. */
bool rg_dict_set_hash(RgThread *th, RgDict *d, RgValue key, int64_t hash, RgValue value) RG_CHECK_RESULT;
/* An empty dict (or subclass instance) for dict.__new__. */
void rg_dict_init_empty(RgDict *d);
/* for (uint32_t i = 0; rg_dict_next(d, &i, &k, &v);) */
static inline bool rg_dict_next(RgDict *d, uint32_t *i, RgValue *key, RgValue *value)
{
    while (*i < d->used) {
        RgDictEntry *e = &d->entries[(*i)++];
        if (e->key) {
            *key = e->key;
            *value = e->value;
            return true;
        }
    }
    return false;
}

#endif
