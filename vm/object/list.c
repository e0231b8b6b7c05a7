/* SPDX-License-Identifier: MIT
 *
 * list.c: lists. Always holds: items beyond the length are 0, so that a list keeps nothing alive that it dropped.
 */
#include "vm/object/list.h"
#include "vm/object/dict.h"
#include "vm/object/set.h"
#include "vm/object/tuple.h"

RgList *rg_list_new(RgThread *th, int64_t cap)
{
    RgList *l = rg_object_make(th, RG_KIND_list, sizeof *l);
    if (!l || (cap > 0 && !rg_list_reserve(th, l, cap))) return NULL;
    return l;
}

RgList *rg_list_from(RgThread *th, const RgValue *items, size_t n)
{
    RgList *l = rg_list_new(th, (int64_t)n);
    if (!l) return NULL;
    if (n) memcpy(l->items, items, n * sizeof *items);
    l->length = (int64_t)n;
    return l;
}

static bool set_array(RgThread *th, RgList *l, int64_t cap)
{
    if ((uint64_t)cap > (uint64_t)INT64_MAX / 16) {
        rg_raise_memory(th);
        return false;
    }
    RgArray *old = l->array;
    if (old && cap > l->cap && rg_heap_try_grow(th->heap, old, sizeof *old + (size_t)cap * sizeof(RgValue))) {
        old->cap = (uint64_t)cap;
        l->cap = cap;
        return true;
    }
    size_t n = (size_t)l->length;
    RgArray *a = n ? rg_object_make_raw(th, RG_KIND_array_, sizeof *a + (size_t)cap * sizeof(RgValue))
                   : rg_array_new(th, (size_t)cap);
    if (!a) return false;
    /* The size class may have room for more. */
    size_t room = (rg_heap_cell_size(th->heap, a) - sizeof *a) / sizeof(RgValue);
    a->cap = room;
    if (n) {
        memcpy(a->items, l->items, n * sizeof(RgValue));
        memset(a->items + n, 0, (room - n) * sizeof(RgValue));
    }
    rg_gc_store_ptr(l, &l->array, a);
    l->items = a->items;
    l->cap = (int64_t)room;
    return true;
}

bool rg_list_reserve(RgThread *th, RgList *l, int64_t cap)
{
    return cap <= l->cap || set_array(th, l, cap);
}

/* Room for `more` further items, growing by a fixed share so that appending is linear. */
static bool grow(RgThread *th, RgList *l, int64_t more)
{
    int64_t need;
    if (__builtin_add_overflow(l->length, more, &need)) {
        rg_raise_memory(th);
        return false;
    }
    if (need <= l->cap) return true;
    int64_t extra = need < 1 << 20 ? need / 2 : need / 8;
    return set_array(th, l, l->length == 0 && more > 1 ? need : need + extra + 3);
}

bool rg_list_append_slow(RgThread *th, RgList *l, RgValue v)
{
    if (!grow(th, l, 1)) return false;
    rg_gc_store(l->array, &l->items[l->length], v);
    l->length++;
    return true;
}

bool rg_list_resize(RgThread *th, RgList *l, int64_t length)
{
    if (length > l->length) {
        if (!grow(th, l, length - l->length)) return false;
    } else if (length < l->length) {
        memset(l->items + length, 0, (size_t)(l->length - length) * sizeof(RgValue));
    }
    l->length = length;
    if (length == 0) {
        rg_list_clear(l);
    } else if (length < l->cap / 4 && l->cap > 64) {
        return set_array(th, l, length + length / 4);
    }
    return true;
}

void rg_list_clear(RgList *l)
{
    if (!l->array) return; /* empty already, and cap may be the mark of a list that is being sorted */
    rg_gc_store_ptr(l, &l->array, NULL);
    l->items = NULL;
    l->length = l->cap = 0;
}

void rg_list_reverse(RgList *l)
{
    for (int64_t i = 0, k = l->length - 1; i < k; i++, k--) {
        RgValue v = l->items[i];
        l->items[i] = l->items[k];
        l->items[k] = v;
    }
}

bool rg_list_insert(RgThread *th, RgList *l, int64_t at, RgValue v)
{
    if (!grow(th, l, 1)) return false;
    if (at < 0) at = RG_MAX(at + l->length, 0);
    if (at > l->length) at = l->length;
    memmove(l->items + at + 1, l->items + at, (size_t)(l->length - at) * sizeof(RgValue));
    rg_gc_store(l->array, &l->items[at], v);
    l->length++;
    return true;
}

bool rg_list_append_all(RgThread *th, RgList *l, const RgValue *items, size_t n)
{
    if (n == 0) return true;
    bool own = l->length && items >= l->items && items < l->items + l->length;
    size_t offset = own ? (size_t)(items - l->items) : 0;
    if (!grow(th, l, (int64_t)n)) return false;
    if (own) items = l->items + offset;
    memcpy(l->items + l->length, items, n * sizeof *items);
    rg_gc_written(l->array);
    l->length += (int64_t)n;
    return true;
}

bool rg_list_extend(RgThread *th, RgList *l, RgValue iterable)
{
    if (rg_is_exact(iterable, RG_KIND_list)) {
        RgList *from = RG_LIST(iterable);
        return rg_list_append_all(th, l, from->items, (size_t)from->length);
    }
    if (rg_is_exact(iterable, RG_KIND_tuple)) {
        RgTuple *from = RG_TUPLE(iterable);
        return rg_list_append_all(th, l, from->items, rg_tuple_len(from));
    }
    RgValue it = rg_iter(th, iterable);
    if (!it) return false;
    int64_t hint = rg_length_hint(th, iterable, 8);
    if (hint < 0) return false;
    if (l->length == 0 && hint > 8 && hint < 1 << 24 && !rg_list_reserve(th, l, hint)) return false;
    RgUnaryFn next = rg_type_of(th->rt, it)->slots.next;
    for (;;) {
        RgValue item = next(th, it);
        if (RG_UNLIKELY(item == RG_STOP)) return true;
        if (RG_UNLIKELY(!item)) {
            if (!rg_raised_is(th, RG_EXC_StopIteration)) return false;
            rg_exception_clear(th);
            return true;
        }
        if (!rg_list_append(th, l, item)) return false;
    }
}

bool rg_list_delete(RgThread *th, RgList *l, int64_t from, int64_t to)
{
    if (to <= from) return true;
    memmove(l->items + from, l->items + to, (size_t)(l->length - to) * sizeof(RgValue));
    return rg_list_resize(th, l, l->length - (to - from));
}

RgList *rg_list_slice(RgThread *th, RgList *l, int64_t from, int64_t to)
{
    return rg_list_from(th, l->items ? l->items + from : NULL, to > from ? (size_t)(to - from) : 0);
}
