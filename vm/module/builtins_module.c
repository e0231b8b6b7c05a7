/* SPDX-License-Identifier: MIT
 *
 * builtins_module.c: the builtins module: its namespace, and the functions that need little more than a protocol call.
 */
#include "vm/module/builtins.h"

#include "vm/interp/interp.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/bytes.h"
#include "vm/object/tuple.h"
#include "vm/object/iter.h"

#define BUILTIN(NAME) static RgValue b_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

bool rg_builtin_count(RgThread *th, const char *name, size_t nargs, size_t min, size_t max)
{
    if (nargs >= min && nargs <= max) return true;
    size_t bound = nargs < min ? min : max;
    rg_raise(th, RG_EXC_TypeError, "%s expected %s%zu argument%s, got %zu", name,
             min == max ? "" : nargs < min ? "at least " : "at most ", bound, bound == 1 ? "" : "s", nargs);
    return false;
}

bool rg_builtin_keywords(RgThread *th, const char *fname, const RgValue *values, RgTuple *kwnames, const char *const *names,
                         size_t n, RgValue *out)
{
    for (size_t i = 0; i < n; i++) out[i] = RG_UNBOUND;
    for (size_t k = 0; kwnames && k < rg_tuple_len(kwnames); k++) {
        size_t i = 0;
        while (i < n && !rg_str_equal_cstr(RG_STR(kwnames->items[k]), names[i])) i++;
        if (i == n) {
            rg_raise(th, RG_EXC_TypeError, "'%U' is an invalid keyword argument for %s()", RG_STR(kwnames->items[k]), fname);
            return false;
        }
        out[i] = values[k];
    }
    return true;
}

BUILTIN(abs)
{
    return rg_number_abs(th, args[0]);
}

BUILTIN(aiter)
{
    RgUnaryFn fn = rg_type_of(th->rt, args[0])->slots.aiter;
    if (!fn) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not an async iterable", args[0]);
    RgValue it = fn(th, args[0]);
    if (it && !rg_type_of(th->rt, it)->slots.anext) {
        return rg_raise(th, RG_EXC_TypeError, "aiter() returned not an async iterator of type '%T'", it);
    }
    return it;
}

BUILTIN(anext)
{
    RgUnaryFn fn = rg_type_of(th->rt, args[0])->slots.anext;
    if (!fn) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not an async iterator", args[0]);
    RgValue awaitable = fn(th, args[0]);
    if (!awaitable || args[1] == RG_UNBOUND) return awaitable;
    return rg_anext_awaitable_new(th, awaitable, args[1]);
}

BUILTIN(ascii)
{
    return rg_from_ptr(rg_ascii(th, args[0]));
}

static RgValue in_base(RgThread *th, RgValue v, int base, char letter)
{
    RgValue i = rg_number_index(th, v);
    RgStr *digits = i ? rg_int_to_str(th, i, base) : NULL;
    if (!digits) return RG_ERROR;
    bool negative = rg_str_at(digits, 0) == '-';
    RgStr *s = rg_str_new(th, digits->length + 2, 0x7f);
    if (!s) return RG_ERROR;
    uint8_t *p = s->data;
    if (negative) *p++ = '-';
    *p++ = '0';
    *p++ = (uint8_t)letter;
    memcpy(p, digits->data + negative, (size_t)(digits->length - negative));
    return rg_from_ptr(s);
}

BUILTIN(bin)
{
    return in_base(th, args[0], 2, 'b');
}

BUILTIN(oct)
{
    return in_base(th, args[0], 8, 'o');
}

BUILTIN(hex)
{
    return in_base(th, args[0], 16, 'x');
}

static RgValue b_breakpoint(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue hook = rg_dict_get_cstr(th, th->rt->sys_dict, "breakpointhook");
    if (!hook) return rg_raise(th, RG_EXC_RuntimeError, "lost sys.breakpointhook");
    return rg_call(th, hook, args, nargs, kwnames);
}

BUILTIN(callable)
{
    return rg_from_bool(rg_is_callable(th, args[0]));
}

BUILTIN(chr)
{
    int64_t c;
    RgValue i = rg_number_index(th, args[0]);
    if (!i) return RG_ERROR;
    if (!rg_int_as_i64(i, &c) || c != (int)c) {
        return rg_raise(th, RG_EXC_OverflowError, "Python int too %s to convert to C int",
                        rg_int_sign(i) < 0 ? "small" : "large");
    }
    if (c < 0 || c > 0x10ffff) return rg_raise(th, RG_EXC_ValueError, "chr() arg not in range(0x110000)");
    return rg_from_ptr(rg_str_from_char(th, (uint32_t)c));
}

static bool attr_name(RgThread *th, RgValue name)
{
    if (rg_is_str(name)) return true;
    rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", name);
    return false;
}

