/* SPDX-License-Identifier: MIT
 *
 * types.c: creates every builtin type and exception, in the order of types.def and exceptions.def.
 * Always holds: a kind's shape exists before any cell of that kind, and its type cell before any type is filled in, so
 * strings, dicts and descriptors can be made while types are still growing.
 */
#include "vm/type/types.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static const struct {
    const char *name;
    RgKind base;
    const RgTypeSpec *spec;
} rows[RG_KIND_COUNT] = {
#define TYPE(NAME, PYNAME, BASE) [RG_KIND_##NAME] = {PYNAME, RG_KIND_##BASE, &rg_spec_##NAME},
#include "vm/object/types.def"
#undef TYPE
};

static const struct {
    const char *name, *doc;
    RgExc base;
} exceptions[RG_EXC_COUNT] = {
#define EXCEPTION(NAME, BASE, DOC) [RG_EXC_##NAME] = {#NAME, DOC, RG_EXC_##BASE},
#include "vm/object/exceptions.def"
#undef EXCEPTION
};

/* Shapes of all kinds, without types yet. The shape of shapes is its own layout. */
static bool make_shapes(RgThread *th)
{
    RgRuntime *rt = th->rt;
    RgShape *own = rg_heap_alloc(th->heap, sizeof *own, NULL);
    if (!own) return false;
    own->layout.head.layout = &own->layout;
    own->layout.head.kind = own->layout.head.exact = RG_KIND_shape_;
    own->layout.cell_kind = &rg_spec_shape_.cell;
    rt->shapes[RG_KIND_shape_] = own;
    for (size_t k = 1; k < RG_KIND_COUNT; k++) {
        if (k == RG_KIND_shape_) continue;
        RgShape *s = rg_object_new(th, RG_KIND_shape_, sizeof *s);
        if (!s) return false;
        s->layout.cell_kind = &rows[k].spec->cell;
        rt->shapes[k] = s;
    }
    rt->shapes[RG_KIND_type]->layout.cell_kind = &rg_type_cell_kind;
    return true;
}

static bool make_basics(RgThread *th)
{
    RgRuntime *rt = th->rt;
    for (size_t k = 1; k < RG_KIND_COUNT; k++) {
        rt->types[k] = rg_type_alloc(th, NULL);
        if (!rt->types[k]) return false;
        rt->shapes[k]->type = rt->types[k];
        rt->types[k]->kind = (uint8_t)k;
        rt->types[k]->cname = rows[k].name;
    }
    if (!rt->empty_tuple) {
        rt->empty_tuple = rg_object_new(th, RG_KIND_tuple, sizeof(RgTuple));
        if (!rt->empty_tuple) return false;
    }
    return rt->empty_str ? true : rg_intern_init(th);
}

static bool make_exceptions(RgThread *th)
{
    RgType **made = th->rt->exceptions;
    for (size_t e = 0; e < RG_EXC_COUNT; e++) {
        RgType *bases[2] = {made[exceptions[e].base], NULL};
        size_t n = 1;
        if (e == RG_EXC_BaseException) bases[0] = RG_TYPE(th, object);
        if (e == RG_EXC_ExceptionGroup) {
            bases[0] = made[RG_EXC_BaseExceptionGroup];
            bases[n++] = made[RG_EXC_Exception];
        }
        made[e] = rg_type_make(th, NULL, e == RG_EXC_BaseException ? RG_KIND_exception_ : 0, exceptions[e].name, bases, n,
                               rg_exception_spec((RgExc)e), exceptions[e].doc);
        if (!made[e]) return false;
    }
    th->rt->spare_memory_error = rg_exception_new(th, made[RG_EXC_MemoryError], NULL, 0);
    return th->rt->spare_memory_error != 0;
}

bool rg_types_init(RgThread *th)
{
    bool enabled = rg_heap_is_enabled(th->heap);
    rg_heap_set_enabled(th->heap, false);
    bool ok = make_shapes(th) && make_basics(th);
    for (size_t k = 1; ok && k < RG_KIND_COUNT; k++) {
        RgType *base = k == RG_KIND_object ? NULL : th->rt->types[rows[k].base];
        ok = rg_type_ready_builtin(th, (RgKind)k, rows[k].name, base, rows[k].spec);
    }
    ok = ok && make_exceptions(th);
    rg_heap_set_enabled(th->heap, enabled);
    return ok;
}
