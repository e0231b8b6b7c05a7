/* SPDX-License-Identifier: MIT
 *
 * io_string.c: StringIO, IncrementalNewlineDecoder and the translation of line ends.
 * A StringIO keeps its characters in a buffer of the width of the widest so far.
 */
#include "vm/module/io_newline.h"
#include "vm/module/io_state.h"

/* ---- newlines ---- */

RgStr *rg_newlines_translate(RgThread *th, RgStr *s, bool translate, int *seen)
{
    int w = s->head.aux8;
    int64_t cr = rg_chars_find_char(s->data, w, s->length, '\r');
    if (cr < 0) {
        if (!(*seen & RG_NL_LF) && rg_chars_find_char(s->data, w, s->length, '\n') >= 0)
            *seen |= RG_NL_LF;
        return s;
    }
    RgStrBuilder b;
    if (translate)
        rg_builder_init(&b, th, s->length);
    int64_t from = 0;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c == '\n') {
            *seen |= RG_NL_LF;
        } else if (c == '\r') {
            bool pair = i + 1 < s->length && rg_str_at(s, i + 1) == '\n';
            *seen |= pair ? RG_NL_CRLF : RG_NL_CR;
            if (translate) {
                rg_builder_sub(&b, s, from, i);
                rg_builder_char(&b, '\n');
                from = i + 1 + pair;
            }
            i += pair;
        }
    }
    if (!translate)
        return s;
    rg_builder_sub(&b, s, from, s->length);
    return rg_builder_finish(&b);
}

RgValue rg_newlines_seen(RgThread *th, int seen)
{
    static const char *const names[3] = {"\r", "\n", "\r\n"};
    RgValue v[3];
    size_t n = 0;
    for (int i = 0; i < 3; i++) {
        if (!(seen & 1 << i))
            continue;
        RgStr *s = rg_str_from_cstr(th, names[i]);
        if (!s)
            return RG_ERROR;
        v[n++] = rg_from_ptr(s);
    }
    if (n < 2)
        return n ? v[0] : RG_NONE;
    RgTuple *t = rg_tuple_from(th, v, n);
    return t ? rg_from_ptr(t) : RG_ERROR;
}

/* ---- StringIO ---- */

typedef struct StringIO {
    RgObject head;
    RgBuffer *chars; /* NULL: empty or not initialised */
    int64_t length, cap, pos; /* in characters; pos may exceed length */
    int width;
    bool ready, closed, universal, translate;
    RgStr *read_newline;  /* "\r" or "\r\n", else NULL */
    RgStr *write_newline; /* what '\n' becomes; NULL: itself */
    RgStr *newline;       /* as given, NULL: None */
    int seen;
    RgAttrs attrs;        /* last */
} StringIO;

#define SELF RG_AS(StringIO, self)

static bool usable(RgThread *th, StringIO *s)
{
    if (!s->ready)
        rg_raise(th, RG_EXC_ValueError, "I/O operation on uninitialized object");
    else if (s->closed)
        rg_raise(th, RG_EXC_ValueError, "I/O operation on closed file");
    return s->ready && !s->closed;
}

static bool reserve(RgThread *th, StringIO *s, int64_t length, int width)
{
    width = RG_MAX(width, s->width);
    if (length <= s->cap && width == s->width)
        return true;
    int64_t cap = length <= s->cap ? s->cap : RG_MAX(length, s->cap * 2);
    if (length > INT64_MAX / 16) {
        rg_raise(th, RG_EXC_OverflowError, "new position too large");
        return false;
    }
    cap = RG_MAX(cap, 64);
    RgBuffer *b = rg_buffer_new(th, (size_t)cap * (size_t)width);
    if (!b)
        return false;
    if (s->chars)
        rg_chars_copy(b->data, width, s->chars->data, s->width, s->length);
    rg_gc_store_ptr(s, &s->chars, b);
    s->cap = cap;
    s->width = width;
    return true;
}

static bool write_str(RgThread *th, StringIO *s, RgStr *text)
{
    if (s->universal && !(text = rg_newlines_translate(th, text, s->translate, &s->seen)))
        return false;
    if (s->write_newline) {
        RgValue a[3] = {rg_from_ptr(th->rt->latin1['\n']), rg_from_ptr(s->write_newline), RG_UNBOUND};
        RgValue v = rg_str_m_replace(th, rg_from_ptr(text), a, 2);
        if (v == RG_ERROR)
            return false;
        text = RG_STR(v);
    }
    int64_t n = text->length, end = s->pos + n;
    if (n == 0)
        return true;
    if (!reserve(th, s, end, text->head.aux8))
        return false;
    for (int64_t i = s->length; i < s->pos; i++)
        rg_char_put(s->chars->data, s->width, i, 0);
    rg_chars_copy(s->chars->data + s->pos * s->width, s->width, text->data, text->head.aux8, n);
    s->pos = end;
    s->length = RG_MAX(s->length, end);
    return true;
}

