/* SPDX-License-Identifier: MIT
 *
 * bytearray_type.c: the type bytearray: slots and the methods that change it.
 * Arguments that may be the bytearray itself are copied first; a held view forbids resizing (BufferError).
 */
#include "vm/type/bytes_methods.h"

#define SELF RG_AS(RgByteArray, self)

/* Contents of v (bytes-like or iterable of ints) as a fresh bytearray. */
static RgByteArray *collect(RgThread *th, RgValue v)
{
    RgByteArray *b = rg_bytearray_new(th, NULL, 0);
    return b && rg_bytes_from_arguments(th, "bytearray", v, RG_UNBOUND, RG_UNBOUND, b) ? b : NULL;
}

static RgValue bytearray_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    void *b = rg_object_new_of(th, type, 0);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

static bool bytearray_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[3];
    if (!rg_args_parse(th, "bytearray", "(source=b'', encoding=None, errors=None)", args, nargs, kwnames, a) ||
        !rg_bytearray_resize(th, SELF, 0))
        return false;
    return rg_bytes_from_arguments(th, "bytearray", a[0], a[1], a[2], SELF);
}

static void bytearray_trace(RgMarker *marker, void *cell)
{
    RgByteArray *b = cell;
    if (b->storage)
        rg_mark_cell(marker, b->storage);
}

static void bytearray_release(RgHeap *heap, void *cell)
{
    rg_exports_drop(((RgByteArray *)cell)->exports);
}

static RgValue bytearray_repr(RgThread *th, RgValue self)
{
    RgStrBuilder b;
    RgStr *text = rg_bytes_repr_of(th, rg_bytearray_data(SELF), SELF->length, "(b", ")");
    if (!text)
        return RG_ERROR;
    rg_builder_init(&b, th, text->length + 12);
    rg_builder_str(&b, rg_type_of(th->rt, self)->name);
    rg_builder_str(&b, text);
    return rg_str_result(rg_builder_finish(&b));
}

static RgValue bytearray_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgBufferView x, y;
    if (!rg_buffer_supported(a) || !rg_buffer_supported(b))
        return RG_NOT_IMPLEMENTED;
    if (!rg_buffer_get(th, a, &x, false))
        return RG_ERROR;
    if (!rg_buffer_get(th, b, &y, false)) {
        rg_buffer_release(&x);
        return RG_ERROR;
    }
    int c = memcmp(x.data, y.data, (size_t)RG_MIN(x.len, y.len));
    if (c == 0)
        c = x.len < y.len ? -1 : x.len > y.len;
    rg_buffer_release(&x);
    rg_buffer_release(&y);
    switch (op) {
    case RG_LT:
        return rg_from_bool(c < 0);
    case RG_LE:
        return rg_from_bool(c <= 0);
    case RG_EQ:
        return rg_from_bool(c == 0);
    case RG_NE:
        return rg_from_bool(c != 0);
    case RG_GT:
        return rg_from_bool(c > 0);
    default:
        return rg_from_bool(c >= 0);
    }
}

static int64_t bytearray_len(RgThread *th, RgValue self)
{
    return SELF->length;
}

static RgValue bytearray_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgByteArray *b = SELF;
    if (rg_is_int(key) || rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index) {
        int64_t i;
        if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError))
            return RG_ERROR;
        if (i < 0)
            i += b->length;
        if (i < 0 || i >= b->length)
            return rg_raise(th, RG_EXC_IndexError, "bytearray index out of range");
        return rg_from_int(rg_bytearray_data(b)[i]);
    }
    if (!rg_is_kind(key, RG_KIND_slice))
        return rg_raise(th, RG_EXC_TypeError, "bytearray indices must be integers or slices, not %T", key);
    int64_t start, stop, step;
    if (!rg_slice_unpack(th, key, &start, &stop, &step))
        return RG_ERROR;
    int64_t n = rg_slice_adjust(b->length, &start, &stop, step);
    RgByteArray *r = rg_bytearray_new(th, NULL, RG_MAX(n, 0));
    if (!r)
        return RG_ERROR;
    uint8_t *to = rg_bytearray_data(r);
    const uint8_t *from = rg_bytearray_data(b);
    for (int64_t i = 0, at = start; i < n; i++, at += step)
        to[i] = from[at];
    return rg_from_ptr(r);
}

