/* SPDX-License-Identifier: MIT
 *
 * pickle_build.c: the opcodes of pickles that make containers, find classes, call them and fill what they made. Python code runs in
 * most of them and may even use the unpickler: nothing of its stack is relied upon across a call.
 */
#include "vm/module/pickle.h"

/* ---- containers ---- */

static bool push_tuple(RgThread *th, RgUnpickler *u, int64_t from)
{
    RgTuple *t = rg_unpickle_pop_tuple(th, u, from);
    return t && rg_unpickle_push(th, u, rg_from_ptr(t));
}

static bool load_counted_tuple(RgThread *th, RgUnpickler *u, int64_t n)
{
    if (u->depth - u->fence < n) return rg_unpickle_underflow(th, u);
    return push_tuple(th, u, u->depth - n);
}

static bool load_tuple(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    return mark >= 0 && push_tuple(th, u, mark);
}

static bool load_list(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    RgTuple *t = mark < 0 ? NULL : rg_unpickle_pop_tuple(th, u, mark);
    RgList *l = t ? rg_list_from(th, t->items, rg_tuple_len(t)) : NULL;
    return l && rg_unpickle_push(th, u, rg_from_ptr(l));
}

static bool load_dict(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    if (mark < 0) return false;
    if ((u->depth - mark) % 2) return rg_unpickling_error(th, "odd number of items for DICT");
    RgTuple *t = rg_unpickle_pop_tuple(th, u, mark);
    RgDict *d = t ? rg_dict_new(th) : NULL;
    for (size_t i = 0; d && i < rg_tuple_len(t); i += 2)
        if (!rg_dict_set(th, d, t->items[i], t->items[i + 1])) return false;
    return d && rg_unpickle_push(th, u, rg_from_ptr(d));
}

static bool load_frozenset(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    RgTuple *t = mark < 0 ? NULL : rg_unpickle_pop_tuple(th, u, mark);
    RgSet *s = t ? rg_set_from(th, RG_TYPE(th, frozenset), rg_from_ptr(t)) : NULL;
    return s && rg_unpickle_push(th, u, rg_from_ptr(s));
}

/* The container below index `from`, and all from there on, which leaves the stack. False: raised, or there is nothing to add
 * (*items is NULL then). */
static bool take_items(RgThread *th, RgUnpickler *u, int64_t from, RgValue *container, RgTuple **items)
{
    *items = NULL;
    if (from < 0 || from > u->depth || from <= u->fence) return rg_unpickle_underflow(th, u);
    if (from == u->depth) return true;
    *container = u->stack->items[from - 1];
    return (*items = rg_unpickle_pop_tuple(th, u, from));
}

static bool append_items(RgThread *th, RgUnpickler *u, int64_t from)
{
    RgValue list = 0;
    if (from > u->fence && from < u->depth && rg_is_exact(u->stack->items[from - 1], RG_KIND_list)) {
        RgList *l = RG_LIST(u->stack->items[from - 1]);
        if (!rg_list_append_all(th, l, u->stack->items + from, (size_t)(u->depth - from))) return false;
        rg_unpickle_cut(u, from);
        return true;
    }
    RgTuple *items;
    if (!take_items(th, u, from, &list, &items)) return false;
    if (!items) return true;
    RgValue f = rg_attr_lookup(th, list, RG_SYM(th, extend));
    if (!f) return false;
    if (f != RG_UNBOUND) {
        RgList *l = rg_list_from(th, items->items, rg_tuple_len(items));
        return l && rg_call1(th, f, rg_from_ptr(l));
    }
    f = rg_attr_get(th, list, RG_SYM(th, append));
    for (size_t i = 0; f && i < rg_tuple_len(items); i++)
        if (!rg_call1(th, f, items->items[i])) return false;
    return f;
}

static bool set_items(RgThread *th, RgUnpickler *u, int64_t from)
{
    RgValue dict = 0;
    RgTuple *items;
    if (from > u->fence && from < u->depth && (u->depth - from) % 2) return rg_unpickling_error(th, "odd number of items for SETITEMS");
    if (!take_items(th, u, from, &dict, &items)) return false;
    for (size_t i = 0; items && i < rg_tuple_len(items); i += 2) {
        RgValue key = items->items[i], value = items->items[i + 1];
        if (!(rg_is_exact(dict, RG_KIND_dict) ? rg_dict_set(th, RG_DICT(dict), key, value) : rg_setitem(th, dict, key, value))) return false;
    }
    return true;
}

