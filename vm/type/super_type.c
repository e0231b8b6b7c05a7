/* SPDX-License-Identifier: MIT
 *
 * super_type.c: super: attribute lookup that starts behind a class on the MRO of another.
 * Always holds: self_type is a subtype of type whenever it is set; unbound super objects have self 0.
 */
#include "vm/type/types.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/str.h"

static void trace(RgMarker *marker, void *cell)
{
    RgSuper *s = cell;
    rg_mark_cell(marker, s->type);
    rg_mark_value(marker, s->self);
    rg_mark_cell(marker, s->self_type);
}

static RgSuper *sup(RgValue v) { return RG_AS(RgSuper, v); }

/* The type whose MRO is searched: obj itself when it is a subclass of type, else its class. */
static RgType *check(RgThread *th, RgType *type, RgValue obj)
{
    if (rg_is_type(obj) && rg_type_is_subtype(RG_AS(RgType, obj), type)) return RG_AS(RgType, obj);
    RgType *t = rg_type_of(th->rt, obj);
    if (rg_type_is_subtype(t, type)) return t;
    RgValue cls = rg_attr_lookup(th, obj, RG_SYM(th, __class__));
    if (!cls) return NULL;
    if (cls != RG_UNBOUND && rg_is_type(cls) && rg_type_is_subtype(RG_AS(RgType, cls), type)) return RG_AS(RgType, cls);
    rg_raise(th, RG_EXC_TypeError, "super(type, obj): obj must be an instance or subtype of type");
    return NULL;
}

RgValue rg_super_get(RgThread *th, RgType *type, RgType *self_type, RgValue self, RgStr *name)
{
    RgTuple *mro = self_type->mro;
    size_t n = mro ? rg_tuple_len(mro) : 0, i = 0; /* none while a metaclass computes it */
    while (i < n && mro->items[i] != rg_from_ptr(type)) i++;
    for (i++; i < n; i++) {
        RgValue v = rg_dict_get_str(th, RG_AS(RgType, mro->items[i])->dict, name);
        if (!v) continue;
        RgDescrGetFn get = rg_type_of(th->rt, v)->slots.descr_get;
        if (!get) return v;
        return get(th, v, self == rg_from_ptr(self_type) ? RG_UNBOUND : self, rg_from_ptr(self_type));
    }
    return RG_UNBOUND;
}

static RgValue super_getattro(RgThread *th, RgValue self, RgStr *name)
{
    RgSuper *s = sup(self);
    if (!rg_str_is_interned(name) && !(name = rg_intern(th, name))) return RG_ERROR;
    if (s->self_type && name != RG_SYM(th, __class__)) {
        RgValue v = rg_super_get(th, s->type, s->self_type, s->self, name);
        if (v != RG_UNBOUND) return v;
    }
    return rg_attr_generic_get(th, self, name);
}

static RgValue super_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

/* super() in a method: the class is in the cell __class__, the instance in the first parameter. */
static bool from_frame(RgThread *th, RgType **type, RgValue *self)
{
    RgFrame *frame = th->frame;
    const RgCode *code = frame ? frame->code->code : NULL;
    if (!code) {
        rg_raise(th, RG_EXC_RuntimeError, "super(): no current frame");
        return false;
    }
    if (code->argcount == 0) {
        rg_raise(th, RG_EXC_RuntimeError, "super(): no arguments");
        return false;
    }
    *self = frame->regs[0];
    if ((code->local_kinds[0] & RG_LOCAL_CELL) && rg_is_kind(*self, RG_KIND_cell)) *self = RG_AS(RgCellObject, *self)->value;
    if (*self == RG_UNBOUND || !*self) {
        rg_raise(th, RG_EXC_RuntimeError, "super(): arg[0] deleted");
        return false;
    }
    for (uint32_t i = code->nlocals - code->nfree; i < code->nlocals; i++) {
        RgStr *name = RG_STR(frame->code->local_names->items[i]);
        if (!rg_str_equal_cstr(name, "__class__")) continue;
        RgValue cell = frame->regs[i];
        if (!rg_is_kind(cell, RG_KIND_cell)) break;
        RgValue cls = RG_AS(RgCellObject, cell)->value;
        if (cls == RG_UNBOUND) {
            rg_raise(th, RG_EXC_RuntimeError, "super(): empty __class__ cell");
            return false;
        }
        if (!rg_is_type(cls)) {
            rg_raise(th, RG_EXC_RuntimeError, "super(): __class__ is not a type (%T)", cls);
            return false;
        }
        *type = RG_AS(RgType, cls);
        return true;
    }
    rg_raise(th, RG_EXC_RuntimeError, "super(): __class__ cell not found");
    return false;
}

