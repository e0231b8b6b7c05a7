/* SPDX-License-Identifier: MIT
 *
 * emit.h: what the files that write code share: the place where it goes, and the rows of the side tables.
 * Always holds: an instruction's origin rows say exactly which stack instructions are done when it begins (plain), when
 * it has succeeded (RG_ORIGIN_AFTER) or when its jump is taken (RG_ORIGIN_TAKEN).
 */
#ifndef RG_REGALLOC_EMIT_H
#define RG_REGALLOC_EMIT_H

#include "regalloc/ra.h"
#include "vm/base/assert.h"

typedef struct RgEmit {
    RgConvert *cx;
    RgRegalloc *ra;
    RgIrFunction *f;
    /* The words so far, and rows of positions and sites; rg_emit_room sees to room for them. */
    RgWord *words;
    RgPosition *positions;
    RgSite *sites;
    uint32_t nwords, npositions, nsites, cap;
    uint32_t handler;       /* block that handles exceptions of the words being written, 0: none */
    uint32_t handler_start; /* first word of that range */
    uint32_t pos;           /* stack instruction whose position the next words get */
    uint32_t last_head;     /* word of the last instruction emitted in this block, or UINT32_MAX */
    RgOrigin run;         /* the newest stack instructions that wait for a word; ra->pending has those before, if any */
    const RgIrPos *place; /* what the last row of positions says */
    bool wide;            /* some registers need more than an 8-bit field */
    bool repeating;       /* a header is being written in place of a jump to it */
    bool failed;          /* memory ran out */
} RgEmit;

#define RG_EMIT_PUSH(e, vec, x) ((e)->failed |= !RG_VEC_PUSH(&(e)->ra->vec, (x)))
#define RG_EMIT_ROOM            8 /* words of any instruction without its list, and a move before it */

bool rg_emit_grow(RgEmit *e, size_t words); /* false: no memory, and e has failed */

/* Room for instructions of so many words together, with two rows of positions and two sites each. */
static inline bool rg_emit_room(RgEmit *e, size_t words)
{
    return RG_LIKELY(e->cap - e->nwords >= words) || rg_emit_grow(e, words);
}

/* Where there is room. */
static inline void rg_emit_word(RgEmit *e, RgWord w)
{
    e->words[e->nwords++] = w;
}

static inline uint32_t rg_emit_site(RgEmit *e, uint32_t name)
{
    e->sites[e->nsites].name = name;
    return e->nsites++;
}

/* ---- emit_rows.c: the side tables ---- */

extern const RgIrPos rg_emit_nowhere; /* of instructions without a position */

static inline bool rg_emit_same_place(const RgIrPos *a, const RgIrPos *b)
{
    return !((a->line ^ b->line) | (a->end_line ^ b->end_line) | (a->col ^ b->col) | (a->end_col ^ b->end_col));
}

/* Whether two neighbours have the same position is a toss-up: the row is written always, and kept when it differs. */
static inline void rg_emit_position(RgEmit *e, uint32_t word, uint32_t pos)
{
    const RgIrPos *p = pos < e->f->npositions ? &e->f->positions[pos] : &rg_emit_nowhere;
    e->positions[e->npositions] = (RgPosition){word, p->line, p->end_line, p->col, p->end_col};
    e->npositions += !rg_emit_same_place(p, e->place);
    e->place = p;
}

/* Row for the stack instructions of a run, at `word`, among those that are there. */
void rg_emit_origin(RgEmit *e, uint32_t word, RgOrigin run, uint32_t kind);
void rg_emit_pend_apart(RgEmit *e); /* puts e->run behind ra->pending */
void rg_emit_points(RgEmit *e);     /* the load points that wait for the instruction that begins here */

/* Stack instructions pos-count+1 .. pos wait for the next word. */
static inline void rg_emit_pend(RgEmit *e, uint32_t pos, uint32_t count)
{
    uint32_t first = pos - count + 1;
    if (!count) return;
    if (e->run.count && RG_UNLIKELY(e->run.first + e->run.count != first)) rg_emit_pend_apart(e);
    if (!e->run.count) e->run.first = first;
    e->run.count += count;
}

static inline bool rg_emit_pending(const RgEmit *e)
{
    return e->run.count || e->ra->pending.len;
}

static inline void rg_emit_drop_pending(RgEmit *e)
{
    e->run.count = 0;
    e->ra->pending.len = 0;
}

/* Turns what waits into rows at `word`. */
void rg_emit_attach(RgEmit *e, uint32_t word, uint32_t kind);

/* Begins an instruction: position, the counts and load points that wait for it and its own counts. No row is at the
 * word yet. */
static inline void rg_emit_begin(RgEmit *e, uint32_t pos, uint32_t count)
{
    const uint32_t word = e->nwords;
    e->pos = pos;
    e->last_head = word;
    rg_emit_position(e, word, pos);
    rg_emit_pend(e, pos, count);
    if (RG_UNLIKELY(e->ra->pending.len)) {
        rg_emit_attach(e, word, 0);
    } else if (e->run.count) {
        e->run.word = word;
        RG_EMIT_PUSH(e, origins, e->run);
        e->run.count = 0;
    }
    if (RG_UNLIKELY(e->ra->waiting.len)) rg_emit_points(e);
}

/* Begins an instruction whose first part ends with stack instruction in->pos2: what comes behind that waits for its
 * second word, in ra->second. */
void rg_emit_begin_parts(RgEmit *e, const RgIrInsn *in);
/* The second word of the instruction at head: position of the first part and, if it has parts, counts of the second. */
void rg_emit_second(RgEmit *e, const RgIrInsn *in, bool parts, uint32_t head);
/* The block that handles exceptions from here on. */
void rg_emit_handler(RgEmit *e, uint32_t handler);
/* Final form of the handlers, when all labels are known. */
void rg_emit_finish_handlers(RgEmit *e);

/* ---- emit_op.c: one instruction ---- */

/* A definition made in a scratch register, to be moved to where no 8-bit field reaches. */
typedef struct RgEmitWide {
    uint32_t scratch, reg; /* RG_NO_REGISTER: none */
} RgEmitWide;

static inline uint32_t rg_emit_reg(const RgEmit *e, RgIrOperand v)
{
    RG_ASSERT(e->f->values[v].home != RG_IR_NO_HOME, "value v%u has no register", v);
    return e->f->values[v].home;
}

/* As op, which may be another than in's own; label is where a jump goes. Returns the definition still to be moved. */
RgEmitWide rg_emit_op(RgEmit *e, const RgIrInsn *in, unsigned op, uint32_t label);
void rg_emit_move(void *emit, uint32_t dst, RgIrOperand src);
void rg_emit_jump(RgEmit *e, uint32_t label);
/* Two neighbours as one instruction. */
void rg_emit_pair(RgEmit *e, uint32_t first, const RgRaPair *p, uint32_t second);

/* ---- emit_finish.c: the results ---- */
RgStatus rg_emit_finish(RgEmit *e, RgCodeUnit *unit, RgCode *out) RG_CHECK_RESULT;

#endif
