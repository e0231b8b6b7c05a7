/* SPDX-License-Identifier: MIT
 *
 * weakref.c: making weak references, and running finalizers and callbacks at safe points.
 */
#include "vm/object/weakref.h"

bool rg_weakref_supported(RgThread *th, RgValue obj)
{
    return rg_is_object(obj) && (rg_type_of(th->rt, obj)->flags & RG_TF_WEAKREF);
}

RgValue rg_weakref_new(RgThread *th, RgType *type, RgValue obj, RgValue callback)
{
    if (!rg_weakref_supported(th, obj))
        return rg_raise(th, RG_EXC_TypeError, "cannot create weak reference to '%T' object", obj);
    RgKind kind = type->kind;
    bool plain = th->rt->types[kind] == type && callback == RG_NONE;
    if (plain) {
        for (RgWeakCell *c = rg_weak_first(th->heap, rg_as_object(obj)); c; c = c->next)
            if (((RgWeakref *)c)->cell.head.exact == kind && !((RgWeakref *)c)->callback) return rg_from_ptr(c);
    }
    RgWeakref *r = rg_object_new_of(th, type, 0);
    if (!r) return RG_ERROR;
    if (callback != RG_NONE) {
        rg_gc_store(r, &r->callback, callback);
        r->cell.notify = true;
    }
    if (!rg_weak_add(th->heap, &r->cell, rg_as_object(obj))) return rg_raise_memory(th);
    return rg_from_ptr(r);
}

static void run_callback(RgThread *th, RgWeakref *r)
{
    RgValue callback = r->callback;
    r->callback = 0;
    if (!callback) return;
    if (!rg_call1(th, callback, rg_from_ptr(r))) rg_write_unraisable(th, callback, NULL);
}

void rg_finalizers_run(RgThread *th)
{
    RgValue pending = rg_exception_take(th);
    for (RgObject *o; (o = rg_finalize_next(th->heap)) != NULL;) {
        if (o->kind == RG_KIND_weakref || o->kind == RG_KIND_weakproxy || o->kind == RG_KIND_weakcallableproxy) {
            if (!(o->flags & RG_CELL_FINALIZED)) {
                run_callback(th, (RgWeakref *)(void *)o);
                continue;
            }
        }
        RgFinalizeFn finalize = rg_object_type(o)->slots.finalize;
        if (finalize) finalize(th, rg_from_ptr(o));
        rg_exception_clear(th);
    }
    if (pending) rg_exception_restore(th, pending);
}
