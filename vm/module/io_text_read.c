/* SPDX-License-Identifier: MIT
 *
 * io_text_read.c: TextIOWrapper's reading, and its position in the file. Encodings of ours are decoded in place, others through
 * their incremental decoders.
 */
#include "vm/module/io_text.h"

#define SELF RG_AS(RgIoText, self)

/* The next bytes of the buffer object: *data, *n (0: end). */
static bool read_bytes(RgThread *th, RgIoText *t, const uint8_t **data, int64_t *n)
{
    if (t->direct) {
        *n = rg_io_buffered_read1(th, t->direct, RG_IO_CHUNK, data);
        return *n >= 0;
    }
    RgStr *name = rg_intern_cstr(th, t->has_read1 ? "read1" : "read");
    RgValue b = name ? rg_call_method1(th, t->buffer, name, rg_from_int(RG_IO_CHUNK)) : RG_ERROR;
    if (b == RG_ERROR)
        return false;
    if (!rg_is_bytes(b)) {
        rg_raise(th, RG_EXC_TypeError, "underlying %s() should have returned a bytes-like object, not '%T'",
                 t->has_read1 ? "read1" : "read", b);
        return false;
    }
    *data = RG_BYTES(b)->data;
    *n = RG_BYTES(b)->length;
    return true;
}

/* Bytes of one '\r' in the encoding. */
static int64_t unit_of(const RgIoText *t)
{
    return t->codec >= RG_CODEC_UTF32 ? 4 : t->codec >= RG_CODEC_UTF16 ? 2 : 1;
}

static RgStr *decode_own(RgThread *th, RgIoText *t, RgBytes *input, bool final)
{
    int64_t used = input->length;
    RgStr *s = rg_codec_decode_with(th, input->data, input->length, t->codec, t->errors_text, final ? NULL : &used, &t->order);
    if (!s)
        return NULL;
    if (t->universal && !final && s->length && rg_str_at(s, s->length - 1) == '\r') {
        used -= unit_of(t);
        if (!(s = rg_str_slice(th, s, 0, s->length - 1)))
            return NULL;
    }
    t->ntail = final ? 0 : input->length - used;
    memcpy(t->tail, input->data + used, (size_t)t->ntail);
    return s;
}

static RgStr *decode_foreign(RgThread *th, RgIoText *t, RgBytes *input, bool final)
{
    RgStr *name = rg_intern_cstr(th, "decode");
    RgValue a[2] = {rg_from_ptr(input), rg_from_bool(final)};
    RgValue v = name ? rg_call_method(th, t->decoder, name, a, 2) : RG_ERROR;
    if (v == RG_ERROR)
        return NULL;
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "decoder should return a string result, not '%T'", v);
        return NULL;
    }
    RgStr *s = RG_STR(v);
    if (t->universal && t->pending_cr && (s->length || final)) {
        s = rg_str_concat(th, th->rt->latin1['\r'], s);
        t->pending_cr = false;
    }
    if (s && t->universal && !final && s->length && rg_str_at(s, s->length - 1) == '\r') {
        t->pending_cr = true;
        s = rg_str_slice(th, s, 0, s->length - 1);
    }
    return s;
}

/* Decodes more of the file behind what is unread of the chunk. *more false: the file has ended. */
static bool read_chunk(RgThread *th, RgIoText *t, bool *more)
{
    const uint8_t *data = NULL;
    int64_t n = 0;
    *more = false;
    if (!read_bytes(th, t, &data, &n))
        return false;
    bool final = n == 0;
    RgBytes *input = rg_bytes_new(th, NULL, t->ntail + n);
    if (!input)
        return false;
    memcpy(input->data, t->tail, (size_t)t->ntail);
    if (n)
        memcpy(input->data + t->ntail, data, (size_t)n);
    RgStr *s = t->codec != RG_CODEC_NONE ? decode_own(th, t, input, final) : decode_foreign(th, t, input, final);
    if (s && t->universal)
        s = rg_newlines_translate(th, s, t->translate, &t->seen);
    if (!s)
        return false;
    rg_gc_store_ptr(t, &t->snap, input);
    t->snap_chars = s->length;
    RgStr *rest = t->chunk && t->pos < t->chunk->length ? rg_str_slice(th, t->chunk, t->pos, t->chunk->length) : NULL;
    RgStr *all = rest ? rg_str_concat(th, rest, s) : s;
    if (!all)
        return false;
    rg_gc_store_ptr(t, &t->chunk, all);
    t->pos = 0;
    *more = !final || s->length > 0;
    return true;
}

