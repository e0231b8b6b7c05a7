/* SPDX-License-Identifier: MIT
 *
 * pickle_write.c: writing pickles: the output with its frames, the memo, and the types that have opcodes of their own.
 * Python code may run while anything is being saved and may change the container: what is left of it is written.
 */
#include "vm/module/pickle.h"
#include "vm/type/codec.h"

enum { FRAME_TARGET = 64 * 1024, FRAME_MIN = 4, FRAME_HEADER = 9, FAST_NESTING = 50 };
static const char WHILE[] = " while pickling an object";

static void put_le(uint8_t *p, uint64_t v, int n)
{
    for (int i = 0; i < n; i++) p[i] = (uint8_t)(v >> 8 * i);
}

/* ---- the output ---- */

static bool reserve(RgThread *th, RgPickler *p, int64_t more)
{
    int64_t cap = p->out ? (int64_t)p->out->cap : 0;
    if (more <= cap - p->len) return true;
    if (more > INT64_MAX / 4 || p->len > INT64_MAX / 4) return rg_raise_memory(th);
    RgBuffer *out = rg_buffer_new_raw(th, (size_t)RG_MAX(2 * cap, p->len + more + 200));
    if (!out) return false;
    if (p->len) memcpy(out->data, p->out->data, (size_t)p->len);
    rg_gc_store_ptr(p, &p->out, out);
    return true;
}

bool rg_pickle_put(RgThread *th, RgPickler *p, const void *data, int64_t len)
{
    bool opens = p->framing && p->frame_start < 0;
    if (!reserve(th, p, len + (opens ? FRAME_HEADER : 0))) return false;
    if (opens) {
        p->frame_start = p->len;
        p->len += FRAME_HEADER;
    }
    if (len) memcpy(p->out->data + p->len, data, (size_t)len);
    p->len += len;
    return true;
}

/* Ends the open frame, which gets its header, or none when it is short. */
static void commit_frame(RgPickler *p)
{
    if (!p->framing || p->frame_start < 0) return;
    int64_t n = p->len - p->frame_start - FRAME_HEADER;
    uint8_t *header = p->out->data + p->frame_start;
    if (n >= FRAME_MIN) {
        header[0] = PK_FRAME;
        put_le(header + 1, (uint64_t)n, 8);
    } else {
        memmove(header, header + FRAME_HEADER, (size_t)n);
        p->len -= FRAME_HEADER;
    }
    p->frame_start = -1;
}

bool rg_pickle_flush(RgThread *th, RgPickler *p)
{
    RgBytes *b = rg_bytes_new(th, p->out ? p->out->data : NULL, p->len);
    p->len = 0;
    p->frame_start = -1;
    return b && rg_call1(th, p->write, rg_from_ptr(b));
}

/* Before every object: frames end here, and what they hold goes to the file. */
static bool boundary(RgThread *th, RgPickler *p)
{
    if (!p->framing || p->frame_start < 0 || p->len - p->frame_start - FRAME_HEADER < FRAME_TARGET) return true;
    commit_frame(p);
    return !p->write || rg_pickle_flush(th, p);
}

/* A header and its data; large data is in no frame. payload: a value whose bytes they are, or 0. */
static bool put_data(RgThread *th, RgPickler *p, const uint8_t *header, int64_t header_len, const void *data, int64_t len, RgValue payload)
{
    if (len < FRAME_TARGET) return rg_pickle_put(th, p, header, header_len) && rg_pickle_put(th, p, data, len);
    bool framing = p->framing;
    commit_frame(p);
    p->framing = false;
    bool ok = rg_pickle_put(th, p, header, header_len);
    if (ok && p->write) {
        ok = rg_pickle_flush(th, p);
        if (ok && !payload) {
            RgBytes *b = rg_bytes_new(th, data, len);
            ok = b;
            payload = rg_from_ptr(b);
        }
        ok = ok && rg_call1(th, p->write, payload);
    } else if (ok) {
        ok = rg_pickle_put(th, p, data, len);
    }
    p->framing = framing;
    return ok;
}

/* ---- the memo ---- */

