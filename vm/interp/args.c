/* SPDX-License-Identifier: MIT
 *
 * args.c: binding of arguments to the parameters of a Python function, with CPython's rules and error texts.
 *
 * Parameters are the first locals: positional ones, keyword-only ones, then *args and ** if the flags say so.
 */
#include <stdio.h>
#include "vm/interp/rt.h"

static RgStr *param_name(const RgCodeObject *co, uint32_t i) { return RG_STR(co->local_names->items[i]); }

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" for the parameters in names. */
static RgStr *name_list(RgThread *th, RgValue *names, size_t n)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, 32);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) rg_builder_cstr(&b, n == 2 ? " and " : i + 1 == n ? ", and " : ", ");
        RgStr *text = rg_repr(th, names[i]);
        if (!text) return NULL;
        rg_builder_str(&b, text);
    }
    return rg_builder_finish(&b);
}

static bool missing(RgThread *th, RgFunction *fn, const RgValue *regs, uint32_t from, uint32_t to, const char *kind)
{
    RgCodeObject *co = fn->code;
    RgList *names = rg_list_new(th, 4);
    if (!names) return false;
    for (uint32_t i = from; i < to; i++)
        if (regs[i] == RG_UNBOUND && !rg_list_append(th, names, rg_from_ptr(param_name(co, i)))) return false;
    RgStr *text = name_list(th, names->items, (size_t)names->length);
    if (text)
        rg_raise(th, RG_EXC_TypeError, "%U() missing %lld required %s argument%s: %U", fn->qualname,
                 (long long)names->length, kind, names->length == 1 ? "" : "s", text);
    return false;
}

static bool too_many_positional(RgThread *th, RgFunction *fn, const RgValue *regs, size_t given)
{
    RgCodeObject *co = fn->code;
    size_t defaults = fn->defaults ? rg_tuple_len(fn->defaults) : 0, kwonly_given = 0;
    for (uint32_t i = co->argcount; i < co->argcount + co->kwonly; i++) kwonly_given += regs[i] != RG_UNBOUND;
    char sig[64];
    bool plural;
    if (defaults) {
        plural = true;
        snprintf(sig, sizeof sig, "from %u to %u", co->argcount - (uint32_t)defaults, co->argcount);
    } else {
        plural = co->argcount != 1;
        snprintf(sig, sizeof sig, "%u", co->argcount);
    }
    char extra[96] = "";
    if (kwonly_given)
        snprintf(extra, sizeof extra, " positional argument%s (and %zu keyword-only argument%s)", given != 1 ? "s" : "",
                 kwonly_given, kwonly_given != 1 ? "s" : "");
    rg_raise(th, RG_EXC_TypeError, "%U() takes %s positional argument%s but %zu%s %s given", fn->qualname, sig,
             plural ? "s" : "", given, extra, given == 1 && !kwonly_given ? "was" : "were");
    return false;
}

/* Index of the parameter called name that keywords may name, or -1. */
static int32_t find_param(RgCodeObject *co, RgStr *name)
{
    uint32_t n = co->argcount + co->kwonly;
    if (rg_str_is_interned(name)) {
        for (uint32_t i = co->posonly; i < n; i++)
            if (param_name(co, i) == name) return (int32_t)i;
        return -1;
    }
    for (uint32_t i = co->posonly; i < n; i++)
        if (rg_str_equal(param_name(co, i), name)) return (int32_t)i;
    return -1;
}

/* An unknown keyword: perhaps positional-only parameters were passed by name. */
static bool unexpected(RgThread *th, RgFunction *fn, RgStr *name, RgTuple *kwnames)
{
    RgCodeObject *co = fn->code;
    RgList *bad = rg_list_new(th, 4);
    if (!bad) return false;
    for (uint32_t i = 0; i < co->posonly; i++)
        for (size_t j = 0; j < rg_tuple_len(kwnames); j++)
            if (rg_str_equal(param_name(co, i), RG_STR(kwnames->items[j])) &&
                !rg_list_append(th, bad, rg_from_ptr(param_name(co, i))))
                return false;
    if (bad->length) {
        RgStr *sep = rg_str_from_cstr(th, ", ");
        RgStr *text = sep ? rg_str_join(th, sep, bad->items, (size_t)bad->length) : NULL;
        if (text)
            rg_raise(th, RG_EXC_TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                     fn->qualname, text);
        return false;
    }
    rg_raise(th, RG_EXC_TypeError, "%U() got an unexpected keyword argument '%U'", fn->qualname, name);
    return false;
}

