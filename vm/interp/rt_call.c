/* SPDX-License-Identifier: MIT
 *
 * rt_call.c: calls that are not entered inline: arguments are gathered on top of the register stack and bound; Python
 * functions and classes with a Python __init__ give a frame that the loop then enters without recursion.
 */
#include "vm/interp/mirror.h"
#include "vm/interp/rt.h"

bool rg_rt_stack_room(RgThread *th, size_t words)
{
    if (RG_LIKELY((size_t)(th->stack_end - th->stack_top) > words + 64)) return true;
    rg_raise(th, RG_EXC_RecursionError, "maximum recursion depth exceeded");
    return false;
}

static void fill_header(RgThread *th, RgFrame *frame, RgFunction *fn, RgFrame *prev)
{
    RgCodeObject *co = fn->code;
    if (RG_UNLIKELY(co->nentry && !co->entry_loaded)) rg_mirror_load_entry(th, co);
    for (uint32_t i = 0; i < co->nentry; i++) frame->regs[co->entry_reg + i] = co->entry[i];
    frame->prev = prev;
    frame->pc = co->words;
    frame->code = co;
    frame->function = fn;
    frame->globals = fn->globals;
    frame->builtins = fn->builtins;
    frame->locals = 0;
    frame->extra = 0;
    frame->object = NULL;
    frame->flags = 0;
    frame->dest = 0;
    frame->skip = 0;
    th->stack_top = (RgValue *)(void *)frame + co->frame_words;
}

static bool deep_enough(RgThread *th)
{
    if (RG_LIKELY(th->depth < th->rt->recursion_limit)) return true;
    return rg_recursion_failed(th, "");
}

RgFrame *rg_rt_push_frame(RgThread *th, RgFunction *fn, RgFrame *prev)
{
    if (!deep_enough(th) || !rg_rt_stack_room(th, fn->code->frame_words)) return NULL;
    RgFrame *frame = (RgFrame *)(void *)th->stack_top;
    fill_header(th, frame, fn, prev);
    return frame;
}

/* Arguments being gathered on top of the register stack. */
static void gather(RgFrame *frame, RgValue *to, RgValue self, const RgWord *list, uint32_t first, uint32_t n)
{
    if (self != RG_UNBOUND) *to++ = self;
    for (uint32_t i = first; i < n; i++) {
        uint32_t o = RG_LIST_AT(list, i);
        *to++ = RG_PICK(frame, o);
    }
}

/* The Python __init__ that calling class v comes down to, or NULL when the call takes another way. */
static RgFunction *plain_constructor(RgThread *th, RgValue v)
{
    RgType *type = RG_AS(RgType, v);
    if (!(type->flags & RG_TF_HEAP) || type->flags & RG_TF_ABSTRACT || type->kind != RG_KIND_object ||
        rg_type_of(th->rt, v) != RG_TYPE(th, type) || type->slots.new_ != RG_TYPE(th, object)->slots.new_)
        return NULL;
    RgValue init = rg_type_lookup(th, type, RG_SYM(th, __init__));
    return init && rg_exactly(init, RG_KIND_function) ? RG_AS(RgFunction, init) : NULL;
}

/* A frame of fn with `total` gathered values (keyword values included) above it, not yet bound. */
static RgFrame *begin_frame(RgThread *th, RgFrame *prev, RgFunction *fn, size_t total, RgValue **args)
{
    uint32_t words = fn->code->frame_words;
    if (!deep_enough(th) || !rg_rt_stack_room(th, words + total)) return NULL;
    RgFrame *new = (RgFrame *)(void *)th->stack_top;
    fill_header(th, new, fn, prev);
    *args = (RgValue *)(void *)new + words;
    th->stack_top = *args + total;
    return new;
}

static RgFrame *bind_frame(RgThread *th, RgFrame *new, const RgValue *args, size_t total, RgTuple *kwnames)
{
    size_t nkw = kwnames ? rg_tuple_len(kwnames) : 0;
    bool ok = rg_args_bind(th, new->function, new->regs, args, total - nkw, kwnames);
    th->stack_top = ok ? (RgValue *)(void *)new + new->code->frame_words : (RgValue *)(void *)new;
    return ok ? new : NULL;
}

/* Frame of a function with positional parameters only, `total` of them given, the others from the defaults; NULL with nothing
 * raised when some have none. */
static RgFrame *simple_frame(RgThread *th, RgFrame *frame, RgFunction *fn, RgValue self, const RgWord *list, uint32_t first,
                             uint32_t n, size_t total)
{
    RgCodeObject *co = fn->code;
    size_t defaults = fn->defaults ? rg_tuple_len(fn->defaults) : 0, missing = co->argcount - total;
    if (missing > defaults) return NULL;
    RgFrame *new = rg_rt_push_frame(th, fn, frame);
    if (!new) return NULL;
    gather(frame, new->regs, self, list, first, n);
    for (size_t i = 0; i < missing; i++) new->regs[total + i] = fn->defaults->items[defaults - missing + i];
    for (uint32_t i = co->argcount; i < co->nlocals; i++) new->regs[i] = RG_UNBOUND;
    rg_frame_fill_cells(new->regs, fn, co);
    return new;
}

