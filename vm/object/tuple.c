/* SPDX-License-Identifier: MIT
 *
 * tuple.c: tuples. Always holds: an exact tuple of length 0 is the runtime's shared one.
 */
#include "vm/object/tuple.h"
#include "vm/object/str.h"

#include <stdarg.h>

RgTuple *rg_tuple_new(RgThread *th, size_t n)
{
    if (n == 0 && th->rt->empty_tuple) return th->rt->empty_tuple;
    if (n > UINT32_MAX) {
        rg_raise_memory(th);
        return NULL;
    }
    RgTuple *t = rg_object_make(th, RG_KIND_tuple, sizeof *t + n * sizeof(RgValue));
    if (t) t->head.aux = (uint32_t)n;
    return t;
}

RgTuple *rg_tuple_from(RgThread *th, const RgValue *items, size_t n)
{
    RgTuple *t = rg_tuple_new(th, n);
    if (t && n) memcpy(t->items, items, n * sizeof *items);
    return t;
}

RgTuple *rg_tuple_pack(RgThread *th, size_t n, ...)
{
    RgTuple *t = rg_tuple_new(th, n);
    if (!t) return NULL;
    va_list args;
    va_start(args, n);
    for (size_t i = 0; i < n; i++) t->items[i] = va_arg(args, RgValue);
    va_end(args);
    return t;
}

RgTuple *rg_tuple_slice(RgThread *th, RgTuple *t, size_t from, size_t to)
{
    if (from == 0 && to == rg_tuple_len(t) && t->head.exact == RG_KIND_tuple) return t;
    return rg_tuple_from(th, t->items + from, to - from);
}

bool rg_tuple_order(const RgTuple *a, const RgTuple *b, int depth, int *order)
{
    size_t n = rg_tuple_len(a), m = rg_tuple_len(b);
    for (size_t i = 0; i < n && i < m; i++) {
        RgValue x = a->items[i], y = b->items[i];
        if (x == y) continue;
        if (rg_both_int(x, y)) {
            *order = rg_as_int(x) < rg_as_int(y) ? -1 : 1;
            return true;
        }
        if (rg_is_double(x) && rg_is_double(y)) {
            double p = rg_as_double(x), q = rg_as_double(y);
            if (p == q) continue;
            if (p != p || q != q) return false;
            *order = p < q ? -1 : 1;
            return true;
        }
        int c;
        if (rg_is_exact(x, RG_KIND_str) && rg_is_exact(y, RG_KIND_str)) c = rg_str_compare(RG_STR(x), RG_STR(y));
        else if (!rg_is_exact(x, RG_KIND_tuple) || !rg_is_exact(y, RG_KIND_tuple) || depth == 0 ||
                 !rg_tuple_order(RG_TUPLE(x), RG_TUPLE(y), depth - 1, &c))
            return false;
        if (c) {
            *order = c;
            return true;
        }
    }
    *order = n < m ? -1 : n > m;
    return true;
}
