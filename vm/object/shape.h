/* SPDX-License-Identifier: MIT
 *
 * shape.h: hidden classes. A shape says which type an object has and, for instances, which attribute is in which slot.
 * Shapes of one type form a tree of transitions (attribute added); two instances that got the same attributes in the
 * same order share a shape. Deleting an attribute or asking for __dict__ moves the instance to the type's dict shape,
 * where the attributes live in a real dict (method: the hidden classes of Self and V8).
 */
#ifndef RG_OBJECT_SHAPE_H
#define RG_OBJECT_SHAPE_H

#include "vm/object/type.h"

enum { RG_SHAPE_DICT = 1 /* attributes live in the dict at RgAttrs.extra */ };

struct RgShape {
    RgCellLayout layout; /* head of the shape itself, cell_kind of its objects */
    RgType *type;
    uint32_t flags;
    uint32_t count;      /* attributes = slots in use */
    uint32_t inline_slots; /* slots that lie inside the object; slot i >= this is overflow slot i - inline_slots */
    RgShape *parent;
    RgStr *name;         /* attribute that this shape added to its parent, in slot count - 1 */
    RgValue transitions; /* 0, a single RgShape, or a dict name -> shape */
    struct RgShapeTable *table; /* open-addressed name -> slot, built when count > 8 and first searched; may be NULL */
};

RgShape *rg_shape_new_root(RgThread *th, RgType *type) RG_CHECK_RESULT;
/* Shape for new instances of type: type->root_shape, made anew when inline_slots changed. */
RgShape *rg_shape_root_of(RgThread *th, RgType *type) RG_CHECK_RESULT;
RgShape *rg_shape_dict_of(RgThread *th, RgType *type) RG_CHECK_RESULT;
/* Slot of name, or -1. */
int32_t rg_shape_find(const RgShape *shape, const RgStr *name);
/* The shape after adding name; NULL: MemoryError, or too many attributes (then flagged: use the dict shape). */
RgShape *rg_shape_add(RgThread *th, RgShape *shape, RgStr *name) RG_CHECK_RESULT;

static inline RgType *rg_object_type(const RgObject *o) { return o->shape->type; }
/* Attribute storage of an instance; NULL when it has none. */
static inline RgAttrs *rg_attrs(RgObject *o)
{
    RgType *t = o->shape->type;
    if (RG_LIKELY(t->attrs_offset > 0)) return (RgAttrs *)((char *)o + t->attrs_offset);
    if (t->attrs_offset == 0) return NULL;
    return (RgAttrs *)((char *)o + RG_ALIGN_UP(t->basicsize + (size_t)o->aux * t->itemsize, 8));
}

#endif
