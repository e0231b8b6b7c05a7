/* SPDX-License-Identifier: MIT
 *
 * format.h: format() of the builtin types (str_format.c). spec is the text after the colon; NULL and "" are str(value).
 */
#ifndef RG_TYPE_FORMAT_H
#define RG_TYPE_FORMAT_H

#include "vm/object/str.h"

RgStr *rg_format_str(RgThread *th, RgValue value, RgStr *spec);
RgStr *rg_format_int(RgThread *th, RgValue value, RgStr *spec);
RgStr *rg_format_float(RgThread *th, RgValue value, RgStr *spec);
RgStr *rg_format_complex(RgThread *th, RgValue value, RgStr *spec);

#endif
