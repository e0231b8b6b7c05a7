/* SPDX-License-Identifier: MIT
 *
 * str_format.c: str.format and str.format_map: replacement fields with names, attributes, subscripts, conversions and nested
 * format specifications.
 */
#include "vm/object/dict.h"
#include "vm/type/str_format.h"
#include "vm/type/str_methods.h"

enum { NUMBERING_OPEN, NUMBERING_AUTO, NUMBERING_MANUAL };

typedef struct Formatter {
    RgThread *th;
    const RgValue *args; /* NULL in format_map */
    size_t nargs;
    RgTuple *kwnames;    /* keyword values follow the positional ones */
    RgValue mapping;     /* format_map's argument, or 0 */
    int numbering;
    int64_t next;
} Formatter;

/* ---- parsing (also for the _string module) ---- */

int64_t rg_format_integer_of(RgThread *th, const RgStr *s, int64_t from, int64_t to)
{
    int64_t n = 0;
    if (from >= to)
        return -1;
    for (int64_t i = from; i < to; i++) {
        uint32_t c = rg_str_at(s, i);
        int d = c < 0x80 ? (c >= '0' && c <= '9' ? (int)(c - '0') : -1) : rg_unicode_decimal(c);
        if (d < 0)
            return -1;
        if (n > (INT64_MAX - d) / 10) {
            rg_raise(th, RG_EXC_ValueError, "Too many decimal digits in format string");
            return -2;
        }
        n = n * 10 + d;
    }
    return n;
}

static int raise_format(RgThread *th, const char *text)
{
    rg_raise(th, RG_EXC_ValueError, "%s", text);
    return -1;
}

/* The part of a field behind its name: conversion and specification; *at is behind the '!' or ':' that is c. */
static int parse_tail(RgThread *th, const RgStr *s, int64_t end, uint32_t c, RgFormatPiece *p, int64_t *at)
{
    if (c == '!') {
        if (*at >= end)
            return raise_format(th, "end of string while looking for conversion specifier");
        p->conversion = rg_str_at(s, (*at)++);
        if (*at < end) {
            c = rg_str_at(s, (*at)++);
            if (c == '}')
                return 1;
            if (c != ':')
                return raise_format(th, "expected ':' after conversion specifier");
        }
    }
    p->spec_from = *at;
    for (int depth = 1; *at < end;) {
        c = rg_str_at(s, (*at)++);
        if (c == '{') {
            p->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            p->spec_to = *at - 1;
            return 1;
        }
    }
    return raise_format(th, "unmatched '{' in format spec");
}

static int parse_field(RgThread *th, const RgStr *s, int64_t end, RgFormatPiece *p, int64_t *at)
{
    uint32_t c = 0;
    bool stop = false;
    p->name_from = *at;
    while (!stop && *at < end) {
        c = rg_str_at(s, (*at)++);
        switch (c) {
        case '{':
            return raise_format(th, "unexpected '{' in field name");
        case '[':
            while (*at < end && rg_str_at(s, *at) != ']')
                ++*at;
            break;
        case '}':
        case ':':
        case '!':
            stop = true;
            break;
        default:
            break;
        }
    }
    p->name_to = *at - 1;
    if (c == '!' || c == ':')
        return parse_tail(th, s, end, c, p, at);
    if (c != '}')
        return raise_format(th, "expected '}' before end of string");
    return 1;
}

int rg_format_next_piece(RgThread *th, const RgStr *s, int64_t *at, int64_t end, RgFormatPiece *p)
{
    *p = (RgFormatPiece){0};
    if (*at >= end)
        return 0;
    uint32_t c = 0;
    bool markup = false;
    p->text_from = *at;
    while (*at < end && !markup) {
        c = rg_str_at(s, (*at)++);
        markup = c == '{' || c == '}';
    }
    p->text_to = *at;
    if (!markup)
        return 1;
    bool at_end = *at >= end, doubled = !at_end && rg_str_at(s, *at) == c;
    if (c == '}' && !doubled)
        return raise_format(th, "Single '}' encountered in format string");
    if (at_end)
        return raise_format(th, "Single '{' encountered in format string");
    if (doubled) {
        ++*at;
        return 1;
    }
    p->text_to--;
    p->field = true;
    return parse_field(th, s, end, p, at);
}

int64_t rg_format_first_end(const RgStr *s, int64_t from, int64_t to)
{
    while (from < to && rg_str_at(s, from) != '.' && rg_str_at(s, from) != '[')
        from++;
    return from;
}

int rg_format_next_accessor(RgThread *th, const RgStr *s, int64_t *at, int64_t end, bool *is_attr, int64_t *index, int64_t *from,
                            int64_t *to)
{
    if (*at >= end)
        return 0;
    uint32_t c = rg_str_at(s, (*at)++);
    *index = -1;
    *from = *at;
    if (c == '.') {
        *is_attr = true;
        *at = *to = rg_format_first_end(s, *at, end);
    } else if (c == '[') {
        *is_attr = false;
        while (*at < end && rg_str_at(s, *at) != ']')
            ++*at;
        if (*at >= end)
            return raise_format(th, "Missing ']' in format string");
        *to = (*at)++;
        *index = rg_format_integer_of(th, s, *from, *to);
        if (*index == -2)
            return -1;
    } else {
        return raise_format(th, "Only '.' or '[' may follow ']' in format field specifier");
    }
    if (*from == *to)
        return raise_format(th, "Empty attribute in format string");
    return 1;
}

/* ---- field values ---- */

