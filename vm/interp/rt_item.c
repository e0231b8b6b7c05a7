/* SPDX-License-Identifier: MIT
 *
 * rt_item.c: slow paths of items, slices, displays, unpacking, formatting and pattern matching.
 */
#include "vm/interp/rt.h"
#include "vm/object/iterfast.h"

int rg_rt_contains(RgThread *th, RgValue container, RgValue item)
{
    if (!rg_is_object(container)) return rg_contains(th, container, item);
    switch (rg_as_object(container)->exact) {
    case RG_KIND_str: {
        const RgStr *s = RG_STR(container), *c = rg_exactly(item, RG_KIND_str) ? RG_STR(item) : NULL;
        if (!c || c->length != 1 || s->head.aux8 != 1 || c->head.aux8 != 1) break;
        return memchr(s->data, c->data[0], (size_t)s->length) != NULL;
    }
    case RG_KIND_dict: return rg_dict_contains(th, RG_DICT(container), item);
    case RG_KIND_tuple: {
        const RgTuple *t = RG_TUPLE(container);
        for (size_t i = 0; i < t->head.aux; i++)
            if (t->items[i] == item) return 1;
            else if (!rg_both_int(t->items[i], item)) break;
        break;
    }
    default: break;
    }
    return rg_contains(th, container, item);
}

RgValue rg_rt_getitem(RgThread *th, RgValue v, RgValue key) { return rg_getitem(th, v, key); }

/* Slice bound of an exact sequence: true and *out clipped to [0, length] when v is None or an inline int. */
static bool slice_bound(RgValue v, int64_t length, int64_t fallback, int64_t *out)
{
    if (v == RG_NONE) {
        *out = fallback;
        return true;
    }
    if (!rg_is_int(v)) return false;
    int64_t i = rg_as_int(v);
    if (i < 0) i += length;
    *out = i < 0 ? 0 : i > length ? length : i;
    return true;
}

static int64_t slice_length(RgValue v)
{
    if (!rg_is_object(v)) return -1;
    switch (rg_as_object(v)->exact) {
    case RG_KIND_list: return RG_LIST(v)->length;
    case RG_KIND_str: return RG_STR(v)->length;
    case RG_KIND_tuple: return RG_TUPLE(v)->head.aux;
    default: return -1;
    }
}

RgValue rg_rt_get_slice(RgThread *th, RgValue v, RgValue from, RgValue to)
{
    int64_t n = slice_length(v), a, b;
    if (n >= 0 && slice_bound(from, n, 0, &a) && slice_bound(to, n, n, &b)) {
        if (b < a) b = a;
        switch (rg_as_object(v)->exact) {
        case RG_KIND_list: return rg_from_ptr(rg_list_slice(th, RG_LIST(v), a, b));
        case RG_KIND_str: return a == 0 && b == n ? v : rg_from_ptr(rg_str_slice(th, RG_STR(v), a, b));
        default: return a == 0 && b == n ? v : rg_from_ptr(rg_tuple_slice(th, RG_TUPLE(v), (size_t)a, (size_t)b));
        }
    }
    RgValue slice = rg_slice_new(th, from, to, RG_NONE);
    return slice ? rg_getitem(th, v, slice) : RG_ERROR;
}

bool rg_rt_store_slice(RgThread *th, RgValue v, RgValue from, RgValue to, RgValue value)
{
    if (rg_exactly(v, RG_KIND_list) && rg_exactly(value, RG_KIND_list) && v != value) {
        RgList *l = RG_LIST(v), *items = RG_LIST(value);
        int64_t a, b;
        if (slice_bound(from, l->length, 0, &a) && slice_bound(to, l->length, l->length, &b) && b - a == items->length) {
            for (int64_t i = 0; i < items->length; i++) rg_gc_store(l->array, &l->items[a + i], items->items[i]);
            return true;
        }
    }
    RgValue slice = rg_slice_new(th, from, to, RG_NONE);
    return slice && rg_setitem(th, v, slice, value);
}

/* ---- unpacking ---- */

