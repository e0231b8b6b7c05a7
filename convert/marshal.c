/* SPDX-License-Identifier: MIT
 *
 * marshal.c: marshal bytes to neutral constants and code objects.
 * Invariants: pos <= size; a reference slot is NULL while its object is being read, so that a constant can never
 * contain itself; weight and depth of what was read last are exact, with references counted as if written out.
 */
#include "convert/marshal.h"
#include "convert/expand.h"
#include "vm/base/dtoa.h"
#include "vm/base/utf8.h"
#include "vm/base/vec.h"

typedef struct MarshalRef {
    const RgConst *value; /* NULL: not complete yet */
    uint32_t weight, depth;
} MarshalRef;

typedef struct Marshal {
    const uint8_t *data;
    size_t pos, size;
    RgArena *arena;
    RgPyModule *module;
    RgError *error;
    RgStatus status;
    RG_VEC(MarshalRef) refs;
    RG_VEC(RgPyCode *) codes;
    uint32_t level;         /* of nesting now */
    uint32_t weight, depth; /* of the object read last */
    size_t owed;            /* items that open sequences still want: each takes a byte at least */
    uint32_t parent;        /* code object being read */
    uint64_t shared;        /* bytes that code objects have by references or could have: see share */
} Marshal;

static const RgConst const_none = {.kind = RG_CONST_NONE}, const_true = {.kind = RG_CONST_TRUE},
                     const_false = {.kind = RG_CONST_FALSE}, const_ellipsis = {.kind = RG_CONST_ELLIPSIS},
                     const_stop = {.kind = RG_CONST_STOP_ITERATION};

#define MAX_COMPARISONS (1u << 22) /* of a function's parameters with its cell variables, 16 bytes each */
#define MAX_SHARED      64u        /* times the file's size */

static const RgConst *read_object(Marshal *m);

/* ---- failing ---- */

RG_COLD static void *fail(Marshal *m, RgStatus status, size_t at, const char *what)
{
    if (m->status == RG_OK) m->status = rg_error_set(m->error, status, at, "%s", what);
    return NULL;
}

RG_COLD static void *fail_corrupt(Marshal *m, size_t at, const char *what)
{
    return fail(m, ERR_PYC_CORRUPT, at, what);
}

RG_COLD static void *fail_memory(Marshal *m)
{
    return fail(m, ERR_NO_MEMORY, UINT64_MAX, "");
}

/* ---- plain numbers ---- */

static const uint8_t *take(Marshal *m, size_t n)
{
    if (RG_UNLIKELY(n > m->size - m->pos)) return fail(m, ERR_PYC_TRUNCATED, m->pos, "");
    const uint8_t *p = m->data + m->pos;
    m->pos += n;
    return p;
}

static uint32_t read_u32(Marshal *m)
{
    const uint8_t *p = take(m, 4);
    return p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
}

static uint64_t read_u64(Marshal *m)
{
    uint64_t lo = read_u32(m);
    return lo | (uint64_t)read_u32(m) << 32;
}

/* A length or count; what it counts takes at least `unit` bytes each, so that it is bounded by the file's size. */
static uint32_t read_count(Marshal *m, size_t unit)
{
    size_t at = m->pos;
    uint32_t n = read_u32(m);
    if (m->status == RG_OK && n > INT32_MAX) fail_corrupt(m, at, "negative size");
    if (m->status == RG_OK && (size_t)n * unit > m->size - m->pos) fail(m, ERR_PYC_TRUNCATED, at, "");
    return m->status == RG_OK ? n : 0;
}

static double read_f64(Marshal *m)
{
    uint64_t bits = read_u64(m);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* ---- leaves ---- */

static inline RgConst *new_const(Marshal *m, RgConstKind kind)
{
    RgConst *c = rg_arena_alloc(m->arena, sizeof *c);
    if (!c) return fail_memory(m);
    *c = (RgConst){.kind = (uint8_t)kind};
    return c;
}

static bool is_ascii(const uint8_t *p, size_t n)
{
    uint64_t all = 0, word;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        memcpy(&word, p + i, 8);
        all |= word;
    }
    uint8_t rest = 0;
    for (; i < n; i++)
        rest |= p[i];
    return !((all & 0x8080808080808080ull) | (rest & 0x80));
}

