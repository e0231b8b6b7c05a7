/* SPDX-License-Identifier: MIT
 *
 * stackcode.c: between short inputs and .pyc files.
 */
#include "tests/fuzz/stackcode.h"

#include <stdio.h>

#include "convert/pyop.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

enum { CONSTS = 20, NAMES = 12, INSNS_MAX = 4000 };

const RgPyVersion *rg_fuzz_version(uint8_t index)
{
    return rg_pyver_lookup(3, 6 + index % RG_FUZZ_VERSIONS);
}

static void put_u8(RgStrBuf *out, uint32_t v) { rg_strbuf_putc(out, (char)v); }
static void put_u16(RgStrBuf *out, uint32_t v) { put_u8(out, v & 255), put_u8(out, v >> 8 & 255); }
static void put_u32(RgStrBuf *out, uint32_t v) { put_u16(out, v & 0xffff), put_u16(out, v >> 16); }

void rg_fuzz_put_header(RgStrBuf *out, uint8_t version)
{
    const RgPyVersion *v = rg_fuzz_version(version);
    put_u16(out, v->final_magic);
    put_u16(out, 0x0a0d);
    for (int i = 4; i < v->header_size; i++)
        put_u8(out, 0);
}

/* ---- marshalled objects ---- */

static void put_name(RgStrBuf *out, const char *prefix, uint32_t n)
{
    char text[16];
    int len = snprintf(text, sizeof text, "%s%u", prefix, n);
    put_u8(out, 'Z');
    put_u8(out, (uint32_t)len);
    rg_strbuf_add(out, text, (size_t)len);
}

static void put_names(RgStrBuf *out, const char *prefix, uint32_t n)
{
    put_u8(out, ')');
    put_u8(out, n);
    for (uint32_t i = 0; i < n; i++)
        put_name(out, prefix, i);
}

static void put_bytes(RgStrBuf *out, const void *data, size_t size)
{
    put_u8(out, 's');
    put_u32(out, (uint32_t)size);
    rg_strbuf_add(out, data, size);
}

/* A function as the constants have one, or the one that an input describes. */
typedef struct Function {
    const RgPyVersion *version;
    uint32_t argcount, posonly, kwonly, nlocals, ncells, nfree, flags;
    const char *code, *table;
    size_t code_size, table_size;
    bool nested;
} Function;

static void put_function(RgStrBuf *out, const Function *f);

/* Constants of every kind that the converter tells apart. */
static void put_consts(RgStrBuf *out, const Function *f)
{
    static const double real = 2.5;
    put_u8(out, ')');
    put_u8(out, f->nested ? 1 : CONSTS);
    rg_strbuf_puts(out, "N");
    if (f->nested) return;
    rg_strbuf_puts(out, "TF.");
    for (uint32_t i = 0; i < 4; i++)
        put_u8(out, 'i'), put_u32(out, i == 3 ? 0x7fffffff : i);
    put_u8(out, 'l'), put_u32(out, 5), rg_strbuf_add(out, "\1\0\2\0\3\0\4\0\5\0", 10);
    put_u8(out, 'g'), rg_strbuf_add(out, &real, 8);
    put_u8(out, 'y'), rg_strbuf_add(out, &real, 8), rg_strbuf_add(out, &real, 8);
    put_name(out, "s", 1);
    put_name(out, "s", 2);
    put_bytes(out, "bytes", 5);
    put_u8(out, ')'), put_u8(out, 0);
    put_names(out, "k", 1);
    put_names(out, "k", 2);
    put_u8(out, '>'), put_u32(out, 2), rg_strbuf_puts(out, "NT");
    /* code objects: without and with a free variable */
    uint8_t load = 0, give = 0;
    for (uint32_t op = 0; op < 256; op++) {
        if (f->version->numbers[op].op == PYOP_LOAD_CONST) load = (uint8_t)op;
        if (f->version->numbers[op].op == PYOP_RETURN_VALUE) give = (uint8_t)op;
    }
    const char code[4] = {(char)load, 0, (char)give, 0};
    Function inner = {.version = f->version, .code = code, .code_size = 4, .table = "", .nested = true, .flags = 3};
    put_function(out, &inner);
    inner.nfree = 1;
    put_function(out, &inner);
}

