/* SPDX-License-Identifier: MIT
 *
 * pickle_buffer.c: PickleBuffer: a wrapper of a bytes-like object that pickles may leave out of their stream. It holds a memoryview
 * of it, so that it does not change its size.
 */
#include "vm/module/pickle.h"

#define SELF RG_AS(RgPickleBuffer, self)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue released(RgThread *th)
{
    return rg_raise(th, RG_EXC_ValueError, "operation forbidden on released PickleBuffer object");
}

static RgValue buffer_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "PickleBuffer", kwnames)) return RG_ERROR;
    if (nargs != 1)
        return rg_raise(th, RG_EXC_TypeError, "PickleBuffer() takes exactly 1 positional argument (%zu given)", nargs);
    if (!rg_buffer_supported(args[0])) return rg_raise(th, RG_EXC_TypeError, "a bytes-like object is required, not '%T'", args[0]);
    RgPickleBuffer *b = rg_object_new_of(th, type, 0);
    RgValue view = b ? rg_call1(th, rg_from_ptr(RG_TYPE(th, memoryview)), args[0]) : RG_ERROR;
    if (!view) return RG_ERROR;
    rg_gc_store(b, &b->object, args[0]);
    rg_gc_store(b, &b->view, view);
    return rg_from_ptr(b);
}

METHOD(raw)
{
    if (!SELF->view) return released(th);
    const RgMemoryView *m = RG_AS(RgMemoryView, SELF->view);
    if (m->ndim == 1 && m->length > 1 && m->stride != m->itemsize)
        return rg_raise(th, RG_EXC_BufferError, "cannot extract raw buffer from non-contiguous buffer");
    RgStr *cast = rg_intern_cstr(th, "cast"), *bytes = cast ? rg_intern_cstr(th, "B") : NULL;
    RgValue view = bytes ? rg_call1(th, rg_from_ptr(RG_TYPE(th, memoryview)), SELF->object) : RG_ERROR;
    return view ? rg_call_method1(th, view, cast, rg_from_ptr(bytes)) : RG_ERROR;
}

METHOD(release)
{
    RgValue view = SELF->view;
    RgStr *name = view ? rg_intern_cstr(th, "release") : NULL;
    if (!view) return RG_NONE;
    if (!name || !rg_call_method0(th, view, name)) return RG_ERROR;
    SELF->view = SELF->object = 0;
    return RG_NONE;
}

static bool buffer_export(RgThread *th, RgValue self, RgBufferView *out, bool writable)
{
    if (!SELF->view) return released(th);
    return rg_buffer_get(th, SELF->object, out, writable);
}

static void buffer_trace(RgMarker *marker, void *cell) { rg_mark_values(marker, &((RgPickleBuffer *)cell)->object, 2); }

static const RgMethodDef methods[] = {RG_METHOD("raw", "($self, /)", "The bytes as a flat memoryview.", m_raw),
                                      RG_METHOD("release", "($self, /)", "Lets go of the object.", m_release), RG_METHOD_END};
const RgTypeSpec rg_pickle_buffer_spec = {.doc = "Wrapper for potentially out-of-band buffers", .flags = RG_TF_WEAKREF,
                                          .basicsize = sizeof(RgPickleBuffer), .cell = {"pickle buffer", buffer_trace, NULL},
                                          .slots = {.new_ = buffer_new}, .methods = methods, .buffer = buffer_export};