static RgValue unpack_iter(RgThread *th, RgValue v)
{
    RgValue it = rg_iter(th, v);
    if (!it && rg_raised_is(th, RG_EXC_TypeError)) {
        RgType *type = rg_type_of(th->rt, v);
        if (!type->slots.iter && !rg_is_sequence(th, v)) {
            rg_exception_clear(th);
            rg_raise(th, RG_EXC_TypeError, "cannot unpack non-iterable %T object", v);
        }
    }
    return it;
}

static bool too_few(RgThread *th, uint32_t n, uint32_t got, bool at_least)
{
    rg_raise(th, RG_EXC_ValueError, "not enough values to unpack (expected %s%u, got %u)", at_least ? "at least " : "", n,
             got);
    return false;
}

bool rg_rt_unpack(RgThread *th, RgFrame *frame, RgValue v, const RgWord *list, uint32_t n)
{
    RgValue it = unpack_iter(th, v);
    if (!it) return false;
    /* Nothing is written before all values are there: registers change only when the instruction succeeds. */
    if (!rg_rt_stack_room(th, n)) return false;
    RgValue *items = th->stack_top;
    uint32_t got = 0;
    bool ok = false;
    th->stack_top += n;
    memset(items, 0, n * sizeof *items);
    for (; got < n; got++) {
        RgValue item = rg_iter_next(th, it);
        if (!item) goto done;
        if (item == RG_STOP) {
            too_few(th, n, got, false);
            goto done;
        }
        items[got] = item;
    }
    RgValue more = rg_iter_next(th, it);
    if (!more) goto done;
    if (more != RG_STOP) {
        rg_raise(th, RG_EXC_ValueError, "too many values to unpack (expected %u)", n);
        goto done;
    }
    for (uint32_t i = 0; i < n; i++) frame->regs[RG_LIST_AT(list, i)] = items[i];
    ok = true;
done:
    th->stack_top = items;
    return ok;
}

int rg_rt_next_parts(RgThread *th, RgValue it, uint32_t n, RgValue parts[RG_RT_PARTS])
{
    switch (rg_as_object(it)->exact) {
    case RG_KIND_dict_itemiterator: return n == 2 ? iter_parts_items(RG_AS(RgDictIter, it), parts) : RG_PARTS_OTHER;
    case RG_KIND_enumerate: return n == 2 ? iter_parts_enumerate(th, RG_AS(RgEnumerate, it), parts) : RG_PARTS_OTHER;
    case RG_KIND_zip: {
        RgZip *z = RG_AS(RgZip, it);
        if (z->strict || !n || n > RG_RT_PARTS || rg_tuple_len(z->iterators) != n) return RG_PARTS_OTHER;
        return iter_parts_zip(th, z, parts, n);
    }
    default: return RG_PARTS_OTHER;
    }
}

bool rg_rt_unpack_ex(RgThread *th, RgFrame *frame, RgValue v, const RgWord *list, uint32_t n, uint32_t star)
{
    RgValue it = unpack_iter(th, v);
    if (!it) return false;
    RgList *all = rg_to_list(th, it);
    if (!all) return false;
    int64_t fixed = (int64_t)n - 1, after = (int64_t)n - 1 - star;
    if (all->length < fixed) return too_few(th, (uint32_t)fixed, (uint32_t)all->length, true);
    RgList *middle = rg_list_slice(th, all, star, all->length - after);
    if (!middle) return false;
    for (uint32_t i = 0; i < star; i++) frame->regs[RG_LIST_AT(list, i)] = all->items[i];
    frame->regs[RG_LIST_AT(list, star)] = rg_from_ptr(middle);
    for (uint32_t i = star + 1; i < n; i++) frame->regs[RG_LIST_AT(list, i)] = all->items[all->length - n + i];
    return true;
}

/* ---- displays ---- */

RgValue rg_rt_build_set(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n)
{
    RgSet *s = rg_set_new(th, RG_KIND_set);
    if (!s) return RG_ERROR;
    for (uint32_t i = 0; i < n; i++)
        if (!rg_set_add(th, s, RG_PICK(frame, RG_LIST_AT(list, i)))) return RG_ERROR;
    return rg_from_ptr(s);
}

