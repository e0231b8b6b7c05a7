/* SPDX-License-Identifier: MIT
 *
 * dict.c: compact insertion-ordered hash tables.
 *
 * An index slot holds 0 (empty), 1 (deleted) or an entry's number + 2. At most two thirds of the slots are ever in use,
 * deleted ones included, so every probe sequence ends at an empty slot. Looking up may run Python code (__eq__), which may
 * change the dict: then the search starts again.
 */
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/object/watch.h"

enum { MIN_SLOTS = 8, PERTURB_SHIFT = 5 };

/* The key gets another value, appears or goes. */
static inline void changed(RgThread *th, RgDict *d, RgValue key)
{
    if (RG_UNLIKELY(d->head.flags & RG_OF_WATCHED)) rg_watch_changed(th, d, key);
}

/* ---- tables ---- */

static inline void *index_of(const RgDictTable *t)
{
    return (void *)(uintptr_t)(t->entries + t->entry_cap);
}

static inline uint32_t index_get(const RgDictTable *t, size_t i)
{
    if (t->index_mask < 256) return ((const uint8_t *)index_of(t))[i];
    if (t->index_mask < 65536) return ((const uint16_t *)index_of(t))[i];
    return ((const uint32_t *)index_of(t))[i];
}

static inline void index_set(RgDictTable *t, size_t i, uint32_t value)
{
    if (t->index_mask < 256) ((uint8_t *)index_of(t))[i] = (uint8_t)value;
    else if (t->index_mask < 65536) ((uint16_t *)index_of(t))[i] = (uint16_t)value;
    else ((uint32_t *)index_of(t))[i] = value;
}

static RgDictTable *table_new(RgThread *th, uint64_t slots)
{
    if (slots > 1ull << 31) {
        rg_raise_memory(th);
        return NULL;
    }
    size_t cap = slots * 2 / 3, width = slots <= 256 ? 1 : slots <= 65536 ? 2 : 4;
    size_t size = sizeof(RgDictTable) + cap * sizeof(RgDictEntry) + slots * width;
    RgDictTable *t = rg_object_make(th, RG_KIND_buffer_, size);
    if (!t) return NULL;
    t->cap = size - offsetof(RgDictTable, index_mask);
    t->index_mask = (uint32_t)slots - 1;
    t->entry_cap = (uint32_t)cap;
    return t;
}

static uint64_t slots_for(uint64_t entries)
{
    uint64_t slots = MIN_SLOTS;
    while (slots * 2 / 3 < entries) slots *= 2;
    return slots;
}

