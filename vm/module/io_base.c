/* SPDX-License-Identifier: MIT
 *
 * io_base.c: the abstract types _IOBase, _RawIOBase, _BufferedIOBase and _TextIOBase: what any stream does with what its type
 * defines. `closed` of a plain stream is its attribute __IOBase_closed.
 */
#include "vm/module/io_state.h"

/* ---- _IOBase ---- */

static int is_closed_here(RgThread *th, RgValue self)
{
    RgStr *name = rg_intern_cstr(th, "__IOBase_closed");
    RgValue v = name ? rg_attr_lookup(th, self, name) : RG_ERROR;
    return v == RG_ERROR ? -1 : v != RG_UNBOUND;
}

static bool check_closed(RgThread *th, RgValue self)
{
    int closed = rg_io_closed(th, self);
    if (closed > 0)
        rg_io_raise_closed(th);
    return closed == 0;
}

/* file.<method>() must be true. */
static bool check_can(RgThread *th, RgValue self, const char *method, const char *message)
{
    RgStr *name = rg_intern_cstr(th, method);
    RgValue v = name ? rg_call_method0(th, self, name) : RG_ERROR;
    int yes = v == RG_ERROR ? -1 : rg_truth(th, v);
    if (yes == 0)
        rg_io_unsupported(th, message);
    return yes > 0;
}

RG_IO_METHOD(base_unsupported_seek) { return rg_io_unsupported(th, "seek"); }
RG_IO_METHOD(base_unsupported_truncate) { return rg_io_unsupported(th, "truncate"); }
RG_IO_METHOD(base_unsupported_fileno) { return rg_io_unsupported(th, "fileno"); }

RG_IO_METHOD(base_tell)
{
    RgStr *seek = rg_intern_cstr(th, "seek");
    RgValue a[2] = {rg_from_int(0), rg_from_int(1)};
    return seek ? rg_call_method(th, self, seek, a, 2) : RG_ERROR;
}

bool rg_io_target(RgThread *th, const char *method, RgValue v, RgBufferView *out)
{
    if (rg_buffer_get(th, v, out, true))
        return true;
    rg_exception_clear(th);
    rg_raise(th, RG_EXC_TypeError, "%s() argument must be read-write bytes-like object, not %T", method, v);
    return false;
}

RG_IO_METHOD(base_flush)
{
    bool file = rg_type_is_subtype(rg_type_of(th->rt, self), rg_io_type(th, RG_IO_FILE));
    int closed = file ? rg_io_closed(th, self) : is_closed_here(th, self);
    if (closed < 0)
        return RG_ERROR;
    return closed ? rg_io_raise_closed(th) : RG_NONE;
}

RG_IO_METHOD(base_close)
{
    int closed = is_closed_here(th, self);
    if (closed)
        return closed < 0 ? RG_ERROR : RG_NONE;
    RgValue r = rg_call_method0(th, self, RG_SYM(th, flush));
    RgValue error = rg_exception_take(th);
    RgStr *name = rg_intern_cstr(th, "__IOBase_closed");
    if (!name || !rg_attr_set(th, self, name, RG_TRUE)) {
        if (!error)
            return RG_ERROR;
        rg_exception_clear(th);
    }
    if (error) {
        rg_exception_restore(th, error);
        return RG_ERROR;
    }
    return r == RG_ERROR ? RG_ERROR : RG_NONE;
}

RG_IO_METHOD(base_false)
{
    return check_closed(th, self) ? RG_FALSE : RG_ERROR;
}

RG_IO_METHOD(base_plain_false)
{
    return RG_FALSE;
}

RG_IO_METHOD(base_check_closed)
{
    return check_closed(th, self) ? RG_NONE : RG_ERROR;
}

RG_IO_METHOD(base_check_seekable)
{
    return check_can(th, self, "seekable", "File or stream is not seekable.") ? RG_TRUE : RG_ERROR;
}

RG_IO_METHOD(base_check_readable)
{
    return check_can(th, self, "readable", "File or stream is not readable.") ? RG_TRUE : RG_ERROR;
}

RG_IO_METHOD(base_check_writable)
{
    return check_can(th, self, "writable", "File or stream is not writable.") ? RG_TRUE : RG_ERROR;
}

RG_IO_METHOD(base_enter)
{
    return check_closed(th, self) ? self : RG_ERROR;
}

