/* SPDX-License-Identifier: MIT
 *
 * struct_module.c: the module _struct: bytes packed and unpacked by format strings.
 * A compiled format is an RgBuffer of Field; the type Struct keeps one. The formats of the module's functions are compiled at
 * every call: that is a scan of a few characters.
 */
#include <math.h>

#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/type/str_methods.h"

#define FUNCTION(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

typedef struct Field {
    char code;
    bool big;
    uint8_t size;   /* bytes of one item */
    int64_t offset; /* from the start */
    int64_t count;  /* items, or bytes of 's' and 'p' */
} Field;

typedef struct Format {
    RgBuffer *cell; /* of Field */
    int64_t nfields, size, nvalues;
} Format;

static RgType *error_type(RgThread *th)
{
    RgArray *state = RG_MODULE_STATE(th, struct);
    return RG_AS(RgType, state->items[0]);
}

static RgValue raise(RgThread *th, const char *text)
{
    return rg_raise_type(th, error_type(th), "%s", text);
}

/* ---- formats ---- */

/* Size and alignment of a code; 0: unknown. */
static int code_size(char code, bool native, int *align)
{
    int size;
    switch (code) {
    case 'x':
    case 'b':
    case 'B':
    case 'c':
    case 's':
    case 'p':
    case '?':
        size = 1;
        break;
    case 'h':
    case 'H':
    case 'e':
        size = 2;
        break;
    case 'i':
    case 'I':
    case 'f':
        size = 4;
        break;
    case 'l':
    case 'L':
        size = native ? 8 : 4;
        break;
    case 'q':
    case 'Q':
    case 'd':
        size = 8;
        break;
    case 'n':
    case 'N':
    case 'P':
        size = native ? 8 : 0;
        break;
    default:
        size = 0;
        break;
    }
    *align = native ? size : 1;
    return size;
}

static bool compile(RgThread *th, const char *p, Format *f)
{
    bool native = true, big = false, aligned = true;
    *f = (Format){0};
    size_t room = strlen(p) + 1;
    if (!(f->cell = rg_buffer_new(th, room * sizeof(Field))))
        return false;
    switch (*p) {
    case '<':
    case '=':
        native = aligned = false;
        p++;
        break;
    case '>':
    case '!':
        native = aligned = false;
        big = true;
        p++;
        break;
    case '@':
        p++;
        break;
    default:
        break;
    }
    Field *out = (Field *)(void *)f->cell->data;
    while (*p) {
        if (*p == ' ' || (*p >= 9 && *p <= 13)) {
            p++;
            continue;
        }
        int64_t count = 1;
        if (*p >= '0' && *p <= '9') {
            for (count = 0; *p >= '0' && *p <= '9'; p++) {
                if (count > (INT64_MAX - 9) / 10) {
                    raise(th, "total struct size too long");
                    return false;
                }
                count = count * 10 + (*p - '0');
            }
            if (!*p) {
                raise(th, "repeat count given without format specifier");
                return false;
            }
        }
        int align, size = code_size(*p, native, &align);
        if (!size) {
            raise(th, "bad char in struct format");
            return false;
        }
        if (aligned && align > 1)
            f->size = (int64_t)RG_ALIGN_UP((size_t)f->size, (size_t)align);
        int64_t bytes;
        if (__builtin_mul_overflow(count, size, &bytes) || __builtin_add_overflow(f->size, bytes, &bytes)) {
            raise(th, "total struct size too long");
            return false;
        }
        if (*p != 'x') {
            out[f->nfields++] = (Field){*p, big, (uint8_t)size, f->size, count};
            f->nvalues += *p == 's' || *p == 'p' ? 1 : count;
        }
        f->size = bytes;
        p++;
    }
    return true;
}

static bool format_of(RgThread *th, RgValue v, Format *f)
{
    const char *text;
    size_t len = 0;
    if (rg_is_str(v)) {
        if (!rg_str_is_ascii(RG_STR(v)) && !rg_codec_encode(th, RG_STR(v), "ascii", "strict"))
            return false;
        text = rg_str_utf8(th, RG_STR(v), &len);
    } else if (rg_is_bytes(v)) {
        RgStr *s = rg_str_from_latin1(th, RG_BYTES(v)->data, RG_BYTES(v)->length);
        text = s ? rg_str_utf8(th, s, &len) : NULL;
    } else {
        rg_raise(th, RG_EXC_TypeError, "Struct() argument 1 must be a str or bytes object, not %T", v);
        return false;
    }
    if (text && strlen(text) != len) {
        raise(th, "embedded null character");
        return false;
    }
    return text && compile(th, text, f);
}

