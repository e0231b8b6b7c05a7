/* SPDX-License-Identifier: MIT
 *
 * itertools_combinatoric.c: product, permutations, combinations and combinations_with_replacement.
 * v = pool (or tuple of pools), last result or 0, buffer of indices, buffer of cycles; i items a result, j over.
 */
#include "vm/module/itertools.h"

enum { C_POOL, C_RESULT, C_INDICES, C_CYCLES };

static int64_t *numbers(RgIt *o, int which)
{
    return (int64_t *)(void *)RG_AS(RgBuffer, o->v[which])->data;
}

static RgIt *new_state(RgThread *th, RgType *type, RgTuple *pool, int64_t r, int64_t indices, int64_t cycles)
{
    RgBuffer *a = rg_buffer_new(th, (size_t)indices * 8), *b = a && cycles >= 0 ? rg_buffer_new(th, (size_t)cycles * 8) : NULL;
    if (!a || (cycles >= 0 && !b)) return NULL;
    RgIt *o = rg_it_new(th, type, rg_from_ptr(pool), 0, rg_from_ptr(a));
    if (!o) return NULL;
    if (b) rg_gc_store(o, &o->v[C_CYCLES], rg_from_ptr(b));
    o->i = r;
    return o;
}

/* The next result: pool items at the indices. */
static RgValue result(RgThread *th, RgIt *o)
{
    RgTuple *pool = RG_TUPLE(o->v[C_POOL]), *t = rg_tuple_new(th, (size_t)o->i);
    if (!t) return RG_ERROR;
    const int64_t *indices = numbers(o, C_INDICES);
    for (int64_t i = 0; i < o->i; i++) t->items[i] = pool->items[indices[i]];
    o->v[C_RESULT] = RG_TRUE;
    return rg_from_ptr(t);
}

/* ---- product: the pool is a tuple of tuples ---- */

static RgValue product_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int64_t repeat = 1;
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_str_equal_cstr(RG_STR(kwnames->items[i]), "repeat"))
            return rg_raise(th, RG_EXC_TypeError, "'%U' is an invalid keyword argument for product()", RG_STR(kwnames->items[i]));
        if (!rg_number_as_index(th, args[nargs + i], &repeat, RG_EXC_OverflowError)) return RG_ERROR;
        if (repeat < 0) return rg_raise(th, RG_EXC_ValueError, "repeat argument cannot be negative");
    }
    if (repeat && nargs > (size_t)(UINT32_MAX / 8 / repeat)) return rg_raise(th, RG_EXC_OverflowError, "repeat argument too large");
    size_t n = nargs * (size_t)repeat;
    RgTuple *pools = rg_tuple_new(th, n);
    if (!pools) return RG_ERROR;
    bool empty = false;
    for (size_t i = 0; i < nargs && i < n; i++) {
        RgTuple *pool = rg_to_tuple(th, args[i]);
        if (!pool) return RG_ERROR;
        rg_gc_store(pools, &pools->items[i], rg_from_ptr(pool));
        empty = empty || rg_tuple_len(pool) == 0;
    }
    for (size_t i = nargs; i < n; i++) rg_gc_store(pools, &pools->items[i], pools->items[i - nargs]);
    RgIt *o = new_state(th, type, pools, (int64_t)n, (int64_t)n, -1);
    if (o) o->j = empty;
    return rg_from_ptr(o);
}

static RgValue product_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    if (o->j) return RG_STOP;
    RgTuple *pools = RG_TUPLE(o->v[C_POOL]);
    int64_t n = o->i, *indices = numbers(o, C_INDICES);
    if (o->v[C_RESULT]) {
        int64_t i = n - 1;
        for (; i >= 0; i--) {
            if (++indices[i] < (int64_t)rg_tuple_len(RG_TUPLE(pools->items[i]))) break;
            indices[i] = 0;
        }
        if (i < 0) {
            o->j = 1;
            return RG_STOP;
        }
    }
    RgTuple *t = rg_tuple_new(th, (size_t)n);
    if (!t) return RG_ERROR;
    for (int64_t i = 0; i < n; i++) t->items[i] = RG_TUPLE(pools->items[i])->items[indices[i]];
    o->v[C_RESULT] = RG_TRUE;
    return rg_from_ptr(t);
}
RG_IT_TYPE(product, "The cartesian product of iterables, as nested loops would give it.", product_new, product_next);

/* ---- the others: arguments (iterable, r) ---- */

