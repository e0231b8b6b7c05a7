/* SPDX-License-Identifier: MIT
 *
 * pickle_read.c: reading pickles: the loop over opcodes, the stack with its marks, the memo, and the opcodes of plain values.
 * Nothing of a pickle is trusted: every count is compared with what is there before anything of that size is made.
 */
#include "vm/module/pickle.h"

#include <errno.h>
#include <stdlib.h>
#include "vm/base/dtoa.h"
#include "vm/type/codec.h"

/* ---- the stack ---- */

RgValue rg_unpickle_underflow(RgThread *th, const RgUnpickler *u)
{
    return rg_unpickling_error(th, u->mark_count ? "unexpected MARK found" : "unpickling stack underflow");
}

static bool stack_grow(RgThread *th, RgUnpickler *u)
{
    RgArray *old = u->stack, *stack = rg_array_new(th, old ? 2 * old->cap : 64);
    if (!stack) return false;
    for (int64_t i = 0; i < u->depth; i++) rg_gc_store(stack, &stack->items[i], old->items[i]);
    rg_gc_store_ptr(u, &u->stack, stack);
    return true;
}

bool rg_unpickle_push(RgThread *th, RgUnpickler *u, RgValue v)
{
    if (!v || ((!u->stack || u->depth >= (int64_t)u->stack->cap) && !stack_grow(th, u))) return false;
    rg_gc_store(u->stack, &u->stack->items[u->depth], v);
    u->depth++;
    return true;
}

RgValue rg_unpickle_pop(RgThread *th, RgUnpickler *u)
{
    return u->depth > u->fence ? u->stack->items[--u->depth] : rg_unpickle_underflow(th, u);
}

static void set_fence(RgUnpickler *u)
{
    u->fence = u->mark_count ? ((int64_t *)(void *)u->marks->data)[u->mark_count - 1] : 0;
}

static bool load_mark(RgThread *th, RgUnpickler *u)
{
    size_t need = (size_t)(u->mark_count + 1) * sizeof(int64_t);
    if (!u->marks || need > u->marks->cap) {
        RgBuffer *marks = rg_buffer_new(th, 2 * need + 64);
        if (!marks) return false;
        if (u->mark_count) memcpy(marks->data, u->marks->data, need - sizeof(int64_t));
        rg_gc_store_ptr(u, &u->marks, marks);
    }
    ((int64_t *)(void *)u->marks->data)[u->mark_count++] = u->fence = u->depth;
    return true;
}

int64_t rg_unpickle_marker(RgThread *th, RgUnpickler *u)
{
    if (!u->mark_count) return rg_unpickling_error(th, "could not find MARK"), -1;
    int64_t mark = u->fence;
    u->mark_count--;
    set_fence(u);
    return mark;
}

RgTuple *rg_unpickle_pop_tuple(RgThread *th, RgUnpickler *u, int64_t from)
{
    if (from < u->fence || from > u->depth) return rg_unpickle_underflow(th, u), NULL;
    RgTuple *t = from == u->depth ? th->rt->empty_tuple : rg_tuple_from(th, u->stack->items + from, (size_t)(u->depth - from));
    if (t) rg_unpickle_cut(u, from);
    return t;
}

/* ---- the memo ---- */

static bool memo_grow(RgThread *th, RgUnpickler *u, int64_t number)
{
    size_t old = u->memo ? u->memo->cap : 0;
    RgArray *memo = rg_array_new(th, RG_MAX(2 * old, RG_MAX((size_t)number + 1, 64)));
    if (!memo) return false;
    for (size_t i = 0; i < old; i++) rg_gc_store(memo, &memo->items[i], u->memo->items[i]);
    rg_gc_store_ptr(u, &u->memo, memo);
    return true;
}

RgValue rg_unpickle_memo_at(RgThread *th, const RgUnpickler *u, int64_t number)
{
    if (number < 0) return 0;
    RgValue v = u->memo && (size_t)number < u->memo->cap ? u->memo->items[number] : 0;
    if (v || !u->sparse) return v;
    RgValue key = rg_int_from_i64(th, number);
    v = key ? rg_dict_get(th, u->sparse, key) : RG_ERROR;
    return v == RG_UNBOUND ? 0 : v;
}

