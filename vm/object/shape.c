/* SPDX-License-Identifier: MIT
 *
 * shape.c: hidden classes and their transitions.
 * Always holds: slot i of a shape belongs to the name that the ancestor with count i + 1 added; names are interned, so
 * they are compared as pointers; shapes never change but for their transitions and lookup table.
 */
#include "vm/object/shape.h"
#include "vm/base/mem.h"
#include "vm/object/dict.h"

/* MAX_FORKS: attributes that differ from instance to instance are data, not structure: such instances get a dict. */
enum { MAX_ATTRS = 64, TABLE_FROM = 8, MAX_INLINE = 16, MAX_FORKS = 128 };

/* Two slots of the table per attribute at least; entry 0 is empty, else slot + 1. On the C heap: holds no references that
 * the parent chain does not hold too. */
typedef struct RgShapeTable {
    uint32_t mask;
    struct { const RgStr *name; int32_t slot; } rows[];
} RgShapeTable;

_Static_assert(offsetof(RgShape, type) == sizeof(RgCellLayout), "rg_type_of reads the type there");

static size_t name_hash(const RgStr *name)
{
    size_t h = (size_t)(uintptr_t)name >> 4;
    return h ^ h >> 7;
}

static void trace_shape(RgMarker *marker, void *cell)
{
    RgShape *s = cell;
    rg_mark_cell(marker, s->type);
    rg_mark_cell(marker, s->parent);
    rg_mark_cell(marker, s->name);
    rg_mark_value(marker, s->transitions);
}

static void release_shape(RgHeap *heap, void *cell)
{
    (void)heap;
    rg_mem_free(((RgShape *)cell)->table);
}

const RgTypeSpec rg_spec_shape_ = {.flags = RG_TF_HIDDEN | RG_TF_NO_NEW,
                                   .basicsize = sizeof(RgShape),
                                   .cell = {"shape", trace_shape, release_shape}};

static RgShape *new_shape(RgThread *th, RgType *type, const RgCellKind *kind)
{
    RgShape *s = rg_object_new(th, RG_KIND_shape_, sizeof *s);
    if (!s) return NULL;
    s->layout.cell_kind = kind;
    s->layout.heap = th->heap;
    s->type = type;
    return s;
}

RgShape *rg_shape_new_root(RgThread *th, RgType *type)
{
    RgShape *s = new_shape(th, type, type->cell_kind);
    if (s) s->inline_slots = type->inline_slots;
    return s;
}

RgShape *rg_shape_root_of(RgThread *th, RgType *type)
{
    if (type->root_shape && type->root_shape->inline_slots == type->inline_slots) return type->root_shape;
    RgShape *s = rg_shape_new_root(th, type);
    if (s) rg_gc_store_ptr(type, &type->root_shape, s);
    return s;
}

RgShape *rg_shape_dict_of(RgThread *th, RgType *type)
{
    if (type->dict_shape) return type->dict_shape;
    RgShape *s = new_shape(th, type, type->cell_kind);
    if (!s) return NULL;
    s->flags = RG_SHAPE_DICT;
    rg_gc_store_ptr(type, &type->dict_shape, s);
    return s;
}

static RgShapeTable *build_table(const RgShape *shape)
{
    uint32_t size = 32;
    while (size < shape->count * 2) size *= 2;
    RgShapeTable *t = rg_mem_calloc(1, sizeof *t + size * sizeof t->rows[0]);
    if (!t) return NULL;
    t->mask = size - 1;
    for (const RgShape *s = shape; s->name; s = s->parent) {
        size_t i = name_hash(s->name) & t->mask;
        while (t->rows[i].name) i = (i + 1) & t->mask;
        t->rows[i].name = s->name;
        t->rows[i].slot = (int32_t)s->count - 1;
    }
    return t;
}

int32_t rg_shape_find(const RgShape *shape, const RgStr *name)
{
    if (shape->count > TABLE_FROM) {
        if (!shape->table) ((RgShape *)(uintptr_t)shape)->table = build_table(shape); /* a cache: logically const */
        const RgShapeTable *t = shape->table;
        if (t) {
            for (size_t i = name_hash(name) & t->mask; t->rows[i].name; i = (i + 1) & t->mask)
                if (t->rows[i].name == name) return t->rows[i].slot;
            return -1;
        }
    }
    for (const RgShape *s = shape; s->name; s = s->parent)
        if (s->name == name) return (int32_t)s->count - 1;
    return -1;
}

/* A first overflow in the present tree makes later instances roomier; those there are stay as they are. */
static void learn(RgShape *shape)
{
    RgType *type = shape->type;
    if (shape->count >= shape->inline_slots && type->inline_slots == shape->inline_slots && type->inline_slots &&
        type->inline_slots < MAX_INLINE)
        type->inline_slots = (uint16_t)RG_MIN(type->inline_slots * 2, MAX_INLINE);
}

RgShape *rg_shape_add(RgThread *th, RgShape *shape, RgStr *name)
{
    RG_ASSERT(!(shape->flags & RG_SHAPE_DICT) && rg_str_is_interned(name), "%u", shape->count);
    if (shape->transitions) {
        RgValue t = shape->transitions;
        if (!rg_is_kind(t, RG_KIND_dict)) {
            RgShape *only = (RgShape *)(void *)rg_as_object(t);
            if (only->name == name) return only;
        } else if ((t = rg_dict_get_str(th, RG_DICT(t), name)) != 0) {
            return (RgShape *)(void *)rg_as_object(t);
        } else if (RG_DICT(shape->transitions)->count >= MAX_FORKS) {
            return NULL;
        }
    }
    if (shape->count >= MAX_ATTRS) return NULL; /* nothing raised: the caller turns to the dict shape */
    learn(shape);
    RgShape *s = new_shape(th, shape->type, shape->layout.cell_kind);
    if (!s) return NULL;
    s->parent = shape;
    s->name = name;
    s->count = shape->count + 1;
    s->inline_slots = shape->inline_slots;
    if (!shape->transitions) {
        rg_gc_store(shape, &shape->transitions, rg_from_ptr(s));
        return s;
    }
    if (!rg_is_kind(shape->transitions, RG_KIND_dict)) {
        RgShape *only = (RgShape *)(void *)rg_as_object(shape->transitions);
        RgDict *d = rg_dict_new(th);
        if (!d || !rg_dict_set_str(th, d, only->name, rg_from_ptr(only))) return NULL;
        rg_gc_store(shape, &shape->transitions, rg_from_ptr(d));
    }
    return rg_dict_set_str(th, RG_DICT(shape->transitions), name, rg_from_ptr(s)) ? s : NULL;
}
