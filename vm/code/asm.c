/* SPDX-License-Identifier: MIT
 *
 * asm.c: one-pass assembler with fix-ups for labels. Operands are read by the roles and layouts of ops.def, so a new
 * opcode needs nothing here. Always holds: any text is safe to assemble; strings and tables of the result live in the
 * unit's arena, the growing vectors on the C heap until a code object ends.
 */
#include "vm/code/asm.h"

#include <stdarg.h>
#include <stdio.h>

#include "vm/base/dtoa.h"
#include "vm/base/map.h"
#include "vm/base/utf8.h"
#include "vm/base/vec.h"
#include "vm/code/op.h"

#define NO_LABEL UINT32_MAX

typedef struct Label {
    uint32_t word; /* NO_LABEL until it is placed */
    uint32_t line; /* of its first mention */
} Label;

typedef struct Fixup {
    uint32_t at, next; /* the word to fill, the word behind its instruction */
    uint32_t label;
} Fixup;

/* Everything of one code object while it grows. Handlers hold labels' numbers until the end. */
typedef struct Growing {
    RG_VEC(RgWord) words;
    RG_VEC(const RgConst *) consts;
    RG_VEC(RgStrRef) names;
    RG_VEC(RgStrRef) local_names;
    RG_VEC(uint8_t) local_kinds;
    RG_VEC(RgSite) sites;
    RG_VEC(RgHandler) handlers;
    RG_VEC(RgMirror) mirrors;
    RG_VEC(RgLoadPoint) points;
    RG_VEC(RgPosition) positions;
    RG_VEC(RgOrigin) origins;
    RG_VEC(Label) labels;
    RG_VEC(Fixup) fixups;
    RgMap label_names;
    bool has_source_consts;
} Growing;

typedef struct Asm {
    const char *p, *end;
    uint32_t line;
    RgCodeUnit *unit;
    RgCode *codes; /* unit's, in one array, so that constants may name later ones */
    uint32_t ncodes;
    RgCode *code; /* current, NULL between code objects */
    Growing g;
    RgError *error;
} Asm;

static RgStatus fail(Asm *a, RgStatus status, const char *fmt, ...) RG_PRINTF(3, 4);
static RgStatus fail(Asm *a, RgStatus status, const char *fmt, ...)
{
    char what[120];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    return rg_error_set(a->error, status, UINT64_MAX, "line %u: %s", a->line, what);
}

static RgStatus no_memory(Asm *a)
{
    return fail(a, ERR_NO_MEMORY, "%s", "assembling");
}

#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        RgStatus status_ = (expr);                                                                                     \
        if (status_) return status_;                                                                                   \
    } while (0)
#define PUSH(v, x) (RG_VEC_PUSH((v), (x)) ? RG_OK : no_memory(a))

/* ---- words of the language ---- */

static void skip_blanks(Asm *a)
{
    while (a->p < a->end && (*a->p == ' ' || *a->p == '\t' || *a->p == '\r'))
        a->p++;
    if (a->p < a->end && *a->p == ';') {
        while (a->p < a->end && *a->p != '\n')
            a->p++;
    }
}

static bool at_line_end(Asm *a)
{
    skip_blanks(a);
    return a->p == a->end || *a->p == '\n';
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '@';
}

/* The next word, possibly empty; does not cross the line's end. */
static RgStrRef next_word(Asm *a)
{
    skip_blanks(a);
    const char *start = a->p;
    while (a->p < a->end && is_word_char(*a->p))
        a->p++;
    return (RgStrRef){start, (uint32_t)(a->p - start)};
}

static bool word_is(RgStrRef word, const char *text)
{
    return word.len == strlen(text) && memcmp(word.data, text, word.len) == 0;
}

static bool take(Asm *a, char c)
{
    skip_blanks(a);
    if (a->p < a->end && *a->p == c) {
        a->p++;
        return true;
    }
    return false;
}

