/* SPDX-License-Identifier: MIT
 *
 * io_text.c: TextIOWrapper: construction, closing, attributes, and the type. Reading and writing are in files of their own.
 */
#include <unistd.h>

#include "vm/module/io_text.h"

#define SELF RG_AS(RgIoText, self)

/* ---- construction ---- */

static RgValue text_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgIoText *t = rg_object_new_of(th, type, 0);
    if (!t)
        return RG_ERROR;
    t->encoder = t->decoder = RG_NONE;
    return rg_from_ptr(t);
}

static bool set_newline(RgThread *th, RgIoText *t, const char *nl)
{
    if (nl && strcmp(nl, "") && strcmp(nl, "\n") && strcmp(nl, "\r") && strcmp(nl, "\r\n")) {
        rg_raise(th, RG_EXC_ValueError, "illegal newline value: %s", nl);
        return false;
    }
    t->universal = !nl || !*nl;
    t->translate = !nl;
    t->read_newline = t->write_newline = NULL;
    if (nl && *nl) {
        RgStr *s = rg_str_from_cstr(th, nl);
        if (!s)
            return false;
        rg_gc_store_ptr(t, &t->read_newline, s);
        if (strcmp(nl, "\n"))
            rg_gc_store_ptr(t, &t->write_newline, s);
    }
    return true;
}

/* An incremental codec of the registry, made with the errors of t. */
static RgValue make_incremental(RgThread *th, RgIoText *t, RgValue codec, const char *what)
{
    RgValue factory = rg_attr_get_cstr(th, codec, what);
    if (factory == RG_ERROR)
        return RG_ERROR;
    return factory == RG_NONE ? RG_NONE : rg_call1(th, factory, rg_from_ptr(t->errors));
}

static bool set_encoding(RgThread *th, RgIoText *t, const char *encoding, const char *errors)
{
    if (!encoding || strcmp(encoding, "locale") == 0)
        encoding = "UTF-8";
    RgStr *e = rg_str_from_cstr(th, encoding), *h = rg_str_from_cstr(th, errors ? errors : "strict");
    if (!e || !h)
        return false;
    rg_gc_store_ptr(t, &t->encoding, e);
    rg_gc_store_ptr(t, &t->errors, h);
    RgBytes *text = rg_bytes_new(th, NULL, (int64_t)strlen(errors ? errors : "strict") + 1);
    if (!text)
        return false;
    strcpy((char *)text->data, errors ? errors : "strict");
    rg_gc_store(t, &t->errors_cell, rg_from_ptr(text));
    t->errors_text = (const char *)text->data;
    t->codec = rg_codec_by_name(encoding);
    t->encoder = t->decoder = RG_NONE;
    if (t->codec != RG_CODEC_NONE)
        return true;
    RgValue codec = rg_codec_lookup(th, encoding);
    if (codec == RG_ERROR)
        return false;
    RgValue flag = rg_attr_get_cstr(th, codec, "_is_text_encoding");
    if (flag == RG_FALSE) {
        rg_raise(th, RG_EXC_LookupError, "'%s' is not a text encoding; use codecs.open() to handle arbitrary codecs", encoding);
        return false;
    }
    rg_exception_clear(th);
    RgValue decoder = make_incremental(th, t, codec, "incrementaldecoder");
    RgValue encoder = decoder == RG_ERROR ? RG_ERROR : make_incremental(th, t, codec, "incrementalencoder");
    if (encoder == RG_ERROR)
        return false;
    rg_gc_store(t, &t->decoder, decoder);
    rg_gc_store(t, &t->encoder, encoder);
    return true;
}

/* A file that is written in the middle gets no byte order mark. */
static bool check_start(RgThread *th, RgIoText *t)
{
    int64_t at;
    bool marked = t->codec == RG_CODEC_UTF16 || t->codec == RG_CODEC_UTF32 || t->codec == RG_CODEC_NONE;
    t->mark_done = false;
    if (!marked || (t->direct && !t->direct->writable))
        return true;
    int can = rg_io_text_can_seek(th, t);
    if (can <= 0)
        return can == 0;
    if (!rg_io_text_buffer_tell(th, t, &at))
        return false;
    t->mark_done = at != 0;
    if (at && t->codec == RG_CODEC_NONE && t->encoder != RG_NONE) {
        RgStr *name = rg_intern_cstr(th, "setstate");
        return name && rg_call_method1(th, t->encoder, name, rg_from_int(0)) != RG_ERROR;
    }
    return true;
}

