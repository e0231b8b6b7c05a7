/* SPDX-License-Identifier: MIT
 *
 * flow.c: natural loops, inner ones first: a loop is walked backward from its latches to its header, and becomes one
 * point (union-find) for the loops around it, so that all of it is nearly linear.
 */
#include "convert/flow.h"

typedef struct Finder {
    RgFlow *flow;
    const RgCfg *cfg;
    uint32_t *rep;    /* union-find by block: towards the header of the outermost loop known so far */
    uint32_t *headed; /* by block: loop whose header it is, 0: none */
    uint32_t *todo;
} Finder;

static uint32_t find(uint32_t *rep, uint32_t b)
{
    while (rep[b] != b) {
        rep[b] = rep[rep[b]];
        b = rep[b];
    }
    return b;
}

static uint32_t common_dominator(const RgCfg *cfg, uint32_t a, uint32_t b)
{
    while (!rg_dom_dominates(cfg, a, b))
        a = cfg->blocks[a].idom;
    return a;
}

/* Sources of edges to b that it dominates; they start the walk. *dom dominates them all, RG_NO_BLOCK: there is none. */
static uint32_t latches(Finder *n, uint32_t b, uint32_t *dom)
{
    const RgCfgBlock *block = &n->cfg->blocks[b];
    uint32_t top = 0;
    *dom = RG_NO_BLOCK;
    for (uint32_t p = 0; p < block->npreds + block->nexc_preds; p++) {
        uint32_t from = n->cfg->preds[block->preds + p];
        if (n->cfg->blocks[from].rpo < block->rpo || !rg_dom_dominates(n->cfg, b, from)) continue;
        *dom = *dom == RG_NO_BLOCK ? from : common_dominator(n->cfg, *dom, from);
        uint32_t r = find(n->rep, from);
        if (r == b) continue;
        n->rep[r] = b;
        n->todo[top++] = r;
    }
    return top;
}

static void collect(Finder *n, uint32_t b, uint32_t latch_dom, uint32_t top)
{
    RgFlow *flow = n->flow;
    uint32_t loop = flow->nloops++;
    flow->loops[loop] = (RgFlowLoop){.header = b, .latch_dom = latch_dom};
    flow->loop[b] = n->headed[b] = loop;
    while (top) {
        uint32_t x = n->todo[--top];
        if (n->headed[x])
            flow->loops[n->headed[x]].parent = loop;
        else
            flow->loop[x] = loop;
        const RgCfgBlock *block = &n->cfg->blocks[x];
        for (uint32_t p = 0; p < block->npreds + block->nexc_preds; p++) {
            uint32_t r = find(n->rep, n->cfg->preds[block->preds + p]);
            if (r == b) continue;
            n->rep[r] = b;
            n->todo[top++] = r;
        }
    }
}

bool rg_flow_loops(RgArena *arena, const RgCfg *cfg, RgIrFunction *f, RgFlow *out)
{
    *out = (RgFlow){.cfg = cfg, .f = f, .nloops = 1, .nblocks = f->nblocks};
    uint32_t nheaders = 1;
    for (uint32_t i = 0; i < cfg->norder && !cfg->irreducible; i++)
        nheaders += cfg->blocks[cfg->order[i]].back_target;
    out->loop = RG_ARENA_ZARRAY(arena, uint32_t, cfg->nblocks);
    out->loops = RG_ARENA_ZARRAY(arena, RgFlowLoop, nheaders);
    out->ir = RG_ARENA_ZARRAY(arena, uint32_t, cfg->nblocks);
    out->placed = RG_ARENA_ZARRAY(arena, uint32_t, f->nblocks);
    if (!out->loop || !out->loops || !out->ir || !out->placed) return false;
    for (uint32_t o = 0; o < f->norder; o++)
        if (f->blocks[f->order[o]].source < cfg->nblocks) out->ir[f->blocks[f->order[o]].source] = f->order[o];
    if (nheaders == 1) return true;
    uint32_t *memory = RG_ARENA_ARRAY(arena, uint32_t, 3 * (size_t)cfg->nblocks);
    if (!memory) return false;
    Finder n = {out, cfg, memory, memory + cfg->nblocks, memory + 2 * (size_t)cfg->nblocks};
    for (uint32_t b = 0; b < cfg->nblocks; b++) {
        n.rep[b] = b;
        n.headed[b] = 0;
    }
    for (uint32_t i = cfg->norder; i-- > 0;) {
        uint32_t b = cfg->order[i], dom;
        if (!cfg->blocks[b].back_target) continue;
        uint32_t top = latches(&n, b, &dom);
        if (dom != RG_NO_BLOCK) collect(&n, b, dom, top);
    }
    for (uint32_t l = out->nloops; l-- > 1;) {
        RgFlowLoop *loop = &out->loops[l];
        loop->outermost = loop->parent ? out->loops[loop->parent].outermost : l;
    }
    return true;
}

