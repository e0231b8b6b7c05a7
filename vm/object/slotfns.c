/* SPDX-License-Identifier: MIT
 *
 * slotfns.c: slot functions of classes: they find the dunder on the operand's type and call it.
 * Always holds: the lookup skips the instance; functions are called with self in front, without making a bound method.
 */
#include "vm/object/slotfns.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

/* Calls self.<name>(args...) found on the type; 0 with nothing raised and *absent set when there is none. */
static RgValue call_found(RgThread *th, RgValue self, RgValue descr, const RgValue *args, size_t nargs)
{
    RgType *descr_type = rg_type_of(th->rt, descr);
    if (descr_type->flags & RG_TF_METHOD) {
        RgValue all[5];
        RG_ASSERT(nargs < RG_COUNT_OF(all), "%zu", nargs);
        all[0] = self;
        for (size_t i = 0; i < nargs; i++) all[i + 1] = args[i];
        return rg_call(th, descr, all, nargs + 1, NULL);
    }
    RgValue bound = rg_attr_bind(th, descr, self, rg_type_of(th->rt, self));
    return bound ? rg_call(th, bound, args, nargs, NULL) : RG_ERROR;
}

static RgValue find(RgThread *th, RgValue self, RgStr *name) { return rg_type_lookup(th, rg_type_of(th->rt, self), name); }

/* Must exist (a slot function runs because it did): AttributeError named like the dunder otherwise. */
static RgValue call_dunder(RgThread *th, RgValue self, RgStr *name, const RgValue *args, size_t nargs)
{
    RgValue descr = find(th, self, name);
    if (!descr) return rg_raise(th, RG_EXC_AttributeError, "%U", name);
    return call_found(th, self, descr, args, nargs);
}

/* RG_NOT_IMPLEMENTED when absent. */
static RgValue maybe_dunder(RgThread *th, RgValue self, RgStr *name, RgValue other)
{
    RgValue descr = find(th, self, name);
    return descr ? call_found(th, self, descr, &other, 1) : RG_NOT_IMPLEMENTED;
}

#define UNARY(F, D) \
    RgValue rg_slotfn_##F##_UNARY(RgThread *th, RgValue self) { return call_dunder(th, self, RG_SYM(th, D), NULL, 0); }
RG_SLOTFN_UNARIES(UNARY)
#undef UNARY

#define BINARY(F, D)                                                            \
    RgValue rg_slotfn_##F##_BINARY(RgThread *th, RgValue self, RgValue other)    \
    {                                                                           \
        return call_dunder(th, self, RG_SYM(th, D), &other, 1);                 \
    }
RG_SLOTFN_BINARIES(BINARY)
#undef BINARY

/* Does other's type redefine the reflected method that self's type has? */
static bool overrides(RgThread *th, RgValue self, RgValue other, RgStr *rname)
{
    RgValue theirs = find(th, other, rname);
    if (!theirs) return false;
    return theirs != find(th, self, rname);
}

static RgValue number(RgThread *th, RgValue a, RgValue b, RgStr *name, RgStr *rname, bool a_ours, bool b_ours)
{
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    bool do_other = ta != tb && b_ours;
    if (a_ours) {
        if (do_other && rg_type_is_subtype(tb, ta) && overrides(th, a, b, rname)) {
            RgValue r = maybe_dunder(th, b, rname, a);
            if (r != RG_NOT_IMPLEMENTED) return r;
            do_other = false;
        }
        RgValue r = maybe_dunder(th, a, name, b);
        if (r != RG_NOT_IMPLEMENTED || ta == tb) return r;
    }
    return do_other ? maybe_dunder(th, b, rname, a) : RG_NOT_IMPLEMENTED;
}