static RgValue part(RgThread *th, StringIO *s, int64_t from, int64_t to)
{
    if (to <= from)
        return rg_from_ptr(th->rt->empty_str);
    return rg_str_result(rg_str_from_chars(th, s->chars->data + from * s->width, s->width, to - from));
}

static RgValue string_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    StringIO *s = rg_object_new_of(th, type, 0);
    if (!s)
        return RG_ERROR;
    s->width = 1;
    return rg_from_ptr(s);
}

static bool set_up(RgThread *th, StringIO *s, RgValue value, RgValue newline)
{
    if (newline != RG_NONE && !rg_is_str(newline)) {
        rg_raise(th, RG_EXC_TypeError, "newline must be str or None, not %T", newline);
        return false;
    }
    RgStr *nl = newline == RG_NONE ? NULL : RG_STR(newline);
    if (nl && nl->length && !rg_str_equal_cstr(nl, "\n") && !rg_str_equal_cstr(nl, "\r") && !rg_str_equal_cstr(nl, "\r\n")) {
        rg_raise(th, RG_EXC_ValueError, "illegal newline value: %R", newline);
        return false;
    }
    if (value != RG_NONE && !rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "initial_value must be str or None, not %T", value);
        return false;
    }
    bool other = nl && nl->length && !rg_str_equal_cstr(nl, "\n");
    s->universal = !nl || nl->length == 0;
    s->translate = !nl;
    s->read_newline = s->write_newline = NULL;
    rg_gc_store_ptr(s, &s->newline, nl);
    if (other) {
        rg_gc_store_ptr(s, &s->read_newline, nl);
        rg_gc_store_ptr(s, &s->write_newline, nl);
    }
    s->ready = true;
    s->closed = false;
    s->length = s->pos = 0;
    s->seen = 0;
    if (value != RG_NONE && !write_str(th, s, RG_STR(value)))
        return false;
    s->pos = 0;
    return true;
}

static bool string_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2];
    if (!rg_args_parse(th, "StringIO", "(initial_value='', newline='\\n')", args, nargs, kwnames, a))
        return false;
    return set_up(th, SELF, a[0] == RG_UNBOUND ? RG_NONE : a[0], a[1] == RG_UNBOUND ? rg_from_ptr(th->rt->latin1['\n']) : a[1]);
}

static void string_trace(RgMarker *marker, void *cell)
{
    StringIO *s = cell;
    void *cells[] = {s->chars, s->read_newline, s->write_newline, s->newline};
    for (size_t i = 0; i < RG_COUNT_OF(cells); i++) {
        if (cells[i])
            rg_mark_cell(marker, cells[i]);
    }
    rg_mark_value(marker, s->attrs.extra);
}

RG_IO_METHOD(string_write)
{
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "string argument expected, got '%T'", args[0]);
    return usable(th, SELF) && write_str(th, SELF, RG_STR(args[0])) ? rg_from_int(RG_STR(args[0])->length) : RG_ERROR;
}

RG_IO_METHOD(string_getvalue)
{
    return usable(th, SELF) ? part(th, SELF, 0, SELF->length) : RG_ERROR;
}