/* ---- packing ---- */

static void store(uint8_t *p, uint64_t u, const Field *f)
{
    for (int i = 0; i < f->size; i++)
        p[f->big ? f->size - 1 - i : i] = (uint8_t)(u >> 8 * i);
}

static uint64_t load(const uint8_t *p, const Field *f)
{
    uint64_t u = 0;
    for (int i = 0; i < f->size; i++)
        u |= (uint64_t)p[f->big ? f->size - 1 - i : i] << 8 * i;
    return u;
}

static bool is_unsigned(char code) { return strchr("BHILQNP", code) != NULL; }

/* Fields whose bytes are just C's value in memory are packed by it, with other messages, also in '<' and '='. */
static bool is_native(const Field *f) { return !f->big && !(f->size == 4 && (f->code == 'l' || f->code == 'L')); }

/* n does not fit; fits: it fits 64 bits at least (unsigned ones when the code is). */
static bool raise_range(RgThread *th, const Field *f, RgValue n, bool fits)
{
    RgType *e = error_type(th);
    bool native = is_native(f), negative = rg_int_sign(n) < 0;
    if (f->size == 8 && !native)
        rg_raise_type(th, e, negative && is_unsigned(f->code) ? "can't convert negative int to unsigned" : "int too large to convert");
    else if (f->size == 8 || !fits || (negative && is_unsigned(f->code) && f->size == 4))
        rg_raise_type(th, e, "argument out of range");
    else if (f->size == 1 && native)
        rg_raise_type(th, e, is_unsigned(f->code) ? "ubyte format requires 0 <= number <= 255" : "byte format requires -128 <= number <= 127");
    else if (f->size == 2 && native)
        rg_raise_type(th, e, is_unsigned(f->code) ? "ushort format requires 0 <= number <= 65535" : "short format requires -32768 <= number <= 32767");
    else if (is_unsigned(f->code))
        rg_raise_type(th, e, "'%c' format requires 0 <= number <= %llu", f->code, (unsigned long long)(UINT64_MAX >> (64 - 8 * f->size)));
    else
        rg_raise_type(th, e, "'%c' format requires %lld <= number <= %lld", f->code, -(1ll << (8 * f->size - 1)),
                      (1ll << (8 * f->size - 1)) - 1);
    return false;
}

static bool pack_integer(RgThread *th, uint8_t *p, RgValue v, const Field *f)
{
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
        raise(th, "required argument is not an integer");
        return false;
    }
    RgValue n = rg_number_index(th, v);
    int64_t i;
    uint64_t u;
    if (n == RG_ERROR)
        return false;
    int bits = 8 * f->size;
    if (rg_int_as_i64(n, &i)) {
        u = (uint64_t)i;
        if (is_unsigned(f->code) ? i < 0 || (bits < 64 && u >> bits)
                                 : bits < 64 && (i < -(1ll << (bits - 1)) || i >= 1ll << (bits - 1)))
            return raise_range(th, f, n, true);
    } else if (!is_unsigned(f->code) || bits < 64 || rg_int_sign(n) < 0 || rg_int_bit_length(n) > 64 || !rg_int_as_u64_mask(n, &u)) {
        return raise_range(th, f, n, false);
    }
    store(p, u, f);
    return true;
}

/* IEEE half precision, rounded to nearest even; -1: too large. */
static int to_half(double d)
{
    int sign = signbit(d) ? 0x8000 : 0, e;
    if (isnan(d))
        return sign | 0x7e00;
    if (isinf(d))
        return sign | 0x7c00;
    double m = frexp(fabs(d), &e);
    if (m == 0)
        return sign;
    if (e < -24)
        return sign; /* rounds to zero; exactly half of the least rounds to even, zero */
    if (e - 1 < -14) {
        double r = nearbyint(ldexp(fabs(d), 24));
        return sign | (int)r;
    }
    double r = nearbyint(ldexp(m, 11)); /* 1024..2048 */
    int bits = ((e - 1 + 15) << 10) + (int)r - 1024;
    return bits >= 0x7c00 ? -1 : sign | bits;
}

