/* SPDX-License-Identifier: MIT
 *
 * io_bytes.c: BytesIO. It shares its storage with bytes objects: BytesIO(b) reads b's own bytes, getvalue() hands the buffer out,
 * and the next write makes a copy first (`shared`).
 */
#include "vm/module/io_state.h"

typedef struct BytesIO {
    RgObject head;
    RgBuffer *buffer; /* own storage, NULL while `source` is used */
    RgBytes *source;  /* bytes that hold the whole value, or NULL */
    const uint8_t *data;
    int64_t length, pos;
    bool shared, closed;
    RgExports *exports;
    RgAttrs attrs;    /* last */
} BytesIO;

#define SELF RG_AS(BytesIO, self)

static bool usable(RgThread *th, BytesIO *b)
{
    if (b->closed)
        rg_io_raise_closed(th);
    return !b->closed;
}

static bool may_change(RgThread *th, BytesIO *b)
{
    if (b->exports && b->exports->count > 0 && !rg_exports_settle(th, b->exports)) {
        rg_raise(th, RG_EXC_BufferError, "Existing exports of data: object cannot be re-sized");
        return false;
    }
    return true;
}

/* Makes the storage our own with room for n bytes. */
static bool own(RgThread *th, BytesIO *b, int64_t n)
{
    int64_t cap = b->buffer ? (int64_t)b->buffer->cap : 0;
    if (b->buffer && !b->shared && n <= cap) {
        b->source = NULL;
        return true;
    }
    int64_t want = RG_MAX(n, b->length);
    if (want > cap)
        want += want / 2 + 64;
    RgBuffer *fresh = rg_buffer_new(th, (size_t)want);
    if (!fresh)
        return false;
    if (b->length)
        memcpy(fresh->data, b->data, (size_t)b->length);
    rg_gc_store_ptr(b, &b->buffer, fresh);
    b->source = NULL;
    b->data = fresh->data;
    b->shared = false;
    return true;
}

static bool write_data(RgThread *th, BytesIO *b, const uint8_t *data, int64_t n)
{
    int64_t end = b->pos + n;
    if (n == 0)
        return true;
    if (end > INT64_MAX / 4) {
        rg_raise(th, RG_EXC_OverflowError, "new position too large");
        return false;
    }
    if (end > b->length && !may_change(th, b))
        return false;
    if (!own(th, b, end))
        return false;
    uint8_t *p = b->buffer->data;
    if (b->pos > b->length)
        memset(p + b->length, 0, (size_t)(b->pos - b->length));
    memcpy(p + b->pos, data, (size_t)n);
    b->pos = end;
    b->length = RG_MAX(b->length, end);
    return true;
}

static RgValue bytesio_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    BytesIO *b = rg_object_new_of(th, type, 0);
    return b ? rg_from_ptr(b) : RG_ERROR;
}

static bool set_value(RgThread *th, BytesIO *b, RgValue value)
{
    b->buffer = NULL;
    b->source = NULL;
    b->data = NULL;
    b->length = b->pos = 0;
    b->shared = false;
    if (value == RG_UNBOUND || value == RG_NONE)
        return true;
    if (rg_is_exact(value, RG_KIND_bytes)) {
        rg_gc_store_ptr(b, &b->source, RG_BYTES(value));
        b->data = RG_BYTES(value)->data;
        b->length = RG_BYTES(value)->length;
        return true;
    }
    RgBufferView view;
    if (!rg_buffer_get(th, value, &view, false))
        return false;
    bool ok = write_data(th, b, view.data, view.len);
    rg_buffer_release(&view);
    b->pos = 0;
    return ok;
}

static bool bytesio_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[1];
    if (!rg_args_parse(th, "BytesIO", "(initial_bytes=b'')", args, nargs, kwnames, a) || !may_change(th, SELF))
        return false;
    SELF->closed = false;
    return set_value(th, SELF, a[0]);
}

