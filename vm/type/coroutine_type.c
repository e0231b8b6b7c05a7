/* SPDX-License-Identifier: MIT
 *
 * coroutine_type.c: coroutines and the iterator that their __await__ gives.
 */
#include "vm/type/gen_types.h"

typedef struct RgCoroutineWrapper { RgObject head; RgValue coroutine; } RgCoroutineWrapper;

static RgValue coroutine_await(RgThread *th, RgValue self)
{
    RgCoroutineWrapper *w = rg_object_new(th, RG_KIND_coroutine_wrapper, sizeof *w);
    if (!w) return RG_ERROR;
    w->coroutine = self;
    return rg_from_ptr(w);
}

static RgValue get_origin(RgThread *th, RgValue self)
{
    RgGenerator *gen = RG_GENERATOR(self);
    return gen->origin ? gen->origin : RG_NONE;
}

static const RgMethodDef methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the coroutine with value; gives what it yields next.", rg_gen_do_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)", "Raises the exception where the coroutine waits.", rg_gen_do_throw),
    RG_METHOD("close", "($self, /)", "Raises GeneratorExit where the coroutine waits.", rg_gen_do_close),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {
    {"__name__", rg_gen_get_name, rg_gen_set_name, "name of the coroutine"},
    {"__qualname__", rg_gen_get_qualname, rg_gen_set_qualname, "qualified name of the coroutine"},
    {"cr_await", rg_gen_get_awaiting, NULL, "object being awaited on, or None"},
    {"cr_running", rg_gen_get_running, NULL, NULL},
    {"cr_frame", rg_gen_get_frame, NULL, NULL},
    {"cr_suspended", rg_gen_get_suspended, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"cr_code", rg_gen_get_code, NULL, NULL},
    {"cr_origin", get_origin, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_coroutine = {
    .flags = RG_TF_NO_NEW | RG_TF_WEAKREF,
    .basicsize = sizeof(RgGenerator),
    .cell = {"coroutine", rg_gen_trace, NULL},
    .slots = {.repr = rg_gen_repr, .await = coroutine_await, .finalize = rg_gen_finalize},
    .methods = methods,
    .getset = getset,
    .members = members,
};

static void wrapper_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgCoroutineWrapper *)cell)->coroutine);
}

static RgValue inner(RgValue self) { return RG_AS(RgCoroutineWrapper, self)->coroutine; }
static RgValue wrapper_next(RgThread *th, RgValue self) { return rg_gen_iternext(th, inner(self)); }
static RgValue wrapper_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_gen_do_send(th, inner(self), args, nargs);
}
static RgValue wrapper_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_gen_do_throw(th, inner(self), args, nargs);
}
static RgValue wrapper_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_gen_do_close(th, inner(self), args, nargs);
}

static const RgMethodDef wrapper_methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the coroutine with value.", wrapper_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)", "Raises the exception where the coroutine waits.", wrapper_throw),
    RG_METHOD("close", "($self, /)", "Raises GeneratorExit where the coroutine waits.", wrapper_close),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_coroutine_wrapper = {
    .doc = "A wrapper object implementing __await__ for coroutines.",
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgCoroutineWrapper),
    .cell = {"coroutine_wrapper", wrapper_trace, NULL},
    .slots = {.iter = rg_gen_self, .next = wrapper_next},
    .methods = wrapper_methods,
};
