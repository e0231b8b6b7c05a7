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

static uint8_t read_byte(LineReader *r)
{
    if (r->p == r->end) {
        r->bad = true;
        return 0;
    }
    return *r->p++;
}

static int16_t column(uint32_t c)
{
    return c > INT16_MAX ? -1 : (int16_t)c;
}

/* One entry's position; *line is the running line. Lines wrap instead of overflowing on nonsense. */
static RgIrPos read_entry(LineReader *r, unsigned kind, uint32_t *line)
{
    RgIrPos pos = {0, 0, -1, -1};
    if (kind == 15) return pos;
    if (kind == 14) {
        *line += (uint32_t)read_signed(r);
        uint32_t end_line = *line + read_varint(r);
        uint32_t col = read_varint(r), end_col = read_varint(r);
        pos.end_line = (int32_t)end_line;
        pos.col = col ? column(col - 1) : -1;
        pos.end_col = end_col ? column(end_col - 1) : -1;
    } else if (kind == 13) {
        *line += (uint32_t)read_signed(r);
        pos.end_line = (int32_t)*line;
    } else if (kind >= 10) {
        *line += kind - 10;
        pos.col = read_byte(r);
        pos.end_col = read_byte(r);
        pos.end_line = (int32_t)*line;
    } else {
        uint8_t b = read_byte(r);
        pos.col = (int16_t)(kind << 3 | b >> 4);
        pos.end_col = (int16_t)(pos.col + (b & 15));
        pos.end_line = (int32_t)*line;
    }
    pos.line = (int32_t)*line;
    return pos;
}

RgStatus rg_pyline_decode(RgArena *arena, RgStackCode *sc, RgError *error)
{
    RgIrPos *positions = RG_ARENA_ARRAY(arena, RgIrPos, sc->ninsns + 1);
    if (!positions) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    sc->positions = positions;
    const RgByteSpan table = sc->code->lines;
    LineReader r = {table.data, table.data + table.size, false};
    uint32_t line = (uint32_t)sc->code->firstlineno;
    uint64_t unit = 0;
    uint32_t i = 0;
    while (r.p < r.end && i < sc->ninsns) {
        uint8_t head = *r.p++;
        if (!(head & 0x80)) {
            r.bad = true;
            break;
        }
        unit += (head & 7u) + 1;
        RgIrPos pos = read_entry(&r, head >> 3 & 15, &line);
        for (; i < sc->ninsns && sc->insns[i].unit < unit; i++) positions[i] = pos;
    }
    if (r.bad)
        return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->offset, "malformed line table of %.*s",
                            (int)RG_MIN(sc->code->name.len, 60), sc->code->name.data);
    for (; i < sc->ninsns; i++) positions[i] = (RgIrPos){0, 0, -1, -1};
    return RG_OK;
}
