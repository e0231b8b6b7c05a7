/* SPDX-License-Identifier: MIT
 *
 * lift.h: stack code to SSA: the operand stack is interpreted abstractly, block by block.
 */
#ifndef RG_CONVERT_LIFT_H
#define RG_CONVERT_LIFT_H

#include "convert/cfg.h"

/* Lifts cx->code into f (emptied first). cfg was built from cx->stack in cx->scratch. */
RgStatus rg_lift(RgConvert *cx, const RgCfg *cfg, RgIrFunction *f) RG_CHECK_RESULT;

#endif
