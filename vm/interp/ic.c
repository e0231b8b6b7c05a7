/* SPDX-License-Identifier: MIT
 *
 * ic.c: inline caches of attribute and call sites. A site does its operation the general way and, from its second
 * execution on, asks rg_attr_describe how the attribute was found and rewrites the instruction into the quickened form.
 * A miss refills; a site that missed RG_IC_LIMIT times keeps the form that it has, and what that misses is looked up in the
 * runtime's table of shapes and names (polycache.h).
 */
#include "vm/interp/mirror.h"
#include "vm/interp/polycache.h"
#include "vm/interp/rt.h"

#define WARM 1

/* pc is a place of the running frame. */
static void rewrite(RgThread *th, RgWord *pc, RgOp op) { rg_code_set_opcode(th->frame->code, pc, op); }

static bool settled(const RgInlineCache *ic) { return ic->counter >= RG_IC_LIMIT; }

/* One more execution on the slow path; true when the site may be specialised now. */
static bool warm(RgInlineCache *ic)
{
    if (settled(ic)) return false;
    return ic->counter++ >= WARM;
}

static bool depend(RgThread *th, RgValue obj, RgStr *name)
{
    return rg_type_cache_depend(th, rg_type_of(th->rt, obj), name);
}

static void fill(RgThread *th, RgInlineCache *ic, uint64_t key, RgValue value, uint32_t index, uint16_t kind)
{
    ic->key.bits = key;
    ic->value = value;
    ic->index = index;
    ic->kind = kind;
    rg_gc_written(th->frame->code->pool);
}

static uint64_t shape_key(RgValue obj) { return (uint64_t)(uintptr_t)rg_as_object(obj)->shape; }

static void specialise_load(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj)
{
    rewrite(th, pc, OP_LOAD_ATTR);
    fill(th, ic, 0, 0, 0, RG_IC_COLD);
    if (!rg_is_object(obj)) return;
    RgAttrInfo info;
    rg_attr_describe(th, obj, ic->name, &info);
    switch (info.way) {
    case RG_WAY_SLOT:
        if (!depend(th, obj, ic->name)) return;
        fill(th, ic, shape_key(obj), 0, info.offset, RG_IC_SLOT);
        rewrite(th, pc, OP_LOAD_ATTR_SLOT);
        break;
    case RG_WAY_OVERFLOW:
        if (!depend(th, obj, ic->name)) return;
        fill(th, ic, shape_key(obj), 0, info.index, RG_IC_OVERFLOW);
        rewrite(th, pc, OP_LOAD_ATTR_OVERFLOW);
        break;
    case RG_WAY_MEMBER:
        if (!depend(th, obj, ic->name)) return;
        fill(th, ic, shape_key(obj), 0, info.offset, RG_IC_MEMBER);
        rewrite(th, pc, OP_LOAD_ATTR_MEMBER);
        break;
    case RG_WAY_VALUE:
        if (!depend(th, obj, ic->name)) return;
        fill(th, ic, shape_key(obj), info.value, 0, RG_IC_VALUE);
        rewrite(th, pc, OP_LOAD_ATTR_VALUE);
        break;
    case RG_WAY_TYPE_VALUE:
        if (!rg_type_cache_depend(th, RG_AS(RgType, obj), ic->name) || !depend(th, obj, ic->name)) return;
        fill(th, ic, obj, info.value, 0, RG_IC_VALUE);
        rewrite(th, pc, OP_LOAD_ATTR_VALUE);
        break;
    case RG_WAY_MODULE:
        if (!rg_exactly(obj, RG_KIND_module)) return;
        fill(th, ic, RG_IC_VERSION(RG_AS(RgModule, obj)->dict->version), 0, info.index, RG_IC_MODULE);
        rewrite(th, pc, OP_LOAD_ATTR_MODULE);
        break;
    case RG_WAY_PROPERTY: /* LOAD_ATTR itself enters the getter */
        if (!rg_exactly(info.value, RG_KIND_function) || !depend(th, obj, ic->name)) return;
        fill(th, ic, shape_key(obj), info.value, 0, RG_IC_PROPERTY);
        break;
    default: break;
    }
}