RG_IO_METHOD(base_exit)
{
    return rg_call_method0(th, self, RG_SYM(th, close));
}

static RgValue base_closed(RgThread *th, RgValue self)
{
    int closed = is_closed_here(th, self);
    return closed < 0 ? RG_ERROR : rg_from_bool(closed);
}

RG_IO_METHOD(base_readline)
{
    int64_t limit;
    if (!rg_io_size_argument(th, args[0], &limit))
        return RG_ERROR;
    RgStr *peek = rg_intern_cstr(th, "peek");
    RgValue peek_fn = peek ? rg_attr_lookup(th, self, peek) : RG_ERROR;
    RgByteArray *out = peek_fn == RG_ERROR ? NULL : rg_bytearray_new(th, NULL, 0);
    if (!out)
        return RG_ERROR;
    while (limit < 0 || out->length < limit) {
        int64_t want = 1;
        if (peek_fn != RG_UNBOUND) {
            RgValue ahead = rg_call1(th, peek_fn, rg_from_int(1));
            if (ahead == RG_ERROR)
                return RG_ERROR;
            if (!rg_is_bytes(ahead))
                return rg_raise(th, RG_EXC_OSError, "peek() should have returned a bytes object, not '%T'", ahead);
            RgBytes *b = RG_BYTES(ahead);
            int64_t most = limit < 0 ? b->length : RG_MIN(b->length, limit - out->length);
            int64_t nl = rg_chars_find_char(b->data, 1, most, '\n');
            want = nl >= 0 ? nl + 1 : RG_MAX(most, 1);
        }
        RgValue part = rg_call_method1(th, self, RG_SYM(th, read), rg_from_int(want));
        if (part == RG_ERROR)
            return RG_ERROR;
        if (!rg_is_bytes(part))
            return rg_raise(th, RG_EXC_OSError, "read() should have returned a bytes object, not '%T'", part);
        if (RG_BYTES(part)->length == 0)
            break;
        if (!rg_bytearray_append(th, out, RG_BYTES(part)->data, RG_BYTES(part)->length))
            return RG_ERROR;
        if (rg_bytearray_data(out)[out->length - 1] == '\n')
            break;
    }
    return rg_io_bytes(th, rg_bytearray_data(out), out->length);
}

static RgValue base_iter(RgThread *th, RgValue self)
{
    return check_closed(th, self) ? self : RG_ERROR;
}

static RgValue base_next(RgThread *th, RgValue self)
{
    RgValue line = rg_call_method0(th, self, RG_SYM(th, readline));
    if (line == RG_ERROR)
        return RG_ERROR;
    int64_t n = rg_len(th, line);
    return n < 0 ? RG_ERROR : n == 0 ? RG_STOP : line;
}

typedef struct LineLimit {
    RgList *list;
    int64_t hint, total;
} LineLimit;

static bool add_line(RgThread *th, RgValue line, void *data)
{
    LineLimit *l = data;
    int64_t n = rg_len(th, line);
    if (n < 0 || !rg_list_append(th, l->list, line))
        return false;
    l->total += n;
    return l->hint <= 0 || l->total < l->hint;
}

RG_IO_METHOD(base_readlines)
{
    LineLimit l = {.list = rg_list_new(th, 0)};
    if (!l.list || !rg_io_size_argument(th, args[0], &l.hint))
        return RG_ERROR;
    return rg_iterate(th, self, add_line, &l) || !rg_raised(th) ? rg_from_ptr(l.list) : RG_ERROR;
}

static bool write_line(RgThread *th, RgValue line, void *data)
{
    return rg_call_method1(th, *(RgValue *)data, RG_SYM(th, write), line) != RG_ERROR;
}

RG_IO_METHOD(base_writelines)
{
    if (!check_closed(th, self))
        return RG_ERROR;
    return rg_iterate(th, args[0], write_line, &self) ? RG_NONE : RG_ERROR;
}

