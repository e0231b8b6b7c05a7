/* SPDX-License-Identifier: MIT
 *
 * set.c: hash tables of keys. The order of iteration follows from the table, so probing (runs of ten neighbours, then
 * a perturbed jump), sizes and moments of growth are the same as CPython 3.11's.
 * Always holds: a table, when there is one, has an empty entry on every probe sequence; a set without elements
 * may have no table, which stands for one of eight empty entries.
 */
#include "vm/object/set.h"
#include "vm/object/dict.h"
#include "vm/object/tuple.h"

enum { MIN_SIZE = 8, NEIGHBOURS = 9, PERTURB_SHIFT = 5 };

RgSet *rg_set_new(RgThread *th, RgKind kind)
{
    return rg_set_from(th, th->rt->types[kind], 0);
}

static bool new_table(RgThread *th, RgSet *s, size_t size)
{
    RgBuffer *b = rg_buffer_new(th, size * sizeof(RgSetEntry));
    if (!b) return false;
    rg_gc_store_ptr(s, &s->storage, &b->head);
    s->table = (RgSetEntry *)(void *)b->data;
    s->mask = (int64_t)size - 1;
    return true;
}

static void insert_clean(RgSetEntry *table, uint64_t mask, RgValue key, int64_t hash)
{
    uint64_t perturb = (uint64_t)hash, i = perturb & mask;
    for (;;) {
        RgSetEntry *e = &table[i];
        int probes = i + NEIGHBOURS <= mask ? NEIGHBOURS : 0;
        do {
            if (!e->key) {
                e->key = key;
                e->hash = hash;
                return;
            }
            e++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

static bool resize(RgThread *th, RgSet *s, int64_t min_used)
{
    size_t size = MIN_SIZE;
    while (size <= (size_t)min_used) size *= 2;
    RgSetEntry *old = s->table;
    RgObject *volatile keep = s->storage; /* the old table while the new one is made */
    int64_t old_mask = s->mask;
    if (!new_table(th, s, size)) return false;
    if (old) {
        for (int64_t i = 0; i <= old_mask; i++)
            if (old[i].key && old[i].key != RG_UNBOUND) insert_clean(s->table, (uint64_t)s->mask, old[i].key, old[i].hash);
    }
    (void)keep;
    s->fill = s->used;
    return true;
}

/* The entry of key or the empty one where its search ends; NULL: raised. *reusable: the last deleted one on the way. */
static RgSetEntry *look(RgThread *th, RgSet *s, RgValue key, int64_t hash, RgSetEntry **reusable)
{
restart:
    *reusable = NULL;
    if (!s->table && !new_table(th, s, MIN_SIZE)) return NULL; /* a comparison cleared the set */
    RgSetEntry *table = s->table;
    uint64_t mask = (uint64_t)s->mask, perturb = (uint64_t)hash, i = perturb & mask;
    bool str = rg_is_exact(key, RG_KIND_str);
    for (;;) {
        RgSetEntry *e = &table[i];
        int probes = i + NEIGHBOURS <= mask ? NEIGHBOURS : 0;
        do {
            if (!e->key) return e;
            if (e->key == RG_UNBOUND) {
                *reusable = e;
            } else if (e->hash == hash) {
                RgValue there = e->key;
                if (there == key) return e;
                if (str && rg_is_exact(there, RG_KIND_str)) {
                    if (rg_str_equal(RG_STR(there), RG_STR(key))) return e;
                } else if (!rg_both_int(there, key)) {
                    RgObject *volatile keep = s->storage; /* so that no other table comes to lie at this address */
                    uint64_t changes = s->changes;
                    int equal = rg_compare_bool(th, there, key, RG_EQ);
                    (void)keep;
                    if (equal < 0) return NULL;
                    if (s->table != table || e->key != there || (*reusable && s->changes != changes)) goto restart;
                    if (equal) return e;
                }
            }
            e++;
        } while (probes--);
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

bool rg_set_add_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash)
{
    if (!s->table && !new_table(th, s, MIN_SIZE)) return false;
    RgSetEntry *reusable, *e = look(th, s, key, hash, &reusable);
    if (!e) return false;
    if (e->key) return true;
    if (reusable) {
        rg_gc_store(s, &reusable->key, key);
        reusable->hash = hash;
        s->used++;
        s->changes++;
        return true;
    }
    rg_gc_store(s, &e->key, key);
    e->hash = hash;
    s->fill++;
    s->used++;
    s->changes++;
    if ((uint64_t)s->fill * 5 < (uint64_t)s->mask * 3) return true;
    return resize(th, s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

bool rg_set_add(RgThread *th, RgSet *s, RgValue key)
{
    int64_t hash;
    return rg_hash_key(th, key, &hash) && rg_set_add_hash(th, s, key, hash);
}

int rg_set_contains_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash)
{
    if (!s->used) return 0;
    RgSetEntry *reusable, *e = look(th, s, key, hash, &reusable);
    return e ? e->key != 0 : -1;
}

int rg_set_contains(RgThread *th, RgSet *s, RgValue key)
{
    int64_t hash;
    return rg_hash_key(th, key, &hash) ? rg_set_contains_hash(th, s, key, hash) : -1;
}

static void drop(RgSet *s, RgSetEntry *e)
{
    e->key = RG_UNBOUND;
    e->hash = -1;
    s->used--;
    s->changes++;
}

int rg_set_discard_hash(RgThread *th, RgSet *s, RgValue key, int64_t hash)
{
    if (!s->used) return 0;
    RgSetEntry *reusable, *e = look(th, s, key, hash, &reusable);
    if (!e) return -1;
    if (!e->key) return 0;
    drop(s, e);
    return 1;
}

int rg_set_discard(RgThread *th, RgSet *s, RgValue key)
{
    int64_t hash;
    return rg_hash_key(th, key, &hash) ? rg_set_discard_hash(th, s, key, hash) : -1;
}

RgValue rg_set_pop(RgSet *s)
{
    if (!s->used) return RG_UNBOUND;
    int64_t i = s->finger & s->mask;
    while (!s->table[i].key || s->table[i].key == RG_UNBOUND) i = i == s->mask ? 0 : i + 1;
    RgValue key = s->table[i].key;
    drop(s, &s->table[i]);
    s->finger = i + 1;
    return key;
}

void rg_set_clear(RgSet *s)
{
    rg_gc_store_ptr(s, &s->storage, NULL);
    s->table = NULL;
    s->mask = MIN_SIZE - 1;
    s->fill = s->used = s->finger = 0;
    s->changes++;
}

void rg_set_swap(RgSet *a, RgSet *b)
{
    RgSet t = *a;
    a->fill = b->fill, b->fill = t.fill;
    a->used = b->used, b->used = t.used;
    a->mask = b->mask, b->mask = t.mask;
    a->table = b->table, b->table = t.table;
    rg_gc_store_ptr(a, &a->storage, b->storage);
    rg_gc_store_ptr(b, &b->storage, t.storage);
    a->hash = b->hash = -1;
    a->changes++;
    b->changes++;
}

bool rg_set_compact(RgThread *th, RgSet *s)
{
    if ((uint64_t)(s->fill - s->used) <= (uint64_t)s->mask / 4) return true;
    return resize(th, s, s->used > 50000 ? s->used * 2 : s->used * 4);
}

/* ---- filling ---- */

static bool room_for(RgThread *th, RgSet *s, int64_t more)
{
    if ((uint64_t)(s->fill + more) * 5 < (uint64_t)s->mask * 3) return true;
    return resize(th, s, (s->used + more) * 2);
}

static bool merge_set(RgThread *th, RgSet *s, RgSet *from)
{
    if (from == s || !from->used) return true;
    if (!room_for(th, s, from->used)) return false;
    if (!s->table && !new_table(th, s, MIN_SIZE)) return false;
    s->changes++;
    if (s->fill == 0 && s->mask == from->mask && from->fill == from->used) {
        memcpy(s->table, from->table, (size_t)(s->mask + 1) * sizeof(RgSetEntry));
        s->fill = s->used = from->used;
        return true;
    }
    RgSetEntry e;
    if (s->fill == 0) {
        s->fill = s->used = from->used;
        for (int64_t i = 0; rg_set_next_entry(from, &i, &e);) insert_clean(s->table, (uint64_t)s->mask, e.key, e.hash);
        return true;
    }
    for (int64_t i = 0; rg_set_next_entry(from, &i, &e);)
        if (!rg_set_add_hash(th, s, e.key, e.hash)) return false;
    return true;
}

static bool add_item(RgThread *th, RgValue item, void *data)
{
    return rg_set_add(th, data, item);
}

bool rg_set_update(RgThread *th, RgSet *s, RgValue iterable)
{
    if (rg_is_anyset(iterable)) return merge_set(th, s, RG_SET(iterable));
    if (rg_is_exact(iterable, RG_KIND_dict)) {
        RgDict *d = RG_DICT(iterable);
        if (!room_for(th, s, d->count)) return false;
        for (uint32_t i = 0; i < d->used; i++) {
            RgDictEntry e = d->entries[i];
            if (e.key && !rg_set_add_hash(th, s, e.key, e.hash)) return false;
        }
        return true;
    }
    return rg_iterate(th, iterable, add_item, s);
}

RgSet *rg_set_from(RgThread *th, RgType *type, RgValue iterable)
{
    RgSet *s = rg_object_new_of(th, type, 0);
    if (!s) return NULL;
    s->mask = MIN_SIZE - 1;
    s->hash = -1;
    return !iterable || rg_set_update(th, s, iterable) ? s : NULL;
}
