/* SPDX-License-Identifier: MIT
 *
 * pyexc.c: the exception table of 3.11 and later: rows of four big-endian base-64 numbers, the first byte of a row
 * marked.
 */
#include "convert/pyexc.h"

typedef struct TableReader {
    const uint8_t *p, *end;
    bool bad;
} TableReader;

static uint32_t read_number(TableReader *r)
{
    uint64_t value = 0;
    for (unsigned digits = 0; digits < 6 && r->p < r->end; digits++) {
        uint8_t b = *r->p++;
        value = value << 6 | (b & 63);
        if (!(b & 64)) {
            if (value > UINT32_MAX) break;
            return (uint32_t)value;
        }
    }
    r->bad = true;
    return 0;
}

/* Instruction that begins at a unit, or RG_NO_INSN. */
static uint32_t insn_at(const RgStackCode *sc, uint64_t unit)
{
    return unit <= sc->nunits ? sc->unit_insn[unit] : RG_NO_INSN;
}

RgStatus rg_pyexc_decode(RgArena *arena, RgStackCode *sc, RgError *error)
{
    const RgByteSpan table = sc->code->exceptions;
    sc->nranges = 0;
    sc->ranges = NULL;
    if (!table.size) return RG_OK;
    TableReader r = {table.data, table.data + table.size, false};
    RgStackRange *ranges = RG_ARENA_ARRAY(arena, RgStackRange, table.size / 4 + 1);
    if (!ranges) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    uint32_t n = 0, last_end = 0;
    while (r.p < r.end && !r.bad) {
        if (!(*r.p & 0x80)) break;
        uint32_t start = read_number(&r), length = read_number(&r), target = read_number(&r), rest = read_number(&r);
        RgStackRange range = {insn_at(sc, start), insn_at(sc, (uint64_t)start + length), insn_at(sc, target), rest >> 1,
                              rest & 1};
        if (r.bad || !length || range.start == RG_NO_INSN || range.end == RG_NO_INSN || range.target >= sc->ninsns ||
            range.start < last_end) {
            r.bad = true;
            break;
        }
        last_end = range.end;
        ranges[n++] = range;
        rg_decode_mark_leader(sc, range.start, 0);
        rg_decode_mark_leader(sc, range.target, 0);
        if (range.end < sc->ninsns) rg_decode_mark_leader(sc, range.end, 0);
    }
    if (r.bad || r.p < r.end || n * (uint64_t)4 > table.size)
        return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->offset, "malformed exception table of %.*s",
                            (int)RG_MIN(sc->code->name.len, 60), sc->code->name.data);
    sc->ranges = ranges;
    sc->nranges = n;
    return RG_OK;
}