static RgStatus expect(Asm *a, char c)
{
    return take(a, c) ? RG_OK : fail(a, ERR_ASM_SYNTAX, "'%c' expected", c);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decimal or 0x number within [low, high], with an optional minus sign. */
static RgStatus read_number(Asm *a, int64_t low, uint64_t high, int64_t *value)
{
    bool negative = take(a, '-');
    skip_blanks(a);
    unsigned base = 10;
    if (a->end - a->p >= 2 && a->p[0] == '0' && a->p[1] == 'x') {
        base = 16;
        a->p += 2;
    }
    uint64_t n = 0;
    const char *start = a->p;
    for (; a->p < a->end && hex_digit(*a->p) >= 0 && (unsigned)hex_digit(*a->p) < base; a->p++) {
        unsigned digit = (unsigned)hex_digit(*a->p);
        if (n > (UINT64_MAX - digit) / base) return fail(a, ERR_ASM_RANGE, "number too large");
        n = n * base + digit;
    }
    if (a->p == start || (a->p < a->end && is_word_char(*a->p))) return fail(a, ERR_ASM_SYNTAX, "number expected");
    if (negative ? n > (uint64_t)1 << 63 || (n > 0 && (int64_t)(0 - n) < low) : n > high)
        return fail(a, ERR_ASM_RANGE, "%s%llu", negative ? "-" : "", (unsigned long long)n);
    *value = negative ? (int64_t)(0 - n) : (int64_t)n;
    return RG_OK;
}

static RgStatus read_u32(Asm *a, uint32_t *value)
{
    int64_t n;
    TRY(read_number(a, 0, UINT32_MAX, &n));
    *value = (uint32_t)n;
    return RG_OK;
}

static RgStatus read_i32(Asm *a, int32_t *value)
{
    int64_t n;
    TRY(read_number(a, INT32_MIN, INT32_MAX, &n));
    *value = (int32_t)n;
    return RG_OK;
}

/* A letter and a number: r3, k5, s0, #2. */
static RgStatus read_indexed(Asm *a, char letter, uint32_t high, uint32_t *value)
{
    skip_blanks(a);
    if (a->p == a->end || *a->p != letter) return fail(a, ERR_ASM_SYNTAX, "'%c' and a number expected", letter);
    a->p++;
    int64_t n;
    TRY(read_number(a, 0, high, &n));
    *value = (uint32_t)n;
    return RG_OK;
}

/* A quoted string, into the unit's arena. */
static RgStatus read_quoted(Asm *a, RgStrRef *s)
{
    TRY(expect(a, '"'));
    const char *q = a->p;
    while (q < a->end && *q != '"' && *q != '\n')
        q += *q == '\\' && a->end - q > 1 ? 2 : 1;
    if (q >= a->end || *q != '"') return fail(a, ERR_ASM_SYNTAX, "unterminated string");
    char *data = rg_arena_alloc(&a->unit->arena, (size_t)(q - a->p));
    if (!data || q - a->p > (ptrdiff_t)UINT32_MAX) return no_memory(a);
    uint32_t len = 0;
    while (a->p < q) {
        char c = *a->p++;
        if (c == '\\') {
            c = *a->p++;
            if (c == 'x') {
                if (q - a->p < 2 || hex_digit(a->p[0]) < 0 || hex_digit(a->p[1]) < 0)
                    return fail(a, ERR_ASM_SYNTAX, "bad \\x escape");
                c = (char)(hex_digit(a->p[0]) << 4 | hex_digit(a->p[1]));
                a->p += 2;
            } else if (c == 'n') {
                c = '\n';
            } else if (c == 't') {
                c = '\t';
            } else if (c == 'r') {
                c = '\r';
            } else if (c != '"' && c != '\\') {
                return fail(a, ERR_ASM_SYNTAX, "unknown escape");
            }
        }
        data[len++] = c;
    }
    a->p = q + 1;
    *s = (RgStrRef){data, len};
    return RG_OK;
}

static RgStatus read_text(Asm *a, RgStrRef *s)
{
    TRY(read_quoted(a, s));
    if (!rg_utf8_scan(s->data, s->len, true, NULL, NULL, NULL)) return fail(a, ERR_ASM_SYNTAX, "string is not UTF-8");
    return RG_OK;
}

/* ---- constants ---- */

static RgStatus read_constant(Asm *a, const RgConst **out, int depth);

static RgStatus read_double(Asm *a, double *x)
{
    skip_blanks(a);
    if (a->end - a->p > 7 && memcmp(a->p, "bits:0x", 7) == 0) {
        uint64_t bits = 0;
        a->p += 7;
        for (int i = 0; i < 16; i++, a->p++) {
            if (a->p == a->end || hex_digit(*a->p) < 0)
                return fail(a, ERR_ASM_SYNTAX, "16 hexadecimal digits expected");
            bits = bits << 4 | (uint64_t)hex_digit(*a->p);
        }
        memcpy(x, &bits, sizeof *x);
        return RG_OK;
    }
    const char *end = rg_dtoa_parse(a->p, a->end, x, NULL);
    if (!end) return fail(a, ERR_ASM_SYNTAX, "float expected");
    a->p = end;
    return RG_OK;
}

static RgStatus read_bigint(Asm *a, RgConst *k)
{
    k->kind = RG_CONST_BIGINT;
    if (take(a, '-')) k->flags |= RG_CONSTF_NEGATIVE;
    skip_blanks(a);
    if (a->end - a->p < 2 || memcmp(a->p, "0x", 2) != 0) return fail(a, ERR_ASM_SYNTAX, "0x expected");
    const char *start = a->p + 2, *q = start;
    while (q < a->end && hex_digit(*q) >= 0)
        q++;
    if ((q - start) % 2 || q == start || q - start > (ptrdiff_t)UINT32_MAX)
        return fail(a, ERR_ASM_SYNTAX, "an even number of hexadecimal digits expected");
    k->len = (uint32_t)((q - start) / 2);
    char *bytes = rg_arena_alloc(&a->unit->arena, k->len);
    if (!bytes) return no_memory(a);
    for (uint32_t i = 0; i < k->len; i++)
        bytes[k->len - 1 - i] = (char)(hex_digit(start[2 * i]) << 4 | hex_digit(start[2 * i + 1]));
    k->u.bytes = bytes;
    a->p = q;
    return RG_OK;
}

static RgStatus read_items(Asm *a, RgConst *k, char closing, int depth)
{
    RG_VEC(const RgConst *) items = {0};
    RgStatus status = RG_OK;
    k->kind = closing == ')' ? RG_CONST_TUPLE : RG_CONST_FROZENSET;
    while (!status && !take(a, closing)) {
        const RgConst *item;
        if (items.len > 0) status = expect(a, ',');
        if (!status) status = read_constant(a, &item, depth + 1);
        if (!status) status = PUSH(&items, item);
    }
    const RgConst **copy = RG_ARENA_ARRAY(&a->unit->arena, const RgConst *, items.len + 1);
    if (!status && !copy) status = no_memory(a);
    if (!status) {
        if (items.len) memcpy(copy, items.data, items.len * sizeof *copy);
        k->len = (uint32_t)items.len;
        k->u.items = copy;
    }
    RG_VEC_FINI(&items);
    return status;
}

static RgStatus read_named_constant(Asm *a, RgConst *k)
{
    static const struct {
        const char *word;
        RgConstKind kind;
    } names[] = {{"None", RG_CONST_NONE},
                 {"True", RG_CONST_TRUE},
                 {"False", RG_CONST_FALSE},
                 {"Ellipsis", RG_CONST_ELLIPSIS},
                 {"StopIteration", RG_CONST_STOP_ITERATION}};
    RgStrRef word = next_word(a);
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        if (word_is(word, names[i].word)) {
            k->kind = (uint8_t)names[i].kind;
            return RG_OK;
        }
    }
    if (word_is(word, "big")) return read_bigint(a, k);
    if (word_is(word, "float")) {
        k->kind = RG_CONST_FLOAT;
        return read_double(a, &k->u.f);
    }
    if (word_is(word, "complex")) {
        double *parts = RG_ARENA_ARRAY(&a->unit->arena, double, 2);
        if (!parts) return no_memory(a);
        k->kind = RG_CONST_COMPLEX;
        k->u.complex = parts;
        TRY(read_double(a, &parts[0]));
        return read_double(a, &parts[1]);
    }
    return fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(word.len, 40u), word.data);
}