static const RgConst *read_ascii(Marshal *m, uint32_t len, uint8_t flags)
{
    const uint8_t *p = take(m, len);
    RgConst *c = p ? new_const(m, RG_CONST_STR) : NULL;
    if (!c) return NULL;
    if (!is_ascii(p, len)) return fail_corrupt(m, m->pos - len, "string marked as ASCII is not");
    c->flags = flags | RG_CONSTF_ASCII;
    c->len = len;
    c->u.bytes = (const char *)p;
    return c;
}

static const RgConst *read_unicode(Marshal *m, uint8_t flags)
{
    uint32_t len = read_count(m, 1);
    const uint8_t *p = take(m, len);
    if (!p) return NULL;
    if (is_ascii(p, len)) {
        flags |= RG_CONSTF_ASCII;
    } else {
        size_t count, bad = 0;
        uint32_t max;
        if (!rg_utf8_scan(p, len, true, &count, &max, &bad))
            return fail_corrupt(m, m->pos - len + bad, "invalid UTF-8 in string");
    }
    RgConst *c = new_const(m, RG_CONST_STR);
    if (!c) return NULL;
    c->flags = flags;
    c->len = len;
    c->u.bytes = (const char *)p;
    return c;
}

static const RgConst *read_bytes(Marshal *m)
{
    uint32_t len = read_count(m, 1);
    const uint8_t *p = take(m, len);
    RgConst *c = p ? new_const(m, RG_CONST_BYTES) : NULL;
    if (!c) return NULL;
    c->len = len;
    c->u.bytes = (const char *)p;
    return c;
}

static const RgConst *read_int(Marshal *m, int64_t value)
{
    RgConst *c = m->status == RG_OK ? new_const(m, RG_CONST_INT) : NULL;
    if (c) c->u.i = value;
    return c;
}

/* 15-bit digits, least significant first; the sign is that of the count. */
static const RgConst *read_long(Marshal *m)
{
    size_t at = m->pos;
    uint32_t raw = read_u32(m);
    if (m->status != RG_OK) return NULL;
    bool negative = raw >> 31;
    uint64_t n = negative ? -(uint64_t)(int64_t)(int32_t)raw : raw;
    if (n * 2 > m->size - m->pos) return fail(m, ERR_PYC_TRUNCATED, at, "");
    const uint8_t *p = take(m, n * 2);
    if (!p) return NULL;
    for (uint64_t i = 0; i < n; i++)
        if (p[2 * i + 1] & 0x80) return fail_corrupt(m, at, "integer digit out of range");
    if (n && !(p[2 * n - 2] | p[2 * n - 1])) return fail_corrupt(m, at, "integer is not normalised");
    size_t cap = (n * 15 + 7) / 8;
    uint8_t small[16], *out = n <= 5 ? small : rg_arena_alloc(m->arena, cap);
    if (!out) return fail_memory(m);
    uint64_t acc = 0;
    unsigned bits = 0;
    size_t len = 0;
    for (uint64_t i = 0; i < n; i++) {
        acc |= (uint64_t)(p[2 * i] | p[2 * i + 1] << 8) << bits;
        for (bits += 15; bits >= 8; bits -= 8, acc >>= 8)
            out[len++] = (uint8_t)acc;
    }
    if (bits) out[len++] = (uint8_t)acc;
    while (len && !out[len - 1])
        len--;
    if (len <= 8) {
        uint64_t magnitude = 0;
        for (size_t i = len; i-- > 0;)
            magnitude = magnitude << 8 | out[i];
        if (magnitude <= (uint64_t)INT64_MAX + negative)
            return read_int(m, (int64_t)(negative ? -magnitude : magnitude));
    }
    RgConst *c = new_const(m, RG_CONST_BIGINT);
    if (!c) return NULL;
    if (out == small) {
        out = rg_arena_alloc(m->arena, len);
        if (!out) return fail_memory(m);
        memcpy(out, small, len);
    }
    c->flags = negative ? RG_CONSTF_NEGATIVE : 0;
    c->len = (uint32_t)len;
    c->u.bytes = (const char *)out;
    return c;
}

