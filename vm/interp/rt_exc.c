/* SPDX-License-Identifier: MIT
 *
 * rt_exc.c: raising, matching, exception groups and with statements.
 */
#include "vm/interp/rt.h"

bool rg_rt_raise(RgThread *th, RgValue exc, RgValue cause, uint32_t mode)
{
    if (mode == 0) {
        if (!rg_is_object(th->handled)) {
            rg_raise(th, RG_EXC_RuntimeError, "No active exception to reraise");
            return false;
        }
        th->pending = th->handled;
        return true;
    }
    rg_exception_do_raise(th, exc, mode == 2 ? cause : RG_UNBOUND);
    return false;
}

int rg_rt_exc_match(RgThread *th, RgValue exc, RgValue type)
{
    if (rg_exactly(type, RG_KIND_type) && RG_AS(RgType, type)->flags & RG_TF_EXCEPTION && rg_is_object(exc)) {
        RgType *t = rg_object_type(rg_as_object(exc));
        if (rg_from_ptr(t) == type) return 1;
        return rg_type_is_subtype(t, RG_AS(RgType, type));
    }
    return rg_exception_check_match(th, exc, type);
}

bool rg_rt_eg_match(RgThread *th, RgValue exc, RgValue type, RgValue *match, RgValue *rest)
{
    return rg_exception_group_match(th, exc, type, match, rest);
}

RgValue rg_rt_prep_reraise_star(RgThread *th, RgValue orig, RgValue list)
{
    return rg_exception_prep_reraise_star(th, orig, list);
}

bool rg_rt_before_with(RgThread *th, RgValue mgr, bool async, RgValue *exit, RgValue *enter)
{
    RgStr *enter_name = async ? RG_SYM(th, __aenter__) : RG_SYM(th, __enter__);
    RgStr *exit_name = async ? RG_SYM(th, __aexit__) : RG_SYM(th, __exit__);
    const char *protocol = async ? "asynchronous context manager" : "context manager";
    RgValue enter_fn = rg_type_lookup_special(th, mgr, enter_name);
    if (!enter_fn) {
        if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "'%T' object does not support the %s protocol", mgr, protocol);
        return false;
    }
    *exit = rg_type_lookup_special(th, mgr, exit_name);
    if (!*exit) {
        if (!rg_raised(th))
            rg_raise(th, RG_EXC_TypeError, "'%T' object does not support the %s protocol (missed %s method)", mgr, protocol,
                     async ? "__aexit__" : "__exit__");
        return false;
    }
    *enter = rg_call0(th, enter_fn);
    return *enter != 0;
}

RgValue rg_rt_with_except_start(RgThread *th, RgValue exit, RgValue exc)
{
    if (!rg_is_exception(exc)) return rg_call3(th, exit, RG_NONE, RG_NONE, RG_NONE); /* None: no exception */
    RgValue type = rg_from_ptr(rg_type_of(th->rt, exc)), tb = RG_EXCEPTION(exc)->traceback;
    return rg_call3(th, exit, type, exc, tb ? tb : RG_NONE);
}
