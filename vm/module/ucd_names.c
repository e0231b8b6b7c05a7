/* SPDX-License-Identifier: MIT
 *
 * ucd_names.c: names of characters, and characters by name, out of unicode_names_data.inc.
 *
 * A name is a row of word numbers: one byte for the most frequent words, two for the others, 255 ends it. Words are kept
 * in the order of their lengths, so that no offsets are needed but one per length. Names are numbered by character; behind them
 * come aliases and named sequences. Every 32nd name's start is known. For look-up, name numbers lie sorted by a hash of the name.
 */
#include <stdio.h>

#include "vm/module/ucd.h"

typedef struct NumberedRange {
    uint32_t prefix, first, last;
} NumberedRange;
typedef struct NameWords {
    uint32_t first, offset; /* the first word of that length or a greater one */
} NameWords;
typedef struct NameRun {
    uint32_t first, number; /* characters in a row and the number of the first one's name */
} NameRun;

#include "vm/module/unicode_names_data.inc"

enum { HANGUL_FIRST = 0xac00, HANGUL_COUNT = 11172, VOWELS = 21, TRAILS = 28, NAMES_A_START = 32 };

static const char leads[][3] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
static const char vowels[][4] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE",
                                 "WI", "YU", "EU", "YI", "I"};
static const char trails[][3] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B",
                                 "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H"};
static const char hangul[] = "HANGUL SYLLABLE ";

static size_t put(char *out, size_t at, const char *text, size_t len)
{
    memcpy(out + at, text, len);
    return at + len;
}

static size_t put_word(char *out, size_t at, uint32_t word)
{
    uint32_t len = 1;
    while (len + 1 < RG_COUNT_OF(name_words) && name_words[len + 1].first <= word) len++;
    return put(out, at, (const char *)name_letters + name_words[len].offset + (word - name_words[len].first) * len, len);
}

/* The name of that number. The longest one is far shorter than RG_UCD_NAME_MAX. */
static size_t numbered_name(uint32_t number, char out[RG_UCD_NAME_MAX])
{
    const uint8_t *p = name_stream + name_starts[number / NAMES_A_START];
    for (uint32_t skip = number % NAMES_A_START; skip; p++) {
        if (*p == 255) skip--;
        else if (*p >= OFTEN_NAMES) p++;
    }
    size_t at = 0;
    for (; *p != 255; p++) {
        uint32_t word = *p < OFTEN_NAMES ? name_often[*p] : (uint32_t)(*p - OFTEN_NAMES) << 8;
        if (*p >= OFTEN_NAMES) word |= *++p;
        if (at) out[at++] = ' ';
        at = put_word(out, at, word);
    }
    return at;
}

static size_t hangul_name(uint32_t s, char *out)
{
    const char *lead = leads[s / (VOWELS * TRAILS)], *vowel = vowels[s / TRAILS % VOWELS], *trail = trails[s % TRAILS];
    size_t at = put(out, 0, hangul, sizeof hangul - 1);
    at = put(out, at, lead, strlen(lead));
    at = put(out, at, vowel, strlen(vowel));
    return put(out, at, trail, strlen(trail));
}

size_t rg_ucd_name(uint32_t c, char out[RG_UCD_NAME_MAX])
{
    if (c - HANGUL_FIRST < HANGUL_COUNT) return hangul_name(c - HANGUL_FIRST, out);
    for (size_t i = 0; i < RG_COUNT_OF(numbered_ranges); i++)
        if (c >= numbered_ranges[i].first && c <= numbered_ranges[i].last)
            return (size_t)snprintf(out, RG_UCD_NAME_MAX, "%s%04X", numbered_prefixes[numbered_ranges[i].prefix], c);
    size_t low = 0, high = RG_COUNT_OF(name_runs);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (name_runs[middle].first <= c) low = middle;
        else high = middle;
    }
    uint32_t end = low + 1 < RG_COUNT_OF(name_runs) ? name_runs[low + 1].number : PLAIN_NAMES;
    uint32_t number = name_runs[low].number + (c - name_runs[low].first);
    return c >= name_runs[low].first && number < end ? numbered_name(number, out) : 0;
}

