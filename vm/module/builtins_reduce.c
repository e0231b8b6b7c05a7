/* SPDX-License-Identifier: MIT
 *
 * builtins_reduce.c: all, any, sum, min, max, sorted: what runs through an iterable. Exact lists and tuples are walked in place;
 * the length is read again at every step, because Python code that runs between may change a list.
 */
#include "vm/module/builtins.h"

#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* A source of items: an exact list or tuple by index, else an iterator. */
typedef struct Source {
    RgList *list;
    RgTuple *tuple;
    RgValue iterator;
    int64_t at;
} Source;

static bool source_init(RgThread *th, Source *s, RgValue iterable)
{
    memset(s, 0, sizeof *s);
    if (rg_is_exact(iterable, RG_KIND_list)) s->list = RG_LIST(iterable);
    else if (rg_is_exact(iterable, RG_KIND_tuple)) s->tuple = RG_TUPLE(iterable);
    else return (s->iterator = rg_iter(th, iterable)) != RG_ERROR;
    return true;
}

static inline RgValue source_next(RgThread *th, Source *s)
{
    if (s->list) return s->at < s->list->length ? s->list->items[s->at++] : RG_STOP;
    if (s->tuple) return s->at < (int64_t)rg_tuple_len(s->tuple) ? s->tuple->items[s->at++] : RG_STOP;
    return rg_iter_next(th, s->iterator);
}

static inline int truth_of(RgThread *th, RgValue v)
{
    return rg_is_bool(v) ? v == RG_TRUE : rg_truth(th, v);
}

static RgValue all_or_any(RgThread *th, RgValue iterable, bool stop_at)
{
    Source s;
    if (!source_init(th, &s, iterable)) return RG_ERROR;
    for (;;) {
        RgValue v = source_next(th, &s);
        if (v == RG_STOP) return rg_from_bool(!stop_at);
        if (v == RG_ERROR) return RG_ERROR;
        int t = truth_of(th, v);
        if (t < 0) return RG_ERROR;
        if (t == stop_at) return rg_from_bool(stop_at);
    }
}

RgValue rg_builtin_all(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return all_or_any(th, args[0], false);
}

RgValue rg_builtin_any(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return all_or_any(th, args[0], true);
}

/* Sums exact inline ints, then doubles, in machine words; *v is the first item that fits neither (or RG_STOP). */
static RgValue sum_fast(RgThread *th, Source *s, RgValue total, RgValue *v)
{
    if (rg_is_int(total)) {
        int64_t sum = rg_as_int(total), next;
        while ((rg_is_int(*v) || rg_is_bool(*v)) &&
               !__builtin_add_overflow(sum, rg_is_int(*v) ? rg_as_int(*v) : (int64_t)(*v & 1), &next)) {
            sum = next;
            *v = source_next(th, s);
        }
        total = rg_int_from_i64(th, sum);
        if (!total || *v == RG_STOP || *v == RG_ERROR) return total;
        if (rg_is_double(*v)) { /* int so far and a float: what + does */
            double d;
            if (!rg_int_to_double(th, total, &d)) return RG_ERROR;
            total = rg_from_double(d + rg_as_double(*v));
            *v = source_next(th, s);
        }
    }
    if (rg_is_double(total)) {
        double sum = rg_as_double(total);
        for (;;) {
            if (rg_is_double(*v)) sum += rg_as_double(*v);
            else if (rg_is_int(*v)) sum += (double)rg_as_int(*v);
            else break;
            *v = source_next(th, s);
        }
        total = rg_from_double(sum);
    }
    return total;
}

