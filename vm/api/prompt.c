/* SPDX-License-Identifier: MIT
 *
 * prompt.c: the interactive prompt. Statements are read line by line until the library's codeop, which asks the compile service,
 * finds them complete; each runs in __main__ with mode "single", whose values go to sys.displayhook.
 * Lines come from the host's line editor when there is one and a terminal on both sides, else from sys.stdin.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/module/io.h"

typedef enum LineResult { LINE_READ, LINE_END, LINE_INTERRUPTED, LINE_FAILED } LineResult;

bool regius_wants_prompt(Regius *r)
{
    if (r->config.interactive) return true;
    const char *wish = r->config.ignore_environment ? NULL : getenv("PYTHONINSPECT");
    return wish && *wish && isatty(0);
}

bool regius_is_interrupted(Regius *r)
{
    return __atomic_load_n(&r->th->poll, __ATOMIC_ACQUIRE) & (RG_POLL_INTERRUPT | RG_POLL_SIGNAL);
}

/* ---- reading lines ---- */

static bool is_own_stream(RgThread *th, const char *name, const char *own)
{
    RgValue a = rg_dict_get_cstr(th, th->rt->sys_dict, name);
    return a && a != RG_NONE && a == rg_dict_get_cstr(th, th->rt->sys_dict, own);
}

static RgValue read_from_editor(RgThread *th, const char *prompt)
{
    Regius *r = rg_api_of(th);
    for (;;) {
        char *line = r->read_line(r, prompt, r->read_line_data);
        if (line) {
            RgStr *s = rg_str_from_fs(th, line, strlen(line));
            free(line);
            return rg_from_ptr(s);
        }
        if (!rg_poll(th)) return RG_ERROR;
    }
}

/* input() on a terminal: the loader's hook. RG_NONE: not for the editor. */
static RgValue editor_for_input(RgThread *th, RgStr *prompt)
{
    if (!is_own_stream(th, "stdin", "__stdin__") || !is_own_stream(th, "stdout", "__stdout__")) return RG_NONE;
    const char *text = prompt ? rg_str_utf8(th, prompt, NULL) : "";
    return text ? read_from_editor(th, text) : RG_ERROR;
}

void regius_set_read_line(Regius *r, RegiusReadLine fn, void *data)
{
    r->read_line = fn;
    r->read_line_data = data;
    r->loader.read_line = fn ? editor_for_input : NULL;
}

static RgStr *prompt_text(RgThread *th, const char *name)
{
    RgValue v = rg_dict_get_cstr(th, th->rt->sys_dict, name);
    RgStr *s = v ? rg_str_of(th, v) : th->rt->empty_str;
    if (!s) rg_exception_clear(th);
    return s ? s : th->rt->empty_str;
}

static void write_stderr(RgThread *th, RgStr *s)
{
    RgValue err = rg_dict_get_cstr(th, th->rt->sys_dict, "stderr");
    if (!err || err == RG_NONE || !rg_io_write_str(th, err, s) || !rg_call_method0(th, err, RG_SYM(th, flush)))
        rg_exception_clear(th);
}

static void write_text(RgThread *th, const char *text)
{
    RgStr *s = rg_str_from_cstr(th, text);
    if (s) write_stderr(th, s);
}

static void flush_stdout(RgThread *th)
{
    RgValue out = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stdout));
    if (out && out != RG_NONE && !rg_call_method0(th, out, RG_SYM(th, flush))) rg_exception_clear(th);
}

/* A line without its end. */
static LineResult read_line(RgThread *th, bool more, RgStr **line)
{
    RgStr *prompt = prompt_text(th, more ? "ps2" : "ps1");
    RgValue in = rg_dict_get_cstr(th, th->rt->sys_dict, "stdin"), v = RG_NONE;
    if (!in || in == RG_NONE) return LINE_END;
    flush_stdout(th);
    if (rg_api_of(th)->read_line && isatty(0) && isatty(1)) v = editor_for_input(th, prompt);
    if (v == RG_NONE) {
        write_stderr(th, prompt);
        v = rg_call_method0(th, in, RG_SYM(th, readline));
    }
    if (!v) return rg_raised_is(th, RG_EXC_KeyboardInterrupt) ? LINE_INTERRUPTED : LINE_FAILED;
    if (!rg_is_str(v)) return LINE_END;
    RgStr *s = RG_STR(v);
    if (s->length == 0) return LINE_END;
    if (rg_str_at(s, s->length - 1) == '\n') s = rg_str_slice(th, s, 0, s->length - 1);
    *line = s;
    return s ? LINE_READ : LINE_FAILED;
}

