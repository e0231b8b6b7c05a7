/* SPDX-License-Identifier: MIT
 *
 * pickle_reduce.c: writing what has no opcode of its own: classes and functions by the name under which a module has them, and
 * everything else by what reducers, copyreg or __reduce_ex__ say.
 */
#include "vm/module/pickle.h"

/* ---- names ---- */

RgValue rg_pickle_getattr(RgThread *th, RgValue root, RgStr *name, bool parts, RgValue *parent)
{
    RgValue v = root;
    if (parent) *parent = root;
    if (!parts) {
        RgStr *one = rg_intern(th, name);
        return one ? rg_attr_lookup(th, root, one) : RG_ERROR;
    }
    for (int64_t from = 0, to; from <= name->length; from = to + 1) {
        for (to = from; to < name->length && rg_str_at(name, to) != '.';) to++;
        RgStr *part = rg_str_slice(th, name, from, to);
        if (!part || !(part = rg_intern(th, part))) return RG_ERROR;
        if (parent) *parent = v;
        v = rg_attr_lookup(th, v, part);
        if (!v || v == RG_UNBOUND) return v;
    }
    return v;
}

/* One of the parts between dots is <locals>. */
static bool is_local(const RgStr *name)
{
    static const char text[] = "<locals>";
    int64_t n = sizeof text - 1;
    for (int64_t from = 0, to; from <= name->length; from = to + 1) {
        for (to = from; to < name->length && rg_str_at(name, to) != '.';) to++;
        if (to - from != n) continue;
        int64_t i = 0;
        while (i < n && rg_str_at(name, from + i) == (uint8_t)text[i]) i++;
        if (i == n) return true;
    }
    return false;
}

/* The name of the module that has v as `name`: what v says, else the first module in which it is found. */
static RgValue module_of(RgThread *th, RgValue v, RgStr *name)
{
    RgValue module = rg_attr_lookup(th, v, RG_SYM(th, __module__));
    if (!module || (module != RG_UNBOUND && module != RG_NONE)) return module;
    RgDict *modules = rg_dict_copy(th, th->rt->sys_modules);
    RgValue key, m;
    uint32_t at = 0;
    while (modules && rg_dict_next(modules, &at, &key, &m)) {
        if (m == RG_NONE || (rg_is_str(key) && rg_str_equal_cstr(RG_STR(key), "__main__"))) continue;
        RgValue found = rg_pickle_getattr(th, m, name, true, NULL);
        if (!found) return RG_ERROR;
        if (rg_identical(found, v)) return key;
    }
    return modules ? rg_from_ptr(rg_intern_cstr(th, "__main__")) : RG_ERROR;
}

static RgValue import(RgThread *th, RgValue v, RgValue name)
{
    RgValue known = rg_is_str(name) ? rg_dict_get_str(th, th->rt->sys_modules, RG_STR(name)) : 0;
    if (known && known != RG_NONE) return known;
    RgStr *any = rg_is_str(name) ? rg_intern_cstr(th, "*") : NULL;
    RgTuple *from = any ? rg_tuple_new(th, 0) : NULL;
    RgValue top = from ? rg_import(th, RG_STR(name), NULL, rg_from_ptr(from), 0) : RG_ERROR;
    known = top ? rg_dict_get_str(th, th->rt->sys_modules, RG_STR(name)) : 0;
    if (known && known != RG_NONE) return known;
    rg_exception_clear(th);
    return rg_pickling_error(th, "Can't pickle %R: import of module %R failed", v, name);
}

