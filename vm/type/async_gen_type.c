/* SPDX-License-Identifier: MIT
 *
 * async_gen_type.c: async generators and their awaitables: asend()/__anext__(), athrow()/aclose(), the mark around a value
 * that the generator itself yields (as against what its awaits pass through), and anext()'s awaitable with a default.
 */
#include "vm/type/gen_types.h"

typedef struct RgAsyncWrapped { RgObject head; RgValue value; } RgAsyncWrapped;

enum { STATE_INIT, STATE_ITER, STATE_CLOSED };

/* Both kinds of awaitable; `value` is what asend sends. athrow: `value` is the exception, or 0 for aclose. */
typedef struct RgAsyncStep {
    RgObject head;
    RgGenerator *gen;
    RgValue value;
    RgValue args[3]; /* of athrow(), made an exception when awaited */
    uint8_t state;
    bool closing;
} RgAsyncStep;
#define STEP(v) RG_AS(RgAsyncStep, v)

RgValue rg_async_gen_wrap(RgThread *th, RgValue v)
{
    RgAsyncWrapped *w = rg_object_new(th, RG_KIND_async_gen_wrapped, sizeof *w);
    if (!w) return RG_ERROR;
    w->value = v;
    return rg_from_ptr(w);
}

static void wrapped_trace(RgMarker *marker, void *cell) { rg_mark_value(marker, ((RgAsyncWrapped *)cell)->value); }

const RgTypeSpec rg_spec_async_gen_wrapped = {
    .flags = RG_TF_NO_NEW | RG_TF_HIDDEN,
    .basicsize = sizeof(RgAsyncWrapped),
    .cell = {"async_generator_wrapped_value", wrapped_trace, NULL},
};

static bool is_wrapped(RgValue v) { return v && rg_is_kind(v, RG_KIND_async_gen_wrapped); }

static bool ended(RgThread *th)
{
    return rg_raised_is(th, RG_EXC_StopAsyncIteration) || rg_raised_is(th, RG_EXC_GeneratorExit);
}

static void raise_bare(RgThread *th, RgExc exc) { rg_raise_call(th, th->rt->exceptions[exc], NULL, 0); }

/* One resumption's result: what the generator yields itself becomes StopIteration(value), its end StopAsyncIteration. */
static RgValue unwrap(RgThread *th, RgGenerator *gen, RgValue v)
{
    if (v == RG_STOP) {
        raise_bare(th, RG_EXC_StopAsyncIteration);
        v = RG_ERROR;
    }
    if (!v) {
        if (ended(th)) gen->closed = true;
        gen->running_async = false;
        return RG_ERROR;
    }
    if (!is_wrapped(v)) return v;
    gen->running_async = false;
    RgValue value = RG_AS(RgAsyncWrapped, v)->value;
    return rg_raise_call(th, RG_EXC(th, StopIteration), &value, 1);
}

static bool init_hooks(RgThread *th, RgGenerator *gen)
{
    if (gen->hooks_inited) return true;
    gen->hooks_inited = true;
    if (th->async_gen_hooks[1]) rg_gc_store(gen, &gen->hooks, th->async_gen_hooks[1]);
    RgValue first = th->async_gen_hooks[0];
    return !first || rg_call1(th, first, rg_from_ptr(gen)) != 0;
}

static RgValue new_step(RgThread *th, RgKind kind, RgValue gen, RgValue value)
{
    if (!init_hooks(th, RG_GENERATOR(gen))) return RG_ERROR;
    RgAsyncStep *s = rg_object_new(th, kind, sizeof *s);
    if (!s) return RG_ERROR;
    s->gen = RG_GENERATOR(gen);
    s->value = value;
    for (int i = 0; i < 3; i++) s->args[i] = RG_UNBOUND;
    return rg_from_ptr(s);
}

static void step_trace(RgMarker *marker, void *cell)
{
    RgAsyncStep *s = cell;
    rg_mark_cell(marker, s->gen);
    rg_mark_value(marker, s->value);
    rg_mark_values(marker, s->args, 3);
}

/* ---- asend ---- */

static RgValue asend_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgAsyncStep *s = STEP(self);
    RgValue arg = args[0], result;
    if (s->state == STATE_CLOSED)
        return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    if (s->state == STATE_INIT) {
        if (s->gen->running_async)
            return rg_raise(th, RG_EXC_RuntimeError, "anext(): asynchronous generator is already running");
        if (arg == RG_NONE) arg = s->value;
        s->state = STATE_ITER;
    }
    s->gen->running_async = true;
    RgValue v = unwrap(th, s->gen, rg_gen_send(th, s->gen, arg, &result));
    if (!v) s->state = STATE_CLOSED;
    return v;
}

static RgValue asend_next(RgThread *th, RgValue self)
{
    RgValue none = RG_NONE;
    return asend_send(th, self, &none, 1);
}

static RgValue asend_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgAsyncStep *s = STEP(self);
    if (s->state == STATE_CLOSED)
        return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    RgValue exc = rg_gen_throw_args(th, args[0], args[1], args[2]), result;
    if (!exc) return RG_ERROR;
    RgValue v = unwrap(th, s->gen, rg_gen_throw(th, s->gen, exc, &result));
    if (!v) s->state = STATE_CLOSED;
    return v;
}