/* self[from:to] = data. Deleting at the front only moves the start: popping from the left is cheap. */
static bool replace_range(RgThread *th, RgByteArray *b, int64_t from, int64_t to, const uint8_t *data, int64_t n)
{
    int64_t old = b->length, growth = n - (to - from);
    if (growth == 0) {
        if (n)
            memmove(rg_bytearray_data(b) + from, data, (size_t)n);
        return true;
    }
    if (!rg_bytearray_may_resize(th, b))
        return false;
    if (growth < 0 && from == 0 && n == 0 && to < old) {
        b->start += to;
        b->length = old - to;
        return true;
    }
    if (growth < 0) {
        uint8_t *p = rg_bytearray_data(b);
        memmove(p + from + n, p + to, (size_t)(old - to));
        if (n)
            memmove(p + from, data, (size_t)n);
        return rg_bytearray_resize(th, b, old + growth);
    }
    if (!rg_bytearray_resize(th, b, old + growth))
        return false;
    uint8_t *p = rg_bytearray_data(b);
    memmove(p + from + n, p + to, (size_t)(old - to));
    memmove(p + from, data, (size_t)n);
    return true;
}

static bool set_slice(RgThread *th, RgByteArray *b, RgValue key, RgValue value)
{
    int64_t start, stop, step;
    RgByteArray *items = NULL;
    const uint8_t *from = NULL;
    int64_t n = 0;
    /* As in CPython, what is not another bytearray is looked at between two evaluations of the slice. */
    bool other = value == RG_UNBOUND || (rg_is_kind(value, RG_KIND_bytearray) && value != rg_from_ptr(b));
    if (!other && !rg_slice_unpack(th, key, &start, &stop, &step))
        return false;
    if (rg_is_exact(value, RG_KIND_bytes)) { /* immutable: needs no copy */
        from = RG_BYTES(value)->data;
        n = RG_BYTES(value)->length;
    } else if (value != RG_UNBOUND) {
        if (rg_is_integer(value) || rg_is_str(value)) {
            rg_raise(th, RG_EXC_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
            return false;
        }
        if (!(items = collect(th, value)))
            return false;
        n = items->length;
    }
    if (!rg_slice_unpack(th, key, &start, &stop, &step))
        return false;
    if (items)
        from = rg_bytearray_data(items);
    int64_t count = rg_slice_adjust(b->length, &start, &stop, step);
    if ((step < 0 && start < stop) || (step > 0 && start > stop))
        stop = start;
    if (step == 1)
        return replace_range(th, b, start, RG_MAX(stop, start), from, n);
    if (n == 0) {
        RgByteArray *kept = rg_bytearray_new(th, NULL, 0);
        if (!kept)
            return false;
        int64_t last = start + (count - 1) * step, low = RG_MIN(start, last), unit = step < 0 ? -step : step;
        for (int64_t i = 0; i < b->length; i++) {
            bool gone = count > 0 && i >= low && i <= RG_MAX(start, last) && (i - low) % unit == 0;
            if (!gone && !rg_bytearray_append(th, kept, rg_bytearray_data(b) + i, 1))
                return false;
        }
        if (!rg_bytearray_resize(th, b, kept->length))
            return false;
        memcpy(rg_bytearray_data(b), rg_bytearray_data(kept), (size_t)kept->length);
        return true;
    }
    if (n != count) {
        rg_raise(th, RG_EXC_ValueError, "attempt to assign bytes of size %lld to extended slice of size %lld", (long long)n,
                 (long long)count);
        return false;
    }
    uint8_t *to = rg_bytearray_data(b);
    for (int64_t i = 0, at = start; i < n; i++, at += step)
        to[at] = from[i];
    return true;
}

static bool bytearray_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgByteArray *b = SELF;
    if (rg_is_kind(key, RG_KIND_slice))
        return set_slice(th, b, key, value);
    if (!rg_is_integer(key) && !rg_type_of(th->rt, key)->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "bytearray indices must be integers or slices, not %T", key);
        return false;
    }
    int64_t i;
    if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError))
        return false;
    int byte = value == RG_UNBOUND ? 0 : rg_bytes_byte_value(th, value, "byte");
    if (byte < 0)
        return false;
    if (i < 0)
        i += b->length;
    if (i < 0 || i >= b->length) {
        rg_raise(th, RG_EXC_IndexError, "bytearray index out of range");
        return false;
    }
    if (value == RG_UNBOUND)
        return replace_range(th, b, i, i + 1, NULL, 0);
    rg_bytearray_data(b)[i] = (uint8_t)byte;
    return true;
}

static int bytearray_contains(RgThread *th, RgValue self, RgValue item)
{
    int result = -1;
    return rg_bytes_contains_common(th, self, item, &result) == RG_ERROR ? -1 : result;
}

static RgValue bytearray_iadd(RgThread *th, RgValue self, RgValue other)
{
    RgBufferView view;
    if (!rg_buffer_supported(other))
        return rg_raise(th, RG_EXC_TypeError, "can't concat %T to %N", other, rg_type_of(th->rt, self));
    if (self == other) {
        int64_t n = SELF->length;
        if (!rg_bytearray_resize(th, SELF, n * 2))
            return RG_ERROR;
        memcpy(rg_bytearray_data(SELF) + n, rg_bytearray_data(SELF), (size_t)n);
        return self;
    }
    if (!rg_buffer_get(th, other, &view, false))
        return RG_ERROR;
    bool ok = rg_bytearray_append(th, SELF, view.data, view.len);
    rg_buffer_release(&view);
    return ok ? self : RG_ERROR;
}

