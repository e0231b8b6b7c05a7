/* SPDX-License-Identifier: MIT
 *
 * io_buffered_raw.c: buffered streams on the C level: filling and writing out the buffer through the raw stream.
 * Always holds: whenever Python may run (the raw stream's methods, signal handlers), the buffer says exactly what is not written yet.
 */
#include <errno.h>
#include <unistd.h>

#include "vm/object/exception.h"
#include "vm/module/io_state.h"

/* ---- the raw stream ---- */

/* As rg_io_file_read. */
int64_t rg_io_buffered_raw_read(RgThread *th, RgBuffered *b, uint8_t *out, int64_t n)
{
    if (b->file)
        return rg_io_file_read(th, b->file, out, n);
    RgByteArray *target = rg_bytearray_new(th, NULL, n);
    RgStr *name = rg_intern_cstr(th, "readinto");
    RgValue r = target && name ? rg_call_method1(th, b->raw, name, rg_from_ptr(target)) : RG_ERROR;
    if (r == RG_ERROR)
        return -1;
    if (r == RG_NONE)
        return -2;
    int64_t got;
    if (!rg_number_as_index(th, r, &got, RG_EXC_ValueError))
        return -1;
    if (got < 0 || got > n) {
        rg_raise(th, RG_EXC_OSError, "raw readinto() returned invalid length %lld (should have been between 0 and %lld)", (long long)got,
                 (long long)n);
        return -1;
    }
    memcpy(out, rg_bytearray_data(target), (size_t)RG_MIN(got, target->length));
    return got;
}

static int64_t raw_write(RgThread *th, RgBuffered *b, const uint8_t *data, int64_t n)
{
    if (b->file)
        return rg_io_file_write(th, b->file, data, n);
    RgBytes *bytes = rg_bytes_new(th, data, n);
    RgValue view = bytes ? rg_call1(th, rg_from_ptr(RG_TYPE(th, memoryview)), rg_from_ptr(bytes)) : RG_ERROR;
    RgValue r = view != RG_ERROR ? rg_call_method1(th, b->raw, RG_SYM(th, write), view) : RG_ERROR;
    if (r == RG_ERROR)
        return -1;
    if (r == RG_NONE)
        return -2;
    int64_t put;
    if (!rg_number_as_index(th, r, &put, RG_EXC_ValueError))
        return -1;
    if (put < 0 || put > n) {
        rg_raise(th, RG_EXC_OSError, "raw write() returned invalid length %lld (should have been between 0 and %lld)", (long long)put,
                 (long long)n);
        return -1;
    }
    return put;
}

int64_t rg_io_buffered_raw_seek(RgThread *th, RgBuffered *b, int64_t offset, int whence)
{
    if (b->file)
        return rg_io_file_seek(th, b->file, offset, whence);
    RgStr *name = rg_intern_cstr(th, "seek");
    RgValue a[2] = {rg_int_from_i64(th, offset), rg_from_int(whence)};
    RgValue r = name && a[0] ? rg_call_method(th, b->raw, name, a, 2) : RG_ERROR;
    int64_t at;
    if (r == RG_ERROR || !rg_number_as_index(th, r, &at, RG_EXC_ValueError))
        return -1;
    if (at < 0)
        rg_raise(th, RG_EXC_OSError, "Raw stream returned invalid position %lld", (long long)at);
    return at;
}

/* ---- reading and writing on the C level ---- */

static bool raise_blocking(RgThread *th, int64_t written)
{
    RgStr *text = rg_str_from_cstr(th, "write could not complete without blocking");
    if (text) {
        RgValue a[3] = {rg_from_int(EAGAIN), rg_from_ptr(text), rg_from_int(written)};
        rg_raise_call(th, RG_EXC(th, BlockingIOError), a, 3);
    }
    return false;
}

/* A signal may have cut a write short: its handler runs now, and what it raises ends the writing. */
static bool signals(RgThread *th) { return !th->poll || rg_poll(th); }

bool rg_io_buffered_flush(RgThread *th, RgBuffered *b)
{
    while (b->dirty) {
        int64_t put = raw_write(th, b, b->buffer->data, b->dirty);
        if (put < 0)
            return put == -2 ? raise_blocking(th, 0) : false;
        put = RG_MIN(put, b->dirty); /* a raw stream written in Python may have flushed this one */
        memmove(b->buffer->data, b->buffer->data + put, (size_t)(b->dirty - put));
        b->dirty -= put;
        if (!signals(th))
            return false;
    }
    return true;
}

/* Forgets unread bytes and moves the raw position back to where reading stood. */
bool rg_io_buffered_drop_unread(RgThread *th, RgBuffered *b)
{
    int64_t ahead = b->end - b->pos;
    b->pos = b->end = 0;
    return ahead == 0 || rg_io_buffered_raw_seek(th, b, -ahead, SEEK_CUR) >= 0;
}

/* Takes as much as there is room for: the count. */
static int64_t keep(RgBuffered *b, const uint8_t *data, int64_t n)
{
    n = RG_MIN(n, b->size - b->dirty);
    memcpy(b->buffer->data + b->dirty, data, (size_t)n);
    b->dirty += n;
    return n;
}

/* The buffer could not be written out since the raw stream would block: what fits is kept, the rest is the caller's. */
static bool blocked(RgThread *th, RgBuffered *b, const uint8_t *data, int64_t n, int64_t written)
{
    int64_t kept = keep(b, data, n);
    return kept == n || raise_blocking(th, written + kept);
}

bool rg_io_buffered_write(RgThread *th, RgBuffered *b, const uint8_t *data, int64_t n)
{
    if (b->end && !rg_io_buffered_drop_unread(th, b))
        return false;
    if (n <= b->size - b->dirty) {
        keep(b, data, n);
        return true;
    }
    if (b->dirty && !rg_io_buffered_flush(th, b)) {
        if (!rg_raised_is(th, RG_EXC_BlockingIOError))
            return false;
        rg_exception_clear(th);
        return blocked(th, b, data, n, 0);
    }
    int64_t written = 0;
    while (n - written > b->size) {
        int64_t put = raw_write(th, b, data + written, n - written);
        if (put < 0)
            return put == -2 ? blocked(th, b, data + written, n - written, written) : false;
        written += put;
        if (!signals(th))
            return false;
    }
    return blocked(th, b, data + written, n - written, written);
}

/* Reads into the empty buffer once: count, 0 at the end, -1 raised, -2 would block. */
int64_t rg_io_buffered_fill(RgThread *th, RgBuffered *b)
{
    if (b->dirty && !rg_io_buffered_flush(th, b))
        return -1;
    b->pos = b->end = 0;
    int64_t got = rg_io_buffered_raw_read(th, b, b->buffer->data, b->size);
    if (got > 0)
        b->end = got;
    return got;
}

int64_t rg_io_buffered_read1(RgThread *th, RgBuffered *b, int64_t n, const uint8_t **data)
{
    if (b->pos == b->end) {
        int64_t got = rg_io_buffered_fill(th, b);
        if (got <= 0)
            return got == -1 ? -1 : 0;
    }
    n = RG_MIN(n, b->end - b->pos);
    *data = b->buffer->data + b->pos;
    b->pos += n;
    return n;
}
