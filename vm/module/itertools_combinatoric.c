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

/* ---- pickling: the indices say where the iterator is ---- */

static RgTuple *number_tuple(RgThread *th, RgIt *o, int which, int64_t n)
{
    RgTuple *t = rg_tuple_new(th, (size_t)n);
    for (int64_t i = 0; t && i < n; i++) t->items[i] = rg_from_int(numbers(o, which)[i]);
    return t;
}

/* The number at i of a state, moved into [least, most]. */
static bool state_number(RgThread *th, RgValue state, int64_t i, int64_t least, int64_t most, int64_t *out)
{
    if (!rg_it_state_index(th, RG_TUPLE(state)->items[i], out)) return false;
    *out = RG_MAX(least, RG_MIN(*out, most));
    return true;
}

static bool is_state_of(RgThread *th, RgValue state, int64_t n)
{
    bool good = rg_is_tuple(state) && (int64_t)rg_tuple_len(RG_TUPLE(state)) == n;
    if (!good) rg_raise(th, RG_EXC_ValueError, "invalid arguments");
    return good;
}

/* Of all but product; n is the number of indices that a state holds. */
static RgValue reduce(RgThread *th, RgValue self, int64_t n, bool cycles)
{
    RgIt *o = IT(self);
    bool over = o->v[C_RESULT] && o->j;
    RgValue pool = over ? rg_from_ptr(rg_tuple_new(th, 0)) : o->v[C_POOL], r = rg_int_from_i64(th, o->i);
    RgTuple *call = pool && r ? rg_tuple_pack(th, 2, pool, r) : NULL;
    if (!o->v[C_RESULT] || over) return rg_it_reduce(th, self, call, 0);
    RgTuple *state = number_tuple(th, o, C_INDICES, n), *more = cycles ? number_tuple(th, o, C_CYCLES, o->i) : NULL;
    if (state && cycles) state = more ? rg_tuple_pack(th, 2, rg_from_ptr(state), rg_from_ptr(more)) : NULL;
    return state ? rg_it_reduce(th, self, call, rg_from_ptr(state)) : RG_ERROR;
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

static RgValue product_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    if (!o->v[C_RESULT]) return rg_it_reduce(th, self, RG_TUPLE(o->v[C_POOL]), 0);
    if (o->j) {
        RgTuple *none = rg_tuple_new(th, 0);
        return none ? rg_it_reduce(th, self, rg_tuple_pack(th, 1, rg_from_ptr(none)), 0) : RG_ERROR;
    }
    RgTuple *state = number_tuple(th, o, C_INDICES, o->i);
    return state ? rg_it_reduce(th, self, RG_TUPLE(o->v[C_POOL]), rg_from_ptr(state)) : RG_ERROR;
}

static RgValue product_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    RgTuple *pools = RG_TUPLE(o->v[C_POOL]);
    if (!is_state_of(th, args[0], o->i)) return RG_ERROR;
    for (int64_t i = 0; i < o->i; i++) {
        int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(pools->items[i]));
        if (n == 0) {
            o->j = 1;
            return RG_NONE;
        }
        if (!state_number(th, args[0], i, 0, n - 1, &numbers(o, C_INDICES)[i])) return RG_ERROR;
    }
    o->v[C_RESULT] = RG_TRUE;
    return RG_NONE;
}

static const RgMethodDef product_methods[] = {RG_IT_REDUCE(product_reduce), RG_IT_SETSTATE(product_setstate), RG_METHOD_END};

static RgValue product_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    if (o->j) {
        o->v[C_RESULT] = RG_TRUE;
        return RG_STOP;
    }
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
RG_IT_TYPE(product, "The cartesian product of iterables, as nested loops would give it.", product_new, product_next,
           .methods = product_methods);

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

static RgValue permutations_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return reduce(th, self, (int64_t)rg_tuple_len(RG_TUPLE(IT(self)->v[C_POOL])), true);
}

static RgValue permutations_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL]));
    if (!rg_it_state_is(th, args[0], 2, 2)) return RG_ERROR;
    RgValue *parts = RG_TUPLE(args[0])->items;
    for (int i = 0; i < 2; i++)
        if (!rg_is_tuple(parts[i])) return rg_raise(th, RG_EXC_TypeError, "argument %d must be tuple, not %T", i + 1, parts[i]);
    if (!is_state_of(th, parts[0], n) || !is_state_of(th, parts[1], o->i)) return RG_ERROR;
    if (o->i > n) return RG_NONE; /* there is no result whatever the state */
    for (int64_t i = 0; i < n; i++)
        if (!state_number(th, parts[0], i, 0, n - 1, &numbers(o, C_INDICES)[i])) return RG_ERROR;
    for (int64_t i = 0; i < o->i; i++)
        if (!state_number(th, parts[1], i, 1, n - i, &numbers(o, C_CYCLES)[i])) return RG_ERROR;
    o->v[C_RESULT] = RG_TRUE;
    return RG_NONE;
}

static const RgMethodDef permutations_methods[] = {RG_IT_REDUCE(permutations_reduce), RG_IT_SETSTATE(permutations_setstate), RG_METHOD_END};
RG_IT_TYPE(permutations, "All arrangements of r items of iterable.", permutations_new, permutations_next,
           .methods = permutations_methods);

static RgValue combinations_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return reduce(th, self, IT(self)->i, false);
}

static RgValue combinations_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL])), r = o->i;
    if (!is_state_of(th, args[0], r)) return RG_ERROR;
    if (r > n) return RG_NONE;
    for (int64_t i = 0; i < r; i++)
        if (!state_number(th, args[0], i, 0, i + n - r, &numbers(o, C_INDICES)[i])) return RG_ERROR;
    o->v[C_RESULT] = RG_TRUE;
    return RG_NONE;
}

static const RgMethodDef combinations_methods[] = {RG_IT_REDUCE(combinations_reduce), RG_IT_SETSTATE(combinations_setstate), RG_METHOD_END};

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
RG_IT_TYPE(combinations, "All choices of r items of iterable, in order.", combinations_new, combinations_next,
           .methods = combinations_methods);

static RgValue replacement_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    int64_t n = (int64_t)rg_tuple_len(RG_TUPLE(o->v[C_POOL]));
    if (!is_state_of(th, args[0], o->i)) return RG_ERROR;
    if (n == 0 && o->i > 0) return RG_NONE;
    for (int64_t i = 0; i < o->i; i++)
        if (!state_number(th, args[0], i, 0, n - 1, &numbers(o, C_INDICES)[i])) return RG_ERROR;
    o->v[C_RESULT] = RG_TRUE;
    return RG_NONE;
}

static const RgMethodDef replacement_methods[] = {RG_IT_REDUCE(combinations_reduce), RG_IT_SETSTATE(replacement_setstate), RG_METHOD_END};

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
RG_IT_TYPE(combinations_with_replacement, "All choices of r items of iterable, each allowed again.", replacement_new, replacement_next,
           .methods = replacement_methods);