/* Decimal text of the old formats. */
static double read_float_text(Marshal *m)
{
    const uint8_t *n = take(m, 1);
    const uint8_t *p = n ? take(m, *n) : NULL;
    double value = 0;
    if (p && rg_dtoa_parse((const char *)p, (const char *)p + *n, &value, NULL) != (const char *)p + *n)
        fail_corrupt(m, m->pos, "invalid float text");
    return value;
}

static const RgConst *read_float(Marshal *m, bool binary)
{
    double value = binary ? read_f64(m) : read_float_text(m);
    RgConst *c = m->status == RG_OK ? new_const(m, RG_CONST_FLOAT) : NULL;
    if (c) c->u.f = value;
    return c;
}

static const RgConst *read_complex(Marshal *m, bool binary)
{
    double re = binary ? read_f64(m) : read_float_text(m), im = binary ? read_f64(m) : read_float_text(m);
    RgConst *c = m->status == RG_OK ? new_const(m, RG_CONST_COMPLEX) : NULL;
    double *pair = c ? RG_ARENA_ARRAY(m->arena, double, 2) : NULL;
    if (!pair) return m->status == RG_OK ? fail_memory(m) : NULL;
    pair[0] = re, pair[1] = im;
    c->u.complex = pair;
    return c;
}

/* ---- composites ---- */

/* n objects into a fresh array; weight and depth of all of them together are left in m. */
static const RgConst **read_items(Marshal *m, uint32_t n)
{
    if (n + m->owed > m->size - m->pos) return fail(m, ERR_PYC_TRUNCATED, m->pos, "");
    m->owed += n;
    const RgConst **items = RG_ARENA_ARRAY(m->arena, const RgConst *, n + 1);
    if (!items) return fail_memory(m);
    uint64_t weight = 1;
    uint32_t depth = 0;
    for (uint32_t i = 0; i < n; i++) {
        m->owed--;
        items[i] = read_object(m);
        if (!items[i]) return NULL;
        weight += m->weight;
        if (m->depth > depth) depth = m->depth;
    }
    if (weight > RG_MARSHAL_MAX_WEIGHT || depth + 1 > RG_MARSHAL_MAX_DEPTH)
        return fail_corrupt(m, m->pos, "constants nest or repeat too much");
    m->weight = (uint32_t)weight;
    m->depth = depth + 1;
    return items;
}

static const RgConst *read_sequence(Marshal *m, RgConstKind kind, uint32_t n)
{
    if (m->status != RG_OK) return NULL;
    const RgConst **items = read_items(m, n);
    RgConst *c = items ? new_const(m, kind) : NULL;
    if (!c) return NULL;
    c->len = n;
    c->u.items = items;
    for (uint32_t i = 0; i < n && m->module->version->expand == RG_PYEXPAND_TABLE && kind == RG_CONST_TUPLE; i++)
        if (items[i]->kind == RG_CONST_TUPLE) c->flags |= items[i]->flags & RG_PYCONSTF_COMPOSED;
    return c;
}

/* A constant since 3.14: start, stop, step. */
static const RgConst *read_slice(Marshal *m)
{
    const RgConst *parts = read_sequence(m, RG_CONST_TUPLE, 3);
    if (!parts) return NULL;
    RgConst *c = new_const(m, RG_CONST_TUPLE);
    if (!c) return NULL;
    *c = *parts;
    c->flags = RG_PYCONSTF_SLICE | RG_PYCONSTF_COMPOSED;
    return c;
}

/* ---- code objects ---- */

static const RgConst *read_kind(Marshal *m, RgConstKind kind, const char *what)
{
    size_t at = m->pos;
    const RgConst *c = read_object(m);
    if (c && c->kind != kind) return fail_corrupt(m, at, what);
    return c;
}

static RgStrRef read_name(Marshal *m, const char *what)
{
    const RgConst *c = read_kind(m, RG_CONST_STR, what);
    return c ? (RgStrRef){c->u.bytes, c->len} : (RgStrRef){"", 0};
}

