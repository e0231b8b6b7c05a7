/* SPDX-License-Identifier: MIT
 *
 * call.c: calling, and binding arguments to native functions by their signature text.
 * Always holds: a native function sees one value per declared parameter (RG_UNBOUND: not given), then surplus positionals.
 */
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* ---- signature text ---- */

typedef enum ParamKind { PARAM_NAME, PARAM_SLASH, PARAM_STAR, PARAM_VARARGS, PARAM_KWARGS, PARAM_SELF, PARAM_END } ParamKind;
typedef struct Param {
    ParamKind kind;
    const char *name;
    size_t len;
    bool optional;
} Param;

static const char *skip_default(const char *p)
{
    int depth = 0;
    for (char quote = 0; *p; p++) {
        if (quote) {
            if (*p == '\\' && p[1]) p++;
            else if (*p == quote) quote = 0;
        } else if (*p == '\'' || *p == '"') {
            quote = *p;
        } else if (*p == '(' || *p == '[' || *p == '{') {
            depth++;
        } else if (*p == ')' || *p == ']' || *p == '}') {
            if (depth-- == 0) break;
        } else if (*p == ',' && depth == 0) {
            break;
        }
    }
    return p;
}

/* Next element of the signature; p begins at "(" or behind an element. */
static const char *next_param(const char *p, Param *out)
{
    *out = (Param){.kind = PARAM_END};
    while (*p == ' ' || *p == ',' || *p == '(') p++;
    if (!*p || *p == ')') return p;
    if (*p == '/') {
        out->kind = PARAM_SLASH;
        return p + 1;
    }
    out->kind = PARAM_NAME;
    if (*p == '$') {
        out->kind = PARAM_SELF;
        p++;
    } else if (*p == '*') {
        out->kind = p[1] == '*' ? PARAM_KWARGS : p[1] == ',' || p[1] == ' ' || p[1] == ')' ? PARAM_STAR : PARAM_VARARGS;
        while (*p == '*') p++;
        if (out->kind == PARAM_STAR) return p;
    }
    out->name = p;
    while (*p && *p != ',' && *p != ')' && *p != '=' && *p != ' ') p++;
    out->len = (size_t)(p - out->name);
    if (*p == '=') {
        out->optional = true;
        p = skip_default(p + 1);
    }
    return p;
}

typedef struct Shape { /* what the text says, counted */
    uint8_t positional, required, posonly, params, kwonly;
    bool varargs, kwargs, required_kwonly;
} Shape;

static void count_params(const char *signature, Shape *s)
{
    *s = (Shape){0};
    bool keyword_only = false;
    Param p;
    const char *at = next_param(signature, &p);
    for (; p.kind != PARAM_END; at = next_param(at, &p)) {
        switch (p.kind) {
        case PARAM_SLASH: s->posonly = s->positional; break;
        case PARAM_STAR: keyword_only = true; break;
        case PARAM_VARARGS: keyword_only = s->varargs = true; break;
        case PARAM_KWARGS: s->kwargs = true; break;
        case PARAM_NAME:
            s->params++;
            if (keyword_only) {
                s->kwonly++;
                if (!p.optional) s->required_kwonly = true;
            } else {
                s->positional++;
                if (!p.optional) s->required = s->positional;
            }
            break;
        default: break;
        }
    }
}

void rg_native_parse(const RgMethodDef *def, RgNativeSig *sig)
{
    Shape s;
    *sig = (RgNativeSig){.raw = (def->flags & RG_MF_RAW) != 0};
    if (sig->raw || !def->signature) {
        sig->raw = true;
        sig->max = 255;
        return;
    }
    count_params(def->signature, &s);
    sig->min = s.required;
    sig->max = s.varargs ? 255 : s.positional;
    sig->simple = !s.required_kwonly && !(s.varargs && s.kwonly);
    sig->varargs = s.varargs;
    sig->params = s.params;
    sig->posonly = s.posonly;
    sig->kwonly = s.kwonly;
}

/* ---- binding ---- */

/* Name in messages: rendered only when something is wrong. */
typedef struct Callee {
    const char *name;
    const RgNative *native; /* or NULL */
} Callee;