BUILTIN(getattr)
{
    if (!attr_name(th, args[1])) return RG_ERROR;
    RgStr *name = rg_intern(th, RG_STR(args[1]));
    if (!name) return RG_ERROR;
    if (args[2] == RG_UNBOUND) return rg_attr_get(th, args[0], name);
    RgValue v = rg_attr_lookup(th, args[0], name);
    return v == RG_UNBOUND ? args[2] : v;
}

BUILTIN(hasattr)
{
    if (!attr_name(th, args[1])) return RG_ERROR;
    RgStr *name = rg_intern(th, RG_STR(args[1]));
    RgValue v = name ? rg_attr_lookup(th, args[0], name) : RG_ERROR;
    return v == RG_ERROR ? RG_ERROR : rg_from_bool(v != RG_UNBOUND);
}

BUILTIN(setattr)
{
    if (!attr_name(th, args[1])) return RG_ERROR;
    RgStr *name = rg_intern(th, RG_STR(args[1]));
    return name && rg_attr_set(th, args[0], name, args[2]) ? RG_NONE : RG_ERROR;
}

BUILTIN(delattr)
{
    if (!attr_name(th, args[1])) return RG_ERROR;
    RgStr *name = rg_intern(th, RG_STR(args[1]));
    return name && rg_attr_delete(th, args[0], name) ? RG_NONE : RG_ERROR;
}

BUILTIN(divmod)
{
    return rg_number_binary(th, RG_DIVMOD, args[0], args[1]);
}

BUILTIN(format)
{
    if (args[1] == RG_UNBOUND) return rg_from_ptr(rg_format_value(th, args[0], NULL));
    if (!rg_is_str(args[1])) return rg_raise(th, RG_EXC_TypeError, "format() argument 2 must be str, not %T", args[1]);
    return rg_from_ptr(rg_format_value(th, args[0], RG_STR(args[1])));
}

BUILTIN(hash)
{
    int64_t h;
    return rg_hash(th, args[0], &h) ? rg_int_from_i64(th, h) : RG_ERROR;
}

/* Interactive help is the pydoc module's; it is imported when asked for. */
static RgValue b_help(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue pydoc = rg_import_module(th, "pydoc");
    RgValue help = pydoc ? rg_attr_get_cstr(th, pydoc, "help") : RG_ERROR;
    return help ? rg_call(th, help, args, nargs, kwnames) : RG_ERROR;
}

BUILTIN(id)
{
    return rg_int_from_u64(th, args[0]);
}