/* Code objects may refer to one list of names, or to the same bytes of code, but each is converted for itself: what they
 * have together must be in proportion to the file. */
static bool share(Marshal *m, uint64_t bytes)
{
    m->shared += bytes;
    if (RG_LIKELY(m->shared <= MAX_SHARED * ((uint64_t)m->size + 16384))) return true;
    return fail_corrupt(m, m->pos, "names or code repeat too much");
}

static RgByteSpan read_span(Marshal *m, const char *what)
{
    const RgConst *c = read_kind(m, RG_CONST_BYTES, what);
    if (c && !share(m, c->len)) c = NULL;
    return c ? (RgByteSpan){(const uint8_t *)c->u.bytes, c->len} : (RgByteSpan){NULL, 0};
}

static const RgStrRef *read_names(Marshal *m, uint32_t *count, const char *what)
{
    size_t at = m->pos;
    const RgConst *c = read_kind(m, RG_CONST_TUPLE, what);
    if (!c || !share(m, c->len * sizeof(RgStrRef))) return NULL;
    RgStrRef *names = RG_ARENA_ARRAY(m->arena, RgStrRef, c->len + 1);
    if (!names) return fail_memory(m);
    for (uint32_t i = 0; i < c->len; i++) {
        const RgConst *s = c->u.items[i];
        if (s->kind != RG_CONST_STR) return fail_corrupt(m, at, what);
        names[i] = (RgStrRef){s->u.bytes, s->len};
    }
    *count = c->len;
    return names;
}

/* Parameters first, free variables last, kinds sensible. */
static bool check_locals(Marshal *m, RgPyCode *py, RgByteSpan kinds)
{
    uint64_t nparams = (uint64_t)py->argcount + py->kwonlyargcount + ((py->flags & RG_CO_VARARGS) != 0) +
                       ((py->flags & RG_CO_VARKEYWORDS) != 0);
    if (kinds.size != py->nlocals || nparams > py->nlocals || py->posonlyargcount > py->argcount) return false;
    py->nparams = (uint32_t)nparams;
    bool free = false;
    for (uint32_t i = 0; i < py->nlocals; i++) {
        uint8_t kind = kinds.data[i];
        if (kind != RG_LOCAL_PLAIN && kind != RG_LOCAL_CELL && kind != RG_LOCAL_FREE &&
            kind != (RG_LOCAL_PLAIN | RG_LOCAL_CELL))
            return false;
        if (i < nparams && !(kind & RG_LOCAL_PLAIN)) return false;
        if (free && kind != RG_LOCAL_FREE) return false;
        if (kind == RG_LOCAL_FREE) free = true, py->nfree++;
    }
    py->local_kinds = kinds.data;
    return true;
}

static void fill_skeleton(RgPyCode *py)
{
    RgCode *out = py->out;
    out->name = py->name;
    out->qualname = py->qualname;
    out->filename = py->filename;
    out->flags = (py->flags & ~RG_CO_LAZY_ANNOTATIONS) |
                 (py->version->annotations == RG_PYANNOTATIONS_LAZY ? RG_CO_LAZY_ANNOTATIONS : 0);
    out->argcount = py->argcount;
    out->posonlyargcount = py->posonlyargcount;
    out->kwonlyargcount = py->kwonlyargcount;
    out->firstlineno = py->firstlineno;
    out->nlocals = py->nlocals;
    out->nfree = py->nfree;
    out->local_names = py->local_names;
    out->local_kinds = py->local_kinds;
    out->nregs = py->nlocals;
    out->nconsts = out->nconsts_source = py->nconsts;
    out->consts = py->consts;
    out->nnames = py->nnames;
    out->names = py->names;
    out->stack_bytes = py->code.size;
    out->stack_size = py->stack_size;
}

/* Versions before 3.11 keep local, cell and free variables apart: one list of them all, and where in it each cell and
 * free variable is. A cell variable with a parameter's name is that parameter. */
