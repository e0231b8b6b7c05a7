/* SPDX-License-Identifier: MIT
 *
 * since311_module.c: _since311: what code of CPython 3.12 to 3.14 needs that 3.11 has no instruction and no type for. The
 * converter writes calls of these functions (convert/expand_table.c); programs do not import it.
 *
 * Type parameters are objects of classes derived from typing's own, so that the library knows them. What they are bound
 * to is evaluated when somebody asks; until then the function that evaluates it is an attribute of the object.
 */
#include "vm/interp/frame.h"
#include "vm/interp/interp.h"
#include "vm/module/builtins.h"
#include "vm/module/registry.h"
#include "vm/module/templatelib.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/types.h"

enum { TYPE_VAR, TYPE_PARAM_SPEC, TYPE_TUPLE, TYPE_ALIAS, STATE_SIZE };

#define FUNCTION(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgArray *state_of(RgThread *th)
{
    return RG_MODULE_STATE(th, since311);
}

static RgValue from_typing(RgThread *th, const char *name)
{
    RgValue typing = rg_import_module(th, "typing");
    return typing ? rg_attr_get_cstr(th, typing, name) : RG_ERROR;
}

/* ---- type parameters ---- */

/* The value of an attribute that is evaluated on demand; 0 when there is none. */
static RgValue evaluated(RgThread *th, RgValue self, const char *value_name, const char *function_name)
{
    RgStr *value = rg_intern_cstr(th, value_name), *function = value ? rg_intern_cstr(th, function_name) : NULL;
    RgDict *own = function ? rg_attr_dict(th, self) : NULL;
    if (!own) return RG_ERROR;
    RgValue v = rg_dict_get_str(th, own, value), make = v ? 0 : rg_dict_get_str(th, own, function);
    if (v || !make) return v;
    v = rg_call0(th, make);
    return v && rg_dict_set_str(th, own, value, v) ? v : RG_ERROR;
}

static RgValue get_bound(RgThread *th, RgValue self)
{
    RgValue v = evaluated(th, self, "_bound", "_evaluate_bound");
    return v || rg_raised(th) ? v : RG_NONE;
}

static RgValue get_constraints(RgThread *th, RgValue self)
{
    RgValue v = evaluated(th, self, "_constraints", "_evaluate_constraints");
    return v || rg_raised(th) ? v : rg_from_ptr(rg_tuple_new(th, 0));
}

static RgValue get_default(RgThread *th, RgValue self)
{
    RgValue v = evaluated(th, self, "_default", "_evaluate_default");
    if (v || rg_raised(th)) return v;
    return rg_attr_missing(th, self, rg_intern_cstr(th, "__default__"));
}

/* typing's own initialisation sets them to what an ordinary parameter has: nothing to remember. */
static bool ignore(RgThread *th, RgValue self, RgValue value)
{
    return true;
}

FUNCTION(has_default)
{
    RgStr *name = rg_intern_cstr(th, "_evaluate_default");
    RgDict *own = name ? rg_attr_dict(th, self) : NULL;
    return own ? rg_from_bool(rg_dict_get_str(th, own, name) != 0) : RG_ERROR;
}

static RgValue get_infer(RgThread *th, RgValue self)
{
    return RG_TRUE;
}

static RgValue parameter_repr(RgThread *th, RgValue self)
{
    return rg_attr_get(th, self, RG_SYM(th, __name__));
}

static const RgMethodDef parameter_methods[] = {RG_METHOD("has_default", "($self, /)", NULL, has_default), RG_METHOD_END};
#define DEFAULT_ROW {"__default__", get_default, NULL, NULL}
static const RgGetSetDef var_getset[] = {{"__bound__", get_bound, ignore, NULL},
                                         {"__constraints__", get_constraints, ignore, NULL},
                                         {"__infer_variance__", get_infer, NULL, NULL},
                                         DEFAULT_ROW,
                                         RG_GETSET_END};
static const RgGetSetDef param_spec_getset[] = {{"__bound__", get_bound, ignore, NULL},
                                                {"__infer_variance__", get_infer, NULL, NULL},
                                                DEFAULT_ROW,
                                                RG_GETSET_END};
static const RgGetSetDef tuple_getset[] = {DEFAULT_ROW, RG_GETSET_END};

static const struct Parameter {
    const char *name;
    RgTypeSpec spec;
} parameters[] = {
    [TYPE_VAR] = {"TypeVar", {.slots = {.repr = parameter_repr}, .methods = parameter_methods, .getset = var_getset}},
    [TYPE_PARAM_SPEC] = {"ParamSpec",
                         {.slots = {.repr = parameter_repr}, .methods = parameter_methods, .getset = param_spec_getset}},
    [TYPE_TUPLE] = {"TypeVarTuple", {.slots = {.repr = parameter_repr}, .methods = parameter_methods, .getset = tuple_getset}},
};