bool rg_pickle_memo_ref(RgThread *th, RgPickler *p, int64_t number)
{
    uint8_t text[32];
    int64_t n;
    if (!p->bin) {
        n = snprintf((char *)text, sizeof text, "%c%lld\n", PK_GET, (long long)number);
    } else if (number < 256) {
        text[0] = PK_BINGET;
        text[1] = (uint8_t)number;
        n = 2;
    } else if (number <= UINT32_MAX) {
        text[0] = PK_LONG_BINGET;
        put_le(text + 1, (uint64_t)number, 4);
        n = 5;
    } else {
        return rg_pickling_error(th, "memo id too large for LONG_BINGET");
    }
    return rg_pickle_put(th, p, text, n);
}

bool rg_pickle_memoize(RgThread *th, RgPickler *p, RgValue v)
{
    if (p->fast) return true;
    int64_t number = p->memo.count, n = 1;
    uint8_t text[32] = {PK_MEMOIZE};
    if (!rg_pickle_memo_add(th, p, &p->memo, v, number)) return false;
    if (p->protocol < 4 && !p->bin) {
        n = snprintf((char *)text, sizeof text, "%c%lld\n", PK_PUT, (long long)number);
    } else if (p->protocol < 4 && number < 256) {
        text[0] = PK_BINPUT;
        text[1] = (uint8_t)number;
        n = 2;
    } else if (p->protocol < 4) {
        if (number > UINT32_MAX) return rg_pickling_error(th, "memo id too large for LONG_BINPUT");
        text[0] = PK_LONG_BINPUT;
        put_le(text + 1, (uint64_t)number, 4);
        n = 5;
    }
    return rg_pickle_put(th, p, text, n);
}

/* ---- numbers, bytes, text ---- */

static bool save_bool(RgThread *th, RgPickler *p, bool b)
{
    if (p->protocol >= 2) return rg_pickle_op(th, p, b ? PK_NEWTRUE : PK_NEWFALSE);
    return rg_pickle_put(th, p, b ? "I01\n" : "I00\n", 4);
}

static bool save_small_int(RgThread *th, RgPickler *p, int64_t i)
{
    uint8_t text[32];
    int64_t n;
    if (!p->bin) {
        n = snprintf((char *)text, sizeof text, "%c%lld\n", PK_INT, (long long)i);
    } else {
        put_le(text + 1, (uint64_t)i, 4);
        text[0] = i >= 0 && i < 256 ? PK_BININT1 : i >= 0 && i < 65536 ? PK_BININT2 : PK_BININT;
        n = text[0] == PK_BININT1 ? 2 : text[0] == PK_BININT2 ? 3 : 5;
    }
    return rg_pickle_put(th, p, text, n);
}

/* The least number of bytes that hold v in two's complement, little-endian. */
static bool save_long(RgThread *th, RgPickler *p, RgValue v)
{
    int64_t n = (int64_t)(rg_int_bit_length(v) / 8) + 1;
    if (n > INT32_MAX) return rg_raise(th, RG_EXC_OverflowError, "int too large to pickle");
    RgBuffer *data = rg_buffer_new(th, (size_t)n + 16);
    uint64_t small[1];
    const uint64_t *limbs = small;
    size_t count = 1;
    bool negative;
    if (!data) return false;
    if (rg_is_int(v)) {
        int64_t i = rg_as_int(v);
        negative = i < 0;
        small[0] = negative ? -(uint64_t)i : (uint64_t)i;
    } else {
        const RgBigInt *big = RG_AS(RgBigInt, v);
        limbs = big->limbs;
        count = big->head.aux;
        negative = big->head.aux8;
    }
    uint64_t carry = negative;
    for (int64_t i = 0; i < n; i++) {
        uint64_t byte = (size_t)i / 8 < count ? limbs[i / 8] >> 8 * (i % 8) & 0xff : 0;
        if (negative) {
            byte = (byte ^ 0xff) + carry;
            carry = byte >> 8;
        }
        data->data[i] = (uint8_t)byte;
    }
    if (negative && n > 1 && data->data[n - 1] == 0xff && data->data[n - 2] & 0x80) n--;
    uint8_t header[5] = {n < 256 ? PK_LONG1 : PK_LONG4};
    put_le(header + 1, (uint64_t)n, n < 256 ? 1 : 4);
    return rg_pickle_put(th, p, header, n < 256 ? 2 : 5) && rg_pickle_put(th, p, data->data, n);
}