static double from_half(unsigned h)
{
    int e = h >> 10 & 31, m = h & 1023;
    double d = e == 31 ? (m ? NAN : INFINITY) : e ? ldexp(1024 + m, e - 25) : ldexp(m, -24);
    return h & 0x8000 ? -d : d;
}

static bool pack_float(RgThread *th, uint8_t *p, RgValue v, const Field *f)
{
    double d;
    if (!rg_number_as_double(th, v, &d)) {
        if (rg_raised_is(th, RG_EXC_TypeError)) {
            rg_exception_clear(th);
            raise(th, "required argument is not a float");
        }
        return false;
    }
    uint64_t u = 0;
    if (f->code == 'd') {
        memcpy(&u, &d, 8);
    } else if (f->code == 'f') {
        float x = (float)d;
        if (f->big && isinf(x) && !isinf(d)) {
            rg_raise(th, RG_EXC_OverflowError, "float too large to pack with f format");
            return false;
        }
        uint32_t w;
        memcpy(&w, &x, 4);
        u = w;
    } else {
        int h = to_half(d);
        if (h < 0) {
            rg_raise(th, RG_EXC_OverflowError, "float too large to pack with e format");
            return false;
        }
        u = (uint64_t)h;
    }
    store(p, u, f);
    return true;
}

static bool pack_bytes(RgThread *th, uint8_t *p, RgValue v, const Field *f)
{
    if (!rg_is_bytes(v) && !rg_is_bytearray(v)) {
        rg_raise_type(th, error_type(th), "argument for '%c' must be a bytes object", f->code);
        return false;
    }
    int64_t n = rg_is_bytes(v) ? RG_BYTES(v)->length : RG_AS(RgByteArray, v)->length;
    const uint8_t *data = rg_is_bytes(v) ? RG_BYTES(v)->data : rg_bytearray_data(RG_AS(RgByteArray, v));
    int64_t skip = f->code == 'p' && f->count > 0;
    n = RG_MIN(n, f->count - skip);
    if (n > 0)
        memcpy(p + skip, data, (size_t)n);
    if (skip)
        p[0] = (uint8_t)RG_MIN(n, 255);
    return true;
}

static bool pack_one(RgThread *th, uint8_t *p, RgValue v, const Field *f)
{
    int yes;
    switch (f->code) {
    case 'c':
        if (!rg_is_bytes(v) || RG_BYTES(v)->length != 1) {
            raise(th, "char format requires a bytes object of length 1");
            return false;
        }
        *p = RG_BYTES(v)->data[0];
        return true;
    case '?':
        yes = rg_truth(th, v);
        *p = yes > 0;
        return yes >= 0;
    case 'e':
    case 'f':
    case 'd':
        return pack_float(th, p, v, f);
    default:
        return pack_integer(th, p, v, f);
    }
}

/* p has format->size zeroed bytes. */
static bool pack_all(RgThread *th, const Format *format, uint8_t *p, const RgValue *values)
{
    const Field *f = (const Field *)(void *)format->cell->data;
    for (int64_t i = 0; i < format->nfields; i++, f++) {
        if (f->code == 's' || f->code == 'p') {
            if (!pack_bytes(th, p + f->offset, *values++, f))
                return false;
            continue;
        }
        for (int64_t k = 0; k < f->count; k++) {
            if (!pack_one(th, p + f->offset + k * f->size, *values++, f))
                return false;
        }
    }
    return true;
}

static RgValue pack(RgThread *th, const Format *f, const RgValue *values, size_t n)
{
    if ((int64_t)n != f->nvalues)
        return rg_raise_type(th, error_type(th), "pack expected %lld items for packing (got %lld)", (long long)f->nvalues, (long long)n);
    RgBytes *b = rg_bytes_new(th, NULL, f->size);
    return b && pack_all(th, f, b->data, values) ? rg_from_ptr(b) : RG_ERROR;
}