static bool add_items(RgThread *th, RgUnpickler *u, int64_t from)
{
    RgValue set = 0;
    RgTuple *items;
    if (!take_items(th, u, from, &set, &items)) return false;
    if (!items) return true;
    if (rg_is_kind(set, RG_KIND_set)) return rg_set_update(th, RG_SET(set), rg_from_ptr(items));
    RgValue f = rg_attr_get_cstr(th, set, "add");
    for (size_t i = 0; f && i < rg_tuple_len(items); i++)
        if (!rg_call1(th, f, items->items[i])) return false;
    return f;
}

static bool load_many(RgThread *th, RgUnpickler *u, bool (*add)(RgThread *, RgUnpickler *, int64_t))
{
    int64_t mark = rg_unpickle_marker(th, u);
    return mark >= 0 && add(th, u, mark);
}

/* ---- classes ---- */

/* The names that Python 3 has for those of Python 2. */
static bool new_names(RgThread *th, RgValue *module, RgValue *name)
{
    RgTuple *key = rg_tuple_pair(th, *module, *name);
    RgValue v = key ? rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_NAMES_2TO3)), rg_from_ptr(key)) : RG_ERROR;
    if (!v) return false;
    if (v != RG_UNBOUND) {
        if (!rg_is_tuple(v) || rg_tuple_len(RG_TUPLE(v)) != 2)
            return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.NAME_MAPPING values should be 2-tuples, not %T", v);
        *module = RG_TUPLE(v)->items[0];
        *name = RG_TUPLE(v)->items[1];
        if (rg_is_str(*module) && rg_is_str(*name)) return true;
        return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.NAME_MAPPING values should be pairs of str, not (%T, %T)", *module, *name);
    }
    v = rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_IMPORTS_2TO3)), *module);
    if (!v) return false;
    if (v != RG_UNBOUND && !rg_is_str(v))
        return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.IMPORT_MAPPING values should be strings, not %T", v);
    if (v != RG_UNBOUND) *module = v;
    return true;
}

static RgValue import(RgThread *th, RgStr *name)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, name);
    if (m && m != RG_NONE) return m;
    if (!rg_import(th, name, NULL, rg_from_ptr(th->rt->empty_tuple), 0)) return RG_ERROR;
    m = rg_dict_get_str(th, th->rt->sys_modules, name);
    return m ? m : rg_raise_value(th, RG_EXC_KeyError, rg_from_ptr(name));
}

RgValue rg_unpickle_find_class(RgThread *th, RgUnpickler *u, RgValue module, RgValue name)
{
    if (u->protocol < 3 && u->fix_imports && !new_names(th, &module, &name)) return RG_ERROR;
    if (!rg_is_str(module)) return rg_raise(th, RG_EXC_TypeError, "module name must be a string");
    RgValue m = import(th, RG_STR(module));
    if (!m) return RG_ERROR;
    if (!rg_is_str(name)) return rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", name);
    bool parts = u->protocol >= 4;
    RgValue v = rg_pickle_getattr(th, m, RG_STR(name), parts, NULL);
    if (v != RG_UNBOUND) return v;
    RgStr *local = rg_str_from_cstr(th, "<locals>");
    if (!local) return RG_ERROR;
    bool is_local = parts && rg_str_find(RG_STR(name), local, 0, RG_STR(name)->length, false) >= 0;
    return rg_raise(th, RG_EXC_AttributeError, is_local ? "Can't pickle local attribute %R on %R" : "Can't get attribute %R on %R", name, m);
}

/* What the program's find_class gives. */
static RgValue find_class(RgThread *th, RgUnpickler *u, RgValue module, RgValue name)
{
    RgStr *method = RG_STR(rg_pickle_state(th, RG_PK_FIND_CLASS));
    RgType *type = rg_type_of(th->rt, rg_from_ptr(u));
    RgValue args[2] = {module, name};
    if (type == RG_AS(RgType, rg_pickle_state(th, RG_PK_UNPICKLER))) return rg_unpickle_find_class(th, u, module, name);
    return rg_call_method(th, rg_from_ptr(u), method, args, 2);
}

/* A line that names something, without its end. */
static RgValue read_name(RgThread *th, RgUnpickler *u, bool ascii)
{
    int64_t n;
    const uint8_t *line = rg_unpickle_line(th, u, &n);
    if (!line) return RG_ERROR;
    if (n < 2) return rg_unpickle_truncated(th);
    return rg_from_ptr(rg_codec_decode(th, line, n - 1, ascii ? "ascii" : "utf-8", "strict"));
}

