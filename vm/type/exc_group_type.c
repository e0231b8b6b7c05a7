/* SPDX-License-Identifier: MIT
 *
 * exc_group_type.c: BaseExceptionGroup and ExceptionGroup.
 * Always holds: exceptions is a tuple of at least one exception; an ExceptionGroup holds only Exceptions.
 */
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/exception_types.h"

static RgTuple *parts_of(RgValue group) { return RG_TUPLE(RG_EXCEPTION(group)->fields[RG_XF_EG_EXCEPTIONS]); }
static RgValue message_of(RgValue group) { return RG_EXCEPTION(group)->fields[RG_XF_EG_MESSAGE]; }
static bool is_group(RgThread *th, RgValue e) { return rg_type_is_subtype(rg_type_of(th->rt, e), RG_EXC(th, BaseExceptionGroup)); }
static bool is_plain(RgThread *th, RgValue e) { return rg_type_is_subtype(rg_type_of(th->rt, e), RG_EXC(th, Exception)); }

/* The class to make: BaseExceptionGroup of nothing but Exceptions is an ExceptionGroup. */
static RgType *choose_type(RgThread *th, RgType *type, bool nested_base)
{
    if (type == RG_EXC(th, BaseExceptionGroup)) return nested_base ? type : RG_EXC(th, ExceptionGroup);
    if (!nested_base) return type;
    if (type == RG_EXC(th, ExceptionGroup)) {
        rg_raise(th, RG_EXC_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
        return NULL;
    }
    if (rg_type_is_subtype(type, RG_EXC(th, Exception))) {
        rg_raise(th, RG_EXC_TypeError, "Cannot nest BaseExceptions in '%N'", type);
        return NULL;
    }
    return type;
}

static RgValue group_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)kwnames;
    if (nargs != 2)
        return rg_raise(th, RG_EXC_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", nargs);
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", args[0]);
    if (!rg_is_sequence(th, args[1])) return rg_raise(th, RG_EXC_TypeError, "second argument (exceptions) must be a sequence");
    RgTuple *parts = rg_to_tuple(th, args[1]);
    if (!parts) return RG_ERROR;
    size_t n = rg_tuple_len(parts);
    if (!n) return rg_raise(th, RG_EXC_ValueError, "second argument (exceptions) must be a non-empty sequence");
    bool nested_base = false;
    for (size_t i = 0; i < n; i++) {
        if (!rg_is_exception(parts->items[i]))
            return rg_raise(th, RG_EXC_ValueError, "Item %zu of second argument (exceptions) is not an exception", i);
        nested_base |= !is_plain(th, parts->items[i]);
    }
    type = choose_type(th, type, nested_base);
    RgValue self = type ? rg_base_exception_new(th, type, args, nargs, NULL) : RG_ERROR;
    if (!self) return RG_ERROR;
    RgException *e = RG_EXCEPTION(self);
    rg_gc_store(e, &e->fields[RG_XF_EG_MESSAGE], args[0]);
    rg_gc_store(e, &e->fields[RG_XF_EG_EXCEPTIONS], rg_from_ptr(parts));
    return self;
}

static RgValue group_str(RgThread *th, RgValue self)
{
    size_t n = rg_tuple_len(parts_of(self));
    return rg_from_ptr(rg_format(th, "%S (%zu sub-exception%s)", message_of(self), n, n > 1 ? "s" : ""));
}

static RgValue group_derive(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    RgValue a[2] = {message_of(self), args[0]};
    return rg_call(th, rg_from_ptr(RG_EXC(th, BaseExceptionGroup)), a, 2, NULL);
}

RgValue rg_exception_group_subset(RgThread *th, RgValue group, RgList *exceptions)
{
    if (exceptions->length == 0) return RG_NONE;
    RgValue made = rg_call_method1(th, group, RG_SYM(th, derive), rg_from_ptr(exceptions));
    if (!made) return RG_ERROR;
    if (!rg_is_exception(made) || !is_group(th, made))
        return rg_raise(th, RG_EXC_TypeError, "derive must return an instance of BaseExceptionGroup");
    RgException *to = RG_EXCEPTION(made), *from = RG_EXCEPTION(group);
    rg_gc_store(to, &to->traceback, from->traceback);
    rg_gc_store(to, &to->context, from->context);
    rg_gc_store(to, &to->cause, from->cause);
    to->suppress_context = true; /* as setting a cause does, None too */
    RgValue notes = rg_attr_lookup(th, group, RG_SYM(th, __notes__));
    if (!notes) return RG_ERROR;
    if (notes != RG_UNBOUND && rg_is_sequence(th, notes)) {
        RgList *copy = rg_to_list(th, notes); /* the parts' notes are independent */
        if (!copy || !rg_attr_set(th, made, RG_SYM(th, __notes__), rg_from_ptr(copy))) return RG_ERROR;
    }
    return made;
}

