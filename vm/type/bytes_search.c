/* SPDX-License-Identifier: MIT
 *
 * bytes_search.c: methods of bytes and bytearray that search, split, replace and strip. All linear.
 * While Python code may run (argument conversion) no pointer into a bytearray is kept.
 */
#include "vm/type/bytes_methods.h"

RgValue rg_bytes_make(RgThread *th, RgValue like, const void *data, int64_t len)
{
    void *r = rg_is_bytearray(like) ? (void *)rg_bytearray_new(th, data, len) : (void *)rg_bytes_new(th, data, len);
    return r ? rg_from_ptr(r) : RG_ERROR;
}

RgValue rg_bytes_whole(RgThread *th, RgValue self)
{
    if (rg_is_exact(self, RG_KIND_bytes))
        return self;
    int64_t n;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    return rg_bytes_make(th, self, p, n);
}

static bool is_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

/* An argument that is bytes-like or, when single is given, an integer, put in single[0]. */
static bool needle(RgThread *th, RgValue v, RgBufferView *view, uint8_t *single)
{
    if (single && !rg_buffer_supported(v) && (rg_is_integer(v) || rg_type_of(th->rt, v)->slots.index)) {
        int64_t i;
        RgValue n = rg_number_index(th, v);
        if (n == RG_ERROR)
            return false;
        if (!rg_int_as_i64(n, &i) || i < 0 || i > 255) {
            rg_raise(th, RG_EXC_ValueError, "byte must be in range(0, 256)");
            return false;
        }
        *single = (uint8_t)i;
        *view = (RgBufferView){.owner = v, .data = single, .len = 1};
        return true;
    }
    if (single && !rg_buffer_supported(v)) {
        rg_raise(th, RG_EXC_TypeError, "argument should be integer or bytes-like object, not '%T'", v);
        return false;
    }
    return rg_buffer_get(th, v, view, false);
}

static int64_t find_in(const uint8_t *p, int64_t from, int64_t to, const RgBufferView *sub, bool reverse)
{
    if (to - from < sub->len)
        return -1;
    if (sub->len == 0)
        return reverse ? to : from;
    int64_t i = rg_chars_find(p + from, to - from, sub->data, sub->len, 1, reverse);
    return i < 0 ? -1 : i + from;
}

/* -2: raised. */
static int64_t search(RgThread *th, RgValue self, const RgValue *args, bool reverse)
{
    RgBufferView sub;
    uint8_t single;
    int64_t n, from, to, i = -2;
    if (!needle(th, args[0], &sub, &single))
        return -2;
    rg_bytes_data_of(self, &n);
    if (rg_args_range(th, args[1], args[2], n, &from, &to)) {
        const uint8_t *p = rg_bytes_data_of(self, &n);
        i = find_in(p, from, RG_MIN(to, n), &sub, reverse);
    }
    rg_buffer_release(&sub);
    return i;
}

static RgValue index_result(RgThread *th, int64_t i, const char *must)
{
    if (i == -2)
        return RG_ERROR;
    return i < 0 && must ? rg_raise(th, RG_EXC_ValueError, "%s", must) : rg_from_int(i);
}

RG_BYTES_METHOD(find) { return index_result(th, search(th, self, args, false), NULL); }
RG_BYTES_METHOD(rfind) { return index_result(th, search(th, self, args, true), NULL); }
RG_BYTES_METHOD(index) { return index_result(th, search(th, self, args, false), "subsection not found"); }
RG_BYTES_METHOD(rindex) { return index_result(th, search(th, self, args, true), "subsection not found"); }

RgValue rg_bytes_contains_common(RgThread *th, RgValue self, RgValue item, int *result)
{
    RgBufferView sub;
    uint8_t single;
    int64_t n;
    if (!rg_buffer_supported(item) && !rg_is_integer(item) && !rg_type_of(th->rt, item)->slots.index)
        return rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not '%T'", item);
    if (!needle(th, item, &sub, &single))
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    *result = find_in(p, 0, n, &sub, false) >= 0;
    rg_buffer_release(&sub);
    return RG_NONE;
}

static int64_t count_in(const uint8_t *p, int64_t from, int64_t to, const RgBufferView *sub, int64_t most)
{
    int64_t n = 0, i;
    if (to < from || most == 0)
        return 0;
    if (sub->len == 0)
        return RG_MIN(to - from + 1, most);
    while (n < most && (i = find_in(p, from, to, sub, false)) >= 0) {
        n++;
        from = i + sub->len;
    }
    return n;
}

