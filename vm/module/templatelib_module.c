/* SPDX-License-Identifier: MIT
 *
 * templatelib_module.c: string.templatelib (3.14): Template, Interpolation, convert. Both types are immutable, and equal
 * only to themselves.
 * Always holds: a template has one string more than it has interpolations.
 */
#include "vm/module/templatelib.h"

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { TYPE_TEMPLATE, TYPE_INTERPOLATION, STATE_SIZE };

typedef struct Template {
    RgObject head;
    RgValue strings, interpolations;
} Template;

typedef struct Interpolation {
    RgObject head;
    RgValue value, expression, conversion, spec;
} Interpolation;

static const RgTypeSpec template_spec, interpolation_spec;

static Template *template_of(RgValue v)
{
    return RG_AS(Template, v);
}

static Interpolation *interpolation_of(RgValue v)
{
    return RG_AS(Interpolation, v);
}

static void template_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Template *)cell)->strings, 2);
}

static void interpolation_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Interpolation *)cell)->value, 4);
}

static bool add_field(RgThread *th, RgType *type, const char *name, size_t offset)
{
    RgStr *s = rg_intern_cstr(th, name);
    RgMember *m = s ? rg_member_new(th, type, s, (uint32_t)offset) : NULL;
    return m && rg_dict_set_str(th, type->dict, s, rg_from_ptr(m));
}

static bool add_fields(RgThread *th, RgType *template, RgType *interpolation)
{
    static const char *const names[] = {"value", "expression", "conversion", "format_spec"};
    RgTuple *match = rg_tuple_new(th, RG_COUNT_OF(names));
    for (size_t i = 0; match && i < RG_COUNT_OF(names); i++) {
        match->items[i] = rg_from_ptr(rg_intern_cstr(th, names[i]));
        if (!match->items[i]) return false;
        if (!add_field(th, interpolation, names[i], offsetof(Interpolation, value) + i * sizeof(RgValue))) return false;
    }
    return match && rg_dict_set_cstr(th, interpolation->dict, "__match_args__", rg_from_ptr(match)) &&
           add_field(th, template, "strings", offsetof(Template, strings)) &&
           add_field(th, template, "interpolations", offsetof(Template, interpolations));
}

/* The types, which code may need before anyone imports the module. */
static RgType *type_at(RgThread *th, int which)
{
    RgArray *state = RG_MODULE_STATE(th, templatelib);
    if (!state) {
        static const RgTypeSpec *const specs[STATE_SIZE] = {&template_spec, &interpolation_spec};
        static const char *const names[STATE_SIZE] = {"Template", "Interpolation"};
        RgType *types[STATE_SIZE];
        if (!(state = rg_array_new(th, STATE_SIZE))) return NULL;
        for (int i = 0; i < STATE_SIZE; i++) {
            types[i] = rg_type_new_native(th, "string.templatelib", names[i], RG_TYPE(th, object), specs[i]);
            if (!types[i]) return NULL;
            rg_gc_store(state, &state->items[i], rg_from_ptr(types[i]));
        }
        if (!add_fields(th, types[TYPE_TEMPLATE], types[TYPE_INTERPOLATION])) return NULL;
        RG_MODULE_STATE(th, templatelib) = state;
    }
    return RG_AS(RgType, state->items[which]);
}

static bool is_a(RgThread *th, RgValue v, int which)
{
    RgArray *state = RG_MODULE_STATE(th, templatelib);
    return state && rg_from_ptr(rg_type_of(th->rt, v)) == state->items[which];
}

/* ---- Interpolation ---- */

RgValue rg_interpolation_new(RgThread *th, RgValue value, RgValue expression, RgValue conversion, RgValue spec)
{
    RgType *type = type_at(th, TYPE_INTERPOLATION);
    Interpolation *p = type ? rg_object_new_of(th, type, 0) : NULL;
    if (!p) return RG_ERROR;
    p->value = value;
    p->expression = expression;
    p->conversion = conversion;
    p->spec = spec;
    return rg_from_ptr(p);
}

static bool is_conversion(RgValue v)
{
    if (v == RG_NONE) return true;
    if (!rg_is_str(v)) return false;
    return rg_str_equal_cstr(RG_STR(v), "s") || rg_str_equal_cstr(RG_STR(v), "r") || rg_str_equal_cstr(RG_STR(v), "a");
}