static RgValue read_class(RgThread *th, RgUnpickler *u, bool ascii)
{
    RgValue module = read_name(th, u, ascii), name = module ? read_name(th, u, ascii) : RG_ERROR;
    return name ? find_class(th, u, module, name) : RG_ERROR;
}

static bool load_stack_global(RgThread *th, RgUnpickler *u)
{
    RgValue name = rg_unpickle_pop(th, u), module = name ? rg_unpickle_pop(th, u) : RG_ERROR;
    if (!module) return false;
    if (!rg_is_exact(name, RG_KIND_str) || !rg_is_exact(module, RG_KIND_str)) return rg_unpickling_error(th, "STACK_GLOBAL requires str");
    return rg_unpickle_push(th, u, find_class(th, u, module, name));
}

static bool load_extension(RgThread *th, RgUnpickler *u, int width)
{
    const uint8_t *p = rg_unpickle_bytes(th, u, width);
    uint32_t code = 0;
    if (!p) return false;
    for (int i = 0; i < width; i++) code |= (uint32_t)p[i] << 8 * i;
    if (!code || code > INT32_MAX) return rg_unpickling_error(th, "EXT specifies code <= 0");
    RgDict *cache = RG_DICT(rg_pickle_state(th, RG_PK_EXTENSION_CACHE));
    RgValue v = rg_dict_get(th, cache, rg_from_int(code));
    if (v != RG_UNBOUND) return rg_unpickle_push(th, u, v);
    RgValue pair = rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_INVERTED)), rg_from_int(code));
    if (!pair) return false;
    if (pair == RG_UNBOUND) return rg_raise(th, RG_EXC_ValueError, "unregistered extension code %u", code);
    RgTuple *t = rg_is_tuple(pair) && rg_tuple_len(RG_TUPLE(pair)) == 2 ? RG_TUPLE(pair) : NULL;
    if (!t || !rg_is_str(t->items[0]) || !rg_is_str(t->items[1]))
        return rg_raise(th, RG_EXC_ValueError, "_inverted_registry[%u] isn't a 2-tuple containing strings", code);
    v = find_class(th, u, t->items[0], t->items[1]);
    return v && rg_dict_set(th, cache, rg_from_int(code), v) && rg_unpickle_push(th, u, v);
}

/* ---- calls ---- */

static RgValue instantiate(RgThread *th, RgValue cls, RgTuple *args)
{
    if (!rg_tuple_len(args) && rg_is_type(cls)) {
        RgStr *name = rg_intern_cstr(th, "__getinitargs__");
        RgValue f = name ? rg_attr_lookup(th, cls, name) : RG_ERROR;
        if (!f) return RG_ERROR;
        if (f == RG_UNBOUND) return rg_call_method1(th, cls, RG_SYM(th, __new__), cls);
    }
    return rg_call(th, cls, args->items, rg_tuple_len(args), NULL);
}

static bool load_inst(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    RgTuple *args = mark < 0 ? NULL : rg_unpickle_pop_tuple(th, u, mark);
    RgValue cls = args ? read_class(th, u, true) : RG_ERROR;
    return cls && rg_unpickle_push(th, u, instantiate(th, cls, args));
}

static bool load_obj(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    if (mark < 0) return false;
    if (u->depth - mark < 1) return rg_unpickle_underflow(th, u);
    RgTuple *args = rg_unpickle_pop_tuple(th, u, mark + 1);
    RgValue cls = args ? rg_unpickle_pop(th, u) : RG_ERROR;
    return cls && rg_unpickle_push(th, u, instantiate(th, cls, args));
}

static bool load_reduce(RgThread *th, RgUnpickler *u)
{
    RgValue args = rg_unpickle_pop(th, u), f = args ? rg_unpickle_pop(th, u) : RG_ERROR;
    if (!f) return false;
    if (!rg_is_tuple(args)) return rg_raise(th, RG_EXC_TypeError, "argument list must be a tuple");
    return rg_unpickle_push(th, u, rg_call(th, f, RG_TUPLE(args)->items, rg_tuple_len(RG_TUPLE(args)), NULL));
}

