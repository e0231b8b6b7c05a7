/* SPDX-License-Identifier: MIT
 *
 * io_buffered.c: BufferedReader, BufferedWriter, BufferedRandom (one struct) and BufferedRWPair.
 * Always holds: the buffer has unread bytes or unwritten bytes, never both; the raw position is behind the unread bytes, and
 * before the unwritten ones.
 */
#include <errno.h>
#include <unistd.h>

#include "vm/object/exception.h"
#include "vm/module/io_state.h"

#define SELF RG_AS(RgBuffered, self)

/* ---- the raw stream ---- */

static bool attached(RgThread *th, RgBuffered *b)
{
    if (b->raw)
        return true;
    rg_raise(th, RG_EXC_ValueError, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return false;
}

bool rg_io_buffered_is_closed(RgThread *th, RgBuffered *b, bool *closed)
{
    if (!attached(th, b))
        return false;
    if (b->file) {
        *closed = b->file->fd < 0;
        return true;
    }
    int c = rg_io_closed(th, b->raw);
    *closed = c > 0;
    return c >= 0;
}

static bool usable(RgThread *th, RgBuffered *b, const char *what)
{
    bool closed;
    if (!rg_io_buffered_is_closed(th, b, &closed))
        return false;
    if (closed)
        rg_raise(th, RG_EXC_ValueError, "%s of closed file", what);
    return !closed;
}

/* ---- construction ---- */

static RgValue buffered_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgBuffered *b = rg_object_new_of(th, type, 0);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

/* raw.<method>() */
static int raw_can(RgThread *th, RgValue raw, const char *method)
{
    RgStr *name = rg_intern_cstr(th, method);
    RgValue v = name ? rg_call_method0(th, raw, name) : RG_ERROR;
    return v == RG_ERROR ? -1 : rg_truth(th, v);
}

static bool set_up(RgThread *th, RgBuffered *b, RgValue raw, int64_t size)
{
    if (size <= 0) {
        rg_raise(th, RG_EXC_ValueError, "buffer size must be strictly positive");
        return false;
    }
    RgBuffer *buffer = rg_buffer_new(th, (size_t)size);
    if (!buffer)
        return false;
    rg_gc_store_ptr(b, &b->buffer, buffer);
    rg_gc_store(b, &b->raw, raw);
    b->file = rg_io_is_exact(raw, &rg_io_file_spec) ? RG_AS(RgFileIO, raw) : NULL;
    b->size = size;
    b->pos = b->end = b->dirty = 0;
    b->detached = false;
    return !b->writable || b->node || rg_io_list_add(th, &b->node, b);
}

static bool init(RgThread *th, RgValue self, const char *name, bool readable, bool writable, const RgValue *args, size_t nargs,
                 RgTuple *kwnames)
{
    RgBuffered *b = SELF;
    RgValue a[2];
    int64_t size;
    b->raw = 0;
    if (!rg_args_parse(th, name, "(raw, buffer_size=8192)", args, nargs, kwnames, a) ||
        !rg_args_index(th, a[1], RG_IO_BUFFER_SIZE, &size))
        return false;
    static const struct Need {
        const char *method, *message;
    } needs[3] = {{"seekable", "File or stream is not seekable."}, {"readable", "File or stream is not readable."},
                  {"writable", "File or stream is not writable."}};
    bool wanted[3] = {readable && writable, readable, writable};
    for (int i = 0; i < 3; i++) {
        int can = wanted[i] ? raw_can(th, a[0], needs[i].method) : 1;
        if (can == 0)
            rg_io_unsupported(th, needs[i].message);
        if (can <= 0)
            return false;
    }
    b->readable = readable;
    b->writable = writable;
    return set_up(th, b, a[0], size);
}

static bool reader_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return init(th, self, "BufferedReader", true, false, args, nargs, kwnames);
}

static bool writer_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return init(th, self, "BufferedWriter", false, true, args, nargs, kwnames);
}

