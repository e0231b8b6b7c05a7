/* SPDX-License-Identifier: MIT
 *
 * builtins_code.c: compile, eval, exec, __import__, and the functions that look at the caller's frame. A native function has no
 * frame, so th->frame is the caller's.
 */
#include "vm/module/builtins.h"

#include "vm/interp/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/watch.h"

/* Flags that compile() takes: PyCF_* and __future__ bits. */
enum { FLAG_ONLY_AST = 0x400, FLAG_KNOWN = 0x7e10 | 0x1ff0000 };

static RgLoader *loader_of(RgThread *th)
{
    if (!th->rt->loader || !th->rt->loader->compile) {
        rg_raise(th, RG_EXC_RuntimeError, "compile(), eval() and exec() of source text are not available here");
        return NULL;
    }
    return th->rt->loader;
}

static bool is_source(RgValue v)
{
    return rg_is_str(v) || rg_buffer_supported(v);
}

/* str as it is; bytes-like as bytes. */
static RgValue source_of(RgThread *th, RgValue v)
{
    if (rg_is_str(v) || rg_is_bytes(v)) return v;
    RgBufferView view;
    if (!rg_buffer_get(th, v, &view, false)) return RG_ERROR;
    RgBytes *b = rg_bytes_new(th, view.data, view.len);
    rg_buffer_release(&view);
    return rg_from_ptr(b);
}

static bool has_nul(RgValue v)
{
    if (rg_is_bytes(v)) return memchr(RG_BYTES(v)->data, 0, (size_t)RG_BYTES(v)->length) != NULL;
    RgStr *s = RG_STR(v);
    if (rg_str_width(s) == 1) return memchr(s->data, 0, (size_t)s->length) != NULL;
    for (int64_t i = 0; i < s->length; i++) {
        if (rg_str_at(s, i) == 0) return true;
    }
    return false;
}

static RgCodeObject *compile_text(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags, int optimize)
{
    RgLoader *loader = loader_of(th);
    if (!loader || !(source = source_of(th, source))) return NULL;
    if (has_nul(source)) {
        rg_raise(th, RG_EXC_ValueError, "source code string cannot contain null bytes");
        return NULL;
    }
    return loader->compile(th, source, filename, mode, flags, optimize);
}

/* co_flags of the caller that compile(), eval() and exec() pass on: the __future__ bits. */
static int inherited_flags(RgThread *th)
{
    return th->frame ? (int)(th->frame->code->flags & 0x1ff0000) : 0;
}

