/* SPDX-License-Identifier: MIT
 *
 * array_reconstruct.c: array._array_reconstructor: arrays from the bytes in a pickle, which may be those of another machine.
 * Machine formats are numbered as in CPython, which also wants the length of text to be a multiple of twice its unit; bit 0 of the
 * formats of more than a byte says big-endian.
 */
#include "vm/module/array.h"

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

enum { KIND_UNSIGNED, KIND_SIGNED, KIND_FLOAT, KIND_TEXT };

/* Formats 2n and 2n + 1 differ by byte order, but for the first two. code is the array code that fits, 0: keep the wanted one. */
static const struct {
    uint8_t size, kind;
    char code;
} formats[] = {
    {1, KIND_UNSIGNED, 'B'}, {1, KIND_SIGNED, 'b'}, {2, KIND_UNSIGNED, 'H'}, {2, KIND_UNSIGNED, 'H'}, {2, KIND_SIGNED, 'h'},
    {2, KIND_SIGNED, 'h'},   {4, KIND_UNSIGNED, 'I'}, {4, KIND_UNSIGNED, 'I'}, {4, KIND_SIGNED, 'i'}, {4, KIND_SIGNED, 'i'},
    {8, KIND_UNSIGNED, 'Q'}, {8, KIND_UNSIGNED, 'Q'}, {8, KIND_SIGNED, 'q'}, {8, KIND_SIGNED, 'q'},   {4, KIND_FLOAT, 0},
    {4, KIND_FLOAT, 0},      {8, KIND_FLOAT, 0},      {8, KIND_FLOAT, 0},    {4, KIND_TEXT, 0},       {4, KIND_TEXT, 0},
    {8, KIND_TEXT, 0},       {8, KIND_TEXT, 0},
};

int rg_array_machine_format(char code)
{
    switch (code) {
    case 'B': return 0;
    case 'b': return 1;
    case 'H': return 2;
    case 'h': return 4;
    case 'I': return 6;
    case 'i': return 8;
    case 'L': case 'Q': return 10;
    case 'l': case 'q': return 12;
    case 'f': return 14;
    case 'd': return 16;
    case 'u': return 20;
    default: return -1;
    }
}

static RgValue item(RgThread *th, const uint8_t *p, int format)
{
    int size = formats[format].size;
    uint64_t u = 0;
    for (int i = 0; i < size; i++) u |= (uint64_t)p[format & 1 && size > 1 ? size - 1 - i : i] << 8 * i;
    if (formats[format].kind == KIND_UNSIGNED) return rg_int_from_u64(th, u);
    if (formats[format].kind == KIND_SIGNED) return rg_int_from_i64(th, (int64_t)(u << (64 - 8 * size)) >> (64 - 8 * size));
    double d;
    float f;
    uint32_t word = (uint32_t)u;
    memcpy(&d, &u, sizeof d);
    memcpy(&f, &word, sizeof f);
    return rg_from_double(size == 4 ? (double)f : d);
}

/* What the array is to be filled with: text, or a list of numbers. */
static RgValue contents(RgThread *th, int format, RgBytes *bytes)
{
    int size = formats[format].size;
    if (formats[format].kind == KIND_TEXT) {
        static const char *const codecs[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
        return rg_from_ptr(rg_codec_decode(th, bytes->data, bytes->length, codecs[format - 18], "strict"));
    }
    RgList *list = rg_list_new(th, bytes->length / size);
    for (int64_t i = 0; list && i < bytes->length; i += size) {
        RgValue v = item(th, bytes->data + i, format);
        if (!v || !rg_list_append(th, list, v)) return RG_ERROR;
    }
    return rg_from_ptr(list);
}

static RgValue reconstruct(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "array._array_reconstructor", kwnames)) return RG_ERROR;
    if (nargs != 4) return rg_raise(th, RG_EXC_TypeError, "_array_reconstructor expected 4 arguments, got %zu", nargs);
    if (!rg_is_str(args[1]) || RG_STR(args[1])->length != 1)
        return rg_raise(th, RG_EXC_TypeError, "_array_reconstructor() argument 2 must be a unicode character, not %T", args[1]);
    int64_t format;
    if (!rg_number_as_index(th, args[2], &format, RG_EXC_OverflowError)) return RG_ERROR;
    RgType *array = RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, array))->items[RG_ARRAY_TYPE]);
    if (!rg_is_kind(args[0], RG_KIND_type)) return rg_raise(th, RG_EXC_TypeError, "first argument must be a type object, not %T", args[0]);
    if (!rg_type_is_subtype(RG_AS(RgType, args[0]), array))
        return rg_raise(th, RG_EXC_TypeError, "%U is not a subtype of array.array", RG_AS(RgType, args[0])->name);
    uint32_t code = rg_str_at(RG_STR(args[1]), 0);
    int own = code < 128 ? rg_array_machine_format((char)code) : -1;
    if (own < 0) return rg_raise(th, RG_EXC_ValueError, "second argument must be a valid type code");
    if (format < 0 || format >= (int64_t)RG_COUNT_OF(formats))
        return rg_raise(th, RG_EXC_ValueError, "third argument must be a valid machine format code.");
    if (!rg_is_bytes(args[3])) return rg_raise(th, RG_EXC_TypeError, "fourth argument should be bytes, not %T", args[3]);
    if (own == format) return rg_call2(th, args[0], args[1], args[3]);
    if (RG_BYTES(args[3])->length % formats[format].size)
        return rg_raise(th, RG_EXC_ValueError, "string length not a multiple of item size");
    RgValue v = contents(th, (int)format, RG_BYTES(args[3]));
    RgValue as = formats[format].code ? rg_from_ptr(rg_str_from_char(th, (uint32_t)formats[format].code)) : args[1];
    return v && as ? rg_call2(th, args[0], as, v) : RG_ERROR;
}

const RgMethodDef rg_array_functions[] = {
    RG_METHOD_F("_array_reconstructor", "($module, arraytype, typecode, mformat_code, items, /)", "An array from its bytes in a pickle.", reconstruct,
                RG_MF_RAW),
    RG_METHOD_END,
};
