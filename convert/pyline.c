/* SPDX-License-Identifier: MIT
 *
 * pyline.c: the location table of 3.11 and later: entries of one head byte (0x80, kind, length in units - 1) and what
 * the kind calls for. Reading stays inside the table whatever the bytes are.
 */
#include "convert/pyline.h"

typedef struct LineReader {
    const uint8_t *p, *end;
    bool bad; /* ran out of bytes or a number too long */
} LineReader;

static uint32_t read_varint(LineReader *r)
{
    uint32_t value = 0;
    for (unsigned shift = 0; shift < 32; shift += 6) {
        if (r->p == r->end) break;
        uint8_t b = *r->p++;
        value |= (uint32_t)(b & 63) << shift;
        if (!(b & 64)) return value;
    }
    r->bad = true;
    return 0;
}

static int32_t read_signed(LineReader *r)
{
    uint32_t v = read_varint(r);
    return v & 1 ? -(int32_t)(v >> 1) : (int32_t)(v >> 1);
}

static int16_t column(uint32_t c)
{
    return c > INT16_MAX ? -1 : (int16_t)c;
}

/* Position of the long forms (kinds 13 and 14), which come with a line delta; lines wrap instead of overflowing. */
static RgIrPos read_long(LineReader *r, bool columns, uint32_t *line)
{
    *line += (uint32_t)read_signed(r);
    RgIrPos pos = {(int32_t)*line, (int32_t)*line, -1, -1};
    if (!columns) return pos;
    pos.end_line = (int32_t)(*line + read_varint(r));
    uint32_t col = read_varint(r), end_col = read_varint(r);
    pos.col = col ? column(col - 1) : -1;
    pos.end_col = end_col ? column(end_col - 1) : -1;
    return pos;
}

static RgStatus malformed(const RgStackCode *sc, RgError *error)
{
    return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->offset, "malformed line table of %.*s",
                        (int)RG_MIN(sc->code->name.len, 60), sc->code->name.data);
}

/* What the kind of an entry says about the two bytes behind its head, for kinds 0 to 12: on the same line and a column
 * below 80, all of it in one byte, or a line 0 to 2 further on, and two columns in two. */
static const struct {
    _Alignas(8) uint8_t lines; /* further on */
    uint8_t column, first;     /* the first column: this and the first byte shifted */
    uint8_t second, all;       /* shift and mask that leave the second column, or its distance to the first */
    uint8_t relative;          /* mask of the first column, to which that is added */
    uint8_t length;            /* bytes */
} short_form[13] = {
#define NEAR(K) {0, (K) << 3, 4, 0, 15, 0xff, 1}
#define FAR(LINES) {LINES, 0, 0, 8, 255, 0, 2}
    NEAR(0), NEAR(1), NEAR(2), NEAR(3), NEAR(4), NEAR(5), NEAR(6), NEAR(7), NEAR(8), NEAR(9), FAR(0), FAR(1), FAR(2),
#undef NEAR
#undef FAR
};

/* The form with everything (kind 14) when each number takes a byte: false, and nothing has happened, when not. */
static inline bool read_long_short(const uint8_t *p, const uint8_t *end, uint32_t *line, RgIrPos *pos)
{
    uint32_t all;
    if (end - p < 4) return false;
    memcpy(&all, p, sizeof all);
    if (all & 0x40404040u) return false;
    const uint32_t delta = p[0] & 63;
    *line += (delta >> 1 ^ (0 - (delta & 1))) + (delta & 1);
    *pos = (RgIrPos){.line = (int32_t)*line,
                     .end_line = (int32_t)(*line + (p[1] & 63u)),
                     .col = (int16_t)((p[2] & 63) - 1),
                     .end_col = (int16_t)((p[3] & 63) - 1)};
    return true;
}

RgStatus rg_pyline_decode(RgArena *arena, RgStackCode *sc, RgError *error)
{
    if (sc->code->version->lines != RG_PYLINES_LOCATIONS) return rg_pyline_decode_old(arena, sc, error);
    const RgStackInsn *in = sc->insns, *const last = in + sc->ninsns;
    RgIrPos *positions = RG_ARENA_ARRAY(arena, RgIrPos, sc->ninsns + 1);
    if (!positions) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    sc->positions = positions;
    const uint8_t *p = sc->code->lines.data, *const end = p + sc->code->lines.size;
    uint32_t line = (uint32_t)sc->code->firstlineno, unit = 0;
    while (p < end && in < last) {
        const unsigned head = *p++, kind = head >> 3 & 15;
        if (RG_UNLIKELY(!(head & 0x80))) return malformed(sc, error);
        unit += (head & 7u) + 1;
        if (RG_LIKELY(kind < 13 && end - p >= 2)) {
            /* Nothing tells which kind comes next: what it means is looked up instead of branched on. */
            const unsigned both = (unsigned)p[0] | (unsigned)p[1] << 8;
            const unsigned col = short_form[kind].column | p[0] >> short_form[kind].first;
            line += short_form[kind].lines;
            positions->line = positions->end_line = (int32_t)line;
            positions->col = (int16_t)col;
            positions->end_col =
                (int16_t)((both >> short_form[kind].second & short_form[kind].all) + (col & short_form[kind].relative));
            p += short_form[kind].length;
        } else if (kind < 10 && p < end) {
            const unsigned col = kind << 3 | *p >> 4;
            *positions = (RgIrPos){(int32_t)line, (int32_t)line, (int16_t)col, (int16_t)(col + (*p++ & 15))};
        } else if (kind < 13) {
            return malformed(sc, error);
        } else if (kind == 15) {
            *positions = (RgIrPos){0, 0, -1, -1};
        } else if (kind == 14 && read_long_short(p, end, &line, positions)) {
            p += 4;
        } else {
            LineReader r = {p, end, false};
            *positions = read_long(&r, kind == 14, &line);
            if (r.bad) return malformed(sc, error);
            p = r.p;
        }
        /* Mostly one instruction; the slots behind the last stop it and take what is too much. */
        const bool one = in->unit < unit;
        in += one;
        positions += one;
        for (; RG_UNLIKELY(in->unit < unit); in++, positions++)
            *positions = positions[-1];
    }
    for (; in < last; in++)
        *positions++ = (RgIrPos){0, 0, -1, -1};
    return RG_OK;
}
