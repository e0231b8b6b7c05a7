/* SPDX-License-Identifier: MIT
 *
 * iter.c: the iteration protocol on any value. Iterators signal their end by RG_STOP; a StopIteration that Python code
 * raised means the same and is cleared here.
 */
#include "vm/object/iter.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

RgValue rg_seq_iter_new(RgThread *th, RgKind kind, RgValue seq)
{
    RgSeqIter *it = rg_object_make(th, kind, sizeof *it);
    if (!it) return RG_ERROR;
    it->seq = seq;
    return rg_from_ptr(it);
}

RgValue rg_iter_self(RgThread *th, RgValue self)
{
    return self;
}

RgValue rg_iter(RgThread *th, RgValue v)
{
    RgUnaryFn fn = rg_type_of(th->rt, v)->slots.iter;
    if (RG_LIKELY(fn)) {
        RgValue it = fn(th, v);
        if (RG_UNLIKELY(it && !rg_is_iterator(th, it)))
            return rg_raise(th, RG_EXC_TypeError, "iter() returned non-iterator of type '%T'", it);
        return it;
    }
    if (rg_is_sequence(th, v)) return rg_seq_iter_new(th, RG_KIND_seq_iterator, v);
    return rg_raise(th, RG_EXC_TypeError, "'%T' object is not iterable", v);
}

RgValue rg_iter_next(RgThread *th, RgValue it)
{
    RgUnaryFn fn = rg_type_of(th->rt, it)->slots.next;
    if (RG_UNLIKELY(!fn)) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not an iterator", it);
    RgValue v = fn(th, it);
    if (RG_UNLIKELY(!v) && rg_raised_is(th, RG_EXC_StopIteration)) {
        rg_exception_clear(th);
        return RG_STOP;
    }
    return v;
}

bool rg_is_iterator(RgThread *th, RgValue v)
{
    return rg_type_of(th->rt, v)->slots.next != NULL;
}

bool rg_iterate(RgThread *th, RgValue iterable, bool (*fn)(RgThread *th, RgValue item, void *data), void *data)
{
    RgValue it = rg_iter(th, iterable);
    if (!it) return false;
    for (;;) {
        RgValue item = rg_iter_next(th, it);
        if (item == RG_STOP) return true;
        if (!item) return false;
        if (!fn(th, item, data)) return !rg_raised(th);
    }
}

int64_t rg_length_hint(RgThread *th, RgValue v, int64_t fallback)
{
    if (rg_type_of(th->rt, v)->slots.len) {
        int64_t n = rg_len(th, v);
        if (n >= 0) return n;
        if (!rg_raised_is(th, RG_EXC_TypeError)) return -1;
        rg_exception_clear(th);
    }
    RgValue hint = rg_type_lookup_special(th, v, RG_SYM(th, __length_hint__));
    if (!hint) return rg_raised(th) ? -1 : fallback;
    RgValue n = rg_call0(th, hint);
    if (!n) {
        if (!rg_raised_is(th, RG_EXC_TypeError)) return -1;
        rg_exception_clear(th);
        return fallback;
    }
    if (n == RG_NOT_IMPLEMENTED) return fallback;
    int64_t result;
    if (!rg_is_integer(n)) {
        rg_raise(th, RG_EXC_TypeError, "__length_hint__ must be an integer, not %T", n);
        return -1;
    }
    if (!rg_int_as_i64(n, &result)) {
        rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
        return -1;
    }
    if (result < 0) {
        rg_raise(th, RG_EXC_ValueError, "__length_hint__() should return >= 0");
        return -1;
    }
    return result;
}

RgTuple *rg_to_tuple(RgThread *th, RgValue iterable)
{
    if (rg_is_exact(iterable, RG_KIND_tuple)) return RG_TUPLE(iterable);
    if (rg_is_exact(iterable, RG_KIND_list)) {
        RgList *l = RG_LIST(iterable);
        return rg_tuple_from(th, l->items, (size_t)l->length);
    }
    RgList *l = rg_to_list(th, iterable);
    return l ? rg_tuple_from(th, l->items, (size_t)l->length) : NULL;
}

RgList *rg_to_list(RgThread *th, RgValue iterable)
{
    RgList *l = rg_list_new(th, 0);
    return l && rg_list_extend(th, l, iterable) ? l : NULL;
}

RgList *rg_to_list_fast(RgThread *th, RgValue iterable)
{
    RgValue it = rg_iter(th, iterable);
    return it ? rg_to_list(th, it) : NULL;
}
