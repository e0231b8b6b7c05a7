/* SPDX-License-Identifier: MIT
 *
 * encode.c: instructions to 2-byte units, and protected ranges to exception tables. Where each instruction stands, how
 * far its jump goes and which number its opcode has is worked out anew; the file is asked only which of several numbers
 * of the same meaning it has, and for what has no meaning: the words of inline caches.
 */
#include "convert/encode.h"

void rg_encode_table_init(RgEncodeTable *table, const RgPyVersion *version)
{
    *table = (RgEncodeTable){.version = version};
    for (unsigned number = 256; number-- > 0;) {
        const unsigned op = version->numbers[number].op;
        if (op == PYOP_INVALID) continue;
        table->next[number] = table->first[op];
        table->first[op] = (uint16_t)(number + 1);
    }
}

RG_COLD static RgStatus differs(const RgStackCode *sc, uint32_t unit, const char *what, RgError *error)
{
    return rg_error_set(error, ERR_PYC_DIFFERS, sc->code->code_offset + 2 * (uint64_t)unit, "%s", what);
}

/* ---- instructions ---- */

/* What an instruction means: its canonical opcode and, for opcodes that stand for another one with a fixed argument,
 * that argument. Number of it in this version; of several, the file's. -1 when there is none. */
static int number_of(const RgEncodeTable *table, unsigned op, unsigned fixed, uint8_t in_file)
{
    const RgPyNumber *numbers = table->version->numbers;
    int found = -1;
    for (unsigned n = table->first[op]; n; n = table->next[n - 1]) {
        if (numbers[n - 1].fixed != fixed) continue;
        if (found < 0 || n - 1 == in_file) found = (int)(n - 1);
    }
    return found;
}

/* First unit of each instruction, prefixes included, and of what follows the last. */
static uint32_t *place(RgArena *scratch, const RgStackCode *sc)
{
    uint32_t *start = RG_ARENA_ARRAY(scratch, uint32_t, sc->ninsns + 1), unit = 0;
    for (uint32_t i = 0; start && i < sc->ninsns; i++) {
        start[i] = unit;
        unit += sc->insns[i].prefixes + 1u + sc->insns[i].caches;
    }
    if (start) start[sc->ninsns] = unit;
    return start;
}

/* Argument of a jump to where its target stands now. */
static uint64_t jump_argument(const RgStackCode *sc, const uint32_t *start, uint32_t i)
{
    const RgStackInsn *in = &sc->insns[i];
    const uint64_t scale = 2 / sc->code->version->jump_unit, behind = start[i + 1], target = start[in->target];
    const unsigned kind = rg_pyop_info[in->op].arg;
    uint64_t units = kind == RG_PYARG_JUMP_BACKWARD   ? behind - target
                     : kind == RG_PYARG_JUMP_ABSOLUTE ? target
                                                      : target - behind;
    return units * scale + in->arg % scale; /* half a unit does not move the target */
}

RgStatus rg_encode_code(const RgEncodeTable *table, RgArena *scratch, const RgStackCode *sc, RgStrBuf *out,
                        RgError *error)
{
    const RgPyNumber *numbers = table->version->numbers;
    const uint8_t *file = sc->code->code.data;
    const uint32_t *start = place(scratch, sc);
    const int extended = number_of(table, PYOP_EXTENDED_ARG, 0, 0);
    if (!start) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    if (start[sc->ninsns] != sc->nunits) return differs(sc, 0, "instructions have another size", error);
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        const RgStackInsn *in = &sc->insns[i];
        const uint32_t unit = start[i] + in->prefixes;
        const uint8_t in_file = file[2 * (size_t)unit];
        const int number = number_of(table, in->op, numbers[in_file].fixed, in_file);
        uint64_t arg = rg_pyop_info[in->op].flags & PF_JUMP ? jump_argument(sc, start, i) : in->arg;
        if (number < 0 || numbers[number].caches != in->caches)
            return differs(sc, unit, "an instruction that this version does not have", error);
        if (arg >> 8 * (in->prefixes + 1u)) return differs(sc, unit, "an argument without room for it", error);
        for (unsigned k = in->prefixes; k > 0; k--) {
            rg_strbuf_putc(out, (char)extended);
            rg_strbuf_putc(out, (char)(arg >> 8 * k));
        }
        rg_strbuf_putc(out, (char)number);
        rg_strbuf_putc(out, (char)arg);
        rg_strbuf_add(out, file + 2 * (size_t)(unit + 1), 2 * (size_t)in->caches);
    }
    return RG_OK;
}

/* ---- exception tables ---- */

/* Big-endian digits of six bits; all but the last have bit 6. */
static void put_number(RgStrBuf *out, uint32_t value, unsigned mark)
{
    unsigned shift = 0;
    while (shift < 30 && value >> (shift + 6))
        shift += 6;
    for (; shift > 0; shift -= 6, mark = 0)
        rg_strbuf_putc(out, (char)(mark | 0x40 | (value >> shift & 63)));
    rg_strbuf_putc(out, (char)(mark | (value & 63)));
}

static uint32_t first_unit(const RgStackCode *sc, uint32_t i)
{
    return i < sc->ninsns ? sc->insns[i].unit - sc->insns[i].prefixes : sc->nunits;
}

RgStatus rg_encode_exceptions(const RgStackCode *sc, RgStrBuf *out, RgError *error)
{
    for (uint32_t i = 0; i < sc->nranges; i++) {
        const RgStackRange *range = &sc->ranges[i];
        const uint32_t start = first_unit(sc, range->start);
        if (range->depth > UINT32_MAX / 2) return differs(sc, start, "a depth out of range", error);
        put_number(out, start, 0x80);
        put_number(out, first_unit(sc, range->end) - start, 0);
        put_number(out, first_unit(sc, range->target), 0);
        put_number(out, range->depth << 1 | range->lasti, 0);
    }
    return RG_OK;
}
