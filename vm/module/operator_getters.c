/* SPDX-License-Identifier: MIT
 *
 * operator_getters.c: itemgetter, attrgetter and methodcaller: callables that remember what to get.
 */
#include "vm/module/operator.h"

#include "vm/interp/interp.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"

typedef struct Getter {
    RgObject head;
    RgTuple *items;  /* keys; for attrgetter tuples of the names of dotted paths; methodcaller: name, then arguments */
    RgTuple *names;  /* attrgetter: as given */
    RgDict *kwargs;  /* methodcaller */
} Getter;

#define SELF RG_AS(Getter, self)

static void getter_trace(RgMarker *marker, void *cell)
{
    Getter *g = cell;
    rg_mark_cell(marker, g->items);
    rg_mark_cell(marker, g->names);
    rg_mark_cell(marker, g->kwargs);
}

static bool one_argument(RgThread *th, const char *name, size_t nargs, RgTuple *kwnames)
{
    return rg_args_no_kw(th, name, kwnames) && (nargs == 1 || (rg_raise(th, RG_EXC_TypeError, "%s expected 1 argument, got %zu", name, nargs), false));
}

/* The result of one getter, or a tuple of all results. */
static RgValue get_all(RgThread *th, Getter *g, RgValue obj, RgValue (*get)(RgThread *, RgValue, RgValue))
{
    size_t n = rg_tuple_len(g->items);
    if (n == 1) return get(th, obj, g->items->items[0]);
    RgTuple *t = rg_tuple_new(th, n);
    for (size_t i = 0; t && i < n; i++) {
        RgValue v = get(th, obj, g->items->items[i]);
        if (!v) return RG_ERROR;
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}

static RgValue itemgetter_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "itemgetter", kwnames)) return RG_ERROR;
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "itemgetter expected at least 1 argument, got 0");
    Getter *g = rg_object_new_of(th, type, 0);
    if (!g) return RG_ERROR;
    g->items = rg_tuple_from(th, args, nargs);
    return g->items ? rg_from_ptr(g) : RG_ERROR;
}

static RgValue itemgetter_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return one_argument(th, "itemgetter", nargs, kwnames) ? get_all(th, SELF, args[0], rg_getitem) : RG_ERROR;
}

static RgValue path_of(RgThread *th, RgStr *name)
{
    RgValue parts[32];
    size_t n = 0;
    int64_t from = 0;
    for (int64_t i = 0; i <= name->length; i++) {
        if (i < name->length && rg_str_at(name, i) != '.') continue;
        if (n == RG_COUNT_OF(parts)) return rg_raise(th, RG_EXC_ValueError, "attribute path is too long");
        RgStr *part = rg_str_slice(th, name, from, i);
        if (!part || !(part = rg_intern(th, part))) return RG_ERROR;
        parts[n++] = rg_from_ptr(part);
        from = i + 1;
    }
    return rg_from_ptr(rg_tuple_from(th, parts, n));
}

static RgValue attrgetter_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "attrgetter", kwnames)) return RG_ERROR;
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "attrgetter expected at least 1 argument, got 0");
    Getter *g = rg_object_new_of(th, type, 0);
    RgTuple *paths = g ? rg_tuple_new(th, nargs) : NULL;
    for (size_t i = 0; paths && i < nargs; i++) {
        if (!rg_is_str(args[i])) return rg_raise(th, RG_EXC_TypeError, "attribute name must be a string");
        RgValue path = path_of(th, RG_STR(args[i]));
        if (!path) return RG_ERROR;
        rg_gc_store(paths, &paths->items[i], path);
    }
    if (!paths) return RG_ERROR;
    g->items = paths;
    g->names = rg_tuple_from(th, args, nargs);
    return g->names ? rg_from_ptr(g) : RG_ERROR;
}

static RgValue get_path(RgThread *th, RgValue obj, RgValue path)
{
    RgTuple *t = RG_TUPLE(path);
    for (size_t i = 0; obj && i < rg_tuple_len(t); i++) obj = rg_attr_get(th, obj, RG_STR(t->items[i]));
    return obj;
}

static RgValue attrgetter_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return one_argument(th, "attrgetter", nargs, kwnames) ? get_all(th, SELF, args[0], get_path) : RG_ERROR;
}

