/* SPDX-License-Identifier: MIT
 *
 * bytes.c: storage of bytes and bytearray.
 * Always holds: bytes that follow their struct, and bytearray storage, have a zero byte behind the last one; a shared buffer
 * (`buffer` set) is never written to while some bytes object refers to it.
 */
#include "vm/object/bytes.h"

#include "vm/base/mem.h"
#include "vm/object/str.h"

RgBytes *rg_bytes_new(RgThread *th, const void *data, int64_t len)
{
    RgRuntime *rt = th->rt;
    if (len == 0 && rt->empty_bytes)
        return RG_BYTES(rt->empty_bytes);
    uint8_t single = 0;
    if (len == 1 && data) {
        single = *(const uint8_t *)data;
        if (rt->bytes1[single])
            return RG_BYTES(rt->bytes1[single]);
    }
    if (len < 0 || len > INT64_MAX / 4) {
        rg_raise_memory(th);
        return NULL;
    }
    size_t size = sizeof(RgBytes) + (size_t)len + 1;
    RgBytes *b = data ? rg_object_make_raw(th, RG_KIND_bytes, size) : rg_object_make(th, RG_KIND_bytes, size);
    if (!b)
        return NULL;
    b->length = len;
    b->data = (uint8_t *)(b + 1);
    if (data) {
        b->hash = 0;
        b->buffer = NULL;
        memcpy(b->data, data, (size_t)len);
        b->data[len] = 0;
    }
    if (len == 0)
        rt->empty_bytes = rg_from_ptr(b);
    else if (len == 1 && data)
        rt->bytes1[single] = rg_from_ptr(b);
    return b;
}

RgBytes *rg_bytes_from_buffer(RgThread *th, RgBuffer *buffer, int64_t offset, int64_t len)
{
    if (len <= 1)
        return rg_bytes_new(th, buffer ? buffer->data + offset : NULL, len);
    RgBytes *b = rg_object_make(th, RG_KIND_bytes, sizeof(RgBytes));
    if (!b)
        return NULL;
    b->length = len;
    b->data = buffer->data + offset;
    rg_gc_store_ptr(b, &b->buffer, buffer);
    return b;
}

uint64_t rg_bytes_hash(RgRuntime *rt, RgBytes *b)
{
    if (b->hash == 0) {
        uint64_t h = rg_hash64(b->data, (size_t)b->length, rt->hash_seed);
        b->hash = h == 0 || h == UINT64_MAX ? 1 : h;
    }
    return b->hash;
}

/* ---- exports ---- */

RgExports *rg_exports_new(RgThread *th)
{
    RgExports *e = rg_mem_calloc(1, sizeof *e);
    if (!e)
        rg_raise_memory(th);
    else
        e->users = 1;
    return e;
}

void rg_exports_drop(RgExports *e)
{
    if (e && --e->users == 0)
        rg_mem_free(e);
}

static void ignore_cell(void *cell, void *data)
{
}

/* Views that nobody refers to any more still count until the collector finds them: let it look. True when none is left. */
bool rg_exports_settle(RgThread *th, RgExports *e)
{
    rg_heap_collect(th->heap);
    rg_heap_walk(th->heap, ignore_cell, NULL); /* ends the sweep */
    return e->count == 0;
}

/* ---- bytearray ---- */

RgByteArray *rg_bytearray_new(RgThread *th, const void *data, int64_t len)
{
    RgByteArray *b = rg_object_new(th, RG_KIND_bytearray, sizeof(RgByteArray));
    if (!b || !rg_bytearray_resize(th, b, len))
        return NULL;
    if (data && len)
        memcpy(rg_bytearray_data(b), data, (size_t)len);
    return b;
}

bool rg_bytearray_may_resize(RgThread *th, RgByteArray *b)
{
    if (b->exports && b->exports->count > 0 && !rg_exports_settle(th, b->exports)) {
        rg_raise(th, RG_EXC_BufferError, "Existing exports of data: object cannot be re-sized");
        return false;
    }
    return true;
}

bool rg_bytearray_resize(RgThread *th, RgByteArray *b, int64_t len)
{
    if (len == b->length)
        return true;
    if (!rg_bytearray_may_resize(th, b))
        return false;
    if (len > INT64_MAX / 4) {
        rg_raise_memory(th);
        return false;
    }
    int64_t cap = b->storage ? (int64_t)b->storage->cap : 0;
    bool shrink = cap > 256 && len < cap / 4;
    if (len + b->start + 1 > cap || shrink) {
        if (!shrink && b->start > b->length && len + 1 <= cap) { /* room in front, and moving costs no more than was deleted there */
            memmove(b->storage->data, b->storage->data + b->start, (size_t)b->length);
            b->start = 0;
        } else {
            int64_t want = len <= b->length || b->length == 0 ? len + 1 : len + (len >> 3) + (len < 9 ? 4 : 7);
            RgBuffer *fresh = rg_buffer_new(th, (size_t)want);
            if (!fresh)
                return false;
            if (b->storage)
                memcpy(fresh->data, b->storage->data + b->start, (size_t)RG_MIN(len, b->length));
            rg_gc_store_ptr(b, &b->storage, fresh);
            b->start = 0;
        }
    }
    b->length = len;
    b->storage->data[b->start + len] = 0;
    return true;
}

bool rg_bytearray_append(RgThread *th, RgByteArray *b, const void *data, int64_t len)
{
    int64_t old = b->length;
    if (len == 0)
        return true;
    /* data may be the bytearray's own: then the old storage is still alive (it is referenced by `data`). */
    if (!rg_bytearray_resize(th, b, old + len))
        return false;
    memmove(rg_bytearray_data(b) + old, data, (size_t)len);
    return true;
}