static void bytesio_trace(RgMarker *marker, void *cell)
{
    BytesIO *b = cell;
    if (b->buffer)
        rg_mark_cell(marker, b->buffer);
    if (b->source)
        rg_mark_cell(marker, b->source);
    rg_mark_value(marker, b->attrs.extra);
}

static void bytesio_release(RgHeap *heap, void *cell)
{
    rg_exports_drop(((BytesIO *)cell)->exports);
}

/* Buffer protocol, for getbuffer(): writing through a view changes the stream. */
static bool bytesio_buffer(RgThread *th, RgValue self, RgBufferView *view, bool writable)
{
    BytesIO *b = SELF;
    if (!usable(th, b) || !own(th, b, b->length) || (!b->exports && !(b->exports = rg_exports_new(th))))
        return false;
    view->data = b->buffer->data;
    view->len = b->length;
    view->exports = &b->exports->count;
    view->counted = true;
    b->exports->count++;
    return true;
}

/* ---- methods ---- */

RG_IO_METHOD(bytesio_getvalue)
{
    BytesIO *b = SELF;
    if (!usable(th, b))
        return RG_ERROR;
    if (b->source && b->length == b->source->length)
        return rg_from_ptr(b->source);
    if (b->length < 64 || (b->exports && b->exports->count > 0) || !b->buffer)
        return rg_io_bytes(th, b->data, b->length);
    RgBytes *s = rg_bytes_from_buffer(th, b->buffer, 0, b->length);
    if (!s)
        return RG_ERROR;
    b->shared = true;
    rg_gc_store_ptr(b, &b->source, s);
    return rg_from_ptr(s);
}

RG_IO_METHOD(bytesio_getbuffer)
{
    return usable(th, SELF) ? rg_call1(th, rg_from_ptr(RG_TYPE(th, memoryview)), self) : RG_ERROR;
}

