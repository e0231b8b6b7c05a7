/* SPDX-License-Identifier: MIT
 *
 * marshal_module.c: marshal. Reading goes through the converter's hardened reader; writing is done here, in format 2, for
 * plain data. Code objects are register code and cannot be written as CPython's.
 */
#include <math.h>
#include <stdlib.h>

#include "vm/base/strbuf.h"
#include "vm/interp/rt.h"
#include "vm/module/registry.h"

#define MAX_DEPTH 1000

static void put32(RgStrBuf *b, uint32_t v)
{
    uint8_t bytes[4] = {(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24)};
    rg_strbuf_add(b, bytes, 4);
}

static void put_double(RgStrBuf *b, double d) { rg_strbuf_add(b, &d, 8); }

static bool dump(RgThread *th, RgStrBuf *b, RgValue v, int depth);

static bool dump_items(RgThread *th, RgStrBuf *b, char type, const RgValue *items, size_t n, int depth)
{
    rg_strbuf_putc(b, type);
    put32(b, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        if (!dump(th, b, items[i], depth)) return false;
    return true;
}

/* Digits of 15 bits, least significant first. */
static bool dump_int(RgThread *th, RgStrBuf *b, RgValue v)
{
    int64_t small;
    if (rg_int_as_i64(v, &small) && small >= INT32_MIN && small <= INT32_MAX) {
        rg_strbuf_putc(b, 'i');
        put32(b, (uint32_t)small);
        return true;
    }
    bool negative = rg_int_sign(v) < 0;
    int32_t digits = (int32_t)((rg_int_bit_length(v) + 14) / 15);
    rg_strbuf_putc(b, 'l');
    put32(b, (uint32_t)(negative ? -digits : digits));
    if (negative && !(v = rg_int_neg(th, v))) return false;
    for (int32_t i = 0; i < digits; i++) {
        RgValue part = rg_int_shr(th, v, rg_from_int(15 * (int64_t)i));
        RgValue digit = part ? rg_int_and(th, part, rg_from_int(0x7fff)) : RG_ERROR;
        if (!digit) return false;
        uint32_t d = (uint32_t)rg_as_int(digit);
        rg_strbuf_putc(b, (char)(d & 0xff));
        rg_strbuf_putc(b, (char)(d >> 8));
    }
    return true;
}

static bool dump_str(RgThread *th, RgStrBuf *b, RgValue v)
{
    size_t len;
    const char *text = rg_str_utf8(th, RG_STR(v), &len);
    if (!text) return false;
    rg_strbuf_putc(b, 'u');
    put32(b, (uint32_t)len);
    rg_strbuf_add(b, text, len);
    return true;
}

static bool dump_dict(RgThread *th, RgStrBuf *b, RgDict *d, int depth)
{
    RgValue key, value;
    rg_strbuf_putc(b, '{');
    for (uint32_t i = 0; rg_dict_next(d, &i, &key, &value);)
        if (!dump(th, b, key, depth) || !dump(th, b, value, depth)) return false;
    rg_strbuf_putc(b, '0');
    return true;
}

static bool dump_set(RgThread *th, RgStrBuf *b, RgValue v, int depth)
{
    RgList *items = rg_to_list(th, v);
    return items && dump_items(th, b, rg_is_kind(v, RG_KIND_set) ? '<' : '>', items->items, (size_t)items->length, depth);
}

static bool dump(RgThread *th, RgStrBuf *b, RgValue v, int depth)
{
    if (depth++ > MAX_DEPTH) return rg_raise(th, RG_EXC_ValueError, "object too deeply nested to marshal");
    if (v == RG_NONE) return rg_strbuf_putc(b, 'N'), true;
    if (v == RG_TRUE) return rg_strbuf_putc(b, 'T'), true;
    if (v == RG_FALSE) return rg_strbuf_putc(b, 'F'), true;
    if (v == RG_ELLIPSIS) return rg_strbuf_putc(b, '.'), true;
    if (rg_is_double(v)) {
        rg_strbuf_putc(b, 'g');
        put_double(b, rg_as_double(v));
        return true;
    }
    if (rg_is_int(v) || rg_exactly(v, RG_KIND_int)) return dump_int(th, b, v);
    if (rg_is_object(v)) {
        switch (rg_as_object(v)->exact) {
        case RG_KIND_str: return dump_str(th, b, v);
        case RG_KIND_complex:
            rg_strbuf_putc(b, 'y');
            put_double(b, RG_AS(RgComplex, v)->real);
            put_double(b, RG_AS(RgComplex, v)->imag);
            return true;
        case RG_KIND_tuple: return dump_items(th, b, '(', RG_TUPLE(v)->items, rg_tuple_len(RG_TUPLE(v)), depth);
        case RG_KIND_list: return dump_items(th, b, '[', RG_LIST(v)->items, (size_t)RG_LIST(v)->length, depth);
        case RG_KIND_dict: return dump_dict(th, b, RG_DICT(v), depth);
        case RG_KIND_set:
        case RG_KIND_frozenset: return dump_set(th, b, v, depth);
        case RG_KIND_code: return rg_raise(th, RG_EXC_ValueError, "unmarshallable object: register code");
        default: break;
        }
        if (rg_buffer_supported(v)) {
            RgBufferView view;
            if (!rg_buffer_get(th, v, &view, false)) return false;
            rg_strbuf_putc(b, 's');
            put32(b, (uint32_t)view.len);
            rg_strbuf_add(b, view.data, (size_t)view.len);
            rg_buffer_release(&view);
            return true;
        }
    }
    return rg_raise(th, RG_EXC_ValueError, "unmarshallable object");
}

static RgValue marshal_dumps(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgStrBuf b;
    rg_strbuf_init(&b);
    RgValue v = RG_ERROR;
    if (dump(th, &b, args[0], 0)) v = b.failed ? rg_raise_memory(th) : rg_from_ptr(rg_bytes_new(th, b.data ? b.data : "", (int64_t)b.len));
    rg_strbuf_fini(&b);
    return v;
}

static RgValue marshal_dump(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue data = marshal_dumps(th, self, args, 1);
    return data ? rg_call_method1(th, args[1], RG_SYM(th, write), data) : RG_ERROR;
}

/* ---- reading ---- */

typedef struct Reader {
    RgThread *th;
    const uint8_t *start, *p, *end;
    RgList *refs;
} Reader;

static RgValue truncated(Reader *r) { return rg_raise(r->th, RG_EXC_EOFError, "marshal data too short"); }
static RgValue bad(Reader *r, const char *what) { return rg_raise(r->th, RG_EXC_ValueError, "bad marshal data (%s)", what); }

static bool take(Reader *r, size_t n, const uint8_t **out)
{
    if ((size_t)(r->end - r->p) < n) {
        truncated(r);
        return false;
    }
    *out = r->p;
    r->p += n;
    return true;
}

static bool get32(Reader *r, uint32_t *out)
{
    const uint8_t *p;
    if (!take(r, 4, &p)) return false;
    *out = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    return true;
}

static RgValue load(Reader *r, int depth);

static RgValue load_long(Reader *r)
{
    uint32_t word;
    const uint8_t *p;
    if (!get32(r, &word)) return RG_ERROR;
    int32_t n = (int32_t)word;
    uint32_t digits = n < 0 ? 0u - word : word;
    if (digits > INT32_MAX) return bad(r, "long size out of range");
    if (!take(r, (size_t)digits * 2, &p)) return RG_ERROR;
    if (digits && !(p[2 * digits - 2] | p[2 * digits - 1])) return bad(r, "unnormalized long data");
    uint8_t *bytes = malloc((size_t)digits * 2 + 1);
    if (!bytes) return rg_raise_memory(r->th);
    size_t len = 0;
    uint32_t bits = 0, held = 0; /* of digits, not yet bytes */
    bool fine = true;
    for (uint32_t i = 0; i < digits; i++) {
        fine &= p[2 * i + 1] < 0x80;
        bits |= (uint32_t)(p[2 * i] | (p[2 * i + 1] & 0x7f) << 8) << held;
        for (held += 15; held >= 8; held -= 8, bits >>= 8)
            bytes[len++] = (uint8_t)bits;
    }
    bytes[len++] = (uint8_t)bits;
    RgValue v = fine ? rg_int_from_bytes_le(r->th, bytes, len, n < 0) : bad(r, "digit out of range in long");
    free(bytes);
    return v;
}

static RgValue load_bytes(Reader *r, uint8_t type, uint32_t n)
{
    const uint8_t *p;
    if (!take(r, n, &p)) return RG_ERROR;
    switch (type) {
    case 's': return rg_from_ptr(rg_bytes_new(r->th, p, n));
    case 'a': case 'z': return rg_from_ptr(rg_str_from_latin1(r->th, p, n));
    case 'A': case 'Z': {
        RgStr *s = rg_str_from_latin1(r->th, p, n);
        return s ? rg_from_ptr(rg_intern(r->th, s)) : RG_ERROR;
    }
    case 't': return rg_from_ptr(rg_intern_utf8(r->th, (const char *)p, n));
    default: return rg_from_ptr(rg_str_from_utf8(r->th, (const char *)p, n));
    }
}

static RgValue load_sequence(Reader *r, uint8_t type, uint32_t n, int64_t ref, int depth)
{
    RgList *items = rg_list_new(r->th, RG_MIN(n, 64)); /* nested ones may all say that the rest of the file is theirs */
    if (!items) return RG_ERROR;
    if (ref >= 0 && type == '[') r->refs->items[ref] = rg_from_ptr(items);
    for (uint32_t i = 0; i < n; i++) {
        RgValue v = load(r, depth);
        if (!v || !rg_list_append(r->th, items, v)) return RG_ERROR;
    }
    if (type == '[') return rg_from_ptr(items);
    if (type == '(') return rg_from_ptr(rg_tuple_from(r->th, items->items, n));
    RgSet *s = rg_set_new(r->th, type == '<' ? RG_KIND_set : RG_KIND_frozenset);
    for (uint32_t i = 0; s && i < n; i++)
        if (!rg_set_add(r->th, s, items->items[i])) return RG_ERROR;
    return rg_from_ptr(s);
}

static RgValue load_dict(Reader *r, int64_t ref, int depth)
{
    RgDict *d = rg_dict_new(r->th);
    if (!d) return RG_ERROR;
    if (ref >= 0) r->refs->items[ref] = rg_from_ptr(d);
    for (;;) {
        if (r->p == r->end) return truncated(r);
        if (*r->p == '0') {
            r->p++;
            return rg_from_ptr(d);
        }
        RgValue key = load(r, depth), value;
        if (key && r->p < r->end && *r->p == '0') continue; /* a key without a value ends it as well */
        value = key ? load(r, depth) : RG_ERROR;
        if (!value || !rg_dict_set(r->th, d, key, value)) return RG_ERROR;
    }
}

static RgValue load_typed(Reader *r, uint8_t type, int64_t ref, int depth)
{
    const uint8_t *p;
    uint32_t n;
    double parts[2];
    switch (type) {
    case 'N': return RG_NONE;
    case 'T': return RG_TRUE;
    case 'F': return RG_FALSE;
    case '.': return RG_ELLIPSIS;
    case 'S': return rg_from_ptr(RG_EXC(r->th, StopIteration));
    case 'i': return get32(r, &n) ? rg_from_int((int32_t)n) : RG_ERROR;
    case 'l': return load_long(r);
    case 'g':
        if (!take(r, 8, &p)) return RG_ERROR;
        memcpy(parts, p, 8);
        return rg_from_double(parts[0]);
    case 'y':
        if (!take(r, 16, &p)) return RG_ERROR;
        memcpy(parts, p, 16);
        return rg_complex_new(r->th, parts[0], parts[1]);
    case 'z': case 'Z':
        return take(r, 1, &p) ? load_bytes(r, type, *p) : RG_ERROR;
    case 's': case 'u': case 'a': case 'A': case 't':
        return get32(r, &n) ? load_bytes(r, type, n) : RG_ERROR;
    case ')': return take(r, 1, &p) ? load_sequence(r, '(', *p, ref, depth) : RG_ERROR;
    case '(': case '[': case '<': case '>':
        return get32(r, &n) ? load_sequence(r, type, n, ref, depth) : RG_ERROR;
    case '{': return load_dict(r, ref, depth);
    case 'r':
        if (!get32(r, &n)) return RG_ERROR;
        if (n >= (uint64_t)r->refs->length || r->refs->items[n] == RG_UNBOUND) return bad(r, "invalid reference");
        return r->refs->items[n];
    default: return bad(r, "unknown type code");
    }
}

static RgValue load(Reader *r, int depth)
{
    if (depth > MAX_DEPTH) return bad(r, "recursion limit exceeded");
    if (r->p == r->end) return rg_raise(r->th, RG_EXC_EOFError, "EOF read where object expected");
    uint8_t type = *r->p++;
    int64_t ref = -1;
    if (type & 0x80) {
        ref = r->refs->length;
        if (!rg_list_append(r->th, r->refs, RG_UNBOUND)) return RG_ERROR;
    }
    RgValue v = load_typed(r, type & 0x7f, ref, depth + 1);
    if (v && ref >= 0) r->refs->items[ref] = v;
    return v;
}

static RgValue load_all(RgThread *th, const uint8_t *data, size_t size)
{
    if (size && (data[0] & 0x7f) == 'c') {
        if (!th->rt->loader) return rg_raise(th, RG_EXC_ValueError, "this runtime cannot load code");
        return rg_from_ptr(th->rt->loader->from_marshal(th, data, size));
    }
    Reader r = {.th = th, .start = data, .p = data, .end = data + size, .refs = rg_list_new(th, 0)};
    return r.refs ? load(&r, 0) : RG_ERROR;
}

static RgValue marshal_loads(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgBufferView view;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    RgValue v = load_all(th, view.data, (size_t)view.len);
    rg_buffer_release(&view);
    return v;
}

static RgValue marshal_load(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue data = rg_call_method0(th, args[0], RG_SYM(th, read));
    return data ? marshal_loads(th, self, &data, 1) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("dump", "($module, value, file, version=4, /)", "Write the value on the open file.", marshal_dump),
    RG_METHOD("load", "($module, file, /)", "Read one value from the open file and return it.", marshal_load),
    RG_METHOD("dumps", "($module, value, version=4, /)", "Return the bytes object that would be written to a file by dump(value, file).",
              marshal_dumps),
    RG_METHOD("loads", "($module, bytes, /)", "Convert the bytes-like object to a value.", marshal_loads),
    RG_METHOD_END,
};

bool rg_module_init_marshal(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions) && rg_module_set_int(th, m, "version", 4);
}
