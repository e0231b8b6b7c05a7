/* SPDX-License-Identifier: MIT
 *
 * deque.c: collections.deque on a ring of items. Always holds: the capacity is 0 or a power of two; slots outside the
 * live part are 0; `changes` differs after every change of length or order.
 */
#include "vm/module/collections.h"

typedef struct RgDeque {
    RgObject head;
    RgArray *array;
    uint64_t mask;  /* capacity - 1 */
    uint64_t first; /* slot of item 0 */
    int64_t length;
    int64_t maxlen; /* -1: none */
    uint64_t changes;
} RgDeque;
#define DEQUE(v) RG_AS(RgDeque, v)

typedef struct RgDequeIter {
    RgObject head;
    RgValue deque;
    int64_t index, left;
    uint64_t changes;
} RgDequeIter;

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static bool is_deque(RgValue v)
{
    return rg_is_kind(v, RG_KIND_native_state_) && rg_type_spec(rg_object_type(rg_as_object(v))) == &rg_spec_deque;
}

static inline RgValue *slot(RgDeque *d, int64_t i)
{
    return &d->array->items[(d->first + (uint64_t)i) & d->mask];
}

static void deque_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgDeque *)cell)->array);
}

static bool grow(RgThread *th, RgDeque *d)
{
    uint64_t cap = d->array ? (d->mask + 1) * 2 : 8;
    RgArray *a = rg_array_new(th, cap);
    if (!a) return false;
    for (int64_t i = 0; i < d->length; i++) a->items[i] = *slot(d, i);
    rg_gc_store_ptr(d, &d->array, a);
    d->mask = cap - 1;
    d->first = 0;
    return true;
}

static RgValue pop_right(RgDeque *d)
{
    RgValue *at = slot(d, --d->length), v = *at;
    *at = 0;
    d->changes++;
    return v;
}

static RgValue pop_left(RgDeque *d)
{
    RgValue *at = slot(d, 0), v = *at;
    *at = 0;
    d->first++;
    d->length--;
    d->changes++;
    return v;
}

static bool push_right(RgThread *th, RgDeque *d, RgValue v)
{
    if (d->maxlen == 0) return true;
    if (d->length == d->maxlen) pop_left(d);
    if ((!d->array || d->length > (int64_t)d->mask) && !grow(th, d)) return false;
    rg_gc_store(d->array, slot(d, d->length), v);
    d->length++;
    d->changes++;
    return true;
}

static bool push_left(RgThread *th, RgDeque *d, RgValue v)
{
    if (d->maxlen == 0) return true;
    if (d->length == d->maxlen) pop_right(d);
    if ((!d->array || d->length > (int64_t)d->mask) && !grow(th, d)) return false;
    d->first--;
    rg_gc_store(d->array, slot(d, 0), v);
    d->length++;
    d->changes++;
    return true;
}

static void clear(RgDeque *d)
{
    rg_gc_store_ptr(d, &d->array, NULL);
    d->length = 0;
    d->first = d->mask = 0;
    d->changes++;
}

static bool add_right(RgThread *th, RgValue v, void *d) { return push_right(th, d, v); }
static bool add_left(RgThread *th, RgValue v, void *d) { return push_left(th, d, v); }

/* Extending a deque by itself takes what it holds now. */
static bool extend(RgThread *th, RgDeque *d, RgValue iterable, bool left)
{
    if (iterable == rg_from_ptr(d)) {
        RgList *copy = rg_to_list(th, iterable);
        if (!copy) return false;
        iterable = rg_from_ptr(copy);
    }
    return rg_iterate(th, iterable, left ? add_left : add_right, d);
}

static RgValue deque_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgDeque *d = rg_object_new_of(th, type, 0);
    if (d) d->maxlen = -1;
    return rg_from_ptr(d);
}