/* Whether calling v, an instance of a class, is entering its __call__, which is two levels of recursion. */
static bool enters_call(RgThread *th, RgValue v)
{
    RgType *type = rg_type_of(th->rt, v);
    if (!rg_slot_call_is_heap(type) || th->depth + 2 > th->inline_depth) return false;
    RgValue call = rg_type_lookup(th, type, RG_SYM(th, __call__));
    return call && rg_exactly(call, RG_KIND_function) &&
           !(RG_AS(RgFunction, call)->code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR));
}

/* A bound frame of a __call__ (flags) or of an __init__ (instance). */
static void finish(RgThread *th, RgFrame *new, uint16_t flags, RgValue instance)
{
    new->flags = instance ? RG_FRAME_CONSTRUCTOR : flags;
    if (instance) new->extra = instance;
    if (flags & RG_FRAME_DEEP) th->depth++;
}

RgFrame *rg_rt_call_begin(RgThread *th, RgFrame *frame, RgValue callee, RgValue self, const RgWord *list, uint32_t first,
                          uint32_t n, RgTuple *kwnames, RgValue *out)
{
    *out = RG_ERROR;
    if (self == RG_UNBOUND && rg_exactly(callee, RG_KIND_method)) {
        RgMethod *m = RG_AS(RgMethod, callee);
        callee = m->func;
        self = m->self;
    }
    uint16_t flags = 0;
    if (self == RG_UNBOUND && rg_is_object(callee) && !rg_as_object(callee)->exact && enters_call(th, callee)) {
        self = callee;
        callee = rg_type_lookup(th, rg_type_of(th->rt, self), RG_SYM(th, __call__));
        flags = RG_FRAME_DEEP;
    }
    size_t total = n - first + (self != RG_UNBOUND);
    if (!th->rt->frame_hook) {
        RgFunction *fn = NULL;
        RgValue instance = 0;
        if (rg_exactly(callee, RG_KIND_function)) {
            fn = RG_AS(RgFunction, callee);
        } else if (self == RG_UNBOUND && rg_is_type(callee) && (fn = plain_constructor(th, callee))) {
            instance = rg_from_ptr(rg_object_new_of(th, RG_AS(RgType, callee), 0));
            if (!instance) return NULL;
            self = instance;
            total++;
        }
        if (fn && !kwnames && fn->code->head.aux8 && total <= fn->code->argcount) {
            RgFrame *new = simple_frame(th, frame, fn, self, list, first, n, total);
            if (!new) {
                if (rg_raised(th)) return NULL;
            } else {
                finish(th, new, flags, instance);
                return new;
            }
        }
        if (fn) {
            RgValue *args;
            RgFrame *new = begin_frame(th, frame, fn, total, &args);
            if (!new) return NULL;
            gather(frame, args, self, list, first, n);
            if (!bind_frame(th, new, args, total, kwnames)) return NULL;
            finish(th, new, flags, instance);
            return new;
        }
    }
    if (!rg_rt_stack_room(th, total)) return NULL;
    RgValue *args = th->stack_top;
    gather(frame, args, self, list, first, n);
    th->stack_top = args + total;
    *out = rg_call(th, callee, args, total - (kwnames ? rg_tuple_len(kwnames) : 0), kwnames);
    th->stack_top = args;
    return NULL;
}

/* Positional arguments of f(*args): a tuple. */
static RgTuple *star_args(RgThread *th, RgValue callee, RgValue args)
{
    if (rg_is_tuple(args)) return RG_TUPLE(args);
    if (!rg_type_of(th->rt, args)->slots.iter && !rg_is_sequence(th, args)) {
        RgValue qualname = rg_attr_lookup(th, callee, RG_SYM(th, __qualname__));
        if (!qualname) return NULL;
        RgValue module = rg_attr_lookup(th, callee, RG_SYM(th, __module__));
        if (!module) return NULL;
        if (qualname == RG_UNBOUND || !rg_is_str(qualname))
            rg_raise(th, RG_EXC_TypeError, "%S argument after * must be an iterable, not %T", callee, args);
        else if (module != RG_UNBOUND && rg_is_str(module) && !rg_str_equal_cstr(RG_STR(module), "builtins"))
            rg_raise(th, RG_EXC_TypeError, "%S.%S() argument after * must be an iterable, not %T", module, qualname, args);
        else
            rg_raise(th, RG_EXC_TypeError, "%S() argument after * must be an iterable, not %T", qualname, args);
        return NULL;
    }
    return rg_to_tuple(th, args);
}

