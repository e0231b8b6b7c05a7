/* SPDX-License-Identifier: MIT
 *
 * ic.c: inline caches of attribute and call sites. A site does its operation the general way and, from its second
 * execution on, asks rg_attr_describe how the attribute was found and rewrites the instruction into the quickened form.
 * A miss refills; a site that misses too often stays general (counter at LIMIT).
 */
#include "vm/interp/rt.h"

#define WARM 1
#define LIMIT 64

static void rewrite(RgWord *pc, RgOp op) { *pc = (*pc & ~0xffu) | (RgWord)op; }

/* One more execution on the slow path; true when the site may be specialised now. */
static bool warm(RgInlineCache *ic)
{
    if (ic->counter >= LIMIT) return false;
    return ic->counter++ >= WARM;
}

static bool depend(RgThread *th, RgValue obj, RgStr *name)
{
    return rg_type_cache_depend(th, rg_type_of(th->rt, obj), name);
}

static void fill(RgInlineCache *ic, uint64_t key, RgValue value, uint32_t index, uint16_t kind)
{
    ic->key.bits = key;
    ic->value = value;
    ic->index = index;
    ic->kind = kind;
}

static uint64_t shape_key(RgValue obj) { return (uint64_t)(uintptr_t)rg_as_object(obj)->shape; }

static void specialise_load(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj)
{
    rewrite(pc, OP_LOAD_ATTR);
    fill(ic, 0, 0, 0, RG_IC_COLD);
    if (!rg_is_object(obj)) return;
    RgAttrInfo info;
    rg_attr_describe(th, obj, ic->name, &info);
    switch (info.way) {
    case RG_WAY_SLOT:
        if (!depend(th, obj, ic->name)) return;
        fill(ic, shape_key(obj), 0, info.offset, RG_IC_SLOT);
        rewrite(pc, OP_LOAD_ATTR_SLOT);
        break;
    case RG_WAY_OVERFLOW:
        if (!depend(th, obj, ic->name)) return;
        fill(ic, shape_key(obj), 0, info.index, RG_IC_OVERFLOW);
        rewrite(pc, OP_LOAD_ATTR_OVERFLOW);
        break;
    case RG_WAY_MEMBER:
        if (!depend(th, obj, ic->name)) return;
        fill(ic, shape_key(obj), 0, info.offset, RG_IC_MEMBER);
        rewrite(pc, OP_LOAD_ATTR_MEMBER);
        break;
    case RG_WAY_VALUE:
        if (!depend(th, obj, ic->name)) return;
        fill(ic, shape_key(obj), info.value, 0, RG_IC_VALUE);
        rewrite(pc, OP_LOAD_ATTR_VALUE);
        break;
    case RG_WAY_TYPE_VALUE:
        if (!rg_type_cache_depend(th, RG_AS(RgType, obj), ic->name) || !depend(th, obj, ic->name)) return;
        fill(ic, obj, info.value, 0, RG_IC_VALUE);
        rewrite(pc, OP_LOAD_ATTR_VALUE);
        break;
    case RG_WAY_MODULE:
        if (!rg_exactly(obj, RG_KIND_module)) return;
        fill(ic, RG_IC_VERSION(RG_AS(RgModule, obj)->dict->version), 0, info.index, RG_IC_MODULE);
        rewrite(pc, OP_LOAD_ATTR_MODULE);
        break;
    default: break;
    }
}

RgValue rg_ic_load_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj)
{
    RgValue v = rg_attr_get(th, obj, ic->name);
    if (v && warm(ic)) specialise_load(th, pc, ic, obj);
    return v;
}