/* The extension code of (module, name): 1 written, 0 there is none, -1 raised. */
static int save_extension(RgThread *th, RgPickler *p, RgValue v, RgValue module, RgStr *name)
{
    RgTuple *key = rg_tuple_pair(th, module, rg_from_ptr(name));
    RgValue code = key ? rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_EXTENSIONS)), rg_from_ptr(key)) : RG_ERROR;
    int64_t n;
    if (!code) return -1;
    if (code == RG_UNBOUND) return 0;
    if (!rg_is_integer(code)) return rg_pickling_error(th, "Can't pickle %R: extension code %R isn't an integer", v, code), -1;
    if (!rg_int_as_i64(code, &n) || n <= 0 || n > INT32_MAX)
        return rg_pickling_error(th, "Can't pickle %R: extension code %S is out of range", v, code), -1;
    uint8_t text[5] = {n < 256 ? PK_EXT1 : n < 65536 ? PK_EXT2 : PK_EXT4, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16),
                       (uint8_t)(n >> 24)};
    return rg_pickle_put(th, p, text, n < 256 ? 2 : n < 65536 ? 3 : 5) ? 1 : -1;
}

/* The names that Python 2 had for module and name. */
static bool old_names(RgThread *th, RgValue *module, RgStr **name)
{
    RgTuple *key = rg_tuple_pair(th, *module, rg_from_ptr(*name));
    RgValue old = key ? rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_NAMES_3TO2)), rg_from_ptr(key)) : RG_ERROR;
    if (!old) return false;
    if (old != RG_UNBOUND) {
        RgTuple *pair = rg_is_tuple(old) && rg_tuple_len(RG_TUPLE(old)) == 2 ? RG_TUPLE(old) : NULL;
        if (!pair)
            return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not %T", old);
        if (!rg_is_str(pair->items[0]) || !rg_is_str(pair->items[1]))
            return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not (%T, %T)",
                            pair->items[0], pair->items[1]);
        *module = pair->items[0];
        *name = RG_STR(pair->items[1]);
        return true;
    }
    old = rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_IMPORTS_3TO2)), *module);
    if (!old) return false;
    if (old != RG_UNBOUND && !rg_is_str(old))
        return rg_raise(th, RG_EXC_RuntimeError, "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not %T", old);
    if (old != RG_UNBOUND) *module = old;
    return true;
}

static bool put_identifier(RgThread *th, RgPickler *p, RgStr *s, const char *what)
{
    size_t n;
    const char *text = p->protocol < 3 && !rg_str_is_ascii(s) ? NULL : rg_str_utf8_strict(th, s, &n);
    if (text) return rg_pickle_put(th, p, text, (int64_t)n) && rg_pickle_op(th, p, '\n');
    if (rg_raised(th) && !rg_raised_is(th, RG_EXC_UnicodeEncodeError)) return false;
    rg_exception_clear(th);
    return rg_pickling_error(th, "can't pickle %s identifier '%S' using pickle protocol %i", what, rg_from_ptr(s), p->protocol);
}

/* GLOBAL or what newer protocols have for it. parent: what has `last`, when that is not the module itself. */
static bool put_global(RgThread *th, RgPickler *p, RgValue module, RgStr *name, RgValue parent, RgStr *last)
{
    if (p->protocol >= 4)
        return rg_pickle_save(th, p, module) && rg_pickle_save(th, p, rg_from_ptr(name)) && rg_pickle_op(th, p, PK_STACK_GLOBAL);
    if (parent) {
        RgTuple *args = rg_tuple_pair(th, parent, rg_from_ptr(last));
        return args && rg_pickle_save_call(th, p, rg_pickle_state(th, RG_PK_GETATTR), args, 0);
    }
    if (p->fix_imports && p->protocol < 3 && !old_names(th, &module, &name)) return false;
    return rg_pickle_op(th, p, PK_GLOBAL) && put_identifier(th, p, RG_STR(module), "module") && put_identifier(th, p, name, "global");
}

