/* SPDX-License-Identifier: MIT
 *
 * atexit_module.c: functions to call at the end of the program, last registered first. The host calls _run_exitfuncs.
 */
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define ATEXIT(NAME) static RgValue a_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgList *entries(RgThread *th) /* of (function, args, kwargs) */
{
    return RG_MODULE_STATE(th, atexit);
}

static RgValue a_register(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs == 0) return rg_raise(th, RG_EXC_TypeError, "register() takes at least 1 argument (0 given)");
    if (!rg_is_callable(th, args[0])) return rg_raise(th, RG_EXC_TypeError, "the first argument must be callable");
    RgTuple *positional = rg_tuple_from(th, args + 1, nargs - 1);
    RgDict *kw = positional ? rg_dict_new(th) : NULL;
    if (!kw) return RG_ERROR;
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_dict_set(th, kw, kwnames->items[i], args[nargs + i])) return RG_ERROR;
    }
    RgTuple *entry = rg_tuple_pack(th, 3, args[0], rg_from_ptr(positional), rg_from_ptr(kw));
    return entry && rg_list_append(th, entries(th), rg_from_ptr(entry)) ? args[0] : RG_ERROR;
}

ATEXIT(unregister)
{
    RgList *l = entries(th);
    for (int64_t i = l->length - 1; i >= 0 && i < l->length; i--) {
        int same = rg_compare_bool(th, RG_TUPLE(l->items[i])->items[0], args[0], RG_EQ);
        if (same < 0 || (same && i < l->length && !rg_list_delete(th, l, i, i + 1))) return RG_ERROR;
    }
    return RG_NONE;
}

ATEXIT(run)
{
    RgList *l = entries(th);
    while (l->length > 0) {
        RgTuple *e = RG_TUPLE(l->items[l->length - 1]);
        if (!rg_list_delete(th, l, l->length - 1, l->length)) return RG_ERROR;
        if (!rg_call_tuple(th, e->items[0], RG_TUPLE(e->items[1]), RG_DICT(e->items[2]))) {
            rg_write_unraisable(th, e->items[0], "Exception ignored in atexit callback");
        }
    }
    return RG_NONE;
}

ATEXIT(clear)
{
    RgList *l = entries(th);
    return rg_list_delete(th, l, 0, l->length) ? RG_NONE : RG_ERROR;
}

ATEXIT(count)
{
    return rg_from_int(entries(th)->length);
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("register", "(...)", "Call a function at exit.", a_register, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("unregister", "($module, func, /)", "Forget a function.", a_unregister),
    RG_METHOD("_run_exitfuncs", "($module, /)", "Call all functions.", a_run),
    RG_METHOD("_clear", "($module, /)", "Forget all functions.", a_clear),
    RG_METHOD("_ncallbacks", "($module, /)", "Number of functions.", a_count),
    RG_METHOD_END,
};

bool rg_module_init_atexit(RgThread *th, RgModule *m)
{
    RgList *l = rg_list_new(th, 0);
    RG_MODULE_STATE(th, atexit) = l;
    return l && rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Functions to call at the end of the program.");
}