static int64_t unread(const RgIoText *t) { return t->chunk ? t->chunk->length - t->pos : 0; }

static bool ready_to_read(RgThread *th, RgIoText *t)
{
    if (!rg_io_text_usable(th, t))
        return false;
    if ((t->direct && !t->direct->readable) || (t->codec == RG_CODEC_NONE && t->decoder == RG_NONE)) {
        rg_io_unsupported(th, "not readable");
        return false;
    }
    return rg_io_text_flush_pending(th, t);
}

/* End of the line that starts at from (index behind its end), or -1: not in the chunk yet. */
static int64_t line_end(const RgIoText *t, int64_t from)
{
    const RgStr *s = t->chunk;
    int w = s->head.aux8;
    const uint8_t *p = s->data + from * w;
    int64_t n = s->length - from;
    if (t->read_newline) {
        if (t->read_newline->length == 1) {
            int64_t i = rg_chars_find_char(p, w, n, rg_str_at(t->read_newline, 0));
            return i < 0 ? -1 : from + i + 1;
        }
        int64_t i = rg_str_find(s, t->read_newline, from, s->length, false);
        return i < 0 ? -1 : i + t->read_newline->length;
    }
    int64_t nl = rg_chars_find_char(p, w, n, '\n');
    if (!t->universal || t->translate)
        return nl < 0 ? -1 : from + nl + 1;
    int64_t cr = rg_chars_find_char(p, w, nl < 0 ? n : nl, '\r');
    if (cr < 0)
        return nl < 0 ? -1 : from + nl + 1;
    return from + cr + 1 + (from + cr + 1 < s->length && rg_str_at(s, from + cr + 1) == '\n');
}

/* One line, at most limit characters (-1: any); the empty string at the end. */
static RgStr *read_line(RgThread *th, RgIoText *t, int64_t limit)
{
    int64_t searched = 0; /* characters behind pos that hold no line end */
    for (;;) {
        int64_t end = unread(t) > searched ? line_end(t, t->pos + searched) : -1;
        if (limit >= 0 && (end < 0 ? unread(t) >= limit : end - t->pos > limit))
            end = t->pos + limit;
        if (end >= 0) {
            RgStr *line = t->chunk ? rg_str_slice(th, t->chunk, t->pos, end) : th->rt->empty_str;
            if (line)
                t->pos = end;
            return line;
        }
        searched = unread(t);
        if (t->read_newline && t->read_newline->length > 1 && searched)
            searched--;
        bool more;
        if (!read_chunk(th, t, &more))
            return NULL;
        if (!more) {
            if (!unread(t))
                return th->rt->empty_str;
            RgStr *line = rg_str_slice(th, t->chunk, t->pos, t->chunk->length);
            if (line)
                t->pos = t->chunk->length;
            return line;
        }
    }
}

RG_IO_TEXT_METHOD(readline)
{
    int64_t limit;
    if (!rg_io_size_argument(th, args[0], &limit) || !ready_to_read(th, SELF))
        return RG_ERROR;
    return rg_str_result(read_line(th, SELF, limit));
}

RgValue rg_io_text_next(RgThread *th, RgValue self)
{
    RgIoText *t = SELF;
    if (!ready_to_read(th, t))
        return RG_ERROR;
    t->no_tell = true;
    RgStr *line;
    if (rg_is_object(self) && rg_object_type(rg_as_object(self))->spec == &rg_io_text_spec) {
        line = read_line(th, t, -1);
    } else {
        RgValue v = rg_call_method0(th, self, RG_SYM(th, readline));
        if (v != RG_ERROR && !rg_is_str(v))
            return rg_raise(th, RG_EXC_OSError, "readline() should have returned a str object, not '%T'", v);
        line = v == RG_ERROR ? NULL : RG_STR(v);
    }
    if (line && line->length == 0) {
        t->no_tell = false;
        return RG_STOP;
    }
    return rg_str_result(line);
}

