/* SPDX-License-Identifier: MIT
 *
 * int_type.c: what Python sees of int: slots and methods. bool shares the slots (bool_type.c).
 */
#include "vm/object/bigint.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/str.h"
#include "vm/object/textnum.h"
#include "vm/object/tuple.h"
#include "vm/type/str_methods.h"

#define BINARY_SLOT(NAME)                                                              \
    static RgValue int_##NAME(RgThread *th, RgValue a, RgValue b)                      \
    {                                                                                  \
        if (!rg_is_integer(a) || !rg_is_integer(b)) return RG_NOT_IMPLEMENTED;         \
        return rg_int_##NAME(th, a, b);                                                \
    }
BINARY_SLOT(add)
BINARY_SLOT(sub)
BINARY_SLOT(mul)
BINARY_SLOT(truediv)
BINARY_SLOT(floordiv)
BINARY_SLOT(mod)
BINARY_SLOT(shl)
BINARY_SLOT(shr)
BINARY_SLOT(and)
BINARY_SLOT(or)
BINARY_SLOT(xor)
#undef BINARY_SLOT

static RgValue int_divmod(RgThread *th, RgValue a, RgValue b)
{
    RgValue q, r;
    if (!rg_is_integer(a) || !rg_is_integer(b)) return RG_NOT_IMPLEMENTED;
    if (!rg_int_divmod(th, a, b, &q, &r)) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 2, q, r));
}

static RgValue int_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    if (!rg_is_integer(a) || !rg_is_integer(b) || (mod != RG_NONE && !rg_is_integer(mod))) return RG_NOT_IMPLEMENTED;
    return rg_int_pow(th, a, b, mod);
}

static RgValue int_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_integer(a) || !rg_is_integer(b)) return RG_NOT_IMPLEMENTED;
    int c = a == b ? 0 : rg_int_compare(a, b);
    static const uint8_t truth[] = {[RG_LT] = 1, [RG_LE] = 3, [RG_EQ] = 2, [RG_NE] = 5, [RG_GT] = 4, [RG_GE] = 6};
    return rg_from_bool(truth[op] >> (c + 1) & 1);
}

static RgValue int_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_int_to_str(th, self, 10));
}

static bool int_hash(RgThread *th, RgValue self, int64_t *out)
{
    *out = rg_int_hash(self);
    return true;
}

static int int_truth(RgThread *th, RgValue self)
{
    return rg_int_sign(self) != 0;
}

static RgValue int_neg(RgThread *th, RgValue self)
{
    return rg_int_neg(th, self);
}

static RgValue int_pos(RgThread *th, RgValue self)
{
    return rg_int_normalize(th, self);
}

static RgValue int_abs(RgThread *th, RgValue self)
{
    return rg_int_sign(self) < 0 ? rg_int_neg(th, self) : rg_int_normalize(th, self);
}

static RgValue int_invert(RgThread *th, RgValue self)
{
    return rg_int_invert(th, self);
}

static RgValue int_float(RgThread *th, RgValue self)
{
    double d;
    return rg_int_to_double(th, self, &d) ? rg_from_double(d) : RG_ERROR;
}

/* An instance of a subclass with the value of v. */
static RgValue subclass_instance(RgThread *th, RgType *type, RgValue v)
{
    RgIntView view;
    rg_int_view(&view, v);
    RgBigInt *z = rg_object_new_of(th, type, view.n * 8);
    if (!z) return RG_ERROR;
    z->head.aux = (uint32_t)view.n;
    z->head.aux8 = view.negative;
    memcpy(z->limbs, view.limbs, view.n * 8);
    return rg_from_ptr(z);
}

static RgValue parse_str(RgThread *th, RgValue text, int base)
{
    RgStr *s = RG_STR(text);
    RgBuffer *ascii = rg_textnum_ascii(th, s);
    return ascii ? rg_int_parse(th, (const char *)ascii->data, (size_t)s->length, base, text) : RG_ERROR;
}