static bool save_int(RgThread *th, RgPickler *p, RgValue v)
{
    int64_t i;
    if (rg_int_as_i64(v, &i) && i <= INT32_MAX && i >= INT32_MIN) return save_small_int(th, p, i);
    if (p->protocol >= 2) return save_long(th, p, v);
    RgStr *s = rg_int_to_str(th, v, 10);
    return s && rg_pickle_op(th, p, PK_LONG) && rg_pickle_put(th, p, s->data, s->length) && rg_pickle_put(th, p, "L\n", 2);
}

static bool save_float(RgThread *th, RgPickler *p, double d)
{
    if (p->bin) {
        uint8_t text[9] = {PK_BINFLOAT};
        uint64_t bits;
        memcpy(&bits, &d, sizeof bits);
        for (int i = 0; i < 8; i++) text[1 + i] = (uint8_t)(bits >> (56 - 8 * i));
        return rg_pickle_put(th, p, text, sizeof text);
    }
    RgStr *s = rg_float_repr(th, d);
    return s && rg_pickle_op(th, p, PK_FLOAT) && rg_pickle_put(th, p, s->data, s->length) && rg_pickle_op(th, p, '\n');
}

/* A header of one byte, four or eight, as n needs it. Its length; 0: too long for the protocol, raised. */
static int64_t size_header(RgThread *th, RgPickler *p, uint8_t *header, int64_t n, int op1, int op4, int op8, const char *what)
{
    int width = n < 256 && op1 ? 1 : n <= UINT32_MAX ? 4 : 8;
    if (width == 8 && p->protocol < 4)
        return rg_raise(th, RG_EXC_OverflowError, "serializing a %s larger than 4 GiB requires pickle protocol 4 or higher", what), 0;
    header[0] = (uint8_t)(width == 1 ? op1 : width == 4 ? op4 : op8);
    put_le(header + 1, (uint64_t)n, width);
    return 1 + width;
}

static bool save_bytes_data(RgThread *th, RgPickler *p, RgValue v, const void *data, int64_t n)
{
    uint8_t header[9];
    int64_t len = size_header(th, p, header, n, PK_SHORT_BINBYTES, PK_BINBYTES, PK_BINBYTES8, "bytes object");
    return len && put_data(th, p, header, len, data, n, rg_is_exact(v, RG_KIND_bytes) ? v : 0) && rg_pickle_memoize(th, p, v);
}

static bool save_bytes(RgThread *th, RgPickler *p, RgValue v)
{
    const RgBytes *b = RG_BYTES(v);
    if (p->protocol >= 3) return save_bytes_data(th, p, v, b->data, b->length);
    if (!b->length) return rg_pickle_save_call(th, p, rg_from_ptr(RG_TYPE(th, bytes)), th->rt->empty_tuple, v);
    RgStr *s = rg_str_from_latin1(th, b->data, b->length), *codec = s ? rg_intern_cstr(th, "latin1") : NULL;
    RgTuple *args = codec ? rg_tuple_pair(th, rg_from_ptr(s), rg_from_ptr(codec)) : NULL;
    return args && rg_pickle_save_call(th, p, rg_pickle_state(th, RG_PK_ENCODE), args, v);
}

static bool save_bytearray_data(RgThread *th, RgPickler *p, RgValue v, const void *data, int64_t n)
{
    uint8_t header[9] = {PK_BYTEARRAY8};
    put_le(header + 1, (uint64_t)n, 8);
    return put_data(th, p, header, 9, data, n, rg_is_exact(v, RG_KIND_bytearray) ? v : 0) && rg_pickle_memoize(th, p, v);
}

static bool save_bytearray(RgThread *th, RgPickler *p, RgValue v)
{
    RgByteArray *b = RG_AS(RgByteArray, v);
    if (p->protocol >= 5) return save_bytearray_data(th, p, v, rg_bytearray_data(b), b->length);
    RgTuple *args = th->rt->empty_tuple;
    if (b->length) {
        RgBytes *copy = rg_bytes_new(th, rg_bytearray_data(b), b->length);
        if (!copy || !(args = rg_tuple_pack(th, 1, rg_from_ptr(copy)))) return false;
    }
    return rg_pickle_save_call(th, p, rg_from_ptr(RG_TYPE(th, bytearray)), args, v);
}

