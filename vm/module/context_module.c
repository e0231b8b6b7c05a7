/* SPDX-License-Identifier: MIT
 *
 * context_module.c: _contextvars. A context is an immutable mapping behind a mutable handle: setting a variable copies the dict, so that
 * copy_context() is O(1) and tokens can restore. th->context_value is the current context.
 */
#include "vm/module/contextvars.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { TYPE_CONTEXT, TYPE_VAR, TYPE_TOKEN, STATE_MISSING, STATE_SIZE };

typedef struct Context {
    RgObject head; /* aux8: entered */
    RgDict *vars;  /* never changed once shared */
    RgValue prev;
} Context;

typedef struct Var {
    RgObject head;
    RgValue name, fallback; /* fallback RG_UNBOUND: none */
} Var;

typedef struct Token {
    RgObject head; /* aux8: used */
    RgValue context, var, old; /* old RG_UNBOUND: was not set */
} Token;

static RgArray *state_of(RgThread *th)
{
    return RG_MODULE_STATE(th, contextvars);
}

static RgType *type_at(RgThread *th, int which)
{
    return RG_AS(RgType, state_of(th)->items[which]);
}

static void context_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((Context *)cell)->vars);
    rg_mark_value(marker, ((Context *)cell)->prev);
}

static void var_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Var *)cell)->name, 2);
}

static void token_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((Token *)cell)->context, 3);
}

static Context *new_context(RgThread *th, RgDict *vars)
{
    Context *c = rg_object_new_of(th, type_at(th, TYPE_CONTEXT), 0);
    if (!c) return NULL;
    if (!vars && !(vars = rg_dict_new(th))) return NULL;
    rg_gc_store_ptr(c, &c->vars, vars);
    return c;
}

static Context *current(RgThread *th)
{
    if (!th->context_value) {
        Context *c = new_context(th, NULL);
        if (!c) return NULL;
        th->context_value = rg_from_ptr(c);
    }
    return RG_AS(Context, th->context_value);
}

/* ---- Context ---- */

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue context_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs || kwnames) return rg_raise(th, RG_EXC_TypeError, "Context() does not accept any arguments");
    return rg_from_ptr(new_context(th, NULL));
}

static RgValue m_run(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "run() missing 1 required positional argument");
    Context *c = RG_AS(Context, self);
    if (c->head.aux8) return rg_raise(th, RG_EXC_RuntimeError, "cannot enter context: %R is already entered", self);
    RgValue before = th->context_value;
    c->head.aux8 = 1;
    th->context_value = self;
    RgValue v = rg_call(th, args[0], args + 1, nargs - 1, kwnames);
    th->context_value = before;
    c->head.aux8 = 0;
    return v;
}

METHOD(copy)
{
    return rg_from_ptr(new_context(th, RG_AS(Context, self)->vars));
}

static bool is_key(RgThread *th, RgValue key)
{
    if (rg_type_of(th->rt, key) == type_at(th, TYPE_VAR)) return true;
    rg_raise(th, RG_EXC_TypeError, "a ContextVar key was expected, got %R", key);
    return false;
}

METHOD(context_get)
{
    if (!is_key(th, args[0])) return RG_ERROR;
    RgValue v = rg_dict_get(th, RG_AS(Context, self)->vars, args[0]);
    return v != RG_UNBOUND ? v : args[1] == RG_UNBOUND ? RG_NONE : args[1];
}

static RgValue of_vars(RgThread *th, RgValue self, RgStr *method)
{
    return rg_call_method0(th, rg_from_ptr(RG_AS(Context, self)->vars), method);
}

METHOD(keys)
{
    return of_vars(th, self, RG_SYM(th, keys));
}

METHOD(values)
{
    return of_vars(th, self, RG_SYM(th, values));
}

METHOD(items)
{
    return of_vars(th, self, RG_SYM(th, items));
}

static RgValue context_getitem(RgThread *th, RgValue self, RgValue key)
{
    if (!is_key(th, key)) return RG_ERROR;
    RgValue v = rg_dict_get(th, RG_AS(Context, self)->vars, key);
    return v == RG_UNBOUND ? rg_raise_value(th, RG_EXC_KeyError, key) : v;
}

static int context_contains(RgThread *th, RgValue self, RgValue key)
{
    if (!is_key(th, key)) return -1;
    RgValue v = rg_dict_get(th, RG_AS(Context, self)->vars, key);
    return v == RG_ERROR ? -1 : v != RG_UNBOUND;
}

static int64_t context_len(RgThread *th, RgValue self)
{
    return RG_AS(Context, self)->vars->count;
}

