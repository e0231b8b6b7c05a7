/* SPDX-License-Identifier: MIT
 *
 * itertools.h: what the files of the itertools module share. Every iterator of the module has the same struct: values whose
 * meaning each type gives (0: none) and counters.
 */
#ifndef RG_MODULE_ITERTOOLS_H
#define RG_MODULE_ITERTOOLS_H

#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

typedef struct RgIt {
    RgObject head;
    RgValue v[6];
    int64_t i, j, k;
} RgIt;
#define IT(v) RG_AS(RgIt, v)

void rg_it_trace(RgMarker *marker, void *cell);
/* New iterator of the type with its first values set. */
RgIt *rg_it_new(RgThread *th, RgType *type, RgValue a, RgValue b, RgValue c);

/* For pickle and copy: (type of self, call, state), without a state that is 0. */
RgValue rg_it_reduce(RgThread *th, RgValue self, RgTuple *call, RgValue state);
/* Whether state is a tuple of least to most items, an item is an int that fits; else raised. */
bool rg_it_state_is(RgThread *th, RgValue state, size_t least, size_t most) RG_CHECK_RESULT;
bool rg_it_state_index(RgThread *th, RgValue v, int64_t *out) RG_CHECK_RESULT;
RgValue rg_it_chain_from_iterable(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
#define RG_IT_REDUCE(FN) RG_METHOD_F("__reduce__", "($self, /)", "State for pickling.", FN, RG_MF_NO_SIGNATURE)
#define RG_IT_SETSTATE(FN) RG_METHOD_F("__setstate__", "($self, state, /)", "Takes over a state from __reduce__.", FN, RG_MF_NO_SIGNATURE)
extern const RgMethodDef rg_it_accumulate_methods[], rg_it_while_methods[], rg_it_pair_methods[], rg_it_cycle_methods[],
    rg_it_islice_methods[], rg_it_zip_longest_methods[], rg_it_chain_methods[];

#define RG_IT_TYPE(NAME, DOC, NEW, NEXT, ...)                                           \
    const RgTypeSpec rg_spec_itertools_##NAME = {                                       \
        .doc = DOC,                                                                     \
        .module = "itertools",                                                          \
        .flags = RG_TF_BASETYPE,                                                        \
        .basicsize = sizeof(RgIt),                                                      \
        .cell = {#NAME, rg_it_trace, NULL},                                             \
        .slots = {.iter = rg_iter_self, .next = NEXT, .new_ = NEW},                     \
        __VA_ARGS__                                                                     \
    }

extern const RgTypeSpec rg_spec_itertools_product, rg_spec_itertools_permutations, rg_spec_itertools_combinations,
    rg_spec_itertools_combinations_with_replacement;
extern const RgTypeSpec rg_spec_itertools_groupby, rg_spec_itertools_grouper, rg_spec_itertools_tee, rg_spec_itertools_tee_data;
RgValue rg_itertools_tee(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

/* Types that functions of the module make, in the module's state (a tuple). */
enum { RG_IT_GROUPER, RG_IT_TEE, RG_IT_TEE_DATA, RG_IT_CHAIN, RG_IT_ISLICE, RG_IT_TYPES };
static inline RgType *rg_it_type(RgThread *th, int which)
{
    RgTuple *types = RG_MODULE_STATE(th, itertools);
    return RG_AS(RgType, types->items[which]);
}

#endif
