/* SPDX-License-Identifier: MIT
 *
 * expand_blocks.c: 3.6 to 3.10: blocks become ranges of an exception table, and finally blocks one piece of code that
 * knows where to go on (expand_blocks.h says how). Instructions without blocks are in expand_simple.c.
 */
#include "convert/expand_blocks.h"

static void emit(RgExpand *x, RgPyOp op, uint32_t arg)
{
    rg_expand_emit(x, op, arg);
}

static void emit_times(RgExpand *x, uint32_t n, RgPyOp op)
{
    for (uint32_t k = 0; k < n && x->status == RG_OK; k++)
        rg_expand_emit(x, op, 0);
}

/* Drops n values below the top. */
static void drop_below(RgExpand *x, uint32_t n)
{
    for (uint32_t k = 0; k < n && x->status == RG_OK; k++) {
        emit(x, PYOP_SWAP, 2);
        emit(x, PYOP_POP_TOP, 0);
    }
}

/* ---- into finally blocks ---- */

/* [] or, with a value, [value] -> n times the handled exception, then value or None, number, None */
static void push_slots(RgExpand *x, uint32_t n, bool value, uint32_t number)
{
    emit(x, PYOP_HANDLED_EXC, 0);
    if (value) emit(x, PYOP_SWAP, 2);
    for (uint32_t k = 1; k < n; k++) {
        emit(x, PYOP_COPY, value ? 2 : 1);
        if (value) emit(x, PYOP_SWAP, 2);
    }
    if (!value) emit(x, PYOP_PUSH_NONE, 0);
    emit(x, PYOP_LOAD_INT, number);
    emit(x, PYOP_PUSH_NONE, 0);
}

static void fall_into(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    push_slots(x, b->nodes[b->entry[i + 1]].level - b->depth[i] + 3, false, 0);
    rg_expand_jump(x, PYOP_JUMP, i + 1);
}

static void call_finally(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    uint32_t target = x->raw[i].target, handler = b->entry[target], base, extra = rg_blocks_extra(b, i, &base);
    push_slots(x, b->nodes[handler].level - base + 3, extra != 0, rg_blocks_way(b, handler, RG_WAY_CALL, i));
    rg_expand_jump(x, PYOP_JUMP, target);
}

/* An exception comes in: [exception] becomes the six slots. */
static void enter_handler(RgExpand *x)
{
    emit(x, PYOP_PUSH_EXC_INFO, 0);
    for (int k = 0; k < 2; k++) {
        emit(x, PYOP_COPY, 2);
        emit(x, PYOP_SWAP, 2);
    }
    emit(x, PYOP_COPY, 1);
    emit(x, PYOP_COPY, 1);
}

/* ---- out of blocks ---- */

/* What was handled before the handler is handled again; its slots stay. */
static void restore(RgExpand *x, const RgNode *handler, uint32_t depth)
{
    emit(x, PYOP_COPY, depth - handler->level);
    emit(x, PYOP_POP_EXCEPT_311, 0);
}

/* [..., value], depth values in all: returns it from inside the node. */
static void leave_return(RgBlocks *b, uint32_t node, uint32_t depth)
{
    RgExpand *x = b->x;
    for (; node != RG_NO_NODE; node = b->nodes[node].parent) {
        const RgNode *n = &b->nodes[node];
        x->region = n->parent;
        if (n->kind == RG_NODE_HANDLER) restore(x, n, depth);
        if (n->kind != RG_NODE_TRY || !n->finally) continue;
        drop_below(x, depth - 1 - n->level);
        push_slots(x, 3, true, rg_blocks_way(b, n->handler, RG_WAY_RETURN, 0));
        rg_expand_jump(x, PYOP_JUMP, n->target);
        return;
    }
    x->region = RG_NO_NODE;
    emit(x, PYOP_RETURN_VALUE, 0);
}

