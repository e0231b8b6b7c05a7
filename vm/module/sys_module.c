/* SPDX-License-Identifier: MIT
 *
 * sys_module.c: the sys module: hooks, limits, frames and the namespace itself. The host (vm/api) fills in argv, path, executable
 * and the options; the standard streams come from _io.
 */
#include "vm/module/sys.h"

#include <stdlib.h>

#include "vm/gc/heap.h"
#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define SYS(NAME) static RgValue s_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue sys_get(RgThread *th, const char *name)
{
    return rg_dict_get_cstr(th, th->rt->sys_dict, name);
}

SYS(exit)
{
    RgValue code = args[0] == RG_UNBOUND ? RG_NONE : args[0];
    if (code == RG_NONE) return rg_raise_call(th, RG_EXC(th, SystemExit), NULL, 0);
    if (rg_is_tuple(code)) {
        RgTuple *t = RG_TUPLE(code);
        return rg_raise_call(th, RG_EXC(th, SystemExit), t->items, rg_tuple_len(t));
    }
    return rg_raise_call(th, RG_EXC(th, SystemExit), &code, 1);
}

SYS(exc_info)
{
    RgValue e = th->handled;
    if (e == RG_NONE || e == 0) return rg_from_ptr(rg_tuple_pack(th, 3, RG_NONE, RG_NONE, RG_NONE));
    RgValue tb = RG_EXCEPTION(e)->traceback;
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, e)), e, tb ? tb : RG_NONE));
}

SYS(exception)
{
    return th->handled ? th->handled : RG_NONE;
}

SYS(getrecursionlimit)
{
    return rg_from_int(th->rt->recursion_limit);
}

SYS(setrecursionlimit)
{
    int64_t limit;
    if (!rg_number_as_i64(th, args[0], &limit)) return RG_ERROR;
    if (limit != (int32_t)limit) {
        return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
    }
    if (limit < 1) return rg_raise(th, RG_EXC_ValueError, "recursion limit must be greater or equal than 1");
    if (th->depth >= limit) {
        return rg_raise(th, RG_EXC_RecursionError,
                        "cannot set the recursion limit to %i at the recursion depth %i: the limit is too low", (int)limit,
                        (int)th->depth);
    }
    rg_recursion_set(th->rt, (int32_t)limit, th->rt->frame_hook);
    return RG_NONE;
}

SYS(intern)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "intern() argument must be str, not %T", args[0]);
    if (!rg_is_exact(args[0], RG_KIND_str)) return rg_raise(th, RG_EXC_TypeError, "can't intern %T", args[0]);
    return rg_from_ptr(rg_intern(th, RG_STR(args[0])));
}

SYS(is_finalizing)
{
    return RG_FALSE;
}

SYS(getsizeof)
{
    RgStr *name = RG_SYM(th, __sizeof__);
    RgValue method = rg_type_lookup_special(th, args[0], name);
    RgValue size = RG_ERROR;
    if (method) size = rg_call0(th, method);
    else if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "Type %T doesn't define __sizeof__", args[0]);
    int64_t n;
    if (!size || !rg_number_as_i64(th, size, &n)) {
        if (args[1] == RG_UNBOUND || !rg_raised_is(th, RG_EXC_TypeError)) return RG_ERROR;
        rg_exception_clear(th);
        return args[1];
    }
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "__sizeof__() should return >= 0");
    return rg_int_from_i64(th, n);
}

static RgFrame *frame_at(RgThread *th, int64_t depth)
{
    RgFrame *f = th->frame;
    while (f && depth-- > 0) f = f->prev;
    if (!f) rg_raise(th, RG_EXC_ValueError, "call stack is not deep enough");
    return f;
}

SYS(_getframe)
{
    int64_t depth = 0;
    if (args[0] != RG_UNBOUND && !rg_number_as_i64(th, args[0], &depth)) return RG_ERROR;
    RgFrame *f = frame_at(th, depth);
    return f ? rg_from_ptr(rg_frame_object(th, f)) : RG_ERROR;
}

