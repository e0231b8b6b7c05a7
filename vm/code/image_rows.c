/* SPDX-License-Identifier: MIT
 *
 * image_rows.c: coding of positions and origins in images.
 *
 * Numbers that do not fit a head byte follow it, in groups of seven bits, lowest first; those with a sign have it in
 * their lowest bit. Differences wrap at 32 bits, so that rows with any content can be written.
 *   Position: bits 0-3 words since the row before (15: a number follows); bits 4-7 the form:
 *     0-11 one line, that many minus three after the line of the row before; first column and width in a byte each
 *     12   the same with the lines as a number
 *     13   no position; the next row's lines count from the row before
 *     15   lines, further lines to the end, first and last column plus one, all as numbers
 *   Origin: bits 0-2 words (7: a number follows); bits 3-5 count minus one (7: a number follows); bit 6: the first
 * stack instruction is not the one behind the row before (the distance follows); bit 7: a byte with the kind follows.
 */
#include "vm/code/image_rows.h"

enum { LINES_BEHIND = 3, FORM_FAR = 12, FORM_NONE = 13, FORM_LONG = 15 };
enum { ORIGIN_APART = 64, ORIGIN_KIND = 128, KIND_SHIFT = 30 };
#define POSITION_MAX 26 /* bytes of a row: its head and five numbers */
#define ORIGIN_MAX   17

static inline uint8_t *put_number(uint8_t *p, uint32_t v)
{
    for (; v >= 128; v >>= 7)
        *p++ = (uint8_t)(v | 128);
    *p++ = (uint8_t)v;
    return p;
}

static inline uint32_t fold_sign(uint32_t v)
{
    return v << 1 ^ (0 - (v >> 31));
}

static inline uint32_t unfold_sign(uint32_t v)
{
    return v >> 1 ^ (0 - (v & 1));
}

/* Room for n rows of at most `most` bytes; NULL (and out has failed): no memory. */
static uint8_t *open_rows(RgStrBuf *out, uint32_t n, size_t most)
{
    rg_strbuf_reserve(out, n * most);
    return out->failed ? NULL : (uint8_t *)out->data + out->len;
}

void rg_image_put_positions(RgStrBuf *out, const RgPosition *rows, uint32_t n)
{
    uint8_t *p = open_rows(out, n, POSITION_MAX);
    uint32_t word = 0, line = 0;
    if (!p) return;
    for (const RgPosition *row = rows; row < rows + n; row++) {
        const uint32_t words = row->word - word, lines = (uint32_t)row->line - line, near = lines + LINES_BEHIND;
        const uint32_t col = (uint32_t)row->col, width = (uint32_t)(row->end_col - row->col);
        const bool one_line = row->line == row->end_line && (col | width) < 256;
        if (RG_LIKELY(one_line & (words < 15) & (near < FORM_FAR))) {
            const uint32_t all = words | near << 4 | col << 8 | width << 16;
            memcpy(p, &all, sizeof all); /* one byte too many, which is overwritten */
            p += 3;
            word = row->word;
            line = (uint32_t)row->line;
            continue;
        }
        uint8_t *head = p++;
        *head = (uint8_t)RG_MIN(words, 15u);
        if (words >= 15) p = put_number(p, words);
        word = row->word;
        if (one_line) {
            *head |= (uint8_t)(RG_MIN(near, (uint32_t)FORM_FAR) << 4);
            if (near >= FORM_FAR) p = put_number(p, fold_sign(lines));
            *p++ = (uint8_t)col;
            *p++ = (uint8_t)width;
        } else if (!row->line && !row->end_line && row->col == -1 && row->end_col == -1) {
            *head |= FORM_NONE << 4;
            continue;
        } else {
            *head |= FORM_LONG << 4;
            p = put_number(p, fold_sign(lines));
            p = put_number(p, fold_sign((uint32_t)row->end_line - (uint32_t)row->line));
            p = put_number(p, (uint32_t)(row->col + 1) & 0xffff);
            p = put_number(p, (uint32_t)(row->end_col + 1) & 0xffff);
        }
        line = (uint32_t)row->line;
    }
    out->len = (size_t)((char *)p - out->data);
}