RgValue rg_rt_build_map(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n)
{
    RgDict *d = n > 8 ? rg_dict_new_sized(th, n / 2) : rg_dict_new(th);
    if (!d) return RG_ERROR;
    for (uint32_t i = 0; i + 1 < n; i += 2)
        if (!rg_dict_set(th, d, RG_PICK(frame, RG_LIST_AT(list, i)), RG_PICK(frame, RG_LIST_AT(list, i + 1)))) return RG_ERROR;
    return rg_from_ptr(d);
}

RgValue rg_rt_build_const_key_map(RgThread *th, RgFrame *frame, RgValue keys, const RgWord *list, uint32_t n)
{
    RgDict *d = n > 4 ? rg_dict_new_sized(th, n) : rg_dict_new(th);
    if (!d) return RG_ERROR;
    RgTuple *t = RG_TUPLE(keys);
    for (uint32_t i = 0; i < n && i < rg_tuple_len(t); i++)
        if (!rg_dict_set(th, d, t->items[i], RG_PICK(frame, RG_LIST_AT(list, i)))) return RG_ERROR;
    return rg_from_ptr(d);
}

RgValue rg_rt_build_string(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n)
{
    if (n == 2) return rg_from_ptr(rg_str_concat(th, RG_STR(RG_PICK(frame, RG_LIST_AT(list, 0))),
                                                 RG_STR(RG_PICK(frame, RG_LIST_AT(list, 1)))));
    int64_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += RG_STR(RG_PICK(frame, RG_LIST_AT(list, i)))->length;
    RgStrBuilder b;
    rg_builder_init(&b, th, total);
    for (uint32_t i = 0; i < n; i++) rg_builder_str(&b, RG_STR(RG_PICK(frame, RG_LIST_AT(list, i))));
    return rg_from_ptr(rg_builder_finish(&b));
}

bool rg_rt_list_extend(RgThread *th, RgValue list, RgValue v)
{
    if (rg_list_extend(th, RG_LIST(list), v)) return true;
    if (rg_raised_is(th, RG_EXC_TypeError) && !rg_type_of(th->rt, v)->slots.iter && !rg_is_sequence(th, v)) {
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "Value after * must be an iterable, not %T", v);
    }
    return false;
}

bool rg_rt_dict_update(RgThread *th, RgValue dict, RgValue v)
{
    if (rg_is_dict(v)) return rg_dict_update(th, RG_DICT(dict), v);
    RgValue keys = rg_attr_lookup(th, v, RG_SYM(th, keys));
    if (!keys) return false;
    if (keys == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "'%T' object is not a mapping", v);
        return false;
    }
    return rg_dict_update(th, RG_DICT(dict), v);
}

/* "f()" or "mod.f()" of a callable, as CPython names it in argument errors. */
static RgStr *function_text(RgThread *th, RgValue func)
{
    RgValue qualname = rg_attr_lookup(th, func, RG_SYM(th, __qualname__));
    if (!qualname) return NULL;
    if (qualname == RG_UNBOUND || !rg_is_str(qualname)) return rg_str_of(th, func);
    RgValue module = rg_attr_lookup(th, func, RG_SYM(th, __module__));
    if (!module) return NULL;
    if (module != RG_UNBOUND && rg_is_str(module) && !rg_str_equal_cstr(RG_STR(module), "builtins"))
        return rg_format(th, "%U.%U()", RG_STR(module), RG_STR(qualname));
    return rg_format(th, "%U()", RG_STR(qualname));
}

static bool merge_key(RgThread *th, RgDict *d, RgValue key, RgValue value, RgValue func)
{
    RgValue old = rg_dict_get(th, d, key);
    if (!old) return false;
    if (old != RG_UNBOUND) {
        RgStr *text = function_text(th, func);
        if (!text) return false;
        rg_raise(th, RG_EXC_TypeError, "%U got multiple values for keyword argument '%S'", text, key);
        return false;
    }
    return rg_dict_set(th, d, key, value);
}

