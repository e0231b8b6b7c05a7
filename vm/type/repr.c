/* SPDX-License-Identifier: MIT
 *
 * repr.c: the recursion guard of reprs, and what lists, tuples and their kin share: comparing and searching items that Python
 * code may change meanwhile.
 */
#include "vm/type/repr.h"
#include "vm/object/function.h"
#include "vm/object/int.h"

RgValue rg_generic_alias_new(RgThread *th, RgValue origin, RgValue args);

bool rg_repr_enter(RgThread *th, RgReprEntry *entry, RgValue obj)
{
    for (RgReprEntry *e = th->repr_active; e; e = e->prev)
        if (e->object == obj) return false;
    entry->object = obj;
    entry->prev = th->repr_active;
    th->repr_active = entry;
    return true;
}

bool rg_repr_add(RgStrBuilder *b, RgThread *th, RgValue v)
{
    RgStr *s = rg_repr(th, v);
    if (!s) return false;
    rg_builder_str(b, s);
    return true;
}

static bool holds(RgCmp op, int64_t a, int64_t b)
{
    switch (op) {
    case RG_LT: return a < b;
    case RG_LE: return a <= b;
    case RG_EQ: return a == b;
    case RG_NE: return a != b;
    case RG_GT: return a > b;
    default: return a >= b;
    }
}

RgValue rg_items_compare(RgThread *th, RgItemsView a, RgItemsView b, RgCmp op)
{
    for (int64_t i = 0; i < *a.length && i < *b.length; i++) {
        RgValue x = (*a.items)[i], y = (*b.items)[i];
        if (x == y) continue;
        int equal = rg_compare_bool(th, x, y, RG_EQ);
        if (equal < 0) return RG_ERROR;
        if (equal) continue;
        if (i >= *a.length || i >= *b.length) break; /* the comparison shortened one: only the lengths count now */
        if (op == RG_EQ) return RG_FALSE;
        if (op == RG_NE) return RG_TRUE;
        return rg_compare(th, (*a.items)[i], (*b.items)[i], op);
    }
    return rg_from_bool(holds(op, *a.length, *b.length));
}

int rg_items_contain(RgThread *th, RgItemsView v, RgValue item)
{
    for (int64_t i = 0; i < *v.length; i++) {
        RgValue each = (*v.items)[i];
        if (each == item) return 1;
        if (rg_both_int(each, item)) continue;
        int equal = rg_compare_bool(th, each, item, RG_EQ);
        if (equal) return equal;
    }
    return 0;
}

static bool search_bound(RgThread *th, RgValue v, int64_t length, int64_t *out)
{
    if (v == RG_UNBOUND) return true;
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or have an __index__ method");
        return false;
    }
    if (!rg_number_as_index(th, v, out, RG_EXC_BaseException)) return false;
    if (*out < 0) *out = RG_MAX(*out + length, 0);
    return true;
}

int64_t rg_items_index(RgThread *th, RgItemsView v, const RgValue *args)
{
    int64_t start = 0, stop = INT64_MAX;
    if (!search_bound(th, args[1], *v.length, &start) || !search_bound(th, args[2], *v.length, &stop)) return -2;
    for (int64_t i = start; i < stop && i < *v.length; i++) {
        int equal = rg_compare_bool(th, (*v.items)[i], args[0], RG_EQ);
        if (equal < 0) return -2;
        if (equal) return i;
    }
    return -1;
}

RgValue rg_items_count(RgThread *th, RgItemsView v, RgValue item)
{
    int64_t n = 0;
    for (int64_t i = 0; i < *v.length; i++) {
        int equal = rg_compare_bool(th, (*v.items)[i], item, RG_EQ);
        if (equal < 0) return RG_ERROR;
        n += equal;
    }
    return rg_from_int(n);
}

bool rg_items_subscript(RgThread *th, RgValue key, int64_t length, const char *what, const char *type_text, int64_t *out)
{
    int64_t i;
    if (rg_is_int(key)) {
        i = rg_as_int(key);
    } else if (rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index) {
        if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError)) return false;
    } else {
        rg_raise(th, RG_EXC_TypeError, type_text, key);
        return false;
    }
    if (i < 0) i += length;
    if (i < 0 || i >= length) {
        rg_raise(th, RG_EXC_IndexError, "%s out of range", what);
        return false;
    }
    *out = i;
    return true;
}

int rg_repeat_count(RgThread *th, RgValue v, int64_t *out)
{
    if (rg_is_int(v)) {
        *out = RG_MAX(rg_as_int(v), 0);
        return 1;
    }
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) return 0;
    if (!rg_number_as_index(th, v, out, RG_EXC_OverflowError)) return -1;
    *out = RG_MAX(*out, 0);
    return 1;
}

RgValue rg_method_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_generic_alias_new(th, self, args[0]);
}
