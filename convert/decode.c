/* SPDX-License-Identifier: MIT
 *
 * decode.c: 2-byte units to instructions. One pass over the units, one over the branches for jump targets.
 */
#include "convert/decode.h"
#include "convert/expand.h"
#include "convert/pyexc.h"
#include "convert/pyline.h"

RG_COLD static RgStatus bad_code(const RgStackCode *sc, uint32_t unit, const char *what, RgError *error)
{
    return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->code_offset + 2 * (uint64_t)unit, "%s", what);
}

RG_COLD static RgStatus bad_opcode(const RgStackCode *sc, uint32_t unit, RgError *error)
{
    const uint8_t *bytes = sc->code->code.data;
    if (sc->code->version->numbers[bytes[2 * unit]].op == PYOP_CACHE)
        return bad_code(sc, unit, "CACHE where an instruction should be", error);
    return rg_error_set(error, ERR_PYC_CORRUPT, sc->code->code_offset + 2 * (uint64_t)unit,
                        "opcode %u is unknown or a specialised form", bytes[2 * unit]);
}

/* PYOP_INVALID, PYOP_CACHE and PYOP_EXTENDED_ARG are the least of all opcodes. */
static RgStatus decode_units(RgStackCode *sc, RgError *error)
{
    const uint8_t *bytes = sc->code->code.data;
    const RgPyNumber *numbers = sc->code->version->numbers;
    const uint32_t nunits = sc->nunits;
    uint32_t *const unit_insn = sc->unit_insn, *const branches = sc->branches;
    RgStackInsn *const out = sc->insns;
    uint32_t n = 0, unit = 0, extended_args = 0, nbranches = 0;
    memset(unit_insn, 0xff, (size_t)nunits * sizeof *unit_insn); /* RG_NO_INSN */
    while (unit < nunits) {
        uint32_t arg = bytes[2 * unit + 1], prefixes = 0;
        RgPyNumber number = numbers[bytes[2 * unit]];
        unit_insn[unit] = n;
        while (RG_UNLIKELY(number.op <= PYOP_EXTENDED_ARG)) {
            if (number.op < PYOP_EXTENDED_ARG) return bad_opcode(sc, unit, error);
            if (++prefixes > 3) return bad_code(sc, unit, "more than three EXTENDED_ARG", error);
            if (++unit >= nunits) return bad_code(sc, unit - 1, "EXTENDED_ARG at the end", error);
            number = numbers[bytes[2 * unit]];
            arg = arg << 8 | bytes[2 * unit + 1];
        }
        out[n] = (RgStackInsn){
            .op = number.op, .prefixes = (uint8_t)prefixes, .caches = number.caches, .arg = arg, .unit = unit};
        branches[nbranches] = n++;
        nbranches += rg_pyop_info[number.op].flags / PF_ENDS_BLOCK & 1;
        extended_args += prefixes;
        unit += 1u + number.caches;
    }
    if (RG_UNLIKELY(unit > nunits)) return bad_code(sc, out[n - 1].unit, "inline cache is cut off", error);
    unit_insn[nunits] = n;
    out[n] = (RgStackInsn){.unit = UINT32_MAX}; /* stops searches by unit */
    sc->ninsns = n;
    sc->nbranches = nbranches;
    sc->extended_args = extended_args;
    return RG_OK;
}

static RgStatus resolve_jumps(RgStackCode *sc, RgError *error)
{
    const uint32_t scale = 2 / sc->code->version->jump_unit;
    RgStackInsn *const insns = sc->insns;
    for (uint32_t k = 0; k < sc->nbranches; k++) {
        const uint32_t i = sc->branches[k];
        RgStackInsn *in = &insns[i];
        const RgPyOpInfo *info = &rg_pyop_info[in->op];
        rg_decode_mark_leader(sc, i + 1, 0); /* the array has a slot behind the last instruction */
        if (!(info->flags & PF_JUMP)) continue;
        uint64_t behind = (uint64_t)in->unit + 1 + in->caches, distance = in->arg / scale;
        if (info->arg == RG_PYARG_JUMP_BACKWARD && distance > behind)
            return bad_code(sc, in->unit, "jump out of the code", error);
        uint64_t unit = info->arg == RG_PYARG_JUMP_BACKWARD   ? behind - distance
                        : info->arg == RG_PYARG_JUMP_ABSOLUTE ? distance
                                                              : behind + distance;
        uint32_t target = unit < sc->nunits ? sc->unit_insn[unit] : RG_NO_INSN;
        if (target == RG_NO_INSN) return bad_code(sc, in->unit, "jump to something that is not an instruction", error);
        in->target = target;
        rg_decode_mark_leader(sc, target, RG_STACKF_TARGET);
    }
    return RG_OK;
}

typedef enum Extent { AS_IN_FILE, BARE, COMPLETE } Extent;

