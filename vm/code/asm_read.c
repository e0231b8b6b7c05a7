/* SPDX-License-Identifier: MIT
 *
 * asm_read.c: words, numbers, strings and constants of the assembler's language. Always holds: strings and constants
 * live in the unit's arena.
 */
#include "vm/code/asm_read.h"

#include <stdarg.h>
#include <stdio.h>

#include "vm/base/dtoa.h"
#include "vm/base/utf8.h"

RgStatus rg_asm_fail(RgAsm *a, RgStatus status, const char *fmt, ...)
{
    char what[120];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    return rg_error_set(a->error, status, UINT64_MAX, "line %u: %s", a->line, what);
}

RgStatus rg_asm_no_memory(RgAsm *a)
{
    return rg_asm_fail(a, ERR_NO_MEMORY, "%s", "assembling");
}

/* ---- words of the language ---- */

void rg_asm_skip_blanks(RgAsm *a)
{
    while (a->p < a->end && (*a->p == ' ' || *a->p == '\t' || *a->p == '\r'))
        a->p++;
    if (a->p < a->end && *a->p == ';') {
        while (a->p < a->end && *a->p != '\n')
            a->p++;
    }
}

bool rg_asm_at_line_end(RgAsm *a)
{
    rg_asm_skip_blanks(a);
    return a->p == a->end || *a->p == '\n';
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '@';
}

/* The next word, possibly empty; does not cross the line's end. */
RgStrRef rg_asm_next_word(RgAsm *a)
{
    rg_asm_skip_blanks(a);
    const char *start = a->p;
    while (a->p < a->end && is_word_char(*a->p))
        a->p++;
    return (RgStrRef){start, (uint32_t)(a->p - start)};
}

bool rg_asm_word_is(RgStrRef word, const char *text)
{
    return word.len == strlen(text) && memcmp(word.data, text, word.len) == 0;
}

bool rg_asm_take(RgAsm *a, char c)
{
    rg_asm_skip_blanks(a);
    if (a->p < a->end && *a->p == c) {
        a->p++;
        return true;
    }
    return false;
}