/* ---- statements ---- */

typedef struct Prompt {
    RgValue compile; /* a codeop.CommandCompiler */
    RgStr *source;   /* lines so far, or NULL */
    int status;
    bool done;
} Prompt;

/* Deals with the pending exception; SystemExit ends the prompt. */
static void show_error(RgThread *th, Prompt *p)
{
    p->source = NULL;
    p->done = rg_raised_is(th, RG_EXC_SystemExit);
    int status = rg_api_finish_status(th);
    if (p->done) p->status = status;
}

static void run_statement(RgThread *th, Prompt *p, RgValue code)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, __main__));
    RgDict *d = m && rg_is_kind(m, RG_KIND_module) ? RG_AS(RgModule, m)->dict : NULL;
    p->source = NULL;
    if (!d) {
        p->done = true;
        return;
    }
    if (!rg_interp_run_code(th, RG_AS(RgCodeObject, code), d, rg_from_ptr(d), NULL)) show_error(th, p);
    flush_stdout(th);
}

/* The input ended within a statement, or it cannot become complete: what the compiler itself says about it. */
static void finish_statement(RgThread *th, Prompt *p)
{
    RgStr *name = rg_str_from_cstr(th, "<stdin>"), *text = rg_format(th, "%U\n", p->source);
    RgCodeObject *co = name && text ? th->rt->loader->compile(th, rg_from_ptr(text), name, "single", 0, -1) : NULL;
    if (co)
        run_statement(th, p, rg_from_ptr(co));
    else
        show_error(th, p);
}

/* Whether the pending SyntaxError is codeop's "incomplete input", which the compiler calls something else. */
static bool is_incomplete(RgThread *th)
{
    RgValue exc = rg_exception_take(th), msg = rg_attr_get_cstr(th, exc, "msg");
    bool incomplete = msg && rg_is_str(msg) && rg_str_equal_cstr(RG_STR(msg), "incomplete input");
    rg_exception_clear(th);
    /* Of a SyntaxError the place is of interest, and not who found it. */
    rg_gc_store(RG_EXCEPTION(exc), &RG_EXCEPTION(exc)->traceback, 0);
    th->pending = exc;
    return incomplete;
}

/* Ctrl-C before the statement runs. */
static void forget_statement(RgThread *th, Prompt *p)
{
    rg_exception_clear(th);
    write_text(th, "\nKeyboardInterrupt\n");
    p->source = NULL;
}

/* Compiles what there is; runs it when it is complete. */
static void try_statement(RgThread *th, Prompt *p)
{
    RgStr *name = rg_str_from_cstr(th, "<stdin>");
    RgValue code = name ? rg_call2(th, p->compile, rg_from_ptr(p->source), rg_from_ptr(name)) : RG_ERROR;
    if (code) {
        if (rg_is_kind(code, RG_KIND_code)) run_statement(th, p, code);
    } else if (rg_raised_is(th, RG_EXC_SyntaxError) && is_incomplete(th)) {
        rg_exception_clear(th);
        finish_statement(th, p);
    } else if (rg_raised_is(th, RG_EXC_KeyboardInterrupt)) {
        forget_statement(th, p);
    } else {
        show_error(th, p);
    }
}

static void one_line(RgThread *th, Prompt *p)
{
    RgStr *line = NULL;
    switch (read_line(th, p->source != NULL, &line)) {
    case LINE_READ:
        p->source = p->source ? rg_format(th, "%U\n%U", p->source, line) : line;
        if (p->source)
            try_statement(th, p);
        else
            show_error(th, p);
        break;
    case LINE_INTERRUPTED:
        forget_statement(th, p);
        break;
    case LINE_END:
        write_text(th, "\n");
        if (p->source)
            finish_statement(th, p);
        else
            p->done = true;
        break;
    case LINE_FAILED: /* a line that cannot be decoded, a broken sys.stdin */
        show_error(th, p);
        p->done = true;
        break;
    }
}