static bool bind_keywords(RgThread *th, RgFunction *fn, RgValue *regs, const RgValue *values, RgTuple *kwnames,
                          RgDict *kwdict)
{
    RgCodeObject *co = fn->code;
    for (size_t i = 0; i < rg_tuple_len(kwnames); i++) {
        RgValue key = kwnames->items[i];
        if (!rg_is_str(key)) {
            rg_raise(th, RG_EXC_TypeError, "keywords must be strings");
            return false;
        }
        int32_t at = find_param(co, RG_STR(key));
        if (at < 0) {
            if (!kwdict) return unexpected(th, fn, RG_STR(key), kwnames);
            if (!rg_dict_set(th, kwdict, key, values[i])) return false;
        } else if (regs[at] != RG_UNBOUND) {
            rg_raise(th, RG_EXC_TypeError, "%U() got multiple values for argument '%U'", fn->qualname, RG_STR(key));
            return false;
        } else {
            regs[at] = values[i];
        }
    }
    return true;
}

static bool bind_defaults(RgThread *th, RgFunction *fn, RgValue *regs, size_t nargs)
{
    RgCodeObject *co = fn->code;
    uint32_t argcount = co->argcount;
    if (nargs < argcount) {
        uint32_t defaults = fn->defaults ? (uint32_t)rg_tuple_len(fn->defaults) : 0;
        if (defaults > argcount) defaults = argcount;
        uint32_t required = argcount - defaults;
        for (uint32_t i = (uint32_t)nargs; i < required; i++)
            if (regs[i] == RG_UNBOUND) return missing(th, fn, regs, 0, required, "positional");
        size_t skip = fn->defaults ? rg_tuple_len(fn->defaults) - defaults : 0;
        for (uint32_t i = required; i < argcount; i++)
            if (regs[i] == RG_UNBOUND) regs[i] = fn->defaults->items[skip + i - required];
    }
    bool lacking = false;
    for (uint32_t i = argcount; i < argcount + co->kwonly; i++) {
        if (regs[i] != RG_UNBOUND) continue;
        RgValue v = fn->kwdefaults ? rg_dict_get_str(th, fn->kwdefaults, param_name(co, i)) : 0;
        if (v)
            regs[i] = v;
        else
            lacking = true;
    }
    return !lacking || missing(th, fn, regs, argcount, argcount + co->kwonly, "keyword-only");
}

bool rg_args_bind(RgThread *th, RgFunction *fn, RgValue *regs, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgCodeObject *co = fn->code;
    uint32_t argcount = co->argcount, next = argcount + co->kwonly;
    size_t direct = nargs < argcount ? nargs : argcount;
    for (size_t i = 0; i < direct; i++) regs[i] = args[i];
    for (size_t i = direct; i < co->nlocals; i++) regs[i] = RG_UNBOUND;
    rg_frame_fill_cells(regs, fn, co);
    if (co->head.aux8 && nargs == argcount && !kwnames) return true;
    if (co->flags & RG_CO_VARARGS) {
        RgTuple *rest = rg_tuple_from(th, args + direct, nargs - direct);
        if (!rest) return false;
        regs[next++] = rg_from_ptr(rest);
    }
    RgDict *kwdict = NULL;
    if (co->flags & RG_CO_VARKEYWORDS) {
        kwdict = rg_dict_new(th);
        if (!kwdict) return false;
        regs[next] = rg_from_ptr(kwdict);
    }
    if (kwnames && !bind_keywords(th, fn, regs, args + nargs, kwnames, kwdict)) return false;
    if (nargs > argcount && !(co->flags & RG_CO_VARARGS)) return too_many_positional(th, fn, regs, nargs);
    return bind_defaults(th, fn, regs, nargs);
}