/* To the innermost loop, which break leaves and continue does not. */
static void leave_loop(RgBlocks *b, uint32_t node, uint32_t depth, RgWayKind kind, uint32_t where)
{
    RgExpand *x = b->x;
    for (; b->nodes[node].kind != RG_NODE_LOOP; node = b->nodes[node].parent) {
        const RgNode *n = &b->nodes[node];
        x->region = n->parent;
        if (n->kind == RG_NODE_HANDLER) restore(x, n, depth);
        emit_times(x, depth - n->level, PYOP_POP_TOP);
        depth = n->level;
        if (n->kind != RG_NODE_TRY || !n->finally) continue;
        push_slots(x, 3, false, rg_blocks_way(b, n->handler, kind, where));
        rg_expand_jump(x, PYOP_JUMP, n->target);
        return;
    }
    if (kind == RG_WAY_CONTINUE) {
        rg_expand_jump(x, where <= x->at ? PYOP_JUMP_BACKWARD : PYOP_JUMP, where);
        return;
    }
    emit_times(x, depth - b->nodes[node].level, PYOP_POP_TOP);
    x->region = b->nodes[node].parent;
    rg_expand_jump(x, PYOP_JUMP, b->nodes[node].target);
}

static uint32_t loop_around(const RgBlocks *b, uint32_t node)
{
    while (b->nodes[node].kind != RG_NODE_LOOP)
        node = b->nodes[node].parent;
    return node;
}

/* [previous three times, value, number], depth values in all: goes on where the way says. */
static void take_way(RgBlocks *b, const RgWay *way, const RgNode *handler, uint32_t depth)
{
    RgExpand *x = b->x;
    x->region = handler->parent;
    emit(x, PYOP_POP_TOP, 0);
    if (way->kind == RG_WAY_RETURN) {
        leave_return(b, handler->parent, depth - 1);
    } else if (way->kind == RG_WAY_CALL) {
        uint32_t base, extra = rg_blocks_extra(b, way->where, &base);
        if (extra)
            drop_below(x, depth - 2 - base);
        else
            emit_times(x, depth - 1 - base, PYOP_POP_TOP);
        rg_expand_jump(x, PYOP_JUMP, way->where + 1);
    } else {
        emit_times(x, depth - 1 - handler->level, PYOP_POP_TOP);
        leave_loop(b, handler->parent, handler->level, (RgWayKind)way->kind, way->where);
    }
}

/* The six slots on the top: raises the exception, goes on behind, or takes a way. Each way but the last is asked for;
 * the last is the normal one if there is one. */
static void end_finally(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    const uint32_t node = b->node[i], depth = b->depth[i] - 1;
    const RgNode handler = b->nodes[node];
    const RgNode base = b->nodes[rg_blocks_base(b, node)];
    const bool normal = base.kind == RG_NODE_INLINE || base.normal_node != RG_NODE_UNKNOWN;
    if (!normal && !base.ways) {
        emit(x, PYOP_RERAISE_311, 0);
        return;
    }
    emit(x, PYOP_COPY, 1);
    uint32_t none = rg_expand_jump_later(x, PYOP_POP_JUMP_IF_NONE);
    emit(x, PYOP_RERAISE_311, 0);
    rg_expand_here(x, none);
    emit(x, PYOP_POP_TOP, 0);
    for (uint32_t w = base.ways; w; w = b->ways[w].next) {
        const RgWay way = b->ways[w];
        uint32_t other = UINT32_MAX;
        x->region = node;
        if (way.next || normal) {
            emit(x, PYOP_COPY, 1);
            emit(x, PYOP_LOAD_INT, way.number);
            emit(x, PYOP_COMPARE_OP, 2);
            other = rg_expand_jump_later(x, PYOP_POP_JUMP_IF_FALSE);
        }
        take_way(b, &way, &handler, depth);
        if (other != UINT32_MAX) rg_expand_here(x, other);
    }
    x->region = handler.parent;
    if (!normal) return;
    bool is_inline = base.kind == RG_NODE_INLINE;
    emit_times(x, depth - (is_inline ? handler.level : base.normal_depth - handler.exited), PYOP_POP_TOP);
    rg_expand_jump(x, PYOP_JUMP, i + 1);
}

static void pop_finally(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    restore(x, &b->nodes[b->node[i]], b->depth[i]);
    if (x->raw[i].arg)
        drop_below(x, RG_SLOTS);
    else
        emit_times(x, RG_SLOTS, PYOP_POP_TOP);
}

static void pop_except(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    const RgNode *h = &b->nodes[b->node[i]];
    if (x->code->version->exceptions == RG_PYEXC_BLOCKS_36) emit_times(x, b->depth[i] - h->level - 3, PYOP_POP_TOP);
    x->region = h->parent;
    emit(x, PYOP_POP_EXCEPT_311, 0);
    emit_times(x, 2, PYOP_POP_TOP);
}