static RgValue parse_bytes(RgThread *th, RgValue v, int base)
{
    RgBufferView view;
    if (!rg_buffer_get(th, v, &view, false)) return RG_ERROR;
    RgValue shown = v;
    if (!rg_is_exact(v, RG_KIND_bytes)) shown = rg_from_ptr(rg_bytes_new(th, view.data, view.len));
    RgValue result = shown ? rg_int_parse(th, (const char *)view.data, (size_t)view.len, base, shown) : RG_ERROR;
    rg_buffer_release(&view);
    return result;
}

static RgValue make_int(RgThread *th, const RgValue *args)
{
    RgValue x = args[0], base = args[1];
    if (x == RG_UNBOUND) {
        if (base == RG_UNBOUND) return rg_from_int(0);
        return rg_raise(th, RG_EXC_TypeError, "int() missing string argument");
    }
    if (base == RG_UNBOUND) {
        if (rg_is_int(x)) return x;
        if (rg_is_exact(x, RG_KIND_str)) return parse_str(th, x, 10);
        RgType *type = rg_type_of(th->rt, x);
        if (!type->slots.int_ && !type->slots.index) {
            if (rg_is_str(x)) return parse_str(th, x, 10);
            if (rg_is_bytes(x) || rg_is_kind(x, RG_KIND_bytearray)) return parse_bytes(th, x, 10);
        }
        return rg_number_int(th, x);
    }
    int64_t b;
    if (!rg_number_as_index(th, base, &b, RG_EXC_BaseException)) return RG_ERROR;
    if (b != 0 && (b < 2 || b > 36)) return rg_raise(th, RG_EXC_ValueError, "int() base must be >= 2 and <= 36, or 0");
    if (rg_is_str(x)) return parse_str(th, x, (int)b);
    if (rg_is_bytes(x) || rg_is_kind(x, RG_KIND_bytearray)) return parse_bytes(th, x, (int)b);
    return rg_raise(th, RG_EXC_TypeError, "int() can't convert non-string with explicit base");
}

static RgValue int_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue bound[2] = {RG_UNBOUND, RG_UNBOUND};
    if (nargs == 1 && !kwnames) bound[0] = args[0];
    else if (!rg_args_parse(th, "int", "(x=0, /, base=10)", args, nargs, kwnames, bound)) return RG_ERROR;
    RgValue v = make_int(th, bound);
    if (v == RG_ERROR || type == RG_TYPE(th, int)) return v;
    return subclass_instance(th, type, v);
}

/* ---- methods ---- */

static RgValue int_bit_length(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_from_u64(th, rg_int_bit_length(self));
}

static RgValue int_bit_count(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_from_u64(th, rg_big_popcount(self));
}

static RgValue int_itself(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_normalize(th, self);
}

static RgValue int_as_integer_ratio(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue n = rg_int_normalize(th, self);
    return n ? rg_from_ptr(rg_tuple_pack(th, 2, n, rg_from_int(1))) : RG_ERROR;
}

static RgValue int_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue n = rg_int_normalize(th, self);
    return n ? rg_from_ptr(rg_tuple_pack(th, 1, n)) : RG_ERROR;
}

/* Rounds half to even at 10**-ndigits. */
static RgValue int_round(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (args[0] == RG_UNBOUND) return rg_int_normalize(th, self);
    RgValue ndigits = rg_number_index(th, args[0]);
    if (!ndigits) return RG_ERROR;
    if (rg_int_sign(ndigits) >= 0) return rg_int_normalize(th, self);
    RgValue unit = rg_int_pow(th, rg_from_int(10), rg_int_neg(th, ndigits), RG_NONE), q, r;
    if (!unit || !rg_int_divmod(th, self, unit, &q, &r)) return RG_ERROR;
    RgValue twice = rg_int_shl(th, r, rg_from_int(1));
    if (!twice) return RG_ERROR;
    int c = rg_int_compare(twice, unit);
    uint64_t low;
    rg_int_as_u64_mask(q, &low);
    if (c > 0 || (c == 0 && (low & 1))) q = rg_int_add(th, q, rg_from_int(1));
    return q ? rg_int_mul(th, q, unit) : RG_ERROR;
}

