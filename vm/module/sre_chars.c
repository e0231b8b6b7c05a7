/* SPDX-License-Identifier: MIT
 *
 * sre_chars.c: character classes, case and sets of the regular-expression engine, and the check of a pattern's code.
 */
#include <ctype.h>

#include "vm/module/sre.h"
#include "vm/object/unicode.h"

static bool ascii_digit(uint32_t c) { return c >= '0' && c <= '9'; }
static bool ascii_space(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13); }
static bool ascii_word(uint32_t c) { return ascii_digit(c) || c == '_' || ((c | 32) >= 'a' && (c | 32) <= 'z' && c < 128); }

bool rg_sre_word(uint32_t c, char mode)
{
    if (mode == 'a') return ascii_word(c);
    if (mode == 'l') return c < 256 && (isalnum((int)c) || c == '_');
    return c < 128 ? ascii_word(c) : (rg_unicode_flags(c) & RG_UC_ALNUM) != 0;
}

bool rg_sre_category(uint32_t category, uint32_t c)
{
    bool r;
    switch (category & ~1u) {
    case SRE_CATEGORY_DIGIT: r = ascii_digit(c); break;
    case SRE_CATEGORY_SPACE: r = ascii_space(c); break;
    case SRE_CATEGORY_WORD: r = ascii_word(c); break;
    case SRE_CATEGORY_LINEBREAK: r = c == '\n'; break;
    case SRE_CATEGORY_LOC_WORD: r = rg_sre_word(c, 'l'); break;
    case SRE_CATEGORY_UNI_DIGIT: r = c < 128 ? ascii_digit(c) : (rg_unicode_flags(c) & RG_UC_DECIMAL) != 0; break;
    case SRE_CATEGORY_UNI_SPACE: r = rg_unicode_is_space(c); break;
    case SRE_CATEGORY_UNI_WORD: r = rg_sre_word(c, 'u'); break;
    default: r = rg_unicode_is_linebreak(c); break;
    }
    return r != (category & 1);
}

uint32_t rg_sre_lower(uint32_t c, char mode)
{
    if (mode == 'u' && c >= 128) return rg_unicode_simple_lower(c);
    if (mode == 'l' && c >= 128) return c < 256 ? (uint32_t)tolower((int)c) : c;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

uint32_t rg_sre_upper(uint32_t c, char mode)
{
    if (mode == 'u' && c >= 128) return rg_unicode_simple_upper(c);
    if (mode == 'l' && c >= 128) return c < 256 ? (uint32_t)toupper((int)c) : c;
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

bool rg_sre_literal_ignores_locale(uint32_t literal, uint32_t c)
{
    return c == literal || rg_sre_lower(c, 'l') == literal || rg_sre_upper(c, 'l') == literal;
}

bool rg_sre_in_set(const uint32_t *set, uint32_t c)
{
    bool ok = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE: return !ok;
        case SRE_LITERAL:
            if (c == *set) return ok;
            set++;
            break;
        case SRE_CATEGORY:
            if (rg_sre_category(*set, c)) return ok;
            set++;
            break;
        case SRE_CHARSET:
            if (c < 256 && (set[c / 32] >> (c & 31) & 1)) return ok;
            set += 8;
            break;
        case SRE_RANGE:
            if (set[0] <= c && c <= set[1]) return ok;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t up = rg_sre_upper(c, 'u');
            if ((set[0] <= c && c <= set[1]) || (set[0] <= up && up <= set[1])) return ok;
            set += 2;
            break;
        }
        case SRE_NEGATE: ok = !ok; break;
        case SRE_BIGCHARSET: {
            uint32_t blocks = *set++;
            uint32_t block = c < 65536 ? ((const uint8_t *)(const void *)set)[c >> 8] : UINT32_MAX;
            set += 64;
            if (block < blocks && (set[(block * 256 + (c & 255)) / 32] >> (c & 31) & 1)) return ok;
            set += blocks * 8;
            break;
        }
        default: return false;
        }
    }
}