/* given: the name, or 0 for what v says. */
static bool save_global(RgThread *th, RgPickler *p, RgValue v, RgValue given)
{
    RgValue name = given, parent;
    if (!name && (name = rg_attr_lookup(th, v, RG_SYM(th, __qualname__))) == RG_UNBOUND) name = rg_attr_get(th, v, RG_SYM(th, __name__));
    if (!name) return false;
    if (!rg_is_str(name)) return rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", name);
    if (is_local(RG_STR(name))) return rg_raise(th, RG_EXC_AttributeError, "Can't pickle local object %R", name);
    RgValue module_name = module_of(th, v, RG_STR(name)), module = module_name ? import(th, v, module_name) : RG_ERROR;
    RgValue found = module ? rg_pickle_getattr(th, module, RG_STR(name), true, &parent) : RG_ERROR;
    if (!found) return false;
    if (found == RG_UNBOUND)
        return rg_pickling_error(th, "Can't pickle %R: attribute lookup %S on %S failed", v, name, module_name);
    if (!rg_identical(found, v))
        return rg_pickling_error(th, "Can't pickle %R: it's not the same object as %S.%S", v, module_name, name);
    if (p->protocol >= 2) {
        int done = save_extension(th, p, v, module_name, RG_STR(name));
        if (done) return done > 0;
    }
    if (rg_is_kind(v, RG_KIND_builtin_function) && rg_is_str(module_name) && rg_str_equal_cstr(RG_STR(module_name), "builtins"))
        module_name = rg_pickle_state(th, RG_PK_BUILTINS);
    RgStr *last;
    int64_t dot = RG_STR(name)->length;
    while (dot > 0 && rg_str_at(RG_STR(name), dot - 1) != '.') dot--;
    if (!(last = rg_str_slice(th, RG_STR(name), dot, RG_STR(name)->length))) return false;
    if (parent == module) {
        parent = 0;
        name = rg_from_ptr(last);
    }
    return put_global(th, p, module_name, RG_STR(name), parent, last) && rg_pickle_memoize(th, p, v);
}

static bool save_type(RgThread *th, RgPickler *p, RgValue v)
{
    static const RgValue singletons[] = {RG_NONE, RG_ELLIPSIS, RG_NOT_IMPLEMENTED};
    for (size_t i = 0; i < RG_COUNT_OF(singletons); i++) {
        if (rg_from_ptr(rg_type_of(th->rt, singletons[i])) != v) continue;
        RgTuple *args = rg_tuple_pack(th, 1, singletons[i]);
        return args && rg_pickle_save_call(th, p, rg_from_ptr(RG_TYPE(th, type)), args, v);
    }
    return save_global(th, p, v, 0);
}

/* ---- what reducers return ---- */

typedef struct Reduced {
    RgValue callable, args, state, items, pairs, setter; /* 0: none */
} Reduced;

static bool unpack(RgThread *th, RgTuple *t, Reduced *r)
{
    RgValue part[6] = {0};
    size_t n = rg_tuple_len(t);
    if (n < 2 || n > 6) return rg_pickling_error(th, "tuple returned by __reduce__ must contain 2 through 6 elements");
    for (size_t i = 0; i < n; i++) part[i] = i >= 2 && t->items[i] == RG_NONE ? 0 : t->items[i];
    *r = (Reduced){part[0], part[1], part[2], part[3], part[4], part[5]};
    if (!rg_is_callable(th, r->callable))
        return rg_pickling_error(th, "first item of the tuple returned by __reduce__ must be callable");
    if (!rg_is_tuple(r->args)) return rg_pickling_error(th, "second item of the tuple returned by __reduce__ must be a tuple");
    if (r->items && !rg_is_iterator(th, r->items))
        return rg_pickling_error(th, "fourth element of the tuple returned by __reduce__ must be an iterator, not %T", r->items);
    if (r->pairs && !rg_is_iterator(th, r->pairs))
        return rg_pickling_error(th, "fifth element of the tuple returned by __reduce__ must be an iterator, not %T", r->pairs);
    if (r->setter && !rg_is_callable(th, r->setter))
        return rg_pickling_error(th, "sixth element of the tuple returned by __reduce__ must be a function, not %T", r->setter);
    return true;
}