RgValue rg_builtin_sum(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue total = args[1] == RG_UNBOUND ? rg_from_int(0) : args[1];
    Source s;
    if (!source_init(th, &s, args[0])) return RG_ERROR;
    if (rg_is_str(total)) return rg_raise(th, RG_EXC_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (rg_is_bytes(total)) return rg_raise(th, RG_EXC_TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (rg_is_kind(total, RG_KIND_bytearray)) {
        return rg_raise(th, RG_EXC_TypeError, "sum() can't sum bytearray [use b''.join(seq) instead]");
    }
    RgValue v = source_next(th, &s);
    for (;;) {
        if (v == RG_ERROR) return RG_ERROR;
        total = sum_fast(th, &s, total, &v);
        if (total == RG_ERROR || v == RG_ERROR) return RG_ERROR;
        if (v == RG_STOP) return total;
        total = rg_number_binary(th, RG_ADD, total, v);
        if (total == RG_ERROR) return RG_ERROR;
        v = source_next(th, &s);
    }
}

/* 1: a is better than b, 0 not, -1 raised. */
static inline int better(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (rg_both_int(a, b)) return op == RG_GT ? rg_as_int(a) > rg_as_int(b) : rg_as_int(a) < rg_as_int(b);
    if (rg_is_double(a) && rg_is_double(b)) {
        return op == RG_GT ? rg_as_double(a) > rg_as_double(b) : rg_as_double(a) < rg_as_double(b);
    }
    RgValue r = rg_compare(th, a, b, op);
    return r == RG_ERROR ? -1 : truth_of(th, r);
}

static RgValue min_or_max(RgThread *th, const char *name, RgCmp op, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const char *const names[] = {"key", "default"};
    RgValue kw[2];
    if (!rg_builtin_count(th, name, nargs, 1, SIZE_MAX)) return RG_ERROR;
    if (!rg_builtin_keywords(th, name, args + nargs, kwnames, names, 2, kw)) return RG_ERROR;
    RgValue key = kw[0] == RG_NONE ? RG_UNBOUND : kw[0];
    if (nargs > 1 && kw[1] != RG_UNBOUND) {
        return rg_raise(th, RG_EXC_TypeError, "Cannot specify a default for %s() with multiple positional arguments", name);
    }
    Source s = {0};
    if (nargs == 1 && !source_init(th, &s, args[0])) return RG_ERROR;
    RgValue best = 0, best_key = 0;
    for (size_t i = 0;; i++) {
        RgValue v = nargs > 1 ? (i < nargs ? args[i] : RG_STOP) : source_next(th, &s);
        if (v == RG_ERROR) return RG_ERROR;
        if (v == RG_STOP) break;
        RgValue k = key == RG_UNBOUND ? v : rg_call1(th, key, v);
        if (k == RG_ERROR) return RG_ERROR;
        int take = best ? better(th, k, best_key, op) : 1;
        if (take < 0) return RG_ERROR;
        if (take) {
            best = v;
            best_key = k;
        }
    }
    if (best) return best;
    if (kw[1] != RG_UNBOUND) return kw[1];
    return rg_raise(th, RG_EXC_ValueError, "%s() arg is an empty sequence", name);
}

RG_BUILTIN_RAW(min)
{
    return min_or_max(th, "min", RG_LT, args, nargs, kwnames);
}

RG_BUILTIN_RAW(max)
{
    return min_or_max(th, "max", RG_GT, args, nargs, kwnames);
}

RG_BUILTIN_RAW(sorted)
{
    static const char *const names[] = {"key", "reverse"};
    RgValue kw[2];
    if (!rg_builtin_count(th, "sorted", nargs, 1, 1)) return RG_ERROR;
    RgList *l = rg_to_list(th, args[0]);
    if (!l) return RG_ERROR;
    if (!rg_builtin_keywords(th, "sort", args + nargs, kwnames, names, 2, kw)) return RG_ERROR;
    bool reverse = false;
    if (kw[1] != RG_UNBOUND) {
        int64_t i;
        if (rg_is_bool(kw[1])) reverse = kw[1] == RG_TRUE;
        else if (!rg_number_as_i64(th, kw[1], &i)) return RG_ERROR;
        else reverse = i != 0;
    }
    return rg_list_sort(th, l, kw[0] == RG_UNBOUND ? RG_NONE : kw[0], reverse) ? rg_from_ptr(l) : RG_ERROR;
}
