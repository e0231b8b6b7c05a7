/* SPDX-License-Identifier: MIT
 *
 * marshal_write.c: neutral constants and code objects to marshal bytes.
 * Always holds: out[0..checked) equals the file, so that the byte of the file at out.len, when it is looked at for the
 * type of the next object, is the type of that object; refs has a row for each flagged object so far, in the order of
 * the file.
 */
#include "convert/marshal_write.h"
#include "convert/encode.h"
#include "vm/base/vec.h"

/* What a reference number stands for. */
typedef struct Written {
    enum { WRITTEN_PENDING, WRITTEN_TEXT, WRITTEN_BYTES, WRITTEN_ITEMS, WRITTEN_NAMES, WRITTEN_CONST } kind;
    uint32_t len;   /* bytes, items or names */
    const void *at; /* bytes; array of RgConst pointers; array of RgStrRef; the RgConst */
} Written;

typedef struct Writer {
    const RgPyModule *module;
    const RgPyVersion *version;
    RgStrBuf *out;
    size_t checked;
    RgError *error;
    RgStatus status;
    RG_VEC(Written) refs;
    uint32_t ncodes; /* written or begun */
    RgEncodeTable table;
    RgArena scratch; /* for one code object's instructions */
    RgArena kept;    /* lists that refs points to */
    uint64_t instructions;
} Writer;

enum { TYPE_MASK = 0x7f, FLAG_REF = 0x80, NO_REF = -1 };

static bool write_const(Writer *w, const RgConst *c);

/* ---- failing, comparing ---- */

RG_COLD static bool fail(Writer *w, size_t at, const char *what)
{
    if (w->status == RG_OK) w->status = rg_error_set(w->error, ERR_PYC_DIFFERS, at, "%s", what);
    return false;
}

RG_COLD static bool fail_memory(Writer *w)
{
    if (w->status == RG_OK) w->status = rg_error_set(w->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return false;
}

static RgStatus compare(const RgPyModule *module, const uint8_t *bytes, size_t size, size_t at, RgError *error)
{
    const size_t common = RG_MIN(size, module->size - RG_MIN(at, module->size));
    size_t i = 0;
    if (common && memcmp(bytes, module->data + at, common) == 0) i = common;
    while (i < common && bytes[i] == module->data[at + i])
        i++;
    if (i == size) return RG_OK;
    if (i == common) return rg_error_set(error, ERR_PYC_DIFFERS, at + i, "%s", "more bytes than the file has");
    return rg_error_set(error, ERR_PYC_DIFFERS, at + i, "0x%02x becomes 0x%02x", module->data[at + i], bytes[i]);
}

RgStatus rg_marshal_compare(const RgPyModule *module, const RgStrBuf *out, size_t from, RgError *error)
{
    if (out->failed) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return compare(module, (const uint8_t *)out->data + from, out->len - from, from, error);
}

static bool check(Writer *w)
{
    if (w->status == RG_OK) w->status = rg_marshal_compare(w->module, w->out, w->checked, w->error);
    w->checked = w->out->len;
    return w->status == RG_OK;
}

/* ---- plain numbers ---- */

static void put_u8(Writer *w, unsigned v)
{
    rg_strbuf_putc(w->out, (char)v);
}

static void put_u16(Writer *w, unsigned v)
{
    put_u8(w, v & 0xff);
    put_u8(w, v >> 8 & 0xff);
}

static void put_u32(Writer *w, uint32_t v)
{
    const uint8_t bytes[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)};
    rg_strbuf_add(w->out, bytes, 4);
}

static void put_u64(Writer *w, uint64_t v)
{
    put_u32(w, (uint32_t)v);
    put_u32(w, (uint32_t)(v >> 32));
}

static void put_f64(Writer *w, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    put_u64(w, bits);
}

/* ---- types and references ---- */

static bool same_items(const Written *a, const Written *b)
{
    const RgConst *const *x = a->at, *const *y = b->at;
    for (uint32_t i = 0; x != y && i < a->len; i++)
        if (x[i] != y[i]) return false;
    return true;
}

