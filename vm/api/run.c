/* SPDX-License-Identifier: MIT
 *
 * run.c: running whole programs: files, modules, source text; uncaught exceptions, SystemExit and the end of the program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/gc/finalize.h"
#include "vm/interp/import.h"
#include "vm/module/io.h"
#include "vm/object/weakref.h"

enum { STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_INTERRUPTED = 130 };

static RgModule *main_module(RgThread *th)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, __main__));
    return m && rg_is_kind(m, RG_KIND_module) ? RG_AS(RgModule, m) : NULL;
}

static void write_err(RgThread *th, RgStr *s)
{
    RgValue err = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stderr));
    RgStr *line = s ? rg_format(th, "%U\n", s) : NULL;
    if (line && err && err != RG_NONE && rg_call_method1(th, err, RG_SYM(th, write), rg_from_ptr(line))) return;
    rg_exception_clear(th);
    const char *text = line ? rg_str_utf8(th, line, NULL) : NULL;
    if (text) (void)!write(2, text, strlen(text));
}

/* Exit status that a SystemExit asks for; prints what is no number. */
static int exit_status(RgThread *th, RgValue exc)
{
    RgValue code = rg_attr_get_cstr(th, exc, "code");
    if (!code) rg_exception_clear(th);
    if (!code || code == RG_NONE) return 0;
    if (rg_is_integer(code)) {
        int64_t i;
        return rg_int_as_i64(code, &i) ? (int)(i & 0xff) : 0xff;
    }
    RgStr *s = rg_str_of(th, code);
    if (!s) rg_exception_clear(th);
    write_err(th, s);
    return STATUS_FAILED;
}

static void flush(RgThread *th, RgStr *name)
{
    RgValue f = rg_dict_get_str(th, th->rt->sys_dict, name);
    if (f && f != RG_NONE && !rg_call_method0(th, f, RG_SYM(th, flush))) rg_exception_clear(th);
}

/* Calls sys.excepthook(type, value, traceback); prints by ourselves when that fails. */
static void show_uncaught(RgThread *th, RgValue exc)
{
    flush(th, RG_SYM(th, stdout));
    RgValue hook = rg_dict_get_cstr(th, th->rt->sys_dict, "excepthook");
    RgValue own = rg_dict_get_cstr(th, th->rt->sys_dict, "__excepthook__");
    RgValue tb = RG_EXCEPTION(exc)->traceback;
    if (hook && hook != own) {
        RgValue type = rg_from_ptr(rg_type_of(th->rt, exc));
        if (rg_call3(th, hook, type, exc, tb ? tb : RG_NONE)) return;
        RgValue second = rg_exception_take(th);
        write_err(th, rg_str_from_cstr(th, "Error in sys.excepthook:"));
        if (!rg_traceback_print(th, second, 0)) rg_exception_clear(th);
        write_err(th, rg_str_from_cstr(th, "\nOriginal exception was:"));
    }
    if (!rg_traceback_print(th, exc, 0)) rg_exception_clear(th);
}

/* sys.last_type and its kin, for those who look at the exception at the prompt. */
static void keep_last(RgThread *th, RgValue exc)
{
    RgDict *d = th->rt->sys_dict;
    RgValue tb = RG_EXCEPTION(exc)->traceback;
    if (!rg_dict_set_cstr(th, d, "last_type", rg_from_ptr(rg_type_of(th->rt, exc))) || !rg_dict_set_cstr(th, d, "last_value", exc) ||
        !rg_dict_set_cstr(th, d, "last_traceback", tb ? tb : RG_NONE))
        rg_exception_clear(th);
}

int rg_api_finish_status(RgThread *th)
{
    RgValue exc = rg_exception_take(th);
    bool inspect = rg_api_of(th)->config.inspect; /* then the prompt follows, and nobody wants to leave */
    if (!inspect && rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, SystemExit)))) return exit_status(th, exc);
    keep_last(th, exc);
    bool interrupted = rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, KeyboardInterrupt)));
    show_uncaught(th, exc);
    rg_api_of(th)->ended_by_interrupt = interrupted;
    return interrupted ? STATUS_INTERRUPTED : STATUS_FAILED;
}

