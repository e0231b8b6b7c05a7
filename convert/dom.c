/* SPDX-License-Identifier: MIT
 *
 * dom.c: dominators by semidominators (the "semi-NCA" method with path compression), and what may change between the
 * end of a block's immediate dominator and its beginning.
 */
#include "convert/dom.h"

/* Steps of `climb` that a function may take: compiled code, which nests loops and trys to 20, takes a few for each block. */
enum { STEPS_EACH = 256, STEPS_FREE = 1 << 20 };

/* Vertex on the compressed path from v to its root that has the least semidominator. All in preorder numbers. */
typedef struct Forest {
    uint32_t *ancestor, *label, *semi, *path;
} Forest;

static uint32_t eval(Forest *f, uint32_t v, uint32_t linked_from)
{
    if (v < linked_from) return v; /* not linked yet */
    uint32_t n = 0, u = v;
    while (f->ancestor[u] >= linked_from) {
        f->path[n++] = u;
        u = f->ancestor[u];
    }
    while (n > 0) { /* from the top: everything above is compressed */
        uint32_t w = f->path[--n], up = f->ancestor[w];
        if (f->semi[f->label[up]] < f->semi[f->label[w]]) f->label[w] = f->label[up];
        f->ancestor[w] = f->ancestor[up];
    }
    return f->label[v];
}

static void tree_order(RgCfg *cfg, uint32_t *stack)
{
    for (uint32_t i = cfg->norder; i-- > 1;) { /* pushed in front from the last: children in reverse postorder */
        RgCfgBlock *block = &cfg->blocks[cfg->order[i]];
        block->sibling = cfg->blocks[block->idom].child;
        cfg->blocks[block->idom].child = cfg->order[i];
    }
    uint32_t n = 0, top = 0;
    stack[top++] = cfg->order[0];
    cfg->tree[n] = cfg->order[0];
    cfg->blocks[cfg->order[0]].tree_in = n++;
    uint32_t at = cfg->blocks[cfg->order[0]].child;
    while (top) {
        if (at != RG_NO_BLOCK) {
            cfg->tree[n] = at;
            cfg->blocks[at].tree_in = n++;
            stack[top++] = at;
            at = cfg->blocks[at].child;
        } else {
            RgCfgBlock *done = &cfg->blocks[stack[--top]];
            done->tree_out = n;
            at = done->sibling;
        }
    }
}

bool rg_dom_compute(RgArena *arena, RgCfg *cfg, const uint32_t *preorder, const uint32_t *parent)
{
    const uint32_t n = cfg->norder;
    uint32_t *memory = RG_ARENA_ARRAY(arena, uint32_t, (size_t)n * 5 + cfg->nblocks + 2);
    cfg->tree = RG_ARENA_ARRAY(arena, uint32_t, n);
    if (!memory || !cfg->tree) return false;
    if (!cfg->joins) { /* the graph is a tree, of which the walk took every edge */
        for (uint32_t v = 0; v < n; v++)
            cfg->blocks[preorder[v]].idom = preorder[parent[v]];
        tree_order(cfg, memory);
        return true;
    }
    Forest f = {memory, memory + n, memory + 2 * (size_t)n, memory + 3 * (size_t)n};
    uint32_t *idom = memory + 4 * (size_t)n, *number = memory + 5 * (size_t)n;
    for (uint32_t i = 0; i < n; i++) {
        f.ancestor[i] = parent[i];
        f.label[i] = f.semi[i] = i;
        number[preorder[i]] = i;
    }
    for (uint32_t v = n; v-- > 1;) {
        const RgCfgBlock *block = &cfg->blocks[preorder[v]];
        uint32_t least = parent[v];
        if (block->npreds + block->nexc_preds == 1) { /* its parent */
            f.semi[v] = least;
            continue;
        }
        for (uint32_t p = 0; p < block->npreds + block->nexc_preds; p++) {
            uint32_t s = f.semi[eval(&f, number[cfg->preds[block->preds + p]], v + 1)];
            if (s < least) least = s;
        }
        f.semi[v] = least;
    }
    idom[0] = 0;
    for (uint32_t v = 1; v < n; v++) {
        uint32_t d = parent[v];
        while (d > f.semi[v])
            d = idom[d];
        idom[v] = d;
        cfg->blocks[preorder[v]].idom = preorder[d];
    }
    cfg->blocks[preorder[0]].idom = preorder[0];
    tree_order(cfg, f.path);
    for (uint32_t i = 0; i < n && cfg->loops; i++) {
        const RgCfgBlock *block = &cfg->blocks[cfg->order[i]];
        if (!block->back_target) continue;
        for (uint32_t p = 0; p < block->npreds + block->nexc_preds; p++) {
            uint32_t from = cfg->preds[block->preds + p];
            if (block->rpo <= cfg->blocks[from].rpo && !rg_dom_dominates(cfg, cfg->order[i], from))
                cfg->irreducible = true;
        }
    }
    return true;
}

