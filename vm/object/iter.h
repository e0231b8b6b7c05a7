/* SPDX-License-Identifier: MIT
 *
 * iter.h: layout of the iterators that the interpreter steps inline (FOR_LOOP_LIST and kin). An exhausted list or tuple
 * iterator has let its container go (NULL), as CPython's do.
 */
#ifndef RG_OBJECT_ITER_H
#define RG_OBJECT_ITER_H

#include "vm/object/list.h"
#include "vm/object/tuple.h"

typedef struct RgListIter { RgObject head; RgList *list; int64_t index; } RgListIter;     /* kind list_iterator */
typedef struct RgTupleIter { RgObject head; RgTuple *tuple; int64_t index; } RgTupleIter; /* kind tuple_iterator */
/* kind range_iterator: every value it gives fits int64_t; larger ranges use longrange_iterator. No references. */
typedef struct RgRangeIter { RgObject head; int64_t next, step, remaining; } RgRangeIter;

#endif
