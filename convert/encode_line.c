/* SPDX-License-Identifier: MIT
 *
 * encode_line.c: source positions of instructions to the three line tables. How long a row is, and which of its forms
 * it has, is the file's choice; lines and columns are those of the instructions that the row covers. A row whose line
 * no instruction shows (a large step takes several rows) has nothing but the file's own number.
 */
#include "convert/encode.h"

#define NO_LINE (-128)

typedef struct LineWriter {
    const RgStackCode *sc;
    const uint8_t *p, *end; /* the file's table */
    RgStrBuf *out;
    RgError *error;
    uint32_t next; /* first instruction that no row covers yet */
    uint32_t line; /* wraps, as the decoder's */
} LineWriter;

RG_COLD static RgStatus differs(const LineWriter *w, const char *what)
{
    const RgPyCode *code = w->sc->code;
    return rg_error_set(w->error, ERR_PYC_DIFFERS, code->offset, "line table of %.*s: %s",
                        (int)RG_MIN(code->name.len, 60), code->name.data, what);
}

static bool same_position(const RgIrPos *a, const RgIrPos *b)
{
    return a->line == b->line && a->end_line == b->end_line && a->col == b->col && a->end_col == b->end_col;
}

/* Takes the instructions whose opcode is before a unit; they must have one position. NULL in *first: there are none. */
static bool take_row(LineWriter *w, uint64_t unit, const RgIrPos **first)
{
    const RgStackCode *sc = w->sc;
    *first = w->next < sc->ninsns && sc->insns[w->next].unit < unit ? &sc->positions[w->next] : NULL;
    for (; w->next < sc->ninsns && sc->insns[w->next].unit < unit; w->next++)
        if (!same_position(*first, &sc->positions[w->next])) return false;
    return true;
}

/* ---- before 3.11: pairs of bytes ---- */

static RgStatus put_pair(LineWriter *w, uint8_t bytes, int64_t lines)
{
    if (lines < -128 || lines > 127) return differs(w, "a step too large for its row");
    rg_strbuf_putc(w->out, (char)bytes);
    rg_strbuf_putc(w->out, (char)lines);
    return RG_OK;
}

/* Steps to a line modulo 2^32, as a signed number. */
static int64_t step_to(const LineWriter *w, int32_t line)
{
    return (int32_t)((uint32_t)line - w->line);
}

/* Rows tell how far a line goes and how much to add behind it: the last of the rows for one place makes its line. */
static RgStatus encode_lnotab(LineWriter *w)
{
    const RgIrPos *first;
    uint64_t byte = 0;
    for (; w->p < w->end; w->p += 2) {
        byte += w->p[0];
        if (!take_row(w, (byte + 1) / 2, &first) || (first && first->line != (int32_t)w->line))
            return differs(w, "instructions of one row on several lines");
        int64_t lines = (int8_t)w->p[1];
        const uint64_t until = w->p + 2 < w->end ? byte + w->p[2] : UINT64_MAX;
        const RgStackCode *sc = w->sc;
        if (w->next < sc->ninsns && 2 * (uint64_t)sc->insns[w->next].unit < until)
            lines = step_to(w, sc->positions[w->next].line);
        w->line += (uint32_t)lines;
        RgStatus status = put_pair(w, w->p[0], lines);
        if (status != RG_OK) return status;
    }
    if (!take_row(w, UINT64_MAX, &first) || (first && first->line != (int32_t)w->line))
        return differs(w, "instructions of one row on several lines");
    return RG_OK;
}

/* Rows tell how much to add, and how far the line goes then. */
static RgStatus encode_linetable(LineWriter *w)
{
    const RgIrPos *first;
    uint64_t byte = 0;
    for (; w->p < w->end; w->p += 2) {
        int64_t lines = (int8_t)w->p[1];
        byte += w->p[0];
        if (!take_row(w, (byte + 1) / 2, &first)) return differs(w, "instructions of one row on several lines");
        /* Line 0 is none, but may be counted to as well. */
        if (first && first->line == 0 && lines == NO_LINE)
            lines = NO_LINE;
        else if (first)
            lines = step_to(w, first->line);
        if (lines != NO_LINE) w->line += (uint32_t)lines;
        RgStatus status = put_pair(w, w->p[0], lines);
        if (status != RG_OK) return status;
    }
    return RG_OK;
}

