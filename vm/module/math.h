/* SPDX-License-Identifier: MIT
 *
 * math.h: what the files of the math module share.
 */
#ifndef RG_MODULE_MATH_H
#define RG_MODULE_MATH_H

#include "vm/module/registry.h"

extern const RgMethodDef rg_math_integer_functions[]; /* math_integer.c */
/* math_gamma.c */
double rg_math_gamma(double x);
double rg_math_lgamma(double x);

#endif