SYS(_current_frames)
{
    RgDict *d = rg_dict_new(th);
    RgFrameObject *f = d && th->frame ? rg_frame_object(th, th->frame) : NULL;
    if (!d || (th->frame && !f)) return RG_ERROR;
    return !f || rg_dict_set(th, d, rg_from_int(1), rg_from_ptr(f)) ? rg_from_ptr(d) : RG_ERROR;
}

SYS(displayhook)
{
    if (args[0] == RG_NONE) return RG_NONE;
    RgDict *builtins = th->rt->builtins;
    if (!rg_dict_set_cstr(th, builtins, "_", RG_NONE)) return RG_ERROR;
    RgValue out = sys_get(th, "stdout");
    if (!out || out == RG_NONE) return rg_raise(th, RG_EXC_RuntimeError, "lost sys.stdout");
    RgStr *s = rg_repr(th, args[0]);
    if (!s || !rg_io_write_str(th, out, s) || !rg_io_write_str(th, out, th->rt->latin1['\n'])) return RG_ERROR;
    return rg_dict_set_cstr(th, builtins, "_", args[0]) ? RG_NONE : RG_ERROR;
}

SYS(excepthook)
{
    if (!rg_is_exception(args[1])) return RG_NONE;
    RgException *e = RG_EXCEPTION(args[1]);
    RgValue kept = e->traceback;
    if (rg_is_kind(args[2], RG_KIND_traceback) || args[2] == RG_NONE) rg_gc_store(e, &e->traceback, args[2]);
    bool ok = rg_traceback_print(th, args[1], 0);
    rg_gc_store(e, &e->traceback, kept);
    return ok ? RG_NONE : RG_ERROR;
}

/* Prints what sys.unraisablehook gets: "Exception ignored in: WHERE" and the traceback. */
SYS(unraisablehook)
{
    RgValue err = sys_get(th, "stderr");
    if (!err || err == RG_NONE) return RG_NONE;
    RgValue msg = rg_attr_get_cstr(th, args[0], "err_msg"), where = msg ? rg_attr_get_cstr(th, args[0], "object") : RG_ERROR,
            exc = where ? rg_attr_get_cstr(th, args[0], "exc_value") : RG_ERROR;
    if (!exc) return RG_ERROR;
    RgStr *line;
    if (where == RG_NONE) line = msg == RG_NONE ? NULL : rg_format(th, "%S:\n", msg);
    else if (msg == RG_NONE) line = rg_format(th, "Exception ignored in: %R\n", where);
    else line = rg_format(th, "%S: %R\n", msg, where);
    if (rg_raised(th) || (line && !rg_io_write_str(th, err, line))) return RG_ERROR;
    return rg_is_exception(exc) && !rg_traceback_print(th, exc, err) ? RG_ERROR : RG_NONE;
}

/* The function that a dotted name stands for, of builtins without a dot; 0: there is none, or an exception is pending. */
static RgValue breakpoint_function(RgThread *th, const char *path)
{
    const char *dot = strrchr(path, '.');
    size_t len;
    if (dot == path) return 0;
    RgStr *module_name = dot ? rg_str_from_utf8(th, path, (size_t)(dot - path)) : rg_intern_cstr(th, "builtins");
    RgStr *name = rg_str_from_cstr(th, dot ? dot + 1 : path);
    RgValue module = module_name && name ? rg_import_module(th, rg_str_utf8(th, module_name, &len)) : RG_ERROR;
    if (!module) {
        if (rg_raised_is(th, RG_EXC_ImportError)) rg_exception_clear(th);
        return 0;
    }
    RgValue fn = rg_attr_get(th, module, name);
    if (!fn && rg_raised_is(th, RG_EXC_AttributeError)) rg_exception_clear(th);
    return fn;
}