static bool save_pickle_buffer(RgThread *th, RgPickler *p, RgValue v)
{
    if (p->protocol < 5) return rg_pickling_error(th, "PickleBuffer can only pickled with protocol >= 5");
    RgValue view = RG_AS(RgPickleBuffer, v)->view;
    if (!view) return rg_raise(th, RG_EXC_ValueError, "operation forbidden on released PickleBuffer object");
    const RgMemoryView *m = RG_AS(RgMemoryView, view);
    if (m->ndim == 1 && m->length > 1 && m->stride != m->itemsize)
        return rg_pickling_error(th, "PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
    int in_band = 1;
    if (p->buffer_callback) {
        RgValue r = rg_call1(th, p->buffer_callback, v);
        if (!r || (in_band = rg_truth(th, r)) < 0) return false;
    }
    RgBufferView data;
    if (!rg_buffer_get(th, v, &data, false)) return false;
    bool ok;
    if (in_band) ok = (data.readonly ? save_bytes_data : save_bytearray_data)(th, p, v, data.data, data.len);
    else ok = rg_pickle_op(th, p, PK_NEXT_BUFFER) && (!data.readonly || rg_pickle_op(th, p, PK_READONLY_BUFFER));
    rg_buffer_release(&data);
    return ok;
}

/* Protocol 0: Latin-1 with escapes for everything else, the escape itself and what ends or blurs a line. */
static bool put_raw_escaped(RgThread *th, RgPickler *p, const RgStr *s)
{
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        char text[16];
        int n = 1;
        if (c >= 0x10000) n = snprintf(text, sizeof text, "\\U%08x", c);
        else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a) n = snprintf(text, sizeof text, "\\u%04x", c);
        else text[0] = (char)c;
        if (!rg_pickle_put(th, p, text, n)) return false;
    }
    return true;
}

static bool save_str(RgThread *th, RgPickler *p, RgValue v)
{
    RgStr *s = RG_STR(v);
    if (!p->bin) {
        return rg_pickle_op(th, p, PK_UNICODE) && put_raw_escaped(th, p, s) && rg_pickle_op(th, p, '\n') && rg_pickle_memoize(th, p, v);
    }
    uint8_t header[9];
    size_t n = (size_t)s->length;
    const char *data = rg_str_is_ascii(s) ? (const char *)s->data : rg_str_utf8(th, s, &n);
    if (!data) return false;
    int64_t len = size_header(th, p, header, (int64_t)n, p->protocol >= 4 ? PK_SHORT_BINUNICODE : 0, PK_BINUNICODE, PK_BINUNICODE8, "string");
    return len && put_data(th, p, header, len, data, (int64_t)n, 0) && rg_pickle_memoize(th, p, v);
}

/* ---- containers ---- */

static bool save_elements(RgThread *th, RgPickler *p, RgTuple *t)
{
    for (size_t i = 0; i < rg_tuple_len(t); i++)
        if (!rg_pickle_save(th, p, t->items[i])) return false;
    return true;
}

/* A tuple that contains itself got into the memo while its items were written: they are dropped. */
static bool save_known(RgThread *th, RgPickler *p, int64_t number, size_t pops, int op)
{
    for (size_t i = 0; i < pops; i++)
        if (!rg_pickle_op(th, p, op)) return false;
    return rg_pickle_memo_ref(th, p, number);
}

static bool save_tuple(RgThread *th, RgPickler *p, RgValue v)
{
    RgTuple *t = RG_TUPLE(v);
    size_t n = rg_tuple_len(t);
    if (!n && p->protocol) return rg_pickle_op(th, p, PK_EMPTY_TUPLE);
    if (!n) return rg_pickle_put(th, p, "(t", 2);
    bool is_short = n <= 3 && p->protocol >= 2;
    if ((!is_short && !rg_pickle_op(th, p, PK_MARK)) || !save_elements(th, p, t)) return false;
    int64_t number = rg_pickle_memo_find(&p->memo, v);
    if (number < 0) return rg_pickle_op(th, p, is_short ? PK_TUPLE1 + (int)n - 1 : PK_TUPLE) && rg_pickle_memoize(th, p, v);
    if (is_short) return save_known(th, p, number, n, PK_POP);
    return p->bin ? save_known(th, p, number, 1, PK_POP_MARK) : save_known(th, p, number, n + 1, PK_POP);
}

