/* SPDX-License-Identifier: MIT
 *
 * dom.h: dominators of the control flow graph, and the dataflow that rests on them.
 */
#ifndef RG_CONVERT_DOM_H
#define RG_CONVERT_DOM_H

#include "convert/cfg.h"

/* idom, tree order and irreducibility, from order[], preds and a depth-first tree: preorder[i] is the block with
 * preorder number i, parent[i] the number of its parent. False: no memory. */
bool rg_dom_compute(RgArena *arena, RgCfg *cfg, const uint32_t *preorder, const uint32_t *parent) RG_CHECK_RESULT;
/* join_low and RG_CFG_STALE. Takes time in proportion to how deep things nest: *deep is set, and the answer no answer, when they nest
 * far deeper than compilers let them. False: no memory. */
bool rg_dom_stale(RgArena *arena, RgCfg *cfg, bool *deep) RG_CHECK_RESULT;
static inline bool rg_dom_dominates(const RgCfg *cfg, uint32_t a, uint32_t b)
{
    const RgCfgBlock *x = &cfg->blocks[a], *y = &cfg->blocks[b];
    return x->tree_in <= y->tree_in && y->tree_out <= x->tree_out;
}

#endif