/* What breakpoint() calls is looked up at each call: programs set the variable as they run. */
static RgValue s_breakpointhook(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue flags = sys_get(th, "flags"), ignored = flags ? rg_attr_get_cstr(th, flags, "ignore_environment") : RG_ERROR;
    if (!ignored) rg_exception_clear(th);
    const char *path = ignored && rg_truth(th, ignored) > 0 ? NULL : getenv("PYTHONBREAKPOINT");
    if (!path || !*path) path = "pdb.set_trace";
    if (!strcmp(path, "0")) return RG_NONE;
    RgValue fn = breakpoint_function(th, path);
    if (fn) return rg_call(th, fn, args, nargs, kwnames);
    if (rg_raised(th)) return RG_ERROR;
    return rg_warn(th, RG_EXC_RuntimeWarning, 0, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", path) ? RG_NONE : RG_ERROR;
}

static RgValue refuse_hook(RgThread *th, RgValue fn, const char *name)
{
    if (fn == RG_NONE) return RG_NONE;
    return rg_raise(th, RG_EXC_NotImplementedError, "sys.%s() is not supported by this virtual machine", name);
}

SYS(settrace)
{
    return refuse_hook(th, args[0], "settrace");
}

SYS(setprofile)
{
    return refuse_hook(th, args[0], "setprofile");
}

SYS(addaudithook)
{
    return refuse_hook(th, args[0], "addaudithook");
}

SYS(none)
{
    return RG_NONE;
}

SYS(audit)
{
    if (nargs == 0) return rg_raise(th, RG_EXC_TypeError, "audit() missing 1 required positional argument: 'event'");
    return RG_NONE;
}

SYS(getdefaultencoding)
{
    return rg_from_ptr(rg_intern_cstr(th, "utf-8"));
}

SYS(getfilesystemencodeerrors)
{
    return rg_from_ptr(rg_intern_cstr(th, "surrogateescape"));
}

SYS(get_int_max_str_digits)
{
    return rg_from_int(th->rt->int_max_str_digits);
}

SYS(set_int_max_str_digits)
{
    int64_t n;
    if (!rg_number_as_i64(th, args[0], &n)) return RG_ERROR;
    if (n != 0 && n < 640) return rg_raise(th, RG_EXC_ValueError, "maxdigits must be 0 or larger than 640");
    if (n > INT32_MAX) return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
    th->rt->int_max_str_digits = (uint32_t)n;
    return RG_NONE;
}

static const char *const hooks_fields[] = {"firstiter", "finalizer"};
static const RgStructSeq hooks_desc = RG_STRUCTSEQ(hooks_fields, 2, "Hooks of asynchronous generators.");

SYS(get_asyncgen_hooks)
{
    RgType *type = RG_MODULE_STATE(th, sys);
    if (!type && !(type = rg_structseq_type(th, "sys", "asyncgen_hooks", &hooks_desc))) return RG_ERROR;
    RG_MODULE_STATE(th, sys) = type;
    RgValue values[2];
    for (int i = 0; i < 2; i++) values[i] = th->async_gen_hooks[i] ? th->async_gen_hooks[i] : RG_NONE;
    return rg_structseq_new(th, type, values);
}

SYS(set_asyncgen_hooks)
{
    static const char *const names[] = {"firstiter", "finalizer"};
    for (int i = 0; i < 2; i++) {
        if (args[i] == RG_UNBOUND || args[i] == RG_NONE || rg_is_callable(th, args[i])) continue;
        return rg_raise(th, RG_EXC_TypeError, "callable %s expected, got %T", names[i], args[i]);
    }
    for (int i = 0; i < 2; i++) {
        if (args[i] != RG_UNBOUND) th->async_gen_hooks[i] = args[i] == RG_NONE ? 0 : args[i];
    }
    return RG_NONE;
}

SYS(get_coroutine_origin_tracking_depth)
{
    return rg_from_int(0);
}

SYS(set_coroutine_origin_tracking_depth)
{
    int64_t n;
    if (!rg_number_as_i64(th, args[0], &n)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "depth must be >= 0");
    return RG_NONE;
}

SYS(getswitchinterval)
{
    return rg_from_double(0.005);
}

SYS(setswitchinterval)
{
    double d;
    if (!rg_number_as_double(th, args[0], &d)) return RG_ERROR;
    if (d <= 0) return rg_raise(th, RG_EXC_ValueError, "switch interval must be strictly positive");
    return RG_NONE;
}

SYS(getallocatedblocks)
{
    RgHeapStats stats;
    rg_heap_stats(th->heap, &stats);
    return rg_int_from_u64(th, stats.cells_live);
}

static RgValue s_call_tracing(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_tuple(args[1])) return rg_raise(th, RG_EXC_TypeError, "call_tracing() argument 2 must be tuple, not %T", args[1]);
    return rg_call_tuple(th, args[0], RG_TUPLE(args[1]), NULL);
}

