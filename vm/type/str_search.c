/* SPDX-License-Identifier: MIT
 *
 * str_search.c: str's methods that search, split, replace and strip. All linear in the length of the string.
 */
#include "vm/type/str_methods.h"

static bool is_set(RgValue v) { return v != RG_UNBOUND && v != RG_NONE; }

/* ---- find, index, count ---- */

/* Parses (sub, start, end) and searches; -2: raised. */
static int64_t search(RgThread *th, RgValue self, const RgValue *args, bool reverse)
{
    RgStr *s = RG_STR(self);
    int64_t from, to;
    if (!rg_is_str(args[0])) {
        rg_raise(th, RG_EXC_TypeError, "must be str, not %T", args[0]);
        return -2;
    }
    if (!rg_args_range(th, args[1], args[2], s->length, &from, &to))
        return -2;
    return rg_str_find(s, RG_STR(args[0]), from, to, reverse);
}

static RgValue index_result(RgThread *th, int64_t i, bool must)
{
    if (i == -2)
        return RG_ERROR;
    if (i < 0 && must)
        return rg_raise(th, RG_EXC_ValueError, "substring not found");
    return rg_from_int(i);
}

RG_STR_METHOD(find) { return index_result(th, search(th, self, args, false), false); }
RG_STR_METHOD(rfind) { return index_result(th, search(th, self, args, true), false); }
RG_STR_METHOD(index) { return index_result(th, search(th, self, args, false), true); }
RG_STR_METHOD(rindex) { return index_result(th, search(th, self, args, true), true); }

static int64_t count_in(const RgStr *s, const RgStr *sub, int64_t from, int64_t to, int64_t most)
{
    int64_t n = 0;
    if (to < from || most == 0)
        return 0;
    if (sub->length == 0)
        return RG_MIN(to - from + 1, most);
    while (n < most) {
        int64_t i = rg_str_find(s, sub, from, to, false);
        if (i < 0)
            break;
        n++;
        from = i + sub->length;
    }
    return n;
}

RG_STR_METHOD(count)
{
    RgStr *s = RG_STR(self);
    int64_t from, to;
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "must be str, not %T", args[0]);
    if (!rg_args_range(th, args[1], args[2], s->length, &from, &to))
        return RG_ERROR;
    return rg_from_int(count_in(s, RG_STR(args[0]), from, to, INT64_MAX));
}

/* ---- replace ---- */

RG_STR_METHOD(replace)
{
    RgStr *s = RG_STR(self), *old, *new_;
    int64_t count;
    if (!rg_args_str(th, "replace", 1, args[0], &old) || !rg_args_str(th, "replace", 2, args[1], &new_) ||
        !rg_args_index(th, args[2], -1, &count))
        return RG_ERROR;
    if (count < 0)
        count = INT64_MAX;
    int64_t n = count_in(s, old, 0, s->length, count);
    if (n == 0)
        return rg_str_result(rg_str_exact(th, s));
    int64_t delta, total;
    if (__builtin_mul_overflow(new_->length - old->length, n, &delta) || __builtin_add_overflow(s->length, delta, &total))
        return rg_raise(th, RG_EXC_OverflowError, "replace string is too long");
    if (total == 0)
        return rg_from_ptr(th->rt->empty_str);
    uint32_t max = RG_MAX(rg_str_class(s), rg_str_class(new_));
    bool may_narrow = rg_str_class(s) > 0x7f && rg_str_class(old) > rg_str_class(new_);
    RgStr *r = rg_str_new(th, total, new_->length ? max : rg_str_class(s));
    if (!r)
        return RG_ERROR;
    int w = r->head.aux8, sw = s->head.aux8;
    uint8_t *out = r->data;
    int64_t at = 0;
    for (int64_t k = 0; k < n; k++) {
        int64_t i = old->length ? rg_str_find(s, old, at, s->length, false) : at + (k > 0);
        rg_chars_copy(out, w, s->data + at * sw, sw, i - at);
        out += (i - at) * w;
        rg_chars_copy(out, w, new_->data, new_->head.aux8, new_->length);
        out += new_->length * w;
        at = i + old->length;
    }
    rg_chars_copy(out, w, s->data + at * sw, sw, s->length - at);
    /* The characters that made the string wide may be gone. */
    return rg_str_result(may_narrow ? rg_str_from_chars(th, r->data, w, total) : r);
}

/* ---- split ---- */

static bool add_part(RgThread *th, RgList *list, RgStr *s, int64_t from, int64_t to)
{
    RgStr *part = from == 0 && to == s->length ? rg_str_exact(th, s) : rg_str_slice(th, s, from, to);
    return part && rg_list_append(th, list, rg_from_ptr(part));
}

static bool split_space(RgThread *th, RgList *list, RgStr *s, int64_t most)
{
    int64_t i = 0, n = s->length;
    for (;;) {
        while (i < n && rg_unicode_is_space(rg_str_at(s, i)))
            i++;
        if (i == n)
            return true;
        int64_t from = i;
        if (most-- == 0)
            return add_part(th, list, s, from, n);
        while (i < n && !rg_unicode_is_space(rg_str_at(s, i)))
            i++;
        if (!add_part(th, list, s, from, i))
            return false;
    }
}

