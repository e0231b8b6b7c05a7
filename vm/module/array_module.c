/* SPDX-License-Identifier: MIT
 *
 * array_module.c: array.array: machine numbers in a row. Items are read and written by the type code; slices, concatenation and
 * comparison work on bytes where the codes agree.
 */
#include <math.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/array.h"
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

typedef struct Array {
    RgObject head; /* aux8: type code */
    RgBuffer *storage;
    int64_t length, itemsize;
    RgExports *exports; /* NULL: no view taken yet */
} Array;

typedef struct ArrayIter {
    RgObject head;
    Array *array; /* NULL once exhausted */
    int64_t index;
} ArrayIter;

static RgType *type_at(RgThread *th, int which)
{
    return RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, array))->items[which]);
}

static bool is_array(RgThread *th, RgValue v)
{
    return rg_is_object(v) && rg_type_is_subtype(rg_type_of(th->rt, v), type_at(th, RG_ARRAY_TYPE));
}

static void array_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((Array *)cell)->storage);
}

static void iter_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((ArrayIter *)cell)->array);
}

#define SELF RG_AS(Array, self)

static int64_t size_of_code(char code)
{
    switch (code) {
    case 'b': case 'B': return 1;
    case 'h': case 'H': return 2;
    case 'u': case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'd': return 8;
    default: return 0;
    }
}

static uint8_t *item_at(const Array *a, int64_t i)
{
    return a->storage->data + i * a->itemsize;
}

/* Whether an item of an array of characters is one: its bytes may be anything. */
static bool character_at(RgThread *th, const Array *a, int64_t i)
{
    uint32_t c = *(const uint32_t *)(const void *)item_at(a, i);
    if (c > 0x10ffff) (void)rg_raise(th, RG_EXC_ValueError, "character U+%x is not in range [U+0000; U+10ffff]", c);
    return c <= 0x10ffff;
}

static RgValue read_item(RgThread *th, const Array *a, int64_t i)
{
    const void *p = item_at(a, i);
    switch (a->head.aux8) {
    case 'b': return rg_from_int(*(const int8_t *)p);
    case 'B': return rg_from_int(*(const uint8_t *)p);
    case 'h': return rg_from_int(*(const int16_t *)p);
    case 'H': return rg_from_int(*(const uint16_t *)p);
    case 'i': return rg_from_int(*(const int32_t *)p);
    case 'I': return rg_from_int(*(const uint32_t *)p);
    case 'l': case 'q': return rg_int_from_i64(th, *(const int64_t *)p);
    case 'L': case 'Q': return rg_int_from_u64(th, *(const uint64_t *)p);
    case 'f': return rg_from_double((double)*(const float *)p);
    case 'd': return rg_from_double(*(const double *)p);
    default: return character_at(th, a, i) ? rg_from_ptr(rg_str_from_char(th, *(const uint32_t *)p)) : RG_ERROR;
    }
}

static bool integer_item(RgThread *th, RgValue v, char code, uint8_t out[8])
{
    static const struct { char code; const char *name; int64_t low, high; } ranges[] = {
        {'b', "signed char", INT8_MIN, INT8_MAX}, {'B', "unsigned byte integer", 0, UINT8_MAX}, {'h', "signed short integer", INT16_MIN, INT16_MAX},
        {'H', "unsigned short", 0, UINT16_MAX}, {'i', "signed integer", INT32_MIN, INT32_MAX}, {'I', "unsigned int", 0, UINT32_MAX}};
    RgValue n = rg_is_int(v) ? v : rg_number_index(th, v);
    int64_t i = 0;
    if (!n) return false;
    bool fits = rg_int_as_i64(n, &i);
    if (code == 'L' || code == 'Q') {
        uint64_t u;
        rg_int_as_u64_mask(n, &u);
        if (rg_int_sign(n) < 0) {
            rg_raise(th, RG_EXC_OverflowError, code == 'Q' ? "can't convert negative int to unsigned" : "can't convert negative value to unsigned int");
            return false;
        }
        if (rg_int_bit_length(n) > 64) {
            rg_raise(th, RG_EXC_OverflowError, code == 'L' ? "Python int too large to convert to C unsigned long" : "int too big to convert");
            return false;
        }
        memcpy(out, &u, 8);
        return true;
    }
    for (size_t k = 0; k < RG_COUNT_OF(ranges); k++) {
        if (ranges[k].code != code || (fits && i >= ranges[k].low && i <= ranges[k].high)) continue;
        bool low = fits ? i < ranges[k].low : rg_int_sign(n) < 0;
        const char *name = ranges[k].name, *text = NULL;
        if (code == 'b' && (i < INT16_MIN || i > INT16_MAX)) name = "signed short integer"; /* read as a short first */
        if (code == 'H' && (i < INT32_MIN || i > INT32_MAX)) name = "signed integer";       /* and this as an int */
        if (code == 'I' && (low || rg_int_bit_length(n) > 64))
            text = low ? "can't convert negative value to unsigned int" : "Python int too large to convert to C unsigned long";
        else if (code != 'I' && !fits)
            text = "Python int too large to convert to C long";
        if (text) {
            rg_raise(th, RG_EXC_OverflowError, "%s", text);
            return false;
        }
        rg_raise(th, RG_EXC_OverflowError, "%s is %s", name, low ? "less than minimum" : "greater than maximum");
        return false;
    }
    if (!fits) {
        rg_raise(th, RG_EXC_OverflowError, code == 'q' ? "int too big to convert" : "Python int too large to convert to C long");
        return false;
    }
    memcpy(out, &i, 8); /* little-endian: the low bytes are the item */
    return true;
}

