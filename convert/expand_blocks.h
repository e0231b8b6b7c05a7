/* SPDX-License-Identifier: MIT
 *
 * expand_blocks.h: the block stack of 3.6 to 3.10 as static regions; private to expand_blocks.c and expand_flow.c.
 *
 * What the interpreter of those versions kept on a stack of blocks while it ran is known for every instruction: a
 * chain of nodes. A walk from the entry (expand_flow.c) finds for each reachable instruction its node and the depth of
 * its operand stack. Nodes that protect become ranges of an exception table (expand_blocks.c).
 *
 * A handler has six slots on the operand stack, as in CPython: three of what was handled before, three of what is
 * handled now; here the first three are all the previous exception and the others all the new one. Up to 3.8 a
 * `finally` block is one piece of code however it is entered, with other numbers of slots. Here it always has six:
 *   previous, previous, previous, value to return, number of the way on, exception or None
 * When it is entered without an exception, "previous" is the handled one, so that leaving may restore it all the same.
 * END_FINALLY raises the exception again, or goes on as the number says: 0 behind itself, others to what was left
 * (return, break, continue through it, or the place of a CALL_FINALLY).
 */
#ifndef RG_CONVERT_EXPAND_BLOCKS_H
#define RG_CONVERT_EXPAND_BLOCKS_H

#include "convert/expand.h"

#define RG_BLOCKS_MAX 64u /* nested nodes; CPython itself allows 20 blocks */
#define RG_NO_NODE    UINT32_MAX
#define RG_SLOTS      6u

typedef enum RgNodeKind {
    RG_NODE_LOOP,    /* SETUP_LOOP */
    RG_NODE_TRY,     /* any other SETUP: protects; its handler is `target` */
    RG_NODE_HANDLER, /* the handler of a TRY is running */
    RG_NODE_INLINE   /* 3.8: a finally block entered by BEGIN_FINALLY in line, on the way out of a with */
} RgNodeKind;

typedef struct RgNode {
    uint8_t kind;
    bool finally; /* TRY, HANDLER: of finally or with */
    bool with;    /* TRY: its finally block takes the exit function from the top of what is below it */
    bool exited;  /* HANDLER, INLINE of a with: the exit function below the slots is gone */
    uint32_t parent, nesting;
    uint32_t level;   /* operand stack below it */
    uint32_t target;  /* TRY: handler; HANDLER: the same; LOOP: where break goes; instructions of the file */
    uint32_t handler; /* TRY: its HANDLER; HANDLER: the same with `exited`, or RG_NO_NODE */
    uint32_t cleanup; /* TRY, HANDLER: where exceptions go, in out; once emitted */
    uint32_t normal_depth, normal_node; /* HANDLER: how its finally is entered normally; node UINT32_MAX - 1: not */
    uint32_t ways;                      /* HANDLER: first way on, 1-based; 0: none */
    uint32_t nways;
    uint32_t ends; /* HANDLER: 1 + an END_FINALLY that was met before the normal way in was, or 0 */
} RgNode;
#define RG_NODE_UNKNOWN (UINT32_MAX - 1)

typedef enum RgWayKind { RG_WAY_RETURN, RG_WAY_BREAK, RG_WAY_CONTINUE, RG_WAY_CALL } RgWayKind;
typedef struct RgWay {
    uint8_t kind;
    uint32_t where; /* BREAK: node of the loop; CONTINUE: target; CALL: the CALL_FINALLY */
    uint32_t next, number;
} RgWay;

typedef struct RgBlocks {
    RgExpand *x;
    RgNode *nodes;
    RgWay *ways; /* 1-based */
    uint32_t nnodes, cap_nodes, nways, cap_ways;
    uint32_t *depth, *node; /* by instruction of the file, at its beginning; depth UINT32_MAX: not reached */
    uint32_t *entry;        /* by instruction: HANDLER that begins there, or RG_NO_NODE */
    uint32_t *work, nwork, cap_work;
} RgBlocks;

/* Finds depth and node of every reachable instruction, and all ways through finally blocks. */
bool rg_blocks_flow(RgBlocks *b);
/* Instructions without blocks (expand_simple.c). prepare gives those their argument that stand for one of another
 * opcode's. */
bool rg_expand_simple_prepare(RgExpand *x);
bool rg_expand_simple(RgExpand *x, uint32_t i);
/* Whether instruction i leads into the finally block that begins behind it. */
bool rg_blocks_falls_into(const RgBlocks *b, uint32_t i);
/* Way on of that kind through the HANDLER node, made when there is none; 0: no memory. Numbers count from 1. */
uint32_t rg_blocks_way(RgBlocks *b, uint32_t handler, RgWayKind kind, uint32_t where);
/* The HANDLER proper of one whose exit function is gone. */
uint32_t rg_blocks_base(const RgBlocks *b, uint32_t handler);
/* Where a CALL_FINALLY finds the block's own stack: how many values more it has (0 or 1); UINT32_MAX: neither. */
uint32_t rg_blocks_extra(const RgBlocks *b, uint32_t i, uint32_t *base_depth);

#endif
