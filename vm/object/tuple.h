/* SPDX-License-Identifier: MIT
 *
 * tuple.h: tuples: length in head.aux, items in the cell.
 */
#ifndef RG_OBJECT_TUPLE_H
#define RG_OBJECT_TUPLE_H

#include "vm/object/protocol.h"

struct RgTuple {
    RgObject head; /* aux: length */
    RgValue items[];
};
#define RG_TUPLE(v) RG_AS(RgTuple, v)
static inline bool rg_is_tuple(RgValue v) { return rg_is_kind(v, RG_KIND_tuple); }
static inline size_t rg_tuple_len(const RgTuple *t) { return t->head.aux; }
RgTuple *rg_tuple_new(RgThread *th, size_t n) RG_CHECK_RESULT; /* items 0: fill before anyone sees it; n = 0 gives the shared empty one */
RgTuple *rg_tuple_from(RgThread *th, const RgValue *items, size_t n) RG_CHECK_RESULT;
RgTuple *rg_tuple_pack(RgThread *th, size_t n, ...) RG_CHECK_RESULT; /* RgValue arguments */
/* The tuple (a, b), inline. */
RG_CHECK_RESULT static inline RgTuple *rg_tuple_pair(RgThread *th, RgValue a, RgValue b)
{
    RgTuple *t = rg_object_make(th, RG_KIND_tuple, sizeof *t + 2 * sizeof(RgValue));
    if (RG_UNLIKELY(!t)) return NULL;
    t->head.aux = 2;
    t->items[0] = a;
    t->items[1] = b;
    return t;
}
/* Three-way order of tuples whose first items that differ are inline ints, floats, exact strs or such tuples: what their
 * comparison gives without running Python. False: it takes the full protocol (NaNs too). */
bool rg_tuple_order(const RgTuple *a, const RgTuple *b, int depth, int *order);
RgTuple *rg_tuple_slice(RgThread *th, RgTuple *t, size_t from, size_t to) RG_CHECK_RESULT;

#endif