bool rg_unpickle_memo_put(RgThread *th, RgUnpickler *u, int64_t number, RgValue v)
{
    bool near = u->memo && (size_t)number < u->memo->cap;
    if (!near && number <= 2 * u->memo_count + 1024) {
        if (!memo_grow(th, u, number)) return false;
        near = true;
    }
    if (!rg_unpickle_memo_at(th, u, number)) u->memo_count++;
    if (near) {
        rg_gc_store(u->memo, &u->memo->items[number], v);
        return true;
    }
    if (!u->sparse) rg_gc_store_ptr(u, &u->sparse, rg_dict_new(th));
    RgValue key = u->sparse ? rg_int_from_i64(th, number) : RG_ERROR;
    return key && rg_dict_set(th, u->sparse, key, v);
}

static bool memo_put_top(RgThread *th, RgUnpickler *u, int64_t number)
{
    if (u->depth <= u->fence) return rg_unpickle_underflow(th, u);
    return rg_unpickle_memo_put(th, u, number, u->stack->items[u->depth - 1]);
}

static bool memo_push(RgThread *th, RgUnpickler *u, int64_t number)
{
    RgValue v = rg_unpickle_memo_at(th, u, number);
    if (!v) return rg_unpickling_error(th, "Memo value not found at index %lld", (long long)number);
    return rg_unpickle_push(th, u, v);
}

/* ---- numbers ---- */

/* A little-endian number of n bytes. */
static bool read_count(RgThread *th, RgUnpickler *u, int n, uint64_t *out)
{
    const uint8_t *p = rg_unpickle_bytes(th, u, n);
    if (!p) return false;
    *out = 0;
    for (int i = 0; i < n; i++) *out |= (uint64_t)p[i] << 8 * i;
    return true;
}

static bool load_binint(RgThread *th, RgUnpickler *u, int n)
{
    uint64_t i;
    return read_count(th, u, n, &i) && rg_unpickle_push(th, u, rg_from_int(n == 4 ? (int32_t)(uint32_t)i : (int64_t)i));
}

/* A line of at least `least` bytes, its end included, as a text. */
static RgStr *read_text(RgThread *th, RgUnpickler *u, int64_t least, const uint8_t **line, int64_t *len)
{
    if (!(*line = rg_unpickle_line(th, u, len))) return NULL;
    if (*len < least) return rg_unpickle_truncated(th), NULL;
    return rg_str_from_latin1(th, *line, *len);
}

static RgValue parse_int(RgThread *th, RgStr *s, int64_t len, int base)
{
    RgStr *shown = rg_str_slice(th, s, 0, len);
    return shown ? rg_int_parse(th, (const char *)shown->data, (size_t)len, base, rg_from_ptr(shown)) : RG_ERROR;
}

static bool load_int(RgThread *th, RgUnpickler *u)
{
    const uint8_t *line;
    int64_t len;
    RgStr *s = read_text(th, u, 2, &line, &len);
    if (!s) return false;
    char text[32] = "", *end = text;
    long long i = 0;
    errno = 0;
    if (len < (int64_t)sizeof text) {
        memcpy(text, line, (size_t)len);
        i = strtoll(text, &end, 0);
    }
    if (!errno && len < (int64_t)sizeof text && (*end == '\n' || !*end)) {
        if (len == 3 && (i == 0 || i == 1)) return rg_unpickle_push(th, u, rg_from_bool(i));
        return rg_unpickle_push(th, u, rg_int_from_i64(th, i));
    }
    RgValue v = parse_int(th, s, len, 0);
    if (v) return rg_unpickle_push(th, u, v);
    rg_exception_clear(th);
    return rg_raise(th, RG_EXC_ValueError, "could not convert string to int");
}

static bool load_long(RgThread *th, RgUnpickler *u)
{
    const uint8_t *line;
    int64_t len;
    RgStr *s = read_text(th, u, 2, &line, &len);
    return s && rg_unpickle_push(th, u, parse_int(th, s, rg_str_at(s, len - 2) == 'L' ? len - 2 : len, 10));
}