static RgValue make_new(RgThread *th, RgType *type, RgTuple *args, RgDict *kwargs)
{
    size_t n = rg_tuple_len(args), k = 0;
    if (!kwargs || !kwargs->count) return type->slots.new_(th, type, args->items, n, NULL);
    RgTuple *names = rg_tuple_new(th, (size_t)kwargs->count), *all = names ? rg_tuple_new(th, n + rg_tuple_len(names)) : NULL;
    if (!all) return RG_ERROR;
    for (size_t i = 0; i < n; i++) rg_gc_store(all, &all->items[i], args->items[i]);
    RgValue key, value;
    for (uint32_t at = 0; rg_dict_next(kwargs, &at, &key, &value); k++) {
        if (!rg_is_str(key)) return rg_raise(th, RG_EXC_TypeError, "keywords must be strings");
        rg_gc_store(names, &names->items[k], key);
        rg_gc_store(all, &all->items[n + k], value);
    }
    return type->slots.new_(th, type, all->items, n, names);
}

static bool load_newobj(RgThread *th, RgUnpickler *u, bool ex)
{
    const char *what = ex ? "NEWOBJ_EX" : "NEWOBJ";
    RgValue kwargs = ex ? rg_unpickle_pop(th, u) : RG_NONE, args = kwargs ? rg_unpickle_pop(th, u) : RG_ERROR;
    RgValue cls = args ? rg_unpickle_pop(th, u) : RG_ERROR;
    if (!cls) return false;
    if (!rg_is_type(cls)) return rg_unpickling_error(th, "%s class argument must be a type, not %T", what, cls);
    RgType *type = RG_AS(RgType, cls);
    if (!type->slots.new_ || type->flags & RG_TF_NO_NEW)
        return rg_unpickling_error(th, "%s class argument '%N' doesn't have __new__", what, type);
    if (!rg_is_tuple(args)) return rg_unpickling_error(th, "%s args argument must be a tuple, not %T", what, args);
    if (ex && !rg_is_dict(kwargs)) return rg_unpickling_error(th, "%s kwargs argument must be a dict, not %T", what, kwargs);
    return rg_unpickle_push(th, u, make_new(th, type, RG_TUPLE(args), ex ? RG_DICT(kwargs) : NULL));
}

static bool load_persistent(RgThread *th, RgUnpickler *u, bool binary)
{
    if (!u->persistent_load)
        return rg_unpickling_error(th, "A load persistent id instruction was encountered,\nbut no persistent_load function was specified.");
    RgValue id;
    if (binary) {
        id = rg_unpickle_pop(th, u);
    } else {
        int64_t n;
        const uint8_t *line = rg_unpickle_line(th, u, &n);
        if (!line) return false;
        id = rg_from_ptr(rg_codec_decode(th, line, n - 1, "ascii", "strict"));
        if (!id && rg_raised_is(th, RG_EXC_UnicodeDecodeError)) {
            rg_exception_clear(th);
            return rg_unpickling_error(th, "persistent IDs in protocol 0 must be ASCII strings");
        }
    }
    return id && rg_unpickle_push(th, u, rg_call1(th, u->persistent_load, id));
}

/* ---- state ---- */

/* An object whose attributes are its own: no hook, no __dict__ of its class. */
static bool has_plain_attributes(RgThread *th, RgValue v)
{
    if (!rg_is_object(v) || !rg_attrs(rg_as_object(v))) return false;
    RgType *type = rg_type_of(th->rt, v);
    if (!(type->flags & RG_TF_DEFAULT_GETATTR) || type->flags & RG_TF_OWN_DICT) return false;
    return rg_is_kind(rg_type_lookup(th, type, RG_SYM(th, __dict__)), RG_KIND_getset_descriptor);
}

/* state's items into the namespace of v. */
static bool set_namespace(RgThread *th, RgValue v, RgDict *state)
{
    RgValue key, value, dict = 0;
    bool plain = has_plain_attributes(th, v) && state->only_str;
    if (!plain && !(dict = rg_attr_get(th, v, RG_SYM(th, __dict__)))) return false;
    for (uint32_t at = 0; rg_dict_next(state, &at, &key, &value);) {
        if (rg_is_exact(key, RG_KIND_str)) {
            RgStr *name = rg_intern(th, RG_STR(key));
            if (!name) return false;
            key = rg_from_ptr(name);
        }
        if (!(plain ? rg_attr_own_set(th, rg_as_object(v), RG_STR(key), value) : rg_setitem(th, dict, key, value))) return false;
    }
    return true;
}

