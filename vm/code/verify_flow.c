/* SPDX-License-Identifier: MIT
 *
 * verify_flow.c: finds the blocks of register code and the handler of each. Time and memory are linear in the number of
 * words, whatever the ranges of the handlers.
 */
#include "vm/code/verify_flow.h"

#include "vm/base/bitset.h"
#include "vm/code/op.h"

static RgStatus no_memory(RgVerifyFlow *flow)
{
    return rg_error_set(flow->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
}

/* Marks the words that begin a block, and those among them that a jump or a handler leads to. */
static void find_leaders(const RgCode *code, uint64_t *leaders, uint64_t *targets)
{
    rg_bitset_add(targets, 0); /* a call polls as well */
    for (uint32_t at = 0, next; at < code->nwords; at = next) {
        uint32_t effects = rg_op_info[RG_INSN_OP(code->words[at])].effects, length = rg_op_length(&code->words[at]);
        next = at + length;
        if (effects & F_BRANCH) rg_bitset_add(leaders, next);
        if (effects & F_JUMPS) rg_bitset_add(targets, rg_verify_target(code, at, length));
        if (RG_INSN_OP(code->words[at]) == OP_UNPACK) rg_bitset_add(targets, next); /* FOR_LOOP unpacks and jumps behind it */
    }
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        rg_bitset_add(leaders, code->handlers[i].start);
        rg_bitset_add(leaders, code->handlers[i].end);
        rg_bitset_add(targets, code->handlers[i].target);
    }
    rg_bitset_union(leaders, targets, code->nwords);
    rg_bitset_remove(leaders, code->nwords); /* the end of the code begins no block */
}

/* Gives each block the handler that the first matching range names: ranges in order claim the blocks still free. */
static RgStatus assign_handlers(RgVerifyFlow *flow)
{
    const RgCode *code = flow->code;
    if (code->nhandlers == 0) return RG_OK;
    uint32_t *unclaimed = RG_ARENA_ARRAY(flow->scratch, uint32_t, flow->nblocks + 1); /* union-find: next free block */
    if (!unclaimed) return no_memory(flow);
    for (uint32_t i = 0; i <= flow->nblocks; i++)
        unclaimed[i] = i;
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        uint32_t end = h->end == code->nwords ? flow->nblocks : flow->block_of[h->end];
        for (uint32_t b = flow->block_of[h->start]; b < end; b++) {
            while (unclaimed[b] != b) { /* path halving */
                unclaimed[b] = unclaimed[unclaimed[b]];
                b = unclaimed[b];
            }
            if (b >= end) break;
            flow->blocks[b].handler = i;
            unclaimed[b] = b + 1;
        }
    }
    return RG_OK;
}

bool rg_verify_sends(const RgCode *code, RgArena *scratch, uint32_t **sends)
{
    *sends = NULL;
    if (!(code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR))) return true;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        uint32_t yield = RG_INSN_OP(code->words[at]) == OP_SEND ? rg_op_waits_at(code->words, code->nwords, at) : 0;
        if (!yield) continue;
        if (!*sends) *sends = RG_ARENA_ZARRAY(scratch, uint32_t, code->nwords);
        if (!*sends) return false;
        (*sends)[yield] = at + 1;
    }
    return true;
}

RgStatus rg_verify_flow(RgVerifyFlow *flow, const RgCode *code, RgArena *scratch, RgError *error)
{
    *flow = (RgVerifyFlow){.code = code, .scratch = scratch, .error = error};
    uint64_t *leaders = rg_bitset_new(scratch, (size_t)code->nwords + 1);
    uint64_t *targets = rg_bitset_new(scratch, (size_t)code->nwords + 1);
    flow->block_of = RG_ARENA_ARRAY(scratch, uint32_t, code->nwords);
    if (!leaders || !targets || !flow->block_of || !rg_verify_sends(code, scratch, &flow->sends)) return no_memory(flow);
    find_leaders(code, leaders, targets);
    flow->blocks = RG_ARENA_ARRAY(scratch, RgVerifyBlock, rg_bitset_count(leaders, code->nwords));
    if (!flow->blocks) return no_memory(flow);
    RG_BITSET_EACH(word, leaders, code->nwords)
    {
        if (flow->nblocks > 0) flow->blocks[flow->nblocks - 1].end = (uint32_t)word;
        flow->block_of[word] = flow->nblocks;
        flow->blocks[flow->nblocks++] =
            (RgVerifyBlock){(uint32_t)word, code->nwords, UINT32_MAX, rg_bitset_has(targets, word)};
    }
    return assign_handlers(flow);
}
