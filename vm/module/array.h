/* SPDX-License-Identifier: MIT
 *
 * array.h: what the files of the array module share.
 */
#ifndef RG_MODULE_ARRAY_H
#define RG_MODULE_ARRAY_H

#include "vm/object/type.h"

enum { RG_ARRAY_TYPE, RG_ARRAY_ITER, RG_ARRAY_RECONSTRUCTOR, RG_ARRAY_STATE }; /* items of the module's state, an RgArray */

int rg_array_machine_format(char code); /* how this machine stores items of the code; -1: no such code */
extern const RgMethodDef rg_array_functions[];

#endif
