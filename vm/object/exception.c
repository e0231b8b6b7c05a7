/* SPDX-License-Identifier: MIT
 *
 * exception.c: exception objects: making, raising as the raise statement does, matching, and groups for except*.
 * Always holds: args is a tuple once the exception is made; traceback, context and cause are objects or RG_NONE.
 */
#include "vm/object/exception.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

RgValue rg_exception_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs)
{
    if (RG_LIKELY(rg_object_type(&type->head) == RG_TYPE(th, type))) {
        /* type.__call__ without the detour. */
        if (!type->slots.new_) return rg_raise(th, RG_EXC_TypeError, "cannot create '%N' instances", type);
        RgValue e = type->slots.new_(th, type, args, nargs, NULL);
        if (!e || !rg_is_exception(e)) return e;
        RgInitFn init = rg_type_of(th->rt, e)->slots.init;
        return !init || init(th, e, args, nargs, NULL) ? e : RG_ERROR;
    }
    return rg_call(th, rg_from_ptr(type), args, nargs, NULL);
}

RgValue rg_exception_no_memory(RgThread *th)
{
    /* Kept from the start (vm/type/types.c), since there may be no room for a new one now. */
    RgValue spare = th->rt->spare_memory_error;
    RgException *e = spare ? RG_EXCEPTION(spare) : NULL;
    if (e) {
        e->traceback = e->context = e->cause = RG_NONE;
        e->suppress_context = false;
    }
    return spare;
}

bool rg_exception_set_traceback(RgThread *th, RgValue exception, RgValue traceback)
{
    if (traceback != RG_NONE && !rg_is_kind(traceback, RG_KIND_traceback)) {
        rg_raise(th, RG_EXC_TypeError, "__traceback__ must be a traceback or None");
        return false;
    }
    RgException *e = RG_EXCEPTION(exception);
    rg_gc_store(e, &e->traceback, traceback);
    return true;
}

static bool is_exception_class(RgValue v) { return rg_is_type(v) && (RG_AS(RgType, v)->flags & RG_TF_EXCEPTION); }

RgValue rg_exception_do_raise(RgThread *th, RgValue exc, RgValue cause)
{
    RgValue value = exc;
    if (is_exception_class(exc)) {
        value = rg_call0(th, exc);
        if (!value) return RG_ERROR;
        if (!rg_is_exception(value))
            return rg_raise(th, RG_EXC_TypeError, "calling %R should have returned an instance of BaseException, not %R", exc,
                            rg_from_ptr(rg_type_of(th->rt, value)));
    } else if (!rg_is_exception(exc)) {
        return rg_raise(th, RG_EXC_TypeError, "exceptions must derive from BaseException");
    }
    if (cause != RG_UNBOUND) {
        if (is_exception_class(cause)) {
            cause = rg_call0(th, cause);
            if (!cause) return RG_ERROR;
            if (!rg_is_exception(cause))
                return rg_raise(th, RG_EXC_TypeError,
                                "calling %R should have returned an instance of BaseException, not %R", exc,
                                rg_from_ptr(rg_type_of(th->rt, cause)));
        } else if (cause != RG_NONE && !rg_is_exception(cause)) {
            return rg_raise(th, RG_EXC_TypeError, "exception causes must derive from BaseException");
        }
        RgException *e = RG_EXCEPTION(value);
        rg_gc_store(e, &e->cause, cause);
        e->suppress_context = true;
    }
    return rg_raise_object(th, value);
}

int rg_exception_check_match(RgThread *th, RgValue exception, RgValue type_or_tuple)
{
    static const char message[] = "catching classes that do not inherit from BaseException is not allowed";
    if (rg_is_tuple(type_or_tuple)) {
        RgTuple *t = RG_TUPLE(type_or_tuple);
        for (size_t i = 0; i < rg_tuple_len(t); i++)
            if (!is_exception_class(t->items[i])) {
                rg_raise(th, RG_EXC_TypeError, message);
                return -1;
            }
    } else if (!is_exception_class(type_or_tuple)) {
        rg_raise(th, RG_EXC_TypeError, message);
        return -1;
    }
    return rg_exception_matches(th, exception, type_or_tuple);
}

/* ---- except* ---- */