static RgStatus decode(RgArena *arena, const RgPyCode *code, Extent extent, RgStackCode *out, RgError *error)
{
    const bool expand = extent != AS_IN_FILE && code->version->expand != RG_PYEXPAND_NONE;
    *out = (RgStackCode){.code = code, .nunits = code->code.size / 2};
    if (!code->code.size || code->code.size % 2) return bad_code(out, 0, "code is empty or cut inside a unit", error);
    out->insns = RG_ARENA_ARRAY(arena, RgStackInsn, out->nunits + 1);
    out->unit_insn = RG_ARENA_ARRAY(arena, uint32_t, out->nunits + 1);
    out->branches = RG_ARENA_ARRAY(arena, uint32_t, out->nunits + 1);
    out->leaders = RG_ARENA_ZARRAY(arena, uint64_t, out->nunits / 64 + 1);
    if (!out->insns || !out->unit_insn || !out->branches || !out->leaders)
        return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    RgStatus status = decode_units(out, error);
    if (status == RG_OK) status = resolve_jumps(out, error);
    if (status == RG_OK) status = rg_pyexc_decode(arena, out, error);
    if (status == RG_OK && (extent != BARE || expand)) status = rg_pyline_decode(arena, out, error);
    if (status == RG_OK && expand) status = rg_expand(arena, out, error);
    return status;
}

RgStatus rg_decode(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error)
{
    return decode(arena, code, COMPLETE, out, error);
}

RgStatus rg_decode_bare(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error)
{
    return decode(arena, code, BARE, out, error);
}

RgStatus rg_decode_file(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error)
{
    return decode(arena, code, AS_IN_FILE, out, error);
}

/* ---- text ---- */

static void print_string(RgStrBuf *out, const char *data, uint32_t len, char quote)
{
    rg_strbuf_putc(out, quote);
    for (uint32_t i = 0; i < len && i < 60; i++) {
        uint8_t c = (uint8_t)data[i];
        if (c == '\n')
            rg_strbuf_puts(out, "\\n");
        else if (c == '\\' || c == (uint8_t)quote)
            rg_strbuf_printf(out, "\\%c", c);
        else if (c < 32 || c == 127)
            rg_strbuf_printf(out, "\\x%02x", c);
        else
            rg_strbuf_putc(out, (char)c);
    }
    if (len > 60) rg_strbuf_puts(out, "...");
    rg_strbuf_putc(out, quote);
}

static void print_const(RgStrBuf *out, const RgConst *c)
{
    switch (c->kind) {
    case RG_CONST_NONE: rg_strbuf_puts(out, "None"); break;
    case RG_CONST_TRUE: rg_strbuf_puts(out, "True"); break;
    case RG_CONST_FALSE: rg_strbuf_puts(out, "False"); break;
    case RG_CONST_ELLIPSIS: rg_strbuf_puts(out, "Ellipsis"); break;
    case RG_CONST_INT: rg_strbuf_printf(out, "%lld", (long long)c->u.i); break;
    case RG_CONST_FLOAT: rg_strbuf_printf(out, "%.17g", c->u.f); break;
    case RG_CONST_COMPLEX: rg_strbuf_printf(out, "(%.17g%+.17gj)", c->u.complex[0], c->u.complex[1]); break;
    case RG_CONST_STR: print_string(out, c->u.bytes, c->len, '\''); break;
    case RG_CONST_BYTES:
        rg_strbuf_putc(out, 'b');
        print_string(out, c->u.bytes, c->len, '\'');
        break;
    case RG_CONST_TUPLE: rg_strbuf_printf(out, "<tuple of %u>", c->len); break;
    case RG_CONST_FROZENSET: rg_strbuf_printf(out, "<frozenset of %u>", c->len); break;
    case RG_CONST_BIGINT: rg_strbuf_printf(out, "<int of %u bytes>", c->len); break;
    case RG_CONST_CODE: rg_strbuf_printf(out, "<code %.*s>", (int)c->u.code->name.len, c->u.code->name.data); break;
    default: rg_strbuf_puts(out, "?"); break;
    }
}

static void print_name(RgStrBuf *out, const RgStrRef *names, uint32_t n, uint32_t i)
{
    if (i < n)
        rg_strbuf_add(out, names[i].data, names[i].len);
    else
        rg_strbuf_printf(out, "%u", i);
}

void rg_decode_print_arg(RgStrBuf *out, const RgStackCode *sc, uint32_t insn)
{
    const RgStackInsn *in = &sc->insns[insn];
    const RgPyCode *code = sc->code;
    switch (rg_pyop_info[in->op].arg) {
    case RG_PYARG_NONE: break;
    case RG_PYARG_CONST:
        if (in->arg < code->nconsts)
            print_const(out, code->consts[in->arg]);
        else
            rg_strbuf_printf(out, "%u", in->arg);
        break;
    case RG_PYARG_NAME: print_name(out, code->names, code->nnames, in->arg); break;
    case RG_PYARG_NAME_SHIFT:
        if (in->arg & 1) rg_strbuf_puts(out, "NULL + ");
        print_name(out, code->names, code->nnames, in->arg >> 1);
        break;
    case RG_PYARG_LOCAL: print_name(out, code->local_names, code->nlocals, in->arg); break;
    case RG_PYARG_BINARY:
        rg_strbuf_puts(out, in->arg < RG_PYOP_BINARY_COUNT ? rg_pyop_binary_signs[in->arg] : "?");
        break;
    case RG_PYARG_COMPARE:
        rg_strbuf_puts(out, in->arg < RG_PYOP_COMPARE_COUNT ? rg_pyop_compare_signs[in->arg] : "?");
        break;
    case RG_PYARG_JUMP_FORWARD:
    case RG_PYARG_JUMP_BACKWARD:
    case RG_PYARG_JUMP_ABSOLUTE:
        rg_strbuf_printf(out, "to %u", 2 * (sc->insns[in->target].unit - sc->insns[in->target].prefixes));
        break;
    default: rg_strbuf_printf(out, "%u", in->arg); break;
    }
}