static bool rsplit_space(RgThread *th, RgList *list, RgStr *s, int64_t most)
{
    int64_t i = s->length;
    for (;;) {
        while (i > 0 && rg_unicode_is_space(rg_str_at(s, i - 1)))
            i--;
        if (i == 0)
            return true;
        int64_t to = i;
        if (most-- == 0)
            return add_part(th, list, s, 0, to);
        while (i > 0 && !rg_unicode_is_space(rg_str_at(s, i - 1)))
            i--;
        if (!add_part(th, list, s, i, to))
            return false;
    }
}

static bool split_sep(RgThread *th, RgList *list, RgStr *s, RgStr *sep, int64_t most)
{
    int64_t at = 0;
    for (; most != 0; most--) {
        int64_t i = rg_str_find(s, sep, at, s->length, false);
        if (i < 0)
            break;
        if (!add_part(th, list, s, at, i))
            return false;
        at = i + sep->length;
    }
    return add_part(th, list, s, at, s->length);
}

static bool rsplit_sep(RgThread *th, RgList *list, RgStr *s, RgStr *sep, int64_t most)
{
    int64_t at = s->length;
    for (; most != 0; most--) {
        int64_t i = rg_str_find(s, sep, 0, at, true);
        if (i < 0)
            break;
        if (!add_part(th, list, s, i + sep->length, at))
            return false;
        at = i;
    }
    return add_part(th, list, s, 0, at);
}

static RgValue split(RgThread *th, RgValue self, const RgValue *args, bool reverse)
{
    RgStr *s = RG_STR(self), *sep = NULL;
    int64_t most;
    if (!rg_args_index(th, args[1], -1, &most))
        return RG_ERROR;
    if (is_set(args[0])) {
        if (!rg_is_str(args[0]))
            return rg_raise(th, RG_EXC_TypeError, "must be str or None, not %T", args[0]);
        sep = RG_STR(args[0]);
        if (sep->length == 0)
            return rg_raise(th, RG_EXC_ValueError, "empty separator");
    }
    if (most < 0)
        most = INT64_MAX;
    RgList *list = rg_list_new(th, 0);
    if (!list)
        return RG_ERROR;
    bool ok;
    if (reverse)
        ok = sep ? rsplit_sep(th, list, s, sep, most) : rsplit_space(th, list, s, most);
    else
        ok = sep ? split_sep(th, list, s, sep, most) : split_space(th, list, s, most);
    if (!ok)
        return RG_ERROR;
    for (int64_t i = 0, j = list->length - 1; reverse && i < j; i++, j--) {
        RgValue t = list->items[i];
        rg_gc_store(list->array, &list->items[i], list->items[j]);
        rg_gc_store(list->array, &list->items[j], t);
    }
    return rg_from_ptr(list);
}

RG_STR_METHOD(split) { return split(th, self, args, false); }
RG_STR_METHOD(rsplit) { return split(th, self, args, true); }

RG_STR_METHOD(splitlines)
{
    RgStr *s = RG_STR(self);
    int keep = args[0] == RG_UNBOUND ? 0 : rg_truth(th, args[0]);
    RgList *list = keep < 0 ? NULL : rg_list_new(th, 0);
    if (!list)
        return RG_ERROR;
    for (int64_t i = 0; i < s->length;) {
        int64_t from = i;
        while (i < s->length && !rg_unicode_is_linebreak(rg_str_at(s, i)))
            i++;
        int64_t to = i;
        if (i < s->length) {
            i += rg_str_at(s, i) == '\r' && i + 1 < s->length && rg_str_at(s, i + 1) == '\n' ? 2 : 1;
            if (keep)
                to = i;
        }
        if (!add_part(th, list, s, from, to))
            return RG_ERROR;
    }
    return rg_from_ptr(list);
}

static RgValue partition(RgThread *th, RgValue self, RgValue sep, bool reverse)
{
    RgStr *s = RG_STR(self);
    if (!rg_is_str(sep))
        return rg_raise(th, RG_EXC_TypeError, "must be str, not %T", sep);
    int64_t m = RG_STR(sep)->length;
    if (m == 0)
        return rg_raise(th, RG_EXC_ValueError, "empty separator");
    int64_t i = rg_str_find(s, RG_STR(sep), 0, s->length, reverse);
    RgStr *a, *b, *c, *empty = th->rt->empty_str;
    if (i < 0) {
        RgStr *whole = rg_str_exact(th, s);
        a = reverse ? empty : whole;
        b = empty;
        c = reverse ? whole : empty;
    } else {
        a = rg_str_slice(th, s, 0, i);
        b = RG_STR(sep);
        c = rg_str_slice(th, s, i + m, s->length);
    }
    if (!a || !c)
        return RG_ERROR;
    RgTuple *t = rg_tuple_pack(th, 3, rg_from_ptr(a), rg_from_ptr(b), rg_from_ptr(c));
    return t ? rg_from_ptr(t) : RG_ERROR;
}