bool regius_ended_by_interrupt(const Regius *r) { return r->ended_by_interrupt; }

static int run_code(RgThread *th, RgCodeObject *co)
{
    RgModule *m = main_module(th);
    bool ok = co && m && rg_interp_run_code(th, co, m->dict, rg_from_ptr(m->dict), NULL) != 0;
    return ok ? 0 : rg_api_finish_status(th);
}

static bool set_main(RgThread *th, const char *name, RgValue value)
{
    RgModule *m = main_module(th);
    return m && value && rg_module_set(th, m, name, value);
}

/* Makes entry the first of sys.path, in place of the folder that a script would have there. */
static bool enter_path(RgThread *th, const char *path)
{
    RgValue list = rg_dict_get_cstr(th, th->rt->sys_dict, "path");
    RgStr *entry = rg_str_from_fs(th, path, strlen(path));
    if (!entry || !list || !rg_is_list(list)) return false;
    RgList *l = RG_LIST(list);
    const char *first = rg_api_of(th)->config.first_path;
    if (first && l->length && rg_is_str(l->items[0]) && rg_str_equal_cstr(RG_STR(l->items[0]), first)) {
        rg_gc_store(l->array, &l->items[0], rg_from_ptr(entry));
        return true;
    }
    return rg_list_insert(th, l, 0, rg_from_ptr(entry));
}

/* A folder with __main__: its path is sys.path[0]. NULL: not such a folder. */
static char *main_in_folder(RgThread *th, const char *path)
{
    static const char *const names[] = {"__main__.py", "__main__.pyc", "__main__.rgc"};
    struct stat st;
    if (stat(path, &st) || !S_ISDIR(st.st_mode)) return NULL;
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        RgStrBuf b;
        rg_strbuf_init(&b);
        rg_strbuf_printf(&b, "%s/%s", path, names[i]);
        char *file = rg_strbuf_take(&b);
        if (file && access(file, R_OK) == 0) {
            if (!enter_path(th, path)) rg_exception_clear(th);
            return file;
        }
        rg_mem_free(file);
    }
    return NULL;
}

/* The path from the root, as __file__ and tracebacks show it; NULL where that cannot be told. */
static char *absolute(const char *path)
{
    if (path[0] == '/' || access(path, F_OK)) return NULL;
    char *folder = getcwd(NULL, 0);
    if (!folder) return NULL;
    RgStrBuf b;
    rg_strbuf_init(&b);
    rg_strbuf_printf(&b, "%s/%s", folder[1] ? folder : "", path[0] == '.' && path[1] == '/' ? path + 2 : path);
    free(folder);
    return rg_strbuf_take(&b);
}

/* Whether a file ends as zip archives do: with their directory's end record, behind which a comment may follow. */
static bool is_archive(const char *path)
{
    enum { RECORD = 22, COMMENT = 65535 };
    bool found = false;
    struct stat st;
    FILE *f = stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= RECORD ? fopen(path, "rb") : NULL;
    size_t size = f ? (size_t)RG_MIN(st.st_size, (off_t)(RECORD + COMMENT)) : 0;
    char *tail = f ? rg_mem_alloc(size) : NULL;
    if (tail && fseek(f, -(long)size, SEEK_END) == 0 && fread(tail, 1, size, f) == size)
        for (size_t i = size - RECORD + 1; !found && i-- > 0;) found = !memcmp(tail + i, "PK\005\006", 4);
    rg_mem_free(tail);
    if (f) fclose(f);
    return found;
}

/* Runs the code that a module spec's own loader has; __main__ gets the spec's attributes. */
static int run_spec(RgThread *th, RgStr *name, const RgFound *found)
{
    RgValue loader = rg_attr_get_cstr(th, found->spec, "loader"), cached = rg_attr_get_cstr(th, found->spec, "cached");
    RgStr *method = loader ? rg_intern_cstr(th, "get_code") : NULL;
    RgValue code = method && cached ? rg_call_method1(th, loader, method, rg_from_ptr(name)) : RG_ERROR;
    if (!code || !set_main(th, "__spec__", found->spec) || !set_main(th, "__loader__", loader) || !set_main(th, "__cached__", cached) ||
        !set_main(th, "__file__", found->path ? rg_from_ptr(found->path) : RG_NONE) ||
        !set_main(th, "__package__", rg_attr_get_cstr(th, found->spec, "parent")))
        return rg_api_finish_status(th);
    if (rg_is_kind(code, RG_KIND_code)) return run_code(th, RG_AS(RgCodeObject, code));
    rg_raise(th, RG_EXC_ImportError, "No code object available for %U", name);
    return rg_api_finish_status(th);
}

