/* SPDX-License-Identifier: MIT
 *
 * io_text_write.c: TextIOWrapper's writing: encodings of ours are coded in place, others through their incremental encoders.
 */
#include "vm/module/io_text.h"

#define SELF RG_AS(RgIoText, self)

static bool write_bytes(RgThread *th, RgIoText *t, const uint8_t *data, int64_t n)
{
    if (t->direct)
        return rg_io_buffered_write(th, t->direct, data, n);
    RgValue b = rg_io_bytes(th, data, n);
    return b != RG_ERROR && rg_call_method1(th, t->buffer, RG_SYM(th, write), b) != RG_ERROR;
}

bool rg_io_text_flush_pending(RgThread *th, RgIoText *t)
{
    int64_t n = t->npending;
    if (n == 0)
        return true;
    t->npending = 0;
    return write_bytes(th, t, t->pending->data, n);
}

bool rg_io_text_flush_buffer(RgThread *th, RgIoText *t)
{
    if (t->direct && t->direct->file)
        return rg_io_buffered_flush(th, t->direct);
    return rg_call_method0(th, t->buffer, RG_SYM(th, flush)) != RG_ERROR;
}

bool rg_io_text_is_dirty(const void *text, RgBuffered **buffer)
{
    const RgIoText *t = text;
    *buffer = t->direct;
    return t->buffer && t->npending > 0;
}

bool rg_io_text_flush(RgThread *th, RgValue text)
{
    RgIoText *t = RG_AS(RgIoText, text);
    bool closed;
    if (!t->buffer || t->npending == 0)
        return true;
    if (!rg_io_text_is_closed(th, t, &closed))
        return false;
    return closed || rg_io_text_flush_pending(th, t);
}

static bool add_pending(RgThread *th, RgIoText *t, const uint8_t *data, int64_t n)
{
    if (t->npending + n > RG_IO_CHUNK && !rg_io_text_flush_pending(th, t))
        return false;
    if (n > RG_IO_CHUNK)
        return write_bytes(th, t, data, n);
    if (!t->pending) {
        RgBuffer *b = rg_buffer_new(th, RG_IO_CHUNK);
        if (!b)
            return false;
        rg_gc_store_ptr(t, &t->pending, b);
    }
    memcpy(t->pending->data + t->npending, data, (size_t)n);
    t->npending += n;
    return true;
}

/* The bytes of s; RG_ERROR raised. */
static RgValue encode(RgThread *th, RgIoText *t, RgStr *s)
{
    RgCodec codec = t->codec;
    if (codec == RG_CODEC_NONE) {
        RgStr *name = rg_intern_cstr(th, "encode");
        RgValue b = name ? rg_call_method1(th, t->encoder, name, rg_from_ptr(s)) : RG_ERROR;
        if (b != RG_ERROR && !rg_is_bytes(b))
            return rg_raise(th, RG_EXC_TypeError, "encoder should return a bytes object, not '%T'", b);
        return b;
    }
    if (t->mark_done && codec == RG_CODEC_UTF16)
        codec = RG_CODEC_UTF16_LE;
    if (t->mark_done && codec == RG_CODEC_UTF32)
        codec = RG_CODEC_UTF32_LE;
    t->mark_done = true;
    return rg_codec_encode_with(th, s, codec, t->errors_text);
}

static RgStr *translate_newlines(RgThread *th, RgStr *s, RgStr *newline)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length + 16);
    for (int64_t at = 0; at < s->length;) {
        int w = s->head.aux8;
        int64_t n = rg_chars_find_char(s->data + at * w, w, s->length - at, '\n');
        rg_builder_sub(&b, s, at, n < 0 ? s->length : at + n);
        if (n < 0)
            break;
        rg_builder_str(&b, newline);
        at += n + 1;
    }
    return rg_builder_finish(&b);
}

static bool write_text(RgThread *th, RgIoText *t, RgStr *s)
{
    bool newline = false, flush = false;
    if (t->line_buffering || t->write_newline)
        newline = rg_chars_find_char(s->data, s->head.aux8, s->length, '\n') >= 0;
    if (t->line_buffering)
        flush = newline || rg_chars_find_char(s->data, s->head.aux8, s->length, '\r') >= 0;
    if (newline && t->write_newline && !(s = translate_newlines(th, s, t->write_newline)))
        return false;
    if (rg_str_is_ascii(s) && t->codec >= RG_CODEC_UTF8 && t->codec <= RG_CODEC_ASCII) {
        if (!add_pending(th, t, s->data, s->length))
            return false;
    } else {
        RgValue b = encode(th, t, s);
        if (b == RG_ERROR || !add_pending(th, t, RG_BYTES(b)->data, RG_BYTES(b)->length))
            return false;
    }
    if ((flush || t->write_through) && !rg_io_text_flush_pending(th, t))
        return false;
    if (flush && !rg_io_text_flush_buffer(th, t))
        return false;
    if (t->chunk) { /* what was read ahead is not after the written text */
        t->chunk = NULL;
        t->snap = NULL;
        t->pos = t->ntail = 0;
    }
    return true;
}

bool rg_io_write_str(RgThread *th, RgValue file, RgStr *s)
{
    if (RG_LIKELY(rg_io_is_exact(file, &rg_io_text_spec))) {
        RgIoText *t = RG_AS(RgIoText, file);
        if (rg_io_text_usable(th, t)) {
            if (t->direct && !t->direct->writable) {
                rg_io_unsupported(th, "not writable");
                return false;
            }
            return write_text(th, t, s);
        }
        return false;
    }
    return rg_call_method1(th, file, RG_SYM(th, write), rg_from_ptr(s)) != RG_ERROR;
}

RG_IO_TEXT_METHOD(write)
{
    RgIoText *t = SELF;
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "write() argument must be str, not %T", args[0]);
    if (!rg_io_text_usable(th, t))
        return RG_ERROR;
    if ((t->direct && !t->direct->writable) || (t->codec == RG_CODEC_NONE && t->encoder == RG_NONE))
        return rg_io_unsupported(th, "not writable");
    return write_text(th, t, RG_STR(args[0])) ? rg_from_int(RG_STR(args[0])->length) : RG_ERROR;
}
