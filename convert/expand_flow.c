/* SPDX-License-Identifier: MIT
 *
 * expand_flow.c: the walk that finds the chain of blocks and the depth of the operand stack at each instruction.
 * Each instruction is visited once; END_FINALLY once more when the normal way into its block becomes known late.
 */
#include "convert/expand_blocks.h"

static bool fail(RgBlocks *b, uint32_t i, const char *what)
{
    b->x->at = i;
    return rg_expand_fail(b->x, what);
}

static bool fail_memory(RgBlocks *b)
{
    b->x->status = rg_error_set(b->x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return false;
}

static bool old_blocks(const RgBlocks *b)
{
    return b->x->code->version->exceptions == RG_PYEXC_BLOCKS_36;
}

/* Room for one more in an array of the arena. */
static bool room(RgBlocks *b, void **array, uint32_t *cap, uint32_t n, size_t size)
{
    if (n < *cap) return true;
    uint32_t bigger = *cap ? *cap * 2 : 64;
    void *copy = rg_arena_alloc(b->x->arena, (size_t)bigger * size);
    if (!copy) return fail_memory(b);
    if (*array) memcpy(copy, *array, (size_t)n * size);
    *array = copy;
    *cap = bigger;
    return true;
}

/* ---- nodes ---- */

static uint32_t new_node(RgBlocks *b, uint32_t i, RgNodeKind kind, uint32_t parent, uint32_t level, uint32_t target)
{
    uint32_t nesting = parent == RG_NO_NODE ? 1 : b->nodes[parent].nesting + 1;
    if (nesting > RG_BLOCKS_MAX) return fail(b, i, "blocks nest too much"), RG_NO_NODE;
    if (!room(b, (void **)&b->nodes, &b->cap_nodes, b->nnodes, sizeof *b->nodes)) return RG_NO_NODE;
    b->nodes[b->nnodes] = (RgNode){.kind = (uint8_t)kind,
                                   .parent = parent,
                                   .nesting = nesting,
                                   .level = level,
                                   .target = target,
                                   .handler = RG_NO_NODE,
                                   .cleanup = UINT32_MAX,
                                   .normal_node = RG_NODE_UNKNOWN};
    return b->nnodes++;
}

static bool is_within(const RgBlocks *b, uint32_t node, uint32_t outer)
{
    while (node != outer && node != RG_NO_NODE)
        node = b->nodes[node].parent;
    return node == outer;
}

/* The handler of a SETUP; several may share it when they agree. */
static uint32_t handler_at(RgBlocks *b, uint32_t i, uint32_t parent, uint32_t level, uint32_t target)
{
    uint32_t h = b->entry[target];
    if (h == RG_NO_NODE) return b->entry[target] = new_node(b, i, RG_NODE_HANDLER, parent, level, target);
    if (b->nodes[h].parent == parent && b->nodes[h].level == level) return h;
    fail(b, i, "two blocks that differ have one handler");
    return RG_NO_NODE;
}

uint32_t rg_blocks_base(const RgBlocks *b, uint32_t handler)
{
    const RgNode *h = &b->nodes[handler];
    return h->kind == RG_NODE_HANDLER && h->exited ? b->entry[h->target] : handler;
}

/* The same handler with the exit function gone from below its slots. */
static uint32_t exited(RgBlocks *b, uint32_t i, uint32_t handler)
{
    if (b->nodes[handler].handler != RG_NO_NODE) return b->nodes[handler].handler;
    RgNode h = b->nodes[handler];
    if (h.exited || h.level == 0) return fail(b, i, "nothing to leave"), RG_NO_NODE;
    uint32_t e = new_node(b, i, h.kind, h.parent, h.level - 1, h.target);
    if (e == RG_NO_NODE) return e;
    b->nodes[e].exited = true;
    return b->nodes[handler].handler = e;
}

uint32_t rg_blocks_way(RgBlocks *b, uint32_t handler, RgWayKind kind, uint32_t where)
{
    for (uint32_t w = b->nodes[handler].ways; w; w = b->ways[w].next)
        if (b->ways[w].kind == kind && b->ways[w].where == where) return b->ways[w].number;
    if (!room(b, (void **)&b->ways, &b->cap_ways, b->nways + 1, sizeof *b->ways)) return 0;
    RgNode *h = &b->nodes[handler];
    b->ways[++b->nways] = (RgWay){(uint8_t)kind, where, h->ways, ++h->nways};
    h->ways = b->nways;
    return h->nways;
}

/* ---- states ---- */

/* Control comes to instruction i like this. */
static bool arrive(RgBlocks *b, uint32_t from, uint32_t i, uint32_t depth, uint32_t node)
{
    if (i >= b->x->nraw) return fail(b, from, "execution falls off the end of the code");
    if (b->depth[i] == UINT32_MAX) {
        if (depth > 1u << 20) return fail(b, from, "operand stack too deep");
        b->depth[i] = depth;
        b->node[i] = node;
        if (!room(b, (void **)&b->work, &b->cap_work, b->nwork, sizeof *b->work)) return false;
        b->work[b->nwork++] = i;
        return true;
    }
    if (b->depth[i] != depth) return fail(b, from, "operand stack has different depths on two ways to an instruction");
    if (b->node[i] != node) return fail(b, from, "blocks differ on two ways to an instruction");
    return true;
}

static bool arrive_handler(RgBlocks *b, uint32_t from, uint32_t handler)
{
    const RgNode *h = &b->nodes[handler];
    return arrive(b, from, h->target, h->level + RG_SLOTS, handler);
}

bool rg_blocks_falls_into(const RgBlocks *b, uint32_t i)
{
    const RgExpand *x = b->x;
    const RgStackInsn *in = &x->raw[i];
    if (i + 1 >= x->nraw || b->entry[i + 1] == RG_NO_NODE) return false;
    if (in->op == PYOP_BEGIN_FINALLY_38) return true;
    return old_blocks(b) && in->op == PYOP_LOAD_CONST && in->arg < x->code->nconsts &&
           x->code->consts[in->arg]->kind == RG_CONST_NONE && b->nodes[b->entry[i + 1]].finally;
}

/* Normal way into the finally block behind i. */
static bool fall_into(RgBlocks *b, uint32_t i)
{
    uint32_t handler = b->entry[i + 1], depth = b->depth[i], node = b->node[i];
    RgNode *h = &b->nodes[handler];
    if (!is_within(b, h->parent, node) || depth > h->level) return fail(b, i, "finally block of another block");
    if (h->normal_node == RG_NODE_UNKNOWN) {
        h->normal_depth = depth;
        h->normal_node = node;
        if (h->ends) {
            if (!room(b, (void **)&b->work, &b->cap_work, b->nwork, sizeof *b->work)) return false;
            b->work[b->nwork++] = h->ends - 1;
        }
    } else if (h->normal_depth != depth || h->normal_node != node) {
        return fail(b, i, "finally block entered in two ways");
    }
    return arrive_handler(b, i, handler);
}

uint32_t rg_blocks_extra(const RgBlocks *b, uint32_t i, uint32_t *base_depth)
{
    uint32_t handler = b->entry[b->x->raw[i].target];
    const RgNode *h = &b->nodes[handler];
    uint32_t base = h->level, at = h->parent;
    while (at != b->node[i] && at != RG_NO_NODE) {
        base = b->nodes[at].level;
        at = b->nodes[at].parent;
    }
    *base_depth = base;
    if (at != b->node[i] || b->depth[i] < base || b->depth[i] > base + 1) return UINT32_MAX;
    return b->depth[i] - base;
}

/* ---- leaving blocks ---- */

/* Return, break and continue of 3.6 and 3.7 run every finally block on their way, which then goes on with them. */
static bool leave(RgBlocks *b, uint32_t i, RgWayKind kind, uint32_t target)
{
    uint32_t node = b->node[i], depth = b->depth[i], loop = node;
    while (kind != RG_WAY_RETURN && loop != RG_NO_NODE && b->nodes[loop].kind != RG_NODE_LOOP)
        loop = b->nodes[loop].parent;
    if (kind != RG_WAY_RETURN && loop == RG_NO_NODE) return fail(b, i, "no loop to leave");
    for (; node != RG_NO_NODE && (kind == RG_WAY_RETURN || node != loop); node = b->nodes[node].parent) {
        depth = b->nodes[node].level - b->nodes[node].with;
        if (b->nodes[node].kind != RG_NODE_TRY || !b->nodes[node].finally) continue;
        uint32_t where = kind == RG_WAY_RETURN ? 0 : kind == RG_WAY_BREAK ? loop : target;
        if (!rg_blocks_way(b, b->nodes[node].handler, kind, where)) return false;
        if (!arrive_handler(b, i, b->nodes[node].handler)) return false;
    }
    if (kind == RG_WAY_RETURN) return true;
    if (kind == RG_WAY_CONTINUE) return arrive(b, i, target, depth, loop);
    return arrive(b, i, b->nodes[loop].target, b->nodes[loop].level, b->nodes[loop].parent);
}

static bool call_finally(RgBlocks *b, uint32_t i)
{
    uint32_t handler = b->entry[b->x->raw[i].target], base;
    if (handler == RG_NO_NODE || rg_blocks_extra(b, i, &base) == UINT32_MAX)
        return fail(b, i, "call of a finally block of another block");
    return rg_blocks_way(b, handler, RG_WAY_CALL, i) && arrive_handler(b, i, handler) &&
           arrive(b, i, i + 1, b->depth[i], b->node[i]);
}

static bool end_finally(RgBlocks *b, uint32_t i, uint32_t handler)
{
    RgNode *h = &b->nodes[handler];
    if (b->depth[i] != h->level + RG_SLOTS) return fail(b, i, "end of a finally block at another depth");
    if (h->kind == RG_NODE_INLINE) return arrive(b, i, i + 1, h->level, h->parent);
    RgNode *base = &b->nodes[rg_blocks_base(b, handler)];
    if (base->normal_node != RG_NODE_UNKNOWN)
        return arrive(b, i, i + 1, base->normal_depth - h->exited, base->normal_node);
    base->ends = i + 1;
    return true;
}

/* ---- instructions ---- */

static bool setup(RgBlocks *b, uint32_t i, uint32_t level, uint32_t behind)
{
    const RgStackInsn *in = &b->x->raw[i];
    bool with = in->op == PYOP_SETUP_WITH || in->op == PYOP_SETUP_ASYNC_WITH;
    uint32_t parent = b->node[i], handler = handler_at(b, i, parent, level, in->target);
    if (handler == RG_NO_NODE) return false;
    uint32_t node = new_node(b, i, RG_NODE_TRY, parent, level, in->target);
    if (node == RG_NO_NODE) return false;
    RgNode *h = &b->nodes[handler];
    b->nodes[node].handler = handler;
    b->nodes[node].with = with;
    b->nodes[node].finally = h->finally = in->op != PYOP_SETUP_EXCEPT;
    if (with && h->normal_node == RG_NODE_UNKNOWN) {
        h->normal_depth = level;
        h->normal_node = parent;
    }
    return arrive_handler(b, i, handler) && arrive(b, i, i + 1, behind, node);
}

static bool pop_block(RgBlocks *b, uint32_t i)
{
    if (b->node[i] == RG_NO_NODE) return fail(b, i, "no block to leave");
    const RgNode *n = &b->nodes[b->node[i]];
    if (n->kind != RG_NODE_LOOP && n->kind != RG_NODE_TRY) return fail(b, i, "no block to leave");
    if (b->depth[i] < n->level) return fail(b, i, "operand stack underflow");
    return arrive(b, i, i + 1, old_blocks(b) ? n->level : b->depth[i], n->parent);
}

/* Those that need a handler around them. */
static bool in_handler(RgBlocks *b, uint32_t i)
{
    const RgStackInsn *in = &b->x->raw[i];
    uint32_t handler = b->node[i], depth = b->depth[i];
    if (handler == RG_NO_NODE ||
        (b->nodes[handler].kind != RG_NODE_HANDLER && b->nodes[handler].kind != RG_NODE_INLINE))
        return fail(b, i, "no handler to leave");
    const RgNode h = b->nodes[handler];
    if (depth < h.level + (in->op == PYOP_POP_EXCEPT_36 ? 3 : RG_SLOTS)) return fail(b, i, "operand stack underflow");
    switch (in->op) {
    case PYOP_POP_EXCEPT_36:
        if (h.kind != RG_NODE_HANDLER) return fail(b, i, "no handler to leave");
        return arrive(b, i, i + 1, old_blocks(b) ? h.level : depth - 3, h.parent);
    case PYOP_END_FINALLY: return end_finally(b, i, handler);
    case PYOP_POP_FINALLY_38:
        if (depth != h.level + RG_SLOTS + (in->arg != 0)) return fail(b, i, "end of a finally block at another depth");
        return arrive(b, i, i + 1, h.level + (in->arg != 0), h.parent);
    case PYOP_WITH_CLEANUP_START: {
        if (depth != h.level + RG_SLOTS) return fail(b, i, "end of a with block at another depth");
        uint32_t e = exited(b, i, handler);
        return e != RG_NO_NODE && arrive(b, i, i + 1, depth + 1, e);
    }
    case PYOP_WITH_CLEANUP_FINISH:
        if (depth != h.level + RG_SLOTS + 2) return fail(b, i, "end of a with block at another depth");
        return arrive(b, i, i + 1, depth - 2, handler);
    case PYOP_WITH_EXCEPT_START_39:
        if (depth < RG_SLOTS + 1) return fail(b, i, "operand stack underflow");
        return arrive(b, i, i + 1, depth + 1, handler);
    case PYOP_END_ASYNC_FOR_38:
        if (depth != h.level + RG_SLOTS || !h.level) return fail(b, i, "end of a loop at another depth");
        return arrive(b, i, i + 1, h.level - 1, h.parent);
    default: return true; /* RERAISE */
    }
}

static bool plain(RgBlocks *b, uint32_t i)
{
    const RgStackInsn *in = &b->x->raw[i];
    const unsigned flags = rg_pyop_info[in->op].flags;
    for (int jump = 0; jump < 2; jump++) {
        if (jump ? !(flags & PF_JUMP) : (flags & PF_STOP) != 0) continue;
        RgPyEffect effect = rg_pyop_effect(in->op, in->arg, jump);
        if (effect.pops > b->depth[i]) return fail(b, i, "operand stack underflow");
        uint64_t depth = b->depth[i] - effect.pops + effect.pushes;
        if (depth > 1u << 20) return fail(b, i, "operand stack too deep");
        if (!arrive(b, i, jump ? in->target : i + 1, (uint32_t)depth, b->node[i])) return false;
    }
    return true;
}

static bool visit(RgBlocks *b, uint32_t i)
{
    const RgStackInsn *in = &b->x->raw[i];
    const uint32_t depth = b->depth[i], node = b->node[i];
    if (rg_blocks_falls_into(b, i)) return fall_into(b, i);
    switch (in->op) {
    case PYOP_SETUP_LOOP: {
        uint32_t loop = new_node(b, i, RG_NODE_LOOP, node, depth, in->target);
        return loop != RG_NO_NODE && arrive(b, i, i + 1, depth, loop);
    }
    case PYOP_SETUP_EXCEPT:
    case PYOP_SETUP_FINALLY: return setup(b, i, depth, depth);
    case PYOP_SETUP_WITH:
    case PYOP_SETUP_ASYNC_WITH:
        if (!depth) return fail(b, i, "operand stack underflow");
        return in->op == PYOP_SETUP_WITH ? setup(b, i, depth, depth + 1) : setup(b, i, depth - 1, depth);
    case PYOP_POP_BLOCK: return pop_block(b, i);
    case PYOP_BREAK_LOOP: return leave(b, i, RG_WAY_BREAK, 0);
    case PYOP_CONTINUE_LOOP: return leave(b, i, RG_WAY_CONTINUE, in->target);
    case PYOP_RETURN_VALUE:
        if (!depth) return fail(b, i, "operand stack underflow");
        return !old_blocks(b) || leave(b, i, RG_WAY_RETURN, 0);
    case PYOP_BEGIN_FINALLY_38: {
        uint32_t n = new_node(b, i, RG_NODE_INLINE, node, depth, 0);
        return n != RG_NO_NODE && arrive(b, i, i + 1, depth + RG_SLOTS, n);
    }
    case PYOP_CALL_FINALLY_38: return call_finally(b, i);
    case PYOP_GEN_START: return arrive(b, i, i + 1, depth, node);
    case PYOP_POP_EXCEPT_36:
    case PYOP_END_FINALLY:
    case PYOP_POP_FINALLY_38:
    case PYOP_WITH_CLEANUP_START:
    case PYOP_WITH_CLEANUP_FINISH:
    case PYOP_WITH_EXCEPT_START_39:
    case PYOP_END_ASYNC_FOR_38:
    case PYOP_RERAISE_39:
    case PYOP_RERAISE_310: return in_handler(b, i);
    default: return plain(b, i);
    }
}

bool rg_blocks_flow(RgBlocks *b)
{
    if (!arrive(b, 0, 0, 0, RG_NO_NODE)) return false;
    while (b->nwork)
        if (!visit(b, b->work[--b->nwork])) return false;
    return true;
}
