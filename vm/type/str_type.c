/* SPDX-License-Identifier: MIT
 *
 * str_type.c: the type str: slots, construction, repr, subscripts and the method table.
 * Always holds: an instance of a subclass refers to the characters of an exact string (its `buffer` is that string or its
 * buffer), so that attributes follow the struct at a fixed offset.
 */
#include "vm/type/str_methods.h"

#include "vm/object/dict.h"

/* ---- shared argument helpers ---- */

static bool slice_index(RgThread *th, RgValue v, int64_t *out)
{
    if (v == RG_UNBOUND || v == RG_NONE)
        return true;
    if (rg_is_int(v)) {
        *out = rg_as_int(v);
        return true;
    }
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return rg_number_as_index(th, v, out, RG_EXC_BaseException);
}

bool rg_args_range(RgThread *th, RgValue start, RgValue end, int64_t length, int64_t *from, int64_t *to)
{
    *from = 0;
    *to = INT64_MAX;
    if (!slice_index(th, start, from) || !slice_index(th, end, to))
        return false;
    if (*to > length)
        *to = length;
    else if (*to < 0 && (*to += length) < 0)
        *to = 0;
    if (*from < 0 && (*from += length) < 0)
        *from = 0;
    return true;
}

bool rg_args_index(RgThread *th, RgValue v, int64_t absent, int64_t *out)
{
    *out = absent;
    if (v == RG_UNBOUND)
        return true;
    if (rg_is_int(v)) {
        *out = rg_as_int(v);
        return true;
    }
    return rg_number_as_index(th, v, out, RG_EXC_OverflowError);
}

bool rg_args_str(RgThread *th, const char *fname, int position, RgValue v, RgStr **out)
{
    if (RG_LIKELY(rg_is_str(v))) {
        *out = RG_STR(v);
        return true;
    }
    if (position)
        rg_raise(th, RG_EXC_TypeError, "%s() argument %d must be str, not %T", fname, position, v);
    else
        rg_raise(th, RG_EXC_TypeError, "%s() argument must be str, not %T", fname, v);
    return false;
}

const char *rg_args_cstr(RgThread *th, const char *fname, const char *name, RgValue v, bool *failed)
{
    *failed = false;
    if (v == RG_UNBOUND)
        return NULL;
    *failed = true;
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument '%s' must be str, not %T", fname, name, v);
        return NULL;
    }
    size_t len;
    const char *s = rg_str_utf8_strict(th, RG_STR(v), &len);
    if (!s)
        return NULL;
    if (strlen(s) != len) {
        rg_raise(th, RG_EXC_ValueError, "embedded null character");
        return NULL;
    }
    *failed = false;
    return s;
}

/* ---- construction ---- */

/* The text for str(bytes, encoding, errors). */
static RgValue decode_argument(RgThread *th, RgValue v, RgValue encoding, RgValue errors)
{
    bool failed;
    const char *enc = rg_args_cstr(th, "str", "encoding", encoding, &failed);
    if (failed)
        return RG_ERROR;
    const char *err = rg_args_cstr(th, "str", "errors", errors, &failed);
    if (failed)
        return RG_ERROR;
    if (rg_is_str(v))
        return rg_raise(th, RG_EXC_TypeError, "decoding str is not supported");
    if (!rg_buffer_supported(v))
        return rg_raise(th, RG_EXC_TypeError, "decoding to str: need a bytes-like object, %T found", v);
    return rg_codec_decode_any(th, v, enc ? enc : "utf-8", err);
}