static RgValue interpolation_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue empty = rg_from_ptr(th->rt->empty_str);
    RgValue a[4] = {RG_UNBOUND, empty, RG_NONE, empty};
    if (!rg_args_parse(th, "Interpolation", "(value, expression='', conversion=None, format_spec='')", args, nargs, kwnames, a))
        return RG_ERROR;
    if (a[1] == RG_UNBOUND) a[1] = empty;
    if (a[2] == RG_UNBOUND) a[2] = RG_NONE;
    if (a[3] == RG_UNBOUND) a[3] = empty;
    if (!rg_is_str(a[1])) return rg_raise(th, RG_EXC_TypeError, "Interpolation() argument 'expression' must be str, not %T", a[1]);
    if (a[2] != RG_NONE && !rg_is_str(a[2]))
        return rg_raise(th, RG_EXC_TypeError, "Interpolation() argument 'conversion' must be str, not %T", a[2]);
    if (!is_conversion(a[2]))
        return rg_raise(th, RG_EXC_ValueError, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
    if (!rg_is_str(a[3])) return rg_raise(th, RG_EXC_TypeError, "Interpolation() argument 'format_spec' must be str, not %T", a[3]);
    return rg_interpolation_new(th, a[0], a[1], a[2], a[3]);
}

static RgValue interpolation_repr(RgThread *th, RgValue self)
{
    const Interpolation *p = interpolation_of(self);
    return rg_from_ptr(rg_format(th, "Interpolation(%R, %R, %R, %R)", p->value, p->expression, p->conversion, p->spec));
}

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(interpolation_reduce)
{
    const Interpolation *p = interpolation_of(self);
    RgTuple *fields = rg_tuple_pack(th, 4, p->value, p->expression, p->conversion, p->spec);
    return fields ? rg_from_ptr(rg_tuple_pair(th, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(fields))) : RG_ERROR;
}

static const RgMethodDef interpolation_methods[] = {
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, rg_generic_class_getitem, RG_MF_CLASS),
    RG_METHOD("__reduce__", "($self, /)", NULL, interpolation_reduce),
    RG_METHOD_END,
};
static const RgTypeSpec interpolation_spec = {
    .basicsize = sizeof(Interpolation),
    .cell = {"Interpolation", interpolation_trace, NULL},
    .slots = {.new_ = interpolation_make, .repr = interpolation_repr},
    .methods = interpolation_methods,
};

/* ---- Template ---- */

RgValue rg_template_new(RgThread *th, RgValue strings, RgValue interpolations)
{
    RgType *type = type_at(th, TYPE_TEMPLATE);
    if (!type) return RG_ERROR;
    if (!rg_is_tuple(strings) || !rg_is_tuple(interpolations) ||
        rg_tuple_len(RG_TUPLE(strings)) != rg_tuple_len(RG_TUPLE(interpolations)) + 1)
        return rg_raise(th, RG_EXC_SystemError, "bad parts of a template");
    Template *t = rg_object_new_of(th, type, 0);
    if (!t) return RG_ERROR;
    t->strings = strings;
    t->interpolations = interpolations;
    return rg_from_ptr(t);
}

/* Parts are put together one by one: strings that touch become one, and there is one between interpolations. */
typedef struct Joiner {
    RgList *strings, *interpolations;
} Joiner;

static bool start(RgThread *th, Joiner *j)
{
    j->strings = rg_list_new(th, 2);
    j->interpolations = rg_list_new(th, 2);
    return j->strings && j->interpolations && rg_list_append(th, j->strings, rg_from_ptr(th->rt->empty_str));
}

static bool add_string(RgThread *th, Joiner *j, RgStr *s)
{
    int64_t last = j->strings->length - 1;
    RgStr *joined = rg_str_concat(th, RG_STR(j->strings->items[last]), s);
    return joined && rg_setitem(th, rg_from_ptr(j->strings), rg_from_int(last), rg_from_ptr(joined));
}

static bool add_interpolation(RgThread *th, Joiner *j, RgValue v)
{
    return rg_list_append(th, j->interpolations, v) && rg_list_append(th, j->strings, rg_from_ptr(th->rt->empty_str));
}

static RgValue finish(RgThread *th, const Joiner *j)
{
    RgTuple *strings = rg_tuple_from(th, j->strings->items, (size_t)j->strings->length);
    RgTuple *rest = strings ? rg_tuple_from(th, j->interpolations->items, (size_t)j->interpolations->length) : NULL;
    return rest ? rg_template_new(th, rg_from_ptr(strings), rg_from_ptr(rest)) : RG_ERROR;
}

static bool add_template(RgThread *th, Joiner *j, const Template *t)
{
    RgTuple *strings = RG_TUPLE(t->strings), *rest = RG_TUPLE(t->interpolations);
    for (size_t i = 0; i < rg_tuple_len(strings); i++) {
        if (!add_string(th, j, RG_STR(strings->items[i]))) return false;
        if (i < rg_tuple_len(rest) && !add_interpolation(th, j, rest->items[i])) return false;
    }
    return true;
}