static bool super_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgSuper *s = sup(self);
    RgType *type = NULL;
    RgValue obj = 0;
    if (!rg_args_no_kw(th, "super", kwnames) || !rg_args_count(th, "super", nargs, 0, 2)) return false;
    if (nargs == 0) {
        if (!from_frame(th, &type, &obj)) return false;
    } else {
        if (!rg_is_type(args[0])) {
            rg_raise(th, RG_EXC_TypeError, "super() argument 1 must be a type, not %T", args[0]);
            return false;
        }
        type = RG_AS(RgType, args[0]);
        obj = nargs > 1 && args[1] != RG_NONE ? args[1] : 0;
    }
    RgType *self_type = obj ? check(th, type, obj) : NULL;
    if (obj && !self_type) return false;
    rg_gc_store_ptr(s, &s->type, type);
    rg_gc_store(s, &s->self, obj);
    rg_gc_store_ptr(s, &s->self_type, self_type);
    return true;
}

static RgValue super_descr_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    RgSuper *s = sup(self);
    if (obj == RG_UNBOUND || obj == RG_NONE || s->self) return self;
    RgType *exact = rg_type_of(th->rt, self);
    if (exact != RG_TYPE(th, super)) return rg_call2(th, rg_from_ptr(exact), rg_from_ptr(s->type), obj);
    RgType *self_type = check(th, s->type, obj);
    RgSuper *made = self_type ? rg_object_new(th, RG_KIND_super, sizeof *made) : NULL;
    if (!made) return RG_ERROR;
    made->type = s->type;
    made->self = obj;
    made->self_type = self_type;
    return rg_from_ptr(made);
}

static RgValue super_repr(RgThread *th, RgValue self)
{
    RgSuper *s = sup(self);
    if (s->self_type) return rg_from_ptr(rg_format(th, "<super: <class '%s'>, <%N object>>", s->type ? s->type->cname : "NULL", s->self_type));
    return rg_from_ptr(rg_format(th, "<super: <class '%s'>, NULL>", s->type ? s->type->cname : "NULL"));
}

static RgValue or_none(const void *p) { return p ? rg_from_ptr(p) : RG_NONE; }
static RgValue get_thisclass(RgThread *th, RgValue self) { return (void)th, or_none(sup(self)->type); }
static RgValue get_self_class(RgThread *th, RgValue self) { return (void)th, or_none(sup(self)->self_type); }
static RgValue get_self(RgThread *th, RgValue self) { return (void)th, sup(self)->self ? sup(self)->self : RG_NONE; }

static const RgGetSetDef getset[] = {
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"__thisclass__", get_thisclass, NULL, "the class invoking super()"},
    {"__self__", get_self, NULL, "the instance invoking super(); may be None"},
    {"__self_class__", get_self_class, NULL, "the type of the instance invoking super(); may be None"},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_super = {
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super "
           "object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgSuper),
    .cell = {"super", trace, NULL},
    .slots = {.repr = super_repr, .getattro = super_getattro, .descr_get = super_descr_get, .init = super_init, .new_ = super_new},
    .getset = getset,
    .members = members,
};