/* The bytes of v as an item of the array's kind. */
static bool make_item(RgThread *th, const Array *a, RgValue v, uint8_t out[8])
{
    char code = (char)a->head.aux8;
    if (code == 'd' || code == 'f') {
        double d;
        if (rg_is_double(v)) d = rg_as_double(v);
        else if (!rg_number_as_double(th, v, &d)) return false;
        float f = (float)d;
        if (code == 'd') memcpy(out, &d, 8);
        else memcpy(out, &f, 4);
        return true;
    }
    if (code == 'u') {
        if (!rg_is_str(v) || RG_STR(v)->length != 1) {
            rg_raise(th, RG_EXC_TypeError, "array item must be unicode character");
            return false;
        }
        uint32_t c = rg_str_at(RG_STR(v), 0);
        memcpy(out, &c, 4);
        return true;
    }
    if (rg_is_float(v)) {
        rg_raise(th, RG_EXC_TypeError, "'float' object cannot be interpreted as an integer");
        return false;
    }
    return integer_item(th, v, code, out);
}

static bool write_item(RgThread *th, Array *a, int64_t i, RgValue v)
{
    uint8_t bytes[8];
    if (!make_item(th, a, v, bytes)) return false;
    if (i < a->length) memcpy(item_at(a, i), bytes, (size_t)a->itemsize);
    return true;
}

static bool resizable(RgThread *th, const Array *a)
{
    if (!a->exports || a->exports->count == 0 || rg_exports_settle(th, a->exports)) return true;
    rg_raise(th, RG_EXC_BufferError, "cannot resize an array that is exporting buffers");
    return false;
}

static bool resize(RgThread *th, Array *a, int64_t length)
{
    if (length != a->length && !resizable(th, a)) return false;
    size_t need = (size_t)length * (size_t)a->itemsize;
    if (!a->storage || need > a->storage->cap) {
        RgBuffer *fresh = rg_buffer_new(th, need + (need >> 3) + 32);
        if (!fresh) return false;
        if (a->length) memcpy(fresh->data, a->storage->data, (size_t)a->length * (size_t)a->itemsize);
        rg_gc_store_ptr(a, &a->storage, fresh);
    }
    a->length = length;
    return true;
}

static Array *new_array(RgThread *th, RgType *type, char code, int64_t length)
{
    Array *a = rg_object_new_of(th, type, 0);
    if (!a) return NULL;
    a->head.aux8 = (uint8_t)code;
    a->itemsize = size_of_code(code);
    return resize(th, a, length) ? a : NULL;
}

static Array *like(RgThread *th, const Array *a, int64_t length)
{
    return new_array(th, type_at(th, RG_ARRAY_TYPE), (char)a->head.aux8, length);
}

static bool append(RgThread *th, Array *a, RgValue v)
{
    uint8_t bytes[8];
    if (!make_item(th, a, v, bytes) || !resize(th, a, a->length + 1)) return false;
    memcpy(item_at(a, a->length - 1), bytes, (size_t)a->itemsize);
    return true;
}

static bool append_step(RgThread *th, RgValue item, void *data)
{
    return append(th, data, item);
}

static bool append_bytes(RgThread *th, Array *a, const uint8_t *data, int64_t len)
{
    if (len % a->itemsize) {
        rg_raise(th, RG_EXC_ValueError, "bytes length not a multiple of item size");
        return false;
    }
    int64_t before = a->length;
    if (len == 0) return true;
    if (!resize(th, a, before + len / a->itemsize)) return false;
    memcpy(item_at(a, before), data, (size_t)len);
    return true;
}

static bool append_array(RgThread *th, Array *a, const Array *b)
{
    int64_t n = b->length, before = a->length;
    if (!resize(th, a, before + n)) return false;
    if (n) memmove(item_at(a, before), b->storage->data, (size_t)(n * a->itemsize));
    return true;
}