BUILTIN(isinstance)
{
    int r = rg_is_instance(th, args[0], args[1]);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

BUILTIN(issubclass)
{
    int r = rg_is_subclass(th, args[0], args[1]);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

BUILTIN(iter)
{
    if (args[1] == RG_UNBOUND) return rg_iter(th, args[0]);
    if (!rg_is_callable(th, args[0])) return rg_raise(th, RG_EXC_TypeError, "iter(v, w): v must be callable");
    RgCallIter *it = rg_object_new(th, RG_KIND_callable_iterator, sizeof *it);
    if (!it) return RG_ERROR;
    it->callable = args[0];
    it->sentinel = args[1];
    return rg_from_ptr(it);
}

BUILTIN(len)
{
    RgValue v = args[0];
    if (RG_LIKELY(rg_is_object(v))) {
        uint8_t exact = rg_as_object(v)->exact;
        if (exact == RG_KIND_list) return rg_from_int(RG_LIST(v)->length);
        if (exact == RG_KIND_str) return rg_from_int(RG_STR(v)->length);
        if (exact == RG_KIND_dict) return rg_from_int(RG_DICT(v)->count);
        if (exact == RG_KIND_tuple) return rg_from_int((int64_t)rg_tuple_len(RG_TUPLE(v)));
    }
    int64_t n = rg_len(th, v);
    return n < 0 ? RG_ERROR : rg_int_from_i64(th, n);
}

BUILTIN(next)
{
    RgUnaryFn fn = rg_type_of(th->rt, args[0])->slots.next;
    if (!fn) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not an iterator", args[0]);
    RgValue v = fn(th, args[0]);
    if (v == RG_STOP) return args[1] != RG_UNBOUND ? args[1] : rg_raise_call(th, RG_EXC(th, StopIteration), NULL, 0);
    if (v != RG_ERROR || args[1] == RG_UNBOUND || !rg_raised_is(th, RG_EXC_StopIteration)) return v;
    rg_exception_clear(th);
    return args[1];
}

BUILTIN(ord)
{
    RgValue v = args[0];
    int64_t n;
    if (rg_is_str(v)) {
        n = RG_STR(v)->length;
        if (n == 1) return rg_from_int((int64_t)rg_str_at(RG_STR(v), 0));
    } else if (rg_is_bytes(v)) {
        n = RG_BYTES(v)->length;
        if (n == 1) return rg_from_int(RG_BYTES(v)->data[0]);
    } else if (rg_is_kind(v, RG_KIND_bytearray)) {
        RgBufferView view;
        if (!rg_buffer_get(th, v, &view, false)) return RG_ERROR;
        n = view.len;
        int c = n == 1 ? view.data[0] : 0;
        rg_buffer_release(&view);
        if (n == 1) return rg_from_int(c);
    } else {
        return rg_raise(th, RG_EXC_TypeError, "ord() expected string of length 1, but %T found", v);
    }
    return rg_raise(th, RG_EXC_TypeError, "ord() expected a character, but string of length %lld found", (long long)n);
}

BUILTIN(pow)
{
    return rg_number_pow(th, args[0], args[1], args[2] == RG_UNBOUND ? RG_NONE : args[2]);
}

BUILTIN(repr)
{
    return rg_from_ptr(rg_repr(th, args[0]));
}

BUILTIN(round)
{
    if (rg_is_int(args[0]) && (args[1] == RG_UNBOUND || args[1] == RG_NONE)) return args[0];
    RgValue method = rg_type_lookup_special(th, args[0], RG_SYM(th, __round__));
    if (!method) {
        if (rg_raised(th)) return RG_ERROR;
        return rg_raise(th, RG_EXC_TypeError, "type %T doesn't define __round__ method", args[0]);
    }
    if (args[1] == RG_UNBOUND || args[1] == RG_NONE) return rg_call0(th, method);
    return rg_call1(th, method, args[1]);
}

/* What the site module's quitters do. */
BUILTIN(exit)
{
    RgValue code = args[0] == RG_UNBOUND ? RG_NONE : args[0];
    return rg_raise_call(th, RG_EXC(th, SystemExit), &code, 1);
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("__build_class__", "(...)", "The class statement's work.", rg_builtin_build_class, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("__import__", "($module, /, name, globals=None, locals=None, fromlist=(), level=0)", "Import a module.",
              rg_builtin_import),
    RG_METHOD("abs", "($module, x, /)", "The absolute value of a number.", b_abs),
    RG_METHOD("aiter", "($module, async_iterable, /)", "An asynchronous iterator of an asynchronous iterable.", b_aiter),
    RG_METHOD("all", "($module, iterable, /)", "True when every item is true; also when there are none.", rg_builtin_all),
    RG_METHOD_F("anext", "($module, aiterator, default=<unrepresentable>, /)", "The next item of an asynchronous iterator.", b_anext,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("any", "($module, iterable, /)", "True when some item is true.", rg_builtin_any),
    RG_METHOD("ascii", "($module, obj, /)", "repr() with everything outside ASCII escaped.", b_ascii),
    RG_METHOD("bin", "($module, number, /)", "Binary text of an integer.", b_bin),
    RG_METHOD_F("breakpoint", "(...)", "Call sys.breakpointhook.", b_breakpoint, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("callable", "($module, obj, /)", "Whether the object can be called.", b_callable),
    RG_METHOD("chr", "($module, i, /)", "The character with code point i.", b_chr),
    RG_METHOD("compile",
              "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
              "A code object from source text.", rg_builtin_compile),
    RG_METHOD("delattr", "($module, obj, name, /)", "Delete an attribute by name.", b_delattr),
    RG_METHOD_F("dir", "($module, object=<unrepresentable>, /)", "Names in the scope, or of an object's attributes.", rg_builtin_dir,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("divmod", "($module, x, y, /)", "The pair (x//y, x%y).", b_divmod),
    RG_METHOD("eval", "($module, source, globals=None, locals=None, /)", "The value of an expression.", rg_builtin_eval),
    RG_METHOD("exec", "($module, source, globals=None, locals=None, /, *, closure=None)", "Run statements.", rg_builtin_exec),
    RG_METHOD("format", "($module, value, format_spec='', /)", "value.__format__(format_spec).", b_format),
    RG_METHOD_F("getattr", "($module, object, name, default=<unrepresentable>, /)", "An attribute by name, or a default.", b_getattr,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("globals", "($module, /)", "The current scope's global names.", rg_builtin_globals),
    RG_METHOD("hasattr", "($module, obj, name, /)", "Whether the object has the attribute.", b_hasattr),
    RG_METHOD("hash", "($module, obj, /)", "The hash value of an object.", b_hash),
    RG_METHOD_F("help", "(...)", "Help of the pydoc module.", b_help, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("hex", "($module, number, /)", "Hexadecimal text of an integer.", b_hex),
    RG_METHOD("id", "($module, obj, /)", "A number that no other living object has.", b_id),
    RG_METHOD_F("input", "($module, prompt='', /)", "A line of standard input, after a prompt.", rg_builtin_input, RG_MF_RAW),
    RG_METHOD("isinstance", "($module, obj, class_or_tuple, /)", "Whether the object is an instance of a class.", b_isinstance),
    RG_METHOD("issubclass", "($module, cls, class_or_tuple, /)", "Whether a class derives from another.", b_issubclass),
    RG_METHOD_F("iter", "($module, object, sentinel=<unrepresentable>, /)", "An iterator.", b_iter, RG_MF_NO_SIGNATURE),
    RG_METHOD("len", "($module, obj, /)", "The number of items in a container.", b_len),
    RG_METHOD("locals", "($module, /)", "The current scope's local names.", rg_builtin_locals),
    RG_METHOD_F("max", "(...)", "The largest item.", rg_builtin_max, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("min", "(...)", "The smallest item.", rg_builtin_min, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("next", "($module, iterator, default=<unrepresentable>, /)", "The next item of an iterator.", b_next,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("oct", "($module, number, /)", "Octal text of an integer.", b_oct),
    RG_METHOD_F("open",
                "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
                "Open a file.", rg_builtin_open, RG_MF_RAW),
    RG_METHOD("ord", "($module, c, /)", "The code point of a character.", b_ord),
    RG_METHOD("pow", "($module, /, base, exp, mod=None)", "base to the power exp, modulo mod.", b_pow),
    RG_METHOD_F("print", "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)", "Write the arguments as text.",
                rg_builtin_print, RG_MF_RAW),
    RG_METHOD("repr", "($module, obj, /)", "The text that stands for the object.", b_repr),
    RG_METHOD("round", "($module, /, number, ndigits=None)", "Round to a number of decimal digits.", b_round),
    RG_METHOD("setattr", "($module, obj, name, value, /)", "Set an attribute by name.", b_setattr),
    RG_METHOD_F("sorted", "($module, iterable, /, *, key=None, reverse=False)", "A new sorted list.", rg_builtin_sorted, RG_MF_RAW),
    RG_METHOD("sum", "($module, iterable, /, start=0)", "The sum of the items and a start value.", rg_builtin_sum),
    RG_METHOD_F("vars", "($module, object=<unrepresentable>, /)", "The object's __dict__, or locals().", rg_builtin_vars,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("exit", "($module, code=None, /)", "Raise SystemExit.", b_exit),
    RG_METHOD("quit", "($module, code=None, /)", "Raise SystemExit.", b_exit),
    RG_METHOD_END,
};

static const RgKind visible_types[] = {
    RG_KIND_object, RG_KIND_type, RG_KIND_int, RG_KIND_bool, RG_KIND_float, RG_KIND_complex, RG_KIND_str, RG_KIND_bytes,
    RG_KIND_bytearray, RG_KIND_memoryview, RG_KIND_tuple, RG_KIND_list, RG_KIND_dict, RG_KIND_set, RG_KIND_frozenset,
    RG_KIND_range, RG_KIND_slice, RG_KIND_classmethod, RG_KIND_staticmethod, RG_KIND_property, RG_KIND_super,
    RG_KIND_enumerate, RG_KIND_zip, RG_KIND_map, RG_KIND_filter, RG_KIND_reversed,
};

bool rg_module_init_builtins(RgThread *th, RgModule *m)
{
    RgRuntime *rt = th->rt;
    if (!rg_module_set_str(th, m, "__doc__", "Built-in functions, types, exceptions and other objects.") ||
        !rg_module_add_functions(th, m, functions)) {
        return false;
    }
    for (size_t i = 0; i < RG_COUNT_OF(visible_types); i++) {
        RgType *type = rt->types[visible_types[i]];
        if (type && !rg_dict_set_str(th, m->dict, type->name, rg_from_ptr(type))) return false;
    }
    for (size_t i = 0; i < RG_EXC_COUNT; i++) {
        RgType *type = rt->exceptions[i];
        if (type && !rg_dict_set_str(th, m->dict, type->name, rg_from_ptr(type))) return false;
    }
    RgValue os_error = rg_from_ptr(RG_EXC(th, OSError));
    if (!rg_module_set(th, m, "EnvironmentError", os_error) || !rg_module_set(th, m, "IOError", os_error) ||
        !rg_module_set(th, m, "None", RG_NONE) || !rg_module_set(th, m, "True", RG_TRUE) ||
        !rg_module_set(th, m, "False", RG_FALSE) || !rg_module_set(th, m, "Ellipsis", RG_ELLIPSIS) ||
        !rg_module_set(th, m, "NotImplemented", RG_NOT_IMPLEMENTED) || !rg_module_set(th, m, "__debug__", RG_TRUE)) {
        return false;
    }
    rt->builtins = m->dict;
    return true;
}