RG_STR_METHOD(partition) { return partition(th, self, args[0], false); }
RG_STR_METHOD(rpartition) { return partition(th, self, args[0], true); }

/* ---- prefixes and suffixes ---- */

static bool matches(const RgStr *s, const RgStr *part, int64_t from, int64_t to, bool end)
{
    int64_t m = part->length;
    if (to - from < m)
        return false;
    int64_t at = end ? to - m : from;
    int w = s->head.aux8;
    if (part->head.aux8 == w)
        return memcmp(s->data + at * w, part->data, (size_t)(m * w)) == 0;
    for (int64_t i = 0; i < m; i++) {
        if (rg_str_at(s, at + i) != rg_str_at(part, i))
            return false;
    }
    return true;
}

static RgValue tail_match(RgThread *th, RgValue self, const RgValue *args, bool end)
{
    RgStr *s = RG_STR(self);
    const char *name = end ? "endswith" : "startswith";
    int64_t from, to;
    if (!rg_args_range(th, args[1], args[2], s->length, &from, &to))
        return RG_ERROR;
    if (rg_is_tuple(args[0])) {
        RgTuple *t = RG_TUPLE(args[0]);
        for (size_t i = 0; i < rg_tuple_len(t); i++) {
            if (!rg_is_str(t->items[i]))
                return rg_raise(th, RG_EXC_TypeError, "tuple for %s must only contain str, not %T", name, t->items[i]);
            if (matches(s, RG_STR(t->items[i]), from, to, end))
                return RG_TRUE;
        }
        return RG_FALSE;
    }
    if (!rg_is_str(args[0]))
        return rg_raise(th, RG_EXC_TypeError, "%s first arg must be str or a tuple of str, not %T", name, args[0]);
    return rg_from_bool(matches(s, RG_STR(args[0]), from, to, end));
}

RG_STR_METHOD(startswith) { return tail_match(th, self, args, false); }
RG_STR_METHOD(endswith) { return tail_match(th, self, args, true); }

static RgValue part_result(RgThread *th, RgStr *s, int64_t from, int64_t to)
{
    if (from == 0 && to == s->length)
        return rg_str_result(rg_str_exact(th, s));
    return rg_str_result(rg_str_slice(th, s, from, to));
}

RG_STR_METHOD(removeprefix)
{
    RgStr *s = RG_STR(self), *p;
    if (!rg_args_str(th, "removeprefix", 0, args[0], &p))
        return RG_ERROR;
    return part_result(th, s, matches(s, p, 0, s->length, false) ? p->length : 0, s->length);
}

RG_STR_METHOD(removesuffix)
{
    RgStr *s = RG_STR(self), *p;
    if (!rg_args_str(th, "removesuffix", 0, args[0], &p))
        return RG_ERROR;
    return part_result(th, s, 0, s->length - (matches(s, p, 0, s->length, true) ? p->length : 0));
}

/* ---- strip ---- */

static bool in_chars(const RgStr *chars, uint32_t c)
{
    if (!chars)
        return rg_unicode_is_space(c);
    return rg_chars_find_char(chars->data, chars->head.aux8, chars->length, c) >= 0;
}

static RgValue strip(RgThread *th, RgValue self, RgValue arg, const char *name, bool left, bool right)
{
    RgStr *s = RG_STR(self), *chars = NULL;
    if (is_set(arg)) {
        if (!rg_is_str(arg))
            return rg_raise(th, RG_EXC_TypeError, "%s arg must be None or str", name);
        chars = RG_STR(arg);
    }
    int64_t from = 0, to = s->length;
    while (left && from < to && in_chars(chars, rg_str_at(s, from)))
        from++;
    while (right && to > from && in_chars(chars, rg_str_at(s, to - 1)))
        to--;
    return part_result(th, s, from, to);
}

RG_STR_METHOD(strip) { return strip(th, self, args[0], "strip", true, true); }
RG_STR_METHOD(lstrip) { return strip(th, self, args[0], "lstrip", true, false); }
RG_STR_METHOD(rstrip) { return strip(th, self, args[0], "rstrip", false, true); }

/* ---- join ---- */

RG_STR_METHOD(join)
{
    RgValue v = args[0];
    if (rg_is_exact(v, RG_KIND_list)) {
        /* join reads the items without running Python: the list cannot change meanwhile. */
        RgList *l = RG_LIST(v);
        return rg_str_result(rg_str_join(th, RG_STR(self), l->items, (size_t)l->length));
    }
    if (rg_is_exact(v, RG_KIND_tuple))
        return rg_str_result(rg_str_join(th, RG_STR(self), RG_TUPLE(v)->items, rg_tuple_len(RG_TUPLE(v))));
    if (rg_is_object(v) == false || !(rg_type_of(th->rt, v)->slots.iter || rg_is_sequence(th, v)))
        return rg_raise(th, RG_EXC_TypeError, "can only join an iterable");
    RgList *l = rg_to_list_fast(th, v);
    return l ? rg_str_result(rg_str_join(th, RG_STR(self), l->items, (size_t)l->length)) : RG_ERROR;
}