/* ---- getting ready ---- */

/* What CPython's site module adds to builtins for people. */
static bool add_builtin(RgThread *th, RgValue site, const char *name, const char *type, const char *arg1, const char *arg2)
{
    RgValue make = rg_attr_get_cstr(th, site, type), args[2] = {0};
    size_t nargs = 0;
    if (arg1 && !(args[nargs++] = rg_from_ptr(rg_str_from_cstr(th, arg1)))) return false;
    if (arg2 && !(args[nargs++] = rg_from_ptr(rg_str_from_cstr(th, arg2)))) return false;
    RgValue v = make ? rg_call(th, make, args, nargs, NULL) : RG_ERROR;
    return v && rg_dict_set_cstr(th, th->rt->builtins, name, v);
}

static void add_builtins(RgThread *th)
{
    RgValue site = rg_import_module(th, "_sitebuiltins");
    if (!site || !add_builtin(th, site, "exit", "Quitter", "exit", "Ctrl-D (i.e. EOF)") ||
        !add_builtin(th, site, "quit", "Quitter", "quit", "Ctrl-D (i.e. EOF)") ||
        !add_builtin(th, site, "help", "_Helper", NULL, NULL) ||
        !add_builtin(th, site, "copyright", "_Printer", "copyright", "Regius is free software under the MIT licence.") ||
        !add_builtin(th, site, "credits", "_Printer", "credits", "Thanks to the authors of CPython's standard library.") ||
        !add_builtin(th, site, "license", "_Printer", "license", "See the file COPYING that comes with Regius."))
        rg_exception_clear(th);
}

static bool set_default(RgThread *th, const char *name, const char *text)
{
    if (rg_dict_get_cstr(th, th->rt->sys_dict, name)) return true;
    RgStr *s = rg_str_from_cstr(th, text);
    return s && rg_dict_set_cstr(th, th->rt->sys_dict, name, rg_from_ptr(s));
}

int regius_run_prompt(Regius *r)
{
    RgThread *th = r->th;
    Prompt p = {0};
    r->config.inspect = false; /* from now on SystemExit means it */
    RgValue codeop = rg_import_module(th, "codeop");
    RgValue make = codeop ? rg_attr_get_cstr(th, codeop, "CommandCompiler") : RG_ERROR;
    p.compile = make ? rg_call0(th, make) : RG_ERROR;
    if (!p.compile || !set_default(th, "ps1", ">>> ") || !set_default(th, "ps2", "... ")) return rg_api_finish_status(th);
    if (!r->config.no_site) add_builtins(th);
    while (!p.done) one_line(th, &p);
    return p.status;
}

void regius_print_banner(Regius *r)
{
    fprintf(stderr, "Regius %s (Python 3.11) on linux\n", regius_version());
    if (!r->config.no_site) fputs("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n", stderr);
}

int regius_run_startup(Regius *r)
{
    const char *path = r->config.ignore_environment ? NULL : getenv("PYTHONSTARTUP");
    if (!path || !*path) return -1;
    if (access(path, R_OK)) {
        RgStr *name = rg_str_from_fs(r->th, path, strlen(path));
        fputs("Could not open PYTHONSTARTUP\n", stderr);
        if (name) rg_raise_errno(r->th, rg_from_ptr(name));
        rg_api_finish_status(r->th);
        return -1;
    }
    RgThread *th = r->th;
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, __main__));
    RgDict *d = RG_AS(RgModule, m)->dict;
    RgStr *name = rg_str_from_fs(th, path, strlen(path));
    bool ok = name && rg_dict_set_cstr(th, d, "__file__", rg_from_ptr(name));
    RgCodeObject *co = ok ? th->rt->loader->load_file(th, path) : NULL;
    ok = co && rg_interp_run_code(th, co, d, rg_from_ptr(d), NULL);
    bool exits = !ok && rg_raised_is(th, RG_EXC_SystemExit);
    int status = ok ? 0 : rg_api_finish_status(th);
    if (rg_dict_delete(th, d, rg_from_ptr(RG_SYM(th, __file__))) < 0) rg_exception_clear(th);
    return exits ? status : -1;
}