/* Index of the longest of n texts that s begins with, or -1. */
static int longest(const char *s, size_t len, const char *texts, size_t stride, size_t n, size_t *used)
{
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        size_t k = strlen(texts + i * stride);
        if (k <= len && memcmp(s, texts + i * stride, k) == 0 && (best < 0 || k > *used)) {
            best = (int)i;
            *used = k;
        }
    }
    return best;
}

static uint32_t lookup_hangul(const char *s, size_t len)
{
    size_t used = 0;
    int lead = longest(s, len, leads[0], sizeof leads[0], RG_COUNT_OF(leads), &used);
    s += used, len -= used, used = 0;
    int vowel = longest(s, len, vowels[0], sizeof vowels[0], RG_COUNT_OF(vowels), &used);
    s += used, len -= used, used = 0;
    int trail = longest(s, len, trails[0], sizeof trails[0], RG_COUNT_OF(trails), &used);
    if (lead < 0 || vowel < 0 || trail < 0 || used != len) return 0;
    return (uint32_t)(HANGUL_FIRST + (lead * VOWELS + vowel) * TRAILS + trail);
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool equal_folded(const char *s, const char *capitals, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (upper(s[i]) != capitals[i]) return false;
    return true;
}

/* Names that end in the character's number. Unified ideographs are found by capitals only, with four or five digits. */
static uint32_t lookup_numbered(const char *name, size_t len)
{
    for (size_t i = 0; i < RG_COUNT_OF(numbered_prefixes); i++) {
        size_t n = strlen(numbered_prefixes[i]), digits = len - n;
        if (len < n || !(i ? equal_folded(name, numbered_prefixes[i], n) : !memcmp(name, numbered_prefixes[i], n))) continue;
        if (digits != 4 && digits != 5) return 0;
        uint32_t c = 0;
        for (size_t k = n; k < len; k++) {
            char d = i ? upper(name[k]) : name[k];
            if (!(d >= '0' && d <= '9') && !(d >= 'A' && d <= 'F')) return 0;
            c = c << 4 | (uint32_t)(d <= '9' ? d - '0' : d - 'A' + 10);
        }
        if (i && digits == 5 && c < 0x10000) return 0;
        for (size_t k = 0; k < RG_COUNT_OF(numbered_ranges); k++)
            if (numbered_ranges[k].prefix == i && c >= numbered_ranges[k].first && c <= numbered_ranges[k].last) return c;
        return 0;
    }
    return 0;
}

/* The same function is in gen_unicodedata.py. */
static uint32_t name_hash(const char *capitals, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ (uint8_t)capitals[i]) * 16777619u;
    return (h ^ h >> 15) & 8191;
}

static uint32_t char_of_name(uint32_t number)
{
    size_t low = 0, high = RG_COUNT_OF(name_runs);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (name_runs[middle].number <= number) low = middle;
        else high = middle;
    }
    return name_runs[low].first + (number - name_runs[low].number);
}

size_t rg_ucd_lookup(const char *name, size_t len, bool all, uint32_t out[4])
{
    char capitals[RG_UCD_NAME_MAX], candidate[RG_UCD_NAME_MAX];
    if (len > sizeof capitals) return 0;
    if (len > sizeof hangul - 1 && memcmp(name, hangul, sizeof hangul - 1) == 0) {
        out[0] = lookup_hangul(name + (sizeof hangul - 1), len - (sizeof hangul - 1));
        return out[0] != 0;
    }
    if ((out[0] = lookup_numbered(name, len)) != 0) return 1;
    for (size_t i = 0; i < len; i++) capitals[i] = upper(name[i]);
    uint32_t h = name_hash(capitals, len);
    for (uint32_t i = name_buckets[h]; i < name_buckets[h + 1]; i++) {
        uint32_t number = name_order[i];
        if (numbered_name(number, candidate) != len || memcmp(candidate, capitals, len) != 0) continue;
        if (number < PLAIN_NAMES) {
            out[0] = char_of_name(number);
            return 1;
        }
        if (!all) return 0;
        if (number < PLAIN_NAMES + ALIAS_NAMES) {
            out[0] = alias_chars[number - PLAIN_NAMES];
            return 1;
        }
        size_t n = 0;
        for (; n < 4 && sequence_chars[number - PLAIN_NAMES - ALIAS_NAMES][n]; n++)
            out[n] = sequence_chars[number - PLAIN_NAMES - ALIAS_NAMES][n];
        return n;
    }
    return 0;
}
