/* SPDX-License-Identifier: MIT
 *
 * bytes_type.c: the type bytes and the iterators of bytes and bytearray.
 * Always holds: an instance of a subclass refers to the bytes of an exact object (its `buffer` is that object or its buffer).
 */
#include "vm/object/dict.h"
#include "vm/type/bytes_methods.h"

/* ---- construction ---- */

/* What __bytes__ of v gives; 0 with nothing raised when it has none. */
static RgValue by_method(RgThread *th, RgValue v)
{
    RgValue fn = rg_type_lookup_special(th, v, RG_SYM(th, __bytes__));
    if (!fn)
        return 0;
    RgValue r = rg_call0(th, fn);
    if (r != RG_ERROR && !rg_is_bytes(r))
        return rg_raise(th, RG_EXC_TypeError, "__bytes__ returned non-bytes (type %T)", r);
    return r;
}

static RgValue bytes_value(RgThread *th, const RgValue *a)
{
    if (a[0] != RG_UNBOUND && a[1] == RG_UNBOUND && a[2] == RG_UNBOUND) {
        if (rg_is_exact(a[0], RG_KIND_bytes))
            return a[0];
        RgValue r = rg_is_exact(a[0], RG_KIND_str) ? 0 : by_method(th, a[0]);
        if (r || rg_raised(th))
            return r;
    }
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    if (!out || !rg_bytes_from_arguments(th, "bytes", a[0], a[1], a[2], out))
        return RG_ERROR;
    RgBytes *b = rg_bytes_new(th, rg_bytearray_data(out), out->length);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

static RgValue bytes_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[3];
    if (!rg_args_parse(th, "bytes", "(source=b'', encoding=None, errors=None)", args, nargs, kwnames, a))
        return RG_ERROR;
    RgValue v = bytes_value(th, a);
    if (v == RG_ERROR || type == RG_TYPE(th, bytes))
        return v;
    RgBytes *from = RG_BYTES(v), *b = rg_object_new_of(th, type, 0);
    if (!b)
        return RG_ERROR;
    b->length = from->length;
    b->data = from->data;
    rg_gc_store_ptr(b, &b->buffer, from->buffer ? from->buffer : (RgBuffer *)(void *)from);
    return rg_from_ptr(b);
}

static void bytes_trace(RgMarker *marker, void *cell)
{
    RgBytes *b = cell;
    if (b->buffer)
        rg_mark_cell(marker, b->buffer);
}

/* ---- slots ---- */

static RgValue bytes_repr(RgThread *th, RgValue self)
{
    return rg_str_result(rg_bytes_repr_of(th, RG_BYTES(self)->data, RG_BYTES(self)->length, "b", ""));
}

static bool bytes_hash(RgThread *th, RgValue self, int64_t *out)
{
    *out = (int64_t)rg_bytes_hash(th->rt, RG_BYTES(self));
    return true;
}

static RgValue bytes_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_bytes(a) || !rg_is_bytes(b))
        return RG_NOT_IMPLEMENTED;
    const RgBytes *x = RG_BYTES(a), *y = RG_BYTES(b);
    if (op == RG_EQ || op == RG_NE) {
        bool same = x->length == y->length && memcmp(x->data, y->data, (size_t)x->length) == 0;
        return rg_from_bool(same == (op == RG_EQ));
    }
    int64_t n = RG_MIN(x->length, y->length);
    int c = memcmp(x->data, y->data, (size_t)n);
    if (c == 0)
        c = x->length < y->length ? -1 : x->length > y->length;
    return rg_from_bool(op == RG_LT ? c < 0 : op == RG_LE ? c <= 0 : op == RG_GT ? c > 0 : c >= 0);
}

static int64_t bytes_len(RgThread *th, RgValue self)
{
    return RG_BYTES(self)->length;
}