/* ---- splitting ---- */

typedef enum Matcher { MATCH_TYPE, MATCH_CALL } Matcher;

static bool is_exception_class(RgValue v) { return rg_is_type(v) && (RG_AS(RgType, v)->flags & RG_TF_EXCEPTION); }

static bool matcher_kind(RgThread *th, RgValue value, Matcher *kind)
{
    *kind = MATCH_TYPE;
    if (is_exception_class(value)) return true;
    if (rg_is_kind(value, RG_KIND_function)) {
        *kind = MATCH_CALL;
        return true;
    }
    if (rg_is_tuple(value)) {
        RgTuple *t = RG_TUPLE(value);
        size_t i = 0;
        while (i < rg_tuple_len(t) && is_exception_class(t->items[i])) i++;
        if (i == rg_tuple_len(t)) return true;
    }
    rg_raise(th, RG_EXC_TypeError, "expected a function, exception type or tuple of exception types");
    return false;
}

static int matches(RgThread *th, Matcher kind, RgValue matcher, RgValue e)
{
    if (kind == MATCH_TYPE) return rg_exception_matches(th, e, matcher);
    RgValue r = rg_call1(th, matcher, e);
    return r ? rg_truth(th, r) : -1;
}

static bool split(RgThread *th, RgValue e, Matcher kind, RgValue matcher, bool want_rest, RgValue *match, RgValue *rest)
{
    *match = *rest = RG_NONE;
    int m = matches(th, kind, matcher, e);
    if (m < 0) return false;
    if (m) {
        *match = e;
        return true;
    }
    if (!is_group(th, e)) {
        *rest = e;
        return true;
    }
    RgTuple *parts = parts_of(e);
    RgList *yes = rg_list_new(th, 2), *no = rg_list_new(th, 2);
    if (!yes || !no || !rg_recursion_enter(th, " in exceptiongroup_split_recursive")) return false;
    bool ok = true;
    for (size_t i = 0; i < rg_tuple_len(parts) && ok; i++) {
        RgValue part_match, part_rest;
        ok = split(th, parts->items[i], kind, matcher, want_rest, &part_match, &part_rest) &&
             (part_match == RG_NONE || rg_list_append(th, yes, part_match)) &&
             (part_rest == RG_NONE || rg_list_append(th, no, part_rest));
    }
    rg_recursion_leave(th);
    if (!ok) return false;
    *match = rg_exception_group_subset(th, e, yes);
    if (!*match) return false;
    if (want_rest) *rest = rg_exception_group_subset(th, e, no);
    return *rest != 0;
}

static RgValue group_split(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    Matcher kind;
    RgValue match, rest;
    if (!matcher_kind(th, args[0], &kind) || !split(th, self, kind, args[0], true, &match, &rest)) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 2, match, rest));
}

static RgValue group_subgroup(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    Matcher kind;
    RgValue match, rest;
    if (!matcher_kind(th, args[0], &kind) || !split(th, self, kind, args[0], false, &match, &rest)) return RG_ERROR;
    return match;
}

static RgValue get_message(RgThread *th, RgValue self) { return (void)th, message_of(self); }
static RgValue get_exceptions(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(parts_of(self)); }

static const RgMethodDef methods[] = {
    RG_METHOD_F("__class_getitem__", "($type, object, /)", "See PEP 585", rg_generic_class_getitem, RG_MF_CLASS),
    RG_METHOD("derive", "($self, excs, /)", NULL, group_derive),
    RG_METHOD("split", "($self, matcher, /)", NULL, group_split),
    RG_METHOD("subgroup", "($self, matcher, /)", NULL, group_subgroup),
    RG_METHOD_END,
};
static const RgGetSetDef getset[] = {{"message", get_message, NULL, "exception message"},
                                     {"exceptions", get_exceptions, NULL, "nested exceptions"},
                                     RG_GETSET_END};

const RgTypeSpec rg_spec_base_exception_group = {
    .flags = RG_TF_BASETYPE | RG_TF_SOLID,
    .slots = {.str = group_str, .init = rg_base_exception_init, .new_ = group_new},
    .methods = methods,
    .getset = getset,
};
const RgTypeSpec rg_spec_exception_group = {.flags = RG_TF_BASETYPE};
