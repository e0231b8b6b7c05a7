/* SPDX-License-Identifier: MIT
 *
 * linscan.c: walks the instructions in layout order, gives each new value a free register and takes it back after the
 * last use. Homes are never given to temporaries, and there are registers enough (32,767), so nothing is ever spilled:
 * functions that need more than 8-bit fields can name get three scratch registers below that limit, and emission moves
 * wide operands through them.
 */
#include "regalloc/ra.h"
#include "vm/base/assert.h"
#include "vm/base/hash.h"

static inline bool is_free(const RgRegalloc *ra, uint32_t r)
{
    return (ra->free_map[r / 64] >> (r % 64) & 1) != 0;
}

static inline void reg_take(RgRegalloc *ra, uint32_t r)
{
    ra->free_map[r / 64] &= ~(1ull << (r % 64));
    if (r >= ra->nregs) ra->nregs = r + 1;
}

static inline void reg_give(RgRegalloc *ra, uint32_t r)
{
    ra->free_map[r / 64] |= 1ull << (r % 64);
    if (r / 64 < ra->free_low) ra->free_low = r / 64;
}

/* Testing: any free register among the next few, so that allocation bugs do not hide behind one order. */
static uint32_t reg_random(RgRegalloc *ra)
{
    for (int tries = 0; tries < 4; tries++) {
        ra->seed = (uint32_t)rg_hash_mix((uint64_t)ra->seed + 0x9e3779b97f4a7c15ull) | 1;
        uint32_t r = (ra->f->nhomes + ra->home_shift) + ra->seed / 2 % 24;
        if (r < ra->free_words * 64 && is_free(ra, r)) return r;
    }
    return RG_NO_REGISTER;
}

/* Lowest free register, RG_NO_REGISTER when there is none. */
static inline uint32_t reg_find(RgRegalloc *ra)
{
    if (RG_UNLIKELY(ra->seed)) {
        uint32_t r = reg_random(ra);
        if (r != RG_NO_REGISTER) return r;
    }
    uint32_t w = ra->free_low;
    while (w < ra->free_words && !ra->free_map[w])
        w++;
    ra->free_low = w;
    return w < ra->free_words ? w * 64 + (uint32_t)__builtin_ctzll(ra->free_map[w]) : RG_NO_REGISTER;
}

/* Register that one of the phi's operands or, for an operand, its phi already has and that is free now. */
static uint32_t reg_hinted(const RgRegalloc *ra, const RgIrInsn *in, uint32_t v)
{
    const RgIrFunction *f = ra->f;
    if (in->op == IR_PHI) {
        for (uint32_t k = 0; k < in->nargs && k < 8; k++) {
            RgIrOperand o = f->operands[in->args + k];
            if (!o || RG_IR_IS_CONST(o)) continue;
            uint32_t r = f->values[o].home;
            if (r != RG_IR_NO_HOME && r >= f->nhomes + ra->home_shift && is_free(ra, r)) return r;
        }
    }
    uint32_t phi = ra->hint[v];
    if (phi) {
        uint32_t r = f->values[phi].home;
        if (r != RG_IR_NO_HOME && r >= f->nhomes + ra->home_shift && is_free(ra, r)) return r;
    }
    return RG_NO_REGISTER;
}

static inline bool assign(RgRegalloc *ra, const RgIrInsn *in, uint32_t v, uint32_t now)
{
    RgIrFunction *f = ra->f;
    uint32_t r = RG_NO_REGISTER;
    if (in->op == IR_PHI || ra->hint[v]) r = reg_hinted(ra, in, v);
    if (r == RG_NO_REGISTER) r = reg_find(ra);
    if (RG_UNLIKELY(r == RG_NO_REGISTER)) return false;
    reg_take(ra, r);
    f->values[v].home = r;
    uint32_t end = RG_MAX(ra->end[v], now);
    ra->expire_next[v] = ra->expire[end];
    ra->expire[end] = v;
    return true;
}

/* Gives back the registers of values read for the last time at `now`. */
static inline void expire(RgRegalloc *ra, uint32_t now)
{
    uint32_t v = ra->expire[now];
    ra->expire[now] = 0;
    for (; v; v = ra->expire_next[v])
        reg_give(ra, ra->f->values[v].home);
}

/* The first value of instructions that write one register before they have read all operands (CHECK_EG_MATCH, which
 * emission prepares by a move into it, LOAD_METHOD, BEFORE_WITH): it gets a register that no operand has. */