static RgValue bytes_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgBytes *b = RG_BYTES(self);
    if (rg_is_int(key) || rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index) {
        int64_t i;
        if (rg_is_int(key))
            i = rg_as_int(key);
        else if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError))
            return RG_ERROR;
        if (i < 0)
            i += b->length;
        if (i < 0 || i >= b->length)
            return rg_raise(th, RG_EXC_IndexError, "index out of range");
        return rg_from_int(b->data[i]);
    }
    if (!rg_is_kind(key, RG_KIND_slice))
        return rg_raise(th, RG_EXC_TypeError, "byte indices must be integers or slices, not %T", key);
    int64_t start, stop, step;
    if (!rg_slice_unpack(th, key, &start, &stop, &step))
        return RG_ERROR;
    int64_t n = rg_slice_adjust(b->length, &start, &stop, step);
    if (n <= 0)
        return rg_bytes_make(th, self, NULL, 0);
    if (step == 1 && n == b->length)
        return rg_bytes_whole(th, self);
    if (step == 1)
        return rg_bytes_make(th, self, b->data + start, n);
    RgBytes *r = rg_bytes_new(th, NULL, n);
    for (int64_t i = 0, at = start; r && i < n; i++, at += step)
        r->data[i] = b->data[at];
    return r ? rg_from_ptr(r) : RG_ERROR;
}

static int bytes_contains(RgThread *th, RgValue self, RgValue item)
{
    int result = -1;
    return rg_bytes_contains_common(th, self, item, &result) == RG_ERROR ? -1 : result;
}

/* bytes + any bytes-like object. */
static RgValue bytes_add(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytes(a) || !rg_buffer_supported(b))
        return RG_NOT_IMPLEMENTED;
    RgBytes *x = RG_BYTES(a);
    RgBufferView y;
    if (x->length == 0 && rg_is_exact(b, RG_KIND_bytes))
        return b;
    if (!rg_buffer_get(th, b, &y, false))
        return RG_ERROR;
    RgValue r = y.len == 0 ? rg_bytes_whole(th, a) : RG_ERROR;
    if (r == RG_ERROR) {
        RgBytes *s = rg_bytes_new(th, NULL, x->length + y.len);
        if (s) {
            memcpy(s->data, x->data, (size_t)x->length);
            memcpy(s->data + x->length, y.data, (size_t)y.len);
            r = rg_from_ptr(s);
        }
    }
    rg_buffer_release(&y);
    return r;
}

static RgValue bytes_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytes(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    if (!rg_is_bytes(a) || (!rg_is_integer(b) && !rg_type_of(th->rt, b)->slots.index))
        return RG_NOT_IMPLEMENTED;
    int64_t n;
    if (!rg_number_as_index(th, b, &n, RG_EXC_OverflowError))
        return RG_ERROR;
    RgBytes *x = RG_BYTES(a);
    if (n == 1)
        return rg_bytes_whole(th, a);
    if (n <= 0 || x->length == 0)
        return rg_bytes_make(th, a, NULL, 0);
    if (x->length > INT64_MAX / n)
        return rg_raise(th, RG_EXC_OverflowError, "repeated bytes are too long");
    int64_t total = x->length * n, done = x->length;
    RgBytes *r = rg_bytes_new(th, NULL, total);
    if (!r)
        return RG_ERROR;
    if (x->length == 1) {
        memset(r->data, x->data[0], (size_t)total);
        return rg_from_ptr(r);
    }
    memcpy(r->data, x->data, (size_t)done);
    while (done < total) {
        int64_t part = RG_MIN(done, total - done);
        memcpy(r->data + done, r->data, (size_t)part);
        done += part;
    }
    return rg_from_ptr(r);
}

static RgValue bytes_mod(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytes(a))
        return RG_NOT_IMPLEMENTED;
    return rg_bytes_percent(th, RG_BYTES(a)->data, RG_BYTES(a)->length, b, false);
}

/* ---- methods ---- */

static RgValue bytes_bytes(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_bytes_whole(th, self);
}

static RgValue bytes_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *t = rg_tuple_pack(th, 1, rg_bytes_whole(th, self));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue bytes_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_int((int64_t)sizeof(RgBytes) + RG_BYTES(self)->length + 1);
}