static bool extend(RgThread *th, Array *a, RgValue v)
{
    if (!is_array(th, v)) return rg_iterate(th, v, append_step, a);
    if (RG_AS(Array, v)->head.aux8 == a->head.aux8) return append_array(th, a, RG_AS(Array, v));
    rg_raise(th, RG_EXC_TypeError, "can only extend with array of same kind");
    return false;
}

static bool fill_from(RgThread *th, Array *a, RgValue v)
{
    if (is_array(th, v) && RG_AS(Array, v)->head.aux8 != a->head.aux8) { /* item by item */
        Array *b = RG_AS(Array, v);
        for (int64_t i = 0; i < b->length; i++) {
            RgValue item = read_item(th, b, i);
            if (!item || !append(th, a, item)) return false;
        }
        return true;
    }
    if (rg_is_str(v) && a->head.aux8 == 'u') {
        RgStr *s = RG_STR(v);
        if (!resize(th, a, s->length)) return false;
        for (int64_t i = 0; i < s->length; i++) ((uint32_t *)(void *)a->storage->data)[i] = rg_str_at(s, i);
        return true;
    }
    if (rg_is_bytes(v) || rg_is_kind(v, RG_KIND_bytearray)) {
        RgBufferView view;
        if (!rg_buffer_get(th, v, &view, false)) return false;
        bool ok = append_bytes(th, a, view.data, view.len);
        rg_buffer_release(&view);
        return ok;
    }
    return extend(th, a, v);
}

static RgValue array_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, "array.array", type, kwnames)) return RG_ERROR;
    if (nargs < 1 || nargs > 2) {
        return rg_raise(th, RG_EXC_TypeError, "array() takes at %s %d argument%s (%zu given)", nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2,
                        nargs < 1 ? "" : "s", nargs);
    }
    if (!rg_is_str(args[0]) || RG_STR(args[0])->length != 1) {
        return rg_raise(th, RG_EXC_TypeError, "array() argument 1 must be a unicode character, not %T", args[0]);
    }
    uint32_t code = rg_str_at(RG_STR(args[0]), 0);
    if (code > 127 || !size_of_code((char)code)) {
        return rg_raise(th, RG_EXC_ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    }
    if (nargs == 2 && rg_is_str(args[1]) && code != 'u') {
        return rg_raise(th, RG_EXC_TypeError, "cannot use a str to initialize an array with typecode '%c'", (int)code);
    }
    if (nargs == 2 && code != 'u' && is_array(th, args[1]) && RG_AS(Array, args[1])->head.aux8 == 'u')
        return rg_raise(th, RG_EXC_TypeError, "cannot use a unicode array to initialize an array with typecode '%c'", (int)code);
    Array *a = new_array(th, type, (char)code, 0);
    return a && (nargs < 2 || fill_from(th, a, args[1])) ? rg_from_ptr(a) : RG_ERROR;
}

/* ---- slots ---- */

static RgValue to_list(RgThread *th, const Array *a)
{
    RgList *l = rg_list_new(th, a->length);
    for (int64_t i = 0; l && i < a->length; i++) {
        RgValue v = read_item(th, a, i);
        if (!v || !rg_list_append(th, l, v)) return RG_ERROR;
    }
    return rg_from_ptr(l);
}

static RgValue to_unicode(RgThread *th, const Array *a)
{
    for (int64_t i = 0; i < a->length; i++)
        if (!character_at(th, a, i)) return RG_ERROR;
    return rg_from_ptr(rg_str_from_ucs4(th, a->storage ? (const uint32_t *)(const void *)a->storage->data : NULL, a->length));
}

static RgValue array_repr(RgThread *th, RgValue self)
{
    const char *name = rg_type_of(th->rt, self) == type_at(th, RG_ARRAY_TYPE) ? "array" : rg_type_of(th->rt, self)->cname;
    if (SELF->length == 0) return rg_from_ptr(rg_format(th, "%s('%c')", name, (int)SELF->head.aux8));
    RgValue items = SELF->head.aux8 == 'u' ? to_unicode(th, SELF) : to_list(th, SELF);
    return items ? rg_from_ptr(rg_format(th, "%s('%c', %R)", name, (int)SELF->head.aux8, items)) : RG_ERROR;
}

static int64_t array_len(RgThread *th, RgValue self)
{
    return SELF->length;
}

static RgValue array_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!is_array(th, a) || !is_array(th, b)) return RG_NOT_IMPLEMENTED;
    Array *x = RG_AS(Array, a), *y = RG_AS(Array, b);
    if (x->length != y->length && (op == RG_EQ || op == RG_NE)) return rg_from_bool(op == RG_NE);
    for (int64_t i = 0; i < x->length && i < y->length; i++) {
        RgValue p = read_item(th, x, i), q = p ? read_item(th, y, i) : RG_ERROR;
        int same = q ? rg_compare_bool(th, p, q, RG_EQ) : -1;
        if (same < 0) return RG_ERROR;
        if (!same || (rg_is_float(p) && isnan(rg_float_value(p)))) return op == RG_EQ ? RG_FALSE : op == RG_NE ? RG_TRUE : rg_compare(th, p, q, op);
    }
    return rg_compare(th, rg_from_int(x->length), rg_from_int(y->length), op);
}

