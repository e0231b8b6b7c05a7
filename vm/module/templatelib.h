/* SPDX-License-Identifier: MIT
 *
 * templatelib.h: template strings (PEP 750), as code of 3.14 makes them.
 */
#ifndef RG_MODULE_TEMPLATELIB_H
#define RG_MODULE_TEMPLATELIB_H

#include "vm/object/function.h"

/* strings: a tuple of one str more than interpolations has items, which is a tuple of interpolations. */
RgValue rg_template_new(RgThread *th, RgValue strings, RgValue interpolations);
/* conversion: None or a one-letter str. */
RgValue rg_interpolation_new(RgThread *th, RgValue value, RgValue expression, RgValue conversion, RgValue spec);

#endif