RG_BYTES_METHOD(count)
{
    RgBufferView sub;
    uint8_t single;
    int64_t n, from, to, count = -1;
    if (!needle(th, args[0], &sub, &single))
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    if (rg_args_range(th, args[1], args[2], n, &from, &to))
        count = count_in(p, from, to, &sub, INT64_MAX);
    rg_buffer_release(&sub);
    return count < 0 ? RG_ERROR : rg_from_int(count);
}

/* ---- replace ---- */

static RgValue replace(RgThread *th, RgValue self, const RgBufferView *old, const RgBufferView *new_, int64_t most)
{
    int64_t n, at = 0, total;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    int64_t count = count_in(p, 0, n, old, most);
    if (count == 0)
        return rg_bytes_whole(th, self);
    if (__builtin_mul_overflow(new_->len - old->len, count, &total) || __builtin_add_overflow(total, n, &total))
        return rg_raise(th, RG_EXC_OverflowError, "replace bytes is too long");
    RgValue r = rg_bytes_make(th, self, NULL, total);
    if (r == RG_ERROR)
        return r;
    uint8_t *out = (uint8_t *)rg_bytes_data_of(r, &total);
    for (int64_t k = 0; k < count; k++) {
        int64_t i = old->len ? find_in(p, at, n, old, false) : at + (k > 0);
        memcpy(out, p + at, (size_t)(i - at));
        out += i - at;
        if (new_->len)
            memcpy(out, new_->data, (size_t)new_->len);
        out += new_->len;
        at = i + old->len;
    }
    memcpy(out, p + at, (size_t)(n - at));
    return r;
}

RG_BYTES_METHOD(replace)
{
    RgBufferView old, new_;
    int64_t count;
    if (!rg_args_index(th, args[2], -1, &count) || !rg_buffer_get(th, args[0], &old, false))
        return RG_ERROR;
    RgValue r = RG_ERROR;
    if (rg_buffer_get(th, args[1], &new_, false)) {
        r = replace(th, self, &old, &new_, count < 0 ? INT64_MAX : count);
        rg_buffer_release(&new_);
    }
    rg_buffer_release(&old);
    return r;
}

/* ---- split ---- */

static bool add_part(RgThread *th, RgList *list, RgValue self, const uint8_t *p, int64_t from, int64_t to)
{
    RgValue v = rg_bytes_make(th, self, p + from, to - from);
    return v != RG_ERROR && rg_list_append(th, list, v);
}

static bool split_space(RgThread *th, RgList *list, RgValue self, const uint8_t *p, int64_t n, int64_t most)
{
    for (int64_t i = 0;;) {
        while (i < n && is_space(p[i]))
            i++;
        if (i == n)
            return true;
        int64_t from = i;
        if (most-- == 0)
            return add_part(th, list, self, p, from, n);
        while (i < n && !is_space(p[i]))
            i++;
        if (!add_part(th, list, self, p, from, i))
            return false;
    }
}

static bool rsplit_space(RgThread *th, RgList *list, RgValue self, const uint8_t *p, int64_t n, int64_t most)
{
    for (int64_t i = n;;) {
        while (i > 0 && is_space(p[i - 1]))
            i--;
        if (i == 0)
            return true;
        int64_t to = i;
        if (most-- == 0)
            return add_part(th, list, self, p, 0, to);
        while (i > 0 && !is_space(p[i - 1]))
            i--;
        if (!add_part(th, list, self, p, i, to))
            return false;
    }
}

static bool split_sep(RgThread *th, RgList *list, RgValue self, const uint8_t *p, int64_t n, const RgBufferView *sep, int64_t most,
                      bool reverse)
{
    int64_t at = reverse ? n : 0;
    for (; most != 0; most--) {
        int64_t i = reverse ? find_in(p, 0, at, sep, true) : find_in(p, at, n, sep, false);
        if (i < 0)
            break;
        if (reverse ? !add_part(th, list, self, p, i + sep->len, at) : !add_part(th, list, self, p, at, i))
            return false;
        at = reverse ? i : i + sep->len;
    }
    return reverse ? add_part(th, list, self, p, 0, at) : add_part(th, list, self, p, at, n);
}

static RgValue split(RgThread *th, RgValue self, const RgValue *args, bool reverse)
{
    int64_t most, n;
    if (!rg_args_index(th, args[1], -1, &most))
        return RG_ERROR;
    if (most < 0)
        most = INT64_MAX;
    RgList *list = rg_list_new(th, 0);
    if (!list)
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    bool ok;
    if (args[0] == RG_UNBOUND || args[0] == RG_NONE) {
        ok = reverse ? rsplit_space(th, list, self, p, n, most) : split_space(th, list, self, p, n, most);
    } else {
        RgBufferView sep;
        if (!rg_buffer_get(th, args[0], &sep, false))
            return RG_ERROR;
        ok = sep.len > 0;
        if (!ok)
            rg_raise(th, RG_EXC_ValueError, "empty separator");
        else
            ok = split_sep(th, list, self, p, n, &sep, most, reverse);
        rg_buffer_release(&sep);
    }
    if (!ok)
        return RG_ERROR;
    for (int64_t i = 0, j = list->length - 1; reverse && i < j; i++, j--) {
        RgValue t = list->items[i];
        rg_gc_store(list->array, &list->items[i], list->items[j]);
        rg_gc_store(list->array, &list->items[j], t);
    }
    return rg_from_ptr(list);
}