bool rg_rt_dict_merge(RgThread *th, RgValue dict, RgValue v, RgValue func)
{
    RgDict *d = RG_DICT(dict);
    if (rg_is_dict(v)) {
        RgDict *other = RG_DICT(v);
        RgValue key, value;
        for (uint32_t i = 0; rg_dict_next(other, &i, &key, &value);)
            if (!merge_key(th, d, key, value, func)) return false;
        return true;
    }
    RgValue keys = rg_attr_lookup(th, v, RG_SYM(th, keys));
    if (!keys) return false;
    if (keys == RG_UNBOUND) {
        RgStr *text = function_text(th, func);
        if (text) rg_raise(th, RG_EXC_TypeError, "%U argument after ** must be a mapping, not %T", text, v);
        return false;
    }
    RgValue names = rg_call0(th, keys), it = names ? rg_iter(th, names) : RG_ERROR;
    if (!it) return false;
    for (;;) {
        RgValue key = rg_iter_next(th, it);
        if (!key) return false;
        if (key == RG_STOP) return true;
        RgValue value = rg_getitem(th, v, key);
        if (!value || !merge_key(th, d, key, value, func)) return false;
    }
}

RgValue rg_rt_format(RgThread *th, RgValue v, uint32_t conversion, RgValue spec)
{
    switch (conversion) {
    case 1: v = rg_from_ptr(rg_str_of(th, v)); break;
    case 2: v = rg_from_ptr(rg_repr(th, v)); break;
    case 3: v = rg_from_ptr(rg_ascii(th, v)); break;
    default: break;
    }
    if (!v) return RG_ERROR;
    if (!spec) {
        if (rg_exactly(v, RG_KIND_str)) return v;
        return rg_from_ptr(rg_format_value(th, v, NULL));
    }
    return rg_from_ptr(rg_format_value(th, v, rg_is_str(spec) ? RG_STR(spec) : NULL));
}

/* ---- match ---- */

RgValue rg_rt_match_keys(RgThread *th, RgValue subject, RgValue keys)
{
    if (!rg_exactly(keys, RG_KIND_tuple)) return rg_raise(th, RG_EXC_SystemError, "keys of a mapping pattern are no tuple");
    RgTuple *names = RG_TUPLE(keys);
    size_t n = rg_tuple_len(names);
    RgTuple *values = rg_tuple_new(th, n);
    RgSet *seen = rg_set_new(th, RG_KIND_set);
    if (!values || !seen) return RG_ERROR;
    if (n == 0) return rg_from_ptr(values);
    RgValue get = rg_attr_get(th, subject, RG_SYM(th, get));
    RgValue dummy = rg_from_ptr(rg_cell_new(th, RG_UNBOUND));
    if (!get || !dummy) return RG_ERROR;
    for (size_t i = 0; i < n; i++) {
        int known = rg_set_contains(th, seen, names->items[i]);
        if (known < 0) return RG_ERROR;
        if (known)
            return rg_raise(th, RG_EXC_ValueError, "mapping pattern checks duplicate key (%R)", names->items[i]);
        if (!rg_set_add(th, seen, names->items[i])) return RG_ERROR;
        RgValue v = rg_call2(th, get, names->items[i], dummy);
        if (!v) return RG_ERROR;
        if (v == dummy) return RG_NONE;
        rg_gc_store(values, &values->items[i], v);
    }
    return rg_from_ptr(values);
}

/* Attribute for a class pattern: value, RG_UNBOUND when the subject has none, RG_ERROR. */
static RgValue match_attr(RgThread *th, RgValue subject, RgValue cls, RgValue name, RgSet *seen)
{
    int known = rg_set_contains(th, seen, name);
    if (known < 0) return RG_ERROR;
    if (known)
        return rg_raise(th, RG_EXC_TypeError, "%s() got multiple sub-patterns for attribute %R", RG_AS(RgType, cls)->cname,
                        name);
    if (!rg_set_add(th, seen, name)) return RG_ERROR;
    return rg_attr_lookup(th, subject, RG_STR(name));
}