static bool index_of(RgThread *th, const Array *a, RgValue key, const char *what, int64_t *out)
{
    if (!rg_number_as_index(th, key, out, RG_EXC_IndexError)) return false;
    if (*out < 0) *out += a->length;
    if (*out >= 0 && *out < a->length) return true;
    rg_raise(th, RG_EXC_IndexError, "%s", what);
    return false;
}

static RgValue array_getitem(RgThread *th, RgValue self, RgValue key)
{
    int64_t i, stop, step;
    if (rg_is_int(key) || rg_type_of(th->rt, key)->slots.index) {
        return index_of(th, SELF, key, "array index out of range", &i) ? read_item(th, SELF, i) : RG_ERROR;
    }
    if (!rg_is_kind(key, RG_KIND_slice)) return rg_raise(th, RG_EXC_TypeError, "array indices must be integers");
    if (!rg_slice_unpack(th, key, &i, &stop, &step)) return RG_ERROR;
    int64_t n = rg_slice_adjust(SELF->length, &i, &stop, step);
    Array *out = like(th, SELF, n);
    for (int64_t k = 0; out && k < n; k++, i += step) memcpy(item_at(out, k), item_at(SELF, i), (size_t)out->itemsize);
    return rg_from_ptr(out);
}

static bool delete_range(RgThread *th, Array *a, int64_t from, int64_t to)
{
    int64_t length = a->length, tail = length - to;
    if (from >= to) return true;
    if (!resizable(th, a)) return false;
    memmove(item_at(a, from), item_at(a, to), (size_t)(tail * a->itemsize));
    return resize(th, a, from + tail);
}

static bool set_slice(RgThread *th, Array *a, RgValue key, RgValue value)
{
    int64_t start, stop, step;
    Array *from = NULL;
    if (value != RG_UNBOUND) {
        if (!is_array(th, value)) {
            rg_raise(th, RG_EXC_TypeError, "can only assign array (not \"%T\") to array slice", value);
            return false;
        }
        from = RG_AS(Array, value);
        if (from->head.aux8 != a->head.aux8) {
            rg_raise_bad_args(th, "bad argument type for built-in operation");
            return false;
        }
        if (from == a && !(from = like(th, a, 0))) return false;
        if (from != RG_AS(Array, value) && !append_array(th, from, a)) return false;
    }
    if (!rg_slice_unpack(th, key, &start, &stop, &step)) return false;
    int64_t n = rg_slice_adjust(a->length, &start, &stop, step), need = from ? from->length : 0;
    if (step == 1) {
        if (need < n) {
            if (!delete_range(th, a, start + need, start + n)) return false;
        } else if (need > n) {
            int64_t length = a->length, at = start + n;
            if (!resize(th, a, length + need - n)) return false;
            memmove(item_at(a, start + need), item_at(a, at), (size_t)((length - at) * a->itemsize));
        }
        if (need) memcpy(item_at(a, start), from->storage->data, (size_t)(need * a->itemsize));
        return true;
    }
    if (from) {
        if (need != n) {
            rg_raise(th, RG_EXC_ValueError, "attempt to assign array of size %lld to extended slice of size %lld", (long long)need, (long long)n);
            return false;
        }
        for (int64_t k = 0, i = start; k < n; k++, i += step) memcpy(item_at(a, i), item_at(from, k), (size_t)a->itemsize);
        return true;
    }
    if (n == 0) return true;
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    int64_t to = start, k = 0, length = a->length;
    for (int64_t i = start; i < length; i++) {
        if (k < n && i == start + k * step) k++;
        else memmove(item_at(a, to++), item_at(a, i), (size_t)a->itemsize);
    }
    return resize(th, a, to);
}

static bool array_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    if (rg_is_int(key) || rg_type_of(th->rt, key)->slots.index) {
        int64_t i;
        if (!index_of(th, SELF, key, "array assignment index out of range", &i)) return false;
        return value == RG_UNBOUND ? delete_range(th, SELF, i, i + 1) : write_item(th, SELF, i, value);
    }
    if (rg_is_kind(key, RG_KIND_slice)) return set_slice(th, SELF, key, value);
    rg_raise(th, RG_EXC_TypeError, "array indices must be integers");
    return false;
}

static int64_t find(RgThread *th, Array *a, RgValue v, int64_t from, int64_t to) /* index, -1 absent, -2 raised */
{
    for (int64_t i = from; i < to && i < a->length; i++) {
        RgValue item = read_item(th, a, i);
        int same = item ? rg_compare_bool(th, item, v, RG_EQ) : -1;
        if (same) return same < 0 ? -2 : i;
    }
    return -1;
}

