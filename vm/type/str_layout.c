/* SPDX-License-Identifier: MIT
 *
 * str_layout.c: str's methods that pad, expand tabs and translate.
 */
#include "vm/object/dict.h"
#include "vm/type/str_methods.h"

static RgValue pad(RgThread *th, RgStr *s, int64_t left, int64_t right, uint32_t fill)
{
    left = RG_MAX(left, 0);
    right = RG_MAX(right, 0);
    if (left == 0 && right == 0)
        return rg_str_result(rg_str_exact(th, s));
    if (left > INT64_MAX / 8 || right > INT64_MAX / 8)
        return rg_raise(th, RG_EXC_OverflowError, "padded string is too long");
    uint32_t max = rg_str_class(s);
    RgStr *r = rg_str_new(th, left + s->length + right, RG_MAX(max, fill));
    if (!r)
        return RG_ERROR;
    int w = r->head.aux8;
    if (w == 1) {
        memset(r->data, (int)fill, (size_t)left);
        memset(r->data + left + s->length, (int)fill, (size_t)right);
    } else {
        for (int64_t i = 0; i < left; i++)
            rg_str_put(r, i, fill);
        for (int64_t i = 0; i < right; i++)
            rg_str_put(r, left + s->length + i, fill);
    }
    rg_chars_copy(r->data + left * w, w, s->data, s->head.aux8, s->length);
    return rg_from_ptr(r);
}

static bool pad_arguments(RgThread *th, const RgValue *args, int64_t *width, uint32_t *fill)
{
    *fill = ' ';
    if (!rg_args_index(th, args[0], 0, width))
        return false;
    if (args[1] == RG_UNBOUND)
        return true;
    if (!rg_is_str(args[1])) {
        rg_raise(th, RG_EXC_TypeError, "The fill character must be a unicode character, not %T", args[1]);
        return false;
    }
    if (RG_STR(args[1])->length != 1) {
        rg_raise(th, RG_EXC_TypeError, "The fill character must be exactly one character long");
        return false;
    }
    *fill = rg_str_at(RG_STR(args[1]), 0);
    return true;
}

RG_STR_METHOD(center)
{
    RgStr *s = RG_STR(self);
    int64_t width;
    uint32_t fill;
    if (!pad_arguments(th, args, &width, &fill))
        return RG_ERROR;
    int64_t room = width - s->length;
    if (room <= 0)
        return rg_str_result(rg_str_exact(th, s));
    int64_t left = room / 2 + (room & width & 1);
    return pad(th, s, left, room - left, fill);
}

RG_STR_METHOD(ljust)
{
    int64_t width;
    uint32_t fill;
    if (!pad_arguments(th, args, &width, &fill))
        return RG_ERROR;
    return pad(th, RG_STR(self), 0, width - RG_STR(self)->length, fill);
}

RG_STR_METHOD(rjust)
{
    int64_t width;
    uint32_t fill;
    if (!pad_arguments(th, args, &width, &fill))
        return RG_ERROR;
    return pad(th, RG_STR(self), width - RG_STR(self)->length, 0, fill);
}

RG_STR_METHOD(zfill)
{
    RgStr *s = RG_STR(self);
    int64_t width;
    if (!rg_args_index(th, args[0], 0, &width))
        return RG_ERROR;
    int64_t fill = width - s->length;
    RgValue v = pad(th, s, fill, 0, '0');
    if (v == RG_ERROR || fill <= 0 || s->length == 0)
        return v;
    RgStr *r = RG_STR(v);
    uint32_t c = rg_str_at(r, fill);
    if (c == '+' || c == '-') {
        rg_str_put(r, 0, c);
        rg_str_put(r, fill, '0');
    }
    return v;
}