/* ---- what changes between idom and a block ---- */

static void add_set(const RgCfg *cfg, uint64_t *into, uint32_t block, unsigned which)
{
    const uint64_t *set = rg_cfg_set(cfg, block, which);
    for (uint32_t w = 0; w < cfg->set_words; w++)
        into[w] |= set[w];
}

/* Adds all that happens from behind the block's idom, down to and including the way into and through runner. Takes the steps
 * from *steps; stops when there are none left. */
static void climb(const RgCfg *cfg, RgCfgBlock *block, uint64_t *stale, uint32_t runner, uint32_t *mark, uint32_t stamp, uint64_t *steps)
{
    for (; runner != block->idom && mark[runner] != stamp && *steps; runner = cfg->blocks[runner].idom) {
        mark[runner] = stamp;
        --*steps;
        const RgCfgBlock *on_way = &cfg->blocks[runner];
        add_set(cfg, stale, runner, RG_CFG_DEFS);
        add_set(cfg, stale, runner, RG_CFG_STALE);
        block->join_low = RG_MIN(block->join_low, RG_MIN(on_way->low, on_way->join_low));
        block->mid_idom |= on_way->idom == block->idom && on_way->mid_idom;
    }
}

static void compute_stale(const RgCfg *cfg, uint32_t at, uint32_t *mark, uint64_t *steps)
{
    RgCfgBlock *block = &cfg->blocks[at];
    uint64_t *stale = rg_cfg_set(cfg, at, RG_CFG_STALE);
    if (block->nexc_preds) block->join_low = cfg->sc->ranges[block->landing_range].depth;
    for (uint32_t p = 0; p < block->npreds && block->npreds > 1; p++)
        climb(cfg, block, stale, cfg->preds[block->preds + p], mark, at + 1, steps);
    for (uint32_t p = 0; p < block->nexc_preds; p++) {
        uint32_t from = cfg->preds[block->preds + p];
        const RgCfgBlock *raising = &cfg->blocks[from];
        add_set(cfg, stale, from, RG_CFG_DEFS);
        block->join_low = RG_MIN(block->join_low, raising->raise_low);
        if (from == block->idom) {
            block->mid_idom = true;
            continue;
        }
        add_set(cfg, stale, from, RG_CFG_STALE);
        block->join_low = RG_MIN(block->join_low, raising->join_low);
        block->mid_idom |= raising->idom == block->idom && raising->mid_idom;
        climb(cfg, block, stale, raising->idom, mark, at + 1, steps);
    }
    /* Ways from the middle of idom and from its end: what it changes in between differs. */
    if (block->mid_idom && block->npreds + block->nexc_preds > 1)
        block->join_low = RG_MIN(block->join_low, cfg->blocks[block->idom].low);
}

/* join_low starts as what the edges into a block leave alone (cfg.c: enter). */
bool rg_dom_stale(RgArena *arena, RgCfg *cfg, bool *deep)
{
    *deep = false;
    if (!cfg->joins) return true;
    uint32_t *mark = RG_ARENA_ZARRAY(arena, uint32_t, cfg->nblocks);
    uint32_t *stack = RG_ARENA_ARRAY(arena, uint32_t, cfg->norder);
    if (!mark || !stack) return false;
    if (cfg->irreducible) {
        for (uint32_t i = 1; i < cfg->norder; i++) {
            RgCfgBlock *block = &cfg->blocks[cfg->order[i]];
            if (block->npreds < 2 && !block->nexc_preds && !block->back_target) continue;
            memset(rg_cfg_set(cfg, cfg->order[i], RG_CFG_STALE), 0xff, cfg->set_words * 8);
            block->join_low = 0;
            block->mid_idom = true;
        }
        return true;
    }
    uint32_t top = 0, at = cfg->order[0];
    uint64_t steps = (uint64_t)STEPS_EACH * cfg->norder + STEPS_FREE;
    while (at != RG_NO_BLOCK || top) { /* dominator tree in postorder, children in reverse postorder */
        if (at != RG_NO_BLOCK) {
            stack[top++] = at;
            at = cfg->blocks[at].child;
        } else {
            uint32_t done = stack[--top];
            const RgCfgBlock *block = &cfg->blocks[done];
            if (block->npreds > 1 || block->nexc_preds) compute_stale(cfg, done, mark, &steps);
            at = block->sibling;
        }
    }
    *deep = steps == 0;
    return true;
}
