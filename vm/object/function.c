/* SPDX-License-Identifier: MIT
 *
 * function.c: makes functions, bound methods, natives, cells and descriptors.
 * Always holds: a function's builtins namespace is found once, when it is made.
 */
#include "vm/object/function.h"
#include "vm/object/code_object.h"
#include "vm/object/module.h"

/* The namespace of builtins for code with these globals: globals['__builtins__'] (module or dict), else the interpreter's. */
static RgDict *find_builtins(RgThread *th, RgDict *globals)
{
    RgValue v = rg_dict_get_str(th, globals, RG_SYM(th, __builtins__));
    if (v && rg_is_kind(v, RG_KIND_module)) return RG_AS(RgModule, v)->dict;
    if (v && rg_is_dict(v)) return RG_DICT(v);
    return th->rt->builtins;
}

RgFunction *rg_function_new(RgThread *th, RgCodeObject *code, RgDict *globals)
{
    RgFunction *f = rg_object_make(th, RG_KIND_function, sizeof *f);
    if (!f) return NULL;
    f->code = code;
    f->globals = globals;
    /* Functions made by one frame mostly share its namespaces: th->frame's could be asked, but this is cheap as well. */
    f->builtins = find_builtins(th, globals);
    rg_code_bind_namespaces(code, globals, f->builtins);
    f->name = code->name;
    f->qualname = code->qualname ? code->qualname : code->name;
    RgValue module = rg_dict_get_str(th, globals, RG_SYM(th, __name__));
    f->module = module ? module : RG_NONE;
    f->doc = RG_NONE;
    if (code->code && code->code->nconsts_source && code->consts && rg_is_kind(code->consts[0], RG_KIND_str)) f->doc = code->consts[0];
    return f;
}

RgValue rg_method_new(RgThread *th, RgValue func, RgValue self)
{
    RgMethod *m = rg_object_make(th, RG_KIND_method, sizeof *m);
    if (!m) return RG_ERROR;
    m->func = func;
    m->self = self;
    return rg_from_ptr(m);
}

RgCellObject *rg_cell_new(RgThread *th, RgValue value)
{
    RgCellObject *c = rg_object_make(th, RG_KIND_cell, sizeof *c);
    if (c) c->value = value;
    return c;
}

RgNative *rg_native_new(RgThread *th, RgKind kind, const RgMethodDef *def, RgValue self, RgType *type, RgValue module)
{
    RgNative *n = rg_object_new(th, kind, sizeof *n);
    if (!n) return NULL;
    n->def = def;
    rg_native_parse(def, &n->sig);
    n->self = self;
    n->type = type;
    n->module = module;
    return n;
}

RgMember *rg_member_new(RgThread *th, RgType *type, RgStr *name, uint32_t offset)
{
    RgMember *m = rg_object_new(th, RG_KIND_member_descriptor, sizeof *m);
    if (!m) return NULL;
    m->name = name;
    m->type = type;
    m->offset = offset;
    return m;
}