/* values: buffer, offset, items. */
static RgValue pack_into(RgThread *th, const Format *f, const RgValue *values, size_t n)
{
    if (n < 2)
        return rg_raise(th, RG_EXC_TypeError, n == 0 ? "pack_into expected buffer argument" : "pack_into expected offset argument");
    if ((int64_t)n - 2 != f->nvalues)
        return rg_raise_type(th, error_type(th), "pack_into expected %lld items for packing (got %lld)", (long long)f->nvalues,
                             (long long)n - 2);
    RgBufferView view;
    int64_t offset;
    if (!rg_number_as_index(th, values[1], &offset, RG_EXC_IndexError) || !rg_buffer_get(th, values[0], &view, true))
        return RG_ERROR;
    RgBuffer *out = rg_buffer_new(th, (size_t)f->size + 1);
    RgValue r = RG_ERROR;
    int64_t at = offset < 0 ? offset + view.len : offset;
    if (offset < 0 && offset + f->size > 0)
        rg_raise_type(th, error_type(th), "no space to pack %lld bytes at offset %lld", (long long)f->size, (long long)offset);
    else if (at < 0)
        rg_raise_type(th, error_type(th), "offset %lld out of range for %lld-byte buffer", (long long)offset, (long long)view.len);
    else if (view.len - at < f->size)
        rg_raise_type(th, error_type(th),
                      "pack_into requires a buffer of at least %lld bytes for packing %lld bytes at offset %lld (actual buffer size is %lld)",
                      (long long)(f->size + at), (long long)f->size, (long long)at, (long long)view.len);
    else if (out && pack_all(th, f, out->data, values + 2)) {
        memcpy(view.data + at, out->data, (size_t)f->size);
        r = RG_NONE;
    }
    rg_buffer_release(&view);
    return r;
}

/* ---- unpacking ---- */

static RgValue unpack_one(RgThread *th, const uint8_t *p, const Field *f)
{
    uint64_t u = load(p, f);
    switch (f->code) {
    case 'c': {
        RgBytes *b = rg_bytes_new(th, p, 1);
        return b ? rg_from_ptr(b) : RG_ERROR;
    }
    case '?':
        return rg_from_bool(*p != 0);
    case 'd': {
        double d;
        memcpy(&d, &u, 8);
        return rg_from_double(d);
    }
    case 'f': {
        uint32_t w = (uint32_t)u;
        float x;
        memcpy(&x, &w, 4);
        return rg_from_double((double)x);
    }
    case 'e':
        return rg_from_double(from_half((unsigned)u));
    default:
        if (is_unsigned(f->code))
            return rg_int_from_u64(th, u);
        return rg_int_from_i64(th, (int64_t)(u << (64 - 8 * f->size)) >> (64 - 8 * f->size));
    }
}

