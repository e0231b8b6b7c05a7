/* SPDX-License-Identifier: MIT
 *
 * pass.h: the optimising passes, one function each, run by rg_pass_run_all (convert.h) in the order of passes.def,
 * with verification and dumps between them when asked for. With opt 0 none runs.
 */
#ifndef RG_CONVERT_PASS_H
#define RG_CONVERT_PASS_H

#include "convert/ir.h"

#define PASS(NAME, DOC) void rg_opt_##NAME(RgConvert *cx, RgIrFunction *f);
#include "convert/passes.def"

/* Names in order, NULL at the end; for tools. */
extern const char *const rg_pass_names[];

#endif
