/* SPDX-License-Identifier: MIT
 *
 * io_text.c: TextIOWrapper. Encodings of ours are coded in place; others go through their incremental codecs.
 *
 * Writing: encoded bytes gather in `pending` (RG_IO_CHUNK) and go to the buffer object from there.
 * Reading: `chunk` is decoded text, read up to chunk[pos]. `snap` are the bytes of the newest part of the chunk (snap_chars
 * characters), `tail` bytes after them that are not decoded yet: an incomplete sequence, or a '\r' that may begin "\r\n".
 * So tell() is the buffer's position less the bytes of snap that were not read yet.
 */
#include <unistd.h>

#include "vm/module/io_newline.h"
#include "vm/module/io_state.h"

typedef struct Text {
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
} Text;

#define SELF RG_AS(Text, self)

/* ---- state checks ---- */

static bool attached(RgThread *th, Text *t)
{
    if (t->buffer)
        return true;
    rg_raise(th, RG_EXC_ValueError, t->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return false;
}

static bool is_closed(RgThread *th, Text *t, bool *closed)
{
    if (!attached(th, t))
        return false;
    if (t->direct)
        return rg_io_buffered_is_closed(th, t->direct, closed);
    int c = rg_io_closed(th, t->buffer);
    *closed = c > 0;
    return c >= 0;
}

static bool usable(RgThread *th, Text *t)
{
    bool closed;
    if (!is_closed(th, t, &closed))
        return false;
    if (closed)
        rg_io_raise_closed(th);
    return !closed;
}

/* ---- writing ---- */

static bool write_bytes(RgThread *th, Text *t, const uint8_t *data, int64_t n)
{
    if (t->direct)
        return rg_io_buffered_write(th, t->direct, data, n);
    RgValue b = rg_io_bytes(th, data, n);
    return b != RG_ERROR && rg_call_method1(th, t->buffer, RG_SYM(th, write), b) != RG_ERROR;
}

static bool flush_pending(RgThread *th, Text *t)
{
    int64_t n = t->npending;
    if (n == 0)
        return true;
    t->npending = 0;
    return write_bytes(th, t, t->pending->data, n);
}

static bool flush_buffer(RgThread *th, Text *t)
{
    if (t->direct && t->direct->file)
        return rg_io_buffered_flush(th, t->direct);
    return rg_call_method0(th, t->buffer, RG_SYM(th, flush)) != RG_ERROR;
}

bool rg_io_text_is_dirty(const void *text, RgBuffered **buffer)
{
    const Text *t = text;
    *buffer = t->direct;
    return t->buffer && t->npending > 0;
}

bool rg_io_text_flush(RgThread *th, RgValue text)
{
    Text *t = RG_AS(Text, text);
    bool closed;
    if (!t->buffer || t->npending == 0)
        return true;
    if (!is_closed(th, t, &closed))
        return false;
    return closed || flush_pending(th, t);
}

static bool add_pending(RgThread *th, Text *t, const uint8_t *data, int64_t n)
{
    if (t->npending + n > RG_IO_CHUNK && !flush_pending(th, t))
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
static RgValue encode(RgThread *th, Text *t, RgStr *s)
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

static bool write_text(RgThread *th, Text *t, RgStr *s)
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
    if ((flush || t->write_through) && !flush_pending(th, t))
        return false;
    if (flush && !flush_buffer(th, t))
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
        Text *t = RG_AS(Text, file);
        if (usable(th, t)) {
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

RG_IO_METHOD(text_write)
{
    Text *t = SELF;
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "write() argument must be str, not %T", args[0]);
    if (!usable(th, t))
        return RG_ERROR;
    if ((t->direct && !t->direct->writable) || (t->codec == RG_CODEC_NONE && t->encoder == RG_NONE))
        return rg_io_unsupported(th, "not writable");
    return write_text(th, t, RG_STR(args[0])) ? rg_from_int(RG_STR(args[0])->length) : RG_ERROR;
}

/* ---- reading ---- */

/* The next bytes of the buffer object: *data, *n (0: end). */
static bool read_bytes(RgThread *th, Text *t, const uint8_t **data, int64_t *n)
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
static int64_t unit_of(const Text *t)
{
    return t->codec >= RG_CODEC_UTF32 ? 4 : t->codec >= RG_CODEC_UTF16 ? 2 : 1;
}

static RgStr *decode_own(RgThread *th, Text *t, RgBytes *input, bool final)
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

static RgStr *decode_foreign(RgThread *th, Text *t, RgBytes *input, bool final)
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
static bool read_chunk(RgThread *th, Text *t, bool *more)
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

static int64_t unread(const Text *t) { return t->chunk ? t->chunk->length - t->pos : 0; }

static bool ready_to_read(RgThread *th, Text *t)
{
    if (!usable(th, t))
        return false;
    if ((t->direct && !t->direct->readable) || (t->codec == RG_CODEC_NONE && t->decoder == RG_NONE)) {
        rg_io_unsupported(th, "not readable");
        return false;
    }
    return flush_pending(th, t);
}

/* End of the line that starts at from (index behind its end), or -1: not in the chunk yet. */
static int64_t line_end(const Text *t, int64_t from)
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
static RgStr *read_line(RgThread *th, Text *t, int64_t limit)
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

RG_IO_METHOD(text_readline)
{
    int64_t limit;
    if (!rg_io_size_argument(th, args[0], &limit) || !ready_to_read(th, SELF))
        return RG_ERROR;
    return rg_str_result(read_line(th, SELF, limit));
}

static RgValue text_next(RgThread *th, RgValue self)
{
    Text *t = SELF;
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
static RgValue read_all(RgThread *th, Text *t)
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

RG_IO_METHOD(text_read)
{
    Text *t = SELF;
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
static bool bytes_of_prefix(RgThread *th, Text *t, int64_t n, int64_t *bytes)
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

static int text_can_seek(RgThread *th, Text *t)
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

static bool buffer_tell(RgThread *th, Text *t, int64_t *at)
{
    RgStr *name = rg_intern_cstr(th, "tell");
    RgValue v = name ? rg_call_method0(th, t->buffer, name) : RG_ERROR;
    return v != RG_ERROR && rg_number_as_i64(th, v, at);
}

RG_IO_METHOD(text_tell)
{
    Text *t = SELF;
    int64_t at, bytes;
    if (!usable(th, t))
        return RG_ERROR;
    int can = text_can_seek(th, t);
    if (can <= 0)
        return can < 0 ? RG_ERROR : rg_io_unsupported(th, "underlying stream is not seekable");
    if (t->no_tell)
        return rg_raise(th, RG_EXC_OSError, "telling position disabled by next() call");
    if (!flush_pending(th, t) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR || !buffer_tell(th, t, &at))
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

static void forget_read(Text *t, bool start)
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

static bool reset_codec(RgThread *th, Text *t)
{
    RgStr *name = rg_intern_cstr(th, "reset");
    if (t->codec != RG_CODEC_NONE)
        return true;
    return name && (t->decoder == RG_NONE || rg_call_method0(th, t->decoder, name) != RG_ERROR) &&
           (t->encoder == RG_NONE || rg_call_method0(th, t->encoder, name) != RG_ERROR);
}

RG_IO_METHOD(text_seek)
{
    Text *t = SELF;
    int64_t offset, whence;
    if (!usable(th, t) || !rg_number_as_i64(th, args[0], &offset) || !rg_args_index(th, args[1], 0, &whence))
        return RG_ERROR;
    int can = text_can_seek(th, t);
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
    forget_read(t, offset == 0);
    if (offset != 0)
        t->mark_done = true;
    return reset_codec(th, t) ? r : RG_ERROR;
}

RG_IO_METHOD(text_truncate)
{
    RgStr *name = rg_intern_cstr(th, "truncate");
    if (!name || !usable(th, SELF) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    return rg_call_method1(th, SELF->buffer, name, args[0] == RG_UNBOUND ? RG_NONE : args[0]);
}

/* ---- construction ---- */

static RgValue text_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Text *t = rg_object_new_of(th, type, 0);
    if (!t)
        return RG_ERROR;
    t->encoder = t->decoder = RG_NONE;
    return rg_from_ptr(t);
}

static bool set_newline(RgThread *th, Text *t, const char *nl)
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
static RgValue make_incremental(RgThread *th, Text *t, RgValue codec, const char *what)
{
    RgValue factory = rg_attr_get_cstr(th, codec, what);
    if (factory == RG_ERROR)
        return RG_ERROR;
    return factory == RG_NONE ? RG_NONE : rg_call1(th, factory, rg_from_ptr(t->errors));
}

static bool set_encoding(RgThread *th, Text *t, const char *encoding, const char *errors)
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
static bool check_start(RgThread *th, Text *t)
{
    int64_t at;
    bool marked = t->codec == RG_CODEC_UTF16 || t->codec == RG_CODEC_UTF32 || t->codec == RG_CODEC_NONE;
    t->mark_done = false;
    if (!marked || (t->direct && !t->direct->writable))
        return true;
    int can = text_can_seek(th, t);
    if (can <= 0)
        return can == 0;
    if (!buffer_tell(th, t, &at))
        return false;
    t->mark_done = at != 0;
    if (at && t->codec == RG_CODEC_NONE && t->encoder != RG_NONE) {
        RgStr *name = rg_intern_cstr(th, "setstate");
        return name && rg_call_method1(th, t->encoder, name, rg_from_int(0)) != RG_ERROR;
    }
    return true;
}

static bool set_up(RgThread *th, Text *t, RgValue buffer, const char *encoding, const char *errors, const char *newline,
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
    forget_read(t, true);
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
    Text *t = type ? rg_object_new_of(th, type, 0) : NULL;
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
    Text *t = cell;
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
    rg_io_list_remove(((Text *)cell)->node);
}

static void text_finalize(RgThread *th, RgValue self)
{
    Text *t = SELF;
    bool closed = true;
    if (t->buffer && t->npending && is_closed(th, t, &closed) && !closed && flush_pending(th, t) && flush_buffer(th, t))
        return;
    rg_exception_clear(th);
}

/* ---- other methods ---- */

RG_IO_METHOD(text_flush)
{
    Text *t = SELF;
    if (!usable(th, t))
        return RG_ERROR;
    t->no_tell = false;
    if (!flush_pending(th, t))
        return RG_ERROR;
    if (t->direct && t->direct->file && !t->direct->readable)
        return rg_io_buffered_flush(th, t->direct) ? RG_NONE : RG_ERROR;
    if (t->direct && !t->direct->writable)
        return RG_NONE;
    return rg_call_method0(th, t->buffer, RG_SYM(th, flush));
}

RG_IO_METHOD(text_close)
{
    Text *t = SELF;
    bool closed;
    if (!is_closed(th, t, &closed))
        return RG_ERROR;
    if (closed)
        return RG_NONE;
    if (rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR && !rg_raised(th))
        return RG_ERROR;
    RgValue error = rg_exception_take(th);
    RgValue r = rg_call_method0(th, t->buffer, RG_SYM(th, close));
    rg_io_list_remove(t->node);
    t->node = NULL;
    t->npending = 0;
    if (error) {
        rg_exception_clear(th);
        rg_exception_restore(th, error);
        return RG_ERROR;
    }
    return r == RG_ERROR ? RG_ERROR : RG_NONE;
}

RG_IO_METHOD(text_detach)
{
    Text *t = SELF;
    if (!attached(th, t) || rg_call_method0(th, self, RG_SYM(th, flush)) == RG_ERROR)
        return RG_ERROR;
    RgValue b = t->buffer;
    t->buffer = 0;
    t->direct = NULL;
    t->detached = true;
    return b;
}

RG_IO_METHOD(text_reconfigure)
{
    Text *t = SELF;
    bool failed = false;
    if (!usable(th, t))
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
    RgStr *s = attached(th, SELF) ? rg_intern_cstr(th, name) : NULL;
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
    if (value == RG_UNBOUND || !rg_number_as_i64(th, value, &n))
        return false;
    if (n <= 0)
        rg_raise(th, RG_EXC_ValueError, "a strictly positive integer is required");
    return n > 0; /* only ever a hint */
}

static RgValue text_closed(RgThread *th, RgValue self)
{
    bool closed;
    return is_closed(th, SELF, &closed) ? rg_from_bool(closed) : RG_ERROR;
}

static RgValue text_name(RgThread *th, RgValue self)
{
    return attached(th, SELF) ? rg_attr_get(th, SELF->buffer, RG_SYM(th, name)) : RG_ERROR;
}

static RgValue text_repr(RgThread *th, RgValue self)
{
    RgStrBuilder b;
    if (!attached(th, SELF))
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
    RG_METHOD("write", "($self, text, /)", "Writes text; returns its length.", text_write),
    RG_METHOD("read", "($self, size=-1, /)", "Up to size characters, or all.", text_read),
    RG_METHOD("readline", "($self, size=-1, /)", "One line.", text_readline),
    RG_METHOD("flush", "($self, /)", "Writes out what is buffered.", text_flush),
    RG_METHOD("close", "($self, /)", "Flushes and closes.", text_close),
    RG_METHOD("detach", "($self, /)", "Separates the buffer object and returns it.", text_detach),
    RG_METHOD("reconfigure", "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
              "Changes parameters of the stream.", text_reconfigure),
    RG_METHOD("seek", "($self, cookie, whence=0, /)", "Changes the position.", text_seek),
    RG_METHOD("tell", "($self, /)", "The position.", text_tell),
    RG_METHOD("truncate", "($self, pos=None, /)", "Cuts the file at pos.", text_truncate),
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
    .basicsize = sizeof(Text),
    .cell = {"TextIOWrapper", text_trace, text_release},
    .slots = {.repr = text_repr, .new_ = text_new, .init = text_init, .next = text_next, .finalize = text_finalize},
    .methods = text_methods,
    .getset = text_getset,
};