static bool load_counted_long(RgThread *th, RgUnpickler *u, int width)
{
    uint64_t n;
    if (!read_count(th, u, width, &n)) return false;
    if (width == 4 && n > INT32_MAX) return rg_unpickling_error(th, "LONG pickle has negative byte count");
    const uint8_t *p = rg_unpickle_bytes(th, u, (int64_t)n);
    if (!p) return false;
    bool negative = n && p[n - 1] & 0x80;
    if (!negative) return rg_unpickle_push(th, u, rg_int_from_bytes_le(th, p, n, false));
    RgBuffer *magnitude = rg_buffer_new(th, n + 1);
    unsigned carry = 1;
    for (uint64_t i = 0; magnitude && i < n; i++) {
        carry += (uint8_t)~p[i];
        magnitude->data[i] = (uint8_t)carry;
        carry >>= 8;
    }
    return magnitude && rg_unpickle_push(th, u, rg_int_from_bytes_le(th, magnitude->data, n, true));
}

static bool load_float(RgThread *th, RgUnpickler *u)
{
    const uint8_t *line;
    int64_t len;
    RgStr *s = read_text(th, u, 2, &line, &len);
    if (!s) return false;
    double d;
    bool overflow = false;
    const char *text = (const char *)s->data, *end = rg_dtoa_parse(text, text + len, &d, &overflow);
    if (!end || (*end != '\n' && *end)) return rg_raise(th, RG_EXC_ValueError, "could not convert string to float");
    if (overflow) return rg_raise(th, RG_EXC_OverflowError, "value too large to convert to float: '%U'", s);
    return rg_unpickle_push(th, u, rg_from_double(d));
}

static bool load_binfloat(RgThread *th, RgUnpickler *u)
{
    const uint8_t *p = rg_unpickle_bytes(th, u, 8);
    uint64_t bits = 0;
    double d;
    if (!p) return false;
    for (int i = 0; i < 8; i++) bits = bits << 8 | p[i];
    memcpy(&d, &bits, sizeof d);
    return rg_unpickle_push(th, u, rg_from_double(d));
}

/* ---- bytes and text ---- */

/* A count of so many bytes and what it counts. */
static const uint8_t *read_counted(RgThread *th, RgUnpickler *u, int width, const char *what, int64_t *len)
{
    uint64_t n;
    if (!read_count(th, u, width, &n)) return NULL;
    *len = (int64_t)n;
    if (*len >= 0) return rg_unpickle_bytes(th, u, *len);
    rg_raise(th, RG_EXC_OverflowError, "%s exceeds system's maximum size of %lld bytes", what, (long long)INT64_MAX);
    return NULL;
}

static bool load_bytes(RgThread *th, RgUnpickler *u, int width)
{
    int64_t n;
    const uint8_t *p = read_counted(th, u, width, "BINBYTES", &n);
    RgBytes *b = p ? rg_bytes_new(th, n ? (const void *)p : "", n) : NULL;
    return b && rg_unpickle_push(th, u, rg_from_ptr(b));
}

static bool load_bytearray(RgThread *th, RgUnpickler *u)
{
    int64_t n;
    const uint8_t *p = read_counted(th, u, 8, "BYTEARRAY8", &n);
    RgByteArray *b = p ? rg_bytearray_new(th, n ? (const void *)p : "", n) : NULL;
    return b && rg_unpickle_push(th, u, rg_from_ptr(b));
}

static bool load_str(RgThread *th, RgUnpickler *u, int width)
{
    int64_t n;
    const uint8_t *p = read_counted(th, u, width, "BINUNICODE", &n);
    RgStr *s = p ? rg_str_from_utf8(th, (const char *)p, (size_t)n) : NULL;
    return s && rg_unpickle_push(th, u, rg_from_ptr(s));
}

static bool load_raw_str(RgThread *th, RgUnpickler *u)
{
    int64_t len;
    const uint8_t *line = rg_unpickle_line(th, u, &len);
    RgStr *s = line ? rg_codec_raw_unicode_escape_decode(th, line, len - 1, NULL, NULL) : NULL;
    return s && rg_unpickle_push(th, u, rg_from_ptr(s));
}

/* What Python 2 wrote as str: by the encoding that the program has chosen, or as it is. */
static bool push_old_str(RgThread *th, RgUnpickler *u, RgValue bytes)
{
    if (bytes && !rg_str_equal_cstr(u->encoding, "bytes")) {
        const char *encoding = rg_str_utf8(th, u->encoding, NULL), *errors = encoding ? rg_str_utf8(th, u->errors, NULL) : NULL;
        if (!errors) return false;
        bytes = rg_codec_decode_any(th, bytes, encoding, errors);
    }
    return rg_unpickle_push(th, u, bytes);
}