RgFrame *rg_rt_call_ex_begin(RgThread *th, RgFrame *frame, RgValue callee, RgValue args, RgValue kwargs, RgValue *out)
{
    *out = RG_ERROR;
    RgTuple *positional = star_args(th, callee, args);
    if (!positional) return NULL;
    RgDict *kw = kwargs && rg_is_dict(kwargs) ? RG_DICT(kwargs) : NULL;
    if (!kw && kwargs) {
        kw = rg_dict_new(th);
        if (!kw || !rg_rt_dict_merge(th, rg_from_ptr(kw), kwargs, callee)) return NULL;
    }
    RgFunction *fn = NULL;
    RgValue self = RG_UNBOUND;
    if (!th->rt->frame_hook) {
        if (rg_exactly(callee, RG_KIND_method)) {
            RgMethod *m = RG_AS(RgMethod, callee);
            if (rg_exactly(m->func, RG_KIND_function)) {
                fn = RG_AS(RgFunction, m->func);
                self = m->self;
            }
        } else if (rg_exactly(callee, RG_KIND_function)) {
            fn = RG_AS(RgFunction, callee);
        }
    }
    if (!fn) {
        *out = rg_call_tuple(th, callee, positional, kw && kw->count ? kw : NULL);
        return NULL;
    }
    size_t npos = rg_tuple_len(positional), nkw = kw ? (size_t)kw->count : 0, at = 0;
    size_t total = npos + nkw + (self != RG_UNBOUND);
    RgTuple *kwnames = NULL;
    if (nkw && !(kwnames = rg_tuple_new(th, nkw))) return NULL;
    RgValue *values;
    RgFrame *new = begin_frame(th, frame, fn, total, &values);
    if (!new) return NULL;
    if (self != RG_UNBOUND) values[at++] = self;
    for (size_t i = 0; i < npos; i++) values[at++] = positional->items[i];
    if (nkw) {
        RgValue key, value;
        size_t j = 0;
        for (uint32_t i = 0; rg_dict_next(kw, &i, &key, &value);) {
            if (rg_is_str(key)) continue;
            th->stack_top = (RgValue *)(void *)new;
            rg_raise(th, RG_EXC_TypeError, "keywords must be strings");
            return NULL;
        }
        for (uint32_t i = 0; rg_dict_next(kw, &i, &key, &value); j++) {
            kwnames->items[j] = key;
            values[at++] = value;
        }
    }
    return bind_frame(th, new, values, total, kwnames);
}

/* The verifier does not follow what tuples hold: a closure has the cells that frames of the code begin with. */
static bool is_closure(RgValue v, uint32_t n)
{
    if (!rg_exactly(v, RG_KIND_tuple) || rg_tuple_len(RG_TUPLE(v)) != n) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!rg_exactly(RG_TUPLE(v)->items[i], RG_KIND_cell)) return false;
    return true;
}

static RgValue take(const RgFrame *frame, const RgWord *list, uint32_t *i)
{
    uint32_t o = RG_LIST_AT(list, *i);
    ++*i;
    return RG_PICK(frame, o);
}

RgValue rg_rt_make_function(RgThread *th, RgFrame *frame, uint32_t bits, RgValue code, const RgWord *list)
{
    RgCodeObject *co = RG_AS(RgCodeObject, code);
    RgFunction *fn = rg_function_new(th, co, frame->globals);
    if (!fn) return RG_ERROR;
    uint32_t i = 0;
    bool fine = true;
    if (bits & 1) {
        RgValue v = take(frame, list, &i);
        if ((fine = rg_exactly(v, RG_KIND_tuple))) rg_gc_store_ptr(fn, &fn->defaults, RG_TUPLE(v));
    }
    if (bits & 2) {
        RgValue v = take(frame, list, &i);
        if ((fine &= rg_exactly(v, RG_KIND_dict))) rg_gc_store_ptr(fn, &fn->kwdefaults, RG_DICT(v));
    }
    if (bits & 4) {
        RgValue v = take(frame, list, &i);
        fine &= rg_exactly(v, RG_KIND_tuple) || rg_exactly(v, RG_KIND_dict) || rg_exactly(v, RG_KIND_function);
        if (fine) rg_gc_store(fn, &fn->annotations, v);
    }
    if (bits & 8) {
        RgValue v = take(frame, list, &i);
        if ((fine &= is_closure(v, co->nfree))) rg_gc_store_ptr(fn, &fn->closure, RG_TUPLE(v));
    } else {
        fine &= co->nfree == 0;
    }
    return RG_LIKELY(fine) ? rg_from_ptr(fn) : rg_raise(th, RG_EXC_SystemError, "bad parts of a function");
}
