/* SPDX-License-Identifier: MIT
 *
 * sort_records.c: sorting of keys that can be compared by a few words each: strings of one byte a character, and tuples of one
 * form, whose parts are such strings, inline ints and floats, or tuples of those. Each key becomes a record of words beside
 * one another, so that comparing two keys follows pointers only where the words are equal and a string is longer than its
 * word. Nobody sees in which order such keys are compared; the order that comes out is that of the keys, stable.
 */
#include "vm/object/sort_records.h"

#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { MIN_LENGTH = 60, MAX_WORDS = 4, INSERTION = 8, WORD_CHARS = 7 };

typedef enum PartKind { PART_INT, PART_FLOAT, PART_STR } PartKind;

/* One part of the keys: the key itself, an item of it, or an item of an item. */
typedef struct Part {
    PartKind kind;
    int outer, inner; /* -1: no such step */
    int64_t common;   /* STR: characters that all of them begin with */
    RgStr *first;     /* STR: of the first key */
} Part;

typedef struct Records {
    const RgValue *keys;
    Part parts[MAX_WORDS];
    int nparts;
    uint64_t *left; /* room for half of the records, while two halves are merged */
} Records;

static RgValue part_of(RgValue key, const Part *p)
{
    if (p->outer >= 0) key = RG_TUPLE(key)->items[p->outer];
    if (p->inner >= 0) key = RG_TUPLE(key)->items[p->inner];
    return key;
}

static bool is_narrow(RgValue v)
{
    return rg_is_exact(v, RG_KIND_str) && rg_str_width(RG_STR(v)) == 1;
}

/* ---- the form of the keys ---- */

static bool add_part(Records *rs, RgValue v, int outer, int inner)
{
    if (rs->nparts == MAX_WORDS) return false;
    Part *p = &rs->parts[rs->nparts++];
    *p = (Part){.outer = outer, .inner = inner};
    if (rg_is_int(v)) {
        p->kind = PART_INT;
    } else if (rg_is_double(v)) {
        p->kind = PART_FLOAT;
    } else if (is_narrow(v)) {
        p->kind = PART_STR;
        p->first = RG_STR(v);
        p->common = p->first->length;
    } else {
        return false;
    }
    return true;
}

/* The form of the first key; false when it has none. */
static bool find_form(Records *rs, RgValue key)
{
    if (is_narrow(key)) return add_part(rs, key, -1, -1);
    if (!rg_is_exact(key, RG_KIND_tuple)) return false;
    RgTuple *t = RG_TUPLE(key);
    for (size_t i = 0; i < rg_tuple_len(t); i++) {
        RgValue v = t->items[i];
        if (!rg_is_exact(v, RG_KIND_tuple)) {
            if (!add_part(rs, v, (int)i, -1)) return false;
            continue;
        }
        if (rg_tuple_len(RG_TUPLE(v)) == 0) return false;
        for (size_t k = 0; k < rg_tuple_len(RG_TUPLE(v)); k++)
            if (!add_part(rs, RG_TUPLE(v)->items[k], (int)i, (int)k)) return false;
    }
    return rs->nparts > 0;
}

static bool part_fits(Part *p, RgValue v)
{
    switch (p->kind) {
    case PART_INT: return rg_is_int(v);
    case PART_FLOAT: return rg_is_double(v) && rg_as_double(v) == rg_as_double(v);
    default: break;
    }
    if (!is_narrow(v)) return false;
    RgStr *s = RG_STR(v);
    int64_t n = RG_MIN(p->common, s->length), i = 0;
    if (n == 0 || memcmp(s->data, p->first->data, (size_t)n) != 0)
        while (i < n && s->data[i] == p->first->data[i]) i++;
    else i = n;
    p->common = i;
    return true;
}

/* Has the key the form of the first one? */
static bool key_fits(Records *rs, RgValue key, RgValue first)
{
    int outer = -1;
    if (rs->parts[0].outer >= 0 && (!rg_is_exact(key, RG_KIND_tuple) || rg_tuple_len(RG_TUPLE(key)) != rg_tuple_len(RG_TUPLE(first))))
        return false;
    for (int i = 0; i < rs->nparts; i++) {
        Part *p = &rs->parts[i];
        if (p->inner >= 0 && p->outer != outer) {
            RgValue v = RG_TUPLE(key)->items[p->outer];
            if (!rg_is_exact(v, RG_KIND_tuple) || rg_tuple_len(RG_TUPLE(v)) != rg_tuple_len(RG_TUPLE(RG_TUPLE(first)->items[p->outer])))
                return false;
            outer = p->outer;
        }
        if (!part_fits(p, part_of(key, p))) return false;
    }
    return true;
}

/* ---- words ---- */

/* Compared as unsigned numbers the words of two parts are ordered like the parts. Of a string: its first characters behind
 * what is common, and how many there are, "more" included. */
static uint64_t word_of(const Part *p, RgValue v)
{
    if (p->kind == PART_INT) return (uint64_t)rg_as_int(v) ^ 1ull << 63;
    if (p->kind == PART_FLOAT) {
        double d = rg_as_double(v) + 0.0; /* no negative zero */
        uint64_t bits;
        memcpy(&bits, &d, sizeof bits);
        return bits >> 63 ? ~bits : bits | 1ull << 63;
    }
    const RgStr *s = RG_STR(v);
    const uint8_t *c = s->data + p->common;
    int64_t n = RG_MIN(s->length - p->common, WORD_CHARS + 1);
    uint64_t word = 0;
    for (int i = 0; i < WORD_CHARS; i++) word = word << 8 | (i < n ? c[i] : 0);
    return word << 8 | (uint64_t)n;
}