/* 1 little, 0 big, -1 raised. */
static int byte_order(RgThread *th, RgValue v)
{
    if (v == RG_UNBOUND) return 0;
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "argument 'byteorder' must be str, not %T", v);
        return -1;
    }
    if (rg_str_equal_cstr(RG_STR(v), "little")) return 1;
    if (rg_str_equal_cstr(RG_STR(v), "big")) return 0;
    rg_raise(th, RG_EXC_ValueError, "byteorder must be either 'little' or 'big'");
    return -1;
}

static void reverse_bytes(uint8_t *data, int64_t n)
{
    for (int64_t i = 0; i < n / 2; i++) {
        uint8_t t = data[i];
        data[i] = data[n - 1 - i];
        data[n - 1 - i] = t;
    }
}

static RgValue int_to_bytes(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t length = 1;
    if (args[0] != RG_UNBOUND && !rg_number_as_index(th, args[0], &length, RG_EXC_OverflowError)) return RG_ERROR;
    int little = byte_order(th, args[1]);
    if (little < 0) return RG_ERROR;
    int is_signed = args[2] == RG_UNBOUND ? 0 : rg_truth(th, args[2]);
    if (is_signed < 0) return RG_ERROR;
    if (length < 0) return rg_raise(th, RG_EXC_ValueError, "length argument must be non-negative");
    RgIntView v;
    rg_int_view(&v, self);
    if (v.negative && !is_signed) return rg_raise(th, RG_EXC_OverflowError, "can't convert negative int to unsigned");
    uint64_t bits = rg_int_bit_length(self);
    if (is_signed && v.n) { /* room for the sign: -2**k needs k bits and one */
        bool power = v.negative && rg_big_popcount(self) == 1;
        bits += !power;
    }
    if ((bits + 7) / 8 > (uint64_t)length) return rg_raise(th, RG_EXC_OverflowError, "int too big to convert");
    RgBytes *out = rg_bytes_new(th, NULL, length);
    if (!out) return RG_ERROR;
    size_t have = RG_MIN(v.n * 8, (size_t)length);
    memcpy(out->data, v.limbs, have);
    if (v.negative) {
        unsigned carry = 1;
        for (int64_t i = 0; i < length; i++) {
            carry += (uint8_t)~out->data[i];
            out->data[i] = (uint8_t)carry;
            carry >>= 8;
        }
    }
    if (!little) reverse_bytes(out->data, length);
    return rg_from_ptr(out);
}

/* The bytes of a bytes-like object or of an iterable of ints, as bytes(v) makes them. */
static RgBytes *bytes_of(RgThread *th, RgValue v)
{
    if (rg_is_exact(v, RG_KIND_bytes)) return RG_BYTES(v);
    RgValue method = rg_type_lookup_special(th, v, RG_SYM(th, __bytes__));
    if (method || rg_raised(th)) {
        RgValue result = method ? rg_call0(th, method) : RG_ERROR;
        if (!result) return NULL;
        if (rg_is_bytes(result)) return RG_BYTES(result);
        rg_raise(th, RG_EXC_TypeError, "__bytes__ returned non-bytes (type %T)", result);
        return NULL;
    }
    if (rg_is_str(v) || rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "cannot convert '%T' object to bytes", v);
        return NULL;
    }
    RgValue bytes = rg_call1(th, rg_from_ptr(RG_TYPE(th, bytes)), v);
    return bytes ? RG_BYTES(bytes) : NULL;
}

static RgValue int_from_bytes(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int little = byte_order(th, args[1]);
    if (little < 0) return RG_ERROR;
    int is_signed = args[2] == RG_UNBOUND ? 0 : rg_truth(th, args[2]);
    if (is_signed < 0) return RG_ERROR;
    RgBytes *bytes = bytes_of(th, args[0]);
    if (!bytes) return RG_ERROR;
    int64_t n = bytes->length;
    RgBuffer *room = rg_buffer_new(th, (size_t)n + 1);
    if (!room) return RG_ERROR;
    memcpy(room->data, bytes->data, (size_t)n);
    if (!little) reverse_bytes(room->data, n);
    bool negative = is_signed && n > 0 && room->data[n - 1] >= 0x80;
    if (negative) {
        unsigned carry = 1;
        for (int64_t i = 0; i < n; i++) {
            carry += (uint8_t)~room->data[i];
            room->data[i] = (uint8_t)carry;
            carry >>= 8;
        }
        room->data[n] = (uint8_t)carry;
        n++;
    }
    RgValue v = rg_int_from_bytes_le(th, room->data, (size_t)n, negative);
    if (!v || self == rg_from_ptr(RG_TYPE(th, int))) return v;
    return rg_call1(th, self, v);
}