/* cls.__new__(cls, *args, **kwargs), before protocol 4 as a partial function. */
static bool save_newobj_ex(RgThread *th, RgPickler *p, RgTuple *t)
{
    if (rg_tuple_len(t) != 3)
        return rg_pickling_error(th, "length of the NEWOBJ_EX argument tuple must be exactly 3, not %zu", rg_tuple_len(t));
    RgValue cls = t->items[0], args = t->items[1], kwargs = t->items[2];
    if (!rg_is_type(cls)) return rg_pickling_error(th, "first item from NEWOBJ_EX argument tuple must be a class, not %T", cls);
    if (!rg_is_tuple(args)) return rg_pickling_error(th, "second item from NEWOBJ_EX argument tuple must be a tuple, not %T", args);
    if (!rg_is_dict(kwargs)) return rg_pickling_error(th, "third item from NEWOBJ_EX argument tuple must be a dict, not %T", kwargs);
    if (p->protocol >= 4)
        return rg_pickle_save(th, p, cls) && rg_pickle_save(th, p, args) && rg_pickle_save(th, p, kwargs) &&
               rg_pickle_op(th, p, PK_NEWOBJ_EX);
    size_t n = rg_tuple_len(RG_TUPLE(args));
    RgTuple *all = rg_tuple_new(th, n + 2);
    RgValue maker = all ? rg_attr_get(th, cls, RG_SYM(th, __new__)) : RG_ERROR;
    if (!maker) return false;
    rg_gc_store(all, &all->items[0], maker);
    rg_gc_store(all, &all->items[1], cls);
    for (size_t i = 0; i < n; i++) rg_gc_store(all, &all->items[2 + i], RG_TUPLE(args)->items[i]);
    RgValue partial = rg_call_tuple(th, rg_pickle_state(th, RG_PK_PARTIAL), all, RG_DICT(kwargs));
    return partial && rg_pickle_save(th, p, partial) && rg_pickle_save(th, p, rg_from_ptr(th->rt->empty_tuple)) &&
           rg_pickle_op(th, p, PK_REDUCE);
}

static bool save_newobj(RgThread *th, RgPickler *p, RgTuple *t, RgValue v)
{
    if (!rg_tuple_len(t)) return rg_pickling_error(th, "__newobj__ arglist is empty");
    RgValue cls = t->items[0];
    if (!rg_is_type(cls)) return rg_pickling_error(th, "args[0] from __newobj__ args is not a type");
    if (v) {
        RgValue own = rg_attr_get(th, v, RG_SYM(th, __class__));
        if (!own) return false;
        if (own != cls) return rg_pickling_error(th, "args[0] from __newobj__ args has the wrong class");
    }
    if (!rg_pickle_save(th, p, cls)) return false;
    RgTuple *rest = rg_tuple_slice(th, t, 1, rg_tuple_len(t));
    return rest && rg_pickle_save(th, p, rg_from_ptr(rest)) && rg_pickle_op(th, p, PK_NEWOBJ);
}

static bool save_maker(RgThread *th, RgPickler *p, RgValue callable, RgTuple *args, RgValue v)
{
    if (p->protocol >= 2) {
        RgValue name = rg_attr_lookup(th, callable, RG_SYM(th, __name__));
        if (!name) return false;
        if (rg_is_str(name) && rg_str_equal(RG_STR(name), RG_SYM(th, __newobj_ex__))) return save_newobj_ex(th, p, args);
        if (rg_is_str(name) && rg_str_equal(RG_STR(name), RG_SYM(th, __newobj__))) return save_newobj(th, p, args, v);
    }
    return rg_pickle_save(th, p, callable) && rg_pickle_save(th, p, rg_from_ptr(args)) && rg_pickle_op(th, p, PK_REDUCE);
}