static RgValue template_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Joiner j;
    if (kwnames && rg_tuple_len(kwnames)) return rg_raise(th, RG_EXC_TypeError, "Template.__new__ only accepts *args arguments");
    if (!start(th, &j)) return RG_ERROR;
    for (size_t i = 0; i < nargs; i++) {
        bool fine;
        if (rg_is_str(args[i])) fine = add_string(th, &j, RG_STR(args[i]));
        else if (is_a(th, args[i], TYPE_INTERPOLATION)) fine = add_interpolation(th, &j, args[i]);
        else
            return rg_raise(th, RG_EXC_TypeError, "Template.__new__ *args need to be of type 'str' or 'Interpolation', got %T",
                            args[i]);
        if (!fine) return RG_ERROR;
    }
    return finish(th, &j);
}

static RgValue template_add(RgThread *th, RgValue a, RgValue b)
{
    bool left = is_a(th, a, TYPE_TEMPLATE), right = is_a(th, b, TYPE_TEMPLATE);
    if (!left && !right) return RG_NOT_IMPLEMENTED;
    if (!right)
        return rg_raise(th, RG_EXC_TypeError, "can only concatenate string.templatelib.Template (not \"%T\") to "
                                              "string.templatelib.Template", b);
    if (!left) return RG_NOT_IMPLEMENTED;
    Joiner j;
    if (!start(th, &j) || !add_template(th, &j, template_of(a)) || !add_template(th, &j, template_of(b))) return RG_ERROR;
    return finish(th, &j);
}

static RgValue template_repr(RgThread *th, RgValue self)
{
    const Template *t = template_of(self);
    return rg_from_ptr(rg_format(th, "Template(strings=%R, interpolations=%R)", t->strings, t->interpolations));
}

/* Strings that are not empty and interpolations, as they stand in the text. */
static RgValue template_iter(RgThread *th, RgValue self)
{
    RgTuple *strings = RG_TUPLE(template_of(self)->strings), *rest = RG_TUPLE(template_of(self)->interpolations);
    RgList *parts = rg_list_new(th, (int64_t)(rg_tuple_len(strings) + rg_tuple_len(rest)));
    for (size_t i = 0; parts && i < rg_tuple_len(strings); i++) {
        if (RG_STR(strings->items[i])->length && !rg_list_append(th, parts, strings->items[i])) return RG_ERROR;
        if (i < rg_tuple_len(rest) && !rg_list_append(th, parts, rest->items[i])) return RG_ERROR;
    }
    return parts ? rg_iter(th, rg_from_ptr(parts)) : RG_ERROR;
}

static RgValue get_values(RgThread *th, RgValue self)
{
    RgTuple *from = RG_TUPLE(template_of(self)->interpolations), *values = rg_tuple_new(th, rg_tuple_len(from));
    for (size_t i = 0; values && i < rg_tuple_len(from); i++)
        values->items[i] = interpolation_of(from->items[i])->value;
    return rg_from_ptr(values);
}

static const RgMethodDef template_methods[] = {
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, rg_generic_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static const RgGetSetDef template_getset[] = {{"values", get_values, NULL, "Values of interpolations"}, RG_GETSET_END};
static const RgTypeSpec template_spec = {
    .basicsize = sizeof(Template),
    .cell = {"Template", template_trace, NULL},
    .slots = {.new_ = template_make, .repr = template_repr, .iter = template_iter, .add = template_add},
    .methods = template_methods,
    .getset = template_getset,
};

/* ---- the module ---- */

METHOD(f_convert)
{
    if (args[1] == RG_NONE) return args[0];
    if (!is_conversion(args[1])) return rg_raise(th, RG_EXC_ValueError, "invalid conversion specifier: %S", args[1]);
    if (rg_str_equal_cstr(RG_STR(args[1]), "s")) return rg_from_ptr(rg_str_of(th, args[0]));
    return rg_from_ptr(rg_str_equal_cstr(RG_STR(args[1]), "r") ? rg_repr(th, args[0]) : rg_ascii(th, args[0]));
}

static const RgMethodDef functions[] = {
    RG_METHOD("convert", "(obj, /, conversion)", "Convert *obj* using formatted string literal semantics.", f_convert),
    RG_METHOD_END,
};

bool rg_module_init_templatelib(RgThread *th, RgModule *m)
{
    RgType *template = type_at(th, TYPE_TEMPLATE), *interpolation = template ? type_at(th, TYPE_INTERPOLATION) : NULL;
    return interpolation && rg_module_set(th, m, "Template", rg_from_ptr(template)) &&
           rg_module_set(th, m, "Interpolation", rg_from_ptr(interpolation)) && rg_module_add_functions(th, m, functions);
}
