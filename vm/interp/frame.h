/* SPDX-License-Identifier: MIT
 *
 * frame.h: frames. A frame is a header followed by its registers, on the thread's register stack or, for a generator,
 * inside the generator's storage. Frames never move while they run.
 *
 * Always holds: frame->pc is the head of the frame's current instruction whenever anything outside the loop can look; a
 * running frame's locals are in regs[0 .. code->nlocals); other registers may hold stale words.
 */
#ifndef RG_INTERP_FRAME_H
#define RG_INTERP_FRAME_H

#include <string.h>
#include "vm/object/code_object.h"

enum {
    RG_FRAME_ENTRY = 1,       /* returning from it leaves the C function that runs the loop */
    RG_FRAME_GENERATOR = 2,   /* lives in a generator's storage; `extra` is the generator */
    RG_FRAME_CONSTRUCTOR = 4, /* an __init__ called for C(...): the call's result is `extra`, the instance */
    RG_FRAME_FOR_LOOP = 8,    /* a generator resumed by FOR_ITER or FOR_LOOP */
    RG_FRAME_DISCARD = 16,    /* the result is not wanted */
    RG_FRAME_SEND = 32,       /* a generator resumed by SEND */
    RG_FRAME_TAIL = 128,      /* called by RETURN_CALL or RETURN_METHOD: what it returns, its caller returns */
    RG_FRAME_OBJECT = 64,     /* `object` is set and must be told when the frame ends */
    /* Methods that an instruction enters by itself (rt_operator.c); `extra` says more. */
    RG_FRAME_OPERATOR = 256,  /* NotImplemented means that the operator goes on elsewhere */
    RG_FRAME_COMPARE = 512,   /* the operator is a comparison */
    RG_FRAME_DEEP = 1024,     /* counts as two levels of recursion */
    RG_FRAME_TEST = 2048,     /* the result is tested */
    RG_FRAME_NOT = 4096,      /* the test's result is negated */
    RG_FRAME_JUMP = 8192,     /* the instruction jumps when the test says yes */
    RG_FRAME_FIRST = 16384    /* the first part of an instruction that does two things */
};
/* Frames whose result is not simply the value of the calling instruction. */
#define RG_FRAME_METHOD (RG_FRAME_DISCARD | RG_FRAME_OPERATOR | RG_FRAME_TEST | RG_FRAME_DEEP | RG_FRAME_FIRST)

#define RG_LINKAGE(flags, dest, skip) ((uint64_t)(flags) | (uint64_t)(dest) << 16 | (uint64_t)(skip) << 32)

struct RgFrame {
    RgFrame *prev;          /* caller's frame */
    const RgWord *pc;       /* head of the current instruction */
    RgCodeObject *code;
    RgFunction *function;   /* or NULL for code run by rg_interp_run_code */
    RgDict *globals, *builtins;
    RgValue locals;         /* namespace of module/class/exec code (dict or mapping), or 0 */
    struct RgFrameObject *object; /* what sys._getframe and tracebacks show, or NULL */
    RgValue extra;          /* RG_FRAME_CONSTRUCTOR: the instance; RG_FRAME_GENERATOR: the generator; else anything */
    union { /* what its caller wants of it: one word, stored at once */
        struct {
            uint16_t flags; /* RG_FRAME_x */
            uint16_t dest;  /* caller's register for the result */
            uint32_t skip;  /* length of the caller's calling instruction in words */
        };
        uint64_t linkage; /* RG_LINKAGE */
    };
    RgValue regs[];
};

/* Python-visible frame object (kind frame). While the frame lives, `frame` points at it; when it ends, the object keeps
 * the locals' values in `saved`. */
typedef struct RgFrameObject {
    RgObject head;
    RgFrame *frame;         /* NULL once finished */
    RgCodeObject *code;
    RgDict *globals, *builtins;
    RgValue back;           /* frame object or RG_NONE; valid once finished */
    RgValue locals;         /* f_locals dict or mapping, or 0 */
    RgArray *saved;         /* values of the locals once finished, or NULL */
    RgValue generator;      /* owner of the frame's storage, or 0 */
    RgValue trace;          /* f_trace, or 0 */
    uint32_t word;          /* last instruction, once finished */
    uint8_t trace_lines, trace_opcodes;
} RgFrameObject;