static RgStrRef text_at(const Written *list, uint32_t i)
{
    if (list->kind == WRITTEN_NAMES) return ((const RgStrRef *)list->at)[i];
    const RgConst *c = ((const RgConst *const *)list->at)[i];
    return c->kind == RG_CONST_STR ? (RgStrRef){c->u.bytes, c->len} : (RgStrRef){NULL, 0};
}

/* Whether an object is the one that was written; strings may be equal instead. */
static bool same(const Written *a, const Written *b)
{
    const bool lists = (a->kind == WRITTEN_NAMES || a->kind == WRITTEN_ITEMS) &&
                       (b->kind == WRITTEN_NAMES || b->kind == WRITTEN_ITEMS);
    if (a->len != b->len || (a->kind != b->kind && !lists)) return false;
    if (a->at == b->at) return true;
    if (a->kind == WRITTEN_TEXT || a->kind == WRITTEN_BYTES) return memcmp(a->at, b->at, a->len) == 0;
    if (!lists) return false;
    if (a->kind == WRITTEN_ITEMS && b->kind == WRITTEN_ITEMS) return same_items(a, b);
    for (uint32_t i = 0; i < a->len; i++) {
        RgStrRef x = text_at(a, i), y = text_at(b, i);
        if (x.len != y.len || !x.data || !y.data || (x.data != y.data && memcmp(x.data, y.data, x.len) != 0))
            return false;
    }
    return true;
}

/* The type of the next object. If the file has a reference, checks that it is one to `what` and writes it: *done. A
 * flagged object gets the next number, in *ref. */
static uint8_t begin(Writer *w, const Written *what, bool *done, int64_t *ref)
{
    const size_t at = w->out->len;
    *done = true;
    *ref = NO_REF;
    if (!check(w)) return 0;
    if (at >= w->module->marshal_end) return fail(w, at, "more objects than the file has"), 0;
    const uint8_t head = w->module->data[at], type = head & TYPE_MASK;
    if (type == 'r') {
        if (w->module->marshal_end - at < 5) return fail(w, at, "a reference that is cut off"), 0;
        const uint8_t *p = w->module->data + at + 1;
        const uint32_t i = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        if (i >= w->refs.len || !same(&w->refs.data[i], what))
            return fail(w, at, "a reference to something else than what was read"), 0;
        put_u8(w, head);
        put_u32(w, i);
        return 0;
    }
    *done = false;
    if (head & FLAG_REF) {
        *ref = (int64_t)w->refs.len;
        if (!RG_VEC_PUSH(&w->refs, ((Written){WRITTEN_PENDING, 0, NULL}))) return *done = true, fail_memory(w), 0;
    }
    return type;
}

/* The object is written. */
static bool end(Writer *w, int64_t ref, const Written *what)
{
    if (ref != NO_REF) w->refs.data[ref] = *what;
    return w->status == RG_OK;
}

static void put_type(Writer *w, uint8_t type, int64_t ref)
{
    put_u8(w, type | (ref != NO_REF ? FLAG_REF : 0));
}

/* ---- strings ---- */

/* The head of a string: its type must be one that such a value can have. */
static bool put_text_type(Writer *w, uint8_t type, int64_t ref, uint32_t len, bool ascii)
{
    const bool is_short = type == 'z' || type == 'Z', needs_ascii = is_short || type == 'a' || type == 'A';
    if ((!needs_ascii && type != 'u' && type != 't') || (needs_ascii && !ascii) || (is_short && len > 255))
        return fail(w, w->out->len, "a string of another type");
    put_type(w, type, ref);
    if (is_short)
        put_u8(w, len);
    else
        put_u32(w, len);
    return true;
}

static bool is_ascii(const char *p, uint32_t len)
{
    unsigned all = 0;
    for (uint32_t i = 0; i < len; i++)
        all |= (uint8_t)p[i];
    return all < 0x80;
}