static void put_kinds(RgStrBuf *out, const Function *f)
{
    put_u8(out, 's');
    put_u32(out, f->nlocals + f->ncells + f->nfree);
    for (uint32_t i = 0; i < f->nlocals; i++)
        put_u8(out, i == 0 && f->ncells > 2 ? 0x60 : 0x20); /* the first parameter may be a cell too */
    for (uint32_t i = 0; i < f->ncells; i++)
        put_u8(out, 0x40);
    for (uint32_t i = 0; i < f->nfree; i++)
        put_u8(out, 0x80);
}

static void put_function(RgStrBuf *out, const Function *f)
{
    const unsigned layout = f->version->layout;
    put_u8(out, 'c');
    put_u32(out, f->argcount);
    if (layout != RG_PYLAYOUT_KWONLY) put_u32(out, f->posonly);
    put_u32(out, f->kwonly);
    if (layout != RG_PYLAYOUT_LOCALSPLUS) put_u32(out, f->nlocals);
    put_u32(out, 30);
    put_u32(out, f->flags);
    put_bytes(out, f->code, f->code_size);
    put_consts(out, f);
    put_names(out, "n", f->nested ? 0 : NAMES);
    if (layout == RG_PYLAYOUT_LOCALSPLUS) {
        put_u8(out, ')');
        put_u8(out, f->nlocals + f->ncells + f->nfree);
        for (uint32_t i = 0; i < f->nlocals + f->ncells + f->nfree; i++)
            put_name(out, "v", i);
        put_kinds(out, f);
    } else {
        put_names(out, "v", f->nlocals);
        put_names(out, "f", f->nfree);
        put_names(out, f->ncells > 2 ? "v" : "c", f->ncells);
    }
    put_name(out, "file", 1);
    put_name(out, "function", 1);
    if (layout == RG_PYLAYOUT_LOCALSPLUS) put_name(out, "function", 2);
    put_u32(out, 1);
    put_bytes(out, "", 0);
    if (layout == RG_PYLAYOUT_LOCALSPLUS) put_bytes(out, f->table, f->table_size);
}

/* ---- instructions ---- */

/* The opcode that number means, or the next one there is: unknown ones are refused, which is known. */
static uint8_t some_opcode(const RgPyVersion *v, uint8_t number)
{
    for (int i = 0; i < 256; i++, number++)
        if (v->numbers[number].op > PYOP_EXTENDED_ARG) break;
    return number;
}

static int jump_kind(const RgPyVersion *v, uint8_t number)
{
    int kind = rg_pyop_info[v->numbers[number].op].arg;
    return kind == RG_PYARG_JUMP_FORWARD || kind == RG_PYARG_JUMP_BACKWARD || kind == RG_PYARG_JUMP_ABSOLUTE ? kind : 0;
}

static uint32_t target_of(int kind, uint32_t at, uint32_t arg, uint32_t n)
{
    uint32_t target = kind == RG_PYARG_JUMP_BACKWARD ? (arg > at ? 0 : at - arg) : at + 1 + arg;
    if (kind == RG_PYARG_JUMP_ABSOLUTE && arg >= 128) target = at + 128 > arg ? at + 128 - arg : 0; /* backwards */
    return RG_MIN(target, n - 1);
}

static uint32_t extended_op(const RgPyVersion *v)
{
    for (uint32_t op = 0; op < 256; op++)
        if (v->numbers[op].op == PYOP_EXTENDED_ARG) return op;
    return 144;
}

