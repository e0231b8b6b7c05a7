/* SPDX-License-Identifier: MIT
 *
 * iter.h: the structs of the simple iterators, which the interpreter steps without a call.
 */
#ifndef RG_OBJECT_ITER_H
#define RG_OBJECT_ITER_H

#include "vm/object/protocol.h"

/* list_iterator, list_reverseiterator, tuple_iterator, seq_iterator, str_iterator, bytes_iterator, reversed, ...
 * `seq` is RG_NONE once exhausted. `index` is the next index (reversed: counts down, -1 ends). */
typedef struct RgSeqIter {
    RgObject head;
    RgValue seq;
    int64_t index;
} RgSeqIter;
RgValue rg_seq_iter_new(RgThread *th, RgKind kind, RgValue seq);
RgValue rg_iter_self(RgThread *th, RgValue self); /* `iter` slot of iterators */
/* vm/type/iter_types.c: for the types of iterators that are RgSeqIters. */
void rg_seq_iter_trace(RgMarker *marker, void *cell);
RgValue rg_seq_iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_seq_iter_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

/* range_iterator: small ints only. */
typedef struct RgRangeIter {
    RgObject head;
    int64_t next, step, left; /* left: items to come */
} RgRangeIter;

/* longrange_iterator */
typedef struct RgLongRangeIter {
    RgObject head;
    RgValue next, step, left; /* integers */
} RgLongRangeIter;

/* A range iterator that only a loop reads is a word, if it counts upwards by one and is small: how many items are to come in
 * bits 0-23, the next one in bits 24-47. The tag is that of NaNs that no float operation leaves: to whatever else meets it, it
 * is a float. */
#define RG_SMALL_RANGE_TAG  0x7ffdull
#define RG_SMALL_RANGE_HALF (1 << 23)
#define RG_SMALL_RANGE_MASK 0xffffff
static inline bool rg_is_small_range(RgValue v) { return v >> 48 == RG_SMALL_RANGE_TAG; }
static inline RgValue rg_small_range_item(RgValue v)
{
    return rg_from_int((int64_t)(v >> 24 & RG_SMALL_RANGE_MASK) - RG_SMALL_RANGE_HALF);
}
static inline RgValue rg_small_range_step(RgValue v) { return v + (1 << 24) - 1; }
/* iter(range(args...)) of one to three values without the range; RG_UNBOUND when not all are inline ints, or something is
 * special about them. small: it may be a word. */
RgValue rg_range_iter_direct(RgThread *th, const RgValue *args, size_t nargs, bool small);

typedef struct RgRange {
    RgObject head;
    RgValue start, stop, step, length; /* exact ints */
} RgRange;
#define RG_RANGE(v) RG_AS(RgRange, v)
/* range(start, stop, step); step not 0; all exact ints. */
RgValue rg_range_new(RgThread *th, RgValue start, RgValue stop, RgValue step);

/* dict_keyiterator and its five relatives. */
typedef struct RgDictIter {
    RgObject head;
    RgValue dict;   /* RG_NONE once exhausted */
    int64_t count;  /* the dict's when the iteration began; -1 after an error */
    int64_t index;  /* next entry */
    int64_t left;   /* items to come */
} RgDictIter;
RgValue rg_dict_iter_new(RgThread *th, RgKind kind, RgValue dict);

/* dict_keys, dict_values, dict_items */
typedef struct RgDictView {
    RgObject head;
    RgValue dict;
} RgDictView;
RgValue rg_dict_view_new(RgThread *th, RgKind kind, RgValue dict);

typedef struct RgSetIter {
    RgObject head;
    RgValue set; /* RG_NONE once exhausted */
    int64_t used, index, left;
} RgSetIter;

/* iter(callable, sentinel) */
RgValue rg_call_iter_new(RgThread *th, RgValue callable, RgValue sentinel);
/* Python values that pair up others: enumerate, zip, map, filter, callable_iterator. */
typedef struct RgEnumerate { RgObject head; RgValue iterator, count; } RgEnumerate;
typedef struct RgZip { RgObject head; RgTuple *iterators; RgTuple *result; bool strict; } RgZip;
typedef struct RgMap { RgObject head; RgValue func; RgTuple *iterators; } RgMap;
typedef struct RgFilter { RgObject head; RgValue func, iterator; } RgFilter;
typedef struct RgCallIter { RgObject head; RgValue callable, sentinel; } RgCallIter; /* callable 0: exhausted */

#endif