static RgValue new_parameter(RgThread *th, int which, RgValue name)
{
    RgArray *state = state_of(th);
    if (!state->items[which]) {
        RgValue base = from_typing(th, parameters[which].name);
        if (!base) return RG_ERROR;
        if (!rg_is_type(base)) return rg_raise(th, RG_EXC_TypeError, "typing.%s is no type", parameters[which].name);
        RgType *type = rg_type_new_native(th, "typing", parameters[which].name, RG_AS(RgType, base), &parameters[which].spec);
        if (!type) return RG_ERROR;
        rg_gc_store(state, &state->items[which], rg_from_ptr(type));
    }
    RgValue made = rg_call1(th, state->items[which], name);
    if (made && !rg_attr_delete(th, made, RG_SYM(th, __module__))) { /* such parameters are typing's own, as their class says */
        if (!rg_raised_is(th, RG_EXC_AttributeError)) return RG_ERROR;
        rg_exception_clear(th);
    }
    return made;
}

/* A parameter with a function that evaluates something of it. */
static RgValue with(RgThread *th, RgValue parameter, const char *attribute, RgValue function)
{
    RgStr *name = parameter ? rg_intern_cstr(th, attribute) : NULL;
    RgDict *own = name ? rg_attr_dict(th, parameter) : NULL;
    return own && rg_dict_set_str(th, own, name, function) ? parameter : RG_ERROR;
}

FUNCTION(f_typevar)
{
    return new_parameter(th, TYPE_VAR, args[0]);
}

FUNCTION(f_paramspec)
{
    return new_parameter(th, TYPE_PARAM_SPEC, args[0]);
}

FUNCTION(f_typevartuple)
{
    return new_parameter(th, TYPE_TUPLE, args[0]);
}

FUNCTION(f_bound)
{
    return with(th, new_parameter(th, TYPE_VAR, args[0]), "_evaluate_bound", args[1]);
}

FUNCTION(f_constraints)
{
    return with(th, new_parameter(th, TYPE_VAR, args[0]), "_evaluate_constraints", args[1]);
}

FUNCTION(f_default)
{
    if (!rg_is_object(args[0])) return rg_raise(th, RG_EXC_TypeError, "not a type parameter: %R", args[0]);
    return with(th, args[0], "_evaluate_default", args[1]);
}

/* Parameters with the tuples among them unpacked, as they are written between brackets. */
static RgTuple *unpacked(RgThread *th, RgValue params)
{
    RgTuple *from = rg_to_tuple(th, params);
    RgValue tuple_type = state_of(th)->items[TYPE_TUPLE], unpack = 0;
    RgTuple *out = from ? rg_tuple_from(th, from->items, rg_tuple_len(from)) : NULL;
    for (size_t i = 0; out && tuple_type && i < rg_tuple_len(out); i++) {
        if (rg_from_ptr(rg_type_of(th->rt, out->items[i])) != tuple_type) continue;
        if (!unpack && !(unpack = from_typing(th, "Unpack"))) return NULL;
        RgValue v = rg_getitem(th, unpack, out->items[i]);
        if (!v) return NULL;
        rg_gc_store(out, &out->items[i], v);
    }
    return out;
}

FUNCTION(f_generic)
{
    RgTuple *params = unpacked(th, args[0]);
    RgValue generic = params ? from_typing(th, "Generic") : RG_ERROR;
    return generic ? rg_getitem(th, generic, rg_from_ptr(params)) : RG_ERROR;
}

/* ---- aliases ---- */

typedef struct Alias {
    RgObject head;
    RgValue name, params, make, value, module; /* params: a tuple; value 0 until somebody asks */
} Alias;

static Alias *alias_of(RgValue v)
{
    return RG_AS(Alias, v);
}

static void alias_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Alias *)cell)->name, 5);
}

static RgValue new_alias(RgThread *th, RgValue name, RgValue params, RgValue make, RgValue value, RgValue module)
{
    Alias *a = rg_object_new_of(th, RG_AS(RgType, state_of(th)->items[TYPE_ALIAS]), 0);
    if (!a) return RG_ERROR;
    a->name = name;
    a->params = params;
    a->make = make;
    a->value = value;
    a->module = module;
    return rg_from_ptr(a);
}

/* (name, parameters or None, function that evaluates the value) */
FUNCTION(f_typealias)
{
    if (!rg_is_tuple(args[0]) || rg_tuple_len(RG_TUPLE(args[0])) != 3)
        return rg_raise(th, RG_EXC_SystemError, "bad parts of a type alias");
    const RgValue *parts = RG_TUPLE(args[0])->items;
    RgTuple *params = parts[1] == RG_NONE ? rg_tuple_new(th, 0) : rg_to_tuple(th, parts[1]);
    RgValue module = params ? rg_attr_get(th, parts[2], RG_SYM(th, __module__)) : RG_ERROR;
    return module ? new_alias(th, parts[0], rg_from_ptr(params), parts[2], 0, module) : RG_ERROR;
}