/* [slots, exception or None, result of exit]: a true result ends the exception. */
static void with_finish(RgExpand *x)
{
    emit(x, PYOP_SWAP, 2);
    uint32_t none = rg_expand_jump_later(x, PYOP_POP_JUMP_IF_NONE);
    uint32_t no = rg_expand_jump_later(x, PYOP_POP_JUMP_IF_FALSE);
    emit(x, PYOP_COPY, RG_SLOTS);
    emit(x, PYOP_POP_EXCEPT_311, 0);
    emit_times(x, 2, PYOP_POP_TOP);
    emit(x, PYOP_LOAD_INT, 0);
    emit(x, PYOP_PUSH_NONE, 0);
    uint32_t end = rg_expand_jump_later(x, PYOP_JUMP);
    rg_expand_here(x, none);
    emit(x, PYOP_POP_TOP, 0);
    rg_expand_here(x, no);
    rg_expand_here(x, end);
}

/* [exit, slots] -> [exit, slots, exit(...)] */
static void with_start_39(RgExpand *x)
{
    emit(x, PYOP_COPY, RG_SLOTS + 1);
    emit_times(x, 2, PYOP_PUSH_NONE);
    emit(x, PYOP_COPY, 4);
    emit(x, PYOP_WITH_EXCEPT_START_311, 0);
    emit(x, PYOP_SWAP, 5);
    emit_times(x, 4, PYOP_POP_TOP);
}

/* [iterator, slots]: gone when the exception is StopAsyncIteration, which is raised again otherwise. */
static void end_async_for(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    emit_times(x, 2, PYOP_POP_TOP);
    emit(x, PYOP_SWAP, 4);
    emit(x, PYOP_POP_EXCEPT_311, 0);
    emit_times(x, 2, PYOP_POP_TOP);
    x->region = b->nodes[b->node[i]].parent;
    emit(x, PYOP_END_ASYNC_FOR_311, 0);
}

/* ---- all of it ---- */

static bool one(RgBlocks *b, uint32_t i)
{
    RgExpand *x = b->x;
    const RgStackInsn *in = &x->raw[i];
    const uint32_t node = b->node[i], depth = b->depth[i];
    if (rg_blocks_falls_into(b, i)) return fall_into(b, i), true;
    switch (in->op) {
    case PYOP_SETUP_LOOP:
    case PYOP_SETUP_EXCEPT:
    case PYOP_SETUP_FINALLY:
    case PYOP_SETUP_ASYNC_WITH:
    case PYOP_GEN_START: emit(x, PYOP_NOP, 0); break;
    case PYOP_SETUP_WITH: emit(x, PYOP_BEFORE_WITH, 0); break;
    case PYOP_POP_BLOCK:
        if (x->code->version->exceptions == RG_PYEXC_BLOCKS_36)
            emit_times(x, depth - b->nodes[node].level, PYOP_POP_TOP);
        emit(x, PYOP_NOP, 0);
        break;
    case PYOP_BREAK_LOOP: leave_loop(b, node, depth, RG_WAY_BREAK, loop_around(b, node)); break;
    case PYOP_CONTINUE_LOOP: leave_loop(b, node, depth, RG_WAY_CONTINUE, in->target); break;
    case PYOP_RETURN_VALUE:
        leave_return(b, x->code->version->exceptions == RG_PYEXC_BLOCKS_36 ? node : RG_NO_NODE, depth);
        break;
    case PYOP_BEGIN_FINALLY_38: push_slots(x, 3, false, 0); break;
    case PYOP_CALL_FINALLY_38: call_finally(b, i); break;
    case PYOP_POP_EXCEPT_36: pop_except(b, i); break;
    case PYOP_END_FINALLY: end_finally(b, i); break;
    case PYOP_POP_FINALLY_38: pop_finally(b, i); break;
    case PYOP_WITH_CLEANUP_START: emit(x, PYOP_WITH_CLEANUP, 0); break;
    case PYOP_WITH_CLEANUP_FINISH: with_finish(x); break;
    case PYOP_WITH_EXCEPT_START_39: with_start_39(x); break;
    case PYOP_END_ASYNC_FOR_38: end_async_for(b, i); break;
    case PYOP_RERAISE_39:
    case PYOP_RERAISE_310: emit(x, PYOP_RERAISE_311, 0); break;
    default: return rg_expand_simple(x, i);
    }
    return true;
}

