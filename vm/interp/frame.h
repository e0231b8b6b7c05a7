/* SPDX-License-Identifier: MIT
 *
 * frame.h: frames. A frame is a header followed by its registers, on the thread's register stack or, for a generator,
 * inside the generator object. Frames never move.
 */
#ifndef RG_INTERP_FRAME_H
#define RG_INTERP_FRAME_H

#include "vm/object/code_object.h"

enum {
    RG_FRAME_ENTRY = 1,       /* returning from it leaves the C function that runs the loop */
    RG_FRAME_GENERATOR = 2,   /* lives in a generator object */
    RG_FRAME_CONSTRUCTOR = 4, /* an __init__ called for C(...): returns the instance in `locals_or_self` */
    RG_FRAME_FOR_LOOP = 8,    /* a generator resumed by FOR_LOOP_GENERATOR */
    RG_FRAME_DISCARD = 16     /* the result is not wanted */
};

struct RgFrame {
    RgFrame *prev;          /* caller's frame */
    const RgWord *pc;       /* next or current instruction (see interp.c); valid whenever others can look */
    RgCodeObject *code;
    RgFunction *function;   /* or NULL for module and class bodies run by exec */
    RgDict *globals, *builtins;
    RgValue locals;         /* namespace of module/class/exec code (dict or mapping), or 0 */
    RgValue extra;          /* RG_FRAME_CONSTRUCTOR: the instance; RG_FRAME_GENERATOR: the generator */
    struct RgFrameObject *object; /* what sys._getframe and tracebacks show, or NULL */
    uint32_t flags;         /* RG_FRAME_x */
    uint32_t dest;          /* caller's register for the result */
    RgValue regs[];
};

/* Python-visible frame object (kind frame). While the frame lives, `frame` points at it; when it ends, the object takes a
 * copy of the locals. */
typedef struct RgFrameObject {
    RgObject head;
    RgFrame *frame;         /* NULL once finished */
    RgCodeObject *code;
    RgDict *globals, *builtins;
    RgValue back;           /* frame object or RG_NONE, fixed when finished */
    RgValue locals;         /* f_locals dict, or 0 */
    RgValue trace;
    uint32_t word;          /* last instruction */
    int32_t lineno;
} RgFrameObject;

typedef struct RgGenerator { /* generator, coroutine, async_generator */
    RgObject head;
    RgFrame *frame;         /* into `storage`; NULL when finished */
    RgArray *storage;       /* cell that holds the frame's words */
    RgValue handled;        /* its saved th->handled while suspended */
    RgStr *name, *qualname;
    RgCodeObject *code;
    RgValue awaiting;       /* yield-from target while suspended, or 0 */
    RgValue weaklist;
    uint8_t state;          /* 0 created, 1 suspended, 2 running, 3 finished */
    RgValue hooks;          /* async generators: finalizer, or 0 */
    bool hooks_inited, closed, running_async;
} RgGenerator;

#endif