#define NUMBER(F, D, R)                                                                        \
    RgValue rg_slotfn_##F##_NUMBER(RgThread *th, RgValue a, RgValue b)                          \
    {                                                                                          \
        return number(th, a, b, RG_SYM(th, D), RG_SYM(th, R),                                  \
                      rg_type_of(th->rt, a)->slots.F == rg_slotfn_##F##_NUMBER,                 \
                      rg_type_of(th->rt, b)->slots.F == rg_slotfn_##F##_NUMBER);                \
    }
RG_SLOTFN_NUMBERS(NUMBER)
#undef NUMBER

RgValue rg_slotfn_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    bool a_ours = rg_type_of(th->rt, a)->slots.pow == rg_slotfn_pow, b_ours = rg_type_of(th->rt, b)->slots.pow == rg_slotfn_pow;
    if (mod == RG_NONE) return number(th, a, b, RG_SYM(th, __pow__), RG_SYM(th, __rpow__), a_ours, b_ours);
    if (!a_ours) return RG_NOT_IMPLEMENTED; /* three-argument pow asks only the first operand */
    RgValue args[2] = {b, mod};
    return call_dunder(th, a, RG_SYM(th, __pow__), args, 2);
}

const uint16_t rg_slotfn_compare_names[] = {SYM___lt__, SYM___le__, SYM___eq__, SYM___ne__, SYM___gt__, SYM___ge__};

RgValue rg_slotfn_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgValue descr = find(th, a, th->rt->symbols[rg_slotfn_compare_names[op]]);
    if (!descr) return RG_NOT_IMPLEMENTED;
    if (rg_type_of(th->rt, descr)->flags & RG_TF_METHOD) return call_found(th, a, descr, &b, 1);
    RgValue bound = rg_attr_bind(th, descr, a, rg_type_of(th->rt, a)); /* what __get__ raises counts as absence here */
    if (!bound) rg_exception_clear(th);
    return bound ? rg_call1(th, bound, b) : RG_NOT_IMPLEMENTED;
}

bool rg_slotfn_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgValue descr = find(th, self, RG_SYM(th, __hash__));
    if (!descr || descr == RG_NONE) return rg_hash_unhashable(th, self, out);
    RgValue v = call_found(th, self, descr, NULL, 0);
    if (!v) return false;
    if (!rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "__hash__ method should return an integer");
        return false;
    }
    /* A value that fits a machine word is the hash itself; a larger one is hashed as an int. */
    int64_t h;
    if (!rg_int_as_i64(v, &h)) h = rg_int_hash(v);
    *out = h == -1 ? -2 : h;
    return true;
}

RgValue rg_slotfn_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, RG_SYM(th, __call__));
    if (!descr) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not callable", self);
    if (!rg_recursion_enter(th, " while calling a Python object")) return RG_ERROR;
    RgValue result;
    size_t total = nargs + (kwnames ? rg_tuple_len(kwnames) : 0);
    if ((rg_type_of(th->rt, descr)->flags & RG_TF_METHOD) && total < 16) {
        RgValue all[17];
        all[0] = self;
        if (total) memcpy(all + 1, args, total * sizeof(RgValue));
        result = rg_call(th, descr, all, nargs + 1, kwnames);
    } else {
        RgValue bound = rg_attr_bind(th, descr, self, type);
        result = bound ? rg_call(th, bound, args, nargs, kwnames) : RG_ERROR;
    }
    rg_recursion_leave(th);
    return result;
}

RgValue rg_slotfn_iter_UNARY(RgThread *th, RgValue self)
{
    RgValue descr = find(th, self, RG_SYM(th, __iter__));
    if (descr == RG_NONE) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not iterable", self);
    return call_dunder(th, self, RG_SYM(th, __iter__), NULL, 0);
}

RgValue rg_slotfn_next(RgThread *th, RgValue self)
{
    /* A StopIteration stays pending: its value and its traceback are of interest to some callers. */
    return call_dunder(th, self, RG_SYM(th, __next__), NULL, 0);
}

RgValue rg_slotfn_descr_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    RgValue descr = find(th, self, RG_SYM(th, __get__));
    if (!descr) return self;
    RgValue args[2] = {obj == RG_UNBOUND ? RG_NONE : obj, type == RG_UNBOUND || !type ? RG_NONE : type};
    return call_found(th, self, descr, args, 2);
}