static bool write_text(Writer *w, const char *data, uint32_t len)
{
    const Written what = {WRITTEN_TEXT, len, data};
    bool done;
    int64_t ref;
    const uint8_t type = begin(w, &what, &done, &ref);
    if (done) return w->status == RG_OK;
    if (!put_text_type(w, type, ref, len, is_ascii(data, len))) return false;
    rg_strbuf_add(w->out, data, len);
    return end(w, ref, &what);
}

static bool write_string(Writer *w, const RgConst *c, uint8_t type, int64_t ref)
{
    const bool interned = type == 'Z' || type == 'A' || type == 't';
    if (interned != ((c->flags & RG_CONSTF_INTERNED) != 0)) return fail(w, w->out->len, "a string of another type");
    if (!put_text_type(w, type, ref, c->len, (c->flags & RG_CONSTF_ASCII) != 0)) return false;
    rg_strbuf_add(w->out, c->u.bytes, c->len);
    return true;
}

/* Bytes of a field of a code object: `made` is what becomes of the file's `from`. */
static bool write_bytes(Writer *w, RgByteSpan from, const RgStrBuf *made)
{
    const Written what = {WRITTEN_BYTES, from.size, from.data};
    bool done;
    int64_t ref;
    if (made->failed) return fail_memory(w);
    const uint8_t type = begin(w, &what, &done, &ref);
    if (done && w->status == RG_OK && made->len == from.size && from.data)
        w->status =
            compare(w->module, (const uint8_t *)made->data, made->len, (size_t)(from.data - w->module->data), w->error);
    if (done) return w->status == RG_OK;
    if (type != 's') return fail(w, w->out->len, "bytes of another type");
    put_type(w, type, ref);
    put_u32(w, (uint32_t)made->len);
    rg_strbuf_add(w->out, made->data, made->len);
    return end(w, ref, &what);
}

/* ---- tuples ---- */

static bool put_tuple_type(Writer *w, uint8_t type, int64_t ref, uint32_t n)
{
    if ((type != ')' && type != '(') || (type == ')' && n > 255))
        return fail(w, w->out->len, "a tuple of another type");
    put_type(w, type, ref);
    if (type == ')')
        put_u8(w, n);
    else
        put_u32(w, n);
    return true;
}

static bool write_items(Writer *w, const RgConst *const *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!write_const(w, items[i])) return false;
    return true;
}

static bool write_tuple(Writer *w, const RgConst *const *items, uint32_t n)
{
    const Written what = {WRITTEN_ITEMS, n, items};
    bool done;
    int64_t ref;
    const uint8_t type = begin(w, &what, &done, &ref);
    if (done) return w->status == RG_OK;
    return put_tuple_type(w, type, ref, n) && write_items(w, items, n) && end(w, ref, &what);
}

static bool write_names(Writer *w, const RgStrRef *names, uint32_t n)
{
    const Written what = {WRITTEN_NAMES, n, names};
    bool done;
    int64_t ref;
    const uint8_t type = begin(w, &what, &done, &ref);
    if (done) return w->status == RG_OK;
    if (!put_tuple_type(w, type, ref, n)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!write_text(w, names[i].data, names[i].len)) return false;
    return end(w, ref, &what);
}

/* ---- numbers ---- */

/* Digits of 15 bits, least significant first; `bytes` are the magnitude's. */
static void put_digits(Writer *w, const uint8_t *bytes, uint32_t len, bool negative)
{
    while (len && !bytes[len - 1])
        len--;
    uint64_t bits = 8 * (uint64_t)len;
    while (bits && !(bytes[(bits - 1) / 8] >> ((bits - 1) % 8) & 1))
        bits--;
    const uint32_t n = (uint32_t)((bits + 14) / 15);
    put_u32(w, negative ? 0u - n : n);
    uint64_t acc = 0;
    unsigned have = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (; have < 15 && at < len; have += 8)
            acc |= (uint64_t)bytes[at++] << have;
        put_u16(w, (unsigned)(acc & 0x7fff));
        acc >>= 15;
        have = have > 15 ? have - 15 : 0;
    }
}