static RgStatus read_string_constant(Asm *a, RgConst *k)
{
    k->kind = RG_CONST_STR;
    for (; *a->p != '"'; a->p++) {
        if (*a->p == 'b')
            k->kind = RG_CONST_BYTES;
        else
            k->flags |= *a->p == 'i' ? RG_CONSTF_INTERNED : RG_CONSTF_ASCII;
    }
    RgStrRef s;
    TRY(k->kind == RG_CONST_STR ? read_text(a, &s) : read_quoted(a, &s));
    k->u.bytes = s.data;
    k->len = s.len;
    return RG_OK;
}

/* Does a string with prefix letters begin here? */
static bool at_string(const Asm *a)
{
    const char *p = a->p;
    while (p < a->end && (*p == 'i' || *p == 'a' || *p == 'b'))
        p++;
    return p < a->end && *p == '"';
}

static RgStatus read_constant(Asm *a, const RgConst **out, int depth)
{
    RgConst *k = RG_ARENA_NEW(&a->unit->arena, RgConst);
    if (!k) return no_memory(a);
    *out = k;
    if (depth > RG_CONST_DEPTH_MAX) return fail(a, ERR_ASM_RANGE, "constants nested too deeply");
    skip_blanks(a);
    if (a->p == a->end) return fail(a, ERR_ASM_SYNTAX, "constant expected");
    if (at_string(a)) return read_string_constant(a, k);
    if (take(a, '(')) return read_items(a, k, ')', depth);
    if (take(a, '{')) return read_items(a, k, '}', depth);
    if (*a->p == '@') {
        uint32_t number;
        TRY(read_indexed(a, '@', UINT32_MAX, &number));
        if (number >= a->ncodes) return fail(a, ERR_ASM_RANGE, "there is no .code @%u", number);
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

/* ---- instructions ---- */

static RgStatus find_label(Asm *a, RgStrRef name, uint32_t *label)
{
    if (name.len == 0) return fail(a, ERR_ASM_SYNTAX, "label expected");
    bool added;
    uint64_t *number = rg_map_put_bytes(&a->g.label_names, name.data, name.len, &added);
    if (!number) return no_memory(a);
    if (added) {
        *number = a->g.labels.len;
        TRY(PUSH(&a->g.labels, ((Label){NO_LABEL, a->line})));
    }
    *label = (uint32_t)*number;
    return RG_OK;
}

/* rN or kN as a 16-bit operand. */
static RgStatus read_operand(Asm *a, uint32_t *operand)
{
    skip_blanks(a);
    if (a->p < a->end && *a->p == 'k') {
        TRY(read_indexed(a, 'k', RG_OPERAND_MAX, operand));
        *operand |= RG_OPERAND_CONST;
        return RG_OK;
    }
    return read_indexed(a, 'r', RG_OPERAND_MAX, operand);
}

static RgStatus read_field(Asm *a, RgRole role, uint32_t *value)
{
    switch (role) {
    case RG_ROLE_D:
    case RG_ROLE_U:
    case RG_ROLE_X: return read_indexed(a, 'r', 255, value);
    case RG_ROLE_K: return read_indexed(a, 'k', 255, value);
    case RG_ROLE_R16: return read_operand(a, value);
    case RG_ROLE_K16: return read_indexed(a, 'k', UINT16_MAX, value);
    case RG_ROLE_L16: return read_indexed(a, 'l', UINT16_MAX, value);
    case RG_ROLE_I8: return read_indexed(a, 's', UINT8_MAX, value);
    case RG_ROLE_I16: return read_indexed(a, 's', UINT16_MAX, value);
    default: return read_indexed(a, '#', 255, value);
    }
}

/* (r1, k2, ...): fills in field C of the head word. */
static RgStatus read_list(Asm *a, size_t head)
{
    size_t start = a->g.words.len;
    uint32_t n = 0, operand;
    TRY(expect(a, '('));
    for (; !take(a, ')'); n++) {
        if (n > 0) TRY(expect(a, ','));
        TRY(read_operand(a, &operand));
        if (n % 2 == 0)
            TRY(PUSH(&a->g.words, operand));
        else
            a->g.words.data[a->g.words.len - 1] |= operand << 16;
    }
    if (n < RG_LIST_EXTENDED) {
        a->g.words.data[head] |= n << 24;
        return RG_OK;
    }
    a->g.words.data[head] |= RG_LIST_EXTENDED << 24;
    TRY(PUSH(&a->g.words, 0));
    memmove(&a->g.words.data[start + 1], &a->g.words.data[start], (a->g.words.len - 1 - start) * sizeof(RgWord));
    a->g.words.data[start] = n;
    return RG_OK;
}

static RgStatus read_item(Asm *a, char item, size_t head)
{
    uint32_t value, second;
    switch (item) {
    case 'J':
        TRY(find_label(a, next_word(a), &value));
        TRY(PUSH(&a->g.fixups, ((Fixup){(uint32_t)a->g.words.len, (uint32_t)head, value})));
        return PUSH(&a->g.words, 0);
    case 'T':
    case 'I': TRY(read_indexed(a, 's', UINT32_MAX, &value)); return PUSH(&a->g.words, value);
    case 'K': TRY(read_indexed(a, 'k', UINT32_MAX, &value)); return PUSH(&a->g.words, value);
    case 'P':
        TRY(read_operand(a, &value));
        TRY(expect(a, ','));
        TRY(read_operand(a, &second));
        return PUSH(&a->g.words, RG_PAIR(value, second));
    default: return read_list(a, head);
    }
}

static RgStatus read_instruction(Asm *a, RgStrRef mnemonic)
{
    int op = rg_op_lookup(mnemonic.data, mnemonic.len);
    if (op < 0) return fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(mnemonic.len, 40u), mnemonic.data);
    const RgOpInfo *info = &rg_op_info[op];
    size_t head = a->g.words.len, first_fixup = a->g.fixups.len;
    if (head > INT32_MAX / 4) return fail(a, ERR_ASM_RANGE, "code too long");
    RgWord word = (RgWord)op;
    bool comma = false;
    for (int i = 0; i < 3; i++) {
        RgRole role = (RgRole)info->role[i];
        if (role == RG_ROLE_N || role == RG_ROLE_COUNT || role == RG_ROLE_HI) continue;
        if (comma) TRY(expect(a, ','));
        comma = true;
        uint32_t value;
        TRY(read_field(a, role, &value));
        word |= value << (8 + 8 * i);
    }
    TRY(PUSH(&a->g.words, word));
    for (const char *item = rg_words_items[info->words]; *item; item++) {
        if (comma) TRY(expect(a, ','));
        comma = true;
        TRY(read_item(a, *item, head));
    }
    for (size_t i = first_fixup; i < a->g.fixups.len; i++)
        a->g.fixups.data[i].next = (uint32_t)a->g.words.len;
    return RG_OK;
}

/* ---- directives inside a code object ---- */

static RgStatus read_local(Asm *a)
{
    uint8_t kind = 0;
    bool none = false;
    while (!at_line_end(a) && *a->p != '"') {
        RgStrRef word = next_word(a);
        if (word_is(word, "plain"))
            kind |= RG_LOCAL_PLAIN;
        else if (word_is(word, "cell"))
            kind |= RG_LOCAL_CELL;
        else if (word_is(word, "free"))
            kind |= RG_LOCAL_FREE;
        else if (word_is(word, "moved"))
            kind |= RG_LOCAL_MOVED;
        else if (word_is(word, "home"))
            kind |= RG_LOCAL_HOME;
        else if (word_is(word, "none"))
            none = true;
        else
            return fail(a, ERR_ASM_SYNTAX, "plain, cell, free, moved, home, none or a name expected");
    }
    RgStrRef name;
    TRY(read_text(a, &name));
    TRY(PUSH(&a->g.local_names, name));
    return PUSH(&a->g.local_kinds, kind || none ? kind : RG_LOCAL_PLAIN);
}

static RgStatus read_site(Asm *a)
{
    RgSite site = {RG_NO_NAME};
    if (!take(a, '-')) TRY(read_u32(a, &site.name));
    return PUSH(&a->g.sites, site);
}

static RgStatus read_optional_register(Asm *a, uint32_t *reg)
{
    *reg = RG_NO_REGISTER;
    if (at_line_end(a) || take(a, '-')) return RG_OK;
    return read_indexed(a, 'r', RG_REGISTER_MAX, reg);
}

static RgStatus read_handler(Asm *a)
{
    RgHandler h;
    TRY(find_label(a, next_word(a), &h.start));
    TRY(find_label(a, next_word(a), &h.end));
    TRY(find_label(a, next_word(a), &h.target));
    TRY(read_optional_register(a, &h.exc_reg));
    TRY(read_optional_register(a, &h.lasti_reg));
    return PUSH(&a->g.handlers, h);
}

static RgStatus read_mirror(Asm *a)
{
    RgMirror m = {.site = RG_NO_NAME};
    RgStrRef kind = next_word(a);
    if (word_is(kind, "entry")) {
        if (a->code->nentry++ != a->g.mirrors.len) return fail(a, ERR_ASM_SYNTAX, "entry mirrors come first");
        kind = next_word(a);
    }
    while (m.kind < RG_MIRROR_KIND_COUNT && !word_is(kind, rg_mirror_kinds[m.kind]))
        m.kind++;
    if (m.kind == RG_MIRROR_KIND_COUNT) return fail(a, ERR_ASM_SYNTAX, "a kind of mirror expected");
    TRY(read_indexed(a, 'r', RG_REGISTER_MAX, &m.reg));
    if (m.kind != RG_MIRROR_GLOBAL && m.kind != RG_MIRROR_NAME) TRY(read_indexed(a, 'r', RG_REGISTER_MAX, &m.base));
    if (m.kind != RG_MIRROR_DEREF) TRY(read_indexed(a, 's', UINT32_MAX, &m.site));
    return PUSH(&a->g.mirrors, m);
}

/* A load point stands before the instruction at whose head it is. */
static RgStatus read_point(Asm *a)
{
    RgLoadPoint p = {.word = (uint32_t)a->g.words.len};
    int32_t col, end_col;
    TRY(read_indexed(a, 'm', UINT32_MAX, &p.mirror));
    TRY(read_u32(a, &p.stack));
    TRY(read_i32(a, &p.line));
    TRY(read_i32(a, &p.end_line));
    TRY(read_i32(a, &col));
    TRY(read_i32(a, &end_col));
    if (col < -1 || col > INT16_MAX || end_col < -1 || end_col > INT16_MAX) return fail(a, ERR_ASM_RANGE, "column");
    p.col = (int16_t)col;
    p.end_col = (int16_t)end_col;
    return PUSH(&a->g.points, p);
}

static RgStatus read_position(Asm *a)
{
    RgPosition p = {.word = (uint32_t)a->g.words.len, .col = -1, .end_col = -1};
    int32_t col = -1, end_col = -1;
    if (take(a, '+')) {
        uint32_t behind;
        TRY(read_u32(a, &behind));
        p.word += behind;
    }
    TRY(read_i32(a, &p.line));
    p.end_line = p.line;
    if (!at_line_end(a)) {
        TRY(read_i32(a, &p.end_line));
        TRY(read_i32(a, &col));
        TRY(read_i32(a, &end_col));
    }
    if (col < -1 || col > INT16_MAX || end_col < -1 || end_col > INT16_MAX) return fail(a, ERR_ASM_RANGE, "column");
    p.col = (int16_t)col;
    p.end_col = (int16_t)end_col;
    return PUSH(&a->g.positions, p);
}

static RgStatus read_origin(Asm *a)
{
    RgOrigin o = {.word = (uint32_t)a->g.words.len};
    if (take(a, '+')) {
        uint32_t behind;
        TRY(read_u32(a, &behind));
        o.word += behind;
    }
    TRY(read_u32(a, &o.first));
    TRY(read_u32(a, &o.count));
    if (o.count > RG_ORIGIN_COUNT) return fail(a, ERR_ASM_RANGE, "origin");
    RgStrRef kind = next_word(a);
    if (word_is(kind, "after"))
        o.count |= RG_ORIGIN_AFTER;
    else if (word_is(kind, "taken"))
        o.count |= RG_ORIGIN_TAKEN;
    else if (kind.len > 0)
        return fail(a, ERR_ASM_SYNTAX, "after or taken expected");
    return PUSH(&a->g.origins, o);
}

static RgStatus read_sym(Asm *a)
{
    RgStrRef name;
    TRY(read_text(a, &name));
    return PUSH(&a->g.names, name);
}

static RgStatus read_const(Asm *a)
{
    const RgConst *k;
    TRY(read_constant(a, &k, 0));
    return PUSH(&a->g.consts, k);
}

static RgStatus read_name(Asm *a)
{
    TRY(read_text(a, &a->code->name));
    if (a->code->qualname.len == 0) a->code->qualname = a->code->name;
    return RG_OK;
}

static RgStatus read_qualname(Asm *a)
{
    return read_text(a, &a->code->qualname);
}

static RgStatus read_filename(Asm *a)
{
    return read_text(a, &a->code->filename);
}

static RgStatus read_flags(Asm *a)
{
    return read_u32(a, &a->code->flags);
}

static RgStatus read_params(Asm *a)
{
    TRY(read_u32(a, &a->code->argcount));
    if (at_line_end(a)) return RG_OK;
    TRY(read_u32(a, &a->code->posonlyargcount));
    return read_u32(a, &a->code->kwonlyargcount);
}

static RgStatus read_firstline(Asm *a)
{
    return read_i32(a, &a->code->firstlineno);
}

static RgStatus read_source(Asm *a)
{
    TRY(read_u32(a, &a->code->stack_instructions));
    TRY(read_u32(a, &a->code->stack_bytes));
    TRY(read_u32(a, &a->code->stack_extended_args));
    return read_u32(a, &a->code->stack_size);
}

static RgStatus read_registers(Asm *a)
{
    return read_u32(a, &a->code->nregs);
}

static RgStatus read_source_consts(Asm *a)
{
    a->g.has_source_consts = true;
    return read_u32(a, &a->code->nconsts_source);
}

static const struct {
    const char *word;
    RgStatus (*read)(Asm *a);
} directives[] = {
    {".const", read_const},
    {".filename", read_filename},
    {".firstline", read_firstline},
    {".flags", read_flags},
    {".handler", read_handler},
    {".local", read_local},
    {".mirror", read_mirror},
    {".name", read_name},
    {".origin", read_origin},
    {".params", read_params},
    {".point", read_point},
    {".pos", read_position},
    {".qualname", read_qualname},
    {".registers", read_registers},
    {".site", read_site},
    {".source", read_source},
    {".source_consts", read_source_consts},
    {".sym", read_sym},
};

/* ---- code objects and the unit ---- */

static void growing_fini(Growing *g)
{
    RG_VEC_FINI(&g->words);
    RG_VEC_FINI(&g->consts);
    RG_VEC_FINI(&g->names);
    RG_VEC_FINI(&g->local_names);
    RG_VEC_FINI(&g->local_kinds);
    RG_VEC_FINI(&g->sites);
    RG_VEC_FINI(&g->handlers);
    RG_VEC_FINI(&g->mirrors);
    RG_VEC_FINI(&g->points);
    RG_VEC_FINI(&g->positions);
    RG_VEC_FINI(&g->origins);
    RG_VEC_FINI(&g->labels);
    RG_VEC_FINI(&g->fixups);
    rg_map_fini(&g->label_names);
    *g = (Growing){0};
}

static RgStatus begin_code(Asm *a)
{
    uint32_t number;
    if (a->code) return fail(a, ERR_ASM_SYNTAX, ".code inside .code");
    TRY(read_indexed(a, '@', UINT32_MAX, &number));
    if (number != a->unit->ncodes) return fail(a, ERR_ASM_RANGE, ".code @%u expected", a->unit->ncodes);
    a->code = &a->codes[a->unit->ncodes++];
    a->code->name = a->code->qualname = (RgStrRef){"", 0};
    a->code->filename = (RgStrRef){"<assembled>", 11};
    a->code->firstlineno = 1;
    a->g = (Growing){0};
    rg_map_init(&a->g.label_names);
    return RG_OK;
}

static void *copy_array(Asm *a, const void *data, size_t bytes)
{
    void *copy = rg_arena_alloc(&a->unit->arena, bytes);
    if (copy && bytes) memcpy(copy, data, bytes);
    return copy;
}

static RgStatus resolve(Asm *a)
{
    Growing *g = &a->g;
    for (size_t i = 0; i < g->labels.len; i++) {
        if (g->labels.data[i].word == NO_LABEL) {
            a->line = g->labels.data[i].line;
            return fail(a, ERR_ASM_NAME, "label is not defined");
        }
    }
    for (size_t i = 0; i < g->fixups.len; i++) {
        const Fixup *f = &g->fixups.data[i];
        g->words.data[f->at] = g->labels.data[f->label].word - f->next;
    }
    for (size_t i = 0; i < g->handlers.len; i++) {
        RgHandler *h = &g->handlers.data[i];
        h->start = g->labels.data[h->start].word;
        h->end = g->labels.data[h->end].word;
        h->target = g->labels.data[h->target].word;
    }
    return RG_OK;
}

#define FINISH(field, count, vector)                                                                                   \
    do {                                                                                                               \
        a->code->count = (uint32_t)a->g.vector.len;                                                                    \
        a->code->field = copy_array(a, a->g.vector.data, a->g.vector.len * sizeof *a->g.vector.data);                  \
        if (!a->code->field) return no_memory(a);                                                                      \
    } while (0)

static RgStatus end_code(Asm *a)
{
    TRY(resolve(a));
    if (a->g.positions.len == 0)
        TRY(PUSH(&a->g.positions, ((RgPosition){0, a->code->firstlineno, a->code->firstlineno, -1, -1})));
    FINISH(words, nwords, words);
    FINISH(consts, nconsts, consts);
    FINISH(names, nnames, names);
    FINISH(local_names, nlocals, local_names);
    FINISH(local_kinds, nlocals, local_kinds);
    FINISH(sites, nsites, sites);
    FINISH(handlers, nhandlers, handlers);
    FINISH(mirrors, nmirrors, mirrors);
    FINISH(points, npoints, points);
    FINISH(positions, npositions, positions);
    FINISH(origins, norigins, origins);
    a->code->nfree = 0;
    for (uint32_t i = 0; i < a->code->nlocals; i++)
        a->code->nfree += a->code->local_kinds[i] == RG_LOCAL_FREE;
    if (!a->g.has_source_consts) a->code->nconsts_source = a->code->nconsts;
    if (a->code->nconsts_source > a->code->nconsts) return fail(a, ERR_ASM_RANGE, ".source_consts");
    growing_fini(&a->g);
    a->code = NULL;
    return RG_OK;
}
#undef FINISH

static RgStatus place_label(Asm *a, RgStrRef name)
{
    uint32_t label;
    TRY(find_label(a, name, &label));
    if (a->g.labels.data[label].word != NO_LABEL) return fail(a, ERR_ASM_NAME, "label is defined twice");
    a->g.labels.data[label].word = (uint32_t)a->g.words.len;
    return RG_OK;
}

/* Any labels, then at most one directive or instruction. */
static RgStatus read_line(Asm *a)
{
    RgStrRef word;
    do {
        if (at_line_end(a)) return RG_OK;
        word = next_word(a);
        if (word.len == 0) return fail(a, ERR_ASM_SYNTAX, "unexpected '%c'", *a->p);
        if (word_is(word, ".code")) return begin_code(a);
        if (word_is(word, ".version")) return read_u32(a, &a->unit->source_version);
        if (!a->code) return fail(a, ERR_ASM_SYNTAX, "%.*s outside .code", (int)RG_MIN(word.len, 40u), word.data);
        if (word_is(word, ".end")) return end_code(a);
        if (!take(a, ':')) break;
        TRY(place_label(a, word));
    } while (true);
    if (word.data[0] != '.') return read_instruction(a, word);
    for (size_t i = 0; i < RG_COUNT_OF(directives); i++) {
        if (word_is(word, directives[i].word)) return directives[i].read(a);
    }
    return fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(word.len, 40u), word.data);
}

