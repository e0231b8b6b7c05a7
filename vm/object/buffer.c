/* SPDX-License-Identifier: MIT
 *
 * buffer.c: access to the bytes of bytes-like objects. Holding a view of a bytearray keeps it from being resized; the storage
 * itself is kept alive by the view's owner and, after all, by the pointer to it (the collector knows interior pointers).
 */
#include "vm/object/bytes.h"

static const RgTypeSpec *exporter(RgValue v)
{
    for (const RgType *t = rg_object_type(rg_as_object(v)); t; t = t->base) {
        if (t->spec && t->spec->buffer)
            return t->spec;
    }
    return NULL;
}

bool rg_buffer_supported(RgValue v)
{
    if (!rg_is_object(v))
        return false;
    int kind = rg_as_object(v)->kind;
    return kind == RG_KIND_bytes || kind == RG_KIND_bytearray || kind == RG_KIND_memoryview || exporter(v);
}

static bool is_contiguous(const RgMemoryView *m)
{
    return m->ndim != 1 || m->length <= 1 || m->stride == m->itemsize;
}

static int64_t view_bytes(const RgMemoryView *m)
{
    int64_t n = m->itemsize;
    for (int i = 0; i < m->ndim; i++)
        n *= m->shape[i];
    return n;
}

static bool take(RgThread *th, RgBufferView *out, RgExports **exports)
{
    if (!*exports && !(*exports = rg_exports_new(th)))
        return false;
    (*exports)->count++;
    out->exports = &(*exports)->count;
    out->counted = true;
    return true;
}

bool rg_buffer_get(RgThread *th, RgValue v, RgBufferView *out, bool writable)
{
    *out = (RgBufferView){.owner = v, .format = "B", .itemsize = 1};
    if (rg_is_kind(v, RG_KIND_bytes)) {
        out->data = RG_BYTES(v)->data;
        out->len = RG_BYTES(v)->length;
        out->readonly = true;
    } else if (rg_is_kind(v, RG_KIND_bytearray)) {
        RgByteArray *b = RG_AS(RgByteArray, v);
        out->data = rg_bytearray_data(b);
        out->len = b->length;
        if (!take(th, out, &b->exports))
            return false;
    } else if (rg_is_kind(v, RG_KIND_memoryview)) {
        RgMemoryView *m = RG_AS(RgMemoryView, v);
        if (m->released) {
            rg_raise(th, RG_EXC_ValueError, "operation forbidden on released memoryview object");
            return false;
        }
        if (!is_contiguous(m)) {
            rg_raise(th, RG_EXC_BufferError, "memoryview: underlying buffer is not C-contiguous");
            return false;
        }
        out->data = m->data;
        out->len = view_bytes(m);
        out->readonly = m->readonly;
        out->itemsize = m->itemsize;
        memcpy(out->format, m->format, sizeof out->format);
        if (!take(th, out, &m->own))
            return false;
    } else {
        const RgTypeSpec *spec = rg_is_object(v) ? exporter(v) : NULL;
        if (!spec) {
            rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not '%T'", v);
            return false;
        }
        if (!spec->buffer(th, v, out, writable))
            return false;
    }
    if (writable && out->readonly) {
        rg_buffer_release(out);
        rg_raise(th, RG_EXC_BufferError, "Object is not writable.");
        return false;
    }
    return true;
}

void rg_buffer_release(RgBufferView *view)
{
    if (view->counted && view->exports)
        --*view->exports;
    view->counted = false;
}