static bool join_locals(Marshal *m, RgPyCode *py, const RgConst *const lists[3], RgByteSpan *kinds)
{
    uint64_t n = (uint64_t)lists[0]->len + lists[1]->len + lists[2]->len;
    uint64_t nparams = (uint64_t)py->argcount + py->kwonlyargcount + ((py->flags & RG_CO_VARARGS) != 0) +
                       ((py->flags & RG_CO_VARKEYWORDS) != 0),
             cells = 0;
    RgStrRef *names = RG_ARENA_ARRAY(m->arena, RgStrRef, n + 1);
    uint8_t *kind = RG_ARENA_ARRAY(m->arena, uint8_t, n + 1);
    uint32_t *deref = RG_ARENA_ARRAY(m->arena, uint32_t, n + 1), at = 0;
    if (!names || !kind || !deref) return fail_memory(m);
    for (uint32_t i = 0; i < lists[1]->len; i++)
        cells += 1 + (lists[1]->u.items[i]->kind == RG_CONST_STR ? lists[1]->u.items[i]->len / 16 : 0);
    if (nparams * cells > MAX_COMPARISONS) return fail_corrupt(m, m->pos, "too many cell variables");
    for (int list = 0; list < 3; list++) {
        for (uint32_t i = 0; i < lists[list]->len; i++) {
            const RgConst *s = lists[list]->u.items[i];
            if (s->kind != RG_CONST_STR) return fail_corrupt(m, m->pos, "local names are not a tuple of strings");
            uint32_t local = at;
            for (uint32_t p = 0; list == 1 && p < RG_MIN(nparams, lists[0]->len) && local == at; p++)
                if (names[p].len == s->len && memcmp(names[p].data, s->u.bytes, s->len) == 0) local = p;
            if (list > 0) deref[py->nderefs++] = local;
            if (local < at) {
                kind[local] |= RG_LOCAL_CELL;
                continue;
            }
            names[at] = (RgStrRef){s->u.bytes, s->len};
            kind[at++] = list == 0 ? RG_LOCAL_PLAIN : list == 1 ? RG_LOCAL_CELL : RG_LOCAL_FREE;
        }
    }
    py->local_names = names;
    py->nlocals = at;
    py->deref_locals = deref;
    *kinds = (RgByteSpan){kind, at};
    return true;
}

static bool read_old_locals(Marshal *m, RgPyCode *py, RgByteSpan *kinds)
{
    const RgConst *lists[3] = {NULL, NULL, NULL};
    static const uint8_t order[3] = {0, 2, 1}; /* the file has free variables before cell variables */
    for (int k = 0; k < 3; k++) {
        lists[order[k]] = read_kind(m, RG_CONST_TUPLE, "local names are not a tuple of strings");
        if (!lists[order[k]] || !share(m, lists[order[k]]->len * sizeof(RgStrRef))) return false;
    }
    return join_locals(m, py, lists, kinds);
}

/* Since 3.12 more bits tell variables of comprehensions and kinds of parameters, which the rest of the code tells too. */
static bool read_kinds(Marshal *m, const RgPyCode *py, RgByteSpan *kinds)
{
    *kinds = read_span(m, "kinds of locals are not bytes");
    if (m->status != RG_OK || py->version->expand == RG_PYEXPAND_NONE) return m->status == RG_OK;
    uint8_t *copy = RG_ARENA_ARRAY(m->arena, uint8_t, kinds->size + 1);
    if (!copy) return fail_memory(m);
    for (uint32_t i = 0; i < kinds->size; i++)
        copy[i] = kinds->data[i] & (RG_LOCAL_PLAIN | RG_LOCAL_CELL | RG_LOCAL_FREE);
    kinds->data = copy;
    return true;
}