static bool random_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return init(th, self, "BufferedRandom", true, true, args, nargs, kwnames);
}

RgValue rg_io_buffered_make(RgThread *th, int which, RgValue raw, int64_t size)
{
    RgType *type = rg_io_type(th, which);
    if (which == RG_IO_RANDOM) { /* checks that the file is seekable */
        RgValue a[2] = {raw, rg_from_int(size)};
        return type ? rg_call(th, rg_from_ptr(type), a, 2, NULL) : RG_ERROR;
    }
    RgBuffered *b = type ? rg_object_new_of(th, type, 0) : NULL;
    if (!b)
        return RG_ERROR;
    b->readable = which != RG_IO_WRITER;
    b->writable = which != RG_IO_READER;
    return set_up(th, b, raw, size) ? rg_from_ptr(b) : RG_ERROR;
}

static void buffered_trace(RgMarker *marker, void *cell)
{
    RgBuffered *b = cell;
    rg_mark_value(marker, b->raw);
    if (b->buffer)
        rg_mark_cell(marker, b->buffer);
    rg_mark_value(marker, b->attrs.extra);
}

static void buffered_release(RgHeap *heap, void *cell)
{
    rg_io_list_remove(((RgBuffered *)cell)->node);
}

/* Dies without having been closed: write out what is left. */
static void buffered_finalize(RgThread *th, RgValue self)
{
    RgBuffered *b = SELF;
    if (rg_type_is_heap(rg_type_of(th->rt, self))) {
        rg_io_base_finalize(th, self);
        return;
    }
    bool closed = true;
    if (b->raw && rg_io_buffered_is_closed(th, b, &closed) && !closed && b->dirty && rg_io_buffered_flush(th, b))
        return;
    rg_exception_clear(th);
}

/* ---- reading methods ---- */

/* n < 0: to the end. Takes from the buffer first; big requests go past it. */
static RgValue read_many(RgThread *th, RgBuffered *b, int64_t n)
{
    if (b->dirty && !rg_io_buffered_flush(th, b))
        return RG_ERROR;
    if (n >= 0 && n <= b->end - b->pos) {
        b->pos += n;
        return rg_io_bytes(th, b->buffer->data + b->pos - n, n);
    }
    if (n < 0 && b->file && b->file->fd >= 0) { /* the rest of the file in one go, behind what is buffered */
        RgStr *name = rg_intern_cstr(th, "readall");
        RgValue rest = name ? rg_call_method0(th, b->raw, name) : RG_ERROR;
        int64_t have = b->end - b->pos;
        if (rest == RG_ERROR || have == 0)
            return rest;
        int64_t m = rest == RG_NONE ? 0 : RG_BYTES(rest)->length;
        RgBytes *all = rg_bytes_new(th, NULL, have + m);
        if (!all)
            return RG_ERROR;
        memcpy(all->data, b->buffer->data + b->pos, (size_t)have);
        if (m)
            memcpy(all->data + have, RG_BYTES(rest)->data, (size_t)m);
        b->pos = b->end = 0;
        return rg_from_ptr(all);
    }
    RgByteArray *out = rg_bytearray_new(th, b->buffer->data + b->pos, b->end - b->pos);
    if (!out)
        return RG_ERROR;
    b->pos = b->end = 0;
    while (n < 0 || out->length < n) {
        int64_t want = n < 0 ? RG_MAX(b->size, RG_MIN(out->length, 1 << 24)) : n - out->length, old = out->length, got;
        if (n < 0 || want >= b->size) {
            if (!rg_bytearray_resize(th, out, old + want))
                return RG_ERROR;
            got = rg_io_buffered_raw_read(th, b, rg_bytearray_data(out) + old, want);
            if (!rg_bytearray_resize(th, out, old + RG_MAX(got, 0)))
                return RG_ERROR;
        } else {
            const uint8_t *p = NULL;
            got = rg_io_buffered_fill(th, b);
            if (got > 0) {
                got = rg_io_buffered_read1(th, b, want, &p);
                if (!rg_bytearray_append(th, out, p, got))
                    return RG_ERROR;
            }
        }
        if (got == -1)
            return RG_ERROR;
        if (got == -2 && out->length == 0)
            return RG_NONE;
        if (got <= 0)
            break;
    }
    return rg_io_bytes(th, rg_bytearray_data(out), out->length);
}

