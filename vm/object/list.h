/* SPDX-License-Identifier: MIT
 *
 * list.h: lists: items in an RgArray that grows by CPython's amortised rule. items may be NULL when cap is 0.
 */
#ifndef RG_OBJECT_LIST_H
#define RG_OBJECT_LIST_H

#include "vm/object/protocol.h"

struct RgList {
    RgObject head;
    int64_t length;
    int64_t cap;
    RgValue *items;  /* == array->items, or NULL */
    RgArray *array;
};
#define RG_LIST(v) RG_AS(RgList, v)
static inline bool rg_is_list(RgValue v) { return rg_is_kind(v, RG_KIND_list); }
RgList *rg_list_new(RgThread *th, int64_t cap) RG_CHECK_RESULT; /* length 0 */
RgList *rg_list_from(RgThread *th, const RgValue *items, size_t n) RG_CHECK_RESULT;
bool rg_list_reserve(RgThread *th, RgList *l, int64_t cap) RG_CHECK_RESULT;
bool rg_list_append_slow(RgThread *th, RgList *l, RgValue v) RG_CHECK_RESULT;
bool rg_list_insert(RgThread *th, RgList *l, int64_t at, RgValue v) RG_CHECK_RESULT; /* clips */
/* Sets the length; new items are 0 and must be filled before anyone sees them, dropped ones are forgotten. */
bool rg_list_resize(RgThread *th, RgList *l, int64_t length) RG_CHECK_RESULT;
void rg_list_clear(RgList *l);
void rg_list_reverse(RgList *l);
/* Appends n values that may lie in the list itself. */
bool rg_list_append_all(RgThread *th, RgList *l, const RgValue *items, size_t n) RG_CHECK_RESULT;
bool rg_list_extend(RgThread *th, RgList *l, RgValue iterable) RG_CHECK_RESULT;
bool rg_list_delete(RgThread *th, RgList *l, int64_t from, int64_t to) RG_CHECK_RESULT; /* in range */
RgList *rg_list_slice(RgThread *th, RgList *l, int64_t from, int64_t to) RG_CHECK_RESULT;
bool rg_list_sort(RgThread *th, RgList *l, RgValue key /* or RG_NONE */, bool reverse) RG_CHECK_RESULT; /* list_sort.c: stable, adaptive */
static inline bool rg_list_append(RgThread *th, RgList *l, RgValue v)
{
    if (RG_LIKELY(l->length < l->cap)) {
        rg_gc_store(l->array, &l->items[l->length], v);
        l->length++;
        return true;
    }
    return rg_list_append_slow(th, l, v);
}

#endif