static bool write_int(Writer *w, int64_t value, uint8_t type, int64_t ref)
{
    put_type(w, type, ref);
    if (type == 'i' && value == (int32_t)value) {
        put_u32(w, (uint32_t)value);
    } else if (type == 'I') {
        put_u64(w, (uint64_t)value);
    } else if (type == 'l') {
        const uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        uint8_t bytes[8];
        for (unsigned i = 0; i < 8; i++)
            bytes[i] = (uint8_t)(magnitude >> 8 * i);
        put_digits(w, bytes, 8, value < 0);
    } else {
        return fail(w, w->out->len - 1, "an integer of another type");
    }
    return true;
}

/* Text of the old formats: there are many for one value, so the file's stays. */
static bool put_float_text(Writer *w)
{
    const size_t at = w->out->len, size = w->module->size;
    if (!check(w)) return false;
    if (at >= size || w->module->data[at] > size - at - 1) return fail(w, at, "more bytes than the file has");
    rg_strbuf_add(w->out, w->module->data + at, w->module->data[at] + (size_t)1);
    return true;
}

static bool write_floats(Writer *w, const double *values, int n, uint8_t type, int64_t ref, const char types[2])
{
    if (type != types[0] && type != types[1]) return fail(w, w->out->len, "a number of another type");
    put_type(w, type, ref);
    for (int i = 0; i < n; i++) {
        if (type == types[0])
            put_f64(w, values[i]);
        else if (!put_float_text(w))
            return false;
    }
    return true;
}

/* ---- code objects ---- */

/* Bytes that are made out of the decoded form of one code object. */
typedef struct Tables {
    RgStrBuf code, lines, exceptions;
} Tables;

static bool encode(Writer *w, const RgPyCode *py, Tables *t)
{
    RgStackCode sc;
    rg_arena_reset(&w->scratch);
    RgStatus status = rg_decode_file(&w->scratch, py, &sc, w->error);
    rg_strbuf_reserve(&t->code, py->code.size);
    rg_strbuf_reserve(&t->lines, py->lines.size);
    if (status == RG_OK) status = rg_encode_code(&w->table, &w->scratch, &sc, &t->code, w->error);
    if (status == RG_OK) status = rg_encode_exceptions(&sc, &t->exceptions, w->error);
    if (status == RG_OK) status = rg_encode_lines(&sc, &t->lines, w->error);
    if (status == RG_OK) w->instructions += sc.ninsns;
    w->status = status;
    return status == RG_OK;
}

/* The kinds of locals have bits that conversion does without and the decoder drops: these stay the file's. */
static bool write_kinds(Writer *w, const RgPyCode *py)
{
    const uint8_t *file = w->module->data;
    RgByteSpan from = {NULL, py->nlocals};
    if (!check(w)) return false;
    const size_t at = w->out->len, room = w->module->marshal_end - RG_MIN(at, w->module->marshal_end);
    if (room >= 5 && (file[at] & TYPE_MASK) == 'r') {
        const uint32_t i = (uint32_t)file[at + 1] | (uint32_t)file[at + 2] << 8 | (uint32_t)file[at + 3] << 16 |
                           (uint32_t)file[at + 4] << 24;
        if (i < w->refs.len && w->refs.data[i].kind == WRITTEN_BYTES) from.data = w->refs.data[i].at;
        if (!from.data || w->refs.data[i].len != from.size)
            return fail(w, at, "a reference to something else than what was read");
    } else if (room >= 5 && room - 5 >= from.size) {
        from.data = file + at + 5;
    } else {
        return fail(w, at, "more bytes than the file has");
    }
    RgStrBuf made;
    rg_strbuf_init(&made);
    rg_strbuf_reserve(&made, from.size);
    const uint8_t known = RG_LOCAL_PLAIN | RG_LOCAL_CELL | RG_LOCAL_FREE;
    for (uint32_t i = 0; i < from.size; i++)
        rg_strbuf_putc(&made, (char)((py->local_kinds[i] & known) | (from.data[i] & ~known)));
    const bool ok = write_bytes(w, from, &made);
    rg_strbuf_fini(&made);
    return ok;
}

