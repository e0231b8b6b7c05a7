/* SPDX-License-Identifier: MIT
 *
 * pyop.h: the canonical stack instruction set, derived from pyop.def. Nothing after the decoder sees
 * anything else, and nothing after expansion (expand.h) the PYRAW rows.
 */
#ifndef RG_CONVERT_PYOP_H
#define RG_CONVERT_PYOP_H

#include "vm/base/base.h"

typedef enum RgPyOp {
    PYOP_INVALID, /* no opcode of this version */
    PYOP_CACHE,   /* an inline cache word met where an instruction should be */
    PYOP_EXTENDED_ARG,
#define PYOP(name, kind, pops, pushes, jpops, jpushes, flags) PYOP_##name,
#include "convert/pyop.def"
    RG_PYOP_COUNT
} RgPyOp;
_Static_assert(RG_PYOP_COUNT <= 256, "an RgPyOp must fit a byte");

/* How an argument is read and printed. */
typedef enum RgPyArg {
    RG_PYARG_NONE,
    RG_PYARG_INT,
    RG_PYARG_CONST,
    RG_PYARG_NAME,
    RG_PYARG_NAME_SHIFT, /* name index is arg >> 1; the low bit says: push NULL first */
    RG_PYARG_LOCAL,
    RG_PYARG_BINARY,
    RG_PYARG_COMPARE,
    RG_PYARG_INVERT,
    RG_PYARG_FORMAT,
    RG_PYARG_FUNCTION,
    RG_PYARG_JUMP_FORWARD,
    RG_PYARG_JUMP_BACKWARD,
    RG_PYARG_JUMP_ABSOLUTE
} RgPyArg;

enum {
    PF_RAISE = 1,
    PF_JUMP = 2,
    PF_STOP = 4,
    PF_SPLIT = 8,
    PF_VARIES = 16,
    PF_BLOCK = 32,
    PF_COUNTED = 64,
    PF_LOW_BIT = 128,
    /* Not in the table, but derived from it: */
    PF_SPECIAL_LOCAL = 256, /* RgPyOpInfo.local is RG_PYLOCAL_OTHER */
    PF_ENDS_BLOCK = 512     /* PF_JUMP, PF_STOP or PF_SPLIT */
};
#define RG_PYOP_BITS4(a) (((a)&1) + ((a) >> 1 & 1) + ((a) >> 2 & 1) + ((a) >> 3 & 1))

/* What an opcode does to the local that its argument names. */
enum {
    RG_PYLOCAL_BINDS = 1,  /* LOAD_FAST, STORE_FAST: it is bound behind it */
    RG_PYLOCAL_STORES = 2, /* STORE_FAST */
    RG_PYLOCAL_OTHER = 4   /* anything else */
};

typedef struct RgPyOpInfo {
    const char *name;
    uint8_t arg;          /* RgPyArg */
    uint8_t pops, pushes; /* effect behind it for argument 0; when it depends on that, ask rg_pyop_effect */
    uint8_t local;        /* RG_PYLOCAL_x, 0: names none */
    uint16_t flags;       /* PF_x */
} RgPyOpInfo;

extern const RgPyOpInfo rg_pyop_info[RG_PYOP_COUNT];

typedef struct RgPyEffect {
    uint64_t pops, pushes;
} RgPyEffect;
/* Stack effect of op with argument a, on the way behind it or (jump) to its target. */
static inline RgPyEffect rg_pyop_effect(RgPyOp op, uint64_t a, bool jump)
{
    switch (op) {
#define PYOP(name, kind, pops, pushes, jpops, jpushes, flags)                                                          \
    case PYOP_##name:                                                                                                  \
        return jump ? (RgPyEffect){jpops, jpushes} : (RgPyEffect){pops, pushes};
#include "convert/pyop.def"
    default: return (RgPyEffect){0, 0};
    }
}

/* Operators of BINARY_OP ("+" ... "^="; 26 of them) and COMPARE_OP ("<" "<=" "==" "!=" ">" ">="). */
#define RG_PYOP_BINARY_COUNT  26u
#define RG_PYOP_COMPARE_COUNT 6u
extern const char *const rg_pyop_binary_signs[RG_PYOP_BINARY_COUNT];
extern const char *const rg_pyop_compare_signs[RG_PYOP_COMPARE_COUNT];

#endif
