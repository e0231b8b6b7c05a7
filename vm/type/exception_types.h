/* SPDX-License-Identifier: MIT
 *
 * exception_types.h: what the exception type files share.
 */
#ifndef RG_TYPE_EXCEPTION_TYPES_H
#define RG_TYPE_EXCEPTION_TYPES_H

#include "vm/type/types.h"

RgValue rg_base_exception_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);
bool rg_base_exception_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_base_exception_str(RgThread *th, RgValue self);
/* (type, args) or (type, args, state); state 0: the instance's __dict__ if it has entries. */
RgValue rg_exception_reduce_with(RgThread *th, RgValue self, RgTuple *args, RgValue state);

#endif