RgStatus rg_asm_expect(RgAsm *a, char c)
{
    return rg_asm_take(a, c) ? RG_OK : rg_asm_fail(a, ERR_ASM_SYNTAX, "'%c' expected", c);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decimal or 0x number within [low, high], with an optional minus sign. */
static RgStatus read_number(RgAsm *a, int64_t low, uint64_t high, int64_t *value)
{
    bool negative = rg_asm_take(a, '-');
    rg_asm_skip_blanks(a);
    unsigned base = 10;
    if (a->end - a->p >= 2 && a->p[0] == '0' && a->p[1] == 'x') {
        base = 16;
        a->p += 2;
    }
    uint64_t n = 0;
    const char *start = a->p;
    for (; a->p < a->end && hex_digit(*a->p) >= 0 && (unsigned)hex_digit(*a->p) < base; a->p++) {
        unsigned digit = (unsigned)hex_digit(*a->p);
        if (n > (UINT64_MAX - digit) / base) return rg_asm_fail(a, ERR_ASM_RANGE, "number too large");
        n = n * base + digit;
    }
    if (a->p == start || (a->p < a->end && is_word_char(*a->p)))
        return rg_asm_fail(a, ERR_ASM_SYNTAX, "number expected");
    if (negative ? n > (uint64_t)1 << 63 || (n > 0 && (int64_t)(0 - n) < low) : n > high)
        return rg_asm_fail(a, ERR_ASM_RANGE, "%s%llu", negative ? "-" : "", (unsigned long long)n);
    *value = negative ? (int64_t)(0 - n) : (int64_t)n;
    return RG_OK;
}

RgStatus rg_asm_read_u32(RgAsm *a, uint32_t *value)
{
    int64_t n;
    RG_ASM_TRY(read_number(a, 0, UINT32_MAX, &n));
    *value = (uint32_t)n;
    return RG_OK;
}

RgStatus rg_asm_read_i32(RgAsm *a, int32_t *value)
{
    int64_t n;
    RG_ASM_TRY(read_number(a, INT32_MIN, INT32_MAX, &n));
    *value = (int32_t)n;
    return RG_OK;
}

/* A letter and a number: r3, k5, s0, #2. */
RgStatus rg_asm_read_indexed(RgAsm *a, char letter, uint32_t high, uint32_t *value)
{
    rg_asm_skip_blanks(a);
    if (a->p == a->end || *a->p != letter) return rg_asm_fail(a, ERR_ASM_SYNTAX, "'%c' and a number expected", letter);
    a->p++;
    int64_t n;
    RG_ASM_TRY(read_number(a, 0, high, &n));
    *value = (uint32_t)n;
    return RG_OK;
}

/* A quoted string, into the unit's arena. */
static RgStatus read_quoted(RgAsm *a, RgStrRef *s)
{
    RG_ASM_TRY(rg_asm_expect(a, '"'));
    const char *q = a->p;
    while (q < a->end && *q != '"' && *q != '\n')
        q += *q == '\\' && a->end - q > 1 ? 2 : 1;
    if (q >= a->end || *q != '"') return rg_asm_fail(a, ERR_ASM_SYNTAX, "unterminated string");
    char *data = rg_arena_alloc(&a->unit->arena, (size_t)(q - a->p));
    if (!data || q - a->p > (ptrdiff_t)UINT32_MAX) return rg_asm_no_memory(a);
    uint32_t len = 0;
    while (a->p < q) {
        char c = *a->p++;
        if (c == '\\') {
            c = *a->p++;
            if (c == 'x') {
                if (q - a->p < 2 || hex_digit(a->p[0]) < 0 || hex_digit(a->p[1]) < 0)
                    return rg_asm_fail(a, ERR_ASM_SYNTAX, "bad \\x escape");
                c = (char)(hex_digit(a->p[0]) << 4 | hex_digit(a->p[1]));
                a->p += 2;
            } else if (c == 'n') {
                c = '\n';
            } else if (c == 't') {
                c = '\t';
            } else if (c == 'r') {
                c = '\r';
            } else if (c != '"' && c != '\\') {
                return rg_asm_fail(a, ERR_ASM_SYNTAX, "unknown escape");
            }
        }
        data[len++] = c;
    }
    a->p = q + 1;
    *s = (RgStrRef){data, len};
    return RG_OK;
}

RgStatus rg_asm_read_text(RgAsm *a, RgStrRef *s)
{
    RG_ASM_TRY(read_quoted(a, s));
    if (!rg_utf8_scan(s->data, s->len, true, NULL, NULL, NULL))
        return rg_asm_fail(a, ERR_ASM_SYNTAX, "string is not UTF-8");
    return RG_OK;
}

RgStatus rg_asm_find_label(RgAsm *a, RgStrRef name, uint32_t *label)
{
    if (name.len == 0) return rg_asm_fail(a, ERR_ASM_SYNTAX, "label expected");
    bool added;
    uint64_t *number = rg_map_put_bytes(&a->g.label_names, name.data, name.len, &added);
    if (!number) return rg_asm_no_memory(a);
    if (added) {
        *number = a->g.labels.len;
        RG_ASM_TRY(RG_ASM_PUSH(&a->g.labels, ((RgAsmLabel){RG_ASM_NO_LABEL, a->line})));
    }
    *label = (uint32_t)*number;
    return RG_OK;
}

/* ---- constants ---- */

static RgStatus read_double(RgAsm *a, double *x)
{
    rg_asm_skip_blanks(a);
    if (a->end - a->p > 7 && memcmp(a->p, "bits:0x", 7) == 0) {
        uint64_t bits = 0;
        a->p += 7;
        for (int i = 0; i < 16; i++, a->p++) {
            if (a->p == a->end || hex_digit(*a->p) < 0)
                return rg_asm_fail(a, ERR_ASM_SYNTAX, "16 hexadecimal digits expected");
            bits = bits << 4 | (uint64_t)hex_digit(*a->p);
        }
        memcpy(x, &bits, sizeof *x);
        return RG_OK;
    }
    const char *end = rg_dtoa_parse(a->p, a->end, x, NULL);
    if (!end) return rg_asm_fail(a, ERR_ASM_SYNTAX, "float expected");
    a->p = end;
    return RG_OK;
}

static RgStatus read_bigint(RgAsm *a, RgConst *k)
{
    k->kind = RG_CONST_BIGINT;
    if (rg_asm_take(a, '-')) k->flags |= RG_CONSTF_NEGATIVE;
    rg_asm_skip_blanks(a);
    if (a->end - a->p < 2 || memcmp(a->p, "0x", 2) != 0) return rg_asm_fail(a, ERR_ASM_SYNTAX, "0x expected");
    const char *start = a->p + 2, *q = start;
    while (q < a->end && hex_digit(*q) >= 0)
        q++;
    if ((q - start) % 2 || q == start || q - start > (ptrdiff_t)UINT32_MAX)
        return rg_asm_fail(a, ERR_ASM_SYNTAX, "an even number of hexadecimal digits expected");
    k->len = (uint32_t)((q - start) / 2);
    char *bytes = rg_arena_alloc(&a->unit->arena, k->len);
    if (!bytes) return rg_asm_no_memory(a);
    for (uint32_t i = 0; i < k->len; i++)
        bytes[k->len - 1 - i] = (char)(hex_digit(start[2 * i]) << 4 | hex_digit(start[2 * i + 1]));
    k->u.bytes = bytes;
    a->p = q;
    return RG_OK;
}

static RgStatus read_items(RgAsm *a, RgConst *k, char closing, int depth)
{
    RG_VEC(const RgConst *) items = {0};
    RgStatus status = RG_OK;
    k->kind = closing == ')' ? RG_CONST_TUPLE : RG_CONST_FROZENSET;
    while (!status && !rg_asm_take(a, closing)) {
        const RgConst *item;
        if (items.len > 0) status = rg_asm_expect(a, ',');
        if (!status) status = rg_asm_read_constant(a, &item, depth + 1);
        if (!status) status = RG_ASM_PUSH(&items, item);
    }
    const RgConst **copy = RG_ARENA_ARRAY(&a->unit->arena, const RgConst *, items.len + 1);
    if (!status && !copy) status = rg_asm_no_memory(a);
    if (!status) {
        if (items.len) memcpy(copy, items.data, items.len * sizeof *copy);
        k->len = (uint32_t)items.len;
        k->u.items = copy;
    }
    RG_VEC_FINI(&items);
    return status;
}

static RgStatus read_named_constant(RgAsm *a, RgConst *k)
{
    static const struct {
        const char *word;
        RgConstKind kind;
    } names[] = {{"None", RG_CONST_NONE},
                 {"True", RG_CONST_TRUE},
                 {"False", RG_CONST_FALSE},
                 {"Ellipsis", RG_CONST_ELLIPSIS},
                 {"StopIteration", RG_CONST_STOP_ITERATION}};
    RgStrRef word = rg_asm_next_word(a);
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        if (rg_asm_word_is(word, names[i].word)) {
            k->kind = (uint8_t)names[i].kind;
            return RG_OK;
        }
    }
    if (rg_asm_word_is(word, "big")) return read_bigint(a, k);
    if (rg_asm_word_is(word, "float")) {
        k->kind = RG_CONST_FLOAT;
        return read_double(a, &k->u.f);
    }
    if (rg_asm_word_is(word, "complex")) {
        double *parts = RG_ARENA_ARRAY(&a->unit->arena, double, 2);
        if (!parts) return rg_asm_no_memory(a);
        k->kind = RG_CONST_COMPLEX;
        k->u.complex = parts;
        RG_ASM_TRY(read_double(a, &parts[0]));
        return read_double(a, &parts[1]);
    }
    return rg_asm_fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(word.len, 40u), word.data);
}