bool rg_slotfn_descr_set(RgThread *th, RgValue self, RgValue obj, RgValue value)
{
    RgValue args[2] = {obj, value};
    if (value == RG_UNBOUND) return call_dunder(th, self, RG_SYM(th, __delete__), args, 1) != RG_ERROR;
    return call_dunder(th, self, RG_SYM(th, __set__), args, 2) != RG_ERROR;
}

bool rg_slot_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, RG_SYM(th, __init__));
    if (!descr) {
        rg_raise(th, RG_EXC_AttributeError, "%U", RG_SYM(th, __init__));
        return false;
    }
    RgValue r;
    size_t total = nargs + (kwnames ? rg_tuple_len(kwnames) : 0);
    if ((rg_type_of(th->rt, descr)->flags & RG_TF_METHOD) && total < 16) {
        RgValue all[17];
        all[0] = self;
        if (total) memcpy(all + 1, args, total * sizeof(RgValue));
        r = rg_call(th, descr, all, nargs + 1, kwnames);
    } else {
        RgValue bound = rg_attr_bind(th, descr, self, type);
        r = bound ? rg_call(th, bound, args, nargs, kwnames) : RG_ERROR;
    }
    if (!r) return false;
    if (r == RG_NONE) return true;
    rg_raise(th, RG_EXC_TypeError, "__init__() should return None, not '%T'", r);
    return false;
}

RgValue rg_slot_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue func = rg_attr_get(th, rg_from_ptr(type), RG_SYM(th, __new__));
    if (!func) return RG_ERROR;
    size_t total = nargs + (kwnames ? rg_tuple_len(kwnames) : 0);
    RgValue small[16], *all = small;
    if (total + 1 > RG_COUNT_OF(small)) {
        RgArray *a = rg_array_new(th, total + 1);
        if (!a) return RG_ERROR;
        all = a->items;
    }
    all[0] = rg_from_ptr(type);
    if (total) memcpy(all + 1, args, total * sizeof(RgValue));
    return rg_call(th, func, all, nargs + 1, kwnames);
}

RgValue rg_slot_getattro(RgThread *th, RgValue self, RgStr *name)
{
    RgValue arg = rg_from_ptr(name);
    return call_dunder(th, self, RG_SYM(th, __getattribute__), &arg, 1);
}

RgValue rg_slot_getattr_hook(RgThread *th, RgValue self, RgStr *name)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue arg = rg_from_ptr(name);
    RgValue hook = rg_type_lookup(th, type, RG_SYM(th, __getattr__));
    RgValue get = rg_type_lookup(th, type, RG_SYM(th, __getattribute__));
    RgValue v;
    if (get && rg_is_kind(get, RG_KIND_wrapper_descriptor) && RG_AS(RgWrapper, get)->fn == (void *)rg_attr_generic_get) {
        v = hook ? rg_attr_generic_lookup(th, self, name) : rg_attr_generic_get(th, self, name);
        if (v == RG_UNBOUND) return call_found(th, self, hook, &arg, 1);
    } else {
        v = call_dunder(th, self, RG_SYM(th, __getattribute__), &arg, 1);
    }
    if (v || !hook || !rg_raised_is(th, RG_EXC_AttributeError)) return v;
    rg_exception_clear(th);
    return call_found(th, self, hook, &arg, 1);
}

bool rg_slot_setattro(RgThread *th, RgValue self, RgStr *name, RgValue value)
{
    RgValue args[2] = {rg_from_ptr(name), value};
    if (value == RG_UNBOUND) return call_dunder(th, self, RG_SYM(th, __delattr__), args, 1) != RG_ERROR;
    return call_dunder(th, self, RG_SYM(th, __setattr__), args, 2) != RG_ERROR;
}