/* Jumps have one EXTENDED_ARG always, so that every instruction's place is known at once. */
static void put_code(RgStrBuf *out, const RgPyVersion *v, const uint8_t *insns, uint32_t n, uint32_t *units)
{
    uint32_t unit = 0, prefix = extended_op(v);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t op = some_opcode(v, insns[2 * i]);
        units[i] = unit;
        unit += 1 + (jump_kind(v, op) != 0) + v->numbers[op].caches;
    }
    units[n] = unit;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t op = some_opcode(v, insns[2 * i]);
        uint32_t arg = insns[2 * i + 1];
        int kind = jump_kind(v, op);
        if (kind) {
            uint32_t target = units[target_of(kind, i, arg, n)], behind = units[i + 1];
            arg = kind == RG_PYARG_JUMP_ABSOLUTE ? target : kind == RG_PYARG_JUMP_BACKWARD ? behind - target : target - behind;
            if (kind == RG_PYARG_JUMP_BACKWARD && target > behind) arg = 0;
            if (kind == RG_PYARG_JUMP_FORWARD && target < behind) arg = 0;
            arg *= 2u / v->jump_unit;
            put_u8(out, prefix);
            put_u8(out, arg >> 8 & 255);
        }
        put_u8(out, op);
        put_u8(out, arg & 255);
        for (int c = v->numbers[op].caches; c > 0; c--)
            put_u16(out, 0);
    }
}

static void put_number(RgStrBuf *out, uint32_t value, uint32_t mark)
{
    uint32_t digits = value >= 4096 ? 3 : value >= 64 ? 2 : 1;
    for (uint32_t d = digits; d-- > 0; mark = 0)
        put_u8(out, mark | (d ? 64u : 0) | (value >> 6 * d & 63));
}

static void put_table(RgStrBuf *out, const uint8_t *rows, uint32_t nrows, const uint32_t *units, uint32_t n)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < nrows; i++) {
        const uint8_t *row = rows + 4 * i;
        uint32_t start = RG_MIN(last + row[0], n - 1), end = RG_MIN(start + 1u + row[1], n), target = RG_MIN((uint32_t)row[2], n - 1);
        if (end <= start) break;
        put_number(out, units[start], 128);
        put_number(out, units[end] - units[start], 0);
        put_number(out, units[target], 0);
        put_number(out, row[3], 0);
        last = end;
        if (last >= n) break;
    }
}

void rg_fuzz_unpack(RgStrBuf *out, const uint8_t *data, size_t size)
{
    uint8_t head[RG_FUZZ_STACK_HEAD] = {0};
    static const uint8_t nothing[2] = {0};
    static uint32_t units[INSNS_MAX + 1]; /* inputs come one at a time */
    memcpy(head, data, RG_MIN(size, sizeof head));
    data += RG_MIN(size, sizeof head);
    size -= RG_MIN(size, sizeof head);
    const RgPyVersion *v = rg_fuzz_version(head[0]);
    uint32_t nrows = head[4] >> 4;
    if (size < 4 * (size_t)nrows) nrows = (uint32_t)(size / 4);
    const uint8_t *rows = data, *insns = data + 4 * nrows;
    uint32_t n = (uint32_t)RG_MIN((size - 4 * nrows) / 2, (size_t)INSNS_MAX);
    if (n == 0) insns = nothing, n = 1;
    RgStrBuf code, table;
    rg_strbuf_init(&code);
    rg_strbuf_init(&table);
    put_code(&code, v, insns, n, units);
    put_table(&table, rows, nrows, units, n);
    Function f = {.version = v, .code = code.data, .code_size = code.len, .table = table.data, .table_size = table.len};
    static const uint16_t kinds[8] = {0, 3, 3, 3 | 0x20, 3 | 0x80, 3 | 0x200, 3 | 0x100, 2};
    f.flags = kinds[head[1] & 7] | (head[1] & 8 ? 4u : 0) | (head[1] & 16 ? 8u : 0) | (head[1] & 32 ? 0x10u : 0);
    f.argcount = head[2] & 7;
    f.posonly = RG_MIN(head[2] >> 3 & 3u, f.argcount);
    f.kwonly = head[2] >> 5;
    f.nlocals = f.argcount + f.kwonly + (head[1] >> 3 & 1) + (head[1] >> 4 & 1) + (head[3] & 15);
    f.ncells = head[3] >> 4;
    f.nfree = head[4] & 15;
    rg_fuzz_put_header(out, head[0]);
    put_function(out, &f);
    rg_strbuf_fini(&code);
    rg_strbuf_fini(&table);
}