static int array_contains(RgThread *th, RgValue self, RgValue v)
{
    int64_t i = find(th, SELF, v, 0, INT64_MAX);
    return i == -2 ? -1 : i >= 0;
}

static RgValue array_add(RgThread *th, RgValue a, RgValue b)
{
    if (!is_array(th, a)) return RG_NOT_IMPLEMENTED;
    if (!is_array(th, b)) return rg_raise(th, RG_EXC_TypeError, "can only append array (not \"%T\") to array", b);
    if (RG_AS(Array, a)->head.aux8 != RG_AS(Array, b)->head.aux8) {
        return rg_raise_bad_args(th, "bad argument type for built-in operation");
    }
    Array *out = like(th, RG_AS(Array, a), 0);
    return out && append_array(th, out, RG_AS(Array, a)) && append_array(th, out, RG_AS(Array, b)) ? rg_from_ptr(out) : RG_ERROR;
}

static RgValue array_iadd(RgThread *th, RgValue self, RgValue other)
{
    if (!is_array(th, other)) return rg_raise(th, RG_EXC_TypeError, "can only extend with array (not \"%T\")", other);
    return extend(th, SELF, other) ? self : RG_ERROR;
}

static bool repeat_into(RgThread *th, Array *out, const Array *a, int64_t n)
{
    int64_t length = a->length;
    if (n < 0) n = 0;
    if (length && n > INT64_MAX / 64 / length) {
        rg_raise_memory(th);
        return false;
    }
    if (!resize(th, out, length * n)) return false;
    for (int64_t k = out == a; k < n && length; k++) memcpy(item_at(out, k * length), a->storage->data, (size_t)(length * a->itemsize));
    return true;
}

static RgValue array_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!is_array(th, a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    int64_t n;
    if (!is_array(th, a) || !rg_type_of(th->rt, b)->slots.index) return RG_NOT_IMPLEMENTED;
    if (!rg_number_as_index(th, b, &n, RG_EXC_OverflowError)) return RG_ERROR;
    Array *out = like(th, RG_AS(Array, a), 0);
    return out && repeat_into(th, out, RG_AS(Array, a), n) ? rg_from_ptr(out) : RG_ERROR;
}

static RgValue array_imul(RgThread *th, RgValue self, RgValue b)
{
    int64_t n;
    if (!rg_type_of(th->rt, b)->slots.index) return RG_NOT_IMPLEMENTED;
    if (!rg_number_as_index(th, b, &n, RG_EXC_OverflowError)) return RG_ERROR;
    int64_t length = SELF->length;
    Array before = *SELF;
    if (n < 0) n = 0;
    if (length && n > INT64_MAX / 64 / length) return rg_raise_memory(th);
    if (!resize(th, SELF, length * n)) return RG_ERROR;
    for (int64_t k = 1; k < n && length; k++) memcpy(item_at(SELF, k * length), SELF->storage->data, (size_t)(length * before.itemsize));
    return self;
}

static RgValue array_iter(RgThread *th, RgValue self)
{
    ArrayIter *it = rg_object_new_of(th, type_at(th, RG_ARRAY_ITER), 0);
    if (it) it->array = SELF;
    return rg_from_ptr(it);
}

static RgValue iter_next(RgThread *th, RgValue self)
{
    ArrayIter *it = RG_AS(ArrayIter, self);
    if (!it->array) return RG_STOP;
    if (it->index < it->array->length) return read_item(th, it->array, it->index++);
    it->array = NULL;
    return RG_STOP;
}

static RgValue iter_self(RgThread *th, RgValue self)
{
    return self;
}

static RgValue iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    ArrayIter *it = RG_AS(ArrayIter, self);
    RgValue iter = rg_dict_get_str(th, th->rt->builtins, RG_SYM(th, iter));
    RgTuple *of = rg_tuple_pack(th, 1, it->array ? rg_from_ptr(it->array) : rg_from_ptr(th->rt->empty_tuple));
    if (!iter || !of) return rg_raised(th) ? RG_ERROR : rg_raise(th, RG_EXC_AttributeError, "iter");
    if (!it->array) return rg_from_ptr(rg_tuple_pair(th, iter, rg_from_ptr(of)));
    return rg_from_ptr(rg_tuple_pack(th, 3, iter, rg_from_ptr(of), rg_from_int(it->index)));
}

static RgValue iter_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    ArrayIter *it = RG_AS(ArrayIter, self);
    int64_t index;
    if (!rg_number_as_i64(th, args[0], &index)) return RG_ERROR;
    if (it->array) it->index = RG_MIN(RG_MAX(index, 0), it->array->length);
    return RG_NONE;
}

static void array_release(RgHeap *heap, void *cell)
{
    rg_exports_drop(((Array *)cell)->exports);
}