static bool check_star_types(RgThread *th, RgValue type)
{
    if (rg_exception_check_match(th, RG_NONE, type) < 0) return false;
    size_t n = rg_is_tuple(type) ? rg_tuple_len(RG_TUPLE(type)) : 1;
    for (size_t i = 0; i < n; i++) {
        RgValue t = rg_is_tuple(type) ? RG_TUPLE(type)->items[i] : type;
        if (!rg_type_is_subtype(RG_AS(RgType, t), RG_EXC(th, BaseExceptionGroup))) continue;
        rg_raise(th, RG_EXC_TypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
        return false;
    }
    return true;
}

static bool is_none_or_exception(RgValue v)
{
    return v == RG_NONE || rg_is_exception(v);
}

static bool is_group(RgThread *th, RgValue exc)
{
    return rg_type_is_subtype(rg_type_of(th->rt, exc), RG_EXC(th, BaseExceptionGroup));
}

bool rg_exception_group_match(RgThread *th, RgValue exc, RgValue type, RgValue *match, RgValue *rest)
{
    *match = *rest = RG_NONE;
    if (!check_star_types(th, type)) return false;
    if (exc == RG_NONE) return true;
    if (rg_exception_matches(th, exc, type)) {
        if (is_group(th, exc)) {
            *match = exc;
            return true;
        }
        /* A plain exception is caught wrapped in a group of its own, which has no traceback. */
        RgValue list = rg_from_ptr(rg_tuple_pack(th, 1, exc));
        if (!list) return false;
        RgValue args[2] = {rg_from_ptr(th->rt->empty_str), list};
        RgValue group = rg_call(th, rg_from_ptr(RG_EXC(th, ExceptionGroup)), args, 2, NULL);
        if (!group && rg_raised_is(th, RG_EXC_TypeError)) {
            rg_exception_clear(th);
            group = rg_call(th, rg_from_ptr(RG_EXC(th, BaseExceptionGroup)), args, 2, NULL);
        }
        if (!group) return false;
        *match = group;
        return true;
    }
    if (is_group(th, exc)) {
        RgValue pair = rg_call_method1(th, exc, RG_SYM(th, split), type);
        if (!pair) return false;
        if (!rg_is_tuple(pair) || rg_tuple_len(RG_TUPLE(pair)) < 2) {
            rg_raise(th, RG_EXC_TypeError, "%T.split must return a 2-tuple", exc);
            return false;
        }
        *match = RG_TUPLE(pair)->items[0];
        *rest = RG_TUPLE(pair)->items[1];
        if (is_none_or_exception(*match) && is_none_or_exception(*rest)) return true;
        rg_raise(th, RG_EXC_TypeError, "%T.split must return exceptions or None", exc);
        return false;
    }
    *rest = exc;
    return true;
}

/* Same metadata as the original group: then it is a part of it that was not handled, not a new exception. */
static bool same_metadata(RgValue a, RgValue b)
{
    RgException *x = RG_EXCEPTION(a), *y = RG_EXCEPTION(b);
    RgValue nx = x->notes, ny = y->notes;
    return nx == ny && x->traceback == y->traceback && x->cause == y->cause && x->context == y->context;
}

static bool collect_leaves(RgThread *th, RgValue exc, RgList *leaves)
{
    if (!is_group(th, exc)) return rg_list_append(th, leaves, exc);
    RgTuple *parts = RG_TUPLE(RG_EXCEPTION(exc)->fields[RG_XF_EG_EXCEPTIONS]);
    if (!rg_recursion_enter(th, " in collect_exception_group_leaf_ids")) return false;
    bool ok = true;
    for (size_t i = 0; i < rg_tuple_len(parts) && ok; i++) ok = collect_leaves(th, parts->items[i], leaves);
    rg_recursion_leave(th);
    return ok;
}

/* The part of group whose leaves are in keep (by identity), with the group's structure; RG_NONE: nothing. */
static RgValue projection(RgThread *th, RgValue exc, RgList *keep)
{
    if (!is_group(th, exc)) {
        for (int64_t i = 0; i < keep->length; i++)
            if (keep->items[i] == exc) return exc;
        return RG_NONE;
    }
    RgTuple *parts = RG_TUPLE(RG_EXCEPTION(exc)->fields[RG_XF_EG_EXCEPTIONS]);
    RgList *out = rg_list_new(th, 4);
    if (!out || !rg_recursion_enter(th, " in exception_group_split")) return RG_ERROR;
    for (size_t i = 0; i < rg_tuple_len(parts); i++) {
        RgValue part = projection(th, parts->items[i], keep);
        if (!part || (part != RG_NONE && !rg_list_append(th, out, part))) {
            rg_recursion_leave(th);
            return RG_ERROR;
        }
    }
    rg_recursion_leave(th);
    if (out->length == 0) return RG_NONE;
    return rg_exception_group_subset(th, exc, out);
}

RgValue rg_exception_prep_reraise_star(RgThread *th, RgValue original, RgValue excs)
{
    /* The verifier follows neither which register holds the list nor what is in it. */
    bool fine = rg_is_exact(excs, RG_KIND_list);
    RgList *list = fine ? RG_LIST(excs) : NULL;
    for (int64_t i = 0; fine && i < list->length; i++)
        fine = is_none_or_exception(list->items[i]);
    if (!fine) return rg_raise(th, RG_EXC_SystemError, "bad list of exceptions");
    if (list->length == 0) return RG_NONE;
    if (!is_group(th, original)) {
        /* A plain exception was wrapped: it is either handled or raised again, alone. */
        for (int64_t i = 0; i < list->length; i++)
            if (list->items[i] != RG_NONE) return list->items[i];
        return RG_NONE;
    }
    RgList *raised = rg_list_new(th, list->length), *leaves = rg_list_new(th, 4);
    if (!raised || !leaves) return RG_ERROR;
    for (int64_t i = 0; i < list->length; i++) {
        RgValue e = list->items[i];
        if (e == RG_NONE) continue;
        if (is_group(th, e) && same_metadata(original, e)) {
            if (!collect_leaves(th, e, leaves)) return RG_ERROR;
        } else if (!rg_list_append(th, raised, e)) {
            return RG_ERROR;
        }
    }
    RgValue reraised = leaves->length ? projection(th, original, leaves) : RG_NONE;
    if (!reraised) return RG_ERROR;
    if (raised->length == 0) return reraised;
    if (reraised != RG_NONE && !rg_list_append(th, raised, reraised)) return RG_ERROR;
    RgValue args[2] = {rg_from_ptr(th->rt->empty_str), rg_from_ptr(raised)};
    return rg_call(th, rg_from_ptr(RG_EXC(th, BaseExceptionGroup)), args, 2, NULL);
}