static RgValue str_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue text, a[3];
    if (nargs == 1 && !kwnames && type == RG_TYPE(th, str))
        return rg_str_result(rg_str_of(th, args[0]));
    if (!rg_args_parse(th, "str", "(object=b'', encoding='utf-8', errors='strict')", args, nargs, kwnames, a))
        return RG_ERROR;
    if (a[0] == RG_UNBOUND)
        text = rg_from_ptr(th->rt->empty_str);
    else if (a[1] == RG_UNBOUND && a[2] == RG_UNBOUND)
        text = rg_str_result(rg_str_of(th, a[0]));
    else
        text = decode_argument(th, a[0], a[1], a[2]);
    if (text == RG_ERROR || type == RG_TYPE(th, str))
        return text;
    RgStr *from = RG_STR(text), *s = rg_object_new_of(th, type, 0);
    if (!s)
        return RG_ERROR;
    s->head.aux8 = from->head.aux8;
    s->head.aux = from->head.aux & RG_STRF_ASCII;
    s->length = from->length;
    s->hash = from->hash;
    s->data = from->data;
    rg_gc_store_ptr(s, &s->buffer, from->buffer ? from->buffer : (RgBuffer *)(void *)from);
    return rg_from_ptr(s);
}

static void str_trace(RgMarker *marker, void *cell)
{
    RgStr *s = cell;
    if (s->buffer)
        rg_mark_cell(marker, s->buffer);
}

/* ---- slots ---- */

static RgValue str_str(RgThread *th, RgValue self)
{
    return rg_str_result(rg_str_exact(th, RG_STR(self)));
}

static bool str_hash(RgThread *th, RgValue self, int64_t *out)
{
    *out = (int64_t)rg_str_hash(th->rt, RG_STR(self));
    return true;
}

static RgValue str_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_str(a) || !rg_is_str(b))
        return RG_NOT_IMPLEMENTED;
    const RgStr *x = RG_STR(a), *y = RG_STR(b);
    if (op == RG_EQ || op == RG_NE)
        return rg_from_bool(rg_str_equal(x, y) == (op == RG_EQ));
    int c = rg_str_compare(x, y);
    return rg_from_bool(op == RG_LT ? c < 0 : op == RG_LE ? c <= 0 : op == RG_GT ? c > 0 : c >= 0);
}

static int64_t str_len(RgThread *th, RgValue self)
{
    return RG_STR(self)->length;
}

static RgValue str_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgStr *s = RG_STR(self);
    if (RG_LIKELY(rg_is_int(key) || rg_is_integer(key) || rg_type_of(th->rt, key)->slots.index)) {
        int64_t i;
        if (rg_is_int(key))
            i = rg_as_int(key);
        else if (!rg_number_as_index(th, key, &i, RG_EXC_IndexError))
            return RG_ERROR;
        if (i < 0)
            i += s->length;
        if (i < 0 || i >= s->length)
            return rg_raise(th, RG_EXC_IndexError, "string index out of range");
        return rg_str_result(rg_str_from_char(th, rg_str_at(s, i)));
    }
    if (rg_is_kind(key, RG_KIND_slice)) {
        int64_t start, stop, step;
        if (!rg_slice_unpack(th, key, &start, &stop, &step))
            return RG_ERROR;
        int64_t n = rg_slice_adjust(s->length, &start, &stop, step);
        if (n <= 0)
            return rg_from_ptr(th->rt->empty_str);
        if (step == 1) {
            if (n == s->length)
                return rg_str_result(rg_str_exact(th, s));
            return rg_str_result(rg_str_slice(th, s, start, start + n));
        }
        int width = s->head.aux8;
        RgBuffer *tmp = rg_buffer_new(th, (size_t)n * (size_t)width);
        if (!tmp)
            return RG_ERROR;
        for (int64_t i = 0, at = start; i < n; i++, at += step)
            rg_char_put(tmp->data, width, i, rg_str_at(s, at));
        return rg_str_result(rg_str_from_chars(th, tmp->data, width, n));
    }
    return rg_raise(th, RG_EXC_TypeError, "string indices must be integers, not '%T'", key);
}