static RgValue methodcaller_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "methodcaller needs at least one argument, the method name");
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "method name must be a string");
    Getter *g = rg_object_new_of(th, type, 0);
    if (!g) return RG_ERROR;
    g->items = rg_tuple_from(th, args, nargs);
    g->kwargs = g->items ? rg_dict_new(th) : NULL;
    if (!g->kwargs) return RG_ERROR;
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_dict_set(th, g->kwargs, kwnames->items[i], args[nargs + i])) return RG_ERROR;
    }
    return rg_from_ptr(g);
}

static RgValue methodcaller_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!one_argument(th, "methodcaller", nargs, kwnames)) return RG_ERROR;
    RgTuple *items = SELF->items;
    RgValue method = rg_attr_get(th, args[0], rg_intern(th, RG_STR(items->items[0])));
    if (!method) return RG_ERROR;
    if (SELF->kwargs->count == 0) return rg_call(th, method, items->items + 1, rg_tuple_len(items) - 1, NULL);
    RgTuple *rest = rg_tuple_slice(th, items, 1, rg_tuple_len(items));
    return rest ? rg_call_tuple(th, method, rest, SELF->kwargs) : RG_ERROR;
}

static RgValue getter_repr(RgThread *th, RgValue self)
{
    if (!rg_recursion_enter(th, " while getting the repr of an object")) return RG_ERROR;
    RgTuple *shown = SELF->names ? SELF->names : SELF->items;
    RgStrBuilder b;
    rg_builder_init(&b, th, 32);
    rg_builder_printf(&b, "%s(", rg_type_of(th->rt, self)->cname);
    bool ok = true;
    for (size_t i = 0; ok && i < rg_tuple_len(shown); i++) {
        RgStr *s = rg_format(th, i ? ", %R" : "%R", shown->items[i]);
        ok = s != NULL;
        if (s) rg_builder_str(&b, s);
    }
    RgValue k, v;
    for (uint32_t i = 0; ok && SELF->kwargs && rg_dict_next(SELF->kwargs, &i, &k, &v);) {
        RgStr *s = rg_format(th, ", %S=%R", k, v);
        ok = s != NULL;
        if (s) rg_builder_str(&b, s);
    }
    rg_builder_char(&b, ')');
    rg_recursion_leave(th);
    return ok ? rg_from_ptr(rg_builder_finish(&b)) : RG_ERROR;
}

static RgValue m_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue cls = rg_from_ptr(rg_type_of(th->rt, self));
    RgTuple *items = SELF->names ? SELF->names : SELF->items;
    if (SELF->kwargs && SELF->kwargs->count) { /* a pickle has no keywords for a call: a partial object carries them */
        RgValue functools = rg_import_module(th, "functools"), partial = functools ? rg_attr_get_cstr(th, functools, "partial") : RG_ERROR;
        RgTuple *first = partial ? rg_tuple_pack(th, 2, cls, items->items[0]) : NULL, *rest = rg_tuple_slice(th, items, 1, rg_tuple_len(items));
        RgValue make = first && rest ? rg_call_tuple(th, partial, first, SELF->kwargs) : RG_ERROR;
        return make ? rg_from_ptr(rg_tuple_pack(th, 2, make, rg_from_ptr(rest))) : RG_ERROR;
    }
    return rg_from_ptr(rg_tuple_pack(th, 2, cls, rg_from_ptr(items)));
}

static const RgMethodDef getter_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, m_reduce), RG_METHOD_END};
#define GETTER_SPEC(NAME)                                                                                              \
    static const RgTypeSpec NAME##_spec = {.basicsize = sizeof(Getter),                                                \
                                           .cell = {#NAME, getter_trace, NULL},                                        \
                                           .slots = {.new_ = NAME##_new, .call = NAME##_call, .repr = getter_repr},    \
                                           .methods = getter_methods}
GETTER_SPEC(itemgetter);
GETTER_SPEC(attrgetter);
GETTER_SPEC(methodcaller);
#undef GETTER_SPEC

bool rg_operator_getters_init(RgThread *th, RgModule *m)
{
    static const struct {
        const char *name;
        const RgTypeSpec *spec;
    } types[] = {{"itemgetter", &itemgetter_spec}, {"attrgetter", &attrgetter_spec}, {"methodcaller", &methodcaller_spec}};
    for (size_t i = 0; i < RG_COUNT_OF(types); i++) {
        RgType *type = rg_type_new_native(th, "operator", types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!type || !rg_module_set(th, m, types[i].name, rg_from_ptr(type))) return false;
    }
    return true;
}