static bool deque_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgDeque *d = DEQUE(self);
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "deque", "(iterable=(), maxlen=None)", args, nargs, kwnames, a)) return false;
    int64_t maxlen = -1;
    if (a[1] != RG_UNBOUND && a[1] != RG_NONE) {
        if (!rg_is_integer(a[1])) {
            rg_raise(th, RG_EXC_TypeError, "an integer is required");
            return false;
        }
        if (!rg_number_as_index(th, a[1], &maxlen, RG_EXC_OverflowError)) return false;
        if (maxlen < 0) {
            rg_raise(th, RG_EXC_ValueError, "maxlen must be non-negative");
            return false;
        }
    }
    d->maxlen = maxlen;
    if (d->length) clear(d);
    return a[0] == RG_UNBOUND || extend(th, d, a[0], false);
}

static RgDeque *copy_of(RgThread *th, RgDeque *d)
{
    RgType *type = rg_object_type(&d->head);
    RgDeque *copy;
    if (type == rg_coll_type(th, RG_COLL_DEQUE)) {
        copy = rg_object_new_of(th, type, 0);
        if (!copy) return NULL;
        copy->maxlen = d->maxlen;
        for (int64_t i = 0; i < d->length; i++)
            if (!push_right(th, copy, *slot(d, i))) return NULL;
        return copy;
    }
    RgValue args[2] = {rg_from_ptr(d), d->maxlen < 0 ? RG_NONE : rg_int_from_i64(th, d->maxlen)};
    RgValue v = rg_call(th, rg_from_ptr(type), args, d->maxlen < 0 ? 1 : 2, NULL);
    if (!v) return NULL;
    if (is_deque(v)) return DEQUE(v);
    rg_raise(th, RG_EXC_TypeError, "%T() must return a deque, not %T", rg_from_ptr(d), v);
    return NULL;
}

static RgValue deque_repr(RgThread *th, RgValue self)
{
    RgDeque *d = DEQUE(self);
    RgStr *name = rg_object_type(&d->head)->name;
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "[...]"));
    RgList *items = rg_to_list(th, self);
    RgStr *s = NULL;
    if (items) {
        s = d->maxlen < 0 ? rg_format(th, "%U(%R)", name, rg_from_ptr(items))
                          : rg_format(th, "%U(%R, maxlen=%lld)", name, rg_from_ptr(items), (long long)d->maxlen);
    }
    rg_repr_leave(th, &entry);
    return rg_from_ptr(s);
}

static RgValue deque_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!is_deque(a) || !is_deque(b)) return RG_NOT_IMPLEMENTED;
    if (DEQUE(a)->length != DEQUE(b)->length && (op == RG_EQ || op == RG_NE)) return rg_from_bool(op == RG_NE);
    RgList *x = rg_to_list(th, a), *y = x ? rg_to_list(th, b) : NULL;
    if (!y) return RG_ERROR;
    return rg_items_compare(th, (RgItemsView){&x->items, &x->length}, (RgItemsView){&y->items, &y->length}, op);
}

static int64_t deque_len(RgThread *th, RgValue self)
{
    return DEQUE(self)->length;
}

static bool index_of(RgThread *th, RgDeque *d, RgValue key, int64_t *i)
{
    return rg_items_subscript(th, key, d->length, "deque index", "sequence index must be integer, not '%T'", i);
}

static RgValue deque_getitem(RgThread *th, RgValue self, RgValue key)
{
    int64_t i;
    return index_of(th, DEQUE(self), key, &i) ? *slot(DEQUE(self), i) : RG_ERROR;
}

static void remove_at(RgDeque *d, int64_t i)
{
    if (i < d->length / 2) {
        for (; i > 0; i--) *slot(d, i) = *slot(d, i - 1);
        pop_left(d);
    } else {
        for (; i + 1 < d->length; i++) *slot(d, i) = *slot(d, i + 1);
        pop_right(d);
    }
}

static bool deque_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgDeque *d = DEQUE(self);
    int64_t i;
    if (!index_of(th, d, key, &i)) return false;
    if (value == RG_UNBOUND) {
        remove_at(d, i);
    } else {
        rg_gc_store(d->array, slot(d, i), value);
    }
    return true;
}