enum { RG_GEN_CREATED, RG_GEN_SUSPENDED, RG_GEN_RUNNING, RG_GEN_FINISHED };

typedef struct RgGenerator { /* generator, coroutine, async_generator */
    RgObject head;
    RgFrame *frame;         /* into `storage`; NULL when finished */
    RgBuffer *storage;      /* holds the frame's words */
    RgValue handled;        /* exception it handles itself while suspended, or RG_NONE */
    RgValue inherited;      /* while running: th->handled of whoever resumed it */
    RgStr *name, *qualname;
    RgCodeObject *code;
    RgValue awaiting;       /* target of yield from / await while suspended in one, or 0 */
    uint32_t send_word;     /* the SEND instruction of `awaiting` */
    uint8_t state;          /* RG_GEN_x */
    bool hooks_inited, closed, running_async;
    bool handles;           /* th->handled is its own while it runs: it is in an except clause */
    RgValue hooks;          /* async generators: finalizer, or 0 */
    RgValue origin;         /* cr_origin, or 0 */
    RgValue weaklist;
} RgGenerator;
#define RG_GENERATOR(v) RG_AS(RgGenerator, v)
static inline bool rg_is_generator_like(RgValue v)
{
    return rg_is_kind(v, RG_KIND_generator) || rg_is_kind(v, RG_KIND_coroutine) || rg_is_kind(v, RG_KIND_async_generator);
}

RG_INLINE RgValue rg_cell_value(RgValue cell) { return ((const RgCellObject *)(uintptr_t)cell)->value; }

/* The closure's cells go into the last locals of a frame of fn, whose code is co; contents of some into entry mirrors. */
RG_INLINE void rg_frame_fill_cells(RgValue *regs, const RgFunction *fn, RgCodeObject *co)
{
    for (uint32_t i = 0, at = co->nlocals - co->nfree; i < co->nfree; i++) regs[at + i] = fn->closure->items[i];
    for (uint32_t i = co->nentry, n = i + co->nentry_cells; i < n; i++) {
        RgValue v = regs[co->entry_reg + i] = rg_cell_value(regs[co->code->mirrors[i].base]);
        if (RG_UNLIKELY(v == RG_UNBOUND)) rg_code_arm(co, i);
    }
}

/* Fills a new frame at the top of the register stack: all but its arguments, its linkage, and its pc, which is stored
 * when somebody may look. */
RG_INLINE void rg_frame_fill(RgThread *th, RgFrame *new, RgFunction *fn, RgCodeObject *co, RgFrame *prev)
{
    _Static_assert(offsetof(RgFrame, builtins) == offsetof(RgFrame, globals) + 8 &&
                     offsetof(RgFunction, builtins) == offsetof(RgFunction, globals) + 8, "two at once");
    new->prev = prev;
    new->code = co;
    new->function = fn;
    memcpy((void *)&new->globals, (void *)&fn->globals, 16);
    memset((void *)&new->locals, 0, 16); /* and `object` */
    th->stack_top = (RgValue *)(void *)new + co->frame_words;
    for (uint32_t i = co->argcount; i < co->nlocals; i++) new->regs[i] = RG_UNBOUND;
    if (RG_UNLIKELY(co->begins)) {
        const RgValue *from = co->entry;
        RgValue *to = new->regs + co->entry_reg;
        for (uint32_t i = co->nentry; i-- > 0;) to[i] = from[i];
        if (co->nfree) rg_frame_fill_cells(new->regs, fn, co);
    }
}

/* frame.c */
/* The frame ends: its frame object takes what it needs of it. */
void rg_frame_detach(RgThread *th, RgFrame *frame);
void rg_frame_trace(RgMarker *marker, RgFrame *frame); /* marks everything a frame outside the register stack refers to */
RgValue rg_frame_object_locals(RgThread *th, RgFrameObject *fo);
int32_t rg_frame_object_line(const RgFrameObject *fo);

#endif