static bool set_up(RgThread *th, RgIoText *t, RgValue buffer, const char *encoding, const char *errors, const char *newline,
                   bool line_buffering, bool write_through)
{
    t->buffer = 0;
    if (!set_newline(th, t, newline) || !set_encoding(th, t, encoding, errors))
        return false;
    bool ours = rg_io_is_exact(buffer, &rg_io_reader_spec) || rg_io_is_exact(buffer, &rg_io_writer_spec) ||
                rg_io_is_exact(buffer, &rg_io_random_spec);
    rg_gc_store(t, &t->buffer, buffer);
    t->direct = ours && RG_AS(RgBuffered, buffer)->raw ? RG_AS(RgBuffered, buffer) : NULL;
    t->seekable = -1;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    t->detached = false;
    t->npending = 0;
    rg_io_text_forget(t, true);
    if (!ours) {
        RgStr *name = rg_intern_cstr(th, "read1");
        RgValue fn = name ? rg_attr_lookup(th, buffer, name) : RG_ERROR;
        if (fn == RG_ERROR)
            return false;
        t->has_read1 = fn != RG_UNBOUND;
    }
    if (!check_start(th, t))
        return false;
    return t->node || rg_io_list_add(th, &t->node, t);
}

RgValue rg_io_text_make(RgThread *th, RgValue buffer, const char *encoding, const char *errors, const char *newline,
                        bool line_buffering, bool write_through)
{
    RgType *type = rg_io_type(th, RG_IO_TEXT);
    RgIoText *t = type ? rg_object_new_of(th, type, 0) : NULL;
    if (!t)
        return RG_ERROR;
    return set_up(th, t, buffer, encoding, errors, newline, line_buffering, write_through) ? rg_from_ptr(t) : RG_ERROR;
}

static const char *optional_text(RgThread *th, const char *name, RgValue v, bool *failed)
{
    if (*failed)
        return NULL;
    return v == RG_NONE ? NULL : rg_args_cstr(th, "TextIOWrapper", name, v, failed);
}

static int flag_argument(RgThread *th, RgValue v)
{
    return v == RG_UNBOUND ? 0 : rg_truth(th, v);
}

static bool text_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[6];
    bool failed = false;
    if (!rg_args_parse(th, "TextIOWrapper", "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
                       args, nargs, kwnames, a))
        return false;
    const char *encoding = optional_text(th, "encoding", a[1], &failed);
    const char *errors = optional_text(th, "errors", a[2], &failed);
    const char *newline = optional_text(th, "newline", a[3], &failed);
    int lines = failed ? -1 : flag_argument(th, a[4]), through = lines < 0 ? -1 : flag_argument(th, a[5]);
    return through >= 0 && set_up(th, SELF, a[0], encoding, errors, newline, lines, through);
}

static void text_trace(RgMarker *marker, void *cell)
{
    RgIoText *t = cell;
    rg_mark_value(marker, t->buffer);
    rg_mark_value(marker, t->encoder);
    rg_mark_value(marker, t->decoder);
    rg_mark_value(marker, t->errors_cell);
    rg_mark_value(marker, t->attrs.extra);
    void *cells[] = {t->encoding, t->errors, t->read_newline, t->write_newline, t->pending, t->chunk, t->snap};
    for (size_t i = 0; i < RG_COUNT_OF(cells); i++) {
        if (cells[i])
            rg_mark_cell(marker, cells[i]);
    }
}

static void text_release(RgHeap *heap, void *cell)
{
    rg_io_list_remove(((RgIoText *)cell)->node);
}

static void text_finalize(RgThread *th, RgValue self)
{
    RgIoText *t = SELF;
    bool closed = true;
    if (rg_type_is_heap(rg_type_of(th->rt, self))) {
        rg_io_base_finalize(th, self);
        return;
    }
    if (t->buffer && t->npending && rg_io_text_is_closed(th, t, &closed) && !closed && rg_io_text_flush_pending(th, t) && rg_io_text_flush_buffer(th, t))
        return;
    rg_exception_clear(th);
}

/* ---- other methods ---- */

RG_IO_METHOD(text_flush)
{
    RgIoText *t = SELF;
    if (!rg_io_text_usable(th, t))
        return RG_ERROR;
    t->no_tell = false;
    if (!rg_io_text_flush_pending(th, t))
        return RG_ERROR;
    if (t->direct && t->direct->file && !t->direct->readable)
        return rg_io_buffered_flush(th, t->direct) ? RG_NONE : RG_ERROR;
    if (t->direct && !t->direct->writable)
        return RG_NONE;
    return rg_call_method0(th, t->buffer, RG_SYM(th, flush));
}