static bool pool_and_r(RgThread *th, const char *name, const char *signature, const RgValue *args, size_t nargs, RgTuple *kwnames,
                       RgTuple **pool, int64_t *r)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, name, signature, args, nargs, kwnames, a)) return false;
    *pool = rg_to_tuple(th, a[0]);
    if (!*pool) return false;
    *r = (int64_t)rg_tuple_len(*pool);
    if (a[1] == RG_UNBOUND || a[1] == RG_NONE) return true;
    if (!rg_is_integer(a[1]) && strcmp(name, "permutations") == 0) {
        rg_raise(th, RG_EXC_TypeError, "Expected int as r");
        return false;
    }
    if (!rg_number_as_index(th, a[1], r, RG_EXC_OverflowError)) return false;
    if (*r < 0) rg_raise(th, RG_EXC_ValueError, "r must be non-negative");
    return *r >= 0;
}

static RgValue permutations_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgTuple *pool;
    int64_t r;
    if (!pool_and_r(th, "permutations", "(iterable, r=None)", args, nargs, kwnames, &pool, &r)) return RG_ERROR;
    int64_t n = (int64_t)rg_tuple_len(pool);
    RgIt *o = new_state(th, type, pool, r, n, RG_MIN(r, n));
    if (!o) return RG_ERROR;
    o->j = r > n;
    for (int64_t i = 0; i < n; i++) numbers(o, C_INDICES)[i] = i;
    for (int64_t i = 0; i < r && i < n; i++) numbers(o, C_CYCLES)[i] = n - i;
    return rg_from_ptr(o);
}

static RgValue permutations_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    if (o->j) return RG_STOP;
    if (!o->v[C_RESULT]) return result(th, o);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL])), r = o->i;
    int64_t *indices = numbers(o, C_INDICES), *cycles = numbers(o, C_CYCLES);
    for (int64_t i = r - 1; i >= 0; i--) {
        if (--cycles[i] == 0) { /* rotate the tail back */
            int64_t first = indices[i];
            memmove(indices + i, indices + i + 1, (size_t)(n - 1 - i) * sizeof first);
            indices[n - 1] = first;
            cycles[i] = n - i;
        } else {
            int64_t j = n - cycles[i], t = indices[i];
            indices[i] = indices[j];
            indices[j] = t;
            return result(th, o);
        }
    }
    o->j = 1;
    return RG_STOP;
}
RG_IT_TYPE(permutations, "All arrangements of r items of iterable.", permutations_new, permutations_next);

static RgValue combinations_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgTuple *pool;
    int64_t r;
    if (!pool_and_r(th, "combinations", "(iterable, r)", args, nargs, kwnames, &pool, &r)) return RG_ERROR;
    int64_t n = (int64_t)rg_tuple_len(pool);
    RgIt *o = new_state(th, type, pool, r, RG_MIN(r, n), -1);
    if (!o) return RG_ERROR;
    o->j = r > n;
    for (int64_t i = 0; i < r && i < n; i++) numbers(o, C_INDICES)[i] = i;
    return rg_from_ptr(o);
}

static RgValue combinations_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    if (o->j) return RG_STOP;
    if (!o->v[C_RESULT]) return result(th, o);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL])), r = o->i, *indices = numbers(o, C_INDICES), i = r - 1;
    while (i >= 0 && indices[i] == i + n - r) i--;
    if (i < 0) {
        o->j = 1;
        return RG_STOP;
    }
    indices[i]++;
    for (i++; i < r; i++) indices[i] = indices[i - 1] + 1;
    return result(th, o);
}
RG_IT_TYPE(combinations, "All choices of r items of iterable, in order.", combinations_new, combinations_next);

static RgValue replacement_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgTuple *pool;
    int64_t r;
    if (!pool_and_r(th, "combinations_with_replacement", "(iterable, r)", args, nargs, kwnames, &pool, &r)) return RG_ERROR;
    if (r > UINT32_MAX) return rg_raise_memory(th);
    RgIt *o = new_state(th, type, pool, r, r, -1);
    if (o) o->j = rg_tuple_len(pool) == 0 && r > 0;
    return rg_from_ptr(o);
}

static RgValue replacement_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    if (o->j) return RG_STOP;
    if (!o->v[C_RESULT]) return result(th, o);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL])), r = o->i, *indices = numbers(o, C_INDICES), i = r - 1;
    while (i >= 0 && indices[i] == n - 1) i--;
    if (i < 0) {
        o->j = 1;
        return RG_STOP;
    }
    int64_t next = indices[i] + 1;
    for (; i < r; i++) indices[i] = next;
    return result(th, o);
}
RG_IT_TYPE(combinations_with_replacement, "All choices of r items of iterable, each allowed again.", replacement_new, replacement_next);