/* Index of v in [start, stop): -1 absent, -2 raised. When removing, a change meanwhile is another error. */
static int64_t find(RgThread *th, RgDeque *d, RgValue v, int64_t start, int64_t stop, bool removing)
{
    uint64_t changes = d->changes;
    for (int64_t i = start; i < stop && i < d->length; i++) {
        int equal = rg_compare_bool(th, *slot(d, i), v, RG_EQ);
        if (equal < 0) return -2;
        if (d->changes != changes) {
            if (removing) rg_raise(th, RG_EXC_IndexError, "deque mutated during remove().");
            else rg_raise(th, RG_EXC_RuntimeError, "deque mutated during iteration");
            return -2;
        }
        if (equal) return i;
    }
    return -1;
}

static int deque_contains(RgThread *th, RgValue self, RgValue v)
{
    int64_t i = find(th, DEQUE(self), v, 0, INT64_MAX, false);
    return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

static RgValue deque_add(RgThread *th, RgValue a, RgValue b)
{
    if (!is_deque(a)) return RG_NOT_IMPLEMENTED;
    if (!is_deque(b)) return rg_raise(th, RG_EXC_TypeError, "can only concatenate deque (not \"%T\") to deque", b);
    RgDeque *d = copy_of(th, DEQUE(a));
    return d && extend(th, d, b, false) ? rg_from_ptr(d) : RG_ERROR;
}

static RgValue deque_iadd(RgThread *th, RgValue self, RgValue other)
{
    return extend(th, DEQUE(self), other, false) ? self : RG_ERROR;
}

static RgValue deque_imul(RgThread *th, RgValue self, RgValue n)
{
    int64_t times;
    int ok = rg_repeat_count(th, n, &times);
    if (ok <= 0) return ok ? RG_ERROR : RG_NOT_IMPLEMENTED;
    RgDeque *d = DEQUE(self);
    RgList *items = rg_to_list(th, self);
    if (!items) return RG_ERROR;
    if (times == 0) clear(d);
    if (d->maxlen >= 0 && items->length) times = RG_MIN(times, d->maxlen / items->length + 2);
    if (items->length && times > INT64_MAX / 64 / items->length) return rg_raise_memory(th);
    for (int64_t i = 1; i < times; i++)
        for (int64_t k = 0; k < items->length; k++)
            if (!push_right(th, d, items->items[k])) return RG_ERROR;
    return self;
}

static RgValue deque_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!is_deque(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    if (!is_deque(a)) return RG_NOT_IMPLEMENTED;
    RgDeque *d = copy_of(th, DEQUE(a));
    return d ? deque_imul(th, rg_from_ptr(d), b) : RG_ERROR;
}

METHOD(deque_append) { return push_right(th, DEQUE(self), args[0]) ? RG_NONE : RG_ERROR; }
METHOD(deque_appendleft) { return push_left(th, DEQUE(self), args[0]) ? RG_NONE : RG_ERROR; }
METHOD(deque_extend) { return extend(th, DEQUE(self), args[0], false) ? RG_NONE : RG_ERROR; }
METHOD(deque_extendleft) { return extend(th, DEQUE(self), args[0], true) ? RG_NONE : RG_ERROR; }

METHOD(deque_pop)
{
    if (!DEQUE(self)->length) return rg_raise(th, RG_EXC_IndexError, "pop from an empty deque");
    return pop_right(DEQUE(self));
}

METHOD(deque_popleft)
{
    if (!DEQUE(self)->length) return rg_raise(th, RG_EXC_IndexError, "pop from an empty deque");
    return pop_left(DEQUE(self));
}

METHOD(deque_clear)
{
    clear(DEQUE(self));
    return RG_NONE;
}

METHOD(deque_copy) { return rg_from_ptr(copy_of(th, DEQUE(self))); }

METHOD(deque_count)
{
    RgDeque *d = DEQUE(self);
    uint64_t changes = d->changes;
    int64_t n = 0;
    for (int64_t i = 0; i < d->length; i++) {
        int equal = rg_compare_bool(th, *slot(d, i), args[0], RG_EQ);
        if (equal < 0) return RG_ERROR;
        n += equal;
        if (d->changes != changes) return rg_raise(th, RG_EXC_RuntimeError, "deque mutated during iteration");
    }
    return rg_from_int(n);
}

METHOD(deque_index)
{
    RgDeque *d = DEQUE(self);
    int64_t bounds[2] = {0, d->length};
    for (int i = 0; i < 2; i++) {
        if (args[1 + i] == RG_UNBOUND) continue;
        if (!rg_number_as_index(th, args[1 + i], &bounds[i], RG_EXC_BaseException)) return RG_ERROR;
        if (bounds[i] < 0) bounds[i] = RG_MAX(bounds[i] + d->length, 0);
    }
    int64_t i = find(th, d, args[0], bounds[0], bounds[1], false);
    if (i == -1) return rg_raise(th, RG_EXC_ValueError, "%R is not in deque", args[0]);
    return i < 0 ? RG_ERROR : rg_from_int(i);
}

METHOD(deque_insert)
{
    RgDeque *d = DEQUE(self);
    int64_t at;
    if (!rg_number_as_index(th, args[0], &at, RG_EXC_OverflowError)) return RG_ERROR;
    if (d->length == d->maxlen) return rg_raise(th, RG_EXC_IndexError, "deque already at its maximum size");
    if (at < 0) at = RG_MAX(at + d->length, 0);
    at = RG_MIN(at, d->length);
    if (at < d->length / 2) {
        if (!push_left(th, d, args[1])) return RG_ERROR;
        for (int64_t i = 0; i < at; i++) *slot(d, i) = *slot(d, i + 1);
    } else {
        if (!push_right(th, d, args[1])) return RG_ERROR;
        for (int64_t i = d->length - 1; i > at; i--) *slot(d, i) = *slot(d, i - 1);
    }
    rg_gc_store(d->array, slot(d, at), args[1]);
    return RG_NONE;
}

METHOD(deque_remove)
{
    RgDeque *d = DEQUE(self);
    int64_t i = find(th, d, args[0], 0, INT64_MAX, true);
    if (i == -1) return rg_raise(th, RG_EXC_ValueError, "%R is not in deque", args[0]);
    if (i < 0) return RG_ERROR;
    remove_at(d, i);
    return RG_NONE;
}

METHOD(deque_reverse)
{
    RgDeque *d = DEQUE(self);
    for (int64_t i = 0, k = d->length - 1; i < k; i++, k--) {
        RgValue v = *slot(d, i);
        *slot(d, i) = *slot(d, k);
        *slot(d, k) = v;
    }
    return RG_NONE;
}

METHOD(deque_rotate)
{
    RgDeque *d = DEQUE(self);
    int64_t n = 1;
    if (args[0] != RG_UNBOUND && !rg_number_as_index(th, args[0], &n, RG_EXC_OverflowError)) return RG_ERROR;
    if (d->length < 2) return RG_NONE;
    n %= d->length;
    if (n > d->length / 2) n -= d->length;
    if (n < -d->length / 2) n += d->length;
    int64_t maxlen = d->maxlen;
    d->maxlen = -1;
    bool ok = true;
    for (; ok && n > 0; n--) {
        RgValue v = pop_right(d);
        ok = push_left(th, d, v);
    }
    for (; ok && n < 0; n++) {
        RgValue v = pop_left(d);
        ok = push_right(th, d, v);
    }
    d->maxlen = maxlen;
    return ok ? RG_NONE : RG_ERROR;
}

METHOD(deque_reduce)
{
    RgDeque *d = DEQUE(self);
    RgValue state = rg_call_method0(th, self, RG_SYM(th, __getstate__)), it = state ? rg_iter(th, self) : RG_ERROR;
    if (!it) return RG_ERROR;
    RgTuple *call = d->maxlen < 0 ? rg_tuple_new(th, 0)
                                  : rg_tuple_pack(th, 2, rg_from_ptr(rg_tuple_new(th, 0)), rg_int_from_i64(th, d->maxlen));
    if (!call) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 4, rg_from_ptr(rg_object_type(&d->head)), rg_from_ptr(call), state, it));
}