static const RgMethodDef bytes_methods[] = {
    RG_METHOD("__bytes__", "($self, /)", "This object as exact bytes.", bytes_bytes),
    RG_METHOD_F("__getnewargs__", "($self, /)", NULL, bytes_getnewargs, RG_MF_NO_SIGNATURE),
    RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", bytes_sizeof),
    RG_BYTES_SHARED_METHODS,
    RG_METHOD_END,
};

/* ---- iterators of bytes and bytearray ---- */

typedef struct BytesIterator {
    RgObject head;
    RgValue bytes; /* 0: exhausted */
    int64_t index;
} BytesIterator;

RgValue rg_bytes_iter(RgThread *th, RgValue self)
{
    BytesIterator *it = rg_object_new(th, rg_is_bytes(self) ? RG_KIND_bytes_iterator : RG_KIND_bytearray_iterator, sizeof *it);
    if (!it)
        return RG_ERROR;
    rg_gc_store(it, &it->bytes, self);
    return rg_from_ptr(it);
}

static void iterator_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((BytesIterator *)cell)->bytes);
}

static RgValue iterator_self(RgThread *th, RgValue self)
{
    return self;
}

static RgValue iterator_next(RgThread *th, RgValue self)
{
    BytesIterator *it = RG_AS(BytesIterator, self);
    int64_t n;
    if (!it->bytes)
        return RG_STOP;
    const uint8_t *p = rg_bytes_data_of(it->bytes, &n);
    if (it->index < n)
        return rg_from_int(p[it->index++]);
    it->bytes = 0;
    return RG_STOP;
}

static RgValue iterator_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    BytesIterator *it = RG_AS(BytesIterator, self);
    int64_t n = 0;
    if (it->bytes)
        rg_bytes_data_of(it->bytes, &n);
    return rg_from_int(RG_MAX(n - it->index, 0));
}

static RgValue iterator_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    BytesIterator *it = RG_AS(BytesIterator, self);
    RgValue iter = rg_dict_get_cstr(th, th->rt->builtins, "iter");
    RgBytes *empty = rg_bytes_new(th, NULL, 0);
    RgTuple *inner = empty ? rg_tuple_pack(th, 1, it->bytes ? it->bytes : rg_from_ptr(empty)) : NULL;
    if (!inner || !iter)
        return RG_ERROR;
    RgTuple *t = it->bytes ? rg_tuple_pack(th, 3, iter, rg_from_ptr(inner), rg_from_int(it->index))
                           : rg_tuple_pack(th, 2, iter, rg_from_ptr(inner));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue iterator_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t i;
    if (!rg_number_as_i64(th, args[0], &i))
        return RG_ERROR;
    RG_AS(BytesIterator, self)->index = RG_MAX(i, 0);
    return RG_NONE;
}

static const RgMethodDef iterator_methods[] = {
    RG_METHOD_F("__length_hint__", "($self, /)", NULL, iterator_length_hint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, iterator_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, iterator_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_bytes_iterator = {
    .flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
    .basicsize = sizeof(BytesIterator),
    .cell = {"bytes_iterator", iterator_trace, NULL},
    .slots = {.iter = iterator_self, .next = iterator_next},
    .methods = iterator_methods,
};

const RgTypeSpec rg_spec_bytearray_iterator = {
    .flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
    .basicsize = sizeof(BytesIterator),
    .cell = {"bytearray_iterator", iterator_trace, NULL},
    .slots = {.iter = iterator_self, .next = iterator_next},
    .methods = iterator_methods,
};

const RgTypeSpec rg_spec_bytes = {
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> bytes\n"
           "bytes(int) -> bytes of that many zeros\nbytes() -> empty bytes\n\nAn immutable array of bytes.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgBytes),
    .cell = {"bytes", bytes_trace, NULL},
    .slots = {
        .repr = bytes_repr,
        .str = bytes_repr,
        .hash = bytes_hash,
        .compare = bytes_compare,
        .iter = rg_bytes_iter,
        .new_ = bytes_new,
        .len = bytes_len,
        .getitem = bytes_getitem,
        .contains = bytes_contains,
        .add = bytes_add,
        .mul = bytes_mul,
        .mod = bytes_mod,
    },
    .methods = bytes_methods,
};