/* ---- validation ---- */

typedef struct Check {
    const uint32_t *code;
    size_t len;
    uint32_t groups;
} Check;

/* Index after the set's FAILURE, or 0. */
static size_t check_set(const Check *c, size_t at, size_t end)
{
    while (at < end) {
        size_t more;
        switch (c->code[at++]) {
        case SRE_FAILURE: return at;
        case SRE_NEGATE: more = 0; break;
        case SRE_LITERAL: more = 1; break;
        case SRE_CATEGORY:
            if (at >= end || c->code[at] >= SRE_CATEGORY_COUNT) return 0;
            more = 1;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE: more = 2; break;
        case SRE_CHARSET: more = 8; break;
        case SRE_BIGCHARSET:
            if (at >= end || c->code[at] > 256) return 0;
            more = 1 + 64 + (size_t)c->code[at] * 8;
            break;
        default: return 0;
        }
        if (more > end - at) return 0;
        at += more;
    }
    return 0;
}

static bool is_unit(uint32_t op)
{
    switch (op) {
    case SRE_ANY: case SRE_ANY_ALL: case SRE_LITERAL: case SRE_NOT_LITERAL: case SRE_IN: case SRE_IN_IGNORE:
    case SRE_LITERAL_IGNORE: case SRE_NOT_LITERAL_IGNORE: case SRE_IN_LOC_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: case SRE_IN_UNI_IGNORE: case SRE_LITERAL_UNI_IGNORE: case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_CATEGORY:
        return true;
    default: return false;
    }
}

static bool check_code(const Check *c, size_t at, size_t end, int depth);

/* A repeat's body ended by SUCCESS just before `end`. */
static bool check_ended(const Check *c, size_t at, size_t end, int depth)
{
    return end > at && c->code[end - 1] == SRE_SUCCESS && check_code(c, at, end - 1, depth + 1);
}

static bool check_branch(const Check *c, size_t *at, size_t end, int depth)
{
    size_t i = *at, target = 0;
    for (;;) {
        if (i >= end) return false;
        uint32_t skip = c->code[i];
        if (skip == 0) break;
        if (skip < 3 || skip > end - i) return false;
        size_t jump = i + skip - 2; /* JUMP and its word end the alternative */
        if (c->code[jump] != SRE_JUMP) return false;
        size_t to = jump + 1 + c->code[jump + 1];
        if (target && to != target) return false;
        target = to;
        if (!check_code(c, i + 1, jump, depth + 1)) return false;
        i += skip;
    }
    if (target != i + 1) return false;
    *at = target;
    return true;
}

static bool check_repeat(const Check *c, uint32_t op, size_t *at, size_t end, int depth)
{
    size_t i = *at;
    if (end - i < 3) return false;
    uint32_t skip = c->code[i];
    if (skip < 3 || skip > end - i || c->code[i + 1] > c->code[i + 2]) return false;
    size_t stop = i + skip;
    if (op == SRE_REPEAT) {
        if (stop >= end || (c->code[stop] != SRE_MAX_UNTIL && c->code[stop] != SRE_MIN_UNTIL)) return false;
        *at = stop + 1;
        return check_code(c, i + 3, stop, depth + 1);
    }
    if (op == SRE_POSSESSIVE_REPEAT) {
        *at = stop + 1;
        return stop < end && c->code[stop] == SRE_SUCCESS && check_code(c, i + 3, stop, depth + 1);
    }
    *at = stop;
    if (i + 3 >= end || !is_unit(c->code[i + 3])) return false;
    return check_ended(c, i + 3, stop, depth);
}