METHOD(deque_sizeof)
{
    RgDeque *d = DEQUE(self);
    return rg_from_int((int64_t)sizeof *d + (d->array ? ((int64_t)d->mask + 1) * 8 : 0));
}

static RgValue get_maxlen(RgThread *th, RgValue self)
{
    return DEQUE(self)->maxlen < 0 ? RG_NONE : rg_int_from_i64(th, DEQUE(self)->maxlen);
}

static const RgGetSetDef deque_getset[] = {
    {"maxlen", get_maxlen, NULL, "Most items that it may hold, or None."},
    RG_GETSET_END,
};

/* ---- iterators ---- */

static void iter_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgDequeIter *)cell)->deque);
}

static RgValue new_iter(RgThread *th, RgValue self, int type)
{
    RgDequeIter *it = rg_object_new_of(th, rg_coll_type(th, type), 0);
    if (!it) return RG_ERROR;
    it->deque = self;
    it->left = DEQUE(self)->length;
    it->changes = DEQUE(self)->changes;
    return rg_from_ptr(it);
}

static RgValue deque_iter(RgThread *th, RgValue self)
{
    return new_iter(th, self, RG_COLL_DEQUE_ITER);
}

METHOD(deque_reversed) { return new_iter(th, self, RG_COLL_DEQUE_REVERSE_ITER); }

