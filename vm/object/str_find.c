/* SPDX-License-Identifier: MIT
 *
 * str_find.c: searching characters. Bytes go to the C library's vectorised, linear searches. Other widths, and backward
 * searches, try candidates by first character and, when that has cost more than a few comparisons per character, go on with
 * Knuth, Morris and Pratt's automaton: never quadratic.
 */
#include "vm/base/mem.h"
#include "vm/object/str.h"

#define NAIVE_BUDGET 8 /* comparisons per character before the automaton takes over */
enum { FALSE_HIT_COST = 12, FREE_COST = 256 }; /* in bytes that memmem would search in the same time */

int64_t rg_chars_find_char(const void *data, int width, int64_t n, uint32_t c)
{
    if (n <= 0)
        return -1;
    if (width == 1) {
        if (c > 0xff)
            return -1;
        const uint8_t *p = memchr(data, (int)c, (size_t)n);
        return p ? p - (const uint8_t *)data : -1;
    }
    if (width == 2) {
        const uint16_t *p = data;
        for (int64_t i = 0; i < n; i++) {
            if (p[i] == c)
                return i;
        }
        return -1;
    }
    const uint32_t *p = data;
    for (int64_t i = 0; i < n; i++) {
        if (p[i] == c)
            return i;
    }
    return -1;
}

int64_t rg_chars_rfind_char(const void *data, int width, int64_t n, uint32_t c)
{
    if (n <= 0)
        return -1;
    if (width == 1) {
        if (c > 0xff)
            return -1;
        const uint8_t *p = memrchr(data, (int)c, (size_t)n);
        return p ? p - (const uint8_t *)data : -1;
    }
    for (int64_t i = n - 1; i >= 0; i--) {
        if (rg_char_at(data, width, i) == c)
            return i;
    }
    return -1;
}

/* One direction-neutral view: index i counts from the end when reverse. */
static inline uint32_t at(const void *data, int width, int64_t n, int64_t i, bool reverse)
{
    return rg_char_at(data, width, reverse ? n - 1 - i : i);
}

/* KMP from position `from` of the (direction-neutral) haystack. -2: no memory for the failure table. */
static int64_t find_automaton(const void *hay, int64_t n, const void *needle, int64_t m, int width, bool reverse, int64_t from)
{
    int64_t *fail = rg_mem_alloc((size_t)m * sizeof *fail);
    if (!fail)
        return -2;
    fail[0] = 0;
    for (int64_t i = 1, k = 0; i < m; i++) {
        uint32_t c = at(needle, width, m, i, reverse);
        while (k && at(needle, width, m, k, reverse) != c)
            k = fail[k - 1];
        if (at(needle, width, m, k, reverse) == c)
            k++;
        fail[i] = k;
    }
    int64_t found = -1;
    for (int64_t i = from, k = 0; i < n; i++) {
        uint32_t c = at(hay, width, n, i, reverse);
        while (k && at(needle, width, m, k, reverse) != c)
            k = fail[k - 1];
        if (at(needle, width, m, k, reverse) == c && ++k == m) {
            found = i - m + 1;
            break;
        }
    }
    rg_mem_free(fail);
    return found;
}

/* The first byte is looked for with the C library's fastest search. Where that stops too often, or compares too much for
 * nothing, memmem goes on: it is linear whatever the bytes are. */
static int64_t find_bytes(const uint8_t *hay, int64_t n, const uint8_t *needle, int64_t m)
{
    const uint8_t *p = hay, *end = hay + (n - m + 1);
    uint8_t first = needle[0], last = needle[m - 1];
    for (int64_t cost = 0; p < end && (p = memchr(p, first, (size_t)(end - p))); p++) {
        cost += FALSE_HIT_COST;
        if (p[m - 1] == last) {
            if (memcmp(p + 1, needle + 1, (size_t)m - 1) == 0)
                return p - hay;
            cost += m;
        }
        if (cost > p - hay + FREE_COST) {
            p = memmem(p + 1, (size_t)(hay + n - (p + 1)), needle, (size_t)m);
            return p ? p - hay : -1;
        }
    }
    return -1;
}

int64_t rg_chars_find(const void *hay, int64_t n, const void *needle, int64_t m, int width, bool reverse)
{
    if (m > n)
        return -1;
    if (m == 1) {
        uint32_t c = rg_char_at(needle, width, 0);
        return reverse ? rg_chars_rfind_char(hay, width, n, c) : rg_chars_find_char(hay, width, n, c);
    }
    if (width == 1 && !reverse)
        return find_bytes(hay, n, needle, m);
    uint32_t first = rg_char_at(needle, width, reverse ? m - 1 : 0);
    int64_t budget = NAIVE_BUDGET * n + 64;
    for (int64_t i = 0; i <= n - m; i++) {
        if (at(hay, width, n, i, reverse) != first)
            continue;
        int64_t k = 1;
        while (k < m && at(hay, width, n, i + k, reverse) == at(needle, width, m, k, reverse))
            k++;
        if (k == m)
            return reverse ? n - i - m : i;
        budget -= k;
        if (budget < 0) {
            int64_t r = find_automaton(hay, n, needle, m, width, reverse, i + 1);
            if (r != -2)
                return r < 0 ? -1 : reverse ? n - r - m : r;
            budget = INT64_MAX;
        }
    }
    return -1;
}

int64_t rg_str_find(const RgStr *s, const RgStr *sub, int64_t from, int64_t to, bool reverse)
{
    int64_t n = to - from, m = sub->length;
    if (n < m)
        return -1;
    if (m == 0)
        return reverse ? to : from;
    int width = s->head.aux8, sub_width = sub->head.aux8;
    if (sub_width > width)
        return -1;
    const uint8_t *hay = s->data + from * width;
    const void *needle = sub->data;
    void *wide = NULL;
    uint32_t small[64];
    if (sub_width < width && m > 1) {
        if (m > (int64_t)RG_COUNT_OF(small)) {
            wide = rg_mem_alloc((size_t)m * (size_t)width);
            if (!wide)
                return -1;
        }
        rg_chars_copy(wide ? wide : small, width, needle, sub_width, m);
        needle = wide ? wide : small;
    }
    int64_t i;
    if (m == 1) {
        uint32_t c = rg_str_at(sub, 0);
        i = reverse ? rg_chars_rfind_char(hay, width, n, c) : rg_chars_find_char(hay, width, n, c);
    } else {
        i = rg_chars_find(hay, n, needle, m, width, reverse);
    }
    rg_mem_free(wide);
    return i < 0 ? -1 : i + from;
}
