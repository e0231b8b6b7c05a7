/* SPDX-License-Identifier: MIT
 *
 * object.c: how objects are made, and the type of any value.
 * Always holds: a new object is zeroed but for its header; its shape tells the type before anyone sees it.
 */
#include "vm/gc/finalize.h"
#include "vm/object/raise.h"
#include "vm/object/shape.h"

RgType *rg_type_of_immediate(RgRuntime *rt, RgValue v)
{
    if (rg_is_int(v)) return rt->types[RG_KIND_int];
    if (rg_is_double(v)) return rt->types[RG_KIND_float];
    if (rg_is_bool(v)) return rt->types[RG_KIND_bool];
    if (v == RG_NONE) return rt->types[RG_KIND_NoneType];
    if (v == RG_ELLIPSIS) return rt->types[RG_KIND_ellipsis];
    if (v == RG_NOT_IMPLEMENTED) return rt->types[RG_KIND_NotImplementedType];
    return rt->types[RG_KIND_object]; /* RG_UNBOUND has no type; never visible to programs */
}

void *rg_object_new(RgThread *th, RgKind kind, size_t size)
{
    RgObject *o = rg_heap_alloc(th->heap, size, &th->rt->shapes[kind]->layout);
    if (RG_UNLIKELY(!o)) {
        rg_raise_memory(th);
        return NULL;
    }
    o->kind = o->exact = (uint8_t)kind;
    return o;
}

void *rg_object_new_raw(RgThread *th, RgKind kind, size_t size)
{
    RgObject *o = rg_heap_alloc_raw(th->heap, size, &th->rt->shapes[kind]->layout);
    if (RG_UNLIKELY(!o)) {
        rg_raise_memory(th);
        return NULL;
    }
    o->kind = o->exact = (uint8_t)kind;
    return o;
}

void *rg_object_new_of(RgThread *th, RgType *type, size_t extra)
{
    RgShape *shape = type->root_shape;
    if (RG_UNLIKELY(!shape || shape->inline_slots != type->inline_slots)) {
        shape = rg_shape_root_of(th, type);
        if (!shape) return NULL;
    }
    size_t size = type->basicsize + extra;
    if (type->attrs_offset) size = RG_ALIGN_UP(size, 8) + sizeof(RgAttrs) + (size_t)type->inline_slots * sizeof(RgValue);
    if (size < sizeof(RgObject)) size = sizeof(RgObject);
    RgObject *o = rg_heap_alloc(th->heap, size, &shape->layout);
    if (RG_UNLIKELY(!o)) {
        rg_raise_memory(th);
        return NULL;
    }
    o->kind = type->kind;
    o->exact = type->spec && th->rt->types[type->kind] == type ? type->kind : 0;
    if (RG_UNLIKELY(type->slots.finalize) && !rg_finalize_add(th->heap, o)) {
        rg_raise_memory(th);
        return NULL;
    }
    return o;
}

RgArray *rg_array_new(RgThread *th, size_t cap)
{
    if (cap > SIZE_MAX / 16) {
        rg_raise_memory(th);
        return NULL;
    }
    RgArray *a = rg_object_make(th, RG_KIND_array_, sizeof *a + cap * sizeof(RgValue));
    if (a) a->cap = cap;
    return a;
}

RgBuffer *rg_buffer_new(RgThread *th, size_t cap)
{
    if (cap > SIZE_MAX / 2) {
        rg_raise_memory(th);
        return NULL;
    }
    RgBuffer *b = rg_object_make(th, RG_KIND_buffer_, sizeof *b + cap);
    if (b) b->cap = cap;
    return b;
}

RgBuffer *rg_buffer_new_raw(RgThread *th, size_t cap)
{
    if (cap > SIZE_MAX / 2) {
        rg_raise_memory(th);
        return NULL;
    }
    RgBuffer *b = rg_object_make_raw(th, RG_KIND_buffer_, sizeof(RgBuffer) + cap);
    if (b) b->cap = cap;
    return b;
}

static void trace_array(RgMarker *marker, void *cell)
{
    RgArray *a = cell;
    rg_mark_values(marker, a->items, a->cap);
}

/* Internal cells: they have types only so that every kind has one. */
#define HIDDEN RG_TF_HIDDEN | RG_TF_NO_NEW
const RgTypeSpec rg_spec_array_ = {.flags = HIDDEN, .basicsize = sizeof(RgArray), .itemsize = 8, .cell = {"array", trace_array, NULL}};
const RgTypeSpec rg_spec_buffer_ = {.flags = HIDDEN, .basicsize = sizeof(RgBuffer), .itemsize = 1, .cell = {"buffer", NULL, NULL}};
const RgTypeSpec rg_spec_native_state_ = {.flags = HIDDEN, .basicsize = sizeof(RgObject), .cell = {"native_state", NULL, NULL}};
#undef HIDDEN
