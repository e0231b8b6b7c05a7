/* SPDX-License-Identifier: MIT
 *
 * ast_tree.c: syntax trees from the compiler's marshalled form (RgLoader.parse), for compile() with PyCF_ONLY_AST; and the way
 * back, which goes through ast.unparse and keeps no positions.
 */
#include "vm/interp/interp.h"
#include "vm/module/builtins.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static RgValue build(RgThread *th, RgDict *classes, RgValue v);

static RgValue build_list(RgThread *th, RgDict *classes, RgList *from)
{
    RgList *to = rg_list_new(th, from->length);
    if (!to) return RG_ERROR;
    for (int64_t i = 0; i < from->length; i++) {
        RgValue item = build(th, classes, from->items[i]);
        if (!item || !rg_list_append(th, to, item)) return RG_ERROR;
    }
    return rg_from_ptr(to);
}

static RgValue build_node(RgThread *th, RgDict *classes, RgTuple *t)
{
    RgValue cls = rg_dict_get_str(th, classes, RG_STR(t->items[1]));
    if (!cls) return rg_raise(th, RG_EXC_SystemError, "unknown node class %R", t->items[1]);
    RgValue node = rg_call0(th, cls);
    if (!node) return RG_ERROR;
    for (size_t i = 2; i + 1 < rg_tuple_len(t); i += 2) {
        RgValue value = build(th, classes, t->items[i + 1]);
        RgStr *name = value ? rg_intern(th, RG_STR(t->items[i])) : NULL;
        if (!name || !rg_attr_set(th, node, name, value)) return RG_ERROR;
    }
    return node;
}

static RgValue build(RgThread *th, RgDict *classes, RgValue v)
{
    if (!rg_recursion_enter(th, " during ast construction")) return RG_ERROR;
    RgValue out;
    if (rg_is_list(v))
        out = build_list(th, classes, RG_LIST(v));
    else if (rg_tuple_len(RG_TUPLE(v)) == 2 && rg_str_equal_cstr(RG_STR(RG_TUPLE(v)->items[0]), "C"))
        out = RG_TUPLE(v)->items[1];
    else
        out = build_node(th, classes, RG_TUPLE(v));
    rg_recursion_leave(th);
    return out;
}

RgValue rg_builtin_parse(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags)
{
    if (!th->rt->loader || !th->rt->loader->parse)
        return rg_raise(th, RG_EXC_NotImplementedError, "compile(): this runtime has no compiler");
    RgValue data = th->rt->loader->parse(th, source, filename, mode, flags);
    RgValue marshal = data ? rg_import_module(th, "marshal") : RG_ERROR;
    RgValue loads = marshal ? rg_attr_get_cstr(th, marshal, "loads") : RG_ERROR;
    RgValue tree = loads ? rg_call1(th, loads, data) : RG_ERROR;
    RgValue ast = tree ? rg_import_module(th, "_ast") : RG_ERROR;
    return ast ? build(th, RG_AS(RgModule, ast)->dict, tree) : RG_ERROR;
}

RgValue rg_builtin_unparse(RgThread *th, RgValue source)
{
    RgValue base = rg_import_module(th, "_ast");
    RgValue cls = base ? rg_attr_get_cstr(th, base, "AST") : RG_ERROR;
    int is = cls ? rg_is_instance(th, source, cls) : -1;
    if (is <= 0) return is < 0 ? RG_ERROR : RG_UNBOUND;
    RgValue ast = rg_import_module(th, "ast");
    RgValue unparse = ast ? rg_attr_get_cstr(th, ast, "unparse") : RG_ERROR;
    return unparse ? rg_call1(th, unparse, source) : RG_ERROR;
}
