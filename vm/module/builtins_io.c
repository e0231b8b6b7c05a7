/* SPDX-License-Identifier: MIT
 *
 * builtins_io.c: print, input and open. Text goes to a file object through rg_io_write_str, which knows the native text files
 * and otherwise calls the object's write method.
 */
#include "vm/module/builtins.h"

#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static RgValue sys_get(RgThread *th, RgStr *name)
{
    return th->rt->sys_dict ? rg_dict_get_str(th, th->rt->sys_dict, name) : 0;
}

static bool separator(RgThread *th, const char *what, RgValue v, RgStr **out)
{
    if (v == RG_UNBOUND || v == RG_NONE) return true;
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s must be None or a string, not %T", what, v);
        return false;
    }
    *out = RG_STR(v);
    return true;
}

static bool flush_file(RgThread *th, RgValue file)
{
    return rg_call_method0(th, file, RG_SYM(th, flush)) != RG_ERROR;
}

RG_BUILTIN_RAW(print)
{
    static const char *const names[] = {"sep", "end", "file", "flush"};
    RgValue kw[4] = {RG_UNBOUND, RG_UNBOUND, RG_UNBOUND, RG_UNBOUND};
    if (kwnames && !rg_builtin_keywords(th, "print", args + nargs, kwnames, names, 4, kw)) return RG_ERROR;
    RgValue file = kw[2];
    if (file == RG_UNBOUND || file == RG_NONE) {
        file = sys_get(th, RG_SYM(th, stdout));
        if (!file) return rg_raise(th, RG_EXC_RuntimeError, "lost sys.stdout");
        if (file == RG_NONE) return RG_NONE;
    }
    RgStr *sep = th->rt->latin1[' '], *end = th->rt->latin1['\n'];
    if (!separator(th, "sep", kw[0], &sep) || !separator(th, "end", kw[1], &end)) return RG_ERROR;
    for (size_t i = 0; i < nargs; i++) {
        if (i > 0 && sep->length && !rg_io_write_str(th, file, sep)) return RG_ERROR;
        RgStr *s = rg_is_exact(args[i], RG_KIND_str) ? RG_STR(args[i]) : rg_str_of(th, args[i]);
        if (!s || !rg_io_write_str(th, file, s)) return RG_ERROR;
    }
    if (end->length && !rg_io_write_str(th, file, end)) return RG_ERROR;
    if (kw[3] != RG_UNBOUND) {
        int flush = rg_truth(th, kw[3]);
        if (flush < 0 || (flush && !flush_file(th, file))) return RG_ERROR;
    }
    return RG_NONE;
}

RG_BUILTIN_RAW(input)
{
    if (!rg_args_no_kw(th, "input", kwnames) || !rg_builtin_count(th, "input", nargs, 0, 1)) return RG_ERROR;
    RgValue in = sys_get(th, RG_SYM(th, stdin)), out = sys_get(th, RG_SYM(th, stdout)), err = sys_get(th, RG_SYM(th, stderr));
    if (!in || in == RG_NONE) return rg_raise(th, RG_EXC_RuntimeError, "input(): lost sys.stdin");
    if (!out || out == RG_NONE) return rg_raise(th, RG_EXC_RuntimeError, "input(): lost sys.stdout");
    if (!err || err == RG_NONE) return rg_raise(th, RG_EXC_RuntimeError, "input(): lost sys.stderr");
    if (!flush_file(th, err)) rg_exception_clear(th);
    RgStr *prompt = nargs ? rg_str_of(th, args[0]) : NULL;
    if (nargs && !prompt) return RG_ERROR;
    RgValue line = RG_NONE;
    if (th->rt->loader && th->rt->loader->read_line) {
        if (!flush_file(th, out)) rg_exception_clear(th);
        line = th->rt->loader->read_line(th, prompt);
    }
    if (line == RG_NONE) {
        if (prompt && !rg_io_write_str(th, out, prompt)) return RG_ERROR;
        if (!flush_file(th, out)) rg_exception_clear(th);
        line = rg_call_method0(th, in, RG_SYM(th, readline));
    }
    if (!line) return RG_ERROR;
    if (!rg_is_str(line)) return rg_raise(th, RG_EXC_TypeError, "object.readline() returned non-string");
    RgStr *s = RG_STR(line);
    if (s->length == 0) return rg_raise(th, RG_EXC_EOFError, "EOF when reading a line");
    if (rg_str_at(s, s->length - 1) == '\n') s = rg_str_slice(th, s, 0, s->length - 1);
    return rg_from_ptr(s);
}

RG_BUILTIN_RAW(open)
{
    RgValue io = rg_import_module(th, "_io");
    RgValue open = io ? rg_attr_get_cstr(th, io, "open") : RG_ERROR;
    return open ? rg_call(th, open, args, nargs, kwnames) : RG_ERROR;
}
