/* SPDX-License-Identifier: MIT
 *
 * pickle_input.c: where an unpickler's bytes come from: one bytes object, or a file from which no more is taken than the pickle
 * has. What a file's peek() shows is used before it is read; a frame is read at once.
 */
#include "vm/module/pickle.h"

enum { PREFETCH = 128 * 1024, CHUNK = 1024 * 1024 /* read at once before it is known that the file has so much */ };

RgValue rg_unpickle_truncated(RgThread *th) { return rg_unpickling_error(th, "pickle data was truncated"); }

bool rg_unpickle_input(RgThread *th, RgUnpickler *u, RgValue data)
{
    RgBytes *b = rg_is_exact(data, RG_KIND_bytes) ? RG_BYTES(data) : NULL;
    if (!b) {
        RgBufferView view;
        if (!rg_buffer_get(th, data, &view, false)) return false;
        b = rg_bytes_new(th, view.data, view.len);
        rg_buffer_release(&view);
    }
    if (!b) return false;
    rg_gc_store_ptr(u, &u->input, b);
    u->data = b->data;
    u->len = u->prefetched = b->length;
    u->at = 0;
    return true;
}

bool rg_unpickler_file(RgThread *th, RgUnpickler *u, RgValue file)
{
    RgStr *peek_name = rg_intern_cstr(th, "peek");
    RgValue peek = peek_name ? rg_attr_lookup(th, file, peek_name) : RG_ERROR;
    RgValue read = peek ? rg_attr_lookup(th, file, RG_SYM(th, read)) : RG_ERROR;
    RgValue readline = read ? rg_attr_lookup(th, file, RG_SYM(th, readline)) : RG_ERROR;
    if (!readline) return false;
    if (read == RG_UNBOUND || readline == RG_UNBOUND)
        return rg_raise(th, RG_EXC_TypeError, "file must have 'read' and 'readline' attributes");
    rg_gc_store(u, &u->peek, peek == RG_UNBOUND ? 0 : peek);
    rg_gc_store(u, &u->read, read);
    rg_gc_store(u, &u->readline, readline);
    return true;
}

bool rg_unpickle_skip_read(RgThread *th, RgUnpickler *u)
{
    int64_t used = u->at - u->prefetched;
    if (used <= 0) return true;
    u->prefetched = u->at;
    return rg_call1(th, u->read, rg_from_int(used));
}

/* n bytes of the file in parts, so that no memory is taken for what is not there. */
static RgValue read_parts(RgThread *th, RgUnpickler *u, int64_t n)
{
    RgBuffer *all = NULL;
    int64_t have = 0, ask = CHUNK;
    while (have < n) {
        int64_t part = RG_MIN(ask, n - have);
        RgValue data = rg_call1(th, u->read, rg_from_int(part));
        RgBufferView view;
        if (!data || !rg_buffer_get(th, data, &view, false)) return RG_ERROR;
        int64_t got = RG_MIN(view.len, part);
        if (!all || have + got > (int64_t)all->cap) {
            RgBuffer *more = rg_buffer_new_raw(th, (size_t)RG_MIN(n, 2 * (have + got)));
            if (more && have) memcpy(more->data, all->data, (size_t)have);
            all = more;
        }
        if (all) memcpy(all->data + have, view.data, (size_t)got);
        rg_buffer_release(&view);
        if (!all) return RG_ERROR;
        have += got;
        if (got < part) break;
        ask *= 2;
    }
    return rg_from_ptr(rg_bytes_from_buffer(th, all, 0, have));
}

/* Bytes of the file become the input: at least n, unless it has no more. */
static bool fill(RgThread *th, RgUnpickler *u, int64_t n)
{
    if (!rg_unpickle_skip_read(th, u)) return false;
    if (u->peek && n < PREFETCH) {
        RgValue data = rg_call1(th, u->peek, rg_from_int(PREFETCH));
        if (!data && !rg_raised_is(th, RG_EXC_NotImplementedError)) return false;
        if (data) {
            if (!rg_unpickle_input(th, u, data)) return false;
            u->prefetched = 0;
            if (n <= u->len) return true;
        } else {
            rg_exception_clear(th);
            u->peek = 0;
        }
    }
    RgValue data = n > CHUNK ? read_parts(th, u, n) : rg_call1(th, u->read, rg_from_int(n));
    return data && rg_unpickle_input(th, u, data);
}

const uint8_t *rg_unpickle_read_slow(RgThread *th, RgUnpickler *u, int64_t n)
{
    if (u->at > INT64_MAX - n) return rg_unpickling_error(th, "read would overflow (invalid bytecode)"), NULL;
    if (!u->read || n > RG_INT_MAX) return rg_unpickle_truncated(th), NULL;
    if (!fill(th, u, n)) return NULL;
    if (u->len < n) return rg_unpickle_truncated(th), NULL;
    u->at = n;
    return u->data;
}

const uint8_t *rg_unpickle_line(RgThread *th, RgUnpickler *u, int64_t *len)
{
    const uint8_t *start = u->data + u->at, *end = u->len > u->at ? memchr(start, '\n', (size_t)(u->len - u->at)) : NULL;
    if (end) {
        *len = end + 1 - start;
        u->at += *len;
        return start;
    }
    if (!u->read) return rg_unpickle_truncated(th), NULL;
    if (!rg_unpickle_skip_read(th, u)) return NULL;
    RgValue data = rg_call0(th, u->readline);
    if (!data || !rg_unpickle_input(th, u, data)) return NULL;
    if (!u->len || u->data[u->len - 1] != '\n') return rg_unpickle_truncated(th), NULL;
    u->at = *len = u->len;
    return u->data;
}