static bool save_pair(RgThread *th, RgPickler *p, RgValue v)
{
    if (!rg_is_tuple(v) || rg_tuple_len(RG_TUPLE(v)) != 2)
        return rg_raise(th, RG_EXC_TypeError, "dict items iterator must return 2-tuples");
    RgTuple *t = RG_TUPLE(v);
    return rg_pickle_save(th, p, t->items[0]) && rg_pickle_save(th, p, t->items[1]);
}

bool rg_pickle_save_items(RgThread *th, RgPickler *p, RgValue it, bool pairs)
{
    int one = pairs ? PK_SETITEM : PK_APPEND, many = pairs ? PK_SETITEMS : PK_APPENDS, n;
    bool (*save)(RgThread *, RgPickler *, RgValue) = pairs ? save_pair : rg_pickle_save;
    RgValue v, next;
    if (!p->protocol) {
        while ((v = rg_iter_next(th, it)) && v != RG_STOP)
            if (!save(th, p, v) || !rg_pickle_op(th, p, one)) return false;
        return v;
    }
    do {
        if (!(v = rg_iter_next(th, it))) return false;
        if (v == RG_STOP) return true;
        if (!(next = rg_iter_next(th, it))) return false;
        if (next == RG_STOP) return save(th, p, v) && rg_pickle_op(th, p, one);
        if (!rg_pickle_op(th, p, PK_MARK) || !save(th, p, v)) return false;
        n = 1;
        while (next != RG_STOP) {
            if (!save(th, p, next)) return false;
            if (++n == RG_PICKLE_BATCH) break;
            if (!(next = rg_iter_next(th, it))) return false;
        }
        if (!rg_pickle_op(th, p, many)) return false;
    } while (n == RG_PICKLE_BATCH);
    return true;
}

static bool save_list_items(RgThread *th, RgPickler *p, RgList *l)
{
    if (l->length == 1) return rg_pickle_save(th, p, l->items[0]) && rg_pickle_op(th, p, PK_APPEND);
    int64_t i = 0;
    do {
        if (!rg_pickle_op(th, p, PK_MARK)) return false;
        for (int n = 0; i < l->length && n < RG_PICKLE_BATCH; n++)
            if (!rg_pickle_save(th, p, l->items[i++])) return false;
        if (!rg_pickle_op(th, p, PK_APPENDS)) return false;
    } while (i < l->length);
    return true;
}

static bool save_list(RgThread *th, RgPickler *p, RgValue v)
{
    RgList *l = RG_LIST(v);
    if (!(p->bin ? rg_pickle_op(th, p, PK_EMPTY_LIST) : rg_pickle_put(th, p, "(l", 2)) || !rg_pickle_memoize(th, p, v)) return false;
    if (!l->length) return true;
    if (!p->protocol) {
        RgValue it = rg_iter(th, v);
        return it && rg_pickle_save_items(th, p, it, false);
    }
    if (!rg_recursion_enter(th, WHILE)) return false;
    bool ok = save_list_items(th, p, l);
    rg_recursion_leave(th);
    return ok;
}

static bool save_dict_items(RgThread *th, RgPickler *p, RgDict *d)
{
    RgValue key, value;
    uint32_t at = 0;
    int64_t size = d->count;
    if (size == 1)
        return rg_dict_next(d, &at, &key, &value) && rg_pickle_save(th, p, key) && rg_pickle_save(th, p, value) &&
               rg_pickle_op(th, p, PK_SETITEM);
    int n;
    do {
        if (!rg_pickle_op(th, p, PK_MARK)) return false;
        for (n = 0; n < RG_PICKLE_BATCH && rg_dict_next(d, &at, &key, &value); n++)
            if (!rg_pickle_save(th, p, key) || !rg_pickle_save(th, p, value)) return false;
        if (!rg_pickle_op(th, p, PK_SETITEMS)) return false;
        if (d->count != size) return rg_raise(th, RG_EXC_RuntimeError, "dictionary changed size during iteration");
    } while (n == RG_PICKLE_BATCH);
    return true;
}