static bool load_string(RgThread *th, RgUnpickler *u)
{
    int64_t len;
    const uint8_t *line = rg_unpickle_line(th, u, &len);
    if (!line) return false;
    len--;
    if (len < 2 || line[0] != line[len - 1] || (line[0] != '\'' && line[0] != '"'))
        return rg_unpickling_error(th, "the STRING opcode argument must be quoted");
    RgValue decoded = rg_codec_escape_decode(th, line + 1, len - 2, NULL);
    return push_old_str(th, u, decoded);
}

static bool load_binstring(RgThread *th, RgUnpickler *u, int width)
{
    uint64_t n;
    if (!read_count(th, u, width, &n)) return false;
    const uint8_t *p = rg_unpickle_bytes(th, u, (int64_t)n);
    RgBytes *b = p ? rg_bytes_new(th, n ? (const void *)p : "", (int64_t)n) : NULL;
    return b && push_old_str(th, u, rg_from_ptr(b));
}

static bool load_next_buffer(RgThread *th, RgUnpickler *u)
{
    if (!u->buffers)
        return rg_unpickling_error(th, "pickle stream refers to out-of-band data but no *buffers* argument was given");
    RgValue v = rg_iter_next(th, u->buffers);
    if (v == RG_STOP) return rg_unpickling_error(th, "not enough out-of-band buffers");
    return rg_unpickle_push(th, u, v);
}

static bool load_readonly_buffer(RgThread *th, RgUnpickler *u)
{
    if (u->depth <= u->fence) return rg_unpickle_underflow(th, u);
    RgValue view = rg_call1(th, rg_from_ptr(RG_TYPE(th, memoryview)), u->stack->items[u->depth - 1]);
    if (!view || RG_AS(RgMemoryView, view)->readonly) return view;
    RgStr *name = rg_intern_cstr(th, "toreadonly");
    RgValue v = name ? rg_call_method0(th, view, name) : RG_ERROR;
    if (v && u->depth > u->fence) rg_gc_store(u->stack, &u->stack->items[u->depth - 1], v);
    return v;
}

/* ---- stack and memo opcodes ---- */

static bool load_pop(RgThread *th, RgUnpickler *u)
{
    if (u->mark_count && u->fence == u->depth) {
        u->mark_count--;
        set_fence(u);
        return true;
    }
    return rg_unpickle_pop(th, u);
}

static bool load_dup(RgThread *th, RgUnpickler *u)
{
    if (u->depth <= u->fence) return rg_unpickle_underflow(th, u);
    return rg_unpickle_push(th, u, u->stack->items[u->depth - 1]);
}

/* GET and PUT of protocol 0: the number is a line. */
static bool load_memo_line(RgThread *th, RgUnpickler *u, bool put)
{
    const uint8_t *line;
    int64_t len, number;
    RgStr *s = read_text(th, u, 2, &line, &len);
    if (!s) return false;
    if (put && u->depth <= u->fence) return rg_unpickle_underflow(th, u);
    RgValue n = parse_int(th, s, len, 10);
    if (!n) return false;
    if (!rg_int_as_i64(n, &number)) return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
    if (!put) return memo_push(th, u, number);
    if (number < 0) return rg_raise(th, RG_EXC_ValueError, "negative PUT argument");
    return memo_put_top(th, u, number);
}

static bool load_memo(RgThread *th, RgUnpickler *u, int width, bool put)
{
    uint64_t n;
    return read_count(th, u, width, &n) && (put ? memo_put_top(th, u, (int64_t)n) : memo_push(th, u, (int64_t)n));
}

static bool load_proto(RgThread *th, RgUnpickler *u)
{
    uint64_t n;
    if (!read_count(th, u, 1, &n)) return false;
    if (n > RG_PICKLE_HIGHEST) return rg_raise(th, RG_EXC_ValueError, "unsupported pickle protocol: %d", (int)n);
    u->protocol = (int)n;
    return true;
}