/* The attribute by the runtime's table; RG_UNBOUND: to be found the general way. */
static RgValue load_poly(RgThread *th, RgValue obj, RgStr *name)
{
    const RgPolyEntry *e = rg_poly_find(th, obj, name, RG_POLY_LOAD);
    RgValue v;
    switch (e ? e->way : RG_WAY_NONE) {
    case RG_WAY_SLOT: return *(RgValue *)((char *)(uintptr_t)obj + e->index);
    case RG_WAY_MEMBER:
        v = *(RgValue *)((char *)(uintptr_t)obj + e->index);
        return v ? v : RG_UNBOUND;
    case RG_WAY_OVERFLOW: return RG_AS(RgArray, rg_attrs(rg_as_object(obj))->extra)->items[e->index];
    case RG_WAY_VALUE:
    case RG_WAY_TYPE_VALUE: return e->value;
    case RG_WAY_METHOD: /* methods of builtin types bind in their own way */
        return rg_exactly(e->value, RG_KIND_function) ? rg_method_new(th, e->value, obj) : RG_UNBOUND;
    case RG_WAY_PROPERTY: return rg_call1(th, e->value, obj);
    default: return RG_UNBOUND;
    }
}

RgValue rg_ic_load_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj)
{
    RgCodeObject *co = th->frame->code;
    RgValue v = settled(ic) && rg_is_object(obj) ? load_poly(th, obj, ic->name) : RG_UNBOUND;
    if (v == RG_UNBOUND) {
        v = rg_attr_get(th, obj, ic->name);
        if (v && warm(ic)) specialise_load(th, pc, ic, obj);
    }
    if (v && RG_UNLIKELY(co->mirrors != NULL)) rg_mirror_defined_attr(th, co, *pc, obj, ic->name);
    return v;
}

/* Stores by the runtime's table; false: to be stored the general way. */
static bool store_poly(RgThread *th, RgValue obj, RgStr *name, RgValue value)
{
    const RgPolyEntry *e = rg_poly_find(th, obj, name, RG_POLY_STORE);
    if (!e || (e->way != RG_WAY_SLOT && e->way != RG_WAY_MEMBER && e->way != RG_WAY_ADD)) return false;
    RgObject *o = rg_as_object(obj);
    rg_gc_store(o, (RgValue *)(void *)((char *)o + e->index), value);
    if (e->way == RG_WAY_ADD) rg_gc_store_ptr(o, &o->shape, (RgShape *)(uintptr_t)e->value);
    return true;
}

bool rg_ic_store_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, RgValue value)
{
    if (settled(ic) && rg_is_object(obj) && store_poly(th, obj, ic->name, value)) return true;
    if (!rg_is_object(obj) || !warm(ic)) return rg_attr_set(th, obj, ic->name, value);
    RgAttrInfo info;
    uint64_t key = shape_key(obj);
    rg_attr_describe_set(th, obj, ic->name, &info);
    RgOp op = OP_STORE_ATTR;
    fill(th, ic, 0, 0, 0, RG_IC_COLD);
    if ((info.way == RG_WAY_SLOT || info.way == RG_WAY_MEMBER || info.way == RG_WAY_ADD) && depend(th, obj, ic->name)) {
        bool add = info.way == RG_WAY_ADD;
        fill(th, ic, key, add ? rg_from_ptr(info.new_shape) : 0, info.offset, add ? RG_IC_ADD : RG_IC_SLOT);
        op = add ? OP_STORE_ATTR_ADD : info.way == RG_WAY_SLOT ? OP_STORE_ATTR_SLOT : OP_STORE_ATTR_MEMBER;
    }
    rewrite(th, pc, op);
    return rg_attr_set(th, obj, ic->name, value);
}

/* Caches a method found on the type of obj; true when it is one to be called with obj in front. */
static bool cache_method(RgThread *th, RgInlineCache *ic, RgValue obj)
{
    fill(th, ic, 0, 0, 0, RG_IC_COLD);
    if (!rg_is_object(obj)) return false;
    RgAttrInfo info;
    rg_attr_describe(th, obj, ic->name, &info);
    if (info.way != RG_WAY_METHOD || !depend(th, obj, ic->name)) return false;
    fill(th, ic, shape_key(obj), info.value, 0, RG_IC_METHOD);
    return true;
}