/* ---- the other way ---- */

static uint32_t insn_of(const uint32_t *first, uint32_t nunits, uint64_t unit)
{
    return unit < nunits && first[unit] != UINT32_MAX ? first[unit] : 0;
}

static void pack_insns(RgStrBuf *out, const RgPyVersion *v, const uint8_t *code, uint32_t nunits, const uint32_t *first)
{
    uint32_t arg = 0, n = 0;
    for (uint32_t u = 0; u < nunits;) {
        uint8_t op = code[2 * u];
        arg = arg << 8 | code[2 * u + 1];
        RgPyNumber number = v->numbers[op];
        u += 1u + number.caches;
        if (number.op == PYOP_EXTENDED_ARG) continue;
        int kind = jump_kind(v, op);
        if (kind) {
            uint64_t distance = arg / (2u / v->jump_unit);
            uint64_t unit = kind == RG_PYARG_JUMP_BACKWARD ? u - distance : kind == RG_PYARG_JUMP_ABSOLUTE ? distance : u + distance;
            uint32_t target = insn_of(first, nunits, unit);
            if (kind == RG_PYARG_JUMP_BACKWARD) arg = n - RG_MIN(target, n);
            else if (target > n) arg = RG_MIN(target - n - 1, 127u);
            else arg = RG_MIN(128 + n - target, 255u);
        }
        put_u8(out, op);
        put_u8(out, RG_MIN(arg, 255u));
        arg = 0;
        n++;
    }
}

static uint32_t take_number(const uint8_t **p, const uint8_t *end)
{
    uint32_t value = 0;
    while (*p < end) {
        uint8_t b = *(*p)++;
        value = value << 6 | (b & 63);
        if (!(b & 64)) break;
    }
    return value;
}

static void pack_rows(RgStrBuf *out, RgByteSpan table, const uint32_t *first, uint32_t nunits, uint32_t *nrows)
{
    static const uint8_t none[1];
    const uint8_t *p = table.size ? table.data : none, *end = p + table.size;
    uint32_t last = 0;
    for (*nrows = 0; p < end && *nrows < 15; ++*nrows) {
        uint32_t start = take_number(&p, end), length = take_number(&p, end), target = take_number(&p, end), rest = take_number(&p, end);
        uint32_t a = insn_of(first, nunits, start), b = insn_of(first, nunits, (uint64_t)start + length);
        put_u8(out, RG_MIN(a - RG_MIN(last, a), 255u));
        put_u8(out, b > a ? RG_MIN(b - a - 1, 255u) : 0);
        put_u8(out, RG_MIN(insn_of(first, nunits, target), 255u));
        put_u8(out, RG_MIN(rest, 255u));
        last = b > a ? b : a + 1;
    }
}