static bool close_buffer(RgThread *th, RgValue self)
{
    RgIoText *t = SELF;
    bool ok = rg_call_method0(th, t->buffer, RG_SYM(th, close)) != RG_ERROR;
    rg_io_list_remove(t->node);
    t->node = NULL;
    t->npending = 0;
    return ok;
}

RG_IO_METHOD(text_close)
{
    RgIoText *t = SELF;
    bool closed;
    if (!rg_io_text_is_closed(th, t, &closed))
        return RG_ERROR;
    if (closed)
        return RG_NONE;
    return rg_io_close_stream(th, self, close_buffer);
}

RG_IO_METHOD(text_detach)
{
    RgIoText *t = SELF;
    if (!rg_io_text_attached(th, t) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    RgValue b = t->buffer;
    t->buffer = 0;
    t->direct = NULL;
    t->detached = true;
    return b;
}

RG_IO_METHOD(text_reconfigure)
{
    RgIoText *t = SELF;
    bool failed = false;
    if (!rg_io_text_usable(th, t))
        return RG_ERROR;
    bool codec = args[0] != RG_UNBOUND && args[0] != RG_NONE, handler = args[1] != RG_UNBOUND && args[1] != RG_NONE;
    bool newline = args[2] != RG_UNBOUND;
    if (t->snap && (codec || handler || newline))
        return rg_io_unsupported(th, "It is not possible to set the encoding or newline of stream after the first read");
    const char *enc = optional_text(th, "encoding", args[0] == RG_UNBOUND ? RG_NONE : args[0], &failed);
    const char *err = optional_text(th, "errors", args[1] == RG_UNBOUND ? RG_NONE : args[1], &failed);
    const char *nl = optional_text(th, "newline", args[2] == RG_UNBOUND ? RG_NONE : args[2], &failed);
    if (failed || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    if (newline && !set_newline(th, t, nl))
        return RG_ERROR;
    if (codec || handler) {
        if (!err)
            err = codec ? "strict" : t->errors_text;
        if (!enc && !(enc = rg_str_utf8(th, t->encoding, NULL)))
            return RG_ERROR;
        if (!set_encoding(th, t, enc, err) || !check_start(th, t))
            return RG_ERROR;
    }
    for (int i = 3; i < 5; i++) {
        if (args[i] == RG_UNBOUND || args[i] == RG_NONE)
            continue;
        int yes = rg_truth(th, args[i]);
        if (yes < 0)
            return RG_ERROR;
        *(i == 3 ? &t->line_buffering : &t->write_through) = yes;
    }
    return RG_NONE;
}

static RgValue forward(RgThread *th, RgValue self, const char *name)
{
    RgStr *s = rg_io_text_attached(th, SELF) ? rg_intern_cstr(th, name) : NULL;
    return s ? rg_call_method0(th, SELF->buffer, s) : RG_ERROR;
}

RG_IO_METHOD(text_seekable) { return forward(th, self, "seekable"); }
RG_IO_METHOD(text_readable) { return forward(th, self, "readable"); }
RG_IO_METHOD(text_writable) { return forward(th, self, "writable"); }
RG_IO_METHOD(text_fileno) { return forward(th, self, "fileno"); }
RG_IO_METHOD(text_isatty) { return forward(th, self, "isatty"); }

static RgValue text_encoding(RgThread *th, RgValue self) { return SELF->encoding ? rg_from_ptr(SELF->encoding) : RG_NONE; }
static RgValue text_errors(RgThread *th, RgValue self) { return SELF->errors ? rg_from_ptr(SELF->errors) : RG_NONE; }
static RgValue text_buffer(RgThread *th, RgValue self) { return SELF->buffer ? SELF->buffer : RG_NONE; }
static RgValue text_line_buffering(RgThread *th, RgValue self) { return rg_from_bool(SELF->line_buffering); }
static RgValue text_write_through(RgThread *th, RgValue self) { return rg_from_bool(SELF->write_through); }
static RgValue text_newlines(RgThread *th, RgValue self) { return rg_newlines_seen(th, SELF->seen); }
static RgValue text_chunk_size(RgThread *th, RgValue self) { return rg_from_int(RG_IO_CHUNK); }

static bool set_chunk_size(RgThread *th, RgValue self, RgValue value)
{
    int64_t n;
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_AttributeError, "cannot delete attribute");
        return false;
    }
    if (!rg_number_as_i64(th, value, &n))
        return false;
    if (n <= 0)
        rg_raise(th, RG_EXC_ValueError, "a strictly positive integer is required");
    return n > 0; /* only ever a hint */
}