static RgValue bytearray_add(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytearray(a) || !rg_buffer_supported(b))
        return RG_NOT_IMPLEMENTED;
    RgByteArray *x = RG_AS(RgByteArray, a), *r = rg_bytearray_new(th, rg_bytearray_data(x), x->length);
    return r ? bytearray_iadd(th, rg_from_ptr(r), b) : RG_ERROR;
}

static bool repeat(RgThread *th, RgByteArray *b, int64_t n)
{
    int64_t unit = b->length, total;
    if (__builtin_mul_overflow(unit, RG_MAX(n, 0), &total)) {
        rg_raise_memory(th);
        return false;
    }
    if (!rg_bytearray_resize(th, b, total))
        return false;
    uint8_t *p = rg_bytearray_data(b);
    for (int64_t done = unit; done < total;) {
        int64_t part = RG_MIN(done, total - done);
        memcpy(p + done, p, (size_t)part);
        done += part;
    }
    return true;
}

static RgValue bytearray_imul(RgThread *th, RgValue self, RgValue other)
{
    int64_t n;
    if (!rg_is_integer(other) && !rg_type_of(th->rt, other)->slots.index)
        return RG_NOT_IMPLEMENTED;
    if (!rg_number_as_index(th, other, &n, RG_EXC_OverflowError) || !repeat(th, SELF, n))
        return RG_ERROR;
    return self;
}

static RgValue bytearray_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytearray(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    if (!rg_is_bytearray(a) || (!rg_is_integer(b) && !rg_type_of(th->rt, b)->slots.index))
        return RG_NOT_IMPLEMENTED;
    RgByteArray *x = RG_AS(RgByteArray, a), *r = rg_bytearray_new(th, rg_bytearray_data(x), x->length);
    return r ? bytearray_imul(th, rg_from_ptr(r), b) : RG_ERROR;
}

static RgValue bytearray_mod(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_bytearray(a))
        return RG_NOT_IMPLEMENTED;
    RgByteArray *x = RG_AS(RgByteArray, a);
    return rg_bytes_percent(th, rg_bytearray_data(x), x->length, b, true);
}

/* ---- methods ---- */

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(array_append)
{
    int v = rg_bytes_byte_value(th, args[0], "byte");
    uint8_t byte = (uint8_t)v;
    return v >= 0 && rg_bytearray_append(th, SELF, &byte, 1) ? RG_NONE : RG_ERROR;
}

METHOD(array_extend)
{
    if (rg_buffer_supported(args[0]))
        return bytearray_iadd(th, self, args[0]) == RG_ERROR ? RG_ERROR : RG_NONE;
    if (!rg_type_of(th->rt, args[0])->slots.iter && !rg_is_sequence(th, args[0]))
        return rg_raise(th, RG_EXC_TypeError, "can't extend bytearray with %T", args[0]);
    if (rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "expected iterable of integers; got: 'str'");
    RgValue it = rg_iter(th, args[0]);
    if (!it || rg_length_hint(th, args[0], 32) < 0)
        return RG_ERROR;
    RgByteArray *items = collect(th, it);
    return items && rg_bytearray_append(th, SELF, rg_bytearray_data(items), items->length) ? RG_NONE : RG_ERROR;
}

METHOD(array_insert)
{
    int64_t i;
    if (!rg_number_as_index(th, args[0], &i, RG_EXC_OverflowError))
        return RG_ERROR;
    int v = rg_bytes_byte_value(th, args[1], "byte");
    if (v < 0)
        return RG_ERROR;
    int64_t n = SELF->length;
    i = i < 0 ? RG_MAX(i + n, 0) : RG_MIN(i, n);
    uint8_t byte = (uint8_t)v;
    return replace_range(th, SELF, i, i, &byte, 1) ? RG_NONE : RG_ERROR;
}

METHOD(array_pop)
{
    int64_t i, n = SELF->length;
    if (!rg_args_index(th, args[0], -1, &i))
        return RG_ERROR;
    if (n == 0)
        return rg_raise(th, RG_EXC_IndexError, "pop from empty bytearray");
    if (i < 0)
        i += n;
    if (i < 0 || i >= n)
        return rg_raise(th, RG_EXC_IndexError, "pop index out of range");
    uint8_t v = rg_bytearray_data(SELF)[i];
    return replace_range(th, SELF, i, i + 1, NULL, 0) ? rg_from_int(v) : RG_ERROR;
}