static bool assign_early(RgRegalloc *ra, const RgIrInsn *in, uint32_t now)
{
    if (ra->end[in->def] <= now) ra->end[in->def] = now + 1;
    return ra->f->values[in->def].home != RG_IR_NO_HOME || assign(ra, in, in->def, now);
}

static bool scan(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint32_t now = 1;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        expire(ra, now);
        RG_ASSERT(now == ra->start[b], "block %u", b);
        now++;
        for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next, now++) {
            const RgIrInsn *in = &f->insns[i];
            uint32_t k = 0;
            if (in->op == IR_PHI && ra->end[in->def] <= now)
                ra->end[in->def] = ra->stop[b]; /* phis of a block are written together, used or not */
            if (RG_UNLIKELY(in->ndefs == 2) && in->op != OP_UNPACK && in->op != OP_UNPACK_EX) {
                if (!assign_early(ra, in, now)) return false;
                k = 1;
            }
            if (ra->expire[now]) expire(ra, now);
            for (; k < in->ndefs; k++)
                if (f->values[in->def + k].home == RG_IR_NO_HOME && !assign(ra, in, in->def + k, now)) return false;
            if (ra->expire[now]) /* values that nobody reads */
                expire(ra, now);
        }
        expire(ra, now); /* operands of phis behind this block */
        now++;
    }
    return true;
}

/* One attempt with the layout of homes and scratch registers that ra describes. */
static bool attempt(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint32_t first = f->nhomes + ra->home_shift;
    memset(ra->free_map, 0xff, ra->free_words * sizeof *ra->free_map);
    memset(ra->free_map, 0, first / 64 * sizeof *ra->free_map);
    if (first / 64 < ra->free_words) ra->free_map[first / 64] &= ~0ull << (first % 64);
    ra->free_low = 0;
    ra->nregs = first;
    if (ra->scratch != RG_NO_REGISTER) {
        for (uint32_t r = ra->scratch; r < ra->scratch + 3; r++)
            reg_take(ra, r);
        if (ra->nregs < ra->scratch + 3) ra->nregs = ra->scratch + 3;
    }
    if (scan(ra)) return true;
    memset(ra->expire, 0, ra->ntimes * sizeof *ra->expire);
    return false;
}

/* Forgets the registers of values that have no home of their own; homes keep their numbers. */
static void forget(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    for (uint32_t v = 1; v < f->nvalues; v++)
        if (f->values[v].home != RG_IR_NO_HOME && f->values[v].home >= f->nhomes) f->values[v].home = RG_IR_NO_HOME;
}

/* Homes would lie in the scratch registers: those from there on go up by three. Free variables stay together, as the
 * last locals. Parameters cannot go up, as the caller puts them where their numbers say; those in the scratch registers
 * are moved away by the prologue, behind the other locals. */
static void make_room(RgRegalloc *ra)
{
    uint32_t bound = ra->f->nlocals - ra->nfree; /* locals that are no free variables */
    ra->home_shift = 3;
    if (ra->nparams > ra->scratch) {
        ra->nmoved = RG_MIN(3, bound - ra->scratch);
        ra->moved_to = RG_MAX(bound, ra->scratch + 3);
    } else {
        ra->scratch = RG_MIN(ra->scratch, bound);
    }
}

uint32_t rg_ra_home(const RgRegalloc *ra, uint32_t home)
{
    if (home < ra->scratch) return home;
    if (!ra->nmoved) return home + ra->home_shift;
    if (home < ra->scratch + ra->nmoved) return ra->moved_to + (home - ra->scratch);
    return home < ra->f->nlocals - ra->nfree ? home : home + 3;
}

RgStatus rg_linscan_run(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    ra->scratch = RG_NO_REGISTER;
    ra->home_shift = ra->nmoved = 0;
    if (f->nhomes + 4 > RG_OPERAND_MAX) return ERR_TOO_MANY_REGISTERS;
    ra->free_words = RG_MIN((f->nhomes + 3 + 64 * 8) / 64, RG_OPERAND_MAX / 64);
    bool done = f->nhomes <= ra->short_regs && attempt(ra);
    if (done && ra->nregs <= ra->short_regs) return RG_OK;
    forget(ra);
    ra->scratch = ra->short_regs - 3;
    if (f->nhomes > ra->scratch) {
        make_room(ra);
        for (uint32_t v = 1; v < f->nvalues; v++)
            if (f->values[v].home != RG_IR_NO_HOME) f->values[v].home = rg_ra_home(ra, f->values[v].home);
    }
    ra->free_words = RG_OPERAND_MAX / 64; /* the last few registers stay unused: one may break cycles of moves */
    return attempt(ra) ? RG_OK : ERR_TOO_MANY_REGISTERS;
}