/* The fields in the order of the file. */
static bool read_code_fields(Marshal *m, RgPyCode *py)
{
    const unsigned layout = py->version->layout;
    py->argcount = read_u32(m);
    if (layout != RG_PYLAYOUT_KWONLY) py->posonlyargcount = read_u32(m);
    py->kwonlyargcount = read_u32(m);
    if (layout != RG_PYLAYOUT_LOCALSPLUS) read_u32(m); /* number of local variables: the list of them has it too */
    py->stack_size = read_u32(m);
    py->flags = read_u32(m);
    if (py->argcount > INT32_MAX || py->kwonlyargcount > INT32_MAX)
        return fail_corrupt(m, m->pos, "parameters and kinds of locals do not agree");
    py->code = read_span(m, "code is not bytes");
    if (py->code.data) py->code_offset = (uint64_t)(py->code.data - m->data);
    const RgConst *consts = m->status == RG_OK ? read_kind(m, RG_CONST_TUPLE, "constants are not a tuple") : NULL;
    if (!consts) return false;
    uint32_t weight = m->weight, depth = m->depth;
    py->nconsts = consts->len;
    py->consts = consts->u.items;
    py->names = read_names(m, &py->nnames, "names are not a tuple of strings");
    if (!py->names) return false;
    size_t kinds_at = m->pos;
    RgByteSpan kinds = {NULL, 0};
    if (layout == RG_PYLAYOUT_LOCALSPLUS) {
        py->local_names = read_names(m, &py->nlocals, "local names are not a tuple of strings");
        if (!py->local_names || (kinds_at = m->pos, !read_kinds(m, py, &kinds))) return false;
    } else if (!read_old_locals(m, py, &kinds)) {
        return false;
    }
    py->filename = read_name(m, "file name is not a string");
    if (m->status == RG_OK) py->name = read_name(m, "name is not a string");
    if (layout != RG_PYLAYOUT_LOCALSPLUS)
        py->qualname = py->name; /* until the instruction that makes the function tells */
    else if (m->status == RG_OK)
        py->qualname = read_name(m, "qualified name is not a string");
    py->firstlineno = (int32_t)read_u32(m);
    if (m->status == RG_OK) py->lines = read_span(m, "line table is not bytes");
    if (m->status == RG_OK && layout == RG_PYLAYOUT_LOCALSPLUS)
        py->exceptions = read_span(m, "exception table is not bytes");
    if (m->status != RG_OK) return false;
    if (!check_locals(m, py, kinds))
        return fail_corrupt(m, kinds_at, "parameters and kinds of locals do not agree");
    m->weight = weight;
    m->depth = depth;
    return true;
}

static const RgConst *read_code(Marshal *m)
{
    size_t start = m->pos - 1;
    RgPyCode *py = RG_ARENA_NEW(m->arena, RgPyCode);
    RgConst *c = new_const(m, RG_CONST_CODE);
    if (py) py->out = RG_ARENA_NEW(m->arena, RgCode);
    if (!py || !c || !py->out) return fail_memory(m);
    py->version = m->module->version;
    py->offset = start;
    py->index = (uint32_t)m->codes.len;
    py->parent = m->parent;
    if (!RG_VEC_PUSH(&m->codes, py)) return fail_memory(m);
    uint32_t parent = m->parent;
    m->parent = py->index;
    bool ok = read_code_fields(m, py);
    m->parent = parent;
    if (!ok || m->status != RG_OK) return NULL;
    if (m->depth + 1 > RG_MARSHAL_MAX_DEPTH) return fail_corrupt(m, start, "code objects nest too much");
    m->depth++;
    py->end = m->pos;
    if (!rg_expand_prepare(m->arena, py)) return fail_memory(m);
    fill_skeleton(py);
    c->u.code = py->out;
    return c;
}

/* ---- dispatch ---- */

static const RgConst *read_reference(Marshal *m)
{
    size_t at = m->pos;
    uint32_t i = read_u32(m);
    if (m->status != RG_OK) return NULL;
    if (i >= m->refs.len || !m->refs.data[i].value) return fail_corrupt(m, at, "invalid reference");
    m->weight = m->refs.data[i].weight;
    m->depth = m->refs.data[i].depth;
    return m->refs.data[i].value;
}

