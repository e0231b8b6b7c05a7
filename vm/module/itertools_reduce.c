/* SPDX-License-Identifier: MIT
 *
 * itertools_reduce.c: __reduce__ and __setstate__ of the iterators of itertools_module.c, and what those of the other files share.
 * What a state holds is what CPython's iterators give, so that pickles are exchanged between both.
 */
#include "vm/module/itertools.h"
#include "vm/object/dict.h"

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

RgValue rg_it_reduce(RgThread *th, RgValue self, RgTuple *call, RgValue state)
{
    if (!call) return RG_ERROR;
    RgValue type = rg_from_ptr(rg_object_type(rg_as_object(self)));
    return rg_from_ptr(state ? rg_tuple_pack(th, 3, type, rg_from_ptr(call), state) : rg_tuple_pack(th, 2, type, rg_from_ptr(call)));
}

bool rg_it_state_is(RgThread *th, RgValue state, size_t least, size_t most)
{
    if (!rg_is_tuple(state)) {
        rg_raise(th, RG_EXC_TypeError, "state is not a tuple");
        return false;
    }
    size_t n = rg_tuple_len(RG_TUPLE(state)), bound = n < least ? least : most;
    if (n >= least && n <= most) return true;
    rg_raise(th, RG_EXC_TypeError, "function takes %s %zu argument%s (%zu given)",
             least == most ? "exactly" : n < least ? "at least" : "at most", bound, bound == 1 ? "" : "s", n);
    return false;
}

bool rg_it_state_index(RgThread *th, RgValue v, int64_t *out)
{
    if (!rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "an integer is required");
        return false;
    }
    if (rg_int_as_i64(v, out)) return true;
    rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
    return false;
}

/* The iterator over a tuple of the items given, followed by those of rest. */
static RgValue preceded(RgThread *th, RgValue first, RgValue rest)
{
    RgTuple *one = rg_tuple_pack(th, 1, first);
    return one ? rg_call2(th, rg_from_ptr(rg_it_type(th, RG_IT_CHAIN)), rg_from_ptr(one), rest) : RG_ERROR;
}

METHOD(accumulate_reduce)
{
    RgIt *o = IT(self);
    RgValue fn = o->v[1] ? o->v[1] : RG_NONE;
    if (o->v[3]) {
        RgValue it = preceded(th, o->v[3], o->v[0]);
        return it ? rg_it_reduce(th, self, rg_tuple_pack(th, 2, it, fn), RG_NONE) : RG_ERROR;
    }
    if (o->v[2] == RG_NONE) { /* None as state would mean that there is none: start with it and skip it */
        RgValue it = preceded(th, RG_NONE, o->v[0]);
        RgValue sums = it ? rg_call2(th, rg_from_ptr(rg_object_type(&o->head)), it, fn) : RG_ERROR;
        RgTuple *call = sums ? rg_tuple_pack(th, 3, sums, rg_from_int(1), RG_NONE) : NULL;
        return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_it_type(th, RG_IT_ISLICE)), rg_from_ptr(call))) : RG_ERROR;
    }
    return rg_it_reduce(th, self, rg_tuple_pack(th, 2, o->v[0], fn), o->v[2] ? o->v[2] : RG_NONE);
}

METHOD(accumulate_setstate)
{
    rg_gc_store(IT(self), &IT(self)->v[2], args[0]);
    return RG_NONE;
}

METHOD(chain_reduce)
{
    RgIt *o = IT(self);
    RgTuple *state = !o->v[0] ? NULL : o->v[1] ? rg_tuple_pack(th, 2, o->v[0], o->v[1]) : rg_tuple_pack(th, 1, o->v[0]);
    if (o->v[0] && !state) return RG_ERROR;
    return rg_it_reduce(th, self, rg_tuple_new(th, 0), rg_from_ptr(state));
}

METHOD(chain_setstate)
{
    RgIt *o = IT(self);
    if (!rg_it_state_is(th, args[0], 1, 2)) return RG_ERROR;
    RgTuple *state = RG_TUPLE(args[0]);
    size_t n = rg_tuple_len(state);
    for (size_t i = 0; i < n; i++)
        if (!rg_type_of(th->rt, state->items[i])->slots.next) return rg_raise(th, RG_EXC_TypeError, "Arguments must be iterators.");
    rg_gc_store(o, &o->v[0], state->items[0]);
    rg_gc_store(o, &o->v[1], n > 1 ? state->items[1] : 0);
    return RG_NONE;
}

/* Both values are the arguments of the constructor. */
METHOD(pair_reduce)
{
    return rg_it_reduce(th, self, rg_tuple_pack(th, 2, IT(self)->v[0], IT(self)->v[1]), 0);
}