/* The method by the runtime's table: *self is obj; 0: to be found the general way. */
static RgValue method_poly(RgThread *th, RgInlineCache *ic, RgValue obj, RgValue *self)
{
    if (!settled(ic) || !rg_is_object(obj)) return 0;
    const RgPolyEntry *e = rg_poly_find(th, obj, ic->name, RG_POLY_LOAD);
    if (!e || e->way != RG_WAY_METHOD) return 0;
    *self = obj;
    return e->value;
}

RgValue rg_ic_load_method(RgThread *th, RgInlineCache *ic, RgValue obj, RgValue *self)
{
    if (rg_is_object(obj) && rg_as_object(obj)->shape == ic->key.shape && ic->kind == RG_IC_METHOD) {
        *self = obj;
        return ic->value;
    }
    RgValue v = method_poly(th, ic, obj, self);
    if (v) return v;
    v = rg_attr_get_method(th, obj, ic->name, self);
    if (v && *self != RG_UNBOUND && warm(ic)) cache_method(th, ic, obj);
    return v;
}

RgValue rg_ic_find_method(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, uint32_t nargs, RgValue *self)
{
    RgValue v = method_poly(th, ic, obj, self);
    if (v) return v;
    v = rg_attr_get_method(th, obj, ic->name, self);
    if (!v || *self == RG_UNBOUND || !warm(ic) || RG_INSN_C(*pc) == RG_LIST_EXTENDED || !cache_method(th, ic, obj)) return v;
    RgValue f = ic->value;
    if (rg_exactly(f, RG_KIND_function)) {
        RgCodeObject *co = RG_AS(RgFunction, f)->code;
        if (co->head.aux8 && co->argcount == nargs + 1) rewrite(th, pc, OP_CALL_METHOD_PYTHON);
    } else if (rg_exactly(f, RG_KIND_method_descriptor) && rg_native_takes(RG_AS(RgNative, f), nargs) &&
               rg_type_is_subtype(rg_type_of(th->rt, obj), RG_AS(RgNative, f)->type)) {
        rewrite(th, pc, OP_CALL_METHOD_NATIVE);
    }
    return v;
}

void rg_ic_quicken_call(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue callee, uint32_t nargs)
{
    if (RG_INSN_C(*pc) == RG_LIST_EXTENDED || !rg_is_object(callee)) return;
    if (rg_exactly(callee, RG_KIND_function)) {
        RgCodeObject *co = RG_AS(RgFunction, callee)->code;
        if (!co->head.aux8 || co->argcount != nargs) return;
        fill(th, ic, rg_from_ptr(co), 0, 0, RG_IC_CALL);
        rewrite(th, pc, OP_CALL_PYTHON);
    } else if (rg_exactly(callee, RG_KIND_builtin_function)) {
        const RgNative *native = RG_AS(RgNative, callee);
        if (!rg_native_takes(native, nargs)) return;
        fill(th, ic, callee, 0, 0, RG_IC_CALL);
        rewrite(th, pc, nargs - 1 < 2 && native->sig.params == nargs && !native->sig.raw ? OP_CALL_NATIVE_FEW : OP_CALL_NATIVE);
    } else if (rg_is_type(callee)) {
        RgType *type = RG_AS(RgType, callee);
        if (!(type->flags & RG_TF_HEAP) || type->flags & RG_TF_ABSTRACT || type->kind != RG_KIND_object ||
            rg_type_of(th->rt, callee) != RG_TYPE(th, type) || type->slots.new_ != RG_TYPE(th, object)->slots.new_)
            return;
        RgValue init = rg_type_lookup(th, type, RG_SYM(th, __init__));
        if (!init || !rg_exactly(init, RG_KIND_function)) return;
        RgCodeObject *co = RG_AS(RgFunction, init)->code;
        if (!co->head.aux8 || co->argcount != nargs + 1) return;
        if (!rg_type_cache_depend(th, type, RG_SYM(th, __init__)) || !rg_type_cache_depend(th, type, RG_SYM(th, __new__)))
            return;
        fill(th, ic, callee, init, 0, RG_IC_CALL);
        rewrite(th, pc, OP_CALL_TYPE);
    }
}
