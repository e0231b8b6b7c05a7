/* SPDX-License-Identifier: MIT
 *
 * decimal_module.c: _decimal: puts the module together from its types, contexts and constants.
 */
#include "vm/interp/interp.h"
#include "vm/module/decimal.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* collections.namedtuple("DecimalTuple", "sign digits exponent", module="decimal") */
static RgValue make_tuple_type(RgThread *th)
{
    RgValue collections = rg_import_module(th, "collections");
    RgValue maker = collections ? rg_attr_get_cstr(th, collections, "namedtuple") : RG_ERROR;
    RgStr *name = maker ? rg_intern_cstr(th, "DecimalTuple") : NULL, *fields = name ? rg_str_from_cstr(th, "sign digits exponent") : NULL;
    RgStr *keyword = fields ? rg_intern_cstr(th, "module") : NULL, *module = keyword ? rg_intern_cstr(th, "decimal") : NULL;
    RgTuple *names = module ? rg_tuple_pack(th, 1, rg_from_ptr(keyword)) : NULL;
    if (!names) return RG_ERROR;
    RgValue args[] = {rg_from_ptr(name), rg_from_ptr(fields), rg_from_ptr(module)};
    return rg_call(th, maker, args, 2, names);
}

/* Decimals are numbers to isinstance, but no real ones. */
static bool join_numbers(RgThread *th, RgArray *state, RgType *decimal)
{
    RgValue numbers = rg_import_module(th, "numbers");
    RgValue number = numbers ? rg_attr_get_cstr(th, numbers, "Number") : RG_ERROR;
    RgValue rational = number ? rg_attr_get_cstr(th, numbers, "Rational") : RG_ERROR;
    RgStr *verb = rational ? rg_intern_cstr(th, "register") : NULL;
    if (!verb || !rg_call_method1(th, number, verb, rg_from_ptr(decimal))) return false;
    rg_gc_store(state, &state->items[RG_DEC_RATIONAL], rational);
    return true;
}

bool rg_module_init_decimal(RgThread *th, RgModule *m)
{
    static const RgModuleInt limits[] = {{"MAX_PREC", RG_DEC_MAX_PREC},
                                         {"MAX_EMAX", RG_DEC_MAX_PREC},
                                         {"MIN_EMIN", -RG_DEC_MAX_PREC},
                                         {"MIN_ETINY", RG_DEC_MIN_ETINY}};
    RgArray *state = rg_array_new(th, RG_DEC_STATE_ITEMS), *powers = state ? rg_array_new(th, RG_DEC_POWERS_KEPT) : NULL;
    if (!powers) return false;
    RG_MODULE_STATE(th, decimal) = state;
    rg_gc_store(state, &state->items[RG_DEC_POWERS], rg_from_ptr(powers));
    RgType *decimal = rg_decimal_make_type(th);
    if (!decimal || !rg_module_add_type(th, m, decimal)) return false;
    rg_gc_store(state, &state->items[RG_DEC_TYPE_DECIMAL], rg_from_ptr(decimal));
    RgValue tuple = make_tuple_type(th);
    if (!tuple || !rg_module_set(th, m, "DecimalTuple", tuple) || !join_numbers(th, state, decimal)) return false;
    rg_gc_store(state, &state->items[RG_DEC_TYPE_TUPLE], tuple);
    return rg_decimal_init_contexts(th, m) && rg_module_set_ints(th, m, limits, RG_COUNT_OF(limits)) &&
           rg_module_set(th, m, "HAVE_THREADS", RG_TRUE) && rg_module_set(th, m, "HAVE_CONTEXTVAR", RG_TRUE) &&
           rg_module_set_str(th, m, "__doc__", "C decimal arithmetic module") && rg_module_set_str(th, m, "__version__", "1.70") &&
           rg_module_set_str(th, m, "__libmpdec_version__", "2.5.1");
}