static bool array_buffer(RgThread *th, RgValue self, RgBufferView *out, bool writable)
{
    if (!SELF->storage && !resize(th, SELF, 0)) return false;
    out->data = SELF->storage->data;
    out->len = SELF->length * SELF->itemsize;
    out->readonly = false;
    out->itemsize = SELF->itemsize;
    out->format[0] = SELF->head.aux8 == 'u' ? 'w' : (char)SELF->head.aux8;
    out->format[1] = 0;
    if (!SELF->exports && !(SELF->exports = rg_exports_new(th))) return false;
    SELF->exports->count++;
    out->exports = &SELF->exports->count;
    out->counted = true;
    return true;
}

/* ---- methods ---- */

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(append) { return append(th, SELF, args[0]) ? RG_NONE : RG_ERROR; }
METHOD(extend) { return extend(th, SELF, args[0]) ? RG_NONE : RG_ERROR; }
METHOD(tolist) { return to_list(th, SELF); }

METHOD(tobytes)
{
    return rg_from_ptr(rg_bytes_new(th, SELF->storage ? SELF->storage->data : (const uint8_t *)"", SELF->length * SELF->itemsize));
}

METHOD(frombytes)
{
    RgBufferView view;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    bool ok = append_bytes(th, SELF, view.data, view.len);
    rg_buffer_release(&view);
    return ok ? RG_NONE : RG_ERROR;
}

METHOD(fromlist)
{
    if (!rg_is_list(args[0])) return rg_raise(th, RG_EXC_TypeError, "arg must be list");
    int64_t before = SELF->length;
    RgList *l = RG_LIST(args[0]);
    for (int64_t i = 0; i < l->length; i++) {
        if (append(th, SELF, l->items[i])) continue;
        SELF->length = before;
        return RG_ERROR;
    }
    return RG_NONE;
}

METHOD(fromunicode)
{
    if (SELF->head.aux8 != 'u') return rg_raise(th, RG_EXC_ValueError, "fromunicode() may only be called on unicode type arrays");
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "fromunicode() argument must be str, not %T", args[0]);
    RgStr *s = RG_STR(args[0]);
    for (int64_t i = 0; i < s->length; i++) {
        RgStr *c = rg_str_from_char(th, rg_str_at(s, i));
        if (!c || !append(th, SELF, rg_from_ptr(c))) return RG_ERROR;
    }
    return RG_NONE;
}

METHOD(tounicode)
{
    if (SELF->head.aux8 != 'u') return rg_raise(th, RG_EXC_ValueError, "tounicode() may only be called on unicode type arrays");
    return to_unicode(th, SELF);
}

METHOD(fromfile)
{
    int64_t n;
    if (!rg_number_as_i64(th, args[1], &n)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "negative count");
    RgValue data = rg_call_method1(th, args[0], RG_SYM(th, read), rg_int_from_i64(th, n * SELF->itemsize));
    if (!data) return RG_ERROR;
    if (!rg_is_bytes(data)) return rg_raise(th, RG_EXC_TypeError, "read() didn't return bytes");
    int64_t got = RG_BYTES(data)->length;
    if (!append_bytes(th, SELF, RG_BYTES(data)->data, got)) return RG_ERROR;
    return got == n * SELF->itemsize ? RG_NONE : rg_raise(th, RG_EXC_EOFError, "read() didn't return enough bytes");
}

METHOD(tofile)
{
    RgValue bytes = m_tobytes(th, self, NULL, 0);
    return bytes && rg_call_method1(th, args[0], RG_SYM(th, write), bytes) ? RG_NONE : RG_ERROR;
}

METHOD(insert)
{
    int64_t at, length = SELF->length;
    uint8_t bytes[8];
    if (!rg_number_as_index(th, args[0], &at, RG_EXC_OverflowError) || !make_item(th, SELF, args[1], bytes)) return RG_ERROR;
    if (at < 0) at = RG_MAX(at + length, 0);
    if (at > length) at = length;
    if (!resize(th, SELF, length + 1)) return RG_ERROR;
    memmove(item_at(SELF, at + 1), item_at(SELF, at), (size_t)((length - at) * SELF->itemsize));
    memcpy(item_at(SELF, at), bytes, (size_t)SELF->itemsize);
    return RG_NONE;
}

METHOD(pop)
{
    int64_t i = -1;
    if (args[0] != RG_UNBOUND && !rg_number_as_index(th, args[0], &i, RG_EXC_IndexError)) return RG_ERROR;
    if (SELF->length == 0) return rg_raise(th, RG_EXC_IndexError, "pop from empty array");
    if (i < 0) i += SELF->length;
    if (i < 0 || i >= SELF->length) return rg_raise(th, RG_EXC_IndexError, "pop index out of range");
    RgValue v = read_item(th, SELF, i);
    return v && delete_range(th, SELF, i, i + 1) ? v : RG_ERROR;
}

