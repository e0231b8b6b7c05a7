/* SPDX-License-Identifier: MIT
 *
 * bisect_module.c: _bisect: binary search in sorted sequences.
 */
#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Position for x; -1 raised. args: a, x, lo, hi, key. */
static int64_t search(RgThread *th, const RgValue *args, RgValue x, bool right)
{
    int64_t lo = 0, hi = -1;
    RgValue a = args[0], key = args[4] == RG_UNBOUND ? RG_NONE : args[4];
    if (args[2] != RG_UNBOUND && !rg_number_as_index(th, args[2], &lo, RG_EXC_OverflowError)) return -1;
    if (args[3] != RG_UNBOUND && args[3] != RG_NONE && !rg_number_as_index(th, args[3], &hi, RG_EXC_OverflowError)) return -1;
    if (lo < 0) {
        rg_raise(th, RG_EXC_ValueError, "lo must be non-negative");
        return -1;
    }
    if (hi == -1 && (hi = rg_len(th, a)) < 0) return -1;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        RgValue item;
        if (rg_is_exact(a, RG_KIND_list) && mid < RG_LIST(a)->length) item = RG_LIST(a)->items[mid];
        else item = (item = rg_int_from_i64(th, mid)) ? rg_getitem(th, a, item) : RG_ERROR; /* of ranges mid can be large */
        if (item && key != RG_NONE) item = rg_call1(th, key, item);
        if (!item) return -1;
        RgValue left_of = right ? x : item, right_of = right ? item : x;
        int less = rg_both_int(left_of, right_of) ? rg_as_int(left_of) < rg_as_int(right_of)
                                                  : rg_compare_bool(th, left_of, right_of, RG_LT);
        if (less < 0) return -1;
        if (less == right) hi = mid;
        else lo = mid + 1;
    }
    return lo;
}

static RgValue bisect(RgThread *th, const RgValue *args, bool right)
{
    int64_t i = search(th, args, args[1], right);
    return i < 0 ? RG_ERROR : rg_int_from_i64(th, i);
}

static RgValue insort(RgThread *th, const RgValue *args, bool right)
{
    RgValue x = args[1];
    if (args[4] != RG_UNBOUND && args[4] != RG_NONE && !(x = rg_call1(th, args[4], x))) return RG_ERROR;
    int64_t i = search(th, args, x, right);
    if (i < 0) return RG_ERROR;
    if (rg_is_exact(args[0], RG_KIND_list)) return rg_list_insert(th, RG_LIST(args[0]), i, args[1]) ? RG_NONE : RG_ERROR;
    RgStr *name = rg_intern_cstr(th, "insert");
    RgValue both[2] = {rg_int_from_i64(th, i), args[1]};
    return name && both[0] && rg_call_method(th, args[0], name, both, 2) ? RG_NONE : RG_ERROR;
}

#define FUNCTION(NAME, CALL, RIGHT)                                                                    \
    static RgValue b_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)             \
    {                                                                                                  \
        return CALL(th, args, RIGHT);                                                                  \
    }
FUNCTION(bisect_right, bisect, true)
FUNCTION(bisect_left, bisect, false)
FUNCTION(insort_right, insort, true)
FUNCTION(insort_left, insort, false)
#undef FUNCTION

#define SIGNATURE "($module, a, x, lo=0, hi=None, *, key=None)"
static const RgMethodDef functions[] = {
    RG_METHOD("bisect_right", SIGNATURE, "Where x belongs in sorted a, behind equal items.", b_bisect_right),
    RG_METHOD("bisect_left", SIGNATURE, "Where x belongs in sorted a, before equal items.", b_bisect_left),
    RG_METHOD("insort_right", SIGNATURE, "Puts x into sorted a, behind equal items.", b_insort_right),
    RG_METHOD("insort_left", SIGNATURE, "Puts x into sorted a, before equal items.", b_insort_left),
    RG_METHOD_END,
};
#undef SIGNATURE

bool rg_module_init_bisect(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions);
}