bool rg_flow_inside(const RgFlow *flow, uint32_t block, uint32_t loop)
{
    uint32_t l = rg_flow_loop_of(flow, block);
    while (l && l != loop)
        l = flow->loops[l].parent;
    return l == loop;
}

/* ---- places in front of loops ---- */

static bool ends_with_branch(const RgIrFunction *f, uint32_t b)
{
    uint32_t last = f->blocks[b].last;
    while (last && f->insns[last].op == IR_MARK)
        last = f->insns[last].prev;
    return last && rg_ir_is_branch(f->insns[last].op);
}

/* A new block between the header and all ways into it from outside the loop. The edges are moved as they are, so that
 * the operands of phis stay in order: with phis there must be one such edge only. */
static uint32_t split(RgFlow *flow, uint32_t loop, uint32_t header)
{
    RgIrFunction *f = flow->f;
    uint32_t made = rg_ir_block_new(f), in = rg_ir_edge_new(f, made);
    if (!made || !in) return 0;
    RgIrBlock *h = &f->blocks[header], *b = &f->blocks[made];
    uint32_t e = h->preds;
    bool joined = false;
    h->preds = h->preds_tail = h->npreds = 0;
    for (uint32_t next; e; e = next) {
        next = f->edges[e].next;
        uint32_t from = f->edges[e].from;
        RgIrBlock *p = &f->blocks[from], *to = rg_flow_inside(flow, from, loop) ? h : b;
        if (to == b) {
            if (p->taken == header)
                p->taken = made;
            else
                p->fall = made;
            b->handler = p->handler == h->handler ? h->handler : 0;
        }
        if (to == b && !joined) { /* the new edge to the header takes the place of the first one moved */
            joined = true;
            *(h->preds ? &f->edges[h->preds_tail].next : &h->preds) = in;
            h->preds_tail = in;
            h->npreds++;
        }
        f->edges[e].next = 0;
        *(to->preds ? &f->edges[to->preds_tail].next : &to->preds) = e;
        to->preds_tail = e;
        to->npreds++;
    }
    b->fall = header;
    flow->placed[header] = made;
    flow->nplaced++;
    return made;
}

uint32_t rg_flow_preheader(RgFlow *flow, uint32_t loop)
{
    RgIrFunction *f = flow->f;
    RgFlowLoop *l = &flow->loops[loop];
    if (l->before || l->closed) return l->before;
    l->closed = true;
    uint32_t header = flow->ir[l->header];
    if (!header || header == f->entry || (f->blocks[header].flags & RG_IRB_HANDLER)) return 0;
    uint32_t entries = 0, from = 0;
    for (uint32_t e = f->blocks[header].preds; e; e = f->edges[e].next) {
        if (rg_flow_inside(flow, f->edges[e].from, loop)) continue;
        entries++;
        from = f->edges[e].from;
    }
    bool phis = f->blocks[header].first && f->insns[f->blocks[header].first].op == IR_PHI;
    if (!entries || (entries > 1 && phis)) return 0;
    if (entries == 1 && f->blocks[from].fall == header && !f->blocks[from].taken && !ends_with_branch(f, from))
        l->before = from;
    else
        l->before = split(flow, loop, header);
    l->closed = !l->before;
    return l->before;
}

void rg_flow_finish(RgFlow *flow)
{
    RgIrFunction *f = flow->f;
    if (!flow->nplaced) return;
    uint32_t to = f->norder;
    for (uint32_t o = f->norder - flow->nplaced; o-- > 0;) { /* from the end: each goes up to a place that is free */
        uint32_t b = f->order[o];
        f->order[--to] = b;
        if (flow->placed[b]) f->order[--to] = flow->placed[b];
    }
    flow->nplaced = 0;
}

uint8_t *rg_flow_hot(RgArena *arena, const RgIrFunction *f)
{
    uint32_t *stack = RG_ARENA_ARRAY(arena, uint32_t, f->nblocks), n = 0;
    uint8_t *hot = RG_ARENA_ZARRAY(arena, uint8_t, f->nblocks);
    if (!stack || !hot) return NULL;
    hot[0] = hot[f->entry] = 1;
    stack[n++] = f->entry;
    while (n) {
        const RgIrBlock *b = &f->blocks[stack[--n]];
        uint32_t to[2] = {b->taken, b->fall};
        for (int k = 0; k < 2; k++) {
            if (hot[to[k]]) continue;
            hot[to[k]] = 1;
            stack[n++] = to[k];
        }
    }
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t last = f->blocks[f->order[o]].last;
        while (last && f->insns[last].op == IR_MARK)
            last = f->insns[last].prev;
        if (last && f->insns[last].op == OP_RAISE) hot[f->order[o]] = 0;
    }
    return hot;
}
