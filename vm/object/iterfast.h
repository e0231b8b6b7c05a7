/* SPDX-License-Identifier: MIT
 *
 * iterfast.h: one step of the iterators that loops meet most, inline. Each gives the next value, or 0 when the fast path
 * does not apply (exhausted included): then the caller asks rg_iter_next, which is always right.
 */
#ifndef RG_OBJECT_ITERFAST_H
#define RG_OBJECT_ITERFAST_H

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

#endif