static int str_contains(RgThread *th, RgValue self, RgValue item)
{
    if (!rg_is_str(item)) {
        rg_raise(th, RG_EXC_TypeError, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    return rg_str_find(RG_STR(self), RG_STR(item), 0, RG_STR(self)->length, false) >= 0;
}

static RgValue str_add(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_str(a) || !rg_is_str(b))
        return RG_NOT_IMPLEMENTED;
    RgStr *x = RG_STR(a), *y = RG_STR(b);
    if (y->length == 0)
        return rg_str_result(rg_str_exact(th, x));
    if (x->length == 0)
        return rg_str_result(rg_str_exact(th, y));
    return rg_str_result(rg_str_concat(th, x, y));
}

static RgValue str_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_str(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    if (!rg_is_str(a) || (!rg_is_integer(b) && !rg_type_of(th->rt, b)->slots.index))
        return RG_NOT_IMPLEMENTED;
    int64_t n;
    if (rg_is_int(b))
        n = rg_as_int(b);
    else if (!rg_number_as_index(th, b, &n, RG_EXC_OverflowError))
        return RG_ERROR;
    RgStr *r = rg_str_repeat(th, RG_STR(a), n);
    return r ? rg_str_result(rg_str_exact(th, r)) : RG_ERROR;
}

static RgValue str_mod(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_str(a))
        return RG_NOT_IMPLEMENTED;
    return rg_str_percent(th, RG_STR(a), b);
}

/* ---- repr ---- */

RgValue rg_str_repr(RgThread *th, RgValue self)
{
    RgStr *s = RG_STR(self);
    bool single = false, dbl = false, plain = true;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c == '\'')
            single = true;
        else if (c == '"')
            dbl = true;
        if (c < ' ' || c == '\\' || c >= 127)
            plain = false;
    }
    uint32_t quote = single && !dbl ? '"' : '\'';
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length + 2);
    rg_builder_char(&b, quote);
    if (plain && !(single && dbl)) {
        rg_builder_str(&b, s);
        rg_builder_char(&b, quote);
        return rg_str_result(rg_builder_finish(&b));
    }
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c == quote || c == '\\') {
            rg_builder_char(&b, '\\');
            rg_builder_char(&b, c);
        } else if (c == '\t' || c == '\n' || c == '\r') {
            rg_builder_char(&b, '\\');
            rg_builder_char(&b, c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        } else if (rg_unicode_is_print(c)) {
            rg_builder_char(&b, c);
        } else if (c < 0x100) {
            rg_builder_printf(&b, "\\x%02x", c);
        } else {
            rg_builder_printf(&b, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        }
    }
    rg_builder_char(&b, quote);
    return rg_str_result(rg_builder_finish(&b));
}

