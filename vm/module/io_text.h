/* SPDX-License-Identifier: MIT
 *
 * io_text.h: TextIOWrapper, as the three files that make it see it: io_text.c (construction and the type), io_text_read.c and
 * io_text_write.c.
 *
 * Writing: encoded bytes gather in `pending` (RG_IO_CHUNK) and go to the buffer object from there.
 * Reading: `chunk` is decoded text, read up to chunk[pos]. `snap` are the bytes of the newest part of the chunk (snap_chars
 * characters), `tail` bytes after them that are not decoded yet: an incomplete sequence, or a '\r' that may begin "\r\n".
 * So tell() is the buffer's position less the bytes of snap that were not read yet.
 */
#ifndef RG_MODULE_IO_TEXT_H
#define RG_MODULE_IO_TEXT_H

#include "vm/module/io_newline.h"
#include "vm/module/io_state.h"

typedef struct RgIoText {
    RgObject head;
    RgValue buffer;        /* 0: not initialised or detached */
    RgBuffered *direct;    /* buffer when that is exactly one of our buffered types */
    RgStr *encoding, *errors;
    const char *errors_text; /* UTF-8 of errors, in a cell kept alive by errors_cell; NULL: strict */
    RgValue errors_cell;
    RgCodec codec;         /* RG_CODEC_NONE: encoder and decoder */
    RgValue encoder, decoder;
    RgStr *read_newline;   /* line end to look for; NULL: universal or '\n' */
    RgStr *write_newline;  /* what '\n' becomes; NULL: itself */
    bool universal, translate;
    bool line_buffering, write_through, detached, no_tell, mark_done, eof, pending_cr, has_read1;
    int8_t seekable;       /* -1 unknown */
    int seen;              /* RG_NL_x */
    int order;             /* UTF-16 and UTF-32: byte order found when reading */
    RgBuffer *pending;
    int64_t npending;
    RgStr *chunk;
    int64_t pos;
    RgBytes *snap;
    int64_t snap_chars;
    uint8_t tail[16];
    int64_t ntail;
    RgIoWriter *node;
    RgAttrs attrs;         /* last */
} RgIoText;

/* ---- state checks ---- */

static inline bool rg_io_text_attached(RgThread *th, RgIoText *t)
{
    if (t->buffer)
        return true;
    rg_raise(th, RG_EXC_ValueError, t->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return false;
}

static inline bool rg_io_text_is_closed(RgThread *th, RgIoText *t, bool *closed)
{
    if (!rg_io_text_attached(th, t))
        return false;
    if (t->direct)
        return rg_io_buffered_is_closed(th, t->direct, closed);
    int c = rg_io_closed(th, t->buffer);
    *closed = c > 0;
    return c >= 0;
}

static inline bool rg_io_text_usable(RgThread *th, RgIoText *t)
{
    bool closed;
    if (!rg_io_text_is_closed(th, t, &closed))
        return false;
    if (closed)
        rg_io_raise_closed(th);
    return !closed;
}

/* io_text_write.c */
bool rg_io_text_flush_pending(RgThread *th, RgIoText *t) RG_CHECK_RESULT; /* to the buffer object */
bool rg_io_text_flush_buffer(RgThread *th, RgIoText *t) RG_CHECK_RESULT;  /* the buffer object itself */

/* io_text_read.c */
int rg_io_text_can_seek(RgThread *th, RgIoText *t); /* -1 raised */
bool rg_io_text_buffer_tell(RgThread *th, RgIoText *t, int64_t *at) RG_CHECK_RESULT;
void rg_io_text_forget(RgIoText *t, bool start); /* what was read ahead; start: the file is at its beginning */

/* Methods. */
#define RG_IO_TEXT_METHOD(NAME) RgValue rg_io_text_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
RG_IO_TEXT_METHOD(write);
RG_IO_TEXT_METHOD(read);
RG_IO_TEXT_METHOD(readline);
RG_IO_TEXT_METHOD(tell);
RG_IO_TEXT_METHOD(seek);
RG_IO_TEXT_METHOD(truncate);
RgValue rg_io_text_next(RgThread *th, RgValue self);

#endif
