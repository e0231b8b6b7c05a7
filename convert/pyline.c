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
            /* Either the same line and a column below 80, in one byte, or a line 0 to 2 further on, in two. Nothing
             * tells which comes next, so both are worked out and a mask takes one. */
            const unsigned small = 0u - (kind < 10), first = p[0], second = p[1], col = kind << 3 | first >> 4;
            line += (kind - 10) & ~small;
            positions->line = positions->end_line = (int32_t)line;
            positions->col = (int16_t)((col & small) | (first & ~small));
            positions->end_col = (int16_t)(((col + (first & 15)) & small) | (second & ~small));
            p += 2 - (small & 1);
        } else if (kind < 10 && p < end) {
            const unsigned col = kind << 3 | *p >> 4;
            *positions = (RgIrPos){(int32_t)line, (int32_t)line, (int16_t)col, (int16_t)(col + (*p++ & 15))};
        } else if (kind < 13) {
            return malformed(sc, error);
        } else if (kind == 15) {
            *positions = (RgIrPos){0, 0, -1, -1};
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