RG_IO_METHOD(bytesio_write)
{
    BytesIO *b = SELF;
    RgBufferView view;
    if (!usable(th, b) || !rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    int64_t n = view.len;
    bool ok = write_data(th, b, view.data, n);
    rg_buffer_release(&view);
    return ok ? rg_from_int(n) : RG_ERROR;
}

static RgValue take(RgThread *th, BytesIO *b, int64_t n)
{
    int64_t left = RG_MAX(b->length - b->pos, 0);
    n = n < 0 ? left : RG_MIN(n, left);
    if (n > 1 && b->pos == 0 && b->source && n == b->source->length) {
        b->pos = n;
        return rg_from_ptr(b->source);
    }
    RgValue v = rg_io_bytes(th, n ? b->data + b->pos : NULL, n);
    if (v != RG_ERROR)
        b->pos += n;
    return v;
}

RG_IO_METHOD(bytesio_read)
{
    int64_t n;
    if (!usable(th, SELF) || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    return take(th, SELF, n);
}

static RgValue read_line(RgThread *th, BytesIO *b, int64_t limit)
{
    int64_t left = RG_MAX(b->length - b->pos, 0);
    if (limit >= 0)
        left = RG_MIN(left, limit);
    int64_t nl = left ? rg_chars_find_char(b->data + b->pos, 1, left, '\n') : -1;
    return take(th, b, nl < 0 ? left : nl + 1);
}

RG_IO_METHOD(bytesio_readline)
{
    int64_t n;
    if (!usable(th, SELF) || !rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    return read_line(th, SELF, n);
}

static RgValue bytesio_next(RgThread *th, RgValue self)
{
    if (!usable(th, SELF))
        return RG_ERROR;
    RgValue v = read_line(th, SELF, -1);
    return v != RG_ERROR && RG_BYTES(v)->length == 0 ? RG_STOP : v;
}

RG_IO_METHOD(bytesio_readlines)
{
    int64_t hint, total = 0;
    RgList *list = rg_list_new(th, 0);
    if (!usable(th, SELF) || !list || !rg_io_size_argument(th, args[0], &hint))
        return RG_ERROR;
    while (hint <= 0 || total < hint) {
        RgValue v = read_line(th, SELF, -1);
        if (v == RG_ERROR)
            return RG_ERROR;
        if (RG_BYTES(v)->length == 0)
            break;
        total += RG_BYTES(v)->length;
        if (!rg_list_append(th, list, v))
            return RG_ERROR;
    }
    return rg_from_ptr(list);
}

RG_IO_METHOD(bytesio_readinto)
{
    BytesIO *b = SELF;
    RgBufferView view;
    if (!usable(th, b) || !rg_io_target(th, "readinto", args[0], &view))
        return RG_ERROR;
    int64_t n = RG_MIN(view.len, RG_MAX(b->length - b->pos, 0));
    if (n)
        memcpy(view.data, b->data + b->pos, (size_t)n);
    b->pos += n;
    rg_buffer_release(&view);
    return rg_from_int(n);
}

RG_IO_METHOD(bytesio_seek)
{
    BytesIO *b = SELF;
    int64_t offset, whence;
    if (!usable(th, b) || !rg_number_as_index(th, args[0], &offset, RG_EXC_OverflowError) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    if (offset < 0 && whence == 0)
        return rg_raise(th, RG_EXC_ValueError, "negative seek value %lld", (long long)offset);
    if (whence < 0 || whence > 2)
        return rg_raise(th, RG_EXC_ValueError, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    if (__builtin_add_overflow(offset, whence == 1 ? b->pos : whence == 2 ? b->length : 0, &offset))
        return rg_raise(th, RG_EXC_OverflowError, "new position too large");
    b->pos = RG_MAX(offset, 0);
    return rg_int_from_i64(th, b->pos);
}

RG_IO_METHOD(bytesio_tell)
{
    return usable(th, SELF) ? rg_int_from_i64(th, SELF->pos) : RG_ERROR;
}

RG_IO_METHOD(bytesio_truncate)
{
    BytesIO *b = SELF;
    int64_t size = b->pos;
    if (!usable(th, b) || !may_change(th, b))
        return RG_ERROR;
    if (args[0] != RG_UNBOUND && args[0] != RG_NONE && !rg_number_as_index(th, args[0], &size, RG_EXC_OverflowError))
        return RG_ERROR;
    if (size < 0)
        return rg_raise(th, RG_EXC_ValueError, "negative size value %lld", (long long)size);
    if (size < b->length) {
        b->length = size;
        if (b->source && !own(th, b, size))
            return RG_ERROR;
    }
    return rg_int_from_i64(th, size);
}

RG_IO_METHOD(bytesio_close)
{
    BytesIO *b = SELF;
    if (!may_change(th, b))
        return RG_ERROR;
    b->closed = true;
    b->buffer = NULL;
    b->source = NULL;
    b->data = NULL;
    b->length = b->pos = 0;
    return RG_NONE;
}

RG_IO_METHOD(bytesio_true)
{
    return usable(th, SELF) ? RG_TRUE : RG_ERROR;
}

RG_IO_METHOD(bytesio_false)
{
    return usable(th, SELF) ? RG_FALSE : RG_ERROR;
}

RG_IO_METHOD(bytesio_none)
{
    return usable(th, SELF) ? RG_NONE : RG_ERROR;
}

RgValue rg_io_dict_copy(RgThread *th, RgValue self)
{
    const RgShape *shape = rg_as_object(self)->shape;
    if (!shape->count && !(shape->flags & RG_SHAPE_DICT)) return RG_NONE;
    RgDict *dict = rg_attr_dict(th, self);
    return dict ? rg_from_ptr(rg_dict_copy(th, dict)) : RG_ERROR;
}

RG_IO_METHOD(bytesio_getstate)
{
    RgValue value = bytesio_getvalue(th, self, NULL, 0);
    RgValue dict = value == RG_ERROR ? RG_ERROR : rg_io_dict_copy(th, self);
    RgTuple *t = dict ? rg_tuple_pack(th, 3, value, rg_int_from_i64(th, SELF->pos), dict) : NULL;
    return t ? rg_from_ptr(t) : RG_ERROR;
}

RG_IO_METHOD(bytesio_setstate)
{
    if (!rg_is_tuple(args[0]) || rg_tuple_len(RG_TUPLE(args[0])) < 3)
        return rg_raise(th, RG_EXC_TypeError, "%T.__setstate__ argument should be 3-tuple, got %T", self, args[0]);
    RgValue *v = RG_TUPLE(args[0])->items;
    int64_t pos;
    if (!may_change(th, SELF) || !set_value(th, SELF, v[0]))
        return RG_ERROR;
    if (!rg_is_integer(v[1]))
        return rg_raise(th, RG_EXC_TypeError, "second item of state must be an integer, not %T", v[1]);
    if (!rg_number_as_i64(th, v[1], &pos))
        return RG_ERROR;
    if (pos < 0)
        return rg_raise(th, RG_EXC_ValueError, "position value cannot be negative");
    SELF->pos = pos;
    if (v[2] != RG_NONE && !rg_is_dict(v[2]))
        return rg_raise(th, RG_EXC_TypeError, "third item of state should be a dict, got a %T", v[2]);
    RgDict *dict = v[2] == RG_NONE ? NULL : rg_attr_dict(th, self);
    if (v[2] != RG_NONE && (!dict || !rg_dict_update(th, dict, v[2])))
        return RG_ERROR;
    return RG_NONE;
}

static RgValue bytesio_closed(RgThread *th, RgValue self) { return rg_from_bool(SELF->closed); }

static const RgMethodDef bytesio_methods[] = {
    RG_METHOD("write", "($self, b, /)", "Writes bytes; returns how many.", bytesio_write),
    RG_METHOD("getvalue", "($self, /)", "All the bytes.", bytesio_getvalue),
    RG_METHOD("getbuffer", "($self, /)", "A view of the bytes that can be written.", bytesio_getbuffer),
    RG_METHOD("read", "($self, size=-1, /)", "Up to size bytes, or all.", bytesio_read),
    RG_METHOD("read1", "($self, size=-1, /)", "Up to size bytes, or all.", bytesio_read),
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", bytesio_readline),
    RG_METHOD("readlines", "($self, size=None, /)", "A list of lines.", bytesio_readlines),
    RG_METHOD("readinto", "($self, buffer, /)", "Reads into a buffer.", bytesio_readinto),
    RG_METHOD("seek", "($self, pos, whence=0, /)", "Changes the position.", bytesio_seek),
    RG_METHOD("tell", "($self, /)", "The position.", bytesio_tell),
    RG_METHOD("truncate", "($self, size=None, /)", "Cuts the bytes at size.", bytesio_truncate),
    RG_METHOD("close", "($self, /)", "Gives the bytes up.", bytesio_close),
    RG_METHOD("flush", "($self, /)", "Does nothing.", bytesio_none),
    RG_METHOD("isatty", "($self, /)", NULL, bytesio_false),
    RG_METHOD("seekable", "($self, /)", NULL, bytesio_true),
    RG_METHOD("readable", "($self, /)", NULL, bytesio_true),
    RG_METHOD("writable", "($self, /)", NULL, bytesio_true),
    RG_METHOD_F("__getstate__", "($self, /)", NULL, bytesio_getstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, bytesio_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef bytesio_getset[] = {
    {"closed", bytesio_closed, NULL, "Whether the stream is closed."},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_bytes_spec = {
    .doc = "Bytes in memory as a stream.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF | RG_TF_ATTRS,
    .basicsize = sizeof(BytesIO),
    .cell = {"BytesIO", bytesio_trace, bytesio_release},
    .slots = {.new_ = bytesio_new, .init = bytesio_init, .next = bytesio_next},
    .ready = rg_io_no_finalizer,
    .methods = bytesio_methods,
    .getset = bytesio_getset,
    .buffer = bytesio_buffer,
};