static const RgMethodDef base_methods[] = {
    RG_METHOD_F("seek", "($self, offset, whence=0, /)", "Changes the position.", base_unsupported_seek, RG_MF_NO_SIGNATURE),
    RG_METHOD("tell", "($self, /)", "The position.", base_tell),
    RG_METHOD_F("truncate", "($self, pos=None, /)", "Cuts the file at pos.", base_unsupported_truncate, RG_MF_NO_SIGNATURE),
    RG_METHOD("flush", "($self, /)", "Writes out what is buffered.", base_flush),
    RG_METHOD("close", "($self, /)", "Flushes and closes.", base_close),
    RG_METHOD("seekable", "($self, /)", "Whether the position can be changed.", base_plain_false),
    RG_METHOD("readable", "($self, /)", "Whether the stream can be read.", base_plain_false),
    RG_METHOD("writable", "($self, /)", "Whether the stream can be written.", base_plain_false),
    RG_METHOD_F("_checkClosed", "($self, msg=None, /)", NULL, base_check_closed, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("_checkSeekable", "($self, msg=None, /)", NULL, base_check_seekable, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("_checkReadable", "($self, msg=None, /)", NULL, base_check_readable, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("_checkWritable", "($self, msg=None, /)", NULL, base_check_writable, RG_MF_NO_SIGNATURE),
    RG_METHOD("fileno", "($self, /)", "The file descriptor.", base_unsupported_fileno),
    RG_METHOD("isatty", "($self, /)", "Whether the stream is a terminal.", base_false),
    RG_METHOD_F("__enter__", "($self, /)", NULL, base_enter, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__exit__", "($self, *args)", NULL, base_exit, RG_MF_NO_SIGNATURE),
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", base_readline),
    RG_METHOD("readlines", "($self, hint=-1, /)", "A list of lines.", base_readlines),
    RG_METHOD("writelines", "($self, lines, /)", "Writes every item.", base_writelines),
    RG_METHOD_END,
};

static const RgGetSetDef base_getset[] = {
    {"closed", base_closed, NULL, NULL},
    RG_GETSET_END,
};

static bool is_raw(const RgType *type)
{
    for (; type; type = type->base)
        if (type->spec == &rg_io_raw_base_spec) return true;
    return false;
}

void rg_io_base_finalize(RgThread *th, RgValue self)
{
    const RgType *type = rg_type_of(th->rt, self);
    /* Streams above a raw one may die with it, and want to write to it: only its own __del__ knows that none is left. */
    if (type->slots.finalize == rg_io_base_finalize && is_raw(type)) return;
    int closed = rg_io_closed(th, self);
    if (closed == 0) {
        rg_io_settle(th);
        RgStr *finalizing = rg_intern_cstr(th, "_finalizing"), *close = rg_intern_cstr(th, "close");
        if (finalizing && !rg_attr_set(th, self, finalizing, RG_TRUE)) rg_exception_clear(th);
        if (close && rg_call_method0(th, self, close)) return;
    }
    rg_exception_clear(th); /* nobody could do anything about it */
}

const RgTypeSpec rg_io_base_spec = {
    .doc = "The abstract base of all streams.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .slots = {.iter = base_iter, .next = base_next, .new_ = rg_object_tp_new, .finalize = rg_io_base_finalize},
    .methods = base_methods,
    .getset = base_getset,
};

/* ---- _RawIOBase ---- */

RG_IO_METHOD(raw_readall)
{
    RgByteArray *out = rg_bytearray_new(th, NULL, 0);
    if (!out)
        return RG_ERROR;
    for (;;) {
        RgValue part = rg_call_method1(th, self, RG_SYM(th, read), rg_from_int(RG_IO_BUFFER_SIZE));
        if (part == RG_ERROR)
            return RG_ERROR;
        if (part == RG_NONE && out->length == 0)
            return RG_NONE;
        if (part == RG_NONE)
            break;
        if (!rg_is_bytes(part))
            return rg_raise(th, RG_EXC_TypeError, "read() should return bytes");
        if (RG_BYTES(part)->length == 0)
            break;
        if (!rg_bytearray_append(th, out, RG_BYTES(part)->data, RG_BYTES(part)->length))
            return RG_ERROR;
    }
    return rg_io_bytes(th, rg_bytearray_data(out), out->length);
}

RG_IO_METHOD(raw_read)
{
    int64_t n;
    if (!rg_io_size_argument(th, args[0], &n))
        return RG_ERROR;
    RgStr *name = rg_intern_cstr(th, n < 0 ? "readall" : "readinto");
    if (!name)
        return RG_ERROR;
    if (n < 0)
        return rg_call_method0(th, self, name);
    RgByteArray *b = rg_bytearray_new(th, NULL, n);
    RgValue got = b ? rg_call_method1(th, self, name, rg_from_ptr(b)) : RG_ERROR;
    if (got == RG_ERROR || got == RG_NONE)
        return got;
    int64_t count;
    if (!rg_number_as_i64(th, got, &count))
        return RG_ERROR;
    return rg_io_bytes(th, rg_bytearray_data(b), RG_MAX(0, RG_MIN(count, b->length)));
}

static const RgMethodDef raw_methods[] = {
    RG_METHOD("read", "($self, size=-1, /)", "Up to size bytes.", raw_read),
    RG_METHOD("readall", "($self, /)", "All bytes up to the end.", raw_readall),
    RG_METHOD_END,
};

const RgTypeSpec rg_io_raw_base_spec = {
    .doc = "The abstract base of raw binary streams.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .methods = raw_methods,
};

/* ---- _BufferedIOBase ---- */

static RgValue read_into(RgThread *th, RgValue self, RgValue target, const char *method)
{
    RgBufferView view;
    if (!rg_io_target(th, strcmp(method, "read1") == 0 ? "readinto1" : "readinto", target, &view))
        return RG_ERROR;
    RgStr *name = rg_intern_cstr(th, method);
    RgValue data = name ? rg_call_method1(th, self, name, rg_from_int(view.len)) : RG_ERROR;
    RgValue r = RG_ERROR;
    if (data != RG_ERROR && !rg_is_bytes(data)) {
        rg_raise(th, RG_EXC_TypeError, "read() should return bytes");
    } else if (data != RG_ERROR) {
        int64_t n = RG_BYTES(data)->length;
        if (n > view.len)
            rg_raise(th, RG_EXC_ValueError, "read() returned too much data: %lld bytes requested, %lld returned", (long long)view.len,
                     (long long)n);
        else {
            memcpy(view.data, RG_BYTES(data)->data, (size_t)n);
            r = rg_from_int(n);
        }
    }
    rg_buffer_release(&view);
    return r;
}

RG_IO_METHOD(buffered_readinto) { return read_into(th, self, args[0], "read"); }
RG_IO_METHOD(buffered_readinto1) { return read_into(th, self, args[0], "read1"); }
RG_IO_METHOD(unsupported_read) { return rg_io_unsupported(th, "read"); }
RG_IO_METHOD(unsupported_read1) { return rg_io_unsupported(th, "read1"); }
RG_IO_METHOD(unsupported_write) { return rg_io_unsupported(th, "write"); }
RG_IO_METHOD(unsupported_detach) { return rg_io_unsupported(th, "detach"); }
RG_IO_METHOD(unsupported_readline) { return rg_io_unsupported(th, "readline"); }

static const RgMethodDef buffered_base_methods[] = {
    RG_METHOD("detach", "($self, /)", "Separates the raw stream.", unsupported_detach),
    RG_METHOD_F("read", "($self, size=-1, /)", "Up to size bytes.", unsupported_read, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("read1", "($self, size=-1, /)", "Up to size bytes, with at most one raw read.", unsupported_read1, RG_MF_NO_SIGNATURE),
    RG_METHOD("readinto", "($self, buffer, /)", "Reads into a buffer.", buffered_readinto),
    RG_METHOD("readinto1", "($self, buffer, /)", "Reads into a buffer with at most one raw read.", buffered_readinto1),
    RG_METHOD_F("write", "($self, b, /)", "Writes bytes.", unsupported_write, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_io_buffered_base_spec = {
    .doc = "The abstract base of buffered binary streams.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .methods = buffered_base_methods,
};

/* ---- _TextIOBase ---- */

static RgValue none_attribute(RgThread *th, RgValue self)
{
    return RG_NONE;
}

static const RgMethodDef text_base_methods[] = {
    RG_METHOD_F("detach", "($self, /)", "Separates the underlying buffer.", unsupported_detach, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("read", "($self, size=-1, /)", "Up to size characters.", unsupported_read, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("readline", "($self, size=-1, /)", "One line.", unsupported_readline, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("write", "($self, s, /)", "Writes text.", unsupported_write, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef text_base_getset[] = {
    {"encoding", none_attribute, NULL, "Name of the encoding."},
    {"newlines", none_attribute, NULL, "Line ends seen so far."},
    {"errors", none_attribute, NULL, "Name of the error handler."},
    RG_GETSET_END,
};

const RgTypeSpec rg_io_text_base_spec = {
    .doc = "The abstract base of text streams.",
    .module = "_io",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .methods = text_base_methods,
    .getset = text_base_getset,
};
