/* SPDX-License-Identifier: MIT
 *
 * collections.h: what the files of the _collections module share.
 */
#ifndef RG_MODULE_COLLECTIONS_H
#define RG_MODULE_COLLECTIONS_H

#include "vm/module/registry.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

extern const RgTypeSpec rg_spec_deque, rg_spec_deque_iterator, rg_spec_deque_reverse_iterator;
extern const RgTypeSpec rg_spec_defaultdict, rg_spec_ordered_dict, rg_spec_tuplegetter;
extern const RgTypeSpec rg_spec_dict;

/* Types that methods make, in the module's state (a tuple). */
enum { RG_COLL_DEQUE, RG_COLL_DEQUE_ITER, RG_COLL_DEQUE_REVERSE_ITER, RG_COLL_DEFAULTDICT, RG_COLL_ORDERED_DICT, RG_COLL_TYPES };
static inline RgType *rg_coll_type(RgThread *th, int which)
{
    RgTuple *types = RG_MODULE_STATE(th, collections);
    return RG_AS(RgType, types->items[which]);
}

#endif