RgStr *rg_str_ascii_repr(RgThread *th, RgStr *repr)
{
    if (rg_str_is_ascii(repr))
        return repr;
    RgStrBuilder b;
    rg_builder_init(&b, th, repr->length + 16);
    for (int64_t i = 0; i < repr->length; i++) {
        uint32_t c = rg_str_at(repr, i);
        if (c < 0x80)
            rg_builder_char(&b, c);
        else
            rg_builder_printf(&b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
    return rg_builder_finish(&b);
}

/* ---- small methods ---- */

static RgValue str_encode(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool failed;
    const char *encoding = rg_args_cstr(th, "encode", "encoding", args[0], &failed);
    if (failed)
        return RG_ERROR;
    const char *errors = rg_args_cstr(th, "encode", "errors", args[1], &failed);
    if (failed)
        return RG_ERROR;
    return rg_codec_encode_any(th, self, encoding ? encoding : "utf-8", errors);
}

static RgValue str_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgStr *s = rg_str_exact(th, RG_STR(self));
    RgTuple *t = s ? rg_tuple_pack(th, 1, rg_from_ptr(s)) : NULL;
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue str_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgStr *s = RG_STR(self);
    return rg_from_int((int64_t)sizeof *s + (s->length + 1) * s->head.aux8);
}

#define M(NAME, SIG, DOC) RG_METHOD_F(#NAME, SIG, DOC, rg_str_m_##NAME, 0)
#define P(NAME, SIG, DOC) RG_METHOD_F(#NAME, SIG, DOC, rg_str_m_##NAME, RG_MF_NO_SIGNATURE)
static const RgMethodDef str_methods[] = {
    RG_METHOD("encode", "($self, /, encoding='utf-8', errors='strict')", "Bytes of the string in an encoding.", str_encode),
    M(replace, "($self, old, new, count=-1, /)", "Copy with occurrences of old replaced by new (at most count, -1: all)."),
    M(split, "($self, /, sep=None, maxsplit=-1)", "List of the parts between separators (None: runs of whitespace)."),
    M(rsplit, "($self, /, sep=None, maxsplit=-1)", "Like split, but splits from the end."),
    M(join, "($self, iterable, /)", "The iterable's strings with this string between them."),
    M(capitalize, "($self, /)", "First character in title case, the rest in lower case."),
    M(casefold, "($self, /)", "Copy for caseless comparison."),
    M(title, "($self, /)", "Every word with an initial capital."),
    M(center, "($self, width, fillchar=' ', /)", "Centred in a field of the given width."),
    P(count, "($self, sub, start=None, end=None, /)", "Number of non-overlapping occurrences of sub."),
    M(expandtabs, "($self, /, tabsize=8)", "Tabs replaced by spaces up to the next stop."),
    P(find, "($self, sub, start=None, end=None, /)", "Lowest index of sub, or -1."),
    M(partition, "($self, sep, /)", "What is before sep, sep, and what is after it."),
    P(index, "($self, sub, start=None, end=None, /)", "Lowest index of sub; ValueError when absent."),
    M(ljust, "($self, width, fillchar=' ', /)", "Left-justified in a field of the given width."),
    M(lower, "($self, /)", "Copy in lower case."),
    M(lstrip, "($self, chars=None, /)", "Without leading whitespace or chars."),
    P(rfind, "($self, sub, start=None, end=None, /)", "Highest index of sub, or -1."),
    P(rindex, "($self, sub, start=None, end=None, /)", "Highest index of sub; ValueError when absent."),
    M(rjust, "($self, width, fillchar=' ', /)", "Right-justified in a field of the given width."),
    M(rstrip, "($self, chars=None, /)", "Without trailing whitespace or chars."),
    M(rpartition, "($self, sep, /)", "Like partition, at the last occurrence of sep."),
    M(splitlines, "($self, /, keepends=False)", "List of the lines."),
    M(strip, "($self, chars=None, /)", "Without leading and trailing whitespace or chars."),
    M(swapcase, "($self, /)", "Upper case made lower and lower made upper."),
    M(translate, "($self, table, /)", "Every character replaced through a table of ordinals."),
    M(upper, "($self, /)", "Copy in upper case."),
    P(startswith, "($self, prefix, start=None, end=None, /)", "Whether the string starts with prefix (or one of a tuple)."),
    P(endswith, "($self, suffix, start=None, end=None, /)", "Whether the string ends with suffix (or one of a tuple)."),
    M(removeprefix, "($self, prefix, /)", "Without the prefix, if it is there."),
    M(removesuffix, "($self, suffix, /)", "Without the suffix, if it is there."),
    M(isascii, "($self, /)", "Whether all characters are ASCII."),
    M(islower, "($self, /)", "Whether the cased characters are lower case, and there is one."),
    M(isupper, "($self, /)", "Whether the cased characters are upper case, and there is one."),
    M(istitle, "($self, /)", "Whether the string is in title case."),
    M(isspace, "($self, /)", "Whether all characters are whitespace, and there is one."),
    M(isdecimal, "($self, /)", "Whether all characters are decimal digits, and there is one."),
    M(isdigit, "($self, /)", "Whether all characters are digits, and there is one."),
    M(isnumeric, "($self, /)", "Whether all characters are numeric, and there is one."),
    M(isalpha, "($self, /)", "Whether all characters are letters, and there is one."),
    M(isalnum, "($self, /)", "Whether all characters are letters or numeric, and there is one."),
    M(isidentifier, "($self, /)", "Whether the string is an identifier (keywords included)."),
    M(isprintable, "($self, /)", "Whether repr() would escape nothing."),
    M(zfill, "($self, width, /)", "Padded with zeros on the left, after a sign."),
    RG_METHOD_F("format", "($self, /, *args, **kwargs)", "Replacement fields filled in from the arguments.", rg_str_m_format,
                RG_MF_RAW | RG_MF_NO_SIGNATURE),
    P(format_map, "($self, mapping, /)", "Replacement fields filled in from a mapping."),
    M(__format__, "($self, format_spec, /)", "Formatted by format_spec."),
    RG_METHOD_F("maketrans", "(x, y=None, z=None, /)", "A table for translate.", rg_str_m_maketrans,
                RG_MF_STATIC | RG_MF_NO_SIGNATURE),
    RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", str_sizeof),
    RG_METHOD_F("__getnewargs__", "($self, /)", NULL, str_getnewargs, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};
#undef M
#undef P

/* ---- iterators ---- */

typedef struct StrIterator {
    RgObject head;
    RgStr *str; /* NULL: exhausted */
    int64_t index;
} StrIterator;

static RgValue str_iter(RgThread *th, RgValue self)
{
    RgStr *s = RG_STR(self);
    StrIterator *it = rg_object_make(th, rg_str_is_ascii(s) ? RG_KIND_str_ascii_iterator : RG_KIND_str_iterator, sizeof *it);
    if (!it)
        return RG_ERROR;
    rg_gc_store_ptr(it, &it->str, s);
    return rg_from_ptr(it);
}

static void iterator_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((StrIterator *)cell)->str);
}