static RgStr *full_name(RgThread *th, const Callee *c)
{
    if (!c->native) return rg_format(th, "%s()", c->name);
    if (c->native->type && c->native->head.kind != RG_KIND_builtin_function)
        return rg_format(th, "%U.%s()", c->native->type->qualname, c->name);
    RgValue self = c->native->self;
    if (c->native->type) return rg_format(th, "%U.%s()", c->native->type->qualname, c->name);
    if (rg_is_str(c->native->module) && !rg_str_equal_cstr(RG_STR(c->native->module), "builtins"))
        return rg_format(th, "%U.%s()", RG_STR(c->native->module), c->name);
    if (rg_is_type(self)) return rg_format(th, "%U.%s()", RG_AS(RgType, self)->qualname, c->name);
    return rg_format(th, "%s()", c->name);
}

static bool positional_only_error(RgThread *th, const Callee *c, const Shape *s, size_t nargs)
{
    if (c->native && s->positional <= 1 && s->required == s->positional) {
        RgStr *name = full_name(th, c);
        if (!name) return false;
        if (s->positional == 0) rg_raise(th, RG_EXC_TypeError, "%U takes no arguments (%zu given)", name, nargs);
        else rg_raise(th, RG_EXC_TypeError, "%U takes exactly one argument (%zu given)", name, nargs);
        return false;
    }
    return rg_args_count(th, c->name, nargs, s->required, s->varargs ? SIZE_MAX : s->positional);
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

/* Everything that can be wrong with the counts when keywords are allowed. */
static bool check_counts(RgThread *th, const Callee *c, const Shape *s, size_t nargs, size_t nkw)
{
    if (s->varargs) return true;
    if (nargs + nkw > s->params) {
        rg_raise(th, RG_EXC_TypeError, "%s() takes at most %d %sargument%s (%zu given)", c->name, s->params,
                 nargs == 0 ? "keyword " : "", plural(s->params), nargs + nkw);
        return false;
    }
    if (nargs > s->positional) {
        if (s->positional == 0) rg_raise(th, RG_EXC_TypeError, "%s() takes no positional arguments", c->name);
        else
            rg_raise(th, RG_EXC_TypeError, "%s() takes %s %d positional argument%s (%zu given)", c->name,
                     s->required < s->positional ? "at most" : "exactly", s->positional, plural(s->positional), nargs);
        return false;
    }
    size_t least = RG_MIN(s->posonly, s->required);
    if (nargs < least) {
        rg_raise(th, RG_EXC_TypeError, "%s() takes %s %zu positional argument%s (%zu given)", c->name,
                 least < s->positional ? "at least" : "exactly", least, plural(least), nargs);
        return false;
    }
    return true;
}

static bool bind_keyword(RgThread *th, const Callee *c, const Shape *s, const char *signature, RgStr *key, RgValue value,
                         size_t nargs, RgValue *out)
{
    Param p;
    size_t index = 0;
    const char *at = next_param(signature, &p);
    for (; p.kind != PARAM_END; at = next_param(at, &p)) {
        if (p.kind != PARAM_NAME) continue;
        size_t i = index++;
        if (i < s->posonly || key->length != (int64_t)p.len || rg_str_width(key) != 1 || memcmp(key->data, p.name, p.len) != 0)
            continue;
        if (i < nargs && i < s->positional) {
            rg_raise(th, RG_EXC_TypeError, "argument for %s() given by name ('%U') and position (%zu)", c->name, key, i + 1);
            return false;
        }
        out[i] = value;
        return true;
    }
    rg_raise(th, RG_EXC_TypeError, "'%U' is an invalid keyword argument for %s()", key, c->name);
    return false;
}

static bool check_required(RgThread *th, const Callee *c, const Shape *s, const char *signature, const RgValue *out)
{
    Param p;
    size_t index = 0;
    const char *at = next_param(signature, &p);
    for (; p.kind != PARAM_END; at = next_param(at, &p)) {
        if (p.kind != PARAM_NAME) continue;
        size_t i = index++;
        /* Optional ones before a required one cannot be told apart from missing ones by position alone. */
        if (p.optional || out[i] != RG_UNBOUND) continue;
        rg_raise(th, RG_EXC_TypeError, "%s() missing required argument '%.*s' (pos %zu)", c->name, (int)p.len, p.name, i + 1);
        return false;
    }
    (void)s;
    return true;
}

/* out has room for s->params; surplus positionals are not copied. */
static bool bind(RgThread *th, const Callee *c, const Shape *s, const char *signature, const RgValue *args, size_t nargs,
                 RgTuple *kwnames, RgValue *out)
{
    size_t nkw = kwnames ? rg_tuple_len(kwnames) : 0;
    bool keywordless = s->posonly == s->params;
    if (keywordless) {
        if (nkw) {
            RgStr *name = full_name(th, c);
            if (name) rg_raise(th, RG_EXC_TypeError, "%U takes no keyword arguments", name);
            return false;
        }
        if (nargs < s->required || (nargs > s->positional && !s->varargs)) return positional_only_error(th, c, s, nargs);
    } else if (!check_counts(th, c, s, nargs, nkw)) {
        return false;
    }
    size_t direct = RG_MIN(nargs, s->positional);
    for (size_t i = 0; i < direct; i++) out[i] = args[i];
    for (size_t i = direct; i < s->params; i++) out[i] = RG_UNBOUND;
    for (size_t k = 0; k < nkw; k++)
        if (!bind_keyword(th, c, s, signature, RG_STR(kwnames->items[k]), args[nargs + k], nargs, out)) return false;
    if (direct < s->required || s->required_kwonly) return check_required(th, c, s, signature, out);
    return true;
}

static RgValue call_bound(RgThread *th, const Callee *c, const RgMethodDef *def, RgValue self, const RgValue *args, size_t nargs,
                          RgTuple *kwnames)
{
    if (def->flags & RG_MF_RAW) return ((RgNativeRawFn)def->fn)(th, self, args, nargs, kwnames);
    Shape s;
    count_params(def->signature, &s);
    size_t surplus = s.varargs && nargs > s.positional ? nargs - s.positional : 0;
    RgValue small[24], *out = small;
    if (s.params + surplus > RG_COUNT_OF(small)) {
        RgArray *a = rg_array_new(th, s.params + surplus);
        if (!a) return RG_ERROR;
        out = a->items;
    }
    if (!bind(th, c, &s, def->signature, args, nargs, kwnames, out)) return RG_ERROR;
    if (surplus) memcpy(out + s.params, args + s.positional, surplus * sizeof(RgValue));
    return ((RgNativeFn)def->fn)(th, self, out, s.params + surplus);
}

RgValue rg_native_call(RgThread *th, const RgMethodDef *def, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Callee c = {def->name, NULL};
    return call_bound(th, &c, def, self, args, nargs, kwnames);
}

RgValue rg_native_invoke(RgThread *th, const RgNative *f, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    const RgNativeSig *sig = &f->sig;
    const RgMethodDef *def = f->def;
    if (sig->raw) return ((RgNativeRawFn)def->fn)(th, self, args, nargs, kwnames);
    if (RG_LIKELY(!kwnames && sig->simple && nargs >= sig->min && nargs <= sig->max)) {
        if (nargs >= sig->params) return ((RgNativeFn)def->fn)(th, self, args, nargs);
        RgValue padded[16];
        if (sig->params <= RG_COUNT_OF(padded)) {
            for (size_t i = 0; i < nargs; i++) padded[i] = args[i];
            for (size_t i = nargs; i < sig->params; i++) padded[i] = RG_UNBOUND;
            return ((RgNativeFn)def->fn)(th, self, padded, sig->params);
        }
    }
    Callee c = {def->name, f};
    return call_bound(th, &c, def, self, args, nargs, kwnames);
}

bool rg_args_parse(RgThread *th, const char *fname, const char *signature, const RgValue *args, size_t nargs, RgTuple *kwnames,
                   RgValue *out)
{
    Shape s;
    Callee c = {fname, NULL};
    count_params(signature, &s);
    return bind(th, &c, &s, signature, args, nargs, kwnames && rg_tuple_len(kwnames) ? kwnames : NULL, out);
}

bool rg_args_no_kw(RgThread *th, const char *fname, RgTuple *kwnames)
{
    if (!kwnames || rg_tuple_len(kwnames) == 0) return true;
    rg_raise(th, RG_EXC_TypeError, "%s() takes no keyword arguments", fname);
    return false;
}

bool rg_args_no_kw_new(RgThread *th, const char *fname, RgType *type, RgTuple *kwnames)
{
    RgType *builtin = type;
    while (rg_type_is_heap(builtin)) builtin = builtin->base;
    return type->slots.init != builtin->slots.init || rg_args_no_kw(th, fname, kwnames);
}

bool rg_args_count(RgThread *th, const char *fname, size_t nargs, size_t min, size_t max)
{
    if (nargs >= min && nargs <= max) return true;
    size_t bound = nargs < min ? min : max;
    rg_raise(th, RG_EXC_TypeError, "%s expected %s%zu argument%s, got %zu", fname,
             min == max ? "" : nargs < min ? "at least " : "at most ", bound, plural(bound), nargs);
    return false;
}

/* ---- calling ---- */

RgValue rg_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgCallFn call = rg_type_of(th->rt, callee)->slots.call;
    if (RG_UNLIKELY(!call)) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not callable", callee);

    return call(th, callee, args, nargs, kwnames);
}