/* Everything to the end: the remaining bytes are decoded in one piece. */
static RgValue read_all(RgThread *th, RgIoText *t)
{
    RgValue rest = rg_call_method0(th, t->buffer, RG_SYM(th, read));
    if (rest == RG_ERROR)
        return RG_ERROR;
    if (!rg_is_bytes(rest))
        return rg_raise(th, RG_EXC_TypeError, "underlying read() should have returned a bytes-like object, not '%T'", rest);
    RgBytes *input = RG_BYTES(rest);
    if (t->ntail) {
        RgBytes *all = rg_bytes_new(th, NULL, t->ntail + input->length);
        if (!all)
            return RG_ERROR;
        memcpy(all->data, t->tail, (size_t)t->ntail);
        memcpy(all->data + t->ntail, input->data, (size_t)input->length);
        input = all;
    }
    RgStr *s = t->codec != RG_CODEC_NONE ? decode_own(th, t, input, true) : decode_foreign(th, t, input, true);
    if (s && t->universal)
        s = rg_newlines_translate(th, s, t->translate, &t->seen);
    if (!s)
        return RG_ERROR;
    RgStr *head = unread(t) ? rg_str_slice(th, t->chunk, t->pos, t->chunk->length) : NULL;
    t->chunk = NULL;
    t->snap = NULL;
    t->pos = t->ntail = 0;
    return rg_str_result(head ? rg_str_concat(th, head, s) : s);
}

RG_IO_TEXT_METHOD(read)
{
    RgIoText *t = SELF;
    int64_t n;
    if (!rg_io_size_argument(th, args[0], &n) || !ready_to_read(th, t))
        return RG_ERROR;
    if (n < 0)
        return read_all(th, t);
    while (unread(t) < n) {
        bool more;
        if (!read_chunk(th, t, &more))
            return RG_ERROR;
        if (!more)
            break;
    }
    n = RG_MIN(n, unread(t));
    RgStr *s = n ? rg_str_slice(th, t->chunk, t->pos, t->pos + n) : th->rt->empty_str;
    if (s)
        t->pos += n;
    return rg_str_result(s);
}

/* ---- position ---- */

/* How many bytes of snap the first n characters of its text take. */
static bool bytes_of_prefix(RgThread *th, RgIoText *t, int64_t n, int64_t *bytes)
{
    int64_t low = 0, high = t->snap->length;
    if (n >= t->snap_chars) {
        *bytes = t->snap->length - t->ntail;
        return true;
    }
    /* The number of characters grows with the number of bytes: binary search over decoding prefixes. */
    while (low < high) {
        int64_t mid = (low + high) / 2, used;
        int order = t->order, seen = 0;
        RgStr *s = rg_codec_decode_with(th, t->snap->data, mid, t->codec, t->errors_text, &used, &order);
        if (s && t->universal)
            s = rg_newlines_translate(th, s, t->translate, &seen);
        if (!s)
            return false;
        /* A "\r" at the end counts as a character although its "\n" follows: it must not end the prefix. */
        bool split = t->translate && used > 0 && used < t->snap->length && mid == used && t->snap->data[used - unit_of(t)] == '\r' &&
                     t->snap->data[used] == '\n';
        if (s->length < n || (s->length == n && split))
            low = mid + 1;
        else
            high = mid;
    }
    *bytes = low;
    return true;
}

int rg_io_text_can_seek(RgThread *th, RgIoText *t)
{
    if (t->seekable < 0) {
        RgStr *name = rg_intern_cstr(th, "seekable");
        RgValue v = name ? rg_call_method0(th, t->buffer, name) : RG_ERROR;
        int yes = v == RG_ERROR ? -1 : rg_truth(th, v);
        if (yes < 0)
            return -1;
        t->seekable = (int8_t)yes;
    }
    return t->seekable;
}

bool rg_io_text_buffer_tell(RgThread *th, RgIoText *t, int64_t *at)
{
    RgStr *name = rg_intern_cstr(th, "tell");
    RgValue v = name ? rg_call_method0(th, t->buffer, name) : RG_ERROR;
    return v != RG_ERROR && rg_number_as_i64(th, v, at);
}