METHOD(index)
{
    int64_t from = 0, to = INT64_MAX;
    if (args[1] != RG_UNBOUND && !rg_number_as_index(th, args[1], &from, RG_EXC_BaseException)) return RG_ERROR;
    if (args[2] != RG_UNBOUND && !rg_number_as_index(th, args[2], &to, RG_EXC_BaseException)) return RG_ERROR;
    if (from < 0) from = RG_MAX(from + SELF->length, 0);
    if (to < 0) to += SELF->length;
    int64_t i = find(th, SELF, args[0], from, to);
    return i >= 0 ? rg_from_int(i) : i == -2 ? RG_ERROR : rg_raise(th, RG_EXC_ValueError, "array.index(x): x not in array");
}

METHOD(remove)
{
    int64_t i = find(th, SELF, args[0], 0, INT64_MAX);
    if (i == -1) return rg_raise(th, RG_EXC_ValueError, "array.remove(x): x not in array");
    return i >= 0 && delete_range(th, SELF, i, i + 1) ? RG_NONE : RG_ERROR;
}

METHOD(count)
{
    int64_t n = 0;
    for (int64_t i = -1; (i = find(th, SELF, args[0], i + 1, INT64_MAX)) != -1; n++) {
        if (i == -2) return RG_ERROR;
    }
    return rg_from_int(n);
}

METHOD(reverse)
{
    uint8_t t[8];
    size_t size = (size_t)SELF->itemsize;
    for (int64_t i = 0, j = SELF->length - 1; i < j; i++, j--) {
        memcpy(t, item_at(SELF, i), size);
        memcpy(item_at(SELF, i), item_at(SELF, j), size);
        memcpy(item_at(SELF, j), t, size);
    }
    return RG_NONE;
}

METHOD(byteswap)
{
    for (int64_t i = 0; i < SELF->length; i++) {
        uint8_t *p = item_at(SELF, i);
        for (int64_t a = 0, b = SELF->itemsize - 1; a < b; a++, b--) {
            uint8_t t = p[a];
            p[a] = p[b];
            p[b] = t;
        }
    }
    return RG_NONE;
}

METHOD(buffer_info)
{
    RgValue address = rg_int_from_u64(th, SELF->storage ? (uint64_t)(uintptr_t)SELF->storage->data : 0);
    return rg_from_ptr(rg_tuple_pack(th, 2, address, rg_from_int(SELF->length)));
}

METHOD(copy)
{
    Array *out = like(th, SELF, 0);
    return out && append_array(th, out, SELF) ? rg_from_ptr(out) : RG_ERROR;
}

METHOD(reduce_ex)
{
    if (!rg_is_integer(args[0])) return rg_raise(th, RG_EXC_TypeError, "__reduce_ex__ argument should be an integer");
    RgValue type = rg_from_ptr(rg_type_of(th->rt, self)), code = rg_from_ptr(rg_str_from_char(th, SELF->head.aux8));
    RgValue state = rg_attr_lookup(th, self, RG_SYM(th, __dict__));
    if (!state || !code) return RG_ERROR;
    if (state == RG_UNBOUND) state = RG_NONE;
    int64_t protocol = 3;
    rg_int_as_i64(args[0], &protocol);
    RgValue make = type;
    RgTuple *call;
    if (protocol < 3) {
        RgValue list = to_list(th, SELF);
        call = list ? rg_tuple_pack(th, 2, code, list) : NULL;
    } else {
        RgBytes *bytes = rg_bytes_new(th, SELF->length ? item_at(SELF, 0) : NULL, SELF->length * SELF->itemsize);
        make = ((RgArray *)RG_MODULE_STATE(th, array))->items[RG_ARRAY_RECONSTRUCTOR];
        call = bytes ? rg_tuple_pack(th, 4, type, code, rg_from_int(rg_array_machine_format((char)SELF->head.aux8)), rg_from_ptr(bytes)) : NULL;
    }
    return call ? rg_from_ptr(rg_tuple_pack(th, 3, make, rg_from_ptr(call), state)) : RG_ERROR;
}

METHOD(class_getitem)
{
    return rg_call2(th, rg_from_ptr(RG_TYPE(th, generic_alias)), self, args[0]);
}

static RgValue get_code(RgThread *th, RgValue self) { return rg_from_ptr(rg_str_from_char(th, SELF->head.aux8)); }
static RgValue get_itemsize(RgThread *th, RgValue self) { return rg_from_int(SELF->itemsize); }