RG_STR_METHOD(expandtabs)
{
    RgStr *s = RG_STR(self);
    int64_t size;
    if (!rg_args_index(th, args[0], 8, &size))
        return RG_ERROR;
    if (rg_chars_find_char(s->data, s->head.aux8, s->length, '\t') < 0)
        return rg_str_result(rg_str_exact(th, s));
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length);
    int64_t column = 0;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            if (n > INT64_MAX / 16 - b.length)
                return rg_raise(th, RG_EXC_OverflowError, "new string is too long");
            rg_builder_fill(&b, ' ', n);
            column += n;
        } else {
            rg_builder_char(&b, c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return rg_str_result(rg_builder_finish(&b));
}

/* ---- translate ---- */

/* table[c]: RG_UNBOUND absent, RG_ERROR raised. */
static RgValue translation(RgThread *th, RgValue table, uint32_t c)
{
    if (rg_is_exact(table, RG_KIND_dict))
        return rg_dict_get(th, RG_DICT(table), rg_from_int(c));
    RgValue v = rg_getitem(th, table, rg_from_int(c));
    if (v == RG_ERROR && rg_raised_is(th, RG_EXC_LookupError)) {
        rg_exception_clear(th);
        v = RG_UNBOUND;
    }
    return v;
}

/* Appends v, which is table[c]. */
static bool put_translation(RgThread *th, RgStrBuilder *b, RgValue v, uint32_t c)
{
    if (v == RG_ERROR)
        return false;
    if (v == RG_UNBOUND) {
        rg_builder_char(b, c);
    } else if (rg_is_str(v)) {
        rg_builder_str(b, RG_STR(v));
    } else if (rg_is_integer(v)) {
        int64_t i;
        if (!rg_int_as_i64(v, &i) || i < 0 || i > 0x10ffff) {
            rg_raise(th, RG_EXC_ValueError, "character mapping must be in range(0x%x)", 0x110000);
            return false;
        }
        rg_builder_char(b, (uint32_t)i);
    } else if (v != RG_NONE) {
        rg_raise(th, RG_EXC_TypeError, "character mapping must return integer, None or str");
        return false;
    }
    return !b->failed;
}

/* The beginning of an ASCII string, as far as each of its characters becomes one ASCII character or none: the table is
 * asked once for each that occurs, and again for the one where that ends, as in CPython. Returns where, or -1 raised. */
static int64_t translate_ascii(RgThread *th, RgStrBuilder *b, RgStr *s, RgValue table)
{
    enum { NONE = 0x80, UNKNOWN = 0xff };
    uint8_t known[128]; /* the character, NONE or UNKNOWN */
    memset(known, UNKNOWN, sizeof known);
    int64_t i = 0;
    for (; i < s->length; i++) {
        uint32_t c = s->data[i];
        uint8_t to = known[c];
        if (RG_UNLIKELY(to == UNKNOWN)) {
            RgValue v = translation(th, table, c);
            int64_t n = -1;
            if (v == RG_ERROR) return -1;
            if (v == RG_UNBOUND) n = c;
            else if (v == RG_NONE) n = NONE;
            else if (rg_is_integer(v) && !rg_int_as_i64(v, &n)) n = -1;
            else if (rg_is_str(v) && RG_STR(v)->length == 1) n = rg_str_at(RG_STR(v), 0);
            if (n < 0 || n > 0x7f + (v == RG_NONE)) {
                if (n <= 0x10ffff && (rg_is_str(v) || n >= 0)) break;
                put_translation(th, b, v, c); /* raises */
                return -1;
            }
            to = known[c] = (uint8_t)n;
        }
        if (to != NONE) rg_builder_char(b, to);
    }
    return i;
}

RG_STR_METHOD(translate)
{
    RgStr *s = RG_STR(self);
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length);
    int64_t i = 0;
    if (rg_str_is_ascii(s)) {
        i = translate_ascii(th, &b, s, args[0]);
        if (i < 0)
            return RG_ERROR;
    }
    while (i < s->length) {
        uint32_t c = rg_str_at(s, i++);
        RgValue v = translation(th, args[0], c);
        if (!put_translation(th, &b, v, c))
            return RG_ERROR;
        /* What ends a stretch of dropped characters is asked for twice, as in CPython. */
        for (; v == RG_NONE && i < s->length; i++) {
            v = translation(th, args[0], rg_str_at(s, i));
            if (v == RG_ERROR)
                return RG_ERROR;
            if (v != RG_NONE)
                break;
        }
    }
    return rg_str_result(rg_builder_finish(&b));
}

static bool maketrans_dict(RgThread *th, RgDict *out, RgDict *in)
{
    RgValue key, value;
    for (uint32_t i = 0; rg_dict_next(in, &i, &key, &value);) {
        if (rg_is_str(key)) {
            if (RG_STR(key)->length != 1) {
                rg_raise(th, RG_EXC_ValueError, "string keys in translate table must be of length 1");
                return false;
            }
            key = rg_from_int(rg_str_at(RG_STR(key), 0));
        } else if (!rg_is_integer(key)) {
            rg_raise(th, RG_EXC_TypeError, "keys in translate table must be strings or integers");
            return false;
        }
        if (!rg_dict_set(th, out, key, value))
            return false;
    }
    return true;
}

RG_STR_METHOD(maketrans)
{
    RgDict *d = rg_dict_new(th);
    if (!d)
        return RG_ERROR;
    if (args[1] == RG_UNBOUND) {
        if (!rg_is_exact(args[0], RG_KIND_dict))
            return rg_raise(th, RG_EXC_TypeError, "if you give only one argument to maketrans it must be a dict");
        return maketrans_dict(th, d, RG_DICT(args[0])) ? rg_from_ptr(d) : RG_ERROR;
    }
    if (!rg_is_str(args[1]))
        return rg_raise(th, RG_EXC_TypeError, "maketrans() argument 2 must be str, not %T", args[1]);
    if (args[2] != RG_UNBOUND && !rg_is_str(args[2]))
        return rg_raise(th, RG_EXC_TypeError, "maketrans() argument 3 must be str, not %T", args[2]);
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "first maketrans argument must be a string if there is a second argument");
    RgStr *x = RG_STR(args[0]), *y = RG_STR(args[1]);
    if (x->length != y->length)
        return rg_raise(th, RG_EXC_ValueError, "the first two maketrans arguments must have equal length");
    for (int64_t i = 0; i < x->length; i++) {
        if (!rg_dict_set(th, d, rg_from_int(rg_str_at(x, i)), rg_from_int(rg_str_at(y, i))))
            return RG_ERROR;
    }
    for (int64_t i = 0; args[2] != RG_UNBOUND && i < RG_STR(args[2])->length; i++) {
        if (!rg_dict_set(th, d, rg_from_int(rg_str_at(RG_STR(args[2]), i)), RG_NONE))
            return RG_ERROR;
    }
    return rg_from_ptr(d);
}
