/* SPDX-License-Identifier: MIT
 *
 * text.c: str(), repr(), ascii() and format() of any value, and isinstance() and issubclass() with their hooks.
 * Always holds: results are str objects (subclasses included where CPython lets them through).
 */
#include "vm/object/call.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

static RgStr *checked(RgThread *th, RgValue v, const char *method)
{
    if (!v) return NULL;
    if (rg_is_str(v)) return RG_STR(v);
    rg_raise(th, RG_EXC_TypeError, "%s returned non-string (type %T)", method, v);
    return NULL;
}

RgStr *rg_repr(RgThread *th, RgValue v)
{
    RgType *type = rg_type_of(th->rt, v);
    if (!type->slots.repr) return rg_format(th, "<%N object at %p>", type, (void *)(uintptr_t)v);
    if (!rg_recursion_enter(th, " while getting the repr of an object")) return NULL;
    RgValue r = type->slots.repr(th, v);
    rg_recursion_leave(th);
    return checked(th, r, "__repr__");
}

RgStr *rg_str_of(RgThread *th, RgValue v)
{
    if (rg_is_exact(v, RG_KIND_str)) return RG_STR(v);
    if (rg_is_int(v)) return rg_int_to_str(th, v, 10);
    RgType *type = rg_type_of(th->rt, v);
    if (!type->slots.str) return rg_repr(th, v);
    if (!rg_recursion_enter(th, " while getting the str of an object")) return NULL;
    RgValue r = type->slots.str(th, v);
    rg_recursion_leave(th);
    return checked(th, r, "__str__");
}

RgStr *rg_ascii(RgThread *th, RgValue v)
{
    RgStr *s = rg_repr(th, v);
    if (!s || (s->head.aux & RG_STRF_ASCII)) return s;
    RgStrBuilder b;
    rg_builder_init(&b, th, s->length + 16);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c < 0x80) rg_builder_char(&b, c);
        else rg_builder_printf(&b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
    return rg_builder_finish(&b);
}

RgStr *rg_format_value(RgThread *th, RgValue v, RgStr *spec)
{
    if (!spec || spec->length == 0) {
        if (rg_is_exact(v, RG_KIND_str)) return RG_STR(v);
        if (rg_is_int(v) || rg_is_double(v)) return rg_str_of(th, v);
        spec = th->rt->empty_str;
    }
    RgType *type = rg_type_of(th->rt, v);
    RgValue found = rg_type_lookup(th, type, RG_SYM(th, __format__)), arg = rg_from_ptr(spec), r;
    if (found && rg_is_exact(found, RG_KIND_method_descriptor) && rg_type_is_subtype(type, RG_AS(RgNative, found)->type)) {
        /* As of all builtin types: nothing needs to be bound. */
        r = rg_native_invoke(th, RG_AS(RgNative, found), v, &arg, 1, NULL);
    } else {
        RgValue format = rg_type_lookup_special(th, v, RG_SYM(th, __format__));
        if (!format) {
            if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "Type %T doesn't define __format__", v);
            return NULL;
        }
        r = rg_call1(th, format, arg);
    }
    if (!r) return NULL;
    if (rg_is_str(r)) return RG_STR(r);
    rg_raise(th, RG_EXC_TypeError, "__format__ must return a str, not %T", r);
    return NULL;
}

/* ---- isinstance and issubclass ---- */

/* __bases__ of anything: a tuple, NULL with nothing raised when absent or no tuple. */
static RgTuple *abstract_bases(RgThread *th, RgValue cls)
{
    RgValue bases = rg_attr_lookup(th, cls, RG_SYM(th, __bases__));
    return bases && bases != RG_UNBOUND && rg_is_tuple(bases) ? RG_TUPLE(bases) : NULL;
}

static int abstract_subclass(RgThread *th, RgValue derived, RgValue cls)
{
    for (;;) {
        if (derived == cls) return 1;
        RgTuple *bases = abstract_bases(th, derived);
        if (!bases) return rg_raised(th) ? -1 : 0;
        size_t n = rg_tuple_len(bases);
        if (n == 0) return 0;
        if (n == 1) {
            derived = bases->items[0];
            continue;
        }
        if (!rg_recursion_enter(th, " in __subclasscheck__")) return -1;
        int r = 0;
        for (size_t i = 0; i < n && r == 0; i++) r = abstract_subclass(th, bases->items[i], cls);
        rg_recursion_leave(th);
        return r;
    }
}

static bool check_class(RgThread *th, RgValue cls, const char *error)
{
    if (abstract_bases(th, cls)) return true;
    if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "%s", error);
    return false;
}

