/* SPDX-License-Identifier: MIT
 *
 * pyop.c: tables of the canonical opcodes; everything comes from pyop.def.
 */
#include "convert/pyop.h"

enum { a = 0 }; /* the argument in the effects of the table: see RgPyOpInfo */

#define LOCAL(op, kind)                                                                                                \
    ((kind) != RG_PYARG_LOCAL     ? 0                                                                                  \
     : (op) == PYOP_LOAD_FAST     ? RG_PYLOCAL_BINDS                                                                   \
     : (op) == PYOP_STORE_FAST    ? RG_PYLOCAL_BINDS | RG_PYLOCAL_STORES                                               \
                                  : RG_PYLOCAL_OTHER)

const RgPyOpInfo rg_pyop_info[RG_PYOP_COUNT] = {
    [PYOP_INVALID] = {"<invalid>", RG_PYARG_NONE, 0, 0, 0, 0},
    [PYOP_CACHE] = {"CACHE", RG_PYARG_NONE, 0, 0, 0, 0},
    [PYOP_EXTENDED_ARG] = {"EXTENDED_ARG", RG_PYARG_INT, 0, 0, 0, 0},
#define PYOP(name, kind, pops, pushes, jpops, jpushes, flags)                                                          \
    [PYOP_##name] = {                                                                                                 \
        #name,                                                                                                         \
        RG_PYARG_##kind,                                                                                               \
        (uint8_t)(pops),                                                                                               \
        (uint8_t)(pushes),                                                                                             \
        LOCAL(PYOP_##name, RG_PYARG_##kind),                                                                           \
        (flags) | (LOCAL(PYOP_##name, RG_PYARG_##kind) == RG_PYLOCAL_OTHER ? PF_SPECIAL_LOCAL : 0) |                   \
            ((flags) & (PF_JUMP | PF_STOP | PF_SPLIT) ? PF_ENDS_BLOCK : 0)},
#include "convert/pyop.def"
};

const char *const rg_pyop_binary_signs[RG_PYOP_BINARY_COUNT] = {
    "+",  "&",  "//",  "<<",  "@",  "*",  "%",  "|",  "**",  ">>",  "-",  "/",  "^",
    "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="};
const char *const rg_pyop_compare_signs[RG_PYOP_COMPARE_COUNT] = {"<", "<=", "==", "!=", ">", ">="};