/* What runs before a handler's own code when an exception comes in. */
static void handler_entry(RgBlocks *b, uint32_t i, bool falls)
{
    RgExpand *x = b->x;
    RgNode *h = &b->nodes[b->entry[i]];
    x->region = h->parent;
    if (falls) rg_expand_jump(x, PYOP_JUMP, i);
    uint32_t entry = x->n;
    enter_handler(x);
    h->target = entry; /* from here on a place in out */
}

/* Exceptions out of a handler: what was handled before is handled again. */
static void emit_cleanups(RgBlocks *b)
{
    RgExpand *x = b->x;
    for (uint32_t n = 0; n < b->nnodes && x->status == RG_OK; n++) {
        RgNode *h = &b->nodes[n];
        if (h->kind != RG_NODE_HANDLER) continue;
        x->region = h->parent;
        h->cleanup = x->n;
        emit(x, PYOP_COPY, 3);
        emit(x, PYOP_POP_EXCEPT_311, 0);
        emit(x, PYOP_RERAISE_311, 1);
    }
}

/* The node that protects what a region holds, or RG_NO_NODE. */
static uint32_t protecting(const RgBlocks *b, uint32_t region)
{
    while (region != RG_NO_NODE && b->nodes[region].kind != RG_NODE_TRY && b->nodes[region].kind != RG_NODE_HANDLER)
        region = b->nodes[region].parent;
    return region;
}

static bool make_ranges(RgBlocks *b)
{
    RgExpand *x = b->x;
    RgStackRange *ranges = RG_ARENA_ARRAY(x->arena, RgStackRange, x->n);
    uint32_t n = 0;
    if (!ranges) return x->status = rg_error_set(x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", ""), false;
    for (uint32_t i = 0; i < x->n;) {
        uint32_t start = i, node = protecting(b, x->regions[i]);
        while (i < x->n && (x->regions[i] == x->regions[start] || protecting(b, x->regions[i]) == node))
            i++;
        if (node == RG_NO_NODE) continue;
        const RgNode *p = &b->nodes[node];
        bool try = p->kind == RG_NODE_TRY;
        ranges[n++] = (RgStackRange){start, i, try ? b->nodes[p->handler].target : p->cleanup,
                                     try ? p->level : p->level + 3, !try};
    }
    x->sc->ranges = ranges;
    x->sc->nranges = n;
    return true;
}

static bool set_up(RgBlocks *b)
{
    RgExpand *x = b->x;
    uint32_t n = x->nraw;
    b->depth = RG_ARENA_ARRAY(x->arena, uint32_t, n);
    b->node = RG_ARENA_ARRAY(x->arena, uint32_t, n);
    b->entry = RG_ARENA_ARRAY(x->arena, uint32_t, n);
    if (!b->depth || !b->node || !b->entry)
        return x->status = rg_error_set(x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", ""), false;
    memset(b->depth, 0xff, n * sizeof *b->depth);
    memset(b->entry, 0xff, n * sizeof *b->entry); /* RG_NO_NODE */
    return true;
}

bool rg_expand_blocks_all(RgExpand *x)
{
    RgBlocks b = {.x = x};
    if (!rg_expand_simple_prepare(x) || !set_up(&b) || !rg_blocks_flow(&b)) return false;
    bool falls = false;
    for (uint32_t i = 0; i < x->nraw && x->status == RG_OK; i++) {
        x->at = i;
        if (b.entry[i] != RG_NO_NODE && b.depth[i] != UINT32_MAX) handler_entry(&b, i, falls);
        x->first[i] = x->n;
        falls = false;
        if (b.depth[i] == UINT32_MAX) continue;
        x->region = b.node[i];
        one(&b, i);
        falls = !(x->n && rg_pyop_info[x->out[x->n - 1].op].flags & PF_STOP);
    }
    x->first[x->nraw] = x->n;
    x->at = x->nraw - 1;
    emit_cleanups(&b);
    return x->status == RG_OK && make_ranges(&b);
}