RG_BYTES_METHOD(split) { return split(th, self, args, false); }
RG_BYTES_METHOD(rsplit) { return split(th, self, args, true); }

RG_BYTES_METHOD(splitlines)
{
    int keep = args[0] == RG_UNBOUND ? 0 : rg_truth(th, args[0]);
    RgList *list = keep < 0 ? NULL : rg_list_new(th, 0);
    int64_t n;
    if (!list)
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    for (int64_t i = 0; i < n;) {
        int64_t from = i;
        while (i < n && p[i] != '\n' && p[i] != '\r')
            i++;
        int64_t to = i;
        if (i < n)
            i += p[i] == '\r' && i + 1 < n && p[i + 1] == '\n' ? 2 : 1;
        if (!add_part(th, list, self, p, from, keep ? i : to))
            return RG_ERROR;
    }
    return rg_from_ptr(list);
}

static RgValue partition(RgThread *th, RgValue self, RgValue sep_arg, bool reverse)
{
    RgBufferView sep;
    int64_t n;
    if (!rg_buffer_get(th, sep_arg, &sep, false))
        return RG_ERROR;
    if (sep.len == 0) {
        rg_buffer_release(&sep);
        return rg_raise(th, RG_EXC_ValueError, "empty separator");
    }
    const uint8_t *p = rg_bytes_data_of(self, &n);
    int64_t i = find_in(p, 0, n, &sep, reverse), m = sep.len;
    RgValue a, b, c;
    if (i < 0) {
        RgValue whole = rg_bytes_whole(th, self);
        a = reverse ? rg_bytes_make(th, self, NULL, 0) : whole;
        b = rg_bytes_make(th, self, NULL, 0);
        c = reverse ? whole : rg_bytes_make(th, self, NULL, 0);
    } else {
        a = rg_bytes_make(th, self, p, i);
        b = rg_is_bytes(self) ? sep_arg : rg_bytes_make(th, self, sep.data, m);
        c = rg_bytes_make(th, self, p + i + m, n - i - m);
    }
    rg_buffer_release(&sep);
    if (a == RG_ERROR || b == RG_ERROR || c == RG_ERROR)
        return RG_ERROR;
    RgTuple *t = rg_tuple_pack(th, 3, a, b, c);
    return t ? rg_from_ptr(t) : RG_ERROR;
}

RG_BYTES_METHOD(partition) { return partition(th, self, args[0], false); }
RG_BYTES_METHOD(rpartition) { return partition(th, self, args[0], true); }

/* ---- prefixes, suffixes, strip ---- */

static bool matches(const uint8_t *p, int64_t from, int64_t to, const RgBufferView *part, bool end)
{
    return to - from >= part->len && memcmp(p + (end ? to - part->len : from), part->data, (size_t)part->len) == 0;
}

static RgValue tail_match(RgThread *th, RgValue self, const RgValue *args, bool end)
{
    const char *name = end ? "endswith" : "startswith";
    int64_t n, from, to;
    rg_bytes_data_of(self, &n);
    if (!rg_args_range(th, args[1], args[2], n, &from, &to))
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    bool many = rg_is_tuple(args[0]);
    size_t count = many ? rg_tuple_len(RG_TUPLE(args[0])) : 1;
    for (size_t i = 0; i < count; i++) {
        RgValue v = many ? RG_TUPLE(args[0])->items[i] : args[0];
        RgBufferView part;
        if (!many && !rg_buffer_supported(v))
            return rg_raise(th, RG_EXC_TypeError, "%s first arg must be bytes or a tuple of bytes, not %T", name, v);
        if (!rg_buffer_get(th, v, &part, false))
            return RG_ERROR;
        bool yes = matches(p, from, RG_MIN(to, n), &part, end);
        rg_buffer_release(&part);
        if (yes)
            return RG_TRUE;
    }
    return RG_FALSE;
}

RG_BYTES_METHOD(startswith) { return tail_match(th, self, args, false); }
RG_BYTES_METHOD(endswith) { return tail_match(th, self, args, true); }