static bool save_dict(RgThread *th, RgPickler *p, RgValue v)
{
    RgDict *d = RG_DICT(v);
    if (!(p->bin ? rg_pickle_op(th, p, PK_EMPTY_DICT) : rg_pickle_put(th, p, "(d", 2)) || !rg_pickle_memoize(th, p, v)) return false;
    if (!d->count) return true;
    if (!p->protocol) {
        RgValue items = rg_call_method0(th, v, RG_SYM(th, items)), it = items ? rg_iter(th, items) : RG_ERROR;
        return it && rg_pickle_save_items(th, p, it, true);
    }
    if (!rg_recursion_enter(th, WHILE)) return false;
    bool ok = save_dict_items(th, p, d);
    rg_recursion_leave(th);
    return ok;
}

/* Before protocol 4 a set is a call of its type with a list. */
static bool save_set_call(RgThread *th, RgPickler *p, RgValue v)
{
    RgList *items = rg_to_list(th, v);
    RgTuple *args = items ? rg_tuple_pack(th, 1, rg_from_ptr(items)) : NULL;
    return args && rg_pickle_save_call(th, p, rg_from_ptr(rg_type_of(th->rt, v)), args, v);
}

static bool save_set(RgThread *th, RgPickler *p, RgValue v)
{
    RgSet *s = RG_SET(v);
    if (p->protocol < 4) return save_set_call(th, p, v);
    if (!rg_pickle_op(th, p, PK_EMPTY_SET) || !rg_pickle_memoize(th, p, v)) return false;
    int64_t size = s->used, at = 0;
    RgValue key;
    int n;
    if (!size) return true;
    do {
        if (!rg_pickle_op(th, p, PK_MARK)) return false;
        for (n = 0; n < RG_PICKLE_BATCH && rg_set_next(s, &at, &key); n++)
            if (!rg_pickle_save(th, p, key)) return false;
        if (!rg_pickle_op(th, p, PK_ADDITEMS)) return false;
        if (s->used != size) return rg_raise(th, RG_EXC_RuntimeError, "set changed size during iteration");
    } while (n == RG_PICKLE_BATCH);
    return true;
}

static bool save_frozenset(RgThread *th, RgPickler *p, RgValue v)
{
    int64_t at = 0;
    RgValue key;
    if (p->protocol < 4) return save_set_call(th, p, v);
    if (!rg_pickle_op(th, p, PK_MARK)) return false;
    while (rg_set_next(RG_SET(v), &at, &key))
        if (!rg_pickle_save(th, p, key)) return false;
    int64_t number = rg_pickle_memo_find(&p->memo, v);
    if (number >= 0) return save_known(th, p, number, 1, PK_POP_MARK);
    return rg_pickle_op(th, p, PK_FROZENSET) && rg_pickle_memoize(th, p, v);
}

/* Without a memo a container that contains itself would be written for ever: from some depth on they are remembered. */
static bool save_fast(RgThread *th, RgPickler *p, RgValue v, bool (*save)(RgThread *, RgPickler *, RgValue))
{
    if (!p->fast) return save(th, p, v);
    RgValue id = RG_ERROR;
    if (++p->fast_nesting >= FAST_NESTING) {
        if (!p->fast_memo) rg_gc_store_ptr(p, &p->fast_memo, rg_dict_new(th));
        if (!p->fast_memo || !(id = rg_int_from_u64(th, v))) return false;
        int known = rg_dict_contains(th, p->fast_memo, id);
        if (known > 0)
            rg_raise(th, RG_EXC_ValueError, "fast mode: can't pickle cyclic objects including object type %T at %p", v,
                     (void *)rg_as_object(v));
        if (known || !rg_dict_set(th, p->fast_memo, id, RG_NONE)) return false;
    }
    bool ok = save(th, p, v);
    if (p->fast_nesting-- >= FAST_NESTING && id && rg_dict_delete(th, p->fast_memo, id) < 0) return false;
    return ok;
}