void rg_slotfn_del(RgThread *th, RgValue self)
{
    RgValue pending = rg_exception_take(th);
    RgValue descr = find(th, self, RG_SYM(th, __del__));
    if (descr && !call_found(th, self, descr, NULL, 0)) rg_write_unraisable(th, descr, NULL);
    th->pending = pending;
}

int64_t rg_slotfn_len(RgThread *th, RgValue self)
{
    RgValue v = call_dunder(th, self, RG_SYM(th, __len__), NULL, 0);
    return v ? rg_slotfn_len_result(th, v) : -1;
}

int64_t rg_slotfn_len_result(RgThread *th, RgValue v)
{
    v = rg_number_index(th, v);
    if (!v) return -1;
    if (rg_int_sign(v) < 0) {
        rg_raise(th, RG_EXC_ValueError, "__len__() should return >= 0");
        return -1;
    }
    int64_t n;
    return rg_number_as_index(th, v, &n, RG_EXC_OverflowError) ? n : -1;
}

bool rg_slotfn_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgValue args[2] = {key, value};
    if (value == RG_UNBOUND) return call_dunder(th, self, RG_SYM(th, __delitem__), args, 1) != RG_ERROR;
    return call_dunder(th, self, RG_SYM(th, __setitem__), args, 2) != RG_ERROR;
}

int rg_slotfn_contains(RgThread *th, RgValue self, RgValue item)
{
    RgValue descr = find(th, self, RG_SYM(th, __contains__));
    if (descr == RG_NONE) {
        rg_raise(th, RG_EXC_TypeError, "'%T' object is not a container", self);
        return -1;
    }
    RgValue v = call_dunder(th, self, RG_SYM(th, __contains__), &item, 1);
    return v ? rg_truth(th, v) : -1;
}

int rg_slotfn_truth(RgThread *th, RgValue self)
{
    RgValue v = call_dunder(th, self, RG_SYM(th, __bool__), NULL, 0);
    return v ? rg_slotfn_truth_result(th, v) : -1;
}

int rg_slotfn_truth_result(RgThread *th, RgValue v)
{
    if (rg_is_bool(v)) return v == RG_TRUE;
    rg_raise(th, RG_EXC_TypeError, "__bool__ should return bool, returned %T", v);
    return -1;
}

/* ---- __new__ of builtin types ---- */

static RgValue call_native_new(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = RG_AS(RgType, self);
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "%s.__new__(): not enough arguments", type->cname);
    if (!rg_is_type(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "%s.__new__(X): X is not a type object (%T)", type->cname, args[0]);
    RgType *sub = RG_AS(RgType, args[0]);
    if (!rg_type_is_subtype(sub, type))
        return rg_raise(th, RG_EXC_TypeError, "%s.__new__(%s): %s is not a subtype of %s", type->cname, sub->cname, sub->cname,
                        type->cname);
    /* The nearest builtin on the base chain must be made the same way, or its struct would stay half made. */
    RgType *fixed = sub;
    while (fixed && fixed->slots.new_ == rg_slot_new) fixed = fixed->base;
    if (fixed && fixed->slots.new_ && fixed->slots.new_ != type->slots.new_)
        return rg_raise(th, RG_EXC_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()", type->cname, sub->cname, fixed->cname);
    return type->slots.new_(th, sub, args + 1, nargs - 1, kwnames);
}

static const RgMethodDef new_def = {"__new__", "($type, *args, **kwargs)",
                                    "Create and return a new object.  See help(type) for accurate signature.",
                                    (void *)call_native_new, RG_MF_RAW};

bool rg_slot_add_new(RgThread *th, RgType *type)
{
    RgNative *f = rg_native_new(th, RG_KIND_builtin_function, &new_def, rg_from_ptr(type), type, RG_NONE);
    return f && rg_dict_set_str(th, type->dict, RG_SYM(th, __new__), rg_from_ptr(f));
}

bool rg_slot_is_native_new(RgValue descr)
{
    return rg_is_kind(descr, RG_KIND_builtin_function) && RG_AS(RgNative, descr)->def == &new_def;
}