RG_IO_METHOD(string_read)
{
    StringIO *s = SELF;
    int64_t n, from;
    if (!usable(th, s) || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    from = RG_MIN(s->pos, s->length);
    n = n < 0 ? s->length - from : RG_MIN(n, s->length - from);
    if (n > 0)
        s->pos = from + n;
    return part(th, s, from, from + n);
}

static RgValue read_line(RgThread *th, StringIO *s, int64_t limit)
{
    int64_t from = s->pos, n = s->length - from;
    if (n <= 0 || limit == 0)
        return rg_from_ptr(th->rt->empty_str);
    const uint8_t *p = s->chars->data + from * s->width;
    int64_t end = -1;
    if (s->read_newline) {
        int64_t m = s->read_newline->length;
        for (int64_t i = 0; end < 0 && i < n;) {
            int64_t k = rg_chars_find_char(p + i * s->width, s->width, n - i, '\r');
            if (k < 0)
                break;
            i += k + 1;
            if (m == 1 || (i < n && rg_char_at(p, s->width, i) == '\n'))
                end = i + m - 1;
        }
    } else {
        end = rg_chars_find_char(p, s->width, n, '\n') + 1;
        if (s->universal && !s->translate) {
            int64_t cr = rg_chars_find_char(p, s->width, end > 0 ? end - 1 : n, '\r');
            if (cr >= 0)
                end = cr + 1 + (cr + 1 < n && rg_char_at(p, s->width, cr + 1) == '\n');
        }
    }
    if (end <= 0)
        end = n;
    if (limit >= 0)
        end = RG_MIN(end, limit);
    s->pos = from + end;
    return part(th, s, from, from + end);
}

RG_IO_METHOD(string_readline)
{
    int64_t limit;
    if (!usable(th, SELF) || !rg_io_size_argument(th, args[0], &limit))
        return RG_ERROR;
    return read_line(th, SELF, limit);
}

static RgValue string_next(RgThread *th, RgValue self)
{
    RgValue line;
    if (!usable(th, SELF))
        return RG_ERROR;
    if (rg_object_type(rg_as_object(self))->spec == &rg_io_string_spec) {
        line = read_line(th, SELF, -1);
    } else {
        line = rg_call_method0(th, self, RG_SYM(th, readline));
        if (line != RG_ERROR && !rg_is_str(line))
            return rg_raise(th, RG_EXC_OSError, "readline() should have returned a str object, not '%T'", line);
    }
    return line != RG_ERROR && RG_STR(line)->length == 0 ? RG_STOP : line;
}

RG_IO_METHOD(string_tell)
{
    return usable(th, SELF) ? rg_int_from_i64(th, SELF->pos) : RG_ERROR;
}

RG_IO_METHOD(string_seek)
{
    StringIO *s = SELF;
    int64_t offset, whence;
    if (!usable(th, s) || !rg_number_as_index(th, args[0], &offset, RG_EXC_OverflowError) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    if (whence < 0 || whence > 2)
        return rg_raise(th, RG_EXC_ValueError, "Invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (offset < 0 && whence == 0)
        return rg_raise(th, RG_EXC_ValueError, "Negative seek position %lld", (long long)offset);
    if (whence && offset)
        return rg_raise(th, RG_EXC_OSError, "Can't do nonzero cur-relative seeks");
    s->pos = whence == 0 ? offset : whence == 1 ? s->pos : s->length;
    return rg_int_from_i64(th, s->pos);
}

RG_IO_METHOD(string_truncate)
{
    StringIO *s = SELF;
    int64_t size = s->pos;
    if (!usable(th, s))
        return RG_ERROR;
    if (args[0] != RG_UNBOUND && args[0] != RG_NONE && !rg_number_as_index(th, args[0], &size, RG_EXC_OverflowError))
        return RG_ERROR;
    if (size < 0)
        return rg_raise(th, RG_EXC_ValueError, "Negative size value %lld", (long long)size);
    s->length = RG_MIN(s->length, size);
    return rg_int_from_i64(th, size);
}

RG_IO_METHOD(string_close)
{
    SELF->closed = true;
    SELF->chars = NULL;
    SELF->length = SELF->cap = SELF->pos = 0;
    SELF->width = 1;
    return RG_NONE;
}

RG_IO_METHOD(string_true)
{
    return usable(th, SELF) ? RG_TRUE : RG_ERROR;
}

RG_IO_METHOD(string_getstate)
{
    StringIO *s = SELF;
    RgValue value = string_getvalue(th, self, NULL, 0);
    RgValue dict = value == RG_ERROR ? RG_ERROR : rg_io_dict_copy(th, self);
    RgTuple *t = dict ? rg_tuple_pack(th, 4, value, s->newline ? rg_from_ptr(s->newline) : RG_NONE, rg_int_from_i64(th, s->pos), dict)
                      : NULL;
    return t ? rg_from_ptr(t) : RG_ERROR;
}

RG_IO_METHOD(string_setstate)
{
    if (!rg_is_tuple(args[0]) || rg_tuple_len(RG_TUPLE(args[0])) < 4)
        return rg_raise(th, RG_EXC_TypeError, "%T.__setstate__ argument should be 4-tuple, got %T", self, args[0]);
    RgValue *v = RG_TUPLE(args[0])->items;
    int64_t pos;
    if (!rg_is_str(v[0]) && v[0] != RG_NONE)
        return rg_raise(th, RG_EXC_TypeError, "initial_value must be str or None, not %T", v[0]);
    if (!set_up(th, SELF, RG_NONE, v[1]))
        return RG_ERROR;
    RgStr *ends = SELF->write_newline; /* the text holds the line ends that were translated when it was written */
    bool universal = SELF->universal;
    SELF->write_newline = NULL;
    SELF->universal = false;
    bool written = v[0] == RG_NONE || write_str(th, SELF, RG_STR(v[0]));
    rg_gc_store_ptr(SELF, &SELF->write_newline, ends);
    SELF->universal = universal;
    if (!written)
        return RG_ERROR;
    if (!rg_is_integer(v[2]))
        return rg_raise(th, RG_EXC_TypeError, "third item of state must be an integer, got %T", v[2]);
    if (!rg_number_as_i64(th, v[2], &pos))
        return RG_ERROR;
    if (pos < 0)
        return rg_raise(th, RG_EXC_ValueError, "position value cannot be negative");
    SELF->pos = pos;
    if (v[3] == RG_NONE)
        return RG_NONE;
    if (!rg_is_dict(v[3]))
        return rg_raise(th, RG_EXC_TypeError, "fourth item of state should be a dict, got a %T", v[3]);
    RgDict *dict = rg_attr_dict(th, self);
    return dict && rg_dict_update(th, dict, v[3]) ? RG_NONE : RG_ERROR;
}

static RgValue string_closed(RgThread *th, RgValue self) { return rg_from_bool(SELF->closed); }
static RgValue string_line_buffering(RgThread *th, RgValue self) { return RG_FALSE; }
static RgValue string_newlines(RgThread *th, RgValue self) { return rg_newlines_seen(th, SELF->universal ? SELF->seen : 0); }

static const RgMethodDef string_methods[] = {
    RG_METHOD("write", "($self, s, /)", "Writes text; returns its length.", string_write),
    RG_METHOD("getvalue", "($self, /)", "All the text.", string_getvalue),
    RG_METHOD("read", "($self, size=-1, /)", "Up to size characters, or all.", string_read),
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", string_readline),
    RG_METHOD("tell", "($self, /)", "The position.", string_tell),
    RG_METHOD("seek", "($self, pos, whence=0, /)", "Changes the position.", string_seek),
    RG_METHOD("truncate", "($self, pos=None, /)", "Cuts the text at pos.", string_truncate),
    RG_METHOD("close", "($self, /)", "Gives the text up.", string_close),
    RG_METHOD("seekable", "($self, /)", NULL, string_true),
    RG_METHOD("readable", "($self, /)", NULL, string_true),
    RG_METHOD("writable", "($self, /)", NULL, string_true),
    RG_METHOD_F("__getstate__", "($self, /)", NULL, string_getstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, string_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef string_getset[] = {
    {"closed", string_closed, NULL, NULL},
    {"line_buffering", string_line_buffering, NULL, NULL},
    {"newlines", string_newlines, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_string_spec = {
    .doc = "Text in memory as a stream.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS,
    .basicsize = sizeof(StringIO),
    .cell = {"StringIO", string_trace, NULL},
    .slots = {.new_ = string_new, .init = string_init, .next = string_next},
    .ready = rg_io_no_finalizer,
    .methods = string_methods,
    .getset = string_getset,
};
#undef SELF

/* ---- IncrementalNewlineDecoder ---- */

typedef struct NewlineDecoder {
    RgObject head;
    RgValue decoder; /* or RG_NONE: input is text already */
    bool translate, pending_cr;
    int seen;
} NewlineDecoder;

#define SELF RG_AS(NewlineDecoder, self)

static RgValue newline_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    NewlineDecoder *d = rg_object_new_of(th, type, 0);
    if (!d)
        return RG_ERROR;
    d->decoder = RG_NONE;
    return rg_from_ptr(d);
}

static bool newline_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[3];
    if (!rg_args_parse(th, "IncrementalNewlineDecoder", "(decoder, translate, errors='strict')", args, nargs, kwnames, a))
        return false;
    int translate = rg_truth(th, a[1]);
    rg_gc_store(SELF, &SELF->decoder, a[0]);
    SELF->translate = translate > 0;
    return translate >= 0;
}

static void newline_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((NewlineDecoder *)cell)->decoder);
}

RG_IO_METHOD(newline_decode)
{
    NewlineDecoder *d = SELF;
    int final = args[1] == RG_UNBOUND ? 0 : rg_truth(th, args[1]);
    RgValue v = args[0];
    if (final < 0)
        return RG_ERROR;
    if (d->decoder != RG_NONE) {
        RgStr *name = rg_intern_cstr(th, "decode");
        RgValue a[2] = {v, rg_from_bool(final)};
        v = name ? rg_call_method(th, d->decoder, name, a, 2) : RG_ERROR;
    }
    if (v == RG_ERROR)
        return RG_ERROR;
    if (!rg_is_str(v))
        return rg_raise(th, RG_EXC_TypeError, "decoder should return a string result, not '%T'", v);
    RgStr *s = RG_STR(v);
    if (d->pending_cr && (final || s->length)) {
        s = rg_str_concat(th, th->rt->latin1['\r'], s);
        d->pending_cr = false;
    }
    if (s && !final && s->length && rg_str_at(s, s->length - 1) == '\r') {
        s = rg_str_slice(th, s, 0, s->length - 1);
        d->pending_cr = true;
    }
    return s ? rg_str_result(rg_newlines_translate(th, s, d->translate, &d->seen)) : RG_ERROR;
}

RG_IO_METHOD(newline_getstate)
{
    NewlineDecoder *d = SELF;
    RgValue bytes = rg_io_bytes(th, NULL, 0), flag = rg_from_int(0);
    if (d->decoder != RG_NONE) {
        RgStr *name = rg_intern_cstr(th, "getstate");
        RgValue v = name ? rg_call_method0(th, d->decoder, name) : RG_ERROR;
        if (v == RG_ERROR)
            return RG_ERROR;
        if (!rg_is_tuple(v) || rg_tuple_len(RG_TUPLE(v)) != 2)
            return rg_raise(th, RG_EXC_TypeError, "illegal decoder state");
        bytes = RG_TUPLE(v)->items[0];
        flag = RG_TUPLE(v)->items[1];
    }
    flag = rg_int_shl(th, flag, rg_from_int(1));
    if (flag != RG_ERROR && d->pending_cr)
        flag = rg_int_or(th, flag, rg_from_int(1));
    RgTuple *t = flag == RG_ERROR || bytes == RG_ERROR ? NULL : rg_tuple_pack(th, 2, bytes, flag);
    return t ? rg_from_ptr(t) : RG_ERROR;
}

RG_IO_METHOD(newline_setstate)
{
    NewlineDecoder *d = SELF;
    if (!rg_is_tuple(args[0]) || rg_tuple_len(RG_TUPLE(args[0])) != 2)
        return rg_raise(th, RG_EXC_TypeError, "state argument must be a tuple");
    RgValue flag = RG_TUPLE(args[0])->items[1], low = rg_int_and(th, flag, rg_from_int(1));
    if (low == RG_ERROR)
        return RG_ERROR;
    d->pending_cr = low == rg_from_int(1);
    if (d->decoder == RG_NONE)
        return RG_NONE;
    RgStr *name = rg_intern_cstr(th, "setstate");
    RgValue rest = rg_int_shr(th, flag, rg_from_int(1));
    RgTuple *t = name && rest != RG_ERROR ? rg_tuple_pack(th, 2, RG_TUPLE(args[0])->items[0], rest) : NULL;
    return t ? rg_call_method1(th, d->decoder, name, rg_from_ptr(t)) : RG_ERROR;
}

RG_IO_METHOD(newline_reset)
{
    SELF->seen = 0;
    SELF->pending_cr = false;
    RgStr *name = rg_intern_cstr(th, "reset");
    return SELF->decoder == RG_NONE ? RG_NONE : name ? rg_call_method0(th, SELF->decoder, name) : RG_ERROR;
}

static RgValue newline_newlines(RgThread *th, RgValue self) { return rg_newlines_seen(th, SELF->seen); }

static const RgMethodDef newline_methods[] = {
    RG_METHOD("decode", "($self, /, input, final=False)", "Decodes and translates.", newline_decode),
    RG_METHOD("getstate", "($self, /)", NULL, newline_getstate),
    RG_METHOD("setstate", "($self, state, /)", NULL, newline_setstate),
    RG_METHOD("reset", "($self, /)", NULL, newline_reset),
    RG_METHOD_END,
};

static const RgGetSetDef newline_getset[] = {
    {"newlines", newline_newlines, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_newline_spec = {
    .doc = "Translates line ends behind another decoder.",
    .module = "_io",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(NewlineDecoder),
    .cell = {"IncrementalNewlineDecoder", newline_trace, NULL},
    .slots = {.new_ = newline_new, .init = newline_init},
    .methods = newline_methods,
    .getset = newline_getset,
};
#undef SELF