static bool write_listed(Writer *w, const RgPyCode *py, const uint32_t *which, uint32_t n)
{
    RgStrRef *names = RG_ARENA_ARRAY(&w->kept, RgStrRef, n + 1);
    if (!names) return fail_memory(w);
    for (uint32_t i = 0; i < n; i++)
        names[i] = py->local_names[which[i]];
    return write_names(w, names, n);
}

/* Before 3.11: the names of local, free and cell variables, of which a cell variable may be a parameter too. */
static bool write_old_locals(Writer *w, const RgPyCode *py, uint32_t nplain)
{
    const uint32_t ncells = py->nderefs - py->nfree;
    return write_names(w, py->local_names, nplain) && write_listed(w, py, py->deref_locals + ncells, py->nfree) &&
           write_listed(w, py, py->deref_locals, ncells);
}

static bool write_locals(Writer *w, const RgPyCode *py, uint32_t nplain)
{
    if (w->version->layout != RG_PYLAYOUT_LOCALSPLUS) return write_old_locals(w, py, nplain);
    return write_names(w, py->local_names, py->nlocals) && write_kinds(w, py);
}

/* Constants that the file has: expansion puts others before and behind them. */
static bool write_consts(Writer *w, const RgPyCode *py)
{
    const uint32_t end = w->version->expand == RG_PYEXPAND_NONE ? py->nconsts : py->parts_from;
    return write_tuple(w, py->consts + py->const_shift, end - py->const_shift);
}

static bool write_code_fields(Writer *w, const RgPyCode *py, const Tables *t)
{
    const unsigned layout = w->version->layout;
    uint32_t nplain = 0;
    while (nplain < py->nlocals && py->local_kinds[nplain] & RG_LOCAL_PLAIN)
        nplain++;
    put_u32(w, py->argcount);
    if (layout != RG_PYLAYOUT_KWONLY) put_u32(w, py->posonlyargcount);
    put_u32(w, py->kwonlyargcount);
    if (layout != RG_PYLAYOUT_LOCALSPLUS) put_u32(w, nplain);
    put_u32(w, py->stack_size);
    put_u32(w, py->flags);
    if (!write_bytes(w, py->code, &t->code) || !write_consts(w, py) ||
        !write_names(w, py->names, py->nnames - py->extra_names) || !write_locals(w, py, nplain) ||
        !write_text(w, py->filename.data, py->filename.len) || !write_text(w, py->name.data, py->name.len))
        return false;
    if (layout == RG_PYLAYOUT_LOCALSPLUS && !write_text(w, py->qualname.data, py->qualname.len)) return false;
    put_u32(w, (uint32_t)py->firstlineno);
    return write_bytes(w, py->lines, &t->lines) &&
           (layout != RG_PYLAYOUT_LOCALSPLUS || write_bytes(w, py->exceptions, &t->exceptions));
}

/* Code objects are written in the order in which they were read. */
static bool write_code(Writer *w, const RgConst *c, uint8_t type, int64_t ref)
{
    const RgPyModule *m = w->module;
    if (type != 'c') return fail(w, w->out->len, "a code object of another type");
    if (w->ncodes >= m->ncodes || m->codes[w->ncodes]->out != c->u.code)
        return fail(w, w->out->len, "code objects in another order");
    const RgPyCode *py = m->codes[w->ncodes++];
    Tables t;
    rg_strbuf_init(&t.code);
    rg_strbuf_init(&t.lines);
    rg_strbuf_init(&t.exceptions);
    put_type(w, type, ref);
    const bool ok = encode(w, py, &t) && write_code_fields(w, py, &t);
    rg_strbuf_fini(&t.code);
    rg_strbuf_fini(&t.lines);
    rg_strbuf_fini(&t.exceptions);
    return ok;
}

/* ---- dispatch ---- */