static const RgMethodDef sys_functions[] = {
    RG_METHOD("_getframe", "($module, depth=0, /)", "A frame object of the call stack.", s__getframe),
    RG_METHOD("_current_frames", "($module, /)", "The running frame of each thread.", s__current_frames),
    RG_METHOD("_clear_type_cache", "($module, /)", "Does nothing here.", s_none),
    RG_METHOD("addaudithook", "($module, /, hook)", "Not supported.", s_addaudithook),
    RG_METHOD("audit", "($module, *args)", "Audit events have no listeners here.", s_audit),
    RG_METHOD_F("breakpointhook", "(...)", "What breakpoint() calls.", s_breakpointhook, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD("call_tracing", "($module, func, args, /)", "Call func(*args).", s_call_tracing),
    RG_METHOD("displayhook", "($module, object, /)", "Print an interactive result and keep it as builtins._", s_displayhook),
    RG_METHOD("exc_info", "($module, /)", "Type, value and traceback of the exception being handled.", s_exc_info),
    RG_METHOD("excepthook", "($module, exctype, value, traceback, /)", "Print an exception with its traceback.", s_excepthook),
    RG_METHOD("exception", "($module, /)", "The exception being handled, or None.", s_exception),
    RG_METHOD("exit", "($module, status=None, /)", "Raise SystemExit(status).", s_exit),
    RG_METHOD("get_asyncgen_hooks", "($module, /)", "The hooks of asynchronous generators.", s_get_asyncgen_hooks),
    RG_METHOD("get_coroutine_origin_tracking_depth", "($module, /)", "Always 0 here.", s_get_coroutine_origin_tracking_depth),
    RG_METHOD("get_int_max_str_digits", "($module, /)", "The limit of digits in int/str conversion.", s_get_int_max_str_digits),
    RG_METHOD("getallocatedblocks", "($module, /)", "Number of live cells.", s_getallocatedblocks),
    RG_METHOD("getdefaultencoding", "($module, /)", "The default encoding.", s_getdefaultencoding),
    RG_METHOD("getfilesystemencodeerrors", "($module, /)", "The error handler of file names.", s_getfilesystemencodeerrors),
    RG_METHOD("getfilesystemencoding", "($module, /)", "The encoding of file names.", s_getdefaultencoding),
    RG_METHOD("getprofile", "($module, /)", "The profile function: None.", s_none),
    RG_METHOD("getrecursionlimit", "($module, /)", "The recursion limit.", s_getrecursionlimit),
    RG_METHOD_F("getsizeof", "($module, /, object, default=<unrepresentable>)", "Size of an object in bytes.", s_getsizeof,
                RG_MF_NO_SIGNATURE),
    RG_METHOD("getswitchinterval", "($module, /)", "The thread switch interval.", s_getswitchinterval),
    RG_METHOD("gettrace", "($module, /)", "The trace function: None.", s_none),
    RG_METHOD("intern", "($module, string, /)", "The one interned string equal to the argument.", s_intern),
    RG_METHOD("is_finalizing", "($module, /)", "Whether the interpreter is shutting down.", s_is_finalizing),
    RG_METHOD("set_asyncgen_hooks", "($module, /, firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
              "Set the hooks of asynchronous generators.", s_set_asyncgen_hooks),
    RG_METHOD("set_coroutine_origin_tracking_depth", "($module, /, depth)", "Has no effect here.",
              s_set_coroutine_origin_tracking_depth),
    RG_METHOD("set_int_max_str_digits", "($module, /, maxdigits)", "Set the limit of digits in int/str conversion.",
              s_set_int_max_str_digits),
    RG_METHOD("setprofile", "($module, function, /)", "Not supported.", s_setprofile),
    RG_METHOD("setrecursionlimit", "($module, limit, /)", "Set the recursion limit.", s_setrecursionlimit),
    RG_METHOD("setswitchinterval", "($module, interval, /)", "Has no effect here.", s_setswitchinterval),
    RG_METHOD("settrace", "($module, function, /)", "Not supported.", s_settrace),
    RG_METHOD("unraisablehook", "($module, unraisable, /)", "Print an exception that could not be raised.", s_unraisablehook),
    RG_METHOD_END,
};

static bool add_list(RgThread *th, RgModule *m, const char *name)
{
    RgList *l = rg_list_new(th, 0);
    return l && rg_module_set(th, m, name, rg_from_ptr(l));
}

static bool add_dict(RgThread *th, RgModule *m, const char *name)
{
    RgDict *d = rg_dict_new(th);
    return d && rg_module_set(th, m, name, rg_from_ptr(d));
}

static bool add_argv(RgThread *th, RgModule *m)
{
    RgList *argv = rg_list_new(th, th->rt->argc), *orig = rg_list_new(th, th->rt->argc);
    if (!argv || !orig) return false;
    for (int i = 0; i < th->rt->argc; i++) {
        RgStr *s = rg_str_from_fs(th, th->rt->argv[i], strlen(th->rt->argv[i]));
        if (!s || !rg_list_append(th, argv, rg_from_ptr(s)) || !rg_list_append(th, orig, rg_from_ptr(s))) return false;
    }
    return rg_module_set(th, m, "argv", rg_from_ptr(argv)) && rg_module_set(th, m, "orig_argv", rg_from_ptr(orig));
}

static bool add_dunder_hooks(RgThread *th, RgModule *m)
{
    static const char *const hooks[][2] = {{"__breakpointhook__", "breakpointhook"}, {"__displayhook__", "displayhook"},
                                           {"__excepthook__", "excepthook"}, {"__unraisablehook__", "unraisablehook"}};
    for (size_t i = 0; i < RG_COUNT_OF(hooks); i++) {
        if (!rg_module_set(th, m, hooks[i][0], rg_dict_get_cstr(th, m->dict, hooks[i][1]))) return false;
    }
    return true;
}

bool rg_module_init_sys(RgThread *th, RgModule *m)
{
    RgRuntime *rt = th->rt;
    rt->sys_dict = m->dict;
    if (!rt->sys_modules && !(rt->sys_modules = rg_dict_new(th))) return false;
    RgTuple *names = rg_builtin_module_names(th);
    if (!names || !rg_module_add_functions(th, m, sys_functions) || !add_dunder_hooks(th, m) || !rg_sys_add_info(th, m) ||
        !add_argv(th, m) || !add_list(th, m, "path") || !add_list(th, m, "path_hooks") || !add_list(th, m, "meta_path") ||
        !add_list(th, m, "warnoptions") || !add_dict(th, m, "path_importer_cache") || !add_dict(th, m, "_xoptions")) {
        return false;
    }
    return rg_module_set_str(th, m, "__doc__", "Access to the interpreter's own objects and settings.") &&
           rg_module_set(th, m, "modules", rg_from_ptr(rt->sys_modules)) &&
           rg_module_set(th, m, "builtin_module_names", rg_from_ptr(names)) &&
           rg_module_set_int(th, m, "maxsize", INT64_MAX) && rg_module_set_int(th, m, "maxunicode", 0x10ffff) &&
           rg_module_set_str(th, m, "byteorder", "little") && rg_module_set_str(th, m, "platform", "linux") &&
           rg_module_set_str(th, m, "float_repr_style", "short") && rg_module_set_str(th, m, "executable", "") &&
           rg_module_set_str(th, m, "_base_executable", "") && rg_module_set_str(th, m, "prefix", "/usr") &&
           rg_module_set_str(th, m, "base_prefix", "/usr") && rg_module_set_str(th, m, "exec_prefix", "/usr") &&
           rg_module_set_str(th, m, "base_exec_prefix", "/usr") && rg_module_set_str(th, m, "platlibdir", "lib") &&
           rg_module_set_str(th, m, "abiflags", "") && rg_module_set_str(th, m, "_framework", "") &&
           rg_module_set_str(th, m, "_stdlib_dir", RG_STDLIB) && rg_module_set(th, m, "_home", RG_NONE) &&
           rg_module_set(th, m, "pycache_prefix", RG_NONE);
}