int rg_is_instance_real(RgThread *th, RgValue v, RgValue cls)
{
    RgType *type = rg_type_of(th->rt, v);
    if (rg_is_type(cls)) {
        if (rg_type_is_subtype(type, RG_AS(RgType, cls))) return 1;
        /* A proxy may claim another class. Without a __class__ of its own no instance can. */
        if ((type->flags & RG_TF_DEFAULT_GETATTR) &&
            (!(type->flags & RG_TF_HEAP) || rg_type_lookup(th, type, RG_SYM(th, __class__)) ==
                                                rg_type_lookup(th, RG_TYPE(th, object), RG_SYM(th, __class__))))
            return 0;
        RgValue claimed = rg_attr_lookup(th, v, RG_SYM(th, __class__));
        if (!claimed) return -1;
        if (claimed != RG_UNBOUND && claimed != rg_from_ptr(type) && rg_is_type(claimed))
            return rg_type_is_subtype(RG_AS(RgType, claimed), RG_AS(RgType, cls));
        return 0;
    }
    if (!check_class(th, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")) return -1;
    RgValue claimed = rg_attr_lookup(th, v, RG_SYM(th, __class__));
    if (!claimed) return -1;
    return claimed == RG_UNBOUND ? 0 : abstract_subclass(th, claimed, cls);
}

int rg_is_subclass_real(RgThread *th, RgValue derived, RgValue cls)
{
    if (rg_is_type(cls) && rg_is_type(derived)) return rg_type_is_subtype(RG_AS(RgType, derived), RG_AS(RgType, cls));
    if (!check_class(th, derived, "issubclass() arg 1 must be a class")) return -1;
    if (!rg_is_kind(cls, RG_KIND_union_type) &&
        !check_class(th, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return abstract_subclass(th, derived, cls);
}

static int check_tuple(RgThread *th, RgValue v, RgTuple *classes, size_t from, int (*check)(RgThread *th, RgValue v, RgValue cls),
                       const char *where)
{
    if (!rg_recursion_enter(th, where)) return -1;
    int r = 0;
    for (size_t i = from; i < rg_tuple_len(classes) && r == 0; i++) r = check(th, v, classes->items[i]);
    rg_recursion_leave(th);
    return r;
}

static int call_check(RgThread *th, RgValue v, RgValue cls, RgValue checker, const char *where)
{
    if (!rg_recursion_enter(th, where)) return -1;
    RgValue r = rg_call1(th, checker, v);
    rg_recursion_leave(th);
    (void)cls;
    return r ? rg_truth(th, r) : -1;
}

/* Classes without hooks at the beginning of the tuple are asked directly. */
static int is_instance_of_any(RgThread *th, RgValue v, RgTuple *classes)
{
    RgValue type = rg_from_ptr(rg_type_of(th->rt, v));
    size_t i = 0;
    for (size_t n = rg_tuple_len(classes); i < n; i++) {
        RgValue cls = classes->items[i];
        if (!rg_is_type(cls) || (cls != type && rg_object_type(rg_as_object(cls)) != RG_TYPE(th, type))) break;
        int r = cls == type ? 1 : rg_is_instance_real(th, v, cls);
        if (r) return r;
    }
    return i == rg_tuple_len(classes) ? 0 : check_tuple(th, v, classes, i, rg_is_instance, " in __instancecheck__");
}

int rg_is_instance(RgThread *th, RgValue v, RgValue cls)
{
    if (rg_is_type(cls)) {
        if (rg_from_ptr(rg_type_of(th->rt, v)) == cls) return 1;
        if (rg_object_type(rg_as_object(cls)) == RG_TYPE(th, type)) return rg_is_instance_real(th, v, cls);
    } else if (rg_is_kind(cls, RG_KIND_union_type)) {
        cls = RG_AS(RgUnion, cls)->args;
    }
    if (rg_is_tuple(cls)) return is_instance_of_any(th, v, RG_TUPLE(cls));
    RgValue checker = rg_type_lookup_special(th, cls, RG_SYM(th, __instancecheck__));
    if (checker) return call_check(th, v, cls, checker, " in __instancecheck__");
    return rg_raised(th) ? -1 : rg_is_instance_real(th, v, cls);
}

int rg_is_subclass(RgThread *th, RgValue v, RgValue cls)
{
    if (rg_is_type(cls) && rg_object_type(rg_as_object(cls)) == RG_TYPE(th, type))
        return v == cls ? 1 : rg_is_subclass_real(th, v, cls);
    if (rg_is_kind(cls, RG_KIND_union_type)) cls = RG_AS(RgUnion, cls)->args;
    if (rg_is_tuple(cls)) return check_tuple(th, v, RG_TUPLE(cls), 0, rg_is_subclass, " in __subclasscheck__");
    RgValue checker = rg_type_lookup_special(th, cls, RG_SYM(th, __subclasscheck__));
    if (checker) return call_check(th, v, cls, checker, " in __subclasscheck__");
    return rg_raised(th) ? -1 : rg_is_subclass_real(th, v, cls);
}