static RgValue context_iter(RgThread *th, RgValue self)
{
    return rg_iter(th, rg_from_ptr(RG_AS(Context, self)->vars));
}

static const RgMethodDef context_methods[] = {
    RG_METHOD_F("run", "(...)", "Call a function in this context.", m_run, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("copy", "($self, /)", "A copy of the context.", m_copy),
    RG_METHOD("get", "($self, key, default=None, /)", "Value of a variable, or a default.", m_context_get),
    RG_METHOD("keys", "($self, /)", "The variables.", m_keys),
    RG_METHOD("values", "($self, /)", "The values.", m_values),
    RG_METHOD("items", "($self, /)", "Variables with values.", m_items),
    RG_METHOD_END,
};
static const RgTypeSpec context_spec = {
    .flags = RG_TF_WEAKREF,
    .basicsize = sizeof(Context),
    .cell = {"Context", context_trace, NULL},
    .slots = {.new_ = context_new, .getitem = context_getitem, .contains = context_contains, .len = context_len, .iter = context_iter},
    .methods = context_methods,
};

/* ---- ContextVar ---- */

static RgValue make_var(RgThread *th, RgType *type, RgValue name, RgValue fallback)
{
    Var *v = rg_object_new_of(th, type, 0);
    if (!v) return RG_ERROR;
    v->name = name;
    v->fallback = fallback;
    return rg_from_ptr(v);
}

static RgValue var_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "ContextVar", "(name, *, default=<unrepresentable>)", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_is_str(a[0])) return rg_raise(th, RG_EXC_TypeError, "context variable name must be a str");
    return make_var(th, type, a[0], a[1]);
}

METHOD(var_get)
{
    if (th->context_value) {
        RgValue v = rg_dict_get(th, RG_AS(Context, th->context_value)->vars, self);
        if (v != RG_UNBOUND) return v;
    }
    if (args[0] != RG_UNBOUND) return args[0];
    RgValue fallback = RG_AS(Var, self)->fallback;
    return fallback != RG_UNBOUND ? fallback : rg_raise_value(th, RG_EXC_LookupError, self);
}

static bool change(RgThread *th, Context *c, RgValue var, RgValue value)
{
    RgDict *copy = rg_dict_copy(th, c->vars);
    if (!copy) return false;
    if (value == RG_UNBOUND ? rg_dict_delete(th, copy, var) < 0 : !rg_dict_set(th, copy, var, value)) return false;
    rg_gc_store_ptr(c, &c->vars, copy);
    return true;
}

METHOD(var_set)
{
    Context *c = current(th);
    RgValue old = c ? rg_dict_get(th, c->vars, self) : RG_ERROR;
    if (!old) return RG_ERROR;
    Token *t = rg_object_new_of(th, type_at(th, TYPE_TOKEN), 0);
    if (!t || !change(th, c, self, args[0])) return RG_ERROR;
    t->context = rg_from_ptr(c);
    t->var = self;
    t->old = old;
    return rg_from_ptr(t);
}

METHOD(var_reset)
{
    if (rg_type_of(th->rt, args[0]) != type_at(th, TYPE_TOKEN)) {
        return rg_raise(th, RG_EXC_TypeError, "expected an instance of Token, got %R", args[0]);
    }
    Token *t = RG_AS(Token, args[0]);
    if (t->head.aux8) return rg_raise(th, RG_EXC_RuntimeError, "%R has already been used once", args[0]);
    if (t->var != self) return rg_raise(th, RG_EXC_ValueError, "%R was created by a different ContextVar", args[0]);
    Context *c = current(th);
    if (!c) return RG_ERROR;
    if (t->context != rg_from_ptr(c)) return rg_raise(th, RG_EXC_ValueError, "%R was created in a different Context", args[0]);
    t->head.aux8 = 1;
    return change(th, c, self, t->old) ? RG_NONE : RG_ERROR;
}

RgValue rg_contextvar_new(RgThread *th, const char *name)
{
    RgStr *s = rg_intern_cstr(th, name);
    return s ? make_var(th, type_at(th, TYPE_VAR), rg_from_ptr(s), RG_UNBOUND) : RG_ERROR;
}

RgValue rg_contextvar_get(RgThread *th, RgValue var)
{
    return th->context_value ? rg_dict_get(th, RG_AS(Context, th->context_value)->vars, var) : RG_UNBOUND;
}

bool rg_contextvar_set(RgThread *th, RgValue var, RgValue value)
{
    Context *c = current(th);
    return c && change(th, c, var, value);
}

