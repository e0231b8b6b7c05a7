/* SPDX-License-Identifier: MIT
 *
 * ucd_properties.c: properties of characters out of unicode_props_data.inc. Every table is sorted by character; records are found in
 * two steps, by the block of 128 characters and in it.
 */
#include "vm/module/ucd.h"

typedef RgUcdRecord PropertyRecord;
typedef struct CompositionPair {
    uint32_t first, second, whole;
} CompositionPair;
typedef struct OldDecomposition {
    uint32_t c, to;
} OldDecomposition;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-braces" /* a record's classes are written flat */
#include "vm/module/unicode_props_data.inc"
#pragma GCC diagnostic pop

const RgUcdRecord *rg_ucd_record(uint32_t c)
{
    return &property_records[property_blocks[property_pages[c >> 7] << 7 | (c & 127)]];
}

const char *rg_ucd_category(const struct RgUcdClasses *classes)
{
    return category_names[classes->category];
}

const char *rg_ucd_bidirectional(const struct RgUcdClasses *classes)
{
    return bidirectional_names[classes->bidirectional];
}

const char *rg_ucd_width(const struct RgUcdClasses *classes)
{
    return east_asian_width_names[classes->width];
}

bool rg_ucd_old_assigned(const RgUcdRecord *r)
{
    return memcmp(category_names[r->old.category], "Cn", 2) != 0;
}

/* Index of the last item at or below key in a sorted table, whose items are compared without their low bits. */
static size_t last_at_most(const uint32_t *table, size_t n, uint32_t key, int shift)
{
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (table[middle] >> shift <= key) low = middle;
        else high = middle;
    }
    return low;
}

bool rg_ucd_numeric(uint32_t c, double *out)
{
    uint32_t item = numeric_chars[last_at_most(numeric_chars, RG_COUNT_OF(numeric_chars), c, 8)];
    if (item >> 8 != c) return false;
    *out = numeric_values[item & 255];
    return true;
}

uint32_t rg_ucd_decomposition(uint32_t c, const uint32_t **out, const char **tag)
{
    if (!(rg_ucd_record(c)->flags & RG_UCD_DECOMPOSES)) return 0;
    size_t i = last_at_most(decomposition_chars, RG_COUNT_OF(decomposition_chars), c, 0);
    const uint32_t *entry = &decomposition_data[decomposition_starts[i]];
    *out = entry + 1;
    *tag = decomposition_tags[entry[0] >> 8];
    return entry[0] & 255;
}

uint32_t rg_ucd_compose(uint32_t first, uint32_t second)
{
    size_t low = 0, high = RG_COUNT_OF(composition_pairs);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const CompositionPair *p = &composition_pairs[middle];
        if (p->first == first && p->second == second) return p->whole;
        if (p->first < first || (p->first == first && p->second < second)) low = middle + 1;
        else high = middle;
    }
    return 0;
}

uint32_t rg_ucd_old_decomposition(uint32_t c)
{
    for (size_t i = 0; i < RG_COUNT_OF(old_decompositions); i++)
        if (old_decompositions[i].c == c) return old_decompositions[i].to;
    return 0;
}
