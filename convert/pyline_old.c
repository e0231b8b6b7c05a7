/* SPDX-License-Identifier: MIT
 *
 * pyline_old.c: the two line tables before 3.11. Both are pairs of bytes, and know lines only.
 * lnotab (up to 3.9): bytes of code to go on, signed lines to add behind them. linetable (3.10): bytes of code that a
 * line covers, signed lines to add before them; -128 says that they have no line.
 */
#include "convert/pyline.h"

#define NO_LINE (-128)

static void fill(RgStackCode *sc, uint32_t *next, uint64_t end_byte, int32_t line)
{
    for (; *next < sc->ninsns && 2 * (uint64_t)sc->insns[*next].unit < end_byte; (*next)++)
        sc->positions[*next] = (RgIrPos){line, line, -1, -1};
}

RgStatus rg_pyline_decode_old(RgArena *arena, RgStackCode *sc, RgError *error)
{
    const RgByteSpan table = sc->code->lines;
    const bool linetable = sc->code->version->lines == RG_PYLINES_LINETABLE_310;
    sc->positions = RG_ARENA_ARRAY(arena, RgIrPos, sc->ninsns + 1);
    if (!sc->positions) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    if (table.size % 2)
        return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->offset, "malformed line table of %.*s",
                            (int)RG_MIN(sc->code->name.len, 60), sc->code->name.data);
    uint32_t line = (uint32_t)sc->code->firstlineno, next = 0; /* lines wrap instead of overflowing */
    uint64_t byte = 0;
    for (uint32_t i = 0; i < table.size; i += 2) {
        int8_t delta = (int8_t)table.data[i + 1];
        byte += table.data[i];
        if (linetable && delta == NO_LINE) {
            fill(sc, &next, byte, 0);
            continue;
        }
        if (linetable) line += (uint32_t)(int32_t)delta;
        fill(sc, &next, byte, (int32_t)line);
        if (!linetable) line += (uint32_t)(int32_t)delta;
    }
    fill(sc, &next, UINT64_MAX, linetable ? 0 : (int32_t)line);
    return RG_OK;
}
