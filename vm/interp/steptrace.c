/* SPDX-License-Identifier: MIT
 *
 * steptrace.c: counters of executed instructions, and stack counts worked out from them. A piece of code is found through
 * its code object, which caches the place of its counters; the trace keeps the unit alive, so that code that was
 * collected is still counted at the end.
 */
#include "vm/interp/steptrace.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"

RgStepTrace *rg_steps_new(void)
{
    return rg_mem_calloc(1, sizeof(RgStepTrace));
}

void rg_steps_free(RgStepTrace *steps)
{
    if (!steps) return;
    for (RgStepCounts *c = steps->all, *next; c; c = next) {
        next = c->next;
        rg_code_unit_release(c->unit);
        rg_mem_free(c->words);
        rg_mem_free(c->heads);
        rg_mem_free(c->undone);
        rg_mem_free(c);
    }
    rg_mem_free(steps);
}

const RgStepCounts *rg_steps_find(const RgStepTrace *steps, const RgCode *code)
{
    for (const RgStepCounts *c = steps->all; c; c = c->next)
        if (c->code == code) return c;
    return NULL;
}

/* Counters of a code object that runs for the first time. */
static RgStepCounts *add(RgStepTrace *steps, RgCodeObject *co)
{
    const RgStepCounts *known = co->unit->refs > 1 ? rg_steps_find(steps, co->code) : NULL;
    if (known) return co->steps = (RgStepCounts *)(uintptr_t)known;
    RgStepCounts *c = rg_mem_calloc(1, sizeof *c);
    if (c) c->words = rg_mem_calloc(((size_t)co->code->nwords + 1) * RG_STEP_KINDS, sizeof *c->words);
    if (c) c->heads = rg_mem_calloc((size_t)co->code->nwords + 1, sizeof *c->heads);
    if (!c || !c->words || !c->heads) {
        steps->failed = true;
        if (c) rg_mem_free(c->words);
        rg_mem_free(c);
        return NULL;
    }
    for (uint32_t at = 0; at < co->code->nwords; at += rg_op_length(&co->code->words[at])) c->heads[at] = true;
    c->code = co->code;
    c->unit = co->unit;
    rg_code_unit_retain(c->unit);
    c->next = steps->all;
    steps->all = c;
    return co->steps = c;
}

static inline RgStepCounts *counts_of(RgThread *th, const RgFrame *frame)
{
    RgStepCounts *c = frame->code->steps;
    return RG_LIKELY(c != NULL) ? c : add(th->rt->steps, frame->code);
}

void rg_steps_count(RgThread *th, const RgFrame *frame, const RgWord *pc, RgStep what)
{
    RgStepCounts *c = counts_of(th, frame);
    if (c) c->words[(size_t)(pc - frame->code->words) * RG_STEP_KINDS + what]++;
}

void rg_steps_begin(RgThread *th, const RgFrame *frame, const RgWord *pc)
{
    rg_steps_count(th, frame, pc, RG_STEP_BEGUN);
    if (RG_UNLIKELY(RG_INSN_OP(*pc) == OP_LOAD_POINTS) && frame->code->steps) frame->code->steps->loads++;
}

void rg_steps_raised(RgThread *th, const RgFrame *frame)
{
    RgStepCounts *c = counts_of(th, frame);
    bool second = th->rt->steps->second;
    th->rt->steps->second = false;
    if (!c) return;
    size_t word = (size_t)(frame->pc - frame->code->words);
    if (c->heads[word]) {
        /* Jumps stay at their head whichever part fails; others move on to their second word for the first part. */
        uint32_t effects = rg_op_info[RG_INSN_OP(c->code->words[word])].effects;
        if (second || (effects & (F_PARTS | F_JUMPS)) != (F_PARTS | F_JUMPS)) return;
        word++;
    }
    c->words[word * RG_STEP_KINDS + RG_STEP_BEGUN]++;
}

void rg_steps_second_failed(RgThread *th)
{
    if (th->rt->steps) th->rt->steps->second = true;
}

void rg_steps_resumed(RgThread *th, const RgFrame *frame, const RgWord *from)
{
    if (frame->pc == from) return; /* an exception is thrown in */
    bool jumped = RG_INSN_OP(frame->code->code->words[from - frame->code->words]) == OP_SEND;
    rg_steps_count(th, frame, from, jumped ? RG_STEP_JUMPED : RG_STEP_NEXT);
}

void rg_steps_stopped(RgThread *th, const RgFrame *frame, uint32_t stack)
{
    RgStepCounts *c = counts_of(th, frame);
    if (!c) return;
    const RgCode *code = c->code;
    if (!c->undone && !(c->undone = rg_mem_calloc((size_t)code->stack_instructions + 1, sizeof *c->undone))) {
        th->rt->steps->failed = true;
        return;
    }
    uint32_t word = (uint32_t)(frame->pc - frame->code->words);
    bool after = false;
    for (uint32_t i = 0; i < code->norigins && code->origins[i].word <= word + 1; i++) {
        const RgOrigin *o = &code->origins[i];
        if (o->word < word || (o->word > word && c->heads[o->word]) || o->count & RG_ORIGIN_KIND) continue;
        for (uint32_t k = o->first; k < o->first + (o->count & RG_ORIGIN_COUNT) && k < code->stack_instructions; k++) {
            if (after) c->undone[k]++;
            after |= k == stack;
        }
    }
}

uint64_t *rg_steps_stack(const RgStepCounts *c)
{
    const RgCode *code = c->code;
    uint64_t *stack = rg_mem_calloc((size_t)code->stack_instructions + 1, sizeof *stack);
    if (!stack) return NULL;
    for (uint32_t i = 0; i < code->norigins; i++) {
        const RgOrigin *o = &code->origins[i];
        bool second = !c->heads[o->word];
        const uint64_t *n = &c->words[(size_t)(o->word - second) * RG_STEP_KINDS];
        uint32_t kind = o->count & RG_ORIGIN_KIND;
        uint64_t joined = kind == RG_ORIGIN_TAKEN ? 0 : n[RG_STEP_JOINED];
        uint64_t times = joined + (kind == RG_ORIGIN_AFTER   ? n[RG_STEP_NEXT]
                                   : kind == RG_ORIGIN_TAKEN ? n[RG_STEP_JUMPED]
                                   : second                  ? n[RG_STEP_BEGUN] - n[RG_STEP_KINDS + RG_STEP_BEGUN]
                                                             : n[RG_STEP_BEGUN]);
        for (uint32_t k = o->first; k < o->first + (o->count & RG_ORIGIN_COUNT) && k < code->stack_instructions; k++)
            stack[k] += times;
    }
    for (uint32_t k = 0; c->undone && k < code->stack_instructions; k++) stack[k] -= c->undone[k];
    return stack;
}

uint64_t rg_steps_register(const RgStepCounts *c)
{
    uint64_t n = c->loads;
    for (uint32_t at = 0; at < c->code->nwords; at += rg_op_length(&c->code->words[at]))
        n += c->words[(size_t)at * RG_STEP_KINDS];
    return n;
}