static bool check_one(const Check *c, size_t *at, size_t end, int depth)
{
    uint32_t op = c->code[(*at)++];
    size_t left = end - *at;
    switch (op) {
    case SRE_SUCCESS: case SRE_FAILURE: case SRE_ANY: case SRE_ANY_ALL: return true;
    case SRE_LITERAL: case SRE_NOT_LITERAL: case SRE_LITERAL_IGNORE: case SRE_NOT_LITERAL_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: case SRE_LITERAL_UNI_IGNORE: case SRE_NOT_LITERAL_UNI_IGNORE:
        (*at)++;
        return left >= 1;
    case SRE_AT: return left >= 1 && c->code[(*at)++] < SRE_AT_COUNT;
    case SRE_CATEGORY: return left >= 1 && c->code[(*at)++] < SRE_CATEGORY_COUNT;
    case SRE_MARK: return left >= 1 && c->code[(*at)++] < 2 * c->groups;
    case SRE_GROUPREF: case SRE_GROUPREF_IGNORE: case SRE_GROUPREF_LOC_IGNORE: case SRE_GROUPREF_UNI_IGNORE:
        return left >= 1 && c->code[(*at)++] < c->groups;
    case SRE_IN: case SRE_IN_IGNORE: case SRE_IN_LOC_IGNORE: case SRE_IN_UNI_IGNORE: {
        if (left < 2 || c->code[*at] > left || c->code[*at] < 2) return false;
        size_t stop = *at + c->code[*at];
        bool ok = check_set(c, *at + 1, stop) == stop;
        *at = stop;
        return ok;
    }
    case SRE_INFO:
        if (left < 4 || c->code[*at] > left || c->code[*at] < 4) return false;
        if (c->code[*at + 1] & SRE_INFO_PREFIX) {
            if (c->code[*at] < 6 || c->code[*at + 4] > (c->code[*at] - 6) / 2 || c->code[*at + 4] == 0) return false;
        } else if (c->code[*at + 1] & SRE_INFO_CHARSET) {
            if (!check_set(c, *at + 4, *at + c->code[*at])) return false;
        }
        *at += c->code[*at];
        return true;
    case SRE_JUMP: return false; /* only at the end of alternatives, which check_branch takes */
    case SRE_BRANCH: return check_branch(c, at, end, depth);
    case SRE_REPEAT: case SRE_REPEAT_ONE: case SRE_MIN_REPEAT_ONE: case SRE_POSSESSIVE_REPEAT: case SRE_POSSESSIVE_REPEAT_ONE:
        return check_repeat(c, op, at, end, depth);
    case SRE_ATOMIC_GROUP: case SRE_ASSERT: case SRE_ASSERT_NOT: {
        size_t head = op == SRE_ATOMIC_GROUP ? 1 : 2;
        if (left < head + 1 || c->code[*at] > left || c->code[*at] <= head) return false;
        size_t stop = *at + c->code[*at];
        bool ok = check_ended(c, *at + head, stop, depth);
        *at = stop;
        return ok;
    }
    case SRE_GROUPREF_EXISTS: {
        if (left < 2 || c->code[*at] >= c->groups) return false;
        size_t skip_at = *at + 1, body = *at + 2;
        if (c->code[skip_at] < 1 || c->code[skip_at] - 1 > end - skip_at) return false;
        size_t no = skip_at + c->code[skip_at] - 1;
        if (no < body || no > end) return false;
        if (no >= body + 2 && c->code[no - 2] == SRE_JUMP && c->code[no - 1] >= 1 && c->code[no - 1] <= end - (no - 1) &&
            check_code(c, body, no - 2, depth + 1)) {
            size_t stop = no - 1 + c->code[no - 1];
            *at = stop;
            return check_code(c, no, stop, depth + 1);
        }
        *at = no;
        return check_code(c, body, no, depth + 1);
    }
    default: return false;
    }
}

static bool check_code(const Check *c, size_t at, size_t end, int depth)
{
    if (depth > 2000) return false;
    while (at < end) {
        if (!check_one(c, &at, end, depth) || at > end) return false;
    }
    return true;
}

bool rg_sre_validate(const uint32_t *code, size_t len, uint32_t groups)
{
    Check c = {code, len, groups};
    return len > 0 && code[len - 1] == SRE_SUCCESS && check_code(&c, 0, len - 1, 0);
}