void rg_image_put_origins(RgStrBuf *out, const RgOrigin *rows, uint32_t n)
{
    uint8_t *p = open_rows(out, n, ORIGIN_MAX);
    uint32_t word = 0, next = 0;
    if (!p) return;
    for (const RgOrigin *row = rows; row < rows + n; row++) {
        const uint32_t words = row->word - word, apart = row->first - next;
        word = row->word;
        if (RG_LIKELY((words < 7) & (row->count - 1 < 7) & !apart)) { /* no bits of a kind then */
            *p++ = (uint8_t)(words | (row->count - 1) << 3);
            next += row->count;
            continue;
        }
        const uint32_t count = row->count & RG_ORIGIN_COUNT, less = count - 1, kind = row->count >> KIND_SHIFT;
        next = row->first + count;
        *p++ = (uint8_t)(RG_MIN(words, 7u) | RG_MIN(less, 7u) << 3 | (apart ? ORIGIN_APART : 0) |
                         (kind ? ORIGIN_KIND : 0));
        if (words >= 7) p = put_number(p, words);
        if (less >= 7) p = put_number(p, count);
        if (apart) p = put_number(p, fold_sign(apart));
        if (kind) *p++ = (uint8_t)kind;
    }
    out->len = (size_t)((char *)p - out->data);
}

typedef struct RowReader {
    const uint8_t *p, *end;
    bool bad;
} RowReader;

static inline uint32_t take_byte(RowReader *r)
{
    if (RG_LIKELY(r->p < r->end)) return *r->p++;
    r->bad = true;
    return 0;
}

static uint32_t take_number(RowReader *r)
{
    uint32_t v = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint32_t b = take_byte(r);
        v |= (b & 127) << shift;
        if (b < 128) return v;
    }
    r->bad = true;
    return 0;
}

bool rg_image_take_positions(const uint8_t **p, const uint8_t *end, RgPosition *rows, uint32_t n)
{
    RowReader reader = {*p, end, false}, *r = &reader;
    uint32_t word = 0, line = 0;
    for (RgPosition *row = rows; row < rows + n && !r->bad; row++) {
        const uint32_t head = take_byte(r), form = head >> 4;
        uint32_t words = head & 15;
        if (words == 15) words = take_number(r);
        word += words;
        *row = (RgPosition){.word = word, .col = -1, .end_col = -1};
        if (form == FORM_NONE) continue;
        if (form <= FORM_FAR) {
            line += form < FORM_FAR ? form - LINES_BEHIND : unfold_sign(take_number(r));
            row->end_line = (int32_t)line;
            row->col = (int16_t)take_byte(r);
            row->end_col = (int16_t)(row->col + (int)take_byte(r));
        } else if (form == FORM_LONG) {
            line += unfold_sign(take_number(r));
            row->end_line = (int32_t)(line + unfold_sign(take_number(r)));
            row->col = (int16_t)(take_number(r) - 1);
            row->end_col = (int16_t)(take_number(r) - 1);
        } else {
            r->bad = true;
        }
        row->line = (int32_t)line;
    }
    *p = r->p;
    return !r->bad;
}

bool rg_image_take_origins(const uint8_t **p, const uint8_t *end, RgOrigin *rows, uint32_t n)
{
    RowReader reader = {*p, end, false}, *r = &reader;
    uint32_t word = 0, next = 0;
    for (RgOrigin *row = rows; row < rows + n && !r->bad; row++) {
        const uint32_t head = take_byte(r);
        uint32_t words = head & 7, count = (head >> 3 & 7) + 1, kind = 0;
        if (words == 7) words = take_number(r);
        if (count == 8) count = take_number(r);
        if (head & ORIGIN_APART) next += unfold_sign(take_number(r));
        if (head & ORIGIN_KIND) kind = take_byte(r) & 3;
        word += words;
        *row = (RgOrigin){word, next, (count & RG_ORIGIN_COUNT) | kind << KIND_SHIFT};
        next += count & RG_ORIGIN_COUNT;
    }
    *p = r->p;
    return !r->bad;
}
