/* SPDX-License-Identifier: MIT
 *
 * generator_type.c: the generator type, and what coroutines and async generators share with it.
 */
#include "vm/type/gen_types.h"

void rg_gen_trace(RgMarker *marker, void *cell)
{
    RgGenerator *gen = cell;
    if (gen->storage) {
        rg_mark_cell(marker, gen->storage);
        rg_frame_trace(marker, gen->frame);
    }
    rg_mark_value(marker, gen->handled);
    rg_mark_value(marker, gen->inherited);
    rg_mark_cell(marker, gen->name);
    rg_mark_cell(marker, gen->qualname);
    rg_mark_cell(marker, gen->code);
    rg_mark_value(marker, gen->awaiting);
    rg_mark_value(marker, gen->hooks);
    rg_mark_value(marker, gen->origin);
}

RgValue rg_gen_repr(RgThread *th, RgValue self)
{
    RgGenerator *gen = RG_GENERATOR(self);
    const char *kind = gen->head.kind == RG_KIND_async_generator ? "async_generator" : rg_gen_kind_name(gen);
    return rg_from_ptr(rg_format(th, "<%s object %U at %p>", kind, gen->qualname, (void *)gen));
}

RgValue rg_gen_self(RgThread *th, RgValue self) { return self; }

RgValue rg_gen_iternext(RgThread *th, RgValue self)
{
    RgValue result = RG_NONE, v = rg_gen_send(th, RG_GENERATOR(self), RG_NONE, &result);
    if (v == RG_STOP && result != RG_NONE) return rg_gen_method_result(th, v, result);
    return v;
}

RgValue rg_gen_do_send(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue result, v = rg_gen_send(th, RG_GENERATOR(self), args[0], &result);
    return rg_gen_method_result(th, v, result);
}

RgValue rg_gen_do_throw(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue exc = rg_gen_throw_args(th, args[0], args[1], args[2]), result;
    if (!exc) return RG_ERROR;
    RgValue v = rg_gen_throw(th, RG_GENERATOR(self), exc, &result);
    return rg_gen_method_result(th, v, result);
}

RgValue rg_gen_do_close(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_gen_close(th, RG_GENERATOR(self)) ? RG_NONE : RG_ERROR;
}

void rg_gen_finalize(RgThread *th, RgValue self)
{
    RgGenerator *gen = RG_GENERATOR(self);
    if (gen->state == RG_GEN_FINISHED || gen->state == RG_GEN_RUNNING) return;
    if (gen->head.kind == RG_KIND_async_generator && gen->hooks && !gen->closed) {
        if (!rg_call1(th, gen->hooks, self)) rg_write_unraisable(th, self, NULL);
        return;
    }
    if (gen->head.kind == RG_KIND_coroutine && gen->state == RG_GEN_CREATED) {
        if (!rg_warn(th, RG_EXC_RuntimeWarning, 1, "coroutine '%U' was never awaited", gen->qualname))
            rg_write_unraisable(th, self, NULL);
        return;
    }
    if (!rg_gen_close(th, gen)) rg_write_unraisable(th, self, NULL);
}

RgValue rg_gen_get_name(RgThread *th, RgValue self) { return rg_from_ptr(RG_GENERATOR(self)->name); }
RgValue rg_gen_get_qualname(RgThread *th, RgValue self) { return rg_from_ptr(RG_GENERATOR(self)->qualname); }

bool rg_gen_set_name(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND || !rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "__name__ must be set to a string object");
        return false;
    }
    rg_gc_store_ptr(RG_GENERATOR(self), &RG_GENERATOR(self)->name, RG_STR(value));
    return true;
}

bool rg_gen_set_qualname(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND || !rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "__qualname__ must be set to a string object");
        return false;
    }
    rg_gc_store_ptr(RG_GENERATOR(self), &RG_GENERATOR(self)->qualname, RG_STR(value));
    return true;
}

RgValue rg_gen_get_frame(RgThread *th, RgValue self)
{
    RgGenerator *gen = RG_GENERATOR(self);
    if (!gen->frame) return RG_NONE;
    return rg_from_ptr(rg_frame_object(th, gen->frame));
}

RgValue rg_gen_get_running(RgThread *th, RgValue self) { return rg_from_bool(RG_GENERATOR(self)->state == RG_GEN_RUNNING); }
RgValue rg_gen_get_suspended(RgThread *th, RgValue self)
{
    return rg_from_bool(RG_GENERATOR(self)->state == RG_GEN_SUSPENDED);
}
RgValue rg_gen_get_code(RgThread *th, RgValue self) { return rg_from_ptr(RG_GENERATOR(self)->code); }
RgValue rg_gen_get_awaiting(RgThread *th, RgValue self)
{
    RgGenerator *gen = RG_GENERATOR(self);
    return gen->state == RG_GEN_SUSPENDED && gen->awaiting ? gen->awaiting : RG_NONE;
}

static const RgMethodDef methods[] = {
    RG_METHOD("send", "($self, value, /)", "Resumes the generator with value as the result of its yield; gives what it yields next.",
              rg_gen_do_send),
    RG_METHOD("throw", "($self, typ, val=None, tb=None, /)",
              "Raises the exception at the yield where the generator waits; gives what it yields next.", rg_gen_do_throw),
    RG_METHOD("close", "($self, /)", "Raises GeneratorExit at the yield where the generator waits.", rg_gen_do_close),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {
    {"__name__", rg_gen_get_name, rg_gen_set_name, "name of the generator"},
    {"__qualname__", rg_gen_get_qualname, rg_gen_set_qualname, "qualified name of the generator"},
    {"gi_yieldfrom", rg_gen_get_awaiting, NULL, "object being iterated by yield from, or None"},
    {"gi_running", rg_gen_get_running, NULL, NULL},
    {"gi_frame", rg_gen_get_frame, NULL, NULL},
    {"gi_suspended", rg_gen_get_suspended, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"gi_code", rg_gen_get_code, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_generator = {
    .flags = RG_TF_NO_NEW | RG_TF_WEAKREF,
    .basicsize = sizeof(RgGenerator),
    .cell = {"generator", rg_gen_trace, NULL},
    .slots = {.repr = rg_gen_repr, .iter = rg_gen_self, .next = rg_gen_iternext, .finalize = rg_gen_finalize},
    .methods = methods,
    .getset = getset,
    .members = members,
};