static RgValue unpack_at(RgThread *th, const Format *format, const uint8_t *p)
{
    const Field *f = (const Field *)(void *)format->cell->data;
    RgTuple *t = rg_tuple_new(th, (size_t)format->nvalues);
    size_t n = 0;
    for (int64_t i = 0; t && i < format->nfields; i++, f++) {
        if (f->code == 's' || f->code == 'p') {
            int64_t skip = f->code == 'p' && f->count > 0, len = f->count - skip;
            if (skip)
                len = RG_MIN(len, (int64_t)p[f->offset]);
            RgBytes *b = rg_bytes_new(th, p + f->offset + skip, len);
            if (!b)
                return RG_ERROR;
            rg_gc_store(t, &t->items[n++], rg_from_ptr(b));
            continue;
        }
        for (int64_t k = 0; k < f->count; k++) {
            RgValue v = unpack_one(th, p + f->offset + k * f->size, f);
            if (v == RG_ERROR)
                return RG_ERROR;
            rg_gc_store(t, &t->items[n++], v);
        }
    }
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue unpack(RgThread *th, const Format *f, RgValue buffer)
{
    RgBufferView view;
    if (!rg_buffer_get(th, buffer, &view, false))
        return RG_ERROR;
    RgValue r = view.len == f->size ? unpack_at(th, f, view.data)
                                    : rg_raise_type(th, error_type(th), "unpack requires a buffer of %lld bytes", (long long)f->size);
    rg_buffer_release(&view);
    return r;
}

static RgValue unpack_from(RgThread *th, const Format *f, RgValue buffer, RgValue offset_arg)
{
    RgBufferView view;
    int64_t offset = 0;
    if (!rg_args_index(th, offset_arg, 0, &offset) || !rg_buffer_get(th, buffer, &view, false))
        return RG_ERROR;
    RgValue r;
    int64_t at = offset < 0 ? offset + view.len : offset;
    if (offset < 0 && offset + f->size > 0)
        r = rg_raise_type(th, error_type(th), "not enough data to unpack %lld bytes at offset %lld", (long long)f->size, (long long)offset);
    else if (at < 0)
        r = rg_raise_type(th, error_type(th), "offset %lld out of range for %lld-byte buffer", (long long)offset, (long long)view.len);
    else if (view.len - at < f->size)
        r = rg_raise_type(th, error_type(th),
                          "unpack_from requires a buffer of at least %lld bytes for unpacking %lld bytes at offset %lld (actual buffer size is %lld)",
                          (long long)(f->size + at), (long long)f->size, (long long)at, (long long)view.len);
    else
        r = unpack_at(th, f, view.data + at);
    rg_buffer_release(&view);
    return r;
}

/* All records at once, as an iterator. */
static RgValue iter_unpack(RgThread *th, const Format *f, RgValue buffer)
{
    RgBufferView view;
    if (f->size == 0)
        return raise(th, "cannot iteratively unpack with a struct of length 0");
    if (!rg_buffer_get(th, buffer, &view, false))
        return RG_ERROR;
    if (view.len % f->size) {
        rg_buffer_release(&view);
        return rg_raise_type(th, error_type(th), "iterative unpacking requires a buffer of a multiple of %lld bytes", (long long)f->size);
    }
    RgList *list = rg_list_new(th, view.len / f->size);
    bool ok = list != NULL;
    for (int64_t at = 0; ok && at < view.len; at += f->size) {
        RgValue v = unpack_at(th, f, view.data + at);
        ok = v != RG_ERROR && rg_list_append(th, list, v);
    }
    rg_buffer_release(&view);
    return ok ? rg_iter(th, rg_from_ptr(list)) : RG_ERROR;
}

/* ---- functions ---- */

static RgValue module_pack(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Format f;
    if (!rg_args_no_kw(th, "pack", kwnames))
        return RG_ERROR;
    if (nargs == 0)
        return rg_raise(th, RG_EXC_TypeError, "missing format argument");
    return format_of(th, args[0], &f) ? pack(th, &f, args + 1, nargs - 1) : RG_ERROR;
}

static RgValue module_pack_into(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Format f;
    if (!rg_args_no_kw(th, "pack_into", kwnames))
        return RG_ERROR;
    if (nargs == 0)
        return rg_raise(th, RG_EXC_TypeError, "missing format argument");
    return format_of(th, args[0], &f) ? pack_into(th, &f, args + 1, nargs - 1) : RG_ERROR;
}

FUNCTION(module_unpack)
{
    Format f;
    return format_of(th, args[0], &f) ? unpack(th, &f, args[1]) : RG_ERROR;
}

FUNCTION(module_unpack_from)
{
    Format f;
    return format_of(th, args[0], &f) ? unpack_from(th, &f, args[1], args[2]) : RG_ERROR;
}

FUNCTION(module_iter_unpack)
{
    Format f;
    return format_of(th, args[0], &f) ? iter_unpack(th, &f, args[1]) : RG_ERROR;
}

FUNCTION(module_calcsize)
{
    Format f;
    return format_of(th, args[0], &f) ? rg_int_from_i64(th, f.size) : RG_ERROR;
}

FUNCTION(module_clear_cache)
{
    return RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("pack", "($module, format, /, *values)", "Values packed by format.", module_pack, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("pack_into", "($module, format, buffer, offset, /, *values)", "Packs values into a buffer.", module_pack_into,
                RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("unpack", "($module, format, buffer, /)", "Values unpacked by format.", module_unpack),
    RG_METHOD("unpack_from", "($module, format, /, buffer, offset=0)", "Values unpacked from a place in a buffer.", module_unpack_from),
    RG_METHOD("iter_unpack", "($module, format, buffer, /)", "Iterator of unpacked records.", module_iter_unpack),
    RG_METHOD("calcsize", "($module, format, /)", "Size of the format in bytes.", module_calcsize),
    RG_METHOD("_clearcache", "($module, /)", "Does nothing: formats are not cached.", module_clear_cache),
    RG_METHOD_END,
};

/* ---- Struct ---- */

typedef struct StructObject {
    RgObject head;
    Format format;
    RgStr *text;
} StructObject;

#define SELF RG_AS(StructObject, self)

static RgValue struct_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    StructObject *s = rg_object_new_of(th, type, 0);
    return s ? rg_from_ptr(s) : RG_ERROR;
}

static bool struct_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[1];
    Format f;
    if (!rg_args_parse(th, "Struct", "(format)", args, nargs, kwnames, a) || !format_of(th, a[0], &f))
        return false;
    RgStr *text = rg_is_str(a[0]) ? RG_STR(a[0]) : rg_str_from_latin1(th, RG_BYTES(a[0])->data, RG_BYTES(a[0])->length);
    if (!text)
        return false;
    SELF->format = f;
    rg_gc_store_ptr(SELF, &SELF->format.cell, f.cell);
    rg_gc_store_ptr(SELF, &SELF->text, text);
    return true;
}

static void struct_trace(RgMarker *marker, void *cell)
{
    StructObject *s = cell;
    if (s->format.cell)
        rg_mark_cell(marker, s->format.cell);
    if (s->text)
        rg_mark_cell(marker, s->text);
}

static bool ready(RgThread *th, RgValue self)
{
    if (!SELF->format.cell)
        rg_raise(th, RG_EXC_RuntimeError, "Struct object is not initialized");
    return SELF->format.cell != NULL;
}

static RgValue struct_pack(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return ready(th, self) && rg_args_no_kw(th, "pack", kwnames) ? pack(th, &SELF->format, args, nargs) : RG_ERROR;
}

static RgValue struct_pack_into(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return ready(th, self) && rg_args_no_kw(th, "pack_into", kwnames) ? pack_into(th, &SELF->format, args, nargs) : RG_ERROR;
}

FUNCTION(struct_unpack) { return ready(th, self) ? unpack(th, &SELF->format, args[0]) : RG_ERROR; }
FUNCTION(struct_unpack_from) { return ready(th, self) ? unpack_from(th, &SELF->format, args[0], args[1]) : RG_ERROR; }
FUNCTION(struct_iter_unpack) { return ready(th, self) ? iter_unpack(th, &SELF->format, args[0]) : RG_ERROR; }
static RgValue struct_size(RgThread *th, RgValue self) { return ready(th, self) ? rg_int_from_i64(th, SELF->format.size) : RG_ERROR; }
static RgValue struct_format(RgThread *th, RgValue self) { return ready(th, self) ? rg_from_ptr(SELF->text) : RG_ERROR; }

static const RgMethodDef struct_methods[] = {
    RG_METHOD_F("pack", "($self, /, *values)", "Values packed.", struct_pack, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("pack_into", "($self, buffer, offset, /, *values)", "Packs values into a buffer.", struct_pack_into, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("unpack", "($self, buffer, /)", "Values unpacked.", struct_unpack),
    RG_METHOD("unpack_from", "($self, /, buffer, offset=0)", "Values unpacked from a place in a buffer.", struct_unpack_from),
    RG_METHOD("iter_unpack", "($self, buffer, /)", "Iterator of unpacked records.", struct_iter_unpack),
    RG_METHOD_END,
};

static const RgGetSetDef struct_getset[] = {
    {"size", struct_size, NULL, "Size in bytes."},
    {"format", struct_format, NULL, "The format string."},
    RG_GETSET_END,
};

static const RgTypeSpec struct_spec = {
    .doc = "A compiled format.",
    .module = "_struct",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .basicsize = sizeof(StructObject),
    .cell = {"Struct", struct_trace, NULL},
    .slots = {.new_ = struct_new, .init = struct_init},
    .methods = struct_methods,
    .getset = struct_getset,
};

bool rg_module_init_struct(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, 1);
    RgType *error = rg_module_exception(th, "struct", "error", RG_EXC(th, Exception));
    RgType *type = rg_type_new_native(th, "_struct", "Struct", NULL, &struct_spec);
    if (!state || !error || !type)
        return false;
    rg_gc_store(state, &state->items[0], rg_from_ptr(error));
    RG_MODULE_STATE(th, struct) = state;
    return rg_module_set(th, m, "error", rg_from_ptr(error)) && rg_module_set(th, m, "Struct", rg_from_ptr(type)) &&
           rg_module_set_str(th, m, "__doc__", "Bytes packed and unpacked by format strings.") && rg_module_add_functions(th, m, functions);
}