RgDict *rg_contextvars_current(RgThread *th)
{
    return th->context_value ? RG_AS(Context, th->context_value)->vars : NULL;
}

static RgValue var_repr(RgThread *th, RgValue self)
{
    Var *v = RG_AS(Var, self);
    if (v->fallback == RG_UNBOUND) {
        return rg_from_ptr(rg_format(th, "<ContextVar name=%R at %p>", v->name, (void *)(uintptr_t)self));
    }
    return rg_from_ptr(rg_format(th, "<ContextVar name=%R default=%R at %p>", v->name, v->fallback, (void *)(uintptr_t)self));
}

static RgValue var_name(RgThread *th, RgValue self)
{
    return RG_AS(Var, self)->name;
}

METHOD(class_getitem)
{
    return rg_call2(th, rg_from_ptr(RG_TYPE(th, generic_alias)), self, args[0]);
}

static const RgMethodDef var_methods[] = {
    RG_METHOD_F("get", "($self, default=<unrepresentable>, /)", "Value in the current context.", m_var_get, RG_MF_NO_SIGNATURE),
    RG_METHOD("set", "($self, value, /)", "Set the value in the current context.", m_var_set),
    RG_METHOD("reset", "($self, token, /)", "Put back what a token remembers.", m_var_reset),
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, m_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static const RgGetSetDef var_getset[] = {{"name", var_name, NULL, NULL}, RG_GETSET_END};
static const RgTypeSpec var_spec = {
    .flags = RG_TF_WEAKREF,
    .basicsize = sizeof(Var),
    .cell = {"ContextVar", var_trace, NULL},
    .slots = {.new_ = var_new, .repr = var_repr},
    .methods = var_methods,
    .getset = var_getset,
};

/* ---- Token ---- */

static RgValue token_var(RgThread *th, RgValue self)
{
    return RG_AS(Token, self)->var;
}

static RgValue token_old(RgThread *th, RgValue self)
{
    RgValue old = RG_AS(Token, self)->old;
    return old == RG_UNBOUND ? state_of(th)->items[STATE_MISSING] : old;
}

static RgValue token_repr(RgThread *th, RgValue self)
{
    Token *t = RG_AS(Token, self);
    return rg_from_ptr(rg_format(th, "<Token%s var=%R at %p>", t->head.aux8 ? " used" : "", t->var, (void *)(uintptr_t)self));
}

static const RgMethodDef token_methods[] = {
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, m_class_getitem, RG_MF_CLASS), RG_METHOD_END};
static const RgGetSetDef token_getset[] = {{"var", token_var, NULL, NULL}, {"old_value", token_old, NULL, NULL}, RG_GETSET_END};
static const RgTypeSpec token_spec = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(Token),
    .cell = {"Token", token_trace, NULL},
    .slots = {.repr = token_repr, .hash = rg_hash_unhashable},
    .methods = token_methods,
    .getset = token_getset,
};

static RgValue missing_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_str_from_cstr(th, "<Token.MISSING>"));
}

static const RgTypeSpec missing_spec = {
    .flags = RG_TF_NO_NEW, .basicsize = sizeof(RgObject) + 8, .cell = {"Missing", NULL, NULL}, .slots = {.repr = missing_repr}};

static RgValue f_copy_context(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Context *c = current(th);
    return c ? rg_from_ptr(new_context(th, c->vars)) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("copy_context", "($module, /)", "A copy of the current context.", f_copy_context), RG_METHOD_END};

bool rg_module_init_contextvars(RgThread *th, RgModule *m)
{
    static const struct {
        const char *name;
        const RgTypeSpec *spec;
    } types[] = {{"Context", &context_spec}, {"ContextVar", &var_spec}, {"Token", &token_spec}};
    RgArray *state = rg_array_new(th, STATE_SIZE);
    if (!state) return false;
    RG_MODULE_STATE(th, contextvars) = state;
    for (int i = 0; i < 3; i++) {
        RgType *type = rg_type_new_native(th, "_contextvars", types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!type || !rg_module_set(th, m, types[i].name, rg_from_ptr(type))) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(type));
    }
    RgType *missing_type = rg_type_new_native(th, "_contextvars", "Token.MISSING", RG_TYPE(th, object), &missing_spec);
    void *missing = missing_type ? rg_object_new_of(th, missing_type, 0) : NULL;
    if (!missing) return false;
    rg_gc_store(state, &state->items[STATE_MISSING], rg_from_ptr(missing));
    return rg_dict_set_cstr(th, type_at(th, TYPE_TOKEN)->dict, "MISSING", rg_from_ptr(missing)) &&
           rg_module_add_functions(th, m, functions);
}
