/* SPDX-License-Identifier: MIT
 *
 * steptrace.h: counts of what the interpreter executes: for each instruction how often it began, went on to the next
 * one and jumped. They are kept by a second copy of the loop (interp_count.c), which runs instead of the first one while
 * rt->steps is set; the first one knows nothing of them. docs/counting.md says how stack counts follow from them.
 */
#ifndef RG_INTERP_STEPTRACE_H
#define RG_INTERP_STEPTRACE_H

#include "vm/interp/frame.h"

/* What happened at a word; index into its four counters. JOINED: an instruction before it did it as well. */
typedef enum RgStep { RG_STEP_BEGUN, RG_STEP_NEXT, RG_STEP_JUMPED, RG_STEP_JOINED, RG_STEP_KINDS } RgStep;

/* Counts of one piece of code, however many code objects were made of it. */
typedef struct RgStepCounts {
    struct RgStepCounts *next;
    RgCodeUnit *unit; /* retained: code lives in it */
    const RgCode *code;
    uint64_t *words;  /* RG_STEP_KINDS counters a word. At the second word of an instruction with two parts (F_PARTS), BEGUN
                         counts the times that the first part failed */
    bool *heads;      /* by word: an instruction begins there */
    uint64_t loads;   /* dispatches of OP_LOAD_POINTS, which come before that of the instruction itself */
    uint64_t *undone; /* by stack instruction: what `words` counts too much; NULL: nothing */
} RgStepCounts;

typedef struct RgStepTrace {
    RgStepCounts *all; /* newest first */
    bool failed;       /* memory ran out: counts are missing */
    bool second;       /* what is being raised came up in the second part of its instruction */
} RgStepTrace;

RgStepTrace *rg_steps_new(void); /* NULL: no memory */
void rg_steps_free(RgStepTrace *steps);
/* Counts of code, or NULL when it never ran. */
const RgStepCounts *rg_steps_find(const RgStepTrace *steps, const RgCode *code);
/* Executed stack instructions, by number: array of code->stack_instructions (rg_mem_free); NULL: no memory. */
uint64_t *rg_steps_stack(const RgStepCounts *counts);
/* Executed register instructions. */
uint64_t rg_steps_register(const RgStepCounts *counts);

/* ---- for the counting loop ---- */

RgValue rg_interp_run_counting(RgThread *th, RgFrame *start, bool throwing);

/* Counts `what` at the instruction whose head is at pc in frame. */
void rg_steps_count(RgThread *th, const RgFrame *frame, const RgWord *pc, RgStep what);
/* The instruction at pc begins. */
void rg_steps_begin(RgThread *th, const RgFrame *frame, const RgWord *pc);
/* The truth value of a comparison cannot be told: the second part of a jump that compares fails. */
void rg_steps_second_failed(RgThread *th);
/* An exception came up at frame's current place. */
void rg_steps_raised(RgThread *th, const RgFrame *frame);
/* A generator's frame was resumed: its place was `from` before. */
void rg_steps_resumed(RgThread *th, const RgFrame *frame, const RgWord *from);
/* Of the stack instructions that the instruction at frame's place stands for only those up to number `stack` were executed: a
 * load of a mirror failed. */
void rg_steps_stopped(RgThread *th, const RgFrame *frame, uint32_t stack);

#endif
