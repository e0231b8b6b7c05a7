/* SPDX-License-Identifier: MIT
 *
 * parmove.c: the moves of one edge happen all at once in meaning, one after the other in code. A move goes out when no
 * other still needs its destination's old content; what is left then are cycles, each opened by saving one register in
 * the extra register nregs. Linear in the number of moves.
 */
#include "regalloc/ra.h"

#define NOWHERE UINT32_MAX

static inline uint32_t move_dst(uint64_t m)
{
    return (uint32_t)(m >> 32);
}
static inline uint32_t move_src(uint64_t m)
{
    return (uint32_t)m;
}

/* loc[r]: where the value that was in r at the beginning is now; pred[r]: the register whose value r must get. Both
 * NOWHERE for every register outside this function. */
RgStatus rg_parmove_run(RgRegalloc *ra, RgMoveFn put, void *user)
{
    uint32_t temp = ra->nregs;
    size_t n = ra->moves.len;
    if (temp >= ra->cap_moves && rg_ra_reserve_moves(ra)) return ERR_NO_MEMORY;
    uint32_t *loc = ra->move_loc, *pred = ra->move_pred;
    ra->ready.len = ra->todo.len = 0;
    for (size_t k = 0; k < n; k++) {
        uint32_t dst = move_dst(ra->moves.data[k]), src = move_src(ra->moves.data[k]);
        if (RG_IR_IS_CONST(src) || src == dst) continue;
        loc[src] = src;
        pred[dst] = src;
        if (!RG_VEC_PUSH(&ra->todo, dst)) return ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < ra->todo.len; k++)
        if (loc[ra->todo.data[k]] == NOWHERE && !RG_VEC_PUSH(&ra->ready, ra->todo.data[k])) return ERR_NO_MEMORY;
    for (;;) {
        while (ra->ready.len) {
            uint32_t dst = ra->ready.data[--ra->ready.len], src = pred[dst];
            uint32_t from = loc[src];
            put(user, dst, from);
            pred[dst] = NOWHERE;
            loc[src] = dst;
            if (from == src && pred[src] != NOWHERE && !RG_VEC_PUSH(&ra->ready, src)) return ERR_NO_MEMORY;
        }
        if (!ra->todo.len) break;
        uint32_t dst = ra->todo.data[--ra->todo.len];
        if (pred[dst] == NOWHERE) continue;
        /* Every register left is overwritten by another move and read by one: save this one. */
        put(user, temp, dst);
        ra->cycle_temp = true;
        loc[dst] = temp;
        if (!RG_VEC_PUSH(&ra->ready, dst)) return ERR_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++) {
        uint32_t dst = move_dst(ra->moves.data[k]), src = move_src(ra->moves.data[k]);
        pred[dst] = NOWHERE;
        if (RG_IR_IS_CONST(src))
            put(user, dst, src);
        else
            loc[src] = NOWHERE;
        loc[dst] = NOWHERE;
    }
    return RG_OK;
}
