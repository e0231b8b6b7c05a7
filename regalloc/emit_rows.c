/* SPDX-License-Identifier: MIT
 *
 * emit_rows.c: the rows of the side tables: origins, load points, handlers. See emit.h for what always holds of them.
 */
#include "regalloc/emit.h"

const RgIrPos rg_emit_nowhere = {0, 0, -1, -1};

/* ---- origins ---- */

void rg_emit_origin(RgEmit *e, uint32_t word, RgOrigin run, uint32_t kind)
{
    if (!run.count) return;
    if (e->ra->origins.len) {
        RgOrigin *old = &e->ra->origins.data[e->ra->origins.len - 1];
        if (old->word == word && (old->count & RG_ORIGIN_KIND) == kind &&
            old->first + (old->count & RG_ORIGIN_COUNT) == run.first) {
            old->count += run.count;
            return;
        }
    }
    RgOrigin row = {word, run.first, run.count | kind};
    RG_EMIT_PUSH(e, origins, row);
    if (e->failed) return;
    /* Rows are sorted: those of the last instruction's second word come behind what its success counts. */
    RgOrigin *rows = e->ra->origins.data;
    for (size_t k = e->ra->origins.len - 1; k > 0 && rows[k - 1].word > word; k--) {
        rows[k] = rows[k - 1];
        rows[k - 1] = row;
    }
}

RG_NOINLINE void rg_emit_pend_apart(RgEmit *e)
{
    RG_EMIT_PUSH(e, pending, e->run);
    e->run.count = 0;
}

void rg_emit_attach(RgEmit *e, uint32_t word, uint32_t kind)
{
    for (size_t k = 0; k < e->ra->pending.len; k++)
        rg_emit_origin(e, word, e->ra->pending.data[k], kind);
    rg_emit_origin(e, word, e->run, kind);
    rg_emit_drop_pending(e);
}

/* What waits, run by run: the stack instructions up to pos2 stay, the others go into ra->second. Runs behind the one
 * that has pos2 go there whole; when none has it, those do that begin behind it. */
static RG_NOINLINE void split_pending(RgEmit *e, uint32_t pos2)
{
    RgRegalloc *ra = e->ra;
    bool found = false, behind = false;
    size_t kept = 0;
    rg_emit_pend_apart(e);
    for (size_t k = 0; k < ra->pending.len; k++)
        found |= pos2 - ra->pending.data[k].first < ra->pending.data[k].count;
    for (size_t k = 0; k < ra->pending.len; k++) {
        RgOrigin run = ra->pending.data[k];
        uint32_t before = pos2 - run.first < run.count ? pos2 - run.first + 1 : run.count;
        if (behind || (!found && run.first > pos2)) before = 0;
        behind |= before < run.count || pos2 == run.first + run.count - 1;
        if (before < run.count) {
            RgOrigin rest = {0, run.first + before, run.count - before};
            RG_EMIT_PUSH(e, second, rest);
        }
        run.count = before;
        if (before) ra->pending.data[kept++] = run;
    }
    ra->pending.len = kept;
}

void rg_emit_begin_parts(RgEmit *e, const RgIrInsn *in)
{
    const uint32_t pos2 = in->pos2;
    rg_emit_pend(e, in->pos, in->count);
    e->ra->second.len = 0;
    if (RG_UNLIKELY(e->ra->pending.len)) {
        split_pending(e, pos2);
    } else if (e->run.count) { /* the same for a single run */
        uint32_t before = e->run.first > pos2 ? 0 : RG_MIN(pos2 - e->run.first + 1, e->run.count);
        if (before < e->run.count) {
            RgOrigin rest = {0, e->run.first + before, e->run.count - before};
            RG_EMIT_PUSH(e, second, rest);
        }
        e->run.count = before;
    }
    rg_emit_begin(e, in->pos, 0);
}

void rg_emit_second(RgEmit *e, const RgIrInsn *in, bool parts, uint32_t head)
{
    rg_emit_position(e, head + 1, in->pos2);
    if (!parts) return;
    for (size_t k = 0; k < e->ra->second.len; k++)
        rg_emit_origin(e, head + 1, e->ra->second.data[k], 0);
    e->ra->second.len = 0;
}

/* ---- load points ---- */

RG_NOINLINE void rg_emit_points(RgEmit *e)
{
    const RgIrFunction *f = e->f;
    for (size_t k = 0; k < e->ra->waiting.len; k++) {
        const RgIrInsn *in = &f->insns[e->ra->waiting.data[k]];
        const RgIrPos *p = in->pos < f->npositions ? &f->positions[in->pos] : &rg_emit_nowhere;
        RgLoadPoint row = {e->nwords, in->extra, in->pos, p->line, p->end_line, p->col, p->end_col};
        RG_EMIT_PUSH(e, points, row);
    }
    e->ra->waiting.len = 0;
}

/* ---- handlers ---- */

void rg_emit_handler(RgEmit *e, uint32_t handler)
{
    if (handler == e->handler) return;
    if (e->handler && e->nwords > e->handler_start) {
        RgHandler row = {.start = e->handler_start, .end = e->nwords, .target = e->handler};
        RG_EMIT_PUSH(e, handlers, row); /* the block's number stands for its word until the end */
    }
    e->handler = handler;
    e->handler_start = e->nwords;
}

void rg_emit_finish_handlers(RgEmit *e)
{
    const RgIrFunction *f = e->f;
    rg_emit_handler(e, 0);
    for (size_t k = 0; k < e->ra->handlers.len; k++) {
        RgHandler *h = &e->ra->handlers.data[k];
        const RgIrBlock *b = &f->blocks[h->target];
        h->target = e->ra->labels.data[e->ra->label[h->target]];
        h->exc_reg = h->lasti_reg = RG_NO_REGISTER;
        for (uint32_t i = b->first; i; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            if (in->op != IR_CAUGHT && in->op != IR_LASTI && in->op != IR_MARK && in->op != IR_HOME) break;
            if (in->ndefs && in->op == IR_CAUGHT && f->values[in->def].uses) h->exc_reg = rg_emit_reg(e, in->def);
            if (in->ndefs && in->op == IR_LASTI && f->values[in->def].uses) h->lasti_reg = rg_emit_reg(e, in->def);
        }
    }
}
