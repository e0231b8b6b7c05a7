/* SPDX-License-Identifier: MIT
 *
 * bool_type.c: bool: True and False are inline values; what is not here is inherited from int.
 */
#include "vm/object/int.h"
#include "vm/object/str.h"

static RgValue bool_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_intern_cstr(th, self == RG_TRUE ? "True" : "False"));
}

static RgValue bool_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "bool", kwnames) || !rg_args_count(th, "bool", nargs, 0, 1)) return RG_ERROR;
    if (nargs == 0) return RG_FALSE;
    int truth = rg_truth(th, args[0]);
    return truth < 0 ? RG_ERROR : rg_from_bool(truth);
}

#define BITWISE(NAME, OP)                                                      \
    static RgValue bool_##NAME(RgThread *th, RgValue a, RgValue b)             \
    {                                                                          \
        if (rg_is_bool(a) && rg_is_bool(b)) return rg_from_bool((a OP b) & 1); \
        if (!rg_is_integer(a) || !rg_is_integer(b)) return RG_NOT_IMPLEMENTED; \
        return rg_int_##NAME(th, a, b);                                        \
    }
BITWISE(and, &)
BITWISE(or, |)
BITWISE(xor, ^)
#undef BITWISE

const RgTypeSpec rg_spec_bool = {
    .doc = "bool(x) -> bool\n\nTrue when x is true, else False; these two are the only instances.",
    .flags = RG_TF_VAR,
    .basicsize = sizeof(RgBigInt),
    .itemsize = 8,
    .cell = {"bool", NULL, NULL},
    .slots = {.repr = bool_repr, .new_ = bool_new, .and_ = bool_and, .or_ = bool_or, .xor_ = bool_xor},
};