METHOD(array_remove)
{
    int v = rg_bytes_byte_value(th, args[0], "byte");
    if (v < 0)
        return RG_ERROR;
    int64_t i = rg_chars_find_char(rg_bytearray_data(SELF), 1, SELF->length, (uint32_t)v);
    if (i < 0)
        return rg_raise(th, RG_EXC_ValueError, "value not found in bytearray");
    return replace_range(th, SELF, i, i + 1, NULL, 0) ? RG_NONE : RG_ERROR;
}

METHOD(array_reverse)
{
    uint8_t *p = rg_bytearray_data(SELF);
    for (int64_t i = 0, j = SELF->length - 1; i < j; i++, j--) {
        uint8_t t = p[i];
        p[i] = p[j];
        p[j] = t;
    }
    return RG_NONE;
}

METHOD(array_clear)
{
    return rg_bytearray_resize(th, SELF, 0) ? RG_NONE : RG_ERROR;
}

METHOD(array_copy)
{
    return rg_bytes_make(th, self, rg_bytearray_data(SELF), SELF->length);
}

METHOD(array_alloc)
{
    return rg_int_from_i64(th, SELF->storage ? (int64_t)SELF->storage->cap : 0);
}

METHOD(array_sizeof)
{
    return rg_from_int((int64_t)sizeof(RgByteArray) + (SELF->storage ? (int64_t)SELF->storage->cap : 0));
}

static RgValue reduce(RgThread *th, RgValue self, bool bytes)
{
    RgValue state = rg_call_method0(th, self, RG_SYM(th, __getstate__));
    if (!state)
        return RG_ERROR;
    RgTuple *args;
    if (bytes) {
        RgBytes *b = rg_bytes_new(th, rg_bytearray_data(SELF), SELF->length);
        args = b ? rg_tuple_pack(th, 1, rg_from_ptr(b)) : NULL;
    } else {
        RgStr *text = rg_str_from_latin1(th, rg_bytearray_data(SELF), SELF->length), *enc = rg_str_from_cstr(th, "latin-1");
        args = text && enc ? rg_tuple_pack(th, 2, rg_from_ptr(text), rg_from_ptr(enc)) : NULL;
    }
    RgTuple *t = args ? rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(args), state) : NULL;
    return t ? rg_from_ptr(t) : RG_ERROR;
}

METHOD(array_reduce)
{
    return reduce(th, self, false);
}

METHOD(array_reduce_ex)
{
    int64_t protocol;
    if (!rg_args_index(th, args[0], 0, &protocol))
        return RG_ERROR;
    return reduce(th, self, protocol >= 3);
}

static const RgMethodDef bytearray_methods[] = {
    RG_METHOD_F("__alloc__", "($self, /)", "Bytes allocated.", array_alloc, RG_MF_NO_SIGNATURE),
    RG_METHOD("__reduce__", "($self, /)", "State for pickling.", array_reduce),
    RG_METHOD("__reduce_ex__", "($self, proto=0, /)", "State for pickling.", array_reduce_ex),
    RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", array_sizeof),
    RG_METHOD("append", "($self, item, /)", "Adds a byte at the end.", array_append),
    RG_METHOD("clear", "($self, /)", "Removes all bytes.", array_clear),
    RG_METHOD("copy", "($self, /)", "A copy.", array_copy),
    RG_METHOD("extend", "($self, iterable_of_ints, /)", "Adds bytes at the end.", array_extend),
    RG_METHOD("insert", "($self, index, item, /)", "Inserts a byte before index.", array_insert),
    RG_METHOD("pop", "($self, index=-1, /)", "Removes and returns a byte.", array_pop),
    RG_METHOD("remove", "($self, value, /)", "Removes the first occurrence of a byte.", array_remove),
    RG_METHOD("reverse", "($self, /)", "Reverses the order in place.", array_reverse),
    RG_BYTES_SHARED_METHODS,
    RG_METHOD_END,
};
#undef METHOD


const RgTypeSpec rg_spec_bytearray = {
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> copy\nbytearray(int) -> that many zeros\nbytearray() -> empty bytearray\n\n"
           "A mutable array of bytes.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgByteArray),
    .cell = {"bytearray", bytearray_trace, bytearray_release},
    .slots = {
        .repr = bytearray_repr,
        .str = bytearray_repr,
        .hash = rg_hash_unhashable,
        .compare = bytearray_compare,
        .iter = rg_bytes_iter,
        .init = bytearray_init,
        .new_ = bytearray_new,
        .len = bytearray_len,
        .getitem = bytearray_getitem,
        .setitem = bytearray_setitem,
        .contains = bytearray_contains,
        .add = bytearray_add,
        .mul = bytearray_mul,
        .iadd = bytearray_iadd,
        .imul = bytearray_imul,
        .mod = bytearray_mod,
    },
    .methods = bytearray_methods,
};
#undef SELF
