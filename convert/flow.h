/* SPDX-License-Identifier: MIT
 *
 * flow.h: what passes that move loads must know of a function's control flow: loops and how they nest, from the graph
 * that the function was lifted from (passes only take edges away, so what dominated still does), and places in front of
 * loops to put code. Always holds: loops are natural ones; a function whose graph is irreducible has none that count.
 */
#ifndef RG_CONVERT_FLOW_H
#define RG_CONVERT_FLOW_H

#include "convert/dom.h"
#include "convert/ir.h"

typedef struct RgFlowLoop {
    uint32_t header;    /* block of the RgCfg */
    uint32_t parent;    /* loop around it, 0: none */
    uint32_t outermost; /* of those around it, or itself */
    uint32_t latch_dom; /* block of the RgCfg that every round of it passes last: dominates all its latches */
    uint32_t before;    /* block of the IR in front of it, where code may be added at the end; 0: not made yet */
    bool closed;        /* no code can be put in front of it */
} RgFlowLoop;

typedef struct RgFlow {
    const RgCfg *cfg;
    RgIrFunction *f;
    uint32_t nblocks;  /* blocks of the IR when it was made */
    uint32_t *loop;    /* by block of the RgCfg: innermost loop that it is in, 0: none */
    uint32_t *ir;      /* by block of the RgCfg: block of the IR, 0: none any more */
    RgFlowLoop *loops; /* from 1, inner ones before outer ones */
    uint32_t nloops;   /* slots used, counting slot 0 */
    uint32_t *placed;  /* by block of the IR: the new block that belongs before it in order[], or 0 */
    uint32_t nplaced;  /* new blocks; they are the last of order[] until rg_flow_finish */
} RgFlow;

/* False: no memory. */
bool rg_flow_loops(RgArena *arena, const RgCfg *cfg, RgIrFunction *f, RgFlow *out) RG_CHECK_RESULT;
/* Innermost loop of an IR block. */
static inline uint32_t rg_flow_loop_of(const RgFlow *flow, uint32_t block)
{
    uint32_t source = flow->f->blocks[block].source;
    return source == RG_IR_NO_SOURCE ? 0 : flow->loop[source];
}
/* Whether control passes this block in every round of the loop. */
static inline bool rg_flow_sure(const RgFlow *flow, uint32_t block, uint32_t loop)
{
    uint32_t source = flow->f->blocks[block].source;
    return source != RG_IR_NO_SOURCE && rg_dom_dominates(flow->cfg, source, flow->loops[loop].latch_dom);
}
bool rg_flow_inside(const RgFlow *flow, uint32_t block, uint32_t loop);
/* The IR block whose end every way into the loop passes last, made if need be; 0: cannot be had. Code put there must
 * neither raise nor run Python. */
uint32_t rg_flow_preheader(RgFlow *flow, uint32_t loop);
/* By block: reached without exceptions, and does not end in raise. NULL: no memory. */
uint8_t *rg_flow_hot(RgArena *arena, const RgIrFunction *f);
/* Gives the blocks that were made their places in order[]. */
void rg_flow_finish(RgFlow *flow);

#endif