static RgValue step_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    STEP(self)->state = STATE_CLOSED;
    return RG_NONE;
}

static const RgMethodDef asend_methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the async generator with value.", asend_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)", "Raises the exception in the async generator.", asend_throw),
    RG_METHOD("close", "($self, /)", "Ends the awaitable.", step_close),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_async_gen_asend = {
    .flags = RG_TF_NO_NEW | RG_TF_HIDDEN,
    .basicsize = sizeof(RgAsyncStep),
    .cell = {"async_generator_asend", step_trace, NULL},
    .slots = {.iter = rg_gen_self, .next = asend_next, .await = rg_gen_self},
    .methods = asend_methods,
};

/* ---- athrow and aclose ---- */

static RgValue ignored_exit(RgThread *th, RgAsyncStep *s)
{
    s->gen->running_async = false;
    s->state = STATE_CLOSED;
    return rg_raise(th, RG_EXC_RuntimeError, "async generator ignored GeneratorExit");
}

/* The awaitable ends with the pending exception; for aclose the usual ends mean success. */
static RgValue athrow_failed(RgThread *th, RgAsyncStep *s)
{
    s->gen->running_async = false;
    s->state = STATE_CLOSED;
    if (s->closing && ended(th)) {
        rg_exception_clear(th);
        raise_bare(th, RG_EXC_StopIteration);
    }
    return RG_ERROR;
}

static RgValue athrow_result(RgThread *th, RgAsyncStep *s, RgValue v)
{
    if (!s->closing) {
        v = unwrap(th, s->gen, v);
        return v ? v : athrow_failed(th, s);
    }
    if (is_wrapped(v)) return ignored_exit(th, s);
    if (v == RG_STOP) {
        raise_bare(th, RG_EXC_StopAsyncIteration);
        v = RG_ERROR;
    }
    return v ? v : athrow_failed(th, s);
}

static RgValue athrow_begin(RgThread *th, RgAsyncStep *s, RgValue arg)
{
    RgGenerator *gen = s->gen;
    if (gen->running_async) {
        s->state = STATE_CLOSED;
        return rg_raise(th, RG_EXC_RuntimeError, "%s(): asynchronous generator is already running",
                        s->closing ? "aclose" : "athrow");
    }
    if (gen->closed) {
        s->state = STATE_CLOSED;
        raise_bare(th, RG_EXC_StopAsyncIteration);
        return RG_ERROR;
    }
    if (arg != RG_NONE)
        return rg_raise(th, RG_EXC_RuntimeError, "can't send non-None value to a just-started coroutine");
    s->state = STATE_ITER;
    gen->running_async = true;
    RgValue exc, result;
    if (s->closing) {
        gen->closed = true;
        exc = rg_call0(th, rg_from_ptr(RG_EXC(th, GeneratorExit)));
    } else {
        exc = rg_gen_throw_args(th, s->args[0], s->args[1], s->args[2]);
    }
    if (!exc) return athrow_failed(th, s);
    return athrow_result(th, s, rg_gen_throw(th, gen, exc, &result));
}

static RgValue athrow_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgAsyncStep *s = STEP(self);
    if (s->state == STATE_CLOSED)
        return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    if (s->gen->state == RG_GEN_FINISHED) {
        s->state = STATE_CLOSED;
        raise_bare(th, RG_EXC_StopIteration);
        return RG_ERROR;
    }
    if (s->state == STATE_INIT) return athrow_begin(th, s, args[0]);
    RgValue result;
    return athrow_result(th, s, rg_gen_send(th, s->gen, args[0], &result));
}

static RgValue athrow_next(RgThread *th, RgValue self)
{
    RgValue none = RG_NONE;
    return athrow_send(th, self, &none, 1);
}

static RgValue athrow_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgAsyncStep *s = STEP(self);
    if (s->state == STATE_CLOSED)
        return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    RgValue exc = rg_gen_throw_args(th, args[0], args[1], args[2]), result;
    if (!exc) return RG_ERROR;
    return athrow_result(th, s, rg_gen_throw(th, s->gen, exc, &result));
}

static const RgMethodDef athrow_methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the async generator with value.", athrow_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)", "Raises the exception in the async generator.", athrow_throw),
    RG_METHOD("close", "($self, /)", "Ends the awaitable.", step_close),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_async_gen_athrow = {
    .flags = RG_TF_NO_NEW | RG_TF_HIDDEN,
    .basicsize = sizeof(RgAsyncStep),
    .cell = {"async_generator_athrow", step_trace, NULL},
    .slots = {.iter = rg_gen_self, .next = athrow_next, .await = rg_gen_self},
    .methods = athrow_methods,
};

/* ---- the async generator ---- */

static RgValue gen_anext(RgThread *th, RgValue self) { return new_step(th, RG_KIND_async_gen_asend, self, RG_NONE); }

static RgValue gen_asend(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return new_step(th, RG_KIND_async_gen_asend, self, args[0]);
}