static RgValue alias_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[3] = {RG_UNBOUND, RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "typealias", "(name, value, *, type_params=())", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_is_str(a[0])) return rg_raise(th, RG_EXC_TypeError, "typealias() argument 'name' must be str, not %T", a[0]);
    if (a[2] == RG_UNBOUND) a[2] = rg_from_ptr(rg_tuple_new(th, 0));
    if (!a[2]) return RG_ERROR;
    if (!rg_is_tuple(a[2])) return rg_raise(th, RG_EXC_TypeError, "type_params must be a tuple");
    RgValue module = th->frame ? rg_dict_get_str(th, th->frame->globals, RG_SYM(th, __name__)) : 0;
    return new_alias(th, a[0], a[2], RG_NONE, a[1], module ? module : RG_NONE);
}

static RgValue alias_value(RgThread *th, RgValue self)
{
    Alias *a = alias_of(self);
    if (a->value) return a->value;
    RgValue v = rg_call0(th, a->make);
    if (v) rg_gc_store(a, &a->value, v);
    return v;
}

static RgValue alias_name(RgThread *th, RgValue self)
{
    return alias_of(self)->name;
}

static RgValue alias_module(RgThread *th, RgValue self)
{
    return alias_of(self)->module;
}

static RgValue alias_params(RgThread *th, RgValue self)
{
    return alias_of(self)->params;
}

static RgValue alias_parameters(RgThread *th, RgValue self)
{
    return rg_from_ptr(unpacked(th, alias_of(self)->params));
}

static RgValue alias_getitem(RgThread *th, RgValue self, RgValue item)
{
    if (rg_tuple_len(RG_TUPLE(alias_of(self)->params)) == 0)
        return rg_raise(th, RG_EXC_TypeError, "Only generic type aliases are subscriptable");
    return rg_generic_alias_new(th, self, item);
}

FUNCTION(alias_reduce)
{
    return alias_of(self)->name;
}

static const RgMethodDef alias_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, alias_reduce), RG_METHOD_END};
static const RgGetSetDef alias_getset[] = {{"__name__", alias_name, NULL, NULL},
                                           {"__value__", alias_value, NULL, NULL},
                                           {"__module__", alias_module, NULL, NULL},
                                           {"__type_params__", alias_params, NULL, NULL},
                                           {"__parameters__", alias_parameters, NULL, NULL},
                                           RG_GETSET_END};
static const RgTypeSpec alias_spec = {
    .basicsize = sizeof(Alias),
    .cell = {"TypeAliasType", alias_trace, NULL},
    .slots = {.new_ = alias_make, .repr = alias_name, .getitem = alias_getitem, .or_ = rg_union_or},
    .methods = alias_methods,
    .getset = alias_getset,
};

/* ---- template strings ---- */

/* (value, text of the expression, format specification or None, number of the conversion) */
FUNCTION(f_interpolation)
{
    static const char *const letters[] = {NULL, "s", "r", "a"};
    int64_t which;
    if (!rg_number_as_i64(th, args[3], &which)) return RG_ERROR;
    if (which < 0 || which >= (int64_t)RG_COUNT_OF(letters)) return rg_raise(th, RG_EXC_SystemError, "bad conversion");
    RgValue conversion = which ? rg_from_ptr(rg_intern_cstr(th, letters[which])) : RG_NONE;
    RgValue spec = args[2] == RG_NONE ? rg_from_ptr(th->rt->empty_str) : args[2];
    return conversion ? rg_interpolation_new(th, args[0], args[1], conversion, spec) : RG_ERROR;
}

FUNCTION(f_template)
{
    return rg_template_new(th, args[0], args[1]);
}

/* ---- the module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD("locals", "($module, /)", NULL, rg_builtin_locals),
    RG_METHOD("typevar", "($module, name, /)", NULL, f_typevar),
    RG_METHOD("typevar_with_bound", "($module, name, evaluate, /)", NULL, f_bound),
    RG_METHOD("typevar_with_constraints", "($module, name, evaluate, /)", NULL, f_constraints),
    RG_METHOD("paramspec", "($module, name, /)", NULL, f_paramspec),
    RG_METHOD("typevartuple", "($module, name, /)", NULL, f_typevartuple),
    RG_METHOD("with_default", "($module, parameter, evaluate, /)", NULL, f_default),
    RG_METHOD("generic", "($module, parameters, /)", NULL, f_generic),
    RG_METHOD("typealias", "($module, parts, /)", NULL, f_typealias),
    RG_METHOD("interpolation", "($module, value, expression, spec, conversion, /)", NULL, f_interpolation),
    RG_METHOD("template", "($module, strings, interpolations, /)", NULL, f_template),
    RG_METHOD_END,
};

bool rg_module_init_since311(RgThread *th, RgModule *m)
{
    if (!state_of(th)) {
        RgArray *state = rg_array_new(th, STATE_SIZE);
        RgType *alias = state ? rg_type_new_native(th, "typing", "TypeAliasType", RG_TYPE(th, object), &alias_spec) : NULL;
        if (!alias) return false;
        rg_gc_store(state, &state->items[TYPE_ALIAS], rg_from_ptr(alias));
        RG_MODULE_STATE(th, since311) = state;
    }
    return rg_module_add_functions(th, m, functions);
}