static const RgMethodDef methods[] = {
    RG_METHOD("append", "($self, v, /)", "Add an item at the end.", m_append),
    RG_METHOD("extend", "($self, bb, /)", "Add items at the end.", m_extend),
    RG_METHOD("insert", "($self, i, v, /)", "Put an item before index i.", m_insert),
    RG_METHOD("pop", "($self, i=-1, /)", "Remove and return an item.", m_pop),
    RG_METHOD("remove", "($self, v, /)", "Remove the first item equal to v.", m_remove),
    RG_METHOD("index", "($self, v, start=0, stop=sys.maxsize, /)", "First index of v.", m_index),
    RG_METHOD("count", "($self, v, /)", "How often v occurs.", m_count),
    RG_METHOD("reverse", "($self, /)", "Reverse the order.", m_reverse),
    RG_METHOD("byteswap", "($self, /)", "Swap the bytes of every item.", m_byteswap),
    RG_METHOD("buffer_info", "($self, /)", "Address and length.", m_buffer_info),
    RG_METHOD("tolist", "($self, /)", "The items as a list.", m_tolist),
    RG_METHOD("fromlist", "($self, list, /)", "Add the items of a list.", m_fromlist),
    RG_METHOD("tobytes", "($self, /)", "The bytes.", m_tobytes),
    RG_METHOD("frombytes", "($self, buffer, /)", "Add items given as bytes.", m_frombytes),
    RG_METHOD("tounicode", "($self, /)", "The characters as a str.", m_tounicode),
    RG_METHOD("fromunicode", "($self, ustr, /)", "Add the characters of a str.", m_fromunicode),
    RG_METHOD("tofile", "($self, f, /)", "Write the bytes to a file.", m_tofile),
    RG_METHOD("fromfile", "($self, f, n, /)", "Add n items read from a file.", m_fromfile),
    RG_METHOD("__copy__", "($self, /)", NULL, m_copy),
    RG_METHOD("__deepcopy__", "($self, unused, /)", NULL, m_copy),
    RG_METHOD("__reduce_ex__", "($self, value, /)", NULL, m_reduce_ex),
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, m_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static const RgGetSetDef getset[] = {
    {"typecode", get_code, NULL, "the typecode character used to create the array"}, {"itemsize", get_itemsize, NULL, "the size, in bytes, of one array item"}, RG_GETSET_END};
static const RgTypeSpec array_spec = {
    .doc = "array(typecode [, initializer]) -> array\n\nNumbers of one machine type in a row.",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_SEQUENCE,
    .basicsize = sizeof(Array),
    .cell = {"array", array_trace, array_release},
    .slots = {.new_ = array_new, .repr = array_repr, .compare = array_compare, .hash = rg_hash_unhashable, .len = array_len, .getitem = array_getitem,
              .setitem = array_setitem, .contains = array_contains, .add = array_add, .mul = array_mul, .iadd = array_iadd, .imul = array_imul,
              .iter = array_iter},
    .methods = methods,
    .getset = getset,
    .buffer = array_buffer,
};
static const RgMethodDef iter_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, iter_reduce),
                                           RG_METHOD("__setstate__", "($self, state, /)", NULL, iter_setstate), RG_METHOD_END};
static const RgTypeSpec iter_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(ArrayIter), .cell = {"arrayiterator", iter_trace, NULL},
                                     .slots = {.iter = iter_self, .next = iter_next}, .methods = iter_methods};

/* isinstance(array(...), MutableSequence). */
static bool register_sequence(RgThread *th, RgType *type)
{
    RgValue abc = rg_import_module(th, "collections.abc");
    RgStr *name = abc ? rg_intern_cstr(th, "MutableSequence") : NULL, *verb = name ? rg_intern_cstr(th, "register") : NULL;
    RgValue sequence = verb ? rg_attr_get(th, abc, name) : RG_ERROR;
    return sequence && rg_call_method1(th, sequence, verb, rg_from_ptr(type));
}

bool rg_module_init_array(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_ARRAY_STATE);
    if (!state) return false;
    RG_MODULE_STATE(th, array) = state;
    RgType *type = rg_type_new_native(th, "array", "array", RG_TYPE(th, object), &array_spec);
    RgType *iter = type ? rg_type_new_native(th, "array", "arrayiterator", RG_TYPE(th, object), &iter_spec) : NULL;
    if (!iter) return false;
    rg_gc_store(state, &state->items[RG_ARRAY_TYPE], rg_from_ptr(type));
    rg_gc_store(state, &state->items[RG_ARRAY_ITER], rg_from_ptr(iter));
    RgValue make = rg_module_add_functions(th, m, rg_array_functions) ? rg_dict_get_cstr(th, m->dict, "_array_reconstructor") : RG_ERROR;
    if (!make) return false;
    rg_gc_store(state, &state->items[RG_ARRAY_RECONSTRUCTOR], make);
    return register_sequence(th, type) && rg_module_set(th, m, "array", rg_from_ptr(type)) && rg_module_set(th, m, "ArrayType", rg_from_ptr(type)) &&
           rg_module_set_str(th, m, "typecodes", "bBuhHiIlLqQfd");
}