static RgValue gen_athrow(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue s = new_step(th, RG_KIND_async_gen_athrow, self, 0);
    for (int i = 0; s && i < 3; i++) rg_gc_store(rg_as_object(s), &STEP(s)->args[i], args[i]);
    return s;
}

static RgValue gen_aclose(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue s = new_step(th, RG_KIND_async_gen_athrow, self, 0);
    if (s) STEP(s)->closing = true;
    return s;
}

static RgValue get_running(RgThread *th, RgValue self) { return rg_from_bool(RG_GENERATOR(self)->running_async); }

static RgValue class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_generic_alias_new(th, self, args[0]);
}

static const RgMethodDef methods[] = {
    RG_METHOD("asend", "($self, value, /)", "Awaitable that resumes the generator with value.", gen_asend),
    RG_METHOD("athrow", "($self, typ, val=None, tb=None, /)", "Awaitable that raises the exception in the generator.", gen_athrow),
    RG_METHOD("aclose", "($self, /)", "Awaitable that raises GeneratorExit in the generator.", gen_aclose),
    RG_METHOD_F("__class_getitem__", "($type, item, /)", "See PEP 585", class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {
    {"__name__", rg_gen_get_name, rg_gen_set_name, "name of the async generator"},
    {"__qualname__", rg_gen_get_qualname, rg_gen_set_qualname, "qualified name of the async generator"},
    {"ag_await", rg_gen_get_awaiting, NULL, "object being awaited on, or None"},
    {"ag_frame", rg_gen_get_frame, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"ag_running", get_running, NULL, NULL},
    {"ag_code", rg_gen_get_code, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_async_generator = {
    .flags = RG_TF_NO_NEW | RG_TF_WEAKREF,
    .basicsize = sizeof(RgGenerator),
    .cell = {"async_generator", rg_gen_trace, NULL},
    .slots = {.repr = rg_gen_repr, .aiter = rg_gen_self, .anext = gen_anext, .finalize = rg_gen_finalize},
    .methods = methods,
    .getset = getset,
    .members = members,
};

/* ---- anext(iterator, default) ---- */

typedef struct RgAnext { RgObject head; RgValue awaitable, fallback; } RgAnext;

RgValue rg_anext_awaitable_new(RgThread *th, RgValue awaitable, RgValue fallback)
{
    RgAnext *a = rg_object_new(th, RG_KIND_anext_awaitable, sizeof *a);
    if (!a) return RG_ERROR;
    a->awaitable = awaitable;
    a->fallback = fallback;
    return rg_from_ptr(a);
}

static void anext_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgAnext *)cell)->awaitable);
    rg_mark_value(marker, ((RgAnext *)cell)->fallback);
}

/* The iterator to step: __await__ of the awaitable. */
static RgValue anext_inner(RgThread *th, RgAnext *a)
{
    RgValue it = rg_gen_awaitable(th, a->awaitable, 0);
    if (it && rg_is_kind(it, RG_KIND_coroutine)) {
        it = rg_call_method0(th, it, RG_SYM(th, __await__));
        if (it) rg_gc_store(a, &a->awaitable, it);
    }
    return it;
}

static RgValue anext_result(RgThread *th, RgAnext *a, RgValue v)
{
    if (v || !rg_raised_is(th, RG_EXC_StopAsyncIteration)) return v;
    rg_exception_clear(th);
    return rg_raise_call(th, RG_EXC(th, StopIteration), &a->fallback, 1);
}

static RgValue anext_call(RgThread *th, RgValue self, RgStr *name, const RgValue *args, size_t nargs)
{
    RgAnext *a = RG_AS(RgAnext, self);
    RgValue it = anext_inner(th, a);
    if (!it) return RG_ERROR;
    while (nargs > 1 && args[nargs - 1] == RG_UNBOUND) nargs--;
    return anext_result(th, a, rg_call_method(th, it, name, args, nargs));
}

static RgValue anext_next(RgThread *th, RgValue self)
{
    RgAnext *a = RG_AS(RgAnext, self);
    RgValue it = anext_inner(th, a);
    return it ? anext_result(th, a, rg_type_of(th->rt, it)->slots.next(th, it)) : RG_ERROR;
}
static RgValue anext_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return anext_call(th, self, RG_SYM(th, send), args, 1);
}
static RgValue anext_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return anext_call(th, self, RG_SYM(th, throw), args, 3);
}
static RgValue anext_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return anext_call(th, self, RG_SYM(th, close), args, 0);
}

static const RgMethodDef anext_methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the awaitable with value.", anext_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)", "Raises the exception in the awaitable.", anext_throw),
    RG_METHOD("close", "($self, /)", "Ends the awaitable.", anext_close),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_anext_awaitable = {
    .flags = RG_TF_NO_NEW | RG_TF_HIDDEN,
    .basicsize = sizeof(RgAnext),
    .cell = {"anext_awaitable", anext_trace, NULL},
    .slots = {.iter = rg_gen_self, .next = anext_next, .await = rg_gen_self},
    .methods = anext_methods,
};