static Written written(const RgConst *c)
{
    switch (c->kind) {
    case RG_CONST_STR: return (Written){WRITTEN_TEXT, c->len, c->u.bytes};
    case RG_CONST_BYTES: return (Written){WRITTEN_BYTES, c->len, c->u.bytes};
    case RG_CONST_TUPLE:
        if (!(c->flags & RG_PYCONSTF_SLICE)) return (Written){WRITTEN_ITEMS, c->len, c->u.items};
        return (Written){WRITTEN_CONST, 0, c};
    default: return (Written){WRITTEN_CONST, 0, c};
    }
}

static bool write_singleton(Writer *w, uint8_t type, int64_t ref, char expected)
{
    if (type != (uint8_t)expected) return fail(w, w->out->len, "a constant of another type");
    put_type(w, type, ref);
    return true;
}

static bool write_counted(Writer *w, const RgConst *c, uint8_t type, int64_t ref, char expected)
{
    if (!write_singleton(w, type, ref, expected)) return false;
    put_u32(w, c->len);
    return true;
}

static bool write_typed(Writer *w, const RgConst *c, uint8_t type, int64_t ref)
{
    switch (c->kind) {
    case RG_CONST_NONE: return write_singleton(w, type, ref, 'N');
    case RG_CONST_TRUE: return write_singleton(w, type, ref, 'T');
    case RG_CONST_FALSE: return write_singleton(w, type, ref, 'F');
    case RG_CONST_ELLIPSIS: return write_singleton(w, type, ref, '.');
    case RG_CONST_STOP_ITERATION: return write_singleton(w, type, ref, 'S');
    case RG_CONST_INT: return write_int(w, c->u.i, type, ref);
    case RG_CONST_BIGINT:
        if (!write_singleton(w, type, ref, 'l')) return false;
        put_digits(w, (const uint8_t *)c->u.bytes, c->len, (c->flags & RG_CONSTF_NEGATIVE) != 0);
        return true;
    case RG_CONST_FLOAT: return write_floats(w, &c->u.f, 1, type, ref, "gf");
    case RG_CONST_COMPLEX: return write_floats(w, c->u.complex, 2, type, ref, "yx");
    case RG_CONST_STR: return write_string(w, c, type, ref);
    case RG_CONST_BYTES:
        if (!write_counted(w, c, type, ref, 's')) return false;
        rg_strbuf_add(w->out, c->u.bytes, c->len);
        return true;
    case RG_CONST_TUPLE:
        if (c->flags & RG_PYCONSTF_SLICE)
            return write_singleton(w, type, ref, ':') && write_items(w, c->u.items, c->len);
        return put_tuple_type(w, type, ref, c->len) && write_items(w, c->u.items, c->len);
    case RG_CONST_FROZENSET: return write_counted(w, c, type, ref, '>') && write_items(w, c->u.items, c->len);
    case RG_CONST_CODE: return write_code(w, c, type, ref);
    default: return fail(w, w->out->len, "a constant of an unknown kind");
    }
}

static bool write_const(Writer *w, const RgConst *c)
{
    const Written what = written(c);
    bool done;
    int64_t ref;
    const uint8_t type = begin(w, &what, &done, &ref);
    if (done) return w->status == RG_OK;
    return write_typed(w, c, type, ref) && end(w, ref, &what);
}

RgStatus rg_marshal_write_code(const RgPyModule *module, RgStrBuf *out, RgWriteFigures *figures, RgError *error)
{
    Writer w = {.module = module, .version = module->version, .out = out, .error = error, .status = RG_OK};
    const RgConst main_code = {.kind = RG_CONST_CODE, .u.code = module->codes[0]->out};
    rg_encode_table_init(&w.table, module->version);
    rg_arena_init(&w.scratch);
    rg_arena_init(&w.kept);
    if (write_const(&w, &main_code) && check(&w) && out->len != module->marshal_end)
        fail(&w, out->len, "fewer bytes than the file has");
    *figures = (RgWriteFigures){w.ncodes, w.instructions};
    RG_VEC_FINI(&w.refs);
    rg_arena_fini(&w.scratch);
    rg_arena_fini(&w.kept);
    return w.status;
}