static RgValue step(RgThread *th, RgDequeIter *it, bool reverse)
{
    RgDeque *d = DEQUE(it->deque);
    if (reverse && it->left == 0) return RG_STOP; /* but one from the left notices every change, even at its end */
    if (d->changes != it->changes) {
        it->left = 0;
        return rg_raise(th, RG_EXC_RuntimeError, "deque mutated during iteration");
    }
    if (it->left == 0) return RG_STOP;
    RgValue v = *slot(d, reverse ? it->left - 1 : it->index);
    it->index++;
    it->left--;
    return v;
}

static RgValue iter_next(RgThread *th, RgValue self) { return step(th, RG_AS(RgDequeIter, self), false); }
static RgValue reverse_next(RgThread *th, RgValue self) { return step(th, RG_AS(RgDequeIter, self), true); }
METHOD(iter_length_hint) { return rg_from_int(RG_AS(RgDequeIter, self)->left); }

METHOD(iter_reduce)
{
    RgDequeIter *it = RG_AS(RgDequeIter, self);
    RgTuple *call = rg_tuple_pack(th, 2, it->deque, rg_int_from_i64(th, DEQUE(it->deque)->length - it->left));
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_object_type(&it->head)), rg_from_ptr(call))) : RG_ERROR;
}

/* (deque, index=0), for unpickling. Keywords are ignored. */
static RgValue iter_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int64_t skip = 0;
    if (nargs < 1 || nargs > 2)
        return rg_raise(th, RG_EXC_TypeError, "function takes at %s argument%s (%zu given)", nargs ? "most 2" : "least 1", nargs ? "s" : "", nargs);
    const RgTypeSpec *spec = rg_is_object(args[0]) ? rg_type_spec(rg_type_of(th->rt, args[0])) : NULL;
    if (spec != &rg_spec_deque) return rg_raise(th, RG_EXC_TypeError, "argument 1 must be collections.deque, not %T", args[0]);
    if (nargs == 2 && !rg_number_as_index(th, args[1], &skip, RG_EXC_OverflowError)) return RG_ERROR;
    bool reverse = type == rg_coll_type(th, RG_COLL_DEQUE_REVERSE_ITER);
    RgValue it = new_iter(th, args[0], reverse ? RG_COLL_DEQUE_REVERSE_ITER : RG_COLL_DEQUE_ITER);
    if (!it) return RG_ERROR;
    RgDequeIter *d = RG_AS(RgDequeIter, it);
    skip = RG_MAX(0, RG_MIN(skip, d->left));
    d->index += skip;
    d->left -= skip;
    return it;
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD_F("__length_hint__", "($self, /)", "Number of items to come.", iter_length_hint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", "State for pickling.", iter_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

#define ITERATOR(NAME, NEXT)                                 \
    const RgTypeSpec NAME = {                                \
        .module = "_collections",                            \
        .basicsize = sizeof(RgDequeIter),                    \
        .cell = {"deque_iterator", iter_trace, NULL},        \
        .slots = {.iter = rg_iter_self, .next = NEXT, .new_ = iter_new}, \
        .methods = iter_methods,                             \
    };
ITERATOR(rg_spec_deque_iterator, iter_next)
ITERATOR(rg_spec_deque_reverse_iterator, reverse_next)
#undef ITERATOR

#define ROW(NAME, SIGNATURE, DOC, FN) RG_METHOD_F(NAME, SIGNATURE, DOC, FN, RG_MF_NO_SIGNATURE)
static const RgMethodDef deque_methods[] = {
    ROW("append", "($self, item, /)", "Adds an item on the right.", deque_append),
    ROW("appendleft", "($self, item, /)", "Adds an item on the left.", deque_appendleft),
    ROW("clear", "($self, /)", "Removes all items.", deque_clear),
    ROW("__copy__", "($self, /)", "A shallow copy.", deque_copy),
    ROW("copy", "($self, /)", "A shallow copy.", deque_copy),
    ROW("count", "($self, value, /)", "Number of items equal to value.", deque_count),
    ROW("extend", "($self, iterable, /)", "Adds all items of iterable on the right.", deque_extend),
    ROW("extendleft", "($self, iterable, /)", "Adds all items of iterable on the left, one after the other.", deque_extendleft),
    ROW("index", "($self, value, start=0, stop=0, /)", "Index of the first item equal to value; ValueError when there is none.", deque_index),
    ROW("insert", "($self, index, item, /)", "Puts an item before index.", deque_insert),
    ROW("pop", "($self, /)", "Removes the rightmost item and returns it.", deque_pop),
    ROW("popleft", "($self, /)", "Removes the leftmost item and returns it.", deque_popleft),
    ROW("__reduce__", "($self, /)", NULL, deque_reduce),
    ROW("remove", "($self, value, /)", "Removes the first item equal to value.", deque_remove),
    ROW("__reversed__", "($self, /)", "An iterator from right to left.", deque_reversed),
    ROW("reverse", "($self, /)", "Turns the deque around in place.", deque_reverse),
    ROW("rotate", "($self, n=1, /)", "Moves n items from the right end to the left end.", deque_rotate),
    ROW("__sizeof__", "($self, /)", NULL, deque_sizeof),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};
#undef ROW
#undef METHOD

const RgTypeSpec rg_spec_deque = {
    .doc = "Double-ended queue: deque(iterable, maxlen).",
    .module = "collections",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_SEQUENCE,
    .basicsize = sizeof(RgDeque),
    .cell = {"deque", deque_trace, NULL},
    .slots = {.repr = deque_repr, .hash = rg_hash_unhashable, .compare = deque_compare, .iter = deque_iter, .new_ = deque_new,
              .init = deque_init, .len = deque_len, .getitem = deque_getitem, .setitem = deque_setitem,
              .contains = deque_contains, .add = deque_add, .mul = deque_mul, .iadd = deque_iadd, .imul = deque_imul},
    .methods = deque_methods,
    .getset = deque_getset,
};
