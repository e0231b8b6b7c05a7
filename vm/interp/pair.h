/* SPDX-License-Identifier: MIT
 *
 * pair.h: what the handlers of two-in-one instructions look up inline: by a warm cache, or in an exact builtin
 * container. Each answers 0 when the general way is to be gone; none of them raises, allocates or runs Python.
 */
#ifndef RG_INTERP_PAIR_H
#define RG_INTERP_PAIR_H

#include "vm/interp/polycache.h"
#include "vm/interp/rt.h"

RG_INLINE RgValue cached_global(const RgFrame *f, const RgInlineCache *ic)
{
    if (RG_UNLIKELY(RG_IC_VERSION(f->globals->version) != ic->key.bits)) return 0;
    if (ic->kind == RG_IC_GLOBAL) return f->globals->entries[ic->index].value;
    if (RG_UNLIKELY(RG_IC_VERSION(f->builtins->version) != ic->value)) return 0;
    return f->builtins->entries[ic->index].value;
}

RG_INLINE RgValue cached_attr(const RgInlineCache *ic, RgValue v)
{
    if (RG_UNLIKELY(!rg_is_object(v))) return 0;
    RgObject *o = rg_as_object(v);
    if (RG_LIKELY(o->shape == ic->key.shape)) {
        if (RG_LIKELY(ic->kind == RG_IC_SLOT)) return *(RgValue *)(void *)((char *)o + ic->index);
        if (ic->kind == RG_IC_MEMBER) {
            RgValue m = *(RgValue *)(void *)((char *)o + ic->index);
            return m == RG_UNBOUND ? 0 : m;
        }
        if (ic->kind == RG_IC_OVERFLOW) return RG_AS(RgArray, rg_attrs(o)->extra)->items[ic->index];
        return ic->kind == RG_IC_VALUE ? ic->value : 0;
    }
    if (v == ic->key.bits) return ic->kind == RG_IC_VALUE ? ic->value : 0;
    if (ic->kind != RG_IC_MODULE || o->exact != RG_KIND_module) return 0;
    RgDict *d = RG_AS(RgModule, v)->dict;
    return RG_IC_VERSION(d->version) == ic->key.bits ? d->entries[ic->index].value : 0;
}

/* At a site of many shapes. */
RG_INLINE RgValue shared_attr(RgThread *th, const RgInlineCache *ic, RgValue v)
{
    if (ic->counter < RG_IC_LIMIT || !rg_is_object(v)) return 0;
    const RgPolyEntry *e = rg_poly_peek(th, rg_as_object(v), ic->name, RG_POLY_LOAD);
    if (RG_UNLIKELY(!e)) return 0;
    if (RG_LIKELY(e->way == RG_WAY_SLOT)) return *(RgValue *)(void *)((char *)(uintptr_t)v + e->index);
    return e->way == RG_WAY_OVERFLOW ? RG_AS(RgArray, rg_attrs(rg_as_object(v))->extra)->items[e->index] : 0;
}
/* A method to be called with v in front. */
RG_INLINE RgValue shared_method(RgThread *th, const RgInlineCache *ic, RgValue v)
{
    if (ic->counter < RG_IC_LIMIT || !rg_is_object(v)) return 0;
    const RgPolyEntry *e = rg_poly_peek(th, rg_as_object(v), ic->name, RG_POLY_LOAD);
    return RG_LIKELY(e && e->way == RG_WAY_METHOD) ? e->value : 0;
}
/* Sets the attribute; false: the general way is to be gone. */
RG_INLINE bool shared_store(RgThread *th, const RgInlineCache *ic, RgValue v, RgValue value)
{
    if (ic->counter < RG_IC_LIMIT || !rg_is_object(v)) return false;
    RgObject *o = rg_as_object(v);
    const RgPolyEntry *e = rg_poly_peek(th, o, ic->name, RG_POLY_STORE);
    if (RG_UNLIKELY(!e || (e->way != RG_WAY_SLOT && e->way != RG_WAY_ADD))) return false;
    rg_gc_store(o, (RgValue *)(void *)((char *)o + e->index), value);
    if (e->way == RG_WAY_ADD) rg_gc_store_ptr(o, &o->shape, (RgShape *)(uintptr_t)e->value);
    return true;
}

RG_INLINE RgValue fast_item(RgValue x, RgValue y)
{
    if (!rg_is_object(x) || !rg_is_int(y)) return 0;
    int64_t i = rg_as_int(y);
    if (RG_LIKELY(rg_as_object(x)->exact == RG_KIND_list)) {
        RgList *l = RG_LIST(x);
        if (i < 0) i += l->length;
        return (uint64_t)i < (uint64_t)l->length ? l->items[i] : 0;
    }
    if (rg_as_object(x)->exact != RG_KIND_tuple) return 0;
    RgTuple *t = RG_TUPLE(x);
    if (i < 0) i += t->head.aux;
    return (uint64_t)i < t->head.aux ? t->items[i] : 0;
}

#endif