static RgValue text_closed(RgThread *th, RgValue self)
{
    bool closed;
    return rg_io_text_is_closed(th, SELF, &closed) ? rg_from_bool(closed) : RG_ERROR;
}

static RgValue text_name(RgThread *th, RgValue self)
{
    return rg_io_text_attached(th, SELF) ? rg_attr_get(th, SELF->buffer, RG_SYM(th, name)) : RG_ERROR;
}

static RgValue text_repr(RgThread *th, RgValue self)
{
    RgStrBuilder b;
    if (!SELF->detached && !rg_io_text_attached(th, SELF))
        return RG_ERROR;
    rg_builder_init(&b, th, 64);
    rg_builder_cstr(&b, "<_io.TextIOWrapper");
    RgStr *names[2] = {RG_SYM(th, name), RG_SYM(th, mode)};
    for (int i = 0; i < 2; i++) {
        RgValue v = rg_attr_lookup(th, self, names[i]);
        if (v == RG_ERROR) {
            if (!rg_raised_is(th, RG_EXC_ValueError))
                return RG_ERROR;
            rg_exception_clear(th);
            continue;
        }
        RgStr *s = v == RG_UNBOUND ? NULL : rg_repr(th, v);
        if (v == RG_UNBOUND)
            continue;
        if (!s)
            return RG_ERROR;
        rg_builder_cstr(&b, i ? " mode=" : " name=");
        rg_builder_str(&b, s);
    }
    RgStr *e = rg_repr(th, rg_from_ptr(SELF->encoding));
    if (!e)
        return RG_ERROR;
    rg_builder_cstr(&b, " encoding=");
    rg_builder_str(&b, e);
    rg_builder_char(&b, '>');
    return rg_str_result(rg_builder_finish(&b));
}

static const RgMethodDef text_methods[] = {
    RG_METHOD_F("__getstate__", "($self, /)", NULL, rg_io_cannot_pickle, RG_MF_NO_SIGNATURE),
    RG_METHOD("write", "($self, text, /)", "Writes text; returns its length.", rg_io_text_write),
    RG_METHOD("read", "($self, size=-1, /)", "Up to size characters, or all.", rg_io_text_read),
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", rg_io_text_readline),
    RG_METHOD("flush", "($self, /)", "Writes out what is buffered.", text_flush),
    RG_METHOD("close", "($self, /)", "Flushes and closes.", text_close),
    RG_METHOD("detach", "($self, /)", "Separates the buffer object and returns it.", text_detach),
    RG_METHOD("reconfigure", "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
              "Changes parameters of the stream.", text_reconfigure),
    RG_METHOD("seek", "($self, cookie, whence=0, /)", "Changes the position.", rg_io_text_seek),
    RG_METHOD("tell", "($self, /)", "The position.", rg_io_text_tell),
    RG_METHOD("truncate", "($self, pos=None, /)", "Cuts the file at pos.", rg_io_text_truncate),
    RG_METHOD("seekable", "($self, /)", NULL, text_seekable),
    RG_METHOD("readable", "($self, /)", NULL, text_readable),
    RG_METHOD("writable", "($self, /)", NULL, text_writable),
    RG_METHOD("fileno", "($self, /)", NULL, text_fileno),
    RG_METHOD("isatty", "($self, /)", NULL, text_isatty),
    RG_METHOD_END,
};

static const RgGetSetDef text_getset[] = {
    {"encoding", text_encoding, NULL, NULL},
    {"errors", text_errors, NULL, NULL},
    {"buffer", text_buffer, NULL, NULL},
    {"line_buffering", text_line_buffering, NULL, NULL},
    {"write_through", text_write_through, NULL, NULL},
    {"newlines", text_newlines, NULL, NULL},
    {"closed", text_closed, NULL, NULL},
    {"name", text_name, NULL, NULL},
    {"_CHUNK_SIZE", text_chunk_size, set_chunk_size, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_text_spec = {
    .doc = "Text over a buffered binary stream.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS,
    .basicsize = sizeof(RgIoText),
    .cell = {"TextIOWrapper", text_trace, text_release},
    .slots = {.repr = text_repr, .new_ = text_new, .init = text_init, .next = rg_io_text_next, .finalize = text_finalize},
    .methods = text_methods,
    .getset = text_getset,
};
