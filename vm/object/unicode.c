/* SPDX-License-Identifier: MIT
 *
 * unicode.c: look-ups in the run-length coded tables of unicode_data.inc: a binary search over the runs of equal records.
 */
#include "vm/object/unicode.h"

typedef struct UnicodeRecord {
    uint16_t flags;
    int32_t upper, lower, title; /* deltas to the simple mappings */
} UnicodeRecord;

typedef struct UnicodeSpecial {
    uint32_t c;
    uint32_t forms[4][3]; /* upper, lower, title, fold; ended by 0 */
} UnicodeSpecial;

#include "vm/object/unicode_data.inc"

enum { FLAG_SPECIAL = 1 << 13, FLAG_PAIRS = 1 << 14, FLAG_FOLD = 1 << 15 };

/* The record of c; *offset is c's distance from the start of its run. */
static UnicodeRecord find_record(uint32_t c, uint32_t *offset)
{
    size_t low = 0, high = RG_COUNT_OF(unicode_runs);
    if (c > 0x10ffff)
        c = 0x10ffff;
    if (c < high)
        high = c + 1; /* run i begins at i or later */
    for (size_t n = high; n > 1;) { /* without branches that depend on c */
        size_t half = n / 2;
        low = unicode_runs[low + half] >> 11 <= c ? low + half : low;
        n -= half;
    }
    uint32_t run = unicode_runs[low];
    *offset = c - (run >> 11);
    UnicodeRecord r = unicode_records[run & 0x7ff];
    if (r.flags & FLAG_PAIRS) {
        r.flags |= *offset & 1 ? RG_UC_LOWER : RG_UC_UPPER;
        r.upper = r.title = *offset & 1 ? -1 : 0;
        r.lower = *offset & 1 ? 0 : 1;
    }
    return r;
}

uint32_t rg_unicode_flags(uint32_t c)
{
    uint32_t offset;
    return find_record(c, &offset).flags & 0x1fff;
}

int rg_unicode_decimal(uint32_t c)
{
    if (c < 0x80)
        return c >= '0' && c <= '9' ? (int)c - '0' : -1;
    uint32_t offset;
    UnicodeRecord r = find_record(c, &offset);
    return r.flags & RG_UC_DECIMAL ? (int)(offset % 10) : -1;
}

int rg_unicode_digit(uint32_t c)
{
    uint32_t offset;
    UnicodeRecord r = find_record(c, &offset);
    if (r.flags & RG_UC_DECIMAL)
        return (int)(offset % 10);
    for (size_t i = 0; (r.flags & RG_UC_DIGIT) && i < RG_COUNT_OF(unicode_digits); i++) {
        const uint32_t *d = unicode_digits[i];
        if (c >= d[0] && c < d[0] + d[2])
            return (int)(d[1] + c - d[0]);
    }
    return -1;
}

static int special_form(uint32_t c, int form, uint32_t out[3])
{
    size_t low = 0, high = RG_COUNT_OF(unicode_special);
    while (low < high) {
        size_t mid = (low + high) / 2;
        const UnicodeSpecial *s = &unicode_special[mid];
        if (s->c == c) {
            int n = 0;
            while (n < 3 && s->forms[form][n]) {
                out[n] = s->forms[form][n];
                n++;
            }
            return n;
        }
        if (s->c < c)
            low = mid + 1;
        else
            high = mid;
    }
    out[0] = c;
    return 1;
}

static int map(uint32_t c, int form, uint32_t out[3])
{
    uint32_t offset;
    UnicodeRecord r = find_record(c, &offset);
    if (r.flags & FLAG_SPECIAL)
        return special_form(c, form, out);
    if (form == 3 && (r.flags & FLAG_FOLD)) {
        for (size_t i = 0; i < RG_COUNT_OF(unicode_folds); i++) {
            if (unicode_folds[i][0] == c) {
                out[0] = unicode_folds[i][1];
                return 1;
            }
        }
    }
    out[0] = (uint32_t)((int32_t)c + (form == 0 ? r.upper : form == 2 ? r.title : r.lower));
    return 1;
}

int rg_unicode_upper(uint32_t c, uint32_t out[3]) { return map(c, 0, out); }
int rg_unicode_lower(uint32_t c, uint32_t out[3]) { return map(c, 1, out); }
int rg_unicode_title(uint32_t c, uint32_t out[3]) { return map(c, 2, out); }
int rg_unicode_fold(uint32_t c, uint32_t out[3]) { return map(c, 3, out); }

uint32_t rg_unicode_simple_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x130) /* the full mapping has two characters; the simple one is 'i' */
        return 'i';
    uint32_t offset;
    UnicodeRecord r = find_record(c, &offset);
    return (uint32_t)((int32_t)c + r.lower);
}

uint32_t rg_unicode_simple_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    uint32_t offset;
    UnicodeRecord r = find_record(c, &offset);
    return (uint32_t)((int32_t)c + r.upper);
}
