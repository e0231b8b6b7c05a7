/* SPDX-License-Identifier: MIT
 *
 * iterfast.h: one step of the iterators that loops meet most, inline. Each gives the next value, or 0 when the fast path
 * does not apply (exhausted included): then the caller asks rg_iter_next, which is always right.
 */
#ifndef RG_OBJECT_ITERFAST_H
#define RG_OBJECT_ITERFAST_H

#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

RG_INLINE RgValue iter_step_range(RgValue it)
{
    RgRangeIter *ri = (RgRangeIter *)(uintptr_t)it;
    int64_t i = ri->next;
    if (RG_UNLIKELY(ri->left <= 0 || !rg_fits_int(i))) return 0;
    ri->left--;
    ri->next = (int64_t)((uint64_t)i + (uint64_t)ri->step);
    return rg_from_int(i);
}

RG_INLINE RgValue iter_step_list(RgValue it)
{
    RgSeqIter *li = (RgSeqIter *)(uintptr_t)it;
    if (RG_UNLIKELY(!rg_is_object(li->seq))) return 0;
    RgList *list = (RgList *)(uintptr_t)li->seq;
    if (RG_UNLIKELY((uint64_t)li->index >= (uint64_t)list->length)) return 0;
    return list->items[li->index++];
}

RG_INLINE RgValue iter_step_tuple(RgValue it)
{
    RgSeqIter *ti = (RgSeqIter *)(uintptr_t)it;
    if (RG_UNLIKELY(!rg_is_object(ti->seq))) return 0;
    RgTuple *tuple = (RgTuple *)(uintptr_t)ti->seq;
    if (RG_UNLIKELY((uint64_t)ti->index >= tuple->head.aux)) return 0;
    return tuple->items[ti->index++];
}

/* rg_iter_next, with those iterators stepped inline. */
RG_INLINE RgValue rg_iter_step(RgThread *th, RgValue it)
{
    RgValue v = 0;
    if (RG_LIKELY(rg_is_object(it))) {
        switch (rg_as_object(it)->exact) {
        case RG_KIND_list_iterator: v = iter_step_list(it); break;
        case RG_KIND_range_iterator: v = iter_step_range(it); break;
        case RG_KIND_tuple_iterator: v = iter_step_tuple(it); break;
        default: break;
        }
    }
    return v ? v : rg_iter_next(th, it);
}

/* The parts of the tuple that the next item would be, without the tuple. */
typedef enum RgParts { RG_PARTS_ERROR = -1, RG_PARTS_END, RG_PARTS_FOUND, RG_PARTS_OTHER /* ask rg_iter_next */ } RgParts;

RG_INLINE RgParts iter_parts_enumerate(RgThread *th, RgEnumerate *e, RgValue parts[2])
{
    RgValue v = rg_iter_step(th, e->iterator);
    if (!v) return RG_PARTS_ERROR;
    if (v == RG_STOP) return RG_PARTS_END;
    RgValue count = e->count, after;
    if (RG_LIKELY(rg_is_int(count) && rg_as_int(count) < RG_INT_MAX)) after = rg_from_int(rg_as_int(count) + 1);
    else if (!(after = rg_int_add(th, count, rg_from_int(1)))) return RG_PARTS_ERROR;
    rg_gc_store(e, &e->count, after);
    parts[0] = count;
    parts[1] = v;
    return RG_PARTS_FOUND;
}

/* Of a zip that is not strict and has n iterators. */
RG_INLINE RgParts iter_parts_zip(RgThread *th, RgZip *z, RgValue *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        RgValue v = rg_iter_step(th, z->iterators->items[i]);
        if (!v) return RG_PARTS_ERROR;
        if (v == RG_STOP) return RG_PARTS_END;
        parts[i] = v;
    }
    return RG_PARTS_FOUND;
}

/* Of a dict_itemiterator; its end and its errors are not found here. */
RG_INLINE RgParts iter_parts_items(RgDictIter *it, RgValue parts[2])
{
    if (RG_UNLIKELY(!rg_is_object(it->dict) || !it->left)) return RG_PARTS_OTHER;
    const RgDict *d = RG_DICT(it->dict);
    int64_t i = it->index;
    if (RG_UNLIKELY(it->count != d->count)) return RG_PARTS_OTHER;
    while (i < (int64_t)d->used && !d->entries[i].key) i++;
    if (RG_UNLIKELY(i >= (int64_t)d->used)) return RG_PARTS_OTHER;
    it->index = i + 1;
    it->left--;
    parts[0] = d->entries[i].key;
    parts[1] = d->entries[i].value;
    return RG_PARTS_FOUND;
}

#endif
