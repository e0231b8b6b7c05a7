/* SPDX-License-Identifier: MIT
 *
 * regalloc.h: IR in, register code out. Lowers (K forms, fused branches, constants into registers), gives every value a
 * register and writes words, handlers, positions and origins. The two entry points are declared in convert/convert.h:
 *
 * rg_regalloc_emit fills out's nregs, words, consts, sites, handlers, positions and origins, in unit's arena. The
 * caller has filled all the rest (names, flags, locals, source counts). nlocals and the local tables change only for
 * functions with more than 253 locals that need wide registers: see RG_LOCAL_x in code.h.
 */
#ifndef RG_REGALLOC_REGALLOC_H
#define RG_REGALLOC_REGALLOC_H

#include "convert/ir.h"
#include "vm/code/code.h"

#endif