/* First slot on hash's way that holds no entry. */
static inline size_t free_slot(const RgDictTable *t, uint64_t hash)
{
    uint64_t mask = t->index_mask, perturb = hash, i = hash & mask;
    while (index_get(t, i) > 1) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

static inline void index_entry(RgDictTable *t, uint64_t hash, uint32_t entry)
{
    size_t i = free_slot(t, hash);
    if (index_get(t, i) == 0) t->head.aux++;
    index_set(t, i, entry + 2);
}

/* Gives d a new table with room for `entries`, its live entries moved together behind `front` free ones. */
static bool rebuild(RgThread *th, RgDict *d, uint64_t entries, uint32_t front)
{
    RgDictTable *t = table_new(th, slots_for(entries + front));
    if (!t) return false;
    uint32_t n = front;
    for (uint32_t i = d->head.aux; i < d->used; i++) {
        RgDictEntry *e = &d->entries[i];
        if (!e->key) continue;
        t->entries[n] = *e;
        index_entry(t, (uint64_t)e->hash, n++);
    }
    rg_gc_store_ptr(d, &d->table, t);
    d->entries = t->entries;
    d->used = n;
    d->head.aux = front;
    d->version = 0;
    return true;
}

static bool make_room(RgThread *th, RgDict *d)
{
    if (d->table && d->used < d->table->entry_cap && d->table->head.aux < d->table->entry_cap) return true;
    return rebuild(th, d, d->count < 4 ? 5 : (uint64_t)d->count * 2, 0);
}

void rg_dict_init_empty(RgDict *d)
{
    d->only_str = true;
}

RgDict *rg_dict_new(RgThread *th)
{
    RgDict *d = rg_object_make(th, RG_KIND_dict, sizeof *d);
    if (d) rg_dict_init_empty(d);
    return d;
}

RgDict *rg_dict_new_sized(RgThread *th, size_t n)
{
    RgDict *d = rg_dict_new(th);
    if (!d || n == 0) return d;
    RgDictTable *t = table_new(th, slots_for(n));
    if (!t) return NULL;
    rg_gc_store_ptr(d, &d->table, t);
    d->entries = t->entries;
    return d;
}

/* ---- searching ---- */

static inline int64_t find_str(const RgDict *d, RgStr *key, uint64_t hash)
{
    const RgDictTable *t = d->table;
    if (!t) return -1;
    RgValue word = rg_from_ptr(key);
    uint64_t mask = t->index_mask, perturb = hash, i = hash & mask;
    for (;;) {
        uint32_t ix = index_get(t, i);
        if (ix > 1) {
            const RgDictEntry *e = &t->entries[ix - 2];
            if (e->key == word || ((uint64_t)e->hash == hash && rg_str_equal(RG_STR(e->key), key))) return ix - 2;
        } else if (ix == 0) {
            return -1;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

/* Are both exact tuples of identical items? */
static inline bool same_items(RgValue a, RgValue b)
{
    if (!rg_is_exact(a, RG_KIND_tuple) || !rg_is_exact(b, RG_KIND_tuple)) return false;
    size_t n = rg_tuple_len(RG_TUPLE(a)), i = 0;
    if (n != rg_tuple_len(RG_TUPLE(b))) return false;
    while (i < n && RG_TUPLE(a)->items[i] == RG_TUPLE(b)->items[i]) i++;
    return i == n;
}

static int64_t find_general(RgThread *th, RgDict *d, RgValue key, int64_t hash)
{
restart:;
    RgDictTable *t = d->table;
    if (!t) return -1;
    uint64_t mask = t->index_mask, perturb = (uint64_t)hash, i = (uint64_t)hash & mask;
    for (;;) {
        uint32_t ix = index_get(t, i);
        if (ix > 1) {
            RgDictEntry *e = &t->entries[ix - 2];
            RgValue there = e->key;
            if (there == key) return ix - 2;
            if (e->hash == hash && !rg_both_int(there, key)) {
                if (same_items(there, key)) return ix - 2;
                int equal = rg_compare_bool(th, there, key, RG_EQ);
                if (equal < 0) return -2;
                if (d->table != t || e->key != there) goto restart;
                if (equal) return ix - 2;
            }
        } else if (ix == 0) {
            return -1;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

int64_t rg_dict_find(RgThread *th, RgDict *d, RgValue key, int64_t hash)
{
    if (d->only_str && rg_is_exact(key, RG_KIND_str)) return find_str(d, RG_STR(key), (uint64_t)hash);
    return find_general(th, d, key, hash);
}

/* Entry of a str key; errors of foreign __eq__ methods are cleared. */
static int64_t lookup_str(RgThread *th, RgDict *d, RgStr *key)
{
    uint64_t hash = rg_str_hash(th->rt, key);
    if (RG_LIKELY(d->only_str)) return find_str(d, key, hash);
    RgValue pending = rg_exception_take(th);
    int64_t entry = find_general(th, d, rg_from_ptr(key), (int64_t)hash);
    rg_exception_clear(th);
    if (pending) rg_exception_restore(th, pending);
    return entry;
}

uint32_t rg_dict_version(RgThread *th, RgDict *d)
{
    if (!d->version) {
        if (++th->rt->dict_versions == 0) ++th->rt->dict_versions;
        d->version = th->rt->dict_versions;
    }
    return d->version;
}

int64_t rg_dict_find_str(RgThread *th, RgDict *d, RgStr *key)
{
    rg_dict_version(th, d);
    return RG_MAX(lookup_str(th, d, key), -1);
}

RgValue rg_dict_get_str(RgThread *th, RgDict *d, RgStr *key)
{
    int64_t entry = lookup_str(th, d, key);
    return entry < 0 ? 0 : d->entries[entry].value;
}

RgValue rg_dict_get_cstr(RgThread *th, RgDict *d, const char *key)
{
    RgStr *s = rg_intern_cstr(th, key);
    if (!s) {
        rg_exception_clear(th);
        return 0;
    }
    return rg_dict_get_str(th, d, s);
}

RgValue rg_dict_get(RgThread *th, RgDict *d, RgValue key)
{
    int64_t hash;
    if (!rg_hash_key(th, key, &hash)) return RG_ERROR;
    int64_t entry = rg_dict_find(th, d, key, hash);
    if (entry >= 0) return d->entries[entry].value;
    return entry == -1 ? RG_UNBOUND : RG_ERROR;
}

int rg_dict_contains(RgThread *th, RgDict *d, RgValue key)
{
    int64_t hash;
    if (!rg_hash_key(th, key, &hash)) return -1;
    int64_t entry = rg_dict_find(th, d, key, hash);
    return entry >= 0 ? 1 : entry == -1 ? 0 : -1;
}

/* ---- storing ---- */

/* Adds a key that is absent. */
static bool add_entry(RgThread *th, RgDict *d, RgValue key, int64_t hash, RgValue value)
{
    if (!make_room(th, d)) return false;
    if (d->only_str && !rg_is_exact(key, RG_KIND_str)) d->only_str = false;
    RgDictTable *t = d->table;
    RgDictEntry *e = &t->entries[d->used];
    changed(th, d, key);
    index_entry(t, (uint64_t)hash, d->used);
    e->hash = hash;
    rg_gc_store(d, &e->key, key);
    rg_gc_store(d, &e->value, value);
    d->used++;
    d->count++;
    d->version = 0;
    return true;
}

bool rg_dict_set_hash(RgThread *th, RgDict *d, RgValue key, int64_t hash, RgValue value)
{
    int64_t entry = rg_dict_find(th, d, key, hash);
    if (entry >= 0) {
        if (d->entries[entry].value != value) changed(th, d, d->entries[entry].key);
        rg_gc_store(d, &d->entries[entry].value, value);
        return true;
    }
    return entry == -1 && add_entry(th, d, key, hash, value);
}

bool rg_dict_set(RgThread *th, RgDict *d, RgValue key, RgValue value)
{
    int64_t hash;
    return rg_hash_key(th, key, &hash) && rg_dict_set_hash(th, d, key, hash, value);
}

bool rg_dict_set_str(RgThread *th, RgDict *d, RgStr *key, RgValue value)
{
    return rg_dict_set_hash(th, d, rg_from_ptr(key), (int64_t)rg_str_hash(th->rt, key), value);
}

bool rg_dict_set_cstr(RgThread *th, RgDict *d, const char *key, RgValue value)
{
    RgStr *s = rg_intern_cstr(th, key);
    return s && rg_dict_set_str(th, d, s, value);
}

RgValue rg_dict_set_default(RgThread *th, RgDict *d, RgValue key, RgValue value)
{
    int64_t hash;
    if (!rg_hash_key(th, key, &hash)) return RG_ERROR;
    int64_t entry = rg_dict_find(th, d, key, hash);
    if (entry >= 0) return d->entries[entry].value;
    return entry == -1 && add_entry(th, d, key, hash, value) ? value : RG_ERROR;
}

/* ---- removing ---- */

void rg_dict_delete_entry(RgThread *th, RgDict *d, int64_t entry)
{
    RgDictTable *t = d->table;
    RgDictEntry *e = &t->entries[entry];
    changed(th, d, e->key);
    uint64_t mask = t->index_mask, perturb = (uint64_t)e->hash, i = perturb & mask;
    while (index_get(t, i) != (uint32_t)entry + 2) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    index_set(t, i, 1);
    e->key = e->value = 0;
    d->count--;
    d->version = 0;
    if (d->count == 0) d->only_str = true;
    /* Only the front moves: an iterator must find a key that is added again behind the place where it was. */
    while (d->head.aux < d->used && !d->entries[d->head.aux].key) d->head.aux++;
}

/* Forgets the deleted entries at the end, so that popping from the end stays linear. */
static void trim_end(RgDict *d)
{
    while (d->used > d->head.aux && !d->entries[d->used - 1].key) d->used--;
}

RgValue rg_dict_pop(RgThread *th, RgDict *d, RgValue key)
{
    int64_t hash;
    if (!rg_hash_key(th, key, &hash)) return RG_ERROR;
    int64_t entry = rg_dict_find(th, d, key, hash);
    if (entry < 0) return entry == -1 ? RG_UNBOUND : RG_ERROR;
    RgValue value = d->entries[entry].value;
    rg_dict_delete_entry(th, d, entry);
    return value;
}

int rg_dict_delete(RgThread *th, RgDict *d, RgValue key)
{
    RgValue value = rg_dict_pop(th, d, key);
    return value == RG_ERROR ? -1 : value != RG_UNBOUND;
}

bool rg_dict_pop_end(RgThread *th, RgDict *d, bool last, RgValue *key, RgValue *value)
{
    if (!d->count) return false;
    trim_end(d);
    int64_t entry = last ? (int64_t)d->used - 1 : (int64_t)d->head.aux;
    *key = d->entries[entry].key;
    *value = d->entries[entry].value;
    rg_dict_delete_entry(th, d, entry);
    trim_end(d);
    return true;
}

bool rg_dict_move_to_end(RgThread *th, RgDict *d, int64_t entry, bool last)
{
    trim_end(d);
    if (entry == (last ? (int64_t)d->used - 1 : (int64_t)d->head.aux)) return true;
    RgDictEntry saved = d->entries[entry];
    if (last) {
        bool only_str = d->only_str;
        rg_dict_delete_entry(th, d, entry);
        return add_entry(th, d, saved.key, saved.hash, saved.value) ? (d->only_str = only_str, true) : false;
    }
    rg_dict_delete_entry(th, d, entry);
    /* Free entries before the first one are made in bulk, as many as there are keys. */
    if ((d->head.aux == 0 || d->table->head.aux >= d->table->entry_cap) &&
        !rebuild(th, d, (uint64_t)d->count * 2 + 4, (uint32_t)d->count + 4))
        return false;
    uint32_t at = --d->head.aux;
    rg_gc_store(d, &d->entries[at].key, saved.key);
    rg_gc_store(d, &d->entries[at].value, saved.value);
    d->entries[at].hash = saved.hash;
    index_entry(d->table, (uint64_t)saved.hash, at);
    d->count++;
    d->version = 0;
    return true;
}

void rg_dict_clear(RgThread *th, RgDict *d)
{
    rg_watch_changed_all(th, d);
    rg_gc_store_ptr(d, &d->table, NULL);
    d->entries = NULL;
    d->count = 0;
    d->used = 0;
    d->head.aux = 0;
    d->version = 0;
    d->only_str = true;
}

/* ---- copying and merging ---- */

/* Gives the empty dict d the entries of from, without hashing or comparing. */
static bool clone_into(RgThread *th, RgDict *d, RgDict *from)
{
    RgDictTable *t = from->table;
    rg_watch_changed_all(th, d);
    if (from->count == (int64_t)from->used && t->entry_cap <= (uint64_t)from->count * 3 + 5) {
        size_t size = offsetof(RgDictTable, index_mask) + t->cap;
        RgDictTable *same = rg_object_make(th, RG_KIND_buffer_, size);
        if (!same) return false;
        same->head.aux = t->head.aux;
        memcpy((char *)same + sizeof(RgObject), (char *)t + sizeof(RgObject), size - sizeof(RgObject));
        rg_gc_store_ptr(d, &d->table, same);
        d->entries = same->entries;
        d->used = from->used;
        d->head.aux = 0;
        d->version = 0;
    } else {
        RgDict view = *from; /* not a cell: nothing may remember it */
        view.head.flags = 0;
        if (!rebuild(th, &view, (uint64_t)from->count, 0)) return false;
        rg_gc_store_ptr(d, &d->table, view.table);
        d->entries = view.entries;
        d->used = view.used;
        d->head.aux = view.head.aux;
        d->version = 0;
    }
    d->count = from->count;
    d->only_str = from->only_str;
    return true;
}

RgDict *rg_dict_copy(RgThread *th, RgDict *d)
{
    RgDict *copy = rg_dict_new(th);
    return copy && d->count && !clone_into(th, copy, d) ? NULL : copy;
}

/* Is m a dict whose iteration nobody redefined? */
static bool iterates_plainly(RgThread *th, RgValue m)
{
    return rg_is_dict(m) && rg_type_of(th->rt, m)->slots.iter == RG_TYPE(th, dict)->slots.iter;
}

static bool merge_dict(RgThread *th, RgDict *d, RgDict *from, bool override)
{
    if (from == d || !from->count) return true;
    if (!d->count) return clone_into(th, d, from);
    int64_t count = from->count;
    for (uint32_t i = from->head.aux; i < from->used; i++) {
        RgDictEntry e = from->entries[i];
        if (!e.key) continue;
        if (override) {
            if (!rg_dict_set_hash(th, d, e.key, e.hash, e.value)) return false;
        } else {
            int64_t there = rg_dict_find(th, d, e.key, e.hash);
            if (there == -2 || (there == -1 && !add_entry(th, d, e.key, e.hash, e.value))) return false;
        }
        if (RG_UNLIKELY(from->count != count)) {
            rg_raise(th, RG_EXC_RuntimeError, "dict mutated during update");
            return false;
        }
    }
    return true;
}

bool rg_dict_merge(RgThread *th, RgDict *d, RgValue mapping, bool override)
{
    if (iterates_plainly(th, mapping)) return merge_dict(th, d, RG_DICT(mapping), override);
    RgValue keys = rg_call_method0(th, mapping, RG_SYM(th, keys));
    if (!keys) return false;
    RgValue it = rg_iter(th, keys);
    if (!it) return false;
    for (;;) {
        RgValue key = rg_iter_next(th, it);
        if (key == RG_STOP) return true;
        if (!key) return false;
        if (!override) {
            int has = rg_dict_contains(th, d, key);
            if (has < 0) return false;
            if (has) continue;
        }
        RgValue value = rg_getitem(th, mapping, key);
        if (!value || !rg_dict_set(th, d, key, value)) return false;
    }
}

static bool merge_pairs(RgThread *th, RgDict *d, RgValue pairs)
{
    RgValue it = rg_iter(th, pairs);
    if (!it) return false;
    for (long long i = 0;; i++) {
        RgValue item = rg_iter_next(th, it);
        if (item == RG_STOP) return true;
        if (!item) return false;
        const RgValue *two;
        long long n;
        if (rg_is_exact(item, RG_KIND_tuple)) {
            n = (long long)rg_tuple_len(RG_TUPLE(item));
            two = RG_TUPLE(item)->items;
        } else {
            RgList *list = rg_is_exact(item, RG_KIND_list) ? RG_LIST(item) : rg_to_list(th, item);
            if (!list) {
                if (rg_raised_is(th, RG_EXC_TypeError)) {
                    rg_exception_clear(th);
                    rg_raise(th, RG_EXC_TypeError, "cannot convert dictionary update sequence element #%lld to a sequence", i);
                }
                return false;
            }
            n = list->length;
            two = list->items;
        }
        if (n != 2) {
            rg_raise(th, RG_EXC_ValueError,
                     "dictionary update sequence element #%lld has length %lld; 2 is required", i, n);
            return false;
        }
        if (!rg_dict_set(th, d, two[0], two[1])) return false;
    }
}

bool rg_dict_update(RgThread *th, RgDict *d, RgValue mapping_or_pairs)
{
    if (rg_is_exact(mapping_or_pairs, RG_KIND_dict)) return merge_dict(th, d, RG_DICT(mapping_or_pairs), true);
    RgValue keys = rg_attr_lookup(th, mapping_or_pairs, RG_SYM(th, keys));
    if (!keys) return false;
    return keys == RG_UNBOUND ? merge_pairs(th, d, mapping_or_pairs) : rg_dict_merge(th, d, mapping_or_pairs, true);
}
