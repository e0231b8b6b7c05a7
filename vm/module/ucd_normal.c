/* SPDX-License-Identifier: MIT
 *
 * ucd_normal.c: the four normalization forms. Text is decomposed, its combining characters are put into canonical order, and for
 * the composed forms it is composed again in place. Linear in the length of the result, whatever the text.
 */
#include "vm/module/ucd.h"

#include "vm/object/str.h"

/* Hangul syllables are computed: a leading, a vowel and perhaps a trailing jamo. */
enum { L_BASE = 0x1100, V_BASE = 0x1161, T_BASE = 0x11a7, S_BASE = 0xac00, L_COUNT = 19, V_COUNT = 21, T_COUNT = 28,
       S_COUNT = L_COUNT * V_COUNT * T_COUNT };

int rg_ucd_quick_check(const void *data, int width, int64_t n, RgUcdForm form)
{
    int last = 0, result = 1;
    for (int64_t i = 0; i < n; i++) {
        const RgUcdRecord *r = rg_ucd_record(rg_char_at(data, width, i));
        int quick = r->quick >> 2 * form & 3;
        if ((r->combining && r->combining < last) || quick & 1) return 0;
        if (quick) result = -1;
        last = r->combining;
    }
    return result;
}

static bool push(RgUcdText *out, uint32_t c)
{
    return RG_VEC_PUSH(out, c);
}

static bool decompose_hangul(uint32_t c, RgUcdText *out)
{
    uint32_t s = c - S_BASE, t = s % T_COUNT;
    return push(out, L_BASE + s / (V_COUNT * T_COUNT)) && push(out, V_BASE + s / T_COUNT % V_COUNT) && (!t || push(out, T_BASE + t));
}

/* The whole decomposition of c. Decompositions nest a few levels deep: what is left of the outer ones waits on a stack. */
static bool decompose(uint32_t start, bool compatible, bool old, RgUcdText *out)
{
    uint32_t stack[64], depth = 0;
    stack[depth++] = start;
    while (depth) {
        uint32_t c = stack[--depth], replaced, n;
        const uint32_t *parts;
        const char *tag;
        if (c - S_BASE < S_COUNT) {
            if (!decompose_hangul(c, out)) return false;
            continue;
        }
        if (old && (replaced = rg_ucd_old_decomposition(c)) != 0) c = replaced;
        n = rg_ucd_decomposition(c, &parts, &tag);
        if (!n || (*tag && !compatible) || (old && !rg_ucd_old_assigned(rg_ucd_record(c))) || depth + n > RG_COUNT_OF(stack)) {
            if (!push(out, c)) return false;
            continue;
        }
        while (n) stack[depth++] = parts[--n];
    }
    return true;
}

/* Orders text[from..to), all combining, by class, keeping the order of equals: by insertion, long runs by counting. */
static bool order_run(uint32_t *text, size_t from, size_t to)
{
    if (to - from <= 16) {
        for (size_t i = from + 1; i < to; i++) {
            uint32_t c = text[i];
            uint8_t class = rg_ucd_record(c)->combining;
            size_t at = i;
            for (; at > from && rg_ucd_record(text[at - 1])->combining > class; at--) text[at] = text[at - 1];
            text[at] = c;
        }
        return true;
    }
    uint32_t *copy = rg_mem_alloc((to - from) * sizeof *copy);
    size_t next[257] = {0};
    if (!copy) return false;
    memcpy(copy, text + from, (to - from) * sizeof *copy);
    for (size_t i = 0; i < to - from; i++) next[rg_ucd_record(copy[i])->combining + 1]++;
    for (size_t i = 1; i < RG_COUNT_OF(next); i++) next[i] += next[i - 1];
    for (size_t i = 0; i < to - from; i++) text[from + next[rg_ucd_record(copy[i])->combining]++] = copy[i];
    rg_mem_free(copy);
    return true;
}

static bool put_in_order(uint32_t *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = i;
        while (i < n && rg_ucd_record(text[i])->combining) i++;
        if (i - from > 1 && !order_run(text, from, i)) return false;
    }
    return true;
}

static uint32_t compose_two(uint32_t first, uint32_t second)
{
    if (first - L_BASE < L_COUNT && second - V_BASE < V_COUNT)
        return S_BASE + ((first - L_BASE) * V_COUNT + (second - V_BASE)) * T_COUNT;
    if (first - S_BASE < S_COUNT && (first - S_BASE) % T_COUNT == 0 && second - (T_BASE + 1) < T_COUNT - 1)
        return first + (second - T_BASE);
    return rg_ucd_compose(first, second);
}

/* Composes in place: each character with the last starter, unless one between them has its class or a higher one. */
static size_t compose(uint32_t *text, size_t n)
{
    size_t len = 0, starter = n;
    int last = 0; /* class of what was kept last behind the starter; 0: nothing */
    for (size_t i = 0; i < n; i++) {
        uint32_t c = text[i], whole;
        int class = rg_ucd_record(c)->combining;
        if (starter < n && (!last || last < class) && (whole = compose_two(text[starter], c)) != 0) {
            text[starter] = whole;
            continue;
        }
        last = class;
        if (!class) starter = len;
        text[len++] = c;
    }
    return len;
}

bool rg_ucd_normalize(const void *data, int width, int64_t n, RgUcdForm form, bool old, RgUcdText *out)
{
    bool compatible = form == RG_UCD_NFKD || form == RG_UCD_NFKC;
    if (!RG_VEC_RESERVE(out, (size_t)n + 1)) return false;
    for (int64_t i = 0; i < n; i++) {
        uint32_t c = rg_char_at(data, width, i);
        if (!(c < 0x80 ? push(out, c) : decompose(c, compatible, old, out))) return false;
    }
    if (!put_in_order(out->data, out->len)) return false;
    if (form == RG_UCD_NFC || form == RG_UCD_NFKC) out->len = compose(out->data, out->len);
    return true;
}