RG_IO_METHOD(buffered_read)
{
    int64_t n;
    if (!usable(th, SELF, "read") || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    if (n < -1)
        return rg_raise(th, RG_EXC_ValueError, "read length must be non-negative or -1");
    return read_many(th, SELF, n);
}

RG_IO_METHOD(buffered_read1)
{
    RgBuffered *b = SELF;
    const uint8_t *p = NULL;
    int64_t n;
    if (!usable(th, b, "read") || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    n = rg_io_buffered_read1(th, b, n < 0 ? b->size : n, &p);
    return n < 0 ? RG_ERROR : rg_io_bytes(th, p, n);
}

static RgValue into(RgThread *th, RgValue self, RgValue target, bool once)
{
    RgBuffered *b = SELF;
    RgBufferView view;
    if (!usable(th, b, "readinto") || !rg_io_target(th, once ? "readinto1" : "readinto", target, &view))
        return RG_ERROR;
    int64_t done = 0, got = 1;
    const uint8_t *p;
    while (done < view.len && got > 0 && !(once && done)) {
        if (b->pos == b->end && view.len - done >= b->size) {
            got = b->dirty && !rg_io_buffered_flush(th, b) ? -1 : rg_io_buffered_raw_read(th, b, view.data + done, view.len - done);
            if (got == -2)
                got = 0;
        } else {
            got = rg_io_buffered_read1(th, b, view.len - done, &p);
            if (got > 0)
                memcpy(view.data + done, p, (size_t)got);
        }
        if (got > 0)
            done += got;
    }
    rg_buffer_release(&view);
    return got < 0 ? RG_ERROR : rg_from_int(done);
}

RG_IO_METHOD(buffered_readinto) { return into(th, self, args[0], false); }
RG_IO_METHOD(buffered_readinto1) { return into(th, self, args[0], true); }

RG_IO_METHOD(buffered_peek)
{
    RgBuffered *b = SELF;
    if (!usable(th, b, "peek"))
        return RG_ERROR;
    if (b->pos == b->end && rg_io_buffered_fill(th, b) == -1)
        return RG_ERROR;
    return rg_io_bytes(th, b->buffer->data + b->pos, b->end - b->pos);
}

static RgValue read_line(RgThread *th, RgBuffered *b, int64_t limit)
{
    RgByteArray *out = NULL;
    if (limit == 0)
        return rg_io_bytes(th, NULL, 0);
    for (;;) {
        if (b->pos == b->end) {
            int64_t got = rg_io_buffered_fill(th, b);
            if (got == -1)
                return RG_ERROR;
            if (got <= 0)
                break;
        }
        int64_t most = b->end - b->pos, have = out ? out->length : 0;
        if (limit >= 0)
            most = RG_MIN(most, limit - have);
        const uint8_t *p = b->buffer->data + b->pos;
        int64_t nl = rg_chars_find_char(p, 1, most, '\n'), n = nl < 0 ? most : nl + 1;
        b->pos += n;
        if (!out && (nl >= 0 || n == limit))
            return rg_io_bytes(th, p, n);
        if (!out && !(out = rg_bytearray_new(th, NULL, 0)))
            return RG_ERROR;
        if (!rg_bytearray_append(th, out, p, n))
            return RG_ERROR;
        if (nl >= 0 || out->length == limit)
            break;
    }
    return rg_io_bytes(th, out ? rg_bytearray_data(out) : NULL, out ? out->length : 0);
}

RG_IO_METHOD(buffered_readline)
{
    int64_t limit;
    if (!usable(th, SELF, "readline") || !rg_io_size_argument(th, args[0], &limit))
        return RG_ERROR;
    return read_line(th, SELF, limit);
}

static RgValue buffered_next(RgThread *th, RgValue self)
{
    RgBuffered *b = SELF;
    if (!usable(th, b, "readline"))
        return RG_ERROR;
    RgValue line = read_line(th, b, -1);
    return line != RG_ERROR && RG_BYTES(line)->length == 0 ? RG_STOP : line;
}

/* ---- writing, position, state ---- */

RG_IO_METHOD(buffered_write)
{
    RgBuffered *b = SELF;
    RgBufferView view;
    if (rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not 'str'");
    if (!rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    bool closed, ok = rg_io_buffered_is_closed(th, b, &closed);
    if (ok && closed) {
        rg_raise(th, RG_EXC_ValueError, "write to closed file");
        ok = false;
    }
    int64_t n = view.len;
    ok = ok && rg_io_buffered_write(th, b, view.data, n);
    rg_buffer_release(&view);
    return ok ? rg_from_int(n) : RG_ERROR;
}

RG_IO_METHOD(buffered_flush)
{
    RgBuffered *b = SELF;
    bool closed;
    if (b->writable ? !usable(th, b, "flush") : !rg_io_buffered_is_closed(th, b, &closed))
        return RG_ERROR;
    if (!b->writable && closed && b->file)
        return rg_io_raise_closed(th);
    if (b->writable && (!rg_io_buffered_flush(th, b) || (b->readable && !rg_io_buffered_drop_unread(th, b))))
        return RG_ERROR;
    return b->file ? RG_NONE : rg_call_method0(th, b->raw, RG_SYM(th, flush));
}

RG_IO_METHOD(buffered_tell)
{
    RgBuffered *b = SELF;
    bool closed;
    if (!rg_io_buffered_is_closed(th, b, &closed))
        return RG_ERROR;
    if (closed && b->file)
        return rg_raise(th, RG_EXC_ValueError, "I/O operation on closed file");
    int64_t at = rg_io_buffered_raw_seek(th, b, 0, SEEK_CUR);
    return at < 0 ? RG_ERROR : rg_int_from_i64(th, at - (b->end - b->pos) + b->dirty);
}

RG_IO_METHOD(buffered_seek)
{
    RgBuffered *b = SELF;
    int64_t offset, whence;
    if (!rg_number_as_i64(th, args[0], &offset) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    if (whence < 0 || whence > 2)
        return rg_raise(th, RG_EXC_ValueError, "whence value %lld unsupported", (long long)whence);
    if (!usable(th, b, "seek"))
        return RG_ERROR;
    int can = b->file && b->file->seekable > 0 ? 1 : raw_can(th, b->raw, "seekable");
    if (can <= 0)
        return can ? RG_ERROR : rg_io_unsupported(th, "File or stream is not seekable.");
    if (!rg_io_buffered_flush(th, b))
        return RG_ERROR;
    if (whence == SEEK_CUR)
        offset -= b->end - b->pos;
    b->pos = b->end = 0;
    int64_t at = rg_io_buffered_raw_seek(th, b, offset, (int)whence);
    return at < 0 ? RG_ERROR : rg_int_from_i64(th, at);
}

RG_IO_METHOD(buffered_truncate)
{
    RgBuffered *b = SELF;
    if (!usable(th, b, "truncate"))
        return RG_ERROR;
    if (!b->writable)
        return rg_io_unsupported(th, "truncate");
    if (!rg_io_buffered_flush(th, b) || !rg_io_buffered_drop_unread(th, b))
        return RG_ERROR;
    RgValue size = args[0];
    if (size == RG_UNBOUND || size == RG_NONE) {
        int64_t at = rg_io_buffered_raw_seek(th, b, 0, SEEK_CUR);
        if (at < 0)
            return RG_ERROR;
        size = rg_int_from_i64(th, at);
    }
    RgStr *name = rg_intern_cstr(th, "truncate");
    return name ? rg_call_method1(th, b->raw, name, size) : RG_ERROR;
}

static bool close_raw(RgThread *th, RgValue self)
{
    RgBuffered *b = SELF;
    bool ok = b->file ? rg_io_file_close(th, b->file) : rg_call_method0(th, b->raw, RG_SYM(th, close)) != RG_ERROR;
    rg_io_list_remove(b->node);
    b->node = NULL;
    b->dirty = b->pos = b->end = 0;
    return ok;
}

RG_IO_METHOD(buffered_close)
{
    RgBuffered *b = SELF;
    bool closed;
    if (!rg_io_buffered_is_closed(th, b, &closed))
        return RG_ERROR;
    if (closed)
        return RG_NONE;
    return rg_io_close_stream(th, self, close_raw);
}

RG_IO_METHOD(buffered_detach)
{
    RgBuffered *b = SELF;
    if (!attached(th, b) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    RgValue raw = b->raw;
    b->raw = 0;
    b->file = NULL;
    b->detached = true;
    return raw;
}

static RgValue forward(RgThread *th, RgValue self, const char *name)
{
    RgStr *s = attached(th, SELF) ? rg_intern_cstr(th, name) : NULL;
    return s ? rg_call_method0(th, SELF->raw, s) : RG_ERROR;
}

RG_IO_METHOD(buffered_seekable) { return forward(th, self, "seekable"); }
RG_IO_METHOD(buffered_readable) { return SELF->readable ? forward(th, self, "readable") : attached(th, SELF) ? RG_FALSE : RG_ERROR; }
RG_IO_METHOD(buffered_writable) { return SELF->writable ? forward(th, self, "writable") : attached(th, SELF) ? RG_FALSE : RG_ERROR; }
RG_IO_METHOD(buffered_fileno) { return forward(th, self, "fileno"); }
RG_IO_METHOD(buffered_isatty) { return forward(th, self, "isatty"); }

static RgValue raw_attribute(RgThread *th, RgValue self, const char *name)
{
    return attached(th, SELF) ? rg_attr_get_cstr(th, SELF->raw, name) : RG_ERROR;
}

static RgValue buffered_closed(RgThread *th, RgValue self) { return raw_attribute(th, self, "closed"); }
static RgValue buffered_name(RgThread *th, RgValue self) { return raw_attribute(th, self, "name"); }
static RgValue buffered_mode(RgThread *th, RgValue self) { return raw_attribute(th, self, "mode"); }
static RgValue buffered_raw(RgThread *th, RgValue self) { return SELF->raw ? SELF->raw : RG_NONE; }

static RgValue buffered_repr(RgThread *th, RgValue self)
{
    RgType *t = rg_type_of(th->rt, self);
    RgValue name = SELF->raw ? rg_attr_lookup(th, self, RG_SYM(th, name)) : RG_UNBOUND;
    if (name == RG_ERROR) {
        if (!rg_raised_is(th, RG_EXC_ValueError))
            return RG_ERROR;
        rg_exception_clear(th);
        name = RG_UNBOUND;
    }
    if (name == RG_UNBOUND)
        return rg_str_result(rg_format(th, "<%s>", t->cname));
    return rg_str_result(rg_format(th, "<%s name=%R>", t->cname, name));
}

#define COMMON_METHODS \
    RG_METHOD_F("__getstate__", "($self, /)", NULL, rg_io_cannot_pickle, RG_MF_NO_SIGNATURE), \
    RG_METHOD("detach", "($self, /)", "Separates the raw stream and returns it.", buffered_detach), \
    RG_METHOD("flush", "($self, /)", "Writes out what is buffered.", buffered_flush), \
    RG_METHOD("close", "($self, /)", "Flushes and closes.", buffered_close), \
    RG_METHOD("seekable", "($self, /)", NULL, buffered_seekable), \
    RG_METHOD("readable", "($self, /)", NULL, buffered_readable), \
    RG_METHOD("writable", "($self, /)", NULL, buffered_writable), \
    RG_METHOD("fileno", "($self, /)", NULL, buffered_fileno), \
    RG_METHOD("isatty", "($self, /)", NULL, buffered_isatty), \
    RG_METHOD("seek", "($self, target, whence=0, /)", "Changes the position.", buffered_seek), \
    RG_METHOD("tell", "($self, /)", "The position.", buffered_tell), \
    RG_METHOD("truncate", "($self, pos=None, /)", "Cuts the file at pos.", buffered_truncate)
#define READ_METHODS \
    RG_METHOD("read", "($self, size=-1, /)", "Exactly size bytes, unless the file ends.", buffered_read), \
    RG_METHOD("read1", "($self, size=-1, /)", "Up to size bytes, with at most one raw read.", buffered_read1), \
    RG_METHOD("readinto", "($self, buffer, /)", "Fills a buffer.", buffered_readinto), \
    RG_METHOD("readinto1", "($self, buffer, /)", "Reads into a buffer with at most one raw read.", buffered_readinto1), \
    RG_METHOD("peek", "($self, size=0, /)", "Unread bytes, without moving the position.", buffered_peek), \
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", buffered_readline)
#define WRITE_METHODS RG_METHOD("write", "($self, buffer, /)", "Writes bytes.", buffered_write)

static const RgMethodDef reader_methods[] = {COMMON_METHODS, READ_METHODS, RG_METHOD_END};
static const RgMethodDef writer_methods[] = {COMMON_METHODS, WRITE_METHODS, RG_METHOD_END};
static const RgMethodDef random_methods[] = {COMMON_METHODS, READ_METHODS, WRITE_METHODS, RG_METHOD_END};

static const RgGetSetDef buffered_getset[] = {
    {"closed", buffered_closed, NULL, NULL},
    {"name", buffered_name, NULL, NULL},
    {"mode", buffered_mode, NULL, NULL},
    {"raw", buffered_raw, NULL, NULL},
    RG_GETSET_END,
};

#define SPEC(NAME, DOC, INIT, METHODS, NEXT) \
    const RgTypeSpec NAME = { \
        .doc = DOC, \
        .module = "_io", \
        .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS, \
        .basicsize = sizeof(RgBuffered), \
        .cell = {"buffered", buffered_trace, buffered_release}, \
        .slots = {.repr = buffered_repr, .new_ = buffered_new, .init = INIT, .next = NEXT, .finalize = buffered_finalize}, \
        .methods = METHODS, \
        .getset = buffered_getset, \
    }
SPEC(rg_io_reader_spec, "A buffer before a raw stream that is read.", reader_init, reader_methods, buffered_next);
SPEC(rg_io_writer_spec, "A buffer before a raw stream that is written.", writer_init, writer_methods, NULL);
SPEC(rg_io_random_spec, "A buffer before a raw stream that is read and written.", random_init, random_methods, buffered_next);

/* ---- BufferedRWPair ---- */

typedef struct Pair {
    RgObject head;
    RgValue reader, writer;
    RgAttrs attrs; /* last */
} Pair;

static RgValue pair_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Pair *p = rg_object_new_of(th, type, 0);
    return p ? rg_from_ptr(p) : RG_ERROR;
}

static bool pair_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[3];
    if (!rg_args_parse(th, "BufferedRWPair", "(reader, writer, buffer_size=8192, /)", args, nargs, kwnames, a))
        return false;
    RgValue size = a[2] == RG_UNBOUND ? rg_from_int(RG_IO_BUFFER_SIZE) : a[2];
    RgValue reader = rg_call2(th, rg_from_ptr(rg_io_type(th, RG_IO_READER)), a[0], size);
    RgValue writer = reader == RG_ERROR ? RG_ERROR : rg_call2(th, rg_from_ptr(rg_io_type(th, RG_IO_WRITER)), a[1], size);
    if (writer == RG_ERROR)
        return false;
    Pair *p = RG_AS(Pair, self);
    rg_gc_store(p, &p->reader, reader);
    rg_gc_store(p, &p->writer, writer);
    return true;
}

static void pair_trace(RgMarker *marker, void *cell)
{
    Pair *p = cell;
    rg_mark_value(marker, p->reader);
    rg_mark_value(marker, p->writer);
    rg_mark_value(marker, p->attrs.extra);
}

static RgValue pair_call(RgThread *th, RgValue self, bool writer, const char *name, RgValue arg)
{
    Pair *p = RG_AS(Pair, self);
    RgStr *s = rg_intern_cstr(th, name);
    if (!p->reader)
        return rg_raise(th, RG_EXC_ValueError, "I/O operation on uninitialized object");
    if (!s)
        return RG_ERROR;
    RgValue to = writer ? p->writer : p->reader;
    return arg == RG_UNBOUND ? rg_call_method0(th, to, s) : rg_call_method1(th, to, s, arg);
}

RG_IO_METHOD(pair_read) { return pair_call(th, self, false, "read", args[0]); }
RG_IO_METHOD(pair_read1) { return pair_call(th, self, false, "read1", args[0]); }
RG_IO_METHOD(pair_peek) { return pair_call(th, self, false, "peek", args[0]); }
RG_IO_METHOD(pair_readinto) { return pair_call(th, self, false, "readinto", args[0]); }
RG_IO_METHOD(pair_write) { return pair_call(th, self, true, "write", args[0]); }
RG_IO_METHOD(pair_flush) { return pair_call(th, self, true, "flush", RG_UNBOUND); }
RG_IO_METHOD(pair_readable) { return pair_call(th, self, false, "readable", RG_UNBOUND); }
RG_IO_METHOD(pair_writable) { return pair_call(th, self, true, "writable", RG_UNBOUND); }

RG_IO_METHOD(pair_isatty)
{
    RgValue v = pair_call(th, self, true, "isatty", RG_UNBOUND);
    return v == RG_FALSE ? pair_call(th, self, false, "isatty", RG_UNBOUND) : v;
}

RG_IO_METHOD(pair_close)
{
    RgValue w = pair_call(th, self, true, "close", RG_UNBOUND);
    RgValue error = rg_exception_take(th);
    RgValue r = pair_call(th, self, false, "close", RG_UNBOUND);
    return rg_io_both_errors(th, error) && r != RG_ERROR ? w : RG_ERROR;
}

static RgValue pair_closed(RgThread *th, RgValue self)
{
    Pair *p = RG_AS(Pair, self);
    if (!p->writer)
        return rg_raise(th, RG_EXC_RuntimeError, "the BufferedRWPair object is being garbage-collected");
    return rg_attr_get_cstr(th, p->writer, "closed");
}

static const RgMethodDef pair_methods[] = {
    RG_METHOD_F("read", "($self, size=-1, /)", NULL, pair_read, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("read1", "($self, size=-1, /)", NULL, pair_read1, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("peek", "($self, size=0, /)", NULL, pair_peek, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("readinto", "($self, buffer, /)", NULL, pair_readinto, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("write", "($self, b, /)", NULL, pair_write, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("flush", "($self, /)", NULL, pair_flush, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("readable", "($self, /)", NULL, pair_readable, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("writable", "($self, /)", NULL, pair_writable, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("isatty", "($self, /)", NULL, pair_isatty, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("close", "($self, /)", NULL, pair_close, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef pair_getset[] = {
    {"closed", pair_closed, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_pair_spec = {
    .doc = "A reader and a writer that together look like one stream.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS,
    .basicsize = sizeof(Pair),
    .cell = {"BufferedRWPair", pair_trace, NULL},
    .slots = {.new_ = pair_new, .init = pair_init},
    .ready = rg_io_no_finalizer,
    .methods = pair_methods,
    .getset = pair_getset,
};