RgValue rg_builtin_compile(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue source = args[0], filename = args[1], mode = args[2];
    int64_t flags = 0, optimize = -1;
    if (!rg_is_str(filename)) {
        if (rg_is_bytes(filename)) {
            RgStr *s = rg_str_from_fs(th, (char *)RG_BYTES(filename)->data, (size_t)RG_BYTES(filename)->length);
            filename = rg_from_ptr(s);
        } else {
            RgValue fspath = rg_type_lookup_special(th, filename, RG_SYM(th, __fspath__));
            if (!fspath && !rg_raised(th)) {
                return rg_raise(th, RG_EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", filename);
            }
            filename = fspath ? rg_call0(th, fspath) : RG_ERROR;
        }
        if (!filename) return RG_ERROR;
        if (!rg_is_str(filename)) return rg_raise(th, RG_EXC_TypeError, "compile() argument 'filename' must be str");
    }
    if (!rg_is_str(mode)) return rg_raise(th, RG_EXC_TypeError, "compile() argument 'mode' must be str, not %T", mode);
    if (args[3] != RG_UNBOUND && !rg_number_as_i64(th, args[3], &flags)) return RG_ERROR;
    int no_inherit = args[4] == RG_UNBOUND ? 0 : rg_truth(th, args[4]);
    if (no_inherit < 0) return RG_ERROR;
    if (args[5] != RG_UNBOUND && !rg_number_as_i64(th, args[5], &optimize)) return RG_ERROR;
    if (flags & ~(int64_t)FLAG_KNOWN) return rg_raise(th, RG_EXC_ValueError, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return rg_raise(th, RG_EXC_ValueError, "compile(): invalid optimize value");
    static const char *const modes[] = {"exec", "eval", "single"};
    const char *chosen = NULL;
    for (size_t i = 0; i < RG_COUNT_OF(modes); i++) {
        if (rg_str_equal_cstr(RG_STR(mode), modes[i])) chosen = modes[i];
    }
    if (!chosen) return rg_raise(th, RG_EXC_ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
    if (flags & FLAG_ONLY_AST) {
        if (!is_source(source)) return source;
        return rg_builtin_parse(th, source, RG_STR(filename), chosen, (int)flags);
    }
    if (!no_inherit) flags |= inherited_flags(th);
    if (!is_source(source)) { /* a tree goes back to text */
        RgValue text = rg_builtin_unparse(th, source);
        if (!text) return RG_ERROR;
        if (text != RG_UNBOUND) source = text;
    }
    if (!is_source(source)) {
        return rg_raise(th, RG_EXC_TypeError, "compile() arg 1 must be a string, bytes or AST object");
    }
    return rg_from_ptr(compile_text(th, source, RG_STR(filename), chosen, (int)flags, (int)optimize));
}

/* Fills in missing namespaces from the caller and gives globals a __builtins__. */
static bool namespaces(RgThread *th, RgValue *globals, RgValue *locals)
{
    if (*globals == RG_UNBOUND || *globals == RG_NONE) {
        RgDict *g = rg_current_globals(th);
        if (!g) {
            rg_raise(th, RG_EXC_SystemError, "globals and locals cannot be NULL");
            return false;
        }
        *globals = rg_from_ptr(g);
        if (*locals == RG_UNBOUND || *locals == RG_NONE) {
            *locals = th->frame ? rg_frame_locals(th, th->frame) : *globals;
            if (!*locals) return false;
        }
    } else if (*locals == RG_UNBOUND || *locals == RG_NONE) {
        *locals = *globals;
    }
    RgDict *g = RG_DICT(*globals);
    if (rg_dict_get_str(th, g, RG_SYM(th, __builtins__))) return true;
    RgDict *b = rg_current_builtins(th);
    return rg_dict_set_str(th, g, RG_SYM(th, __builtins__), rg_from_ptr(b ? b : th->rt->builtins));
}

static bool has_free_variables(const RgCodeObject *code)
{
    return code->code->nfree > 0;
}

RgValue rg_builtin_eval(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue source = args[0], globals = args[1], locals = args[2];
    if (locals != RG_UNBOUND && locals != RG_NONE && !rg_is_mapping(th, locals)) {
        return rg_raise(th, RG_EXC_TypeError, "locals must be a mapping");
    }
    if (globals != RG_UNBOUND && globals != RG_NONE && !rg_is_dict(globals)) {
        return rg_raise(th, RG_EXC_TypeError, rg_is_mapping(th, globals)
                                                  ? "globals must be a real dict; try eval(code, {}, mapping)"
                                                  : "globals must be a dict");
    }
    if (!namespaces(th, &globals, &locals)) return RG_ERROR;
    if (rg_is_kind(source, RG_KIND_code)) {
        RgCodeObject *code = RG_AS(RgCodeObject, source);
        if (has_free_variables(code)) {
            return rg_raise(th, RG_EXC_TypeError, "code object passed to eval() may not contain free variables");
        }
        return rg_interp_run_code(th, code, RG_DICT(globals), locals, NULL);
    }
    if (!is_source(source)) return rg_raise(th, RG_EXC_TypeError, "eval() arg 1 must be a string, bytes or code object");
    RgStr *name = rg_intern_cstr(th, "<string>");
    if (rg_is_str(source)) { /* leading blanks are no indentation here */
        RgStr *s = RG_STR(source);
        int64_t skip = 0;
        while (skip < s->length && (rg_str_at(s, skip) == ' ' || rg_str_at(s, skip) == '\t')) skip++;
        if (skip && !(source = rg_from_ptr(rg_str_slice(th, s, skip, s->length)))) return RG_ERROR;
    }
    RgCodeObject *code = name ? compile_text(th, source, name, "eval", inherited_flags(th), -1) : NULL;
    return code ? rg_interp_run_code(th, code, RG_DICT(globals), locals, NULL) : RG_ERROR;
}

static bool check_closure(RgThread *th, RgCodeObject *code, RgValue closure, RgTuple **out)
{
    size_t free_count = code->code->nfree;
    *out = NULL;
    if (free_count == 0) {
        if (closure == RG_NONE || closure == RG_UNBOUND) return true;
        rg_raise(th, RG_EXC_TypeError, "cannot use a closure with this code object");
        return false;
    }
    bool ok = closure != RG_UNBOUND && rg_is_exact(closure, RG_KIND_tuple) && rg_tuple_len(RG_TUPLE(closure)) == free_count;
    for (size_t i = 0; ok && i < free_count; i++) ok = rg_is_kind(RG_TUPLE(closure)->items[i], RG_KIND_cell);
    if (ok) {
        *out = RG_TUPLE(closure);
        return true;
    }
    rg_raise(th, RG_EXC_TypeError, "code object requires a closure of exactly length %zu", free_count);
    return false;
}

RgValue rg_builtin_exec(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue source = args[0], globals = args[1], locals = args[2], closure = args[3];
    if (globals != RG_UNBOUND && globals != RG_NONE && !rg_is_dict(globals)) {
        return rg_raise(th, RG_EXC_TypeError, "exec() globals must be a dict, not %T", globals);
    }
    if (locals != RG_UNBOUND && locals != RG_NONE && !rg_is_mapping(th, locals)) {
        return rg_raise(th, RG_EXC_TypeError, "locals must be a mapping or None, not %T", locals);
    }
    if (!namespaces(th, &globals, &locals)) return RG_ERROR;
    RgCodeObject *code;
    RgTuple *cells = NULL;
    if (rg_is_kind(source, RG_KIND_code)) {
        code = RG_AS(RgCodeObject, source);
        if (!check_closure(th, code, closure, &cells)) return RG_ERROR;
    } else {
        if (closure != RG_UNBOUND && closure != RG_NONE) {
            return rg_raise(th, RG_EXC_TypeError, "closure can only be used when source is a code object");
        }
        if (!is_source(source)) return rg_raise(th, RG_EXC_TypeError, "exec() arg 1 must be a string, bytes or code object");
        RgStr *name = rg_intern_cstr(th, "<string>");
        code = name ? compile_text(th, source, name, "exec", inherited_flags(th), -1) : NULL;
        if (!code) return RG_ERROR;
    }
    if (cells) rg_watch_cells_exposed(th->rt);
    return rg_interp_run_code(th, code, RG_DICT(globals), locals, cells) ? RG_NONE : RG_ERROR;
}

RgValue rg_builtin_globals(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *g = rg_current_globals(th);
    return g ? rg_from_ptr(g) : RG_NONE;
}

RgValue rg_builtin_locals(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (th->frame) return rg_frame_locals(th, th->frame);
    return rg_raise(th, RG_EXC_SystemError, "frame does not exist");
}

RgValue rg_builtin_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue names;
    if (args[0] == RG_UNBOUND) {
        RgValue locals = rg_builtin_locals(th, self, NULL, 0);
        names = locals ? rg_call_method0(th, locals, RG_SYM(th, keys)) : RG_ERROR;
    } else {
        RgValue method = rg_type_lookup_special(th, args[0], RG_SYM(th, __dir__));
        if (!method) return rg_raised(th) ? RG_ERROR : rg_raise(th, RG_EXC_TypeError, "object does not provide __dir__");
        names = rg_call0(th, method);
    }
    RgList *list = names ? rg_to_list(th, names) : NULL;
    return list && rg_list_sort(th, list, RG_NONE, false) ? rg_from_ptr(list) : RG_ERROR;
}

RgValue rg_builtin_vars(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (args[0] == RG_UNBOUND) return rg_builtin_locals(th, self, NULL, 0);
    RgValue dict = rg_attr_lookup(th, args[0], RG_SYM(th, __dict__));
    if (dict != RG_UNBOUND) return dict;
    return rg_raise(th, RG_EXC_TypeError, "vars() argument must have __dict__ attribute");
}

RgValue rg_builtin_import(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t level = 0;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "module name must be a string");
    if (args[4] != RG_UNBOUND && !rg_number_as_i64(th, args[4], &level)) return RG_ERROR;
    RgDict *globals = args[1] != RG_UNBOUND && rg_is_dict(args[1]) ? RG_DICT(args[1]) : NULL;
    RgValue fromlist = args[3] == RG_UNBOUND ? RG_NONE : args[3];
    return rg_import(th, RG_STR(args[0]), globals, fromlist, (int)level);
}
