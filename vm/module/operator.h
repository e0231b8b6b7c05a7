/* SPDX-License-Identifier: MIT
 *
 * operator.h: what the files of _operator share.
 */
#ifndef RG_MODULE_OPERATOR_H
#define RG_MODULE_OPERATOR_H

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/protocol.h"
#include "vm/object/tuple.h"

bool rg_operator_getters_init(RgThread *th, RgModule *m) RG_CHECK_RESULT;

#endif