/* Two keys whose words of part i are equal: order of the strings there. */
static RG_NOINLINE int compare_strings(const Records *rs, int i, uint64_t x, uint64_t y)
{
    const Part *p = &rs->parts[i];
    const RgStr *a = RG_STR(part_of(rs->keys[x], p)), *b = RG_STR(part_of(rs->keys[y], p));
    int64_t from = p->common + WORD_CHARS, n = RG_MIN(a->length, b->length);
    int order = a == b ? 0 : memcmp(a->data + from, b->data + from, (size_t)(n - from));
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* A record is `words` words and the index of its key. */
RG_INLINE bool less(const Records *rs, const uint64_t *a, const uint64_t *b, int words)
{
    for (int i = 0; i < words; i++) {
        if (a[i] != b[i]) return a[i] < b[i];
        if (RG_UNLIKELY(rs->parts[i].kind == PART_STR && (uint8_t)a[i] > WORD_CHARS)) {
            int order = compare_strings(rs, i, a[words], b[words]);
            if (order) return order < 0;
        }
    }
    return false;
}

RG_INLINE void copy(uint64_t *to, const uint64_t *from, int words)
{
    for (int i = 0; i <= words; i++) to[i] = from[i];
}

RG_INLINE void insertion_sort(const Records *rs, uint64_t *a, int64_t n, int words)
{
    const int stride = words + 1;
    for (int64_t i = 1; i < n; i++) {
        uint64_t pivot[MAX_WORDS + 1], *at = a + i * stride;
        if (!less(rs, at, at - stride, words)) continue;
        copy(pivot, at, words);
        do {
            copy(at, at - stride, words);
            at -= stride;
        } while (at > a && less(rs, pivot, at - stride, words));
        copy(at, pivot, words);
    }
}

RG_INLINE void merge(const Records *rs, uint64_t *a, int64_t half, int64_t n, int words)
{
    const int stride = words + 1;
    const uint64_t *right = a + half * stride, *end = a + n * stride;
    if (!less(rs, right, right - stride, words)) return; /* in order already */
    const uint64_t *left = rs->left, *left_end = left + half * stride;
    memcpy(rs->left, a, (size_t)(half * stride) * sizeof *a);
    while (left < left_end && right < end) {
        bool second = less(rs, right, left, words);
        copy(a, second ? right : left, words);
        a += stride;
        right += second ? stride : 0;
        left += second ? 0 : stride;
    }
    memcpy(a, left, (size_t)(left_end - left) * sizeof *a);
}

/* Pieces sorted by insertion are merged, then pairs of them, and so on. */
RG_INLINE void sort_words(const Records *rs, uint64_t *a, int64_t n, int words)
{
    for (int64_t i = 0; i < n; i += INSERTION) insertion_sort(rs, a + i * (words + 1), RG_MIN(n - i, INSERTION), words);
    for (int64_t half = INSERTION; half < n; half *= 2)
        for (int64_t i = 0; i + half < n; i += 2 * half) merge(rs, a + i * (words + 1), half, RG_MIN(n - i, 2 * half), words);
}

static void sort_1(const Records *rs, uint64_t *a, int64_t n) { sort_words(rs, a, n, 1); }
static void sort_2(const Records *rs, uint64_t *a, int64_t n) { sort_words(rs, a, n, 2); }
static void sort_3(const Records *rs, uint64_t *a, int64_t n) { sort_words(rs, a, n, 3); }
static void sort_4(const Records *rs, uint64_t *a, int64_t n) { sort_words(rs, a, n, 4); }

RgRecordSort rg_sort_records(RgThread *th, const RgValue *keys, RgValue *items, int64_t n)
{
    static void (*const sorts[])(const Records *, uint64_t *, int64_t) = {NULL, sort_1, sort_2, sort_3, sort_4};
    Records rs = {.keys = keys};
    if (n < MIN_LENGTH || n > INT32_MAX || !find_form(&rs, keys[0])) return RG_RECORDS_UNFIT;
    for (int64_t i = 0; i < n; i++)
        if (!key_fits(&rs, keys[i], keys[0])) return RG_RECORDS_UNFIT;
    int stride = rs.nparts + 1;
    int64_t most = INSERTION; /* records in the longest first half */
    while (most * 2 < n) most *= 2;
    RgBuffer *buffer = rg_buffer_new_raw(th, (size_t)((n + RG_MIN(most, n)) * stride) * sizeof(uint64_t));
    if (!buffer) return RG_RECORDS_FAILED;
    uint64_t *records = (uint64_t *)(void *)buffer->data, *at = records;
    rs.left = records + n * stride;
    for (int64_t i = 0; i < n; i++) {
        for (int k = 0; k < rs.nparts; k++) *at++ = word_of(&rs.parts[k], part_of(keys[i], &rs.parts[k]));
        *at++ = (uint64_t)i;
    }
    sorts[rs.nparts](&rs, records, n);
    for (int64_t i = 0; i < n; i++) records[i] = items[records[i * stride + rs.nparts]]; /* over what was read already */
    memcpy(items, records, (size_t)n * sizeof *items);
    return RG_RECORDS_SORTED;
}