static int no_main(RgThread *th, const char *path)
{
    RgStr *name = rg_str_from_fs(th, path, strlen(path));
    write_err(th, name ? rg_format(th, "regius: can't find '__main__' module in %R", rg_from_ptr(name)) : NULL);
    return STATUS_FAILED;
}

static int run_archive(RgThread *th, const char *path)
{
    RgFound found = {0};
    RgStr *entry = rg_str_from_fs(th, path, strlen(path));
    RgTuple *entries = entry && enter_path(th, path) ? rg_tuple_pack(th, 1, rg_from_ptr(entry)) : NULL;
    if (!entries || !rg_import_search(th, RG_SYM(th, __main__), rg_from_ptr(entries), &found)) return rg_api_finish_status(th);
    return found.what == RG_FOUND_SPEC ? run_spec(th, RG_SYM(th, __main__), &found) : no_main(th, path);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int run_path(RgThread *th, const char *path)
{
    if (is_archive(path)) return run_archive(th, path);
    char *inside = main_in_folder(th, path);
    if (!inside && is_folder(path)) return no_main(th, path);
    const char *file = inside ? inside : path;
    RgStr *name = rg_str_from_fs(th, file, strlen(file));
    RgFound found = {.what = RG_FOUND_FILE, .path = name};
    RgValue spec = name ? rg_import_spec_new(th, RG_SYM(th, __main__), &found) : RG_ERROR;
    RgCodeObject *co = NULL;
    RgCodeUnit *given = rg_api_of(th)->given;
    if (spec && set_main(th, "__file__", rg_from_ptr(name)) && set_main(th, "__cached__", RG_NONE) &&
        set_main(th, "__loader__", rg_attr_get_cstr(th, spec, "loader")) &&
        (!inside || (set_main(th, "__spec__", spec) && set_main(th, "__package__", rg_from_ptr(th->rt->empty_str)))))
        co = given ? rg_link_code(th, given, given->main) : th->rt->loader->load_file(th, file);
    rg_mem_free(inside);
    if (!co && (rg_raised_is(th, RG_EXC_ImportError) || rg_raised_is(th, RG_EXC_OSError))) {
        RgStr *text = rg_str_of(th, rg_exception_take(th));
        write_err(th, text ? rg_format(th, "regius: %U", text) : NULL);
        return STATUS_USAGE;
    }
    return run_code(th, co);
}

int regius_run_file(Regius *r, const char *path)
{
    char *full = absolute(path);
    int status = run_path(r->th, full ? full : path);
    rg_mem_free(full);
    return status;
}

int regius_run_source(Regius *r, const char *source, const char *filename)
{
    RgThread *th = r->th;
    RgStr *name = rg_str_from_fs(th, filename, strlen(filename));
    RgValue text = rg_from_ptr(rg_str_from_utf8(th, source, strlen(source)));
    if (!text && rg_raised_is(th, RG_EXC_UnicodeDecodeError)) {
        rg_exception_clear(th);
        text = rg_from_ptr(rg_bytes_new(th, source, (int64_t)strlen(source)));
    }
    return run_code(th, name && text ? th->rt->loader->compile(th, text, name, "exec", 0, -1) : NULL);
}

/* Where `-m name` is: the module itself or its __main__; the reason in *why when it cannot be run. */
static bool find_main(RgThread *th, RgStr **name, RgFound *found, RgStr **why)
{
    for (int round = 0; round < 2; round++) {
        memset(found, 0, sizeof *found);
        RgValue path = rg_import_sys(th, "path");
        int64_t dot = -1;
        for (int64_t i = 0; i < (*name)->length; i++)
            if (rg_str_at(*name, i) == '.') dot = i;
        if (dot >= 0) {
            RgStr *parent = rg_str_slice(th, *name, 0, dot);
            const char *text = parent ? rg_str_utf8(th, parent, NULL) : NULL;
            RgValue m = text ? rg_import_module(th, text) : RG_ERROR;
            path = m ? rg_attr_get(th, m, RG_SYM(th, __path__)) : RG_ERROR;
        }
        if (!path || !rg_import_search(th, *name, path, found)) return false;
        if (found->what == RG_FOUND_NOTHING) {
            RgStr *package = round ? rg_str_slice(th, *name, 0, (*name)->length - 9) : NULL;
            *why = package ? rg_format(th, "No module named %U; %R is a package and cannot be directly executed", *name,
                                       rg_from_ptr(package))
                           : rg_format(th, "No module named %U", *name);
            return false;
        }
        if (!found->locations) return true;
        *name = rg_format(th, "%U.__main__", *name);
        if (!*name) return false;
    }
    return false;
}

int regius_run_module(Regius *r, const char *module)
{
    RgThread *th = r->th;
    RgStr *name = rg_str_from_cstr(th, module), *why = NULL;
    RgFound found = {0};
    if (!name || !find_main(th, &name, &found, &why)) {
        if (!why && rg_raised_is(th, RG_EXC_ModuleNotFoundError)) {
            RgStr *text = rg_str_of(th, rg_exception_take(th));
            why = text ? rg_format(th, "Error while finding module specification for %R (ModuleNotFoundError: %U)",
                                   rg_from_ptr(name), text) : NULL;
        }
        if (!why) return rg_api_finish_status(th);
        RgStr *line = rg_format(th, "regius: %U", why);
        write_err(th, line);
        return STATUS_FAILED;
    }
    RgValue argv = rg_import_sys(th, "argv");
    if (argv && found.path && rg_is_list(argv) && RG_LIST(argv)->length)
        rg_gc_store(RG_LIST(argv)->array, &RG_LIST(argv)->items[0], rg_from_ptr(found.path));
    if (found.what == RG_FOUND_SPEC) return run_spec(th, name, &found);
    RgValue spec = rg_import_spec_new(th, name, &found);
    if (!spec || !set_main(th, "__spec__", spec) || !set_main(th, "__package__", rg_attr_get_cstr(th, spec, "parent")) ||
        !set_main(th, "__loader__", rg_attr_get_cstr(th, spec, "loader")) || !set_main(th, "__file__", rg_from_ptr(found.path)) ||
        !set_main(th, "__cached__", found.cached ? rg_from_ptr(found.cached) : RG_NONE))
        return rg_api_finish_status(th);
    const char *file = rg_str_fs(th, found.path);
    return run_code(th, file ? th->rt->loader->load_file(th, file) : NULL);
}

/* The program has closed the stream itself: nothing is left to be written. */
static bool is_closed(RgThread *th, RgValue stream)
{
    RgValue closed = rg_attr_get_cstr(th, stream, "closed");
    int truth = closed ? rg_truth(th, closed) : -1;
    if (truth < 0) rg_exception_clear(th);
    return truth > 0;
}

int regius_finish(Regius *r)
{
    RgThread *th = r->th;
    RgStr *name = rg_intern_cstr(th, "atexit");
    RgValue atexit_module = name ? rg_dict_get_str(th, th->rt->sys_modules, name) : 0;
    if (atexit_module) {
        RgValue run = rg_attr_get_cstr(th, atexit_module, "_run_exitfuncs");
        if (!run || !rg_call0(th, run)) {
            RgValue exc = rg_exception_take(th);
            if (exc && !rg_traceback_print(th, exc, 0)) rg_exception_clear(th);
        }
    }
    rg_finalize_queue_all(r->rt->heap);
    rg_finalizers_run(th);
    int status = 0;
    RgValue out = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stdout));
    if (out && out != RG_NONE && !is_closed(th, out) && !rg_call_method0(th, out, RG_SYM(th, flush))) {
        rg_write_unraisable(th, out, NULL);
        status = -1;
    }
    if (!rg_io_flush_std(th)) {
        rg_exception_clear(th);
        status = -1;
    }
    flush(th, RG_SYM(th, stderr));
    if (r->knobs.stats) rg_api_print_stats(r);
    return status;
}