static bool set_slots(RgThread *th, RgValue v, RgValue state)
{
    RgValue key, value;
    if (!rg_is_dict(state)) return rg_unpickling_error(th, "slot state is not a dictionary");
    for (uint32_t at = 0; rg_dict_next(RG_DICT(state), &at, &key, &value);) {
        if (!rg_is_str(key)) return rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", key);
        RgStr *name = rg_intern(th, RG_STR(key));
        if (!name || !rg_attr_set(th, v, name, value)) return false;
    }
    return true;
}

static bool load_build(RgThread *th, RgUnpickler *u)
{
    if (u->depth - 2 < u->fence) return rg_unpickle_underflow(th, u);
    RgValue state = rg_unpickle_pop(th, u), v = u->stack->items[u->depth - 1], slots = 0;
    RgValue f = rg_attr_lookup(th, v, RG_STR(rg_pickle_state(th, RG_PK_SETSTATE)));
    if (!f) return false;
    if (f != RG_UNBOUND) return rg_call1(th, f, state);
    if (rg_is_tuple(state) && rg_tuple_len(RG_TUPLE(state)) == 2) {
        slots = RG_TUPLE(state)->items[1];
        state = RG_TUPLE(state)->items[0];
    }
    if (state != RG_NONE && !rg_is_dict(state)) return rg_unpickling_error(th, "state is not a dictionary");
    if (state != RG_NONE && !set_namespace(th, v, RG_DICT(state))) return false;
    return !slots || set_slots(th, v, slots);
}

static bool pop_mark(RgThread *th, RgUnpickler *u)
{
    int64_t mark = rg_unpickle_marker(th, u);
    if (mark < 0) return false;
    rg_unpickle_cut(u, mark);
    return true;
}

/* SETITEM and APPEND: n values for the container below them. */
static bool load_one(RgThread *th, RgUnpickler *u, int n, bool (*add)(RgThread *, RgUnpickler *, int64_t))
{
    if (u->depth - n <= u->fence) return rg_unpickle_underflow(th, u);
    return add(th, u, u->depth - n);
}

static bool push_new(RgThread *th, RgUnpickler *u, void *cell) { return cell && rg_unpickle_push(th, u, rg_from_ptr(cell)); }

int rg_unpickle_build_op(RgThread *th, RgUnpickler *u, int op)
{
    switch (op) {
    case PK_EMPTY_TUPLE: return push_new(th, u, th->rt->empty_tuple);
    case PK_EMPTY_LIST: return push_new(th, u, rg_list_new(th, 0));
    case PK_EMPTY_DICT: return push_new(th, u, rg_dict_new(th));
    case PK_EMPTY_SET: return push_new(th, u, rg_set_new(th, RG_KIND_set));
    case PK_TUPLE1: return load_counted_tuple(th, u, 1);
    case PK_TUPLE2: return load_counted_tuple(th, u, 2);
    case PK_TUPLE3: return load_counted_tuple(th, u, 3);
    case PK_TUPLE: return load_tuple(th, u);
    case PK_LIST: return load_list(th, u);
    case PK_DICT: return load_dict(th, u);
    case PK_FROZENSET: return load_frozenset(th, u);
    case PK_APPEND: return load_one(th, u, 1, append_items);
    case PK_APPENDS: return load_many(th, u, append_items);
    case PK_SETITEM: return load_one(th, u, 2, set_items);
    case PK_SETITEMS: return load_many(th, u, set_items);
    case PK_ADDITEMS: return load_many(th, u, add_items);
    case PK_GLOBAL: return rg_unpickle_push(th, u, read_class(th, u, false));
    case PK_STACK_GLOBAL: return load_stack_global(th, u);
    case PK_EXT1: return load_extension(th, u, 1);
    case PK_EXT2: return load_extension(th, u, 2);
    case PK_EXT4: return load_extension(th, u, 4);
    case PK_INST: return load_inst(th, u);
    case PK_OBJ: return load_obj(th, u);
    case PK_REDUCE: return load_reduce(th, u);
    case PK_NEWOBJ: return load_newobj(th, u, false);
    case PK_NEWOBJ_EX: return load_newobj(th, u, true);
    case PK_PERSID: return load_persistent(th, u, false);
    case PK_BINPERSID: return load_persistent(th, u, true);
    case PK_BUILD: return load_build(th, u);
    case PK_POP_MARK: return pop_mark(th, u);
    default: return -1;
    }
}