static RgValue iterator_self(RgThread *th, RgValue self)
{
    return self;
}

static RgValue iterator_next(RgThread *th, RgValue self)
{
    StrIterator *it = RG_AS(StrIterator, self);
    RgStr *s = it->str;
    if (!s)
        return RG_STOP;
    if (it->index >= s->length) {
        it->str = NULL;
        return RG_STOP;
    }
    return rg_str_result(rg_str_from_char(th, rg_str_at(s, it->index++)));
}

static RgValue iterator_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    StrIterator *it = RG_AS(StrIterator, self);
    return rg_from_int(it->str ? it->str->length - it->index : 0);
}

static RgValue iterator_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    StrIterator *it = RG_AS(StrIterator, self);
    RgValue iter = rg_dict_get_cstr(th, th->rt->builtins, "iter");
    RgTuple *inner = rg_tuple_pack(th, 1, it->str ? rg_from_ptr(it->str) : rg_from_ptr(th->rt->empty_str));
    if (!inner || !iter)
        return RG_ERROR;
    RgTuple *t = it->str ? rg_tuple_pack(th, 3, iter, rg_from_ptr(inner), rg_from_int(it->index))
                         : rg_tuple_pack(th, 2, iter, rg_from_ptr(inner));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

static RgValue iterator_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    StrIterator *it = RG_AS(StrIterator, self);
    int64_t i;
    if (!rg_number_as_i64(th, args[0], &i))
        return RG_ERROR;
    if (it->str)
        it->index = i < 0 ? 0 : RG_MIN(i, it->str->length);
    return RG_NONE;
}

static const RgMethodDef iterator_methods[] = {
    RG_METHOD_F("__length_hint__", "($self, /)", NULL, iterator_length_hint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, iterator_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, iterator_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_str_iterator = {
    .flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
    .basicsize = sizeof(StrIterator),
    .cell = {"str_iterator", iterator_trace, NULL},
    .slots = {.iter = iterator_self, .next = iterator_next},
    .methods = iterator_methods,
};

const RgTypeSpec rg_spec_str_ascii_iterator = {
    .flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
    .basicsize = sizeof(StrIterator),
    .cell = {"str_ascii_iterator", iterator_trace, NULL},
    .slots = {.iter = iterator_self, .next = iterator_next},
    .methods = iterator_methods,
};

const RgTypeSpec rg_spec_str = {
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nText: a sequence of Unicode characters.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgStr),
    .cell = {"str", str_trace, NULL},
    .slots = {
        .repr = rg_str_repr,
        .str = str_str,
        .hash = str_hash,
        .compare = str_compare,
        .iter = str_iter,
        .new_ = str_new,
        .len = str_len,
        .getitem = str_getitem,
        .contains = str_contains,
        .add = str_add,
        .mul = str_mul,
        .mod = str_mod,
    },
    .methods = str_methods,
};