/* Classes whose single positional sub-pattern matches the subject itself. */
static bool matches_self(RgThread *th, RgType *cls)
{
    static const uint8_t kinds[] = {RG_KIND_bool, RG_KIND_bytearray, RG_KIND_bytes, RG_KIND_dict, RG_KIND_float,
                                    RG_KIND_frozenset, RG_KIND_int, RG_KIND_list, RG_KIND_set, RG_KIND_str, RG_KIND_tuple};
    for (size_t i = 0; i < sizeof kinds; i++)
        if (rg_type_is_subtype(cls, th->rt->types[kinds[i]])) return true;
    return false;
}

/* What the positional sub-patterns of a class match, in the first npos items of a new tuple with room for nkw more. */
static RgTuple *match_positional(RgThread *th, RgValue subject, RgValue cls, int64_t npos, size_t nkw, RgSet *seen,
                                 bool *matched)
{
    if (npos == 0) return rg_tuple_new(th, nkw);
    RgType *type = RG_AS(RgType, cls);
    RgValue args = rg_attr_lookup(th, cls, RG_SYM(th, __match_args__));
    if (!args) return NULL;
    bool self = false;
    int64_t allowed = 0;
    if (args == RG_UNBOUND) {
        self = matches_self(th, type);
        allowed = self;
    } else if (!rg_exactly(args, RG_KIND_tuple)) {
        rg_raise(th, RG_EXC_TypeError, "%s.__match_args__ must be a tuple (got %T)", type->cname, args);
        return NULL;
    } else {
        allowed = (int64_t)rg_tuple_len(RG_TUPLE(args));
    }
    if (allowed < npos) {
        rg_raise(th, RG_EXC_TypeError, "%s() accepts %lld positional sub-pattern%s (%lld given)", type->cname,
                 (long long)allowed, allowed == 1 ? "" : "s", (long long)npos);
        return NULL;
    }
    RgTuple *out = rg_tuple_new(th, (size_t)npos + nkw);
    if (!out) return NULL;
    if (self) {
        rg_gc_store(out, &out->items[0], subject);
        return out;
    }
    for (int64_t i = 0; i < npos; i++) {
        RgValue name = RG_TUPLE(args)->items[i];
        if (!rg_is_str(name)) {
            rg_raise(th, RG_EXC_TypeError, "__match_args__ elements must be strings (got %T)", name);
            return NULL;
        }
        RgValue v = match_attr(th, subject, cls, name, seen);
        if (!v) return NULL;
        if (v == RG_UNBOUND) {
            *matched = false;
            return out;
        }
        rg_gc_store(out, &out->items[i], v);
    }
    return out;
}

RgValue rg_rt_match_class(RgThread *th, RgValue subject, RgValue cls, RgValue count, RgValue names)
{
    if (!rg_is_type(cls)) return rg_raise(th, RG_EXC_TypeError, "called match pattern must be a type");
    int is = rg_is_instance(th, subject, cls);
    if (is < 0) return RG_ERROR;
    if (!is) return RG_NONE;
    int64_t npos = rg_is_int(count) ? rg_as_int(count) : 0;
    size_t nkw = rg_tuple_len(RG_TUPLE(names));
    RgSet *seen = rg_set_new(th, RG_KIND_set);
    if (!seen) return RG_ERROR;
    bool matched = true;
    RgTuple *out = match_positional(th, subject, cls, npos, nkw, seen, &matched);
    if (!out) return RG_ERROR;
    for (size_t i = 0; matched && i < nkw; i++) {
        RgValue v = match_attr(th, subject, cls, RG_TUPLE(names)->items[i], seen);
        if (!v) return RG_ERROR;
        if (v == RG_UNBOUND)
            matched = false;
        else
            rg_gc_store(out, &out->items[(size_t)npos + i], v);
    }
    return matched ? rg_from_ptr(out) : RG_NONE;
}