bool rg_fuzz_pack(RgStrBuf *out, const RgPyCode *code)
{
    const RgPyVersion *v = code->version;
    const uint32_t nunits = code->code.size / 2;
    static uint32_t first[4 * INSNS_MAX];
    if (nunits >= RG_COUNT_OF(first)) return false;
    uint32_t n = 0;
    memset(first, 0xff, sizeof first);
    for (uint32_t u = 0; u < nunits;) {
        RgPyNumber number = v->numbers[code->code.data[2 * u]];
        first[u] = n;
        n += number.op != PYOP_EXTENDED_ARG;
        u += 1u + number.caches;
    }
    uint32_t nrows = 0, cells = 0;
    for (uint32_t i = 0; i < code->nlocals; i++)
        cells += code->local_kinds[i] == RG_LOCAL_CELL;
    RgStrBuf rows;
    rg_strbuf_init(&rows);
    pack_rows(&rows, code->exceptions, first, nunits, &nrows);
    const uint32_t stars = (code->flags >> 2 & 1) + (code->flags >> 3 & 1);
    const uint32_t args = RG_MIN(code->argcount, 7u), kw = RG_MIN(code->kwonlyargcount, 7u);
    const uint32_t plain = code->nlocals - code->nfree - cells, params = args + kw + stars;
    uint32_t kind = code->flags & 0x20 ? 3 : code->flags & 0x80 ? 4 : code->flags & 0x200 ? 5 : code->flags & 0x100 ? 6 : code->flags & 1;
    put_u8(out, (uint32_t)v->minor - 6);
    put_u8(out, kind | (code->flags >> 2 & 3) << 3);
    put_u8(out, args | RG_MIN(code->posonlyargcount, 3u) << 3 | kw << 5);
    put_u8(out, RG_MIN(plain > params ? plain - params : 0, 15u) | RG_MIN(cells, 15u) << 4);
    put_u8(out, RG_MIN(code->nfree, 15u) | nrows << 4);
    rg_strbuf_add(out, rows.data ? rows.data : "", rows.len);
    pack_insns(out, v, code->code.data, nunits, first);
    rg_strbuf_fini(&rows);
    return n < INSNS_MAX;
}

/* ---- changes ---- */

size_t rg_fuzz_mutate_stack(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    RgFuzzRandom random = {seed * 0x9e3779b97f4a7c15ull | 1};
    for (int i = 0; i < 4; i++)
        rg_fuzz_below(&random, 1);
    if (size < RG_FUZZ_STACK_HEAD + 4 || rg_fuzz_below(&random, 12) == 0) return LLVMFuzzerMutate(data, size, max);
    for (uint32_t times = 1 + rg_fuzz_below(&random, 4); times > 0; times--) {
        uint32_t nrows = data[4] >> 4, from = RG_FUZZ_STACK_HEAD + 4 * nrows;
        uint32_t n = size > from ? (uint32_t)(size - from) / 2 : 0;
        uint8_t *insns = data + from;
        if (n < 2 || rg_fuzz_below(&random, 10) == 0) { /* head and rows */
            data[rg_fuzz_below(&random, (uint32_t)RG_MIN((size_t)from, size))] ^= (uint8_t)(1u << rg_fuzz_below(&random, 8));
            continue;
        }
        uint32_t at = rg_fuzz_below(&random, n), other = rg_fuzz_below(&random, n);
        switch (rg_fuzz_below(&random, 8)) {
        case 0: insns[2 * at] = (uint8_t)rg_fuzz_below(&random, 256); break;
        case 1: insns[2 * at + 1] = (uint8_t)rg_fuzz_below(&random, 256); break;
        case 2: insns[2 * at + 1] = (uint8_t)rg_fuzz_below(&random, 12); break;
        case 3: insns[2 * at + 1] = (uint8_t)(insns[2 * at + 1] + rg_fuzz_below(&random, 5) - 2); break;
        case 4: memcpy(insns + 2 * at, insns + 2 * other, 2); break;
        case 5: /* some instructions less */
            other = 1 + rg_fuzz_below(&random, RG_MIN(n - at, 4u));
            memmove(insns + 2 * at, insns + 2 * (at + other), 2 * (size_t)(n - at - other));
            size -= 2 * (size_t)other;
            break;
        default: { /* some more, as they are elsewhere */
            uint32_t count = 1 + rg_fuzz_below(&random, RG_MIN(n - other, 6u));
            uint8_t copy[12];
            if (size + 2 * (size_t)count > max) break;
            memcpy(copy, insns + 2 * other, 2 * (size_t)count);
            memmove(insns + 2 * (at + count), insns + 2 * at, 2 * (size_t)(n - at));
            memcpy(insns + 2 * at, copy, 2 * (size_t)count);
            size += 2 * (size_t)count;
        }
        }
    }
    return size;
}