/* ---- since 3.11: locations ---- */

static void put_varint(RgStrBuf *out, uint32_t value)
{
    for (; value >= 64; value >>= 6)
        rg_strbuf_putc(out, (char)(0x40 | (value & 63)));
    rg_strbuf_putc(out, (char)value);
}

static void put_signed(RgStrBuf *out, uint32_t value)
{
    put_varint(out, value >> 31 ? (0u - value) << 1 | 1 : value << 1);
}

static void skip_varint(LineWriter *w)
{
    while (w->p < w->end && *w->p & 0x40)
        w->p++;
    w->p += w->p < w->end;
}

/* A column, counted from 1. Those that are no number of 16 bits are not kept by the decoder. */
static void put_column(LineWriter *w, int16_t col)
{
    const uint8_t *from = w->p;
    skip_varint(w);
    if (col < 0)
        rg_strbuf_add(w->out, from, (size_t)(w->p - from));
    else
        put_varint(w->out, (uint32_t)col + 1);
}

/* One row with position pos, in the form that the file's head byte has. */
static RgStatus put_location(LineWriter *w, const RgIrPos *pos)
{
    const unsigned head = *w->p++, kind = head >> 3 & 15, length = head & 7;
    const uint32_t delta = (uint32_t)pos->line - w->line;
    if (kind == 15) {
        rg_strbuf_putc(w->out, (char)(0x80 | 15 << 3 | length));
        return pos->line == 0 ? RG_OK : differs(w, "a position where there is none");
    }
    w->line += delta;
    if (kind < 10) {
        const int width = pos->end_col - pos->col;
        if (delta || pos->col < 0 || pos->col >= 80 || width < 0 || width > 15)
            return differs(w, "a position that does not fit its short row");
        rg_strbuf_putc(w->out, (char)(0x80 | pos->col >> 3 << 3 | (int)length));
        rg_strbuf_putc(w->out, (char)((pos->col & 7) << 4 | width));
        w->p++;
    } else if (kind < 13) {
        if (delta > 2) return differs(w, "a position that does not fit its one-line row");
        rg_strbuf_putc(w->out, (char)(0x80 | (10 + delta) << 3 | length));
        rg_strbuf_putc(w->out, (char)pos->col);
        rg_strbuf_putc(w->out, (char)pos->end_col);
        w->p += 2;
    } else {
        rg_strbuf_putc(w->out, (char)(0x80 | kind << 3 | length));
        put_signed(w->out, delta);
        skip_varint(w);
        if (kind == 13) return RG_OK;
        put_varint(w->out, (uint32_t)pos->end_line - (uint32_t)pos->line);
        skip_varint(w);
        put_column(w, pos->col);
        put_column(w, pos->end_col);
    }
    return RG_OK;
}

static RgStatus encode_locations(LineWriter *w)
{
    const RgIrPos *pos = NULL, *first;
    uint64_t unit = 0;
    while (w->p < w->end) {
        unit += (*w->p & 7u) + 1;
        if (!take_row(w, unit, &first)) return differs(w, "instructions of one row at several positions");
        if (first) pos = first; /* otherwise the row goes on with the words of one instruction */
        if (!pos) return differs(w, "a row without an instruction");
        RgStatus status = put_location(w, pos);
        if (status != RG_OK) return status;
    }
    return RG_OK;
}

RgStatus rg_encode_lines(const RgStackCode *sc, RgStrBuf *out, RgError *error)
{
    const RgByteSpan table = sc->code->lines;
    LineWriter w = {.sc = sc,
                    .p = table.data,
                    .end = table.data + table.size,
                    .out = out,
                    .error = error,
                    .line = (uint32_t)sc->code->firstlineno};
    switch (sc->code->version->lines) {
    case RG_PYLINES_LNOTAB: return encode_lnotab(&w);
    case RG_PYLINES_LINETABLE_310: return encode_linetable(&w);
    default: return encode_locations(&w);
    }
}