/* Lines that begin with .code: an upper bound of the code objects. */
static uint32_t count_codes(const char *p, const char *end)
{
    uint32_t n = 0;
    while (p < end) {
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        n += end - p > 5 && memcmp(p, ".code", 5) == 0;
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        p = newline ? newline + 1 : end;
    }
    return n;
}

static RgStatus assemble(Asm *a)
{
    a->ncodes = count_codes(a->p, a->end);
    a->codes = RG_ARENA_ZARRAY(&a->unit->arena, RgCode, a->ncodes + 1);
    a->unit->codes = RG_ARENA_ARRAY(&a->unit->arena, const RgCode *, a->ncodes + 1);
    if (!a->codes || !a->unit->codes) return no_memory(a);
    for (uint32_t i = 0; i < a->ncodes; i++)
        a->unit->codes[i] = &a->codes[i];
    a->unit->source_version = 0x030b;
    for (a->line = 1; a->p < a->end; a->line++) {
        TRY(read_line(a));
        if (!at_line_end(a)) return fail(a, ERR_ASM_SYNTAX, "unexpected '%c'", *a->p);
        if (a->p < a->end) a->p++;
    }
    if (a->code) return fail(a, ERR_ASM_SYNTAX, ".end expected");
    if (a->unit->ncodes == 0 || a->unit->ncodes != a->ncodes) return fail(a, ERR_ASM_SYNTAX, ".code expected");
    a->unit->main = a->unit->codes[0];
    return RG_OK;
}

RgStatus rg_asm_unit(const char *text, size_t len, RgCodeUnit **out, RgError *error)
{
    Asm as = {.p = text, .end = text + len, .error = error, .line = 1};
    *out = NULL;
    as.unit = rg_code_unit_new();
    if (!as.unit) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "assembling");
    RgStatus status = assemble(&as);
    if (as.code || as.g.words.data) growing_fini(&as.g);
    if (status)
        rg_code_unit_release(as.unit);
    else
        *out = as.unit;
    return status;
}