RG_IO_TEXT_METHOD(tell)
{
    RgIoText *t = SELF;
    int64_t at, bytes;
    if (!rg_io_text_usable(th, t))
        return RG_ERROR;
    int can = rg_io_text_can_seek(th, t);
    if (can <= 0)
        return can < 0 ? RG_ERROR : rg_io_unsupported(th, "underlying stream is not seekable");
    if (t->no_tell)
        return rg_raise(th, RG_EXC_OSError, "telling position disabled by next() call");
    if (!rg_io_text_flush_pending(th, t) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR || !rg_io_text_buffer_tell(th, t, &at))
        return RG_ERROR;
    int64_t left = unread(t);
    if (!t->snap || (left == 0 && t->ntail == 0))
        return rg_int_from_i64(th, at);
    if (t->codec == RG_CODEC_NONE || left > t->snap_chars)
        return rg_raise(th, RG_EXC_OSError, "can't reconstruct logical file position");
    if (!bytes_of_prefix(th, t, t->snap_chars - left, &bytes))
        return RG_ERROR;
    return rg_int_from_i64(th, at - t->snap->length + bytes);
}

void rg_io_text_forget(RgIoText *t, bool start)
{
    t->chunk = NULL;
    t->snap = NULL;
    t->pos = t->ntail = t->snap_chars = 0;
    t->pending_cr = t->no_tell = false;
    if (start) {
        t->order = 0;
        t->mark_done = false;
    }
}

/* At the start the encoder writes its mark, elsewhere it must not. */
static bool reset_codec(RgThread *th, RgIoText *t, bool start)
{
    RgStr *reset = rg_intern_cstr(th, "reset"), *setstate = rg_intern_cstr(th, "setstate");
    if (t->codec != RG_CODEC_NONE)
        return true;
    if (!reset || !setstate || (t->decoder != RG_NONE && rg_call_method0(th, t->decoder, reset) == RG_ERROR))
        return false;
    if (t->encoder == RG_NONE)
        return true;
    return (start ? rg_call_method0(th, t->encoder, reset) : rg_call_method1(th, t->encoder, setstate, rg_from_int(0))) != RG_ERROR;
}

RG_IO_TEXT_METHOD(seek)
{
    RgIoText *t = SELF;
    int64_t offset, whence;
    if (!rg_io_text_usable(th, t) || !rg_number_as_i64(th, args[0], &offset) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    int can = rg_io_text_can_seek(th, t);
    if (can <= 0)
        return can < 0 ? RG_ERROR : rg_io_unsupported(th, "underlying stream is not seekable");
    if (whence == 1) {
        if (offset != 0)
            return rg_io_unsupported(th, "can't do nonzero cur-relative seeks");
        RgStr *name = rg_intern_cstr(th, "tell");
        RgValue v = name ? rg_call_method0(th, self, name) : RG_ERROR;
        if (v == RG_ERROR || !rg_number_as_i64(th, v, &offset))
            return RG_ERROR;
    } else if (whence == 2) {
        if (offset != 0)
            return rg_io_unsupported(th, "can't do nonzero end-relative seeks");
    } else if (whence != 0) {
        return rg_raise(th, RG_EXC_ValueError, "invalid whence (%lld, should be 0, 1 or 2)", (long long)whence);
    } else if (offset < 0) {
        return rg_raise(th, RG_EXC_ValueError, "negative seek position %R", args[0]);
    }
    if (rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    RgStr *name = rg_intern_cstr(th, "seek");
    RgValue a[2] = {rg_int_from_i64(th, offset), rg_from_int(whence == 2 ? 2 : 0)};
    RgValue r = name && a[0] ? rg_call_method(th, t->buffer, name, a, 2) : RG_ERROR;
    if (r == RG_ERROR || !rg_number_as_i64(th, r, &offset))
        return RG_ERROR;
    rg_io_text_forget(t, offset == 0);
    if (offset != 0)
        t->mark_done = true;
    return reset_codec(th, t, offset == 0) ? r : RG_ERROR;
}

RG_IO_TEXT_METHOD(truncate)
{
    RgStr *name = rg_intern_cstr(th, "truncate");
    if (!name || !rg_io_text_usable(th, SELF) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    return rg_call_method1(th, SELF->buffer, name, args[0] == RG_UNBOUND ? RG_NONE : args[0]);
}