/* 1: v is new; 0: it was written while its arguments were (a recursive tuple, say), so what was made is dropped; -1: raised. */
static int save_made(RgThread *th, RgPickler *p, RgValue callable, RgTuple *args, RgValue v)
{
    if (!save_maker(th, p, callable, args, v)) return -1;
    int64_t number = v ? rg_pickle_memo_find(&p->memo, v) : -1;
    if (number >= 0) return rg_pickle_op(th, p, PK_POP) && rg_pickle_memo_ref(th, p, number) ? 0 : -1;
    return !v || rg_pickle_memoize(th, p, v) ? 1 : -1;
}

bool rg_pickle_save_call(RgThread *th, RgPickler *p, RgValue callable, RgTuple *args, RgValue v)
{
    return save_made(th, p, callable, args, v) >= 0;
}

bool rg_pickle_save_reduce(RgThread *th, RgPickler *p, RgValue reduced, RgValue v)
{
    Reduced r = {0};
    if (!unpack(th, RG_TUPLE(reduced), &r)) return false;
    int made = save_made(th, p, r.callable, RG_TUPLE(r.args), v);
    if (made <= 0) return made == 0;
    if (r.items && !rg_pickle_save_items(th, p, r.items, false)) return false;
    if (r.pairs && !rg_pickle_save_items(th, p, r.pairs, true)) return false;
    if (!r.state) return true;
    if (!r.setter) return rg_pickle_save(th, p, r.state) && rg_pickle_op(th, p, PK_BUILD);
    return rg_pickle_save(th, p, r.setter) && rg_pickle_save(th, p, v) && rg_pickle_save(th, p, r.state) &&
           rg_pickle_op(th, p, PK_TUPLE2) && rg_pickle_op(th, p, PK_REDUCE) && rg_pickle_op(th, p, PK_POP);
}

/* ---- any object ---- */

/* The reducer that the pickler's table or copyreg's has for the type; RG_UNBOUND: none. */
static RgValue find_reducer(RgThread *th, const RgPickler *p, RgValue type)
{
    if (!p->dispatch_table) return rg_dict_get(th, RG_DICT(rg_pickle_state(th, RG_PK_DISPATCH_TABLE)), type);
    RgValue f = rg_getitem(th, p->dispatch_table, type);
    if (f || !rg_raised_is(th, RG_EXC_KeyError)) return f;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

static RgValue reduce(RgThread *th, const RgPickler *p, RgValue v)
{
    RgValue f = rg_attr_lookup(th, v, RG_SYM(th, __reduce_ex__));
    if (f && f != RG_UNBOUND) return rg_call1(th, f, rg_from_int(p->protocol));
    if (f) f = rg_attr_lookup(th, v, RG_SYM(th, __reduce__));
    if (!f) return RG_ERROR;
    return f == RG_UNBOUND ? rg_pickling_error(th, "can't pickle '%T' object: %R", v, v) : rg_call0(th, f);
}

bool rg_pickle_save_other(RgThread *th, RgPickler *p, RgValue v)
{
    RgValue reduced = RG_NOT_IMPLEMENTED;
    if (p->reducer_override && !(reduced = rg_call1(th, p->reducer_override, v))) return false;
    if (reduced == RG_NOT_IMPLEMENTED) {
        RgType *type = rg_type_of(th->rt, v);
        if (type == RG_TYPE(th, type)) return save_type(th, p, v);
        if (type == RG_TYPE(th, function)) return save_global(th, p, v, 0);
        RgValue f = find_reducer(th, p, rg_from_ptr(type));
        if (!f) return false;
        if (f == RG_UNBOUND && rg_is_type(v)) return save_global(th, p, v, 0);
        if (!(reduced = f == RG_UNBOUND ? reduce(th, p, v) : rg_call1(th, f, v))) return false;
    }
    if (rg_is_str(reduced)) return save_global(th, p, v, reduced);
    if (!rg_is_tuple(reduced)) return rg_pickling_error(th, "__reduce__ must return a string or tuple");
    return rg_pickle_save_reduce(th, p, reduced, v);
}