static bool number_field(Formatter *f, bool empty, int64_t *index)
{
    bool numeric = empty || *index != -1;
    if (!numeric)
        return true;
    if (f->numbering == NUMBERING_OPEN)
        f->numbering = empty ? NUMBERING_AUTO : NUMBERING_MANUAL;
    if (f->numbering == NUMBERING_MANUAL && empty) {
        raise_format(f->th, "cannot switch from manual field specification to automatic field numbering");
        return false;
    }
    if (f->numbering == NUMBERING_AUTO && !empty) {
        raise_format(f->th, "cannot switch from automatic field numbering to manual field specification");
        return false;
    }
    if (empty)
        *index = f->next++;
    return true;
}

static RgValue keyword_value(Formatter *f, RgStr *key)
{
    RgThread *th = f->th;
    if (f->mapping)
        return rg_getitem(th, f->mapping, rg_from_ptr(key));
    for (size_t i = 0; f->kwnames && i < rg_tuple_len(f->kwnames); i++) {
        if (rg_str_equal(RG_STR(f->kwnames->items[i]), key))
            return f->args[f->nargs + i];
    }
    return rg_raise_value(th, RG_EXC_KeyError, rg_from_ptr(key));
}

static RgValue field_value(Formatter *f, const RgStr *s, int64_t from, int64_t to)
{
    RgThread *th = f->th;
    int64_t end = rg_format_first_end(s, from, to), index = rg_format_integer_of(th, s, from, end);
    RgValue v;
    if (index == -2 || !number_field(f, from == end, &index))
        return RG_ERROR;
    if (index == -1) {
        RgStr *key = rg_str_slice(th, (RgStr *)s, from, end);
        v = key ? keyword_value(f, key) : RG_ERROR;
    } else if (!f->args) {
        return rg_raise(th, RG_EXC_ValueError, "Format string contains positional fields");
    } else if ((uint64_t)index >= f->nargs) {
        return rg_raise(th, RG_EXC_IndexError, "Replacement index %lld out of range for positional args tuple", (long long)index);
    } else {
        v = f->args[index];
    }
    for (int64_t at = end; v != RG_ERROR;) {
        bool is_attr;
        int64_t i, name_from, name_to;
        int r = rg_format_next_accessor(th, s, &at, to, &is_attr, &i, &name_from, &name_to);
        if (r <= 0)
            return r ? RG_ERROR : v;
        RgStr *name = is_attr || i < 0 ? rg_str_slice(th, (RgStr *)s, name_from, name_to) : NULL;
        if (is_attr) {
            v = name ? rg_attr_get(th, v, name) : RG_ERROR;
        } else {
            RgValue key = i >= 0 ? rg_int_from_i64(th, i) : rg_str_result(name);
            v = key == RG_ERROR ? RG_ERROR : rg_getitem(th, v, key);
        }
    }
    return RG_ERROR;
}

static RgValue convert(RgThread *th, RgValue v, uint32_t conversion)
{
    switch (conversion) {
    case 0:
        return v;
    case 'r':
        return rg_str_result(rg_repr(th, v));
    case 's':
        return rg_str_result(rg_str_of(th, v));
    case 'a':
        return rg_str_result(rg_ascii(th, v));
    default:
        break;
    }
    if (conversion > 32 && conversion < 127)
        return rg_raise(th, RG_EXC_ValueError, "Unknown conversion specifier %c", (int)conversion);
    return rg_raise(th, RG_EXC_ValueError, "Unknown conversion specifier \\x%x", (unsigned)conversion);
}

static bool build(Formatter *f, RgStrBuilder *b, const RgStr *s, int64_t at, int64_t end, int depth)
{
    RgThread *th = f->th;
    RgFormatPiece p;
    int r;
    if (depth <= 0) {
        raise_format(th, "Max string recursion exceeded");
        return false;
    }
    while ((r = rg_format_next_piece(th, s, &at, end, &p)) > 0) {
        rg_builder_sub(b, s, p.text_from, p.text_to);
        if (!p.field)
            continue;
        RgValue v = field_value(f, s, p.name_from, p.name_to);
        if (v != RG_ERROR)
            v = convert(th, v, p.conversion);
        if (v == RG_ERROR)
            return false;
        RgStr *spec;
        if (p.nested) {
            RgStrBuilder inner;
            rg_builder_init(&inner, th, p.spec_to - p.spec_from);
            if (!build(f, &inner, s, p.spec_from, p.spec_to, depth - 1))
                return false;
            spec = rg_builder_finish(&inner);
        } else {
            spec = rg_str_slice(th, (RgStr *)s, p.spec_from, p.spec_to);
        }
        if (!spec)
            return false;
        RgStr *text = spec->length == 0 && rg_is_exact(v, RG_KIND_str) ? RG_STR(v) : rg_format_value(th, v, spec);
        if (!text)
            return false;
        rg_builder_str(b, text);
    }
    return r == 0 && !b->failed;
}

static RgValue run(Formatter *f, RgStr *s)
{
    RgStrBuilder b;
    rg_builder_init(&b, f->th, s->length + 32);
    if (!build(f, &b, s, 0, s->length, 2))
        return RG_ERROR;
    return rg_str_result(rg_builder_finish(&b));
}

RgValue rg_str_m_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    static const RgValue none[1];
    Formatter f = {.th = th, .args = args ? args : none, .nargs = nargs, .kwnames = kwnames};
    return run(&f, RG_STR(self));
}

RG_STR_METHOD(format_map)
{
    Formatter f = {.th = th, .mapping = args[0]};
    return run(&f, RG_STR(self));
}
