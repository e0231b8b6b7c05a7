/* SPDX-License-Identifier: MIT
 *
 * ast_module.c: _ast: the node classes of the abstract grammar, so that the ast module and what imports it work. Source text is not turned
 * into trees here: compile() with PyCF_ONLY_AST raises.
 */
#include "vm/module/registry.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/types.h"

typedef struct Node {
    RgObject head;
    RgAttrs attrs;
} Node;

static void node_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((Node *)cell)->attrs.extra);
}

static RgValue node_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static bool node_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = rg_type_of(th->rt, self);
    RgStr *name = rg_intern_cstr(th, "_fields");
    RgValue fields = name ? rg_attr_lookup(th, rg_from_ptr(type), name) : RG_ERROR;
    if (!fields) return false;
    RgTuple *t = fields == RG_UNBOUND ? rg_tuple_new(th, 0) : rg_to_tuple(th, fields);
    if (!t) return false;
    if (nargs > rg_tuple_len(t)) {
        rg_raise(th, RG_EXC_TypeError, "%s constructor takes at most %zu positional argument%s", type->cname, rg_tuple_len(t),
                 rg_tuple_len(t) == 1 ? "" : "s");
        return false;
    }
    for (size_t i = 0; i < nargs; i++) {
        if (!rg_is_str(t->items[i]) || !rg_attr_set(th, self, rg_intern(th, RG_STR(t->items[i])), args[i])) return false;
    }
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        for (size_t k = 0; k < nargs; k++) {
            if (!rg_str_equal(RG_STR(t->items[k]), RG_STR(kwnames->items[i]))) continue;
            rg_raise(th, RG_EXC_TypeError, "%s got multiple values for argument '%U'", type->cname, RG_STR(kwnames->items[i]));
            return false;
        }
        if (!rg_attr_set(th, self, rg_intern(th, RG_STR(kwnames->items[i])), args[nargs + i])) return false;
    }
    return true;
}

static RgValue node_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *d = rg_attr_dict(th, self);
    RgTuple *none = rg_tuple_new(th, 0);
    return d && none ? rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(none), rg_from_ptr(d)))
                     : RG_ERROR;
}

static const RgMethodDef node_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, node_reduce), RG_METHOD_END};
static const RgGetSetDef node_getset[] = {{"__dict__", rg_object_get_dict, rg_object_set_dict, NULL}, RG_GETSET_END};
static const RgTypeSpec node_spec = {
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_WEAKREF,
    .basicsize = sizeof(Node),
    .cell = {"AST", node_trace, NULL},
    .slots = {.new_ = node_new, .init = node_init},
    .methods = node_methods,
    .getset = node_getset,
};

/* A tuple of the blank-separated words. */
static RgTuple *words(RgThread *th, const char *text)
{
    RgValue items[16];
    size_t n = 0;
    while (*text && n < RG_COUNT_OF(items)) {
        size_t len = strcspn(text, " ");
        RgStr *s = rg_intern_utf8(th, text, len);
        if (!s) return NULL;
        items[n++] = rg_from_ptr(s);
        text += len + (text[len] == ' ');
    }
    return rg_tuple_from(th, items, n);
}

static bool add_node(RgThread *th, RgModule *m, const char *name, const char *base, const char *fields, const char *attributes,
                     const char *optional)
{
    RgValue parent = rg_dict_get_cstr(th, m->dict, base);
    RgDict *ns = rg_dict_new(th);
    RgTuple *f = ns ? words(th, fields) : NULL, *bases = f && parent ? rg_tuple_pack(th, 1, parent) : NULL;
    RgStr *module = bases ? rg_intern_cstr(th, "ast") : NULL, *cls_name = module ? rg_intern_cstr(th, name) : NULL;
    if (!cls_name || !rg_dict_set_cstr(th, ns, "_fields", rg_from_ptr(f)) ||
        !rg_dict_set_str(th, ns, RG_SYM(th, __match_args__), rg_from_ptr(f)) ||
        !rg_dict_set_str(th, ns, RG_SYM(th, __module__), rg_from_ptr(module))) {
        return false;
    }
    if (attributes) {
        RgTuple *a = words(th, attributes);
        if (!a || !rg_dict_set_cstr(th, ns, "_attributes", rg_from_ptr(a))) return false;
    }
    RgTuple *o = words(th, optional);
    for (size_t i = 0; o && i < rg_tuple_len(o); i++) {
        if (!rg_dict_set(th, ns, o->items[i], RG_NONE)) return false;
    }
    RgType *type = o ? rg_type_new_class(th, RG_TYPE(th, type), cls_name, bases, ns) : NULL;
    return type && rg_module_set(th, m, name, rg_from_ptr(type));
}

bool rg_module_init_ast(RgThread *th, RgModule *m)
{
    static const struct {
        const char *name, *base, *fields, *attributes, *optional;
    } nodes[] = {
#define NODE(NAME, BASE, FIELDS, ATTRIBUTES, OPTIONAL) {NAME, BASE, FIELDS, ATTRIBUTES, OPTIONAL},
#include "vm/module/ast_nodes.def"
#undef NODE
    };
    RgType *native = rg_type_new_native(th, "ast", "AST", RG_TYPE(th, object), &node_spec);
    if (!native || !rg_module_set(th, m, "AST", rg_from_ptr(native))) return false;
    RgTuple *none = rg_tuple_new(th, 0);
    if (!none || !rg_dict_set_cstr(th, native->dict, "_fields", rg_from_ptr(none)) ||
        !rg_dict_set_cstr(th, native->dict, "_attributes", rg_from_ptr(none)) ||
        !rg_dict_set_cstr(th, native->dict, "__match_args__", rg_from_ptr(none))) {
        return false;
    }
    for (size_t i = 0; i < RG_COUNT_OF(nodes); i++) {
        if (!add_node(th, m, nodes[i].name, nodes[i].base, nodes[i].fields, nodes[i].attributes, nodes[i].optional)) return false;
    }
    return rg_module_set_int(th, m, "PyCF_ONLY_AST", 0x400) && rg_module_set_int(th, m, "PyCF_TYPE_COMMENTS", 0x1000) &&
           rg_module_set_int(th, m, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000);
}