METHOD(while_reduce)
{
    return rg_it_reduce(th, self, rg_tuple_pack(th, 2, IT(self)->v[0], IT(self)->v[1]), rg_from_int(IT(self)->i));
}

METHOD(while_setstate)
{
    int yes = rg_truth(th, args[0]);
    if (yes < 0) return RG_ERROR;
    IT(self)->i = yes;
    return RG_NONE;
}

METHOD(cycle_reduce)
{
    RgIt *o = IT(self);
    RgValue it = o->v[0] ? o->v[0] : rg_iter(th, o->v[1]);
    if (!it) return RG_ERROR;
    if (!o->v[0] && o->i && !rg_call_method1(th, it, rg_intern_cstr(th, "__setstate__"), rg_from_int(o->i))) return RG_ERROR;
    RgTuple *call = rg_tuple_pack(th, 1, it), *state = rg_tuple_pack(th, 2, o->v[1], rg_from_bool(!o->v[0]));
    return call && state ? rg_it_reduce(th, self, call, rg_from_ptr(state)) : RG_ERROR;
}

METHOD(cycle_setstate)
{
    RgIt *o = IT(self);
    if (!rg_it_state_is(th, args[0], 2, 2)) return RG_ERROR;
    RgTuple *state = RG_TUPLE(args[0]);
    if (!rg_is_list(state->items[0])) return rg_raise(th, RG_EXC_TypeError, "argument 1 must be list, not %T", state->items[0]);
    int64_t complete;
    if (!rg_number_as_index(th, state->items[1], &complete, RG_EXC_OverflowError)) return RG_ERROR;
    rg_gc_store(o, &o->v[1], state->items[0]);
    o->i = 0;
    o->j = complete != 0;
    return RG_NONE;
}

METHOD(islice_reduce)
{
    RgIt *o = IT(self);
    if (!o->v[0]) {
        RgList *none = rg_list_new(th, 0);
        RgValue it = none ? rg_iter(th, rg_from_ptr(none)) : RG_ERROR;
        return it ? rg_it_reduce(th, self, rg_tuple_pack(th, 2, it, rg_from_int(0)), rg_from_int(0)) : RG_ERROR;
    }
    RgValue next = rg_int_from_i64(th, o->i), stop = o->j < 0 ? RG_NONE : rg_int_from_i64(th, o->j), taken = rg_int_from_i64(th, o->k);
    if (!next || !stop || !taken) return RG_ERROR;
    return rg_it_reduce(th, self, rg_tuple_pack(th, 4, o->v[0], next, stop, o->v[1]), taken);
}

METHOD(islice_setstate)
{
    return rg_it_state_index(th, args[0], &IT(self)->k) ? RG_NONE : RG_ERROR;
}

METHOD(zip_longest_reduce)
{
    RgIt *o = IT(self);
    RgList *its = RG_LIST(o->v[0]);
    RgTuple *call = rg_tuple_new(th, (size_t)its->length);
    for (int64_t i = 0; call && i < its->length; i++) {
        RgValue it = its->items[i] == RG_NONE ? rg_from_ptr(rg_tuple_new(th, 0)) : its->items[i];
        if (!it) return RG_ERROR;
        rg_gc_store(call, &call->items[i], it);
    }
    return rg_it_reduce(th, self, call, o->v[1]);
}

METHOD(zip_longest_setstate)
{
    rg_gc_store(IT(self), &IT(self)->v[1], args[0]);
    return RG_NONE;
}

const RgMethodDef rg_it_accumulate_methods[] = {RG_IT_REDUCE(accumulate_reduce), RG_IT_SETSTATE(accumulate_setstate), RG_METHOD_END};
const RgMethodDef rg_it_while_methods[] = {RG_IT_REDUCE(while_reduce), RG_IT_SETSTATE(while_setstate), RG_METHOD_END};
const RgMethodDef rg_it_pair_methods[] = {RG_IT_REDUCE(pair_reduce), RG_METHOD_END};
const RgMethodDef rg_it_cycle_methods[] = {RG_IT_REDUCE(cycle_reduce), RG_IT_SETSTATE(cycle_setstate), RG_METHOD_END};
const RgMethodDef rg_it_islice_methods[] = {RG_IT_REDUCE(islice_reduce), RG_IT_SETSTATE(islice_setstate), RG_METHOD_END};
const RgMethodDef rg_it_zip_longest_methods[] = {RG_IT_REDUCE(zip_longest_reduce), RG_IT_SETSTATE(zip_longest_setstate), RG_METHOD_END};
const RgMethodDef rg_it_chain_methods[] = {
    RG_METHOD_F("from_iterable", "($type, iterable, /)", "Chains the iterables that iterable yields.", rg_it_chain_from_iterable, RG_MF_CLASS),
    RG_IT_REDUCE(chain_reduce),
    RG_IT_SETSTATE(chain_setstate),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};