static RgStatus read_string_constant(RgAsm *a, RgConst *k)
{
    k->kind = RG_CONST_STR;
    for (; *a->p != '"'; a->p++) {
        if (*a->p == 'b')
            k->kind = RG_CONST_BYTES;
        else
            k->flags |= *a->p == 'i' ? RG_CONSTF_INTERNED : RG_CONSTF_ASCII;
    }
    RgStrRef s;
    RG_ASM_TRY(k->kind == RG_CONST_STR ? rg_asm_read_text(a, &s) : read_quoted(a, &s));
    k->u.bytes = s.data;
    k->len = s.len;
    return RG_OK;
}

/* Does a string with prefix letters begin here? */
static bool at_string(const RgAsm *a)
{
    const char *p = a->p;
    while (p < a->end && (*p == 'i' || *p == 'a' || *p == 'b'))
        p++;
    return p < a->end && *p == '"';
}

RgStatus rg_asm_read_constant(RgAsm *a, const RgConst **out, int depth)
{
    RgConst *k = RG_ARENA_NEW(&a->unit->arena, RgConst);
    if (!k) return rg_asm_no_memory(a);
    *out = k;
    if (depth > RG_CONST_DEPTH_MAX) return rg_asm_fail(a, ERR_ASM_RANGE, "constants nested too deeply");
    rg_asm_skip_blanks(a);
    if (a->p == a->end) return rg_asm_fail(a, ERR_ASM_SYNTAX, "constant expected");
    if (at_string(a)) return read_string_constant(a, k);
    if (rg_asm_take(a, '(')) return read_items(a, k, ')', depth);
    if (rg_asm_take(a, '{')) return read_items(a, k, '}', depth);
    if (*a->p == '@') {
        uint32_t number;
        RG_ASM_TRY(rg_asm_read_indexed(a, '@', UINT32_MAX, &number));
        if (number >= a->ncodes) return rg_asm_fail(a, ERR_ASM_RANGE, "there is no .code @%u", number);
        k->kind = RG_CONST_CODE;
        k->u.code = &a->codes[number];
        return RG_OK;
    }
    if (*a->p == '-' || (*a->p >= '0' && *a->p <= '9')) {
        k->kind = RG_CONST_INT;
        return read_number(a, INT64_MIN, INT64_MAX, &k->u.i);
    }
    return read_named_constant(a, k);
}