/* ---- any object ---- */

static bool save(RgThread *th, RgPickler *p, RgValue v, bool ask);

/* A persistent id instead of the object: 1; 0: it has none; -1: raised. */
static int save_persistent(RgThread *th, RgPickler *p, RgValue v)
{
    RgValue id = rg_call1(th, p->persistent_id, v);
    if (!id) return -1;
    if (id == RG_NONE) return 0;
    if (p->bin) return save(th, p, id, false) && rg_pickle_op(th, p, PK_BINPERSID) ? 1 : -1;
    RgStr *s = rg_str_of(th, id);
    if (!s) return -1;
    if (!rg_str_is_ascii(s)) return rg_pickling_error(th, "persistent IDs in protocol 0 must be ASCII strings"), -1;
    return rg_pickle_op(th, p, PK_PERSID) && rg_pickle_put(th, p, s->data, s->length) && rg_pickle_op(th, p, '\n') ? 1 : -1;
}

static bool save_container(RgThread *th, RgPickler *p, RgValue v)
{
    switch (rg_is_object(v) ? rg_as_object(v)->exact : 0) {
    case RG_KIND_dict: return save_fast(th, p, v, save_dict);
    case RG_KIND_set: return save_set(th, p, v);
    case RG_KIND_frozenset: return save_fast(th, p, v, save_frozenset);
    case RG_KIND_list: return save_fast(th, p, v, save_list);
    case RG_KIND_tuple: return save_tuple(th, p, v);
    case RG_KIND_bytearray: return save_bytearray(th, p, v);
    default: return rg_is_pickle_buffer(th, v) ? save_pickle_buffer(th, p, v) : rg_pickle_save_other(th, p, v);
    }
}

/* ask: a persistent id is looked for. */
static bool save(RgThread *th, RgPickler *p, RgValue v, bool ask)
{
    if (!boundary(th, p)) return false;
    if (ask && p->persistent_id) {
        int done = save_persistent(th, p, v);
        if (done) return done > 0;
    }
    if (rg_is_int(v) || rg_is_exact(v, RG_KIND_int)) return save_int(th, p, v);
    if (rg_is_double(v)) return save_float(th, p, rg_as_double(v));
    if (v == RG_NONE) return rg_pickle_op(th, p, PK_NONE);
    if (rg_is_bool(v)) return save_bool(th, p, v == RG_TRUE);
    int64_t number = rg_pickle_memo_find(&p->memo, v);
    if (number >= 0) return rg_pickle_memo_ref(th, p, number);
    if (rg_is_exact(v, RG_KIND_str)) return save_str(th, p, v);
    if (rg_is_exact(v, RG_KIND_bytes)) return save_bytes(th, p, v);
    if (!rg_recursion_enter(th, WHILE)) return false;
    bool ok = save_container(th, p, v);
    rg_recursion_leave(th);
    return ok;
}

bool rg_pickle_save(RgThread *th, RgPickler *p, RgValue v) { return save(th, p, v, true); }

bool rg_pickle_dump(RgThread *th, RgPickler *p, RgValue v)
{
    RgValue override = RG_UNBOUND;
    p->len = 0;
    p->frame_start = -1;
    p->fast_nesting = 0;
    p->fast_memo = NULL;
    if (rg_type_of(th->rt, rg_from_ptr(p)) != RG_AS(RgType, rg_pickle_state(th, RG_PK_PICKLER))) {
        RgStr *name = rg_intern_cstr(th, "reducer_override");
        if (!name || !(override = rg_attr_lookup(th, rg_from_ptr(p), name))) return false;
    }
    rg_gc_store(p, &p->reducer_override, override == RG_UNBOUND ? 0 : override);
    uint8_t header[2] = {PK_PROTO, (uint8_t)p->protocol};
    bool ok = p->protocol < 2 || rg_pickle_put(th, p, header, 2);
    if (p->protocol >= 4) p->framing = true;
    ok = ok && save(th, p, v, true) && rg_pickle_op(th, p, PK_STOP);
    if (ok) commit_frame(p);
    p->framing = false;
    p->reducer_override = 0;
    return ok;
}
