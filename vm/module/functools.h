/* SPDX-License-Identifier: MIT
 *
 * functools.h: what the files of _functools share.
 */
#ifndef RG_MODULE_FUNCTOOLS_H
#define RG_MODULE_FUNCTOOLS_H

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/tuple.h"

enum { RG_FUNCTOOLS_PARTIAL, RG_FUNCTOOLS_KEY, RG_FUNCTOOLS_CACHE, RG_FUNCTOOLS_TYPES };
static inline RgType *rg_functools_type(RgThread *th, int which)
{
    return RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, functools))->items[which]);
}
extern const RgTypeSpec rg_functools_cache_spec;

#endif
