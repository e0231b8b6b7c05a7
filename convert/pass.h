/* SPDX-License-Identifier: MIT
 *
 * pass.h: the optimising passes, one function each, run by rg_pass_run_all (convert.h) in the order of passes.def,
 * with verification and dumps between them when asked for. With opt 0 none runs.
 */
#ifndef RG_CONVERT_PASS_H
#define RG_CONVERT_PASS_H

#include "convert/ir.h"


#endif
