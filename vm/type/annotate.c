/* SPDX-License-Identifier: MIT
 *
 * annotate.c: evaluates annotations on demand, exactly or with placeholders for names that have no value yet.
 */
#include "vm/type/annotate.h"

#include "vm/interp/frame.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { FORMAT_VALUE = 1 };

static bool is_lazy(const RgCodeObject *co)
{
    return (co->flags & RG_CO_LAZY_ANNOTATIONS) != 0;
}

RgValue rg_annotate_of(RgThread *th, RgDict *ns)
{
    RgValue v = rg_dict_get_str(th, ns, RG_SYM(th, __annotate_func__)); /* in classes; __annotate__ in modules */
    if (v) return v != RG_NONE ? v : 0;
    v = rg_dict_get_str(th, ns, RG_SYM(th, __annotate__));
    return v && rg_is_kind(v, RG_KIND_function) && is_lazy(RG_AS(RgFunction, v)->code) ? v : 0;
}

bool rg_annotate_expected(RgThread *th)
{
    return th->frame && !is_lazy(th->frame->code);
}

/* ---- placeholders ---- */

/* typing.ForwardRef(name), or the name itself where there is no such thing. */
static RgValue placeholder(RgThread *th, RgValue name)
{
    RgValue typing = rg_import_module(th, "typing"), make = typing ? rg_attr_get_cstr(th, typing, "ForwardRef") : RG_ERROR;
    RgValue made = make ? rg_call1(th, make, name) : RG_ERROR;
    if (made) return made;
    rg_exception_clear(th);
    return name;
}

/* The name that the pending NameError is about; 0: another exception, which stays pending. */
static RgValue missing_name(RgThread *th)
{
    if (!rg_raised_is(th, RG_EXC_NameError)) return 0;
    RgValue exception = rg_exception_take(th), name = rg_attr_get_cstr(th, exception, "name");
    if (name && rg_is_str(name)) return name;
    rg_exception_clear(th);
    th->pending = exception;
    return 0;
}

/* A function of the same code with namespaces of its own, which placeholders may be put into. */
static RgFunction *copy_function(RgThread *th, const RgFunction *f)
{
    RgDict *globals = rg_dict_copy(th, f->globals);
    RgFunction *copy = globals ? rg_function_new(th, f->code, globals) : NULL;
    if (!copy) return NULL;
    rg_gc_store_ptr(copy, &copy->builtins, f->builtins);
    if (f->defaults) rg_gc_store_ptr(copy, &copy->defaults, f->defaults);
    if (!f->closure) return copy;
    RgTuple *cells = rg_tuple_from(th, f->closure->items, rg_tuple_len(f->closure));
    for (size_t i = 0; cells && i < rg_tuple_len(cells); i++) {
        RgCellObject *cell = rg_cell_new(th, RG_AS(RgCellObject, f->closure->items[i])->value);
        if (!cell) return NULL;
        rg_gc_store(cells, &cells->items[i], rg_from_ptr(cell));
    }
    if (!cells) return NULL;
    rg_gc_store_ptr(copy, &copy->closure, cells);
    return copy;
}

static bool put_placeholder(RgThread *th, RgFunction *f, RgValue name)
{
    RgValue stand_in = placeholder(th, name);
    const RgCode *code = f->code->code;
    for (uint32_t i = 0; i < code->nfree; i++) {
        RgCellObject *cell = RG_AS(RgCellObject, f->closure->items[i]);
        const RgStrRef local = code->local_names[code->nlocals - code->nfree + i];
        RgStr *free_name = rg_str_from_utf8(th, local.data, local.len);
        if (!free_name) return false;
        if (cell->value != RG_UNBOUND || !rg_str_equal(free_name, RG_STR(name))) continue;
        rg_gc_store(cell, &cell->value, stand_in);
        return true;
    }
    return rg_dict_set(th, f->globals, name, stand_in);
}

/* Each round gives one name more a value, so there are no more rounds than names. */
static RgValue with_placeholders(RgThread *th, RgFunction *f)
{
    RgValue name = missing_name(th);
    RgFunction *copy = name ? copy_function(th, f) : NULL;
    if (!copy) return RG_ERROR;
    const uint32_t most = f->code->code->nnames + f->code->code->nfree;
    for (uint32_t round = 0;; round++) {
        if (!put_placeholder(th, copy, name)) return RG_ERROR;
        RgValue d = rg_call1(th, rg_from_ptr(copy), rg_from_int(FORMAT_VALUE));
        if (d || round >= most || !(name = missing_name(th))) return d;
    }
}

RgValue rg_annotate_call(RgThread *th, RgValue annotate, bool *final)
{
    RgValue d = rg_call1(th, annotate, rg_from_int(FORMAT_VALUE));
    *final = d != RG_ERROR;
    if (!d && rg_is_kind(annotate, RG_KIND_function) && rg_annotate_expected(th))
        d = with_placeholders(th, RG_AS(RgFunction, annotate));
    if (d && !rg_is_dict(d)) return rg_raise(th, RG_EXC_TypeError, "__annotate__() must return a dict, not %T", d);
    return d;
}

bool rg_annotate_fill(RgThread *th, RgDict *ns)
{
    RgStr *name = RG_SYM(th, __annotations__);
    if (rg_dict_get_str(th, ns, name)) return true;
    RgValue annotate = rg_annotate_of(th, ns);
    if (!annotate) return true;
    bool final;
    RgValue d = rg_annotate_call(th, annotate, &final);
    return d && rg_dict_set_str(th, ns, name, d);
}