bool rg_ic_store_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, RgValue value)
{
    if (!rg_is_object(obj) || !warm(ic)) return rg_attr_set(th, obj, ic->name, value);
    RgAttrInfo info;
    uint64_t key = shape_key(obj);
    rg_attr_describe_set(th, obj, ic->name, &info);
    RgOp op = OP_STORE_ATTR;
    fill(ic, 0, 0, 0, RG_IC_COLD);
    if ((info.way == RG_WAY_SLOT || info.way == RG_WAY_MEMBER || info.way == RG_WAY_ADD) && depend(th, obj, ic->name)) {
        bool add = info.way == RG_WAY_ADD;
        fill(ic, key, add ? rg_from_ptr(info.new_shape) : 0, info.offset, add ? RG_IC_ADD : RG_IC_SLOT);
        op = add ? OP_STORE_ATTR_ADD : info.way == RG_WAY_SLOT ? OP_STORE_ATTR_SLOT : OP_STORE_ATTR_MEMBER;
    }
    rewrite(pc, op);
    return rg_attr_set(th, obj, ic->name, value);
}

/* Caches a method found on the type of obj; true when it is one to be called with obj in front. */
static bool cache_method(RgThread *th, RgInlineCache *ic, RgValue obj)
{
    fill(ic, 0, 0, 0, RG_IC_COLD);
    if (!rg_is_object(obj)) return false;
    RgAttrInfo info;
    rg_attr_describe(th, obj, ic->name, &info);
    if (info.way != RG_WAY_METHOD || !depend(th, obj, ic->name)) return false;
    fill(ic, shape_key(obj), info.value, 0, RG_IC_METHOD);
    return true;
}

RgValue rg_ic_load_method(RgThread *th, RgInlineCache *ic, RgValue obj, RgValue *self)
{
    if (rg_is_object(obj) && rg_as_object(obj)->shape == ic->key.shape && ic->kind == RG_IC_METHOD) {
        *self = obj;
        return ic->value;
    }
    RgValue v = rg_attr_get_method(th, obj, ic->name, self);
    if (v && *self != RG_UNBOUND && warm(ic)) cache_method(th, ic, obj);
    return v;
}

/* A native that may be called with nargs values without the general binder. */
static bool direct_native(const RgNative *n, uint32_t nargs)
{
    if (n->sig.raw) return true;
    return n->sig.simple && !n->sig.varargs && nargs >= n->sig.min && nargs <= n->sig.max;
}

RgValue rg_ic_find_method(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, uint32_t nargs, RgValue *self)
{
    RgValue v = rg_attr_get_method(th, obj, ic->name, self);
    if (!v || *self == RG_UNBOUND || !warm(ic) || RG_INSN_C(*pc) == RG_LIST_EXTENDED || !cache_method(th, ic, obj)) return v;
    RgValue f = ic->value;
    if (rg_exactly(f, RG_KIND_function)) {
        RgCodeObject *co = RG_AS(RgFunction, f)->code;
        if (co->head.aux8 && co->argcount == nargs + 1) rewrite(pc, OP_CALL_METHOD_PYTHON);
    } else if (rg_exactly(f, RG_KIND_method_descriptor) && direct_native(RG_AS(RgNative, f), nargs)) {
        rewrite(pc, OP_CALL_METHOD_NATIVE);
    }
    return v;
}

void rg_ic_quicken_call(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue callee, uint32_t nargs)
{
    if (RG_INSN_C(*pc) == RG_LIST_EXTENDED || !rg_is_object(callee)) return;
    if (rg_exactly(callee, RG_KIND_function)) {
        RgCodeObject *co = RG_AS(RgFunction, callee)->code;
        if (!co->head.aux8 || co->argcount != nargs) return;
        fill(ic, rg_from_ptr(co), 0, 0, RG_IC_CALL);
        rewrite(pc, OP_CALL_PYTHON);
    } else if (rg_exactly(callee, RG_KIND_builtin_function)) {
        if (!direct_native(RG_AS(RgNative, callee), nargs)) return;
        fill(ic, callee, 0, 0, RG_IC_CALL);
        rewrite(pc, OP_CALL_NATIVE);
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
        fill(ic, callee, init, 0, RG_IC_CALL);
        rewrite(pc, OP_CALL_TYPE);
    }
}