static const RgConst *read_typed(Marshal *m, uint8_t type)
{
    size_t at = m->pos - 1;
    const uint8_t *p;
    switch (type) {
    case 'N': return &const_none;
    case 'T': return &const_true;
    case 'F': return &const_false;
    case '.': return &const_ellipsis;
    case 'S': return &const_stop;
    case 'i': {
        uint32_t bits = read_u32(m);
        return read_int(m, (int32_t)bits);
    }
    case 'I': {
        uint64_t bits = read_u64(m);
        return read_int(m, (int64_t)bits);
    }
    case 'l': return read_long(m);
    case 'f': return read_float(m, false);
    case 'g': return read_float(m, true);
    case 'x': return read_complex(m, false);
    case 'y': return read_complex(m, true);
    case 's': return read_bytes(m);
    case 'z': return (p = take(m, 1)) ? read_ascii(m, *p, 0) : NULL;
    case 'Z': return (p = take(m, 1)) ? read_ascii(m, *p, RG_CONSTF_INTERNED) : NULL;
    case 'a': return read_ascii(m, read_count(m, 1), 0);
    case 'A': return read_ascii(m, read_count(m, 1), RG_CONSTF_INTERNED);
    case 'u': return read_unicode(m, 0);
    case 't': return read_unicode(m, RG_CONSTF_INTERNED);
    case ')': return (p = take(m, 1)) ? read_sequence(m, RG_CONST_TUPLE, *p) : NULL;
    case '(': return read_sequence(m, RG_CONST_TUPLE, read_count(m, 1));
    case '>': return read_sequence(m, RG_CONST_FROZENSET, read_count(m, 1));
    case 'c': return read_code(m);
    case ':':
        if (m->module->version->expand == RG_PYEXPAND_TABLE) return read_slice(m);
        return fail_corrupt(m, at, "unknown marshal type");
    case '[':
    case '{':
    case '<': return fail_corrupt(m, at, "mutable constant");
    default: return fail_corrupt(m, at, "unknown marshal type");
    }
}

/* Anything but a reference. */
static RG_NOINLINE const RgConst *read_new_object(Marshal *m)
{
    const uint8_t *p = take(m, 1);
    if (!p) return NULL;
    uint8_t type = *p & 0x7f;
    if (m->level >= RG_MARSHAL_MAX_DEPTH) return fail_corrupt(m, m->pos - 1, "constants nest too much");
    size_t ref = m->refs.len;
    bool flagged = *p & 0x80;
    if (flagged && !RG_VEC_PUSH(&m->refs, ((MarshalRef){NULL, 0, 0}))) return fail_memory(m);
    m->level++;
    m->weight = 1;
    m->depth = 0;
    const RgConst *c = read_typed(m, type);
    m->level--;
    if (c && (c->kind == RG_CONST_STR || c->kind == RG_CONST_BYTES || c->kind == RG_CONST_BIGINT)) m->weight += c->len / 16;
    if (c && flagged) m->refs.data[ref] = (MarshalRef){c, m->weight, m->depth};
    return m->status == RG_OK ? c : NULL;
}

/* Nearly half of all objects are references to others. */
static const RgConst *read_object(Marshal *m)
{
    if (RG_UNLIKELY(m->pos >= m->size) || (m->data[m->pos] & 0x7f) != 'r') return read_new_object(m);
    m->pos++;
    return read_reference(m);
}

RgStatus rg_marshal_read_code(RgArena *arena, RgPyModule *module, size_t start, RgError *error)
{
    Marshal m = {
        .data = module->data, .pos = start, .size = module->size, .arena = arena, .module = module, .error = error};
    const RgConst *c = read_object(&m);
    if (c && c->kind != RG_CONST_CODE) fail_corrupt(&m, start, "not a code object");
    if (m.status == RG_OK) {
        module->ncodes = (uint32_t)m.codes.len;
        module->codes = RG_ARENA_ARRAY(arena, RgPyCode *, m.codes.len);
        if (module->codes)
            memcpy(module->codes, m.codes.data, m.codes.len * sizeof(RgPyCode *));
        else
            fail_memory(&m);
        if (m.codes.data[0]->nfree) fail_corrupt(&m, start, "free variables outside of any function");
        module->marshal_end = m.pos;
    }
    RG_VEC_FINI(&m.refs);
    RG_VEC_FINI(&m.codes);
    return m.status;
}