static RgValue part_result(RgThread *th, RgValue self, const uint8_t *p, int64_t n, int64_t from, int64_t to)
{
    return from == 0 && to == n ? rg_bytes_whole(th, self) : rg_bytes_make(th, self, p + from, to - from);
}

static RgValue remove_part(RgThread *th, RgValue self, RgValue arg, bool end)
{
    RgBufferView part;
    int64_t n;
    if (!rg_buffer_get(th, arg, &part, false))
        return RG_ERROR;
    const uint8_t *p = rg_bytes_data_of(self, &n);
    int64_t m = matches(p, 0, n, &part, end) ? part.len : 0;
    rg_buffer_release(&part);
    return part_result(th, self, p, n, end ? 0 : m, end ? n - m : n);
}

RG_BYTES_METHOD(removeprefix) { return remove_part(th, self, args[0], false); }
RG_BYTES_METHOD(removesuffix) { return remove_part(th, self, args[0], true); }

static RgValue strip(RgThread *th, RgValue self, RgValue arg, bool left, bool right)
{
    bool set[256] = {false};
    int64_t n;
    if (arg == RG_UNBOUND || arg == RG_NONE) {
        for (int c = 0; c < 256; c++)
            set[c] = is_space((uint8_t)c);
    } else {
        RgBufferView chars;
        if (!rg_buffer_get(th, arg, &chars, false))
            return RG_ERROR;
        for (int64_t i = 0; i < chars.len; i++)
            set[chars.data[i]] = true;
        rg_buffer_release(&chars);
    }
    const uint8_t *p = rg_bytes_data_of(self, &n);
    int64_t from = 0, to = n;
    while (left && from < to && set[p[from]])
        from++;
    while (right && to > from && set[p[to - 1]])
        to--;
    return part_result(th, self, p, n, from, to);
}

RG_BYTES_METHOD(strip) { return strip(th, self, args[0], true, true); }
RG_BYTES_METHOD(lstrip) { return strip(th, self, args[0], true, false); }
RG_BYTES_METHOD(rstrip) { return strip(th, self, args[0], false, true); }

/* ---- join ---- */

static RgValue join(RgThread *th, RgValue self, const RgValue *items, size_t count)
{
    int64_t sep_len, total = 0;
    const uint8_t *sep = rg_bytes_data_of(self, &sep_len);
    if (count == 1 && rg_is_exact(items[0], RG_KIND_bytes) && rg_is_bytes(self))
        return items[0];
    RgBufferView view;
    for (size_t i = 0; i < count; i++) {
        if (rg_is_bytes(items[i])) {
            view.len = RG_BYTES(items[i])->length;
        } else {
            if (!rg_buffer_supported(items[i]))
                return rg_raise(th, RG_EXC_TypeError, "sequence item %lld: expected a bytes-like object, %T found", (long long)i,
                                items[i]);
            if (!rg_buffer_get(th, items[i], &view, false))
                return RG_ERROR;
            rg_buffer_release(&view);
        }
        if (__builtin_add_overflow(total, view.len + (i ? sep_len : 0), &total))
            return rg_raise(th, RG_EXC_OverflowError, "join() result is too long");
    }
    RgValue r = rg_bytes_make(th, self, NULL, total);
    if (r == RG_ERROR)
        return r;
    uint8_t *out = (uint8_t *)rg_bytes_data_of(r, &total), *end = out + total;
    for (size_t i = 0; i < count; i++) {
        if (i && sep_len) {
            memcpy(out, sep, (size_t)sep_len);
            out += sep_len;
        }
        if (rg_is_bytes(items[i])) {
            view = (RgBufferView){.data = RG_BYTES(items[i])->data, .len = RG_BYTES(items[i])->length};
        } else {
            if (!rg_buffer_get(th, items[i], &view, false))
                return RG_ERROR;
            rg_buffer_release(&view);
        }
        int64_t n = RG_MIN(view.len, end - out);
        if (n)
            memcpy(out, view.data, (size_t)n);
        out += n;
    }
    return r;
}

RG_BYTES_METHOD(join)
{
    RgValue v = args[0];
    if (rg_is_exact(v, RG_KIND_list))
        return join(th, self, RG_LIST(v)->items, (size_t)RG_LIST(v)->length);
    if (rg_is_exact(v, RG_KIND_tuple))
        return join(th, self, RG_TUPLE(v)->items, rg_tuple_len(RG_TUPLE(v)));
    if (!rg_type_of(th->rt, v)->slots.iter && !rg_is_sequence(th, v))
        return rg_raise(th, RG_EXC_TypeError, "can only join an iterable");
    RgList *l = rg_to_list_fast(th, v);
    return l ? join(th, self, l->items, (size_t)l->length) : RG_ERROR;
}
