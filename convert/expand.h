/* SPDX-License-Identifier: MIT
 *
 * expand.h: instructions of other versions than 3.11 in terms of canonical ones. The decoder has read them one to one;
 * here each becomes none, one or several instructions at the same place of the file, jumps and protected ranges follow.
 * Which of the two forms a version has is its trait RG_PYEXPAND_x: expand_table.c for versions with an exception
 * table, expand_blocks.c for those whose interpreter keeps a stack of blocks.
 * Always holds: the result is linear in the code (times the depth of nested blocks, which is bounded); code that
 * cannot be reached may be left out.
 */
#ifndef RG_CONVERT_EXPAND_H
#define RG_CONVERT_EXPAND_H

#include "convert/decode.h"

/* Replaces sc's instructions, positions and ranges. Any bytes are safe. */
RgStatus rg_expand(RgArena *arena, RgStackCode *sc, RgError *error) RG_CHECK_RESULT;
/* What must be known of a code object before any is expanded (expand_prepare.c): names that expansion uses, qualified
 * names, documentation strings. False: no memory. Does nothing for 3.11. */
bool rg_expand_prepare(RgArena *arena, RgPyCode *py);

/* ---- for expand*.c ---- */

/* Names that expanded code uses: those that a function needs are appended to its own. */
typedef enum RgExpandName {
    RG_EXPAND_NONE,
    RG_EXPAND_ANNOTATIONS,
    RG_EXPAND_ADD,
    RG_EXPAND_NOT_IMPLEMENTED,
    RG_EXPAND_SINCE311, /* the runtime's module with functions for what 3.11 does not have; they follow */
    RG_EXPAND_LOCALS,
    RG_EXPAND_TYPE_VAR,
    RG_EXPAND_PARAM_SPEC,
    RG_EXPAND_TYPE_VAR_TUPLE,
    RG_EXPAND_GENERIC,
    RG_EXPAND_TYPE_ALIAS,
    RG_EXPAND_BOUND,
    RG_EXPAND_CONSTRAINTS,
    RG_EXPAND_DEFAULT,
    RG_EXPAND_TYPE_PARAMS,
    RG_EXPAND_INTERPOLATION,
    RG_EXPAND_TEMPLATE,
    RG_EXPAND_NAMES
} RgExpandName;

#define RG_EXPAND_RAW 0x80000000u /* in a target under construction: number of an instruction of the file */
#define RG_EXPAND_NO_REGION UINT32_MAX

typedef struct RgExpand {
    RgArena *arena;
    RgError *error;
    RgStatus status;
    RgStackCode *sc;
    const RgPyCode *code;
    RgStackInsn *raw; /* the file's instructions */
    const RgIrPos *raw_positions;
    uint32_t nraw;
    RgStackInsn *out;
    RgIrPos *positions;
    uint32_t *regions; /* by instruction of out: what protects it; meaning is expand_blocks.c's */
    uint32_t n, cap;
    uint32_t *first; /* by instruction of the file: its first one in out */
    uint32_t at;     /* instruction of the file being expanded */
    uint32_t region;
    uint32_t *parts;          /* by constant: first of its parts, or NULL (expand_table.c) */
    const uint64_t *borrowed; /* locals that comprehensions use and give back (expand_table.c) */
} RgExpand;

RG_COLD bool rg_expand_fail(RgExpand *x, const char *what);
/* Appends; the instruction's number in out. */
uint32_t rg_expand_emit(RgExpand *x, RgPyOp op, uint32_t arg);
/* A jump to an instruction of the file, or to one of out, or to what rg_expand_here says later. */
void rg_expand_jump(RgExpand *x, RgPyOp op, uint32_t raw_target);
uint32_t rg_expand_jump_later(RgExpand *x, RgPyOp op);
static inline void rg_expand_here(RgExpand *x, uint32_t jump)
{
    x->out[jump].target = x->n;
}
/* Number among the code's names of one of the names above. */
uint32_t rg_expand_name(const RgExpand *x, RgExpandName name);
/* What is common: copies an instruction, with its constant's number or its direction set right. */
bool rg_expand_plain(RgExpand *x, RgPyOp op, uint32_t arg, uint32_t target);
/* Pushes a function of the runtime's module. */
void rg_expand_runtime_function(RgExpand *x, RgExpandName name);

bool rg_expand_table_all(RgExpand *x);
bool rg_expand_blocks_all(RgExpand *x);

#endif