static RgValue int_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "__format__() argument must be str, not %T", args[0]);
    return rg_format_int(th, self, RG_STR(args[0]));
}

static RgValue int_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIntView v;
    rg_int_view(&v, self);
    uint64_t bits = rg_int_bit_length(self);
    return rg_int_from_u64(th, 24 + 4 * ((bits + 29) / 30));
}

static RgValue get_real(RgThread *th, RgValue self)
{
    return rg_int_normalize(th, self);
}

static RgValue get_zero(RgThread *th, RgValue self)
{
    return rg_from_int(0);
}

static RgValue get_one(RgThread *th, RgValue self)
{
    return rg_from_int(1);
}

static const RgMethodDef int_methods[] = {
    RG_METHOD("conjugate", "($self, /)", "Return self, the complex conjugate of an int.", int_itself),
    RG_METHOD("bit_length", "($self, /)", "Number of bits of the value without sign and leading zeros.", int_bit_length),
    RG_METHOD("bit_count", "($self, /)", "Number of ones in the value's binary form, sign ignored.", int_bit_count),
    RG_METHOD("to_bytes", "($self, /, length=1, byteorder='big', *, signed=False)", "The value as an array of bytes.", int_to_bytes),
    RG_METHOD_F("from_bytes", "($type, /, bytes, byteorder='big', *, signed=False)", "The int that an array of bytes stands for.",
                int_from_bytes, RG_MF_CLASS),
    RG_METHOD("as_integer_ratio", "($self, /)", "The pair (self, 1).", int_as_integer_ratio),
    RG_METHOD("__trunc__", "($self, /)", "Truncating an int gives itself.", int_itself),
    RG_METHOD("__floor__", "($self, /)", "The floor of an int is itself.", int_itself),
    RG_METHOD("__ceil__", "($self, /)", "The ceiling of an int is itself.", int_itself),
    RG_METHOD("__round__", "($self, ndigits=<unrepresentable>, /)", "Round to a power of ten, half to even.", int_round),
    RG_METHOD("__getnewargs__", "($self, /)", NULL, int_getnewargs),
    RG_METHOD("__format__", "($self, format_spec, /)", "Format as the specification asks.", int_format),
    RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", int_sizeof),
    RG_METHOD_END,
};

static const RgGetSetDef int_getset[] = {
    {"real", get_real, NULL, "the real part of a complex number"},
    {"imag", get_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", get_real, NULL, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, NULL, "the denominator of a rational number in lowest terms"},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_int = {
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or a text to an integer.",
    .flags = RG_TF_BASETYPE | RG_TF_VAR,
    .basicsize = sizeof(RgBigInt),
    .itemsize = 8,
    .cell = {"int", NULL, NULL},
    .slots = {.repr = int_repr,
              .hash = int_hash,
              .compare = int_compare,
              .new_ = int_new,
              .truth = int_truth,
              .add = int_add,
              .sub = int_sub,
              .mul = int_mul,
              .truediv = int_truediv,
              .floordiv = int_floordiv,
              .mod = int_mod,
              .divmod = int_divmod,
              .pow = int_pow,
              .lshift = int_shl,
              .rshift = int_shr,
              .and_ = int_and,
              .or_ = int_or,
              .xor_ = int_xor,
              .neg = int_neg,
              .pos = int_pos,
              .abs = int_abs,
              .invert = int_invert,
              .int_ = int_pos,
              .float_ = int_float,
              .index = int_pos},
    .methods = int_methods,
    .getset = int_getset,
};