RgValue rg_call0(RgThread *th, RgValue callee) { return rg_call(th, callee, NULL, 0, NULL); }
RgValue rg_call1(RgThread *th, RgValue callee, RgValue a) { return rg_call(th, callee, &a, 1, NULL); }

RgValue rg_call2(RgThread *th, RgValue callee, RgValue a, RgValue b)
{
    RgValue args[2] = {a, b};
    return rg_call(th, callee, args, 2, NULL);
}

RgValue rg_call3(RgThread *th, RgValue callee, RgValue a, RgValue b, RgValue c)
{
    RgValue args[3] = {a, b, c};
    return rg_call(th, callee, args, 3, NULL);
}

RgValue rg_call_tuple(RgThread *th, RgValue callee, RgTuple *args, RgDict *kwargs)
{
    size_t nargs = rg_tuple_len(args), nkw = kwargs ? (size_t)kwargs->count : 0;
    if (!nkw) return rg_call(th, callee, args->items, nargs, NULL);
    RgTuple *names = rg_tuple_new(th, nkw);
    RgArray *all = rg_array_new(th, nargs + nkw);
    if (!names || !all) return RG_ERROR;
    memcpy(all->items, args->items, nargs * sizeof(RgValue));
    uint32_t i = 0;
    size_t k = 0;
    RgValue key, value;
    while (k < nkw && rg_dict_next(kwargs, &i, &key, &value)) {
        if (!rg_is_str(key)) return rg_raise(th, RG_EXC_TypeError, "keywords must be strings");
        names->items[k] = key;
        all->items[nargs + k++] = value;
    }
    return rg_call(th, callee, all->items, nargs, names);
}

RgValue rg_call_method(RgThread *th, RgValue obj, RgStr *name, const RgValue *args, size_t nargs)
{
    RgValue self, small[8], *all = small;
    RgValue method = rg_attr_get_method(th, obj, name, &self);
    if (!method) return RG_ERROR;
    if (self == RG_UNBOUND) return rg_call(th, method, args, nargs, NULL);
    if (nargs + 1 > RG_COUNT_OF(small)) {
        RgArray *a = rg_array_new(th, nargs + 1);
        if (!a) return RG_ERROR;
        all = a->items;
    }
    all[0] = self;
    if (nargs) memcpy(all + 1, args, nargs * sizeof(RgValue));
    return rg_call(th, method, all, nargs + 1, NULL);
}

RgValue rg_call_method0(RgThread *th, RgValue obj, RgStr *name) { return rg_call_method(th, obj, name, NULL, 0); }
RgValue rg_call_method1(RgThread *th, RgValue obj, RgStr *name, RgValue a) { return rg_call_method(th, obj, name, &a, 1); }
bool rg_is_callable(RgThread *th, RgValue v) { return rg_type_of(th->rt, v)->slots.call != NULL; }