static bool load_frame(RgThread *th, RgUnpickler *u)
{
    uint64_t n;
    if (!read_count(th, u, 8, &n)) return false;
    if (n > INT64_MAX)
        return rg_raise(th, RG_EXC_OverflowError, "FRAME length exceeds system's maximum of %lld bytes", (long long)INT64_MAX);
    if (!rg_unpickle_bytes(th, u, (int64_t)n)) return false;
    u->at -= (int64_t)n;
    return true;
}

static bool bad_key(RgThread *th, int op)
{
    if (op >= 0x20 && op <= 0x7e && op != '\'' && op != '\\') return rg_unpickling_error(th, "invalid load key, '%c'.", op);
    return rg_unpickling_error(th, "invalid load key, '\\x%02x'.", op);
}

/* ---- the loop ---- */

static bool load_op(RgThread *th, RgUnpickler *u, int op)
{
    switch (op) {
    case PK_NONE: return rg_unpickle_push(th, u, RG_NONE);
    case PK_NEWTRUE: return rg_unpickle_push(th, u, RG_TRUE);
    case PK_NEWFALSE: return rg_unpickle_push(th, u, RG_FALSE);
    case PK_BININT: return load_binint(th, u, 4);
    case PK_BININT1: return load_binint(th, u, 1);
    case PK_BININT2: return load_binint(th, u, 2);
    case PK_INT: return load_int(th, u);
    case PK_LONG: return load_long(th, u);
    case PK_LONG1: return load_counted_long(th, u, 1);
    case PK_LONG4: return load_counted_long(th, u, 4);
    case PK_FLOAT: return load_float(th, u);
    case PK_BINFLOAT: return load_binfloat(th, u);
    case PK_SHORT_BINBYTES: return load_bytes(th, u, 1);
    case PK_BINBYTES: return load_bytes(th, u, 4);
    case PK_BINBYTES8: return load_bytes(th, u, 8);
    case PK_BYTEARRAY8: return load_bytearray(th, u);
    case PK_SHORT_BINUNICODE: return load_str(th, u, 1);
    case PK_BINUNICODE: return load_str(th, u, 4);
    case PK_BINUNICODE8: return load_str(th, u, 8);
    case PK_UNICODE: return load_raw_str(th, u);
    case PK_STRING: return load_string(th, u);
    case PK_BINSTRING: return load_binstring(th, u, 4);
    case PK_SHORT_BINSTRING: return load_binstring(th, u, 1);
    case PK_NEXT_BUFFER: return load_next_buffer(th, u);
    case PK_READONLY_BUFFER: return load_readonly_buffer(th, u);
    case PK_MARK: return load_mark(th, u);
    case PK_POP: return load_pop(th, u);
    case PK_DUP: return load_dup(th, u);
    case PK_GET: return load_memo_line(th, u, false);
    case PK_PUT: return load_memo_line(th, u, true);
    case PK_BINGET: return load_memo(th, u, 1, false);
    case PK_LONG_BINGET: return load_memo(th, u, 4, false);
    case PK_BINPUT: return load_memo(th, u, 1, true);
    case PK_LONG_BINPUT: return load_memo(th, u, 4, true);
    case PK_MEMOIZE: return memo_put_top(th, u, u->memo_count);
    case PK_PROTO: return load_proto(th, u);
    case PK_FRAME: return load_frame(th, u);
    default: {
        int done = rg_unpickle_build_op(th, u, op);
        return done < 0 ? bad_key(th, op) : done;
    }
    }
}

RgValue rg_unpickle(RgThread *th, RgUnpickler *u)
{
    u->depth = u->fence = u->mark_count = 0;
    u->protocol = 0;
    for (;;) {
        const uint8_t *p = rg_unpickle_bytes(th, u, 1);
        if (!p) {
            if (!rg_exception_matches(th, th->pending, rg_pickle_state(th, RG_PK_UNPICKLING_ERROR))) return RG_ERROR;
            rg_exception_clear(th);
            return rg_raise(th, RG_EXC_EOFError, "Ran out of input");
        }
        if (*p == PK_STOP) break;
        if (!load_op(th, u, *p)) return RG_ERROR;
    }
    RgValue v = rg_unpickle_skip_read(th, u) ? rg_unpickle_pop(th, u) : RG_ERROR;
    u->stack = NULL;
    u->depth = u->fence = u->mark_count = 0;
    return v;
}
