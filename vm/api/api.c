/* SPDX-License-Identifier: MIT
 *
 * api.c: the public interface (regius.h): interpreters, values, calls, errors, the evaluation hook.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "vm/interp/polycache.h"
#include "vm/api/state.h"
#include "vm/interp/steptrace.h"
#include "vm/base/mem.h"
#include "vm/base/strbuf.h"
#include "vm/module/io.h"

#ifndef RG_VERSION
#define RG_VERSION "0.0"
#endif
#define NATIVE_MARGIN ((size_t)256 << 10)

const char *regius_version(void) { return RG_VERSION; }

void regius_config_init(RegiusConfig *config) { memset(config, 0, sizeof *config); }

static void mark_kept(RgMarker *marker, void *data)
{
    Regius *r = data;
    rg_mark_values(marker, r->kept, r->nkept);
}

/* Tells the collector and the recursion guard which C stack is in use. */
static void set_stack(Regius *r, const RegiusConfig *config)
{
    char *top = config->stack_top;
    size_t size = config->stack_size;
    if (!top) {
        pthread_attr_t attr;
        void *low;
        if (pthread_getattr_np(pthread_self(), &attr)) return;
        if (pthread_attr_getstack(&attr, &low, &size) == 0) top = (char *)low + size;
        pthread_attr_destroy(&attr);
        if (!top) return;
    }
    rg_heap_set_stack_base(r->rt->heap, top);
    if (size) r->th->native_limit = top - size + RG_MIN(NATIVE_MARGIN, size / 4);
}

static bool add_builtin(RgThread *th, const char *name)
{
    RgStr *s = rg_intern_cstr(th, name);
    RgModule *m = s ? rg_builtin_module(th, s) : NULL;
    if (!m) return false;
    if (!th->rt->sys_modules && !(th->rt->sys_modules = rg_dict_new(th))) return false;
    return rg_dict_set(th, th->rt->sys_modules, rg_from_ptr(s), rg_from_ptr(m));
}

/* __spec__ and __loader__ of the modules that are older than the import system. */
static bool adopt_builtins(RgThread *th)
{
    static const char *const names[] = {"builtins", "sys"};
    RgFound found = {.what = RG_FOUND_BUILTIN};
    for (size_t i = 0; i < 2; i++) {
        RgStr *name = rg_intern_cstr(th, names[i]);
        RgValue m = name ? rg_dict_get_str(th, th->rt->sys_modules, name) : 0;
        RgValue spec = m ? rg_import_spec_new(th, name, &found) : RG_ERROR;
        if (!spec || !rg_module_set(th, RG_AS(RgModule, m), "__spec__", spec) ||
            !rg_module_set(th, RG_AS(RgModule, m), "__loader__", rg_attr_get_cstr(th, spec, "loader")))
            return false;
    }
    return true;
}

static bool add_main(RgThread *th)
{
    RgModule *m = rg_module_new(th, RG_SYM(th, __main__));
    RgValue builtins = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, builtins));
    RgDict *annotations = rg_dict_new(th);
    return m && annotations && rg_module_set(th, m, "__annotations__", rg_from_ptr(annotations)) &&
           rg_module_set(th, m, "__builtins__", builtins) && rg_module_set(th, m, "__package__", RG_NONE) &&
           rg_module_set(th, m, "__spec__", RG_NONE) && rg_module_set(th, m, "__loader__", RG_NONE) &&
           rg_dict_set(th, th->rt->sys_modules, rg_from_ptr(RG_SYM(th, __main__)), rg_from_ptr(m));
}

static bool add_streams(RgThread *th, const RegiusConfig *config)
{
    RgIoStdOptions options = {config->unbuffered, config->ignore_environment || config->isolated};
    static const char *const names[3][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    for (int fd = 0; fd < 3; fd++) {
        RgValue f = rg_io_std_stream(th, fd, &options);
        if (!f || !rg_dict_set_cstr(th, th->rt->sys_dict, names[fd][0], f) ||
            !rg_dict_set_cstr(th, th->rt->sys_dict, names[fd][1], f))
            return false;
    }
    return true;
}

static bool start(Regius *r, const RegiusConfig *config)
{
    RgThread *th = r->th;
    return rg_types_init(th) && add_builtin(th, "sys") && add_builtin(th, "builtins") && rg_import_init(th) &&
           adopt_builtins(th) && rg_api_set_sys(th, config) && add_main(th) && add_streams(th, config);
}

Regius *regius_new(const RegiusConfig *given)
{
    Regius *r = rg_mem_calloc(1, sizeof *r);
    if (!r) return NULL;
    r->config = *given;
    const RegiusConfig *config = &r->config;
    r->rt = rg_runtime_alloc();
    if (!r->rt) {
        rg_mem_free(r);
        return NULL;
    }
    r->th = r->rt->main_thread;
    r->rt->api = r;
    rg_api_read_environment(r);
    r->rt->argc = config->argc;
    r->rt->argv = config->argv;
    set_stack(r, config);
    rg_api_loader_init(r);
    rg_api_watch_imports(r);
    rg_api_debug_init(r);
    if (!rg_gen_init(r->rt) || !rg_heap_add_root(r->rt->heap, mark_kept, r) || !start(r, config)) {
        if (r->th->pending && r->rt->builtins) rg_traceback_print(r->th, rg_exception_take(r->th), 0);
        regius_free(r);
        return NULL;
    }
    if (r->knobs.gc_stress) rg_heap_set_stress(r->rt->heap, r->knobs.gc_stress);
    if (r->knobs.budget) {
        r->th->budget = r->knobs.budget;
        __atomic_or_fetch(&r->th->poll, RG_POLL_BUDGET, __ATOMIC_ACQ_REL);
    }
    if (r->knobs.alloc_fail_at) rg_mem_fail_at(r->knobs.alloc_fail_at);
    return r;
}

void regius_free(Regius *r)
{
    if (!r) return;
    rg_compile_service_free(r->service);
    rg_poly_free(r->rt);
    rg_runtime_dealloc(r->rt);
    if (r->stats.steps) rg_steps_free(r->stats.steps);
    rg_mem_free(r->cache_dir);
    rg_mem_free(r->kept);
    rg_mem_free(r);
}

/* ---- modules, code, calls ---- */

static RgDict *main_dict(RgThread *th)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, __main__));
    return m && rg_is_kind(m, RG_KIND_module) ? RG_AS(RgModule, m)->dict : NULL;
}

static RgValue run_text(RgThread *th, const char *source, const char *mode)
{
    RgStr *text = rg_str_from_cstr(th, source), *name = rg_str_from_cstr(th, "<string>");
    RgDict *d = main_dict(th);
    if (!text || !name || !d) return RG_ERROR;
    RgCodeObject *co = th->rt->loader->compile(th, rg_from_ptr(text), name, mode, 0, -1);
    return co ? rg_interp_run_code(th, co, d, rg_from_ptr(d), NULL) : RG_ERROR;
}

RegiusValue regius_import(Regius *r, const char *name) { return rg_import_module(r->th, name); }
RegiusValue regius_eval(Regius *r, const char *expression) { return run_text(r->th, expression, "eval"); }
bool regius_exec(Regius *r, const char *source) { return run_text(r->th, source, "exec") != 0; }
RegiusValue regius_getattr(Regius *r, RegiusValue object, const char *name) { return rg_attr_get_cstr(r->th, object, name); }

bool regius_setattr(Regius *r, RegiusValue object, const char *name, RegiusValue value)
{
    RgStr *key = rg_intern_cstr(r->th, name);
    return key && rg_attr_set(r->th, object, key, value);
}

RegiusValue regius_call(Regius *r, RegiusValue callable, const RegiusValue *args, size_t nargs)
{
    return rg_call(r->th, callable, args, nargs, NULL);
}

void regius_interrupt(Regius *r) { __atomic_or_fetch(&r->th->poll, RG_POLL_INTERRUPT, __ATOMIC_RELEASE); }

/* ---- values ---- */

RegiusValue regius_none(void) { return RG_NONE; }
RegiusValue regius_bool(bool b) { return rg_from_bool(b); }
RegiusValue regius_int(Regius *r, int64_t i) { return rg_int_from_i64(r->th, i); }
RegiusValue regius_float(double d) { return rg_from_double(d); }
RegiusValue regius_str(Regius *r, const char *utf8) { return rg_from_ptr(rg_str_from_cstr(r->th, utf8)); }
RegiusValue regius_bytes(Regius *r, const void *data, size_t len)
{
    return rg_from_ptr(rg_bytes_new(r->th, data, (int64_t)len));
}
RegiusValue regius_list(Regius *r, const RegiusValue *items, size_t n) { return rg_from_ptr(rg_list_from(r->th, items, n)); }
bool regius_is_none(RegiusValue v) { return v == RG_NONE; }
bool regius_as_int(Regius *r, RegiusValue v, int64_t *out) { return rg_number_as_i64(r->th, v, out); }
bool regius_as_float(Regius *r, RegiusValue v, double *out) { return rg_number_as_double(r->th, v, out); }

const char *regius_as_text(Regius *r, RegiusValue v)
{
    RgStr *s = rg_is_str(v) ? RG_STR(v) : rg_str_of(r->th, v);
    return s ? rg_str_utf8(r->th, s, NULL) : NULL;
}

int regius_truth(Regius *r, RegiusValue v) { return rg_truth(r->th, v); }
int64_t regius_len(Regius *r, RegiusValue v) { return rg_len(r->th, v); }
RegiusValue regius_getitem(Regius *r, RegiusValue v, RegiusValue key) { return rg_getitem(r->th, v, key); }
bool regius_setitem(Regius *r, RegiusValue v, RegiusValue key, RegiusValue item) { return rg_setitem(r->th, v, key, item); }

bool regius_keep(Regius *r, RegiusValue v)
{
    if (r->nkept == r->kept_cap) {
        size_t cap = r->kept_cap ? r->kept_cap * 2 : 16;
        RgValue *more = rg_mem_realloc(r->kept, cap * sizeof *more);
        if (!more) {
            rg_raise_memory(r->th);
            return false;
        }
        r->kept = more;
        r->kept_cap = cap;
    }
    r->kept[r->nkept++] = v;
    return true;
}

void regius_release(Regius *r, RegiusValue v)
{
    for (size_t i = r->nkept; i-- > 0;) {
        if (r->kept[i] != v) continue;
        r->kept[i] = r->kept[--r->nkept];
        return;
    }
}

/* A host function is a native whose self is an int: the address of this record (never freed: natives may outlive all else). */
typedef struct HostFunction {
    RgMethodDef def;
    RegiusFunction fn;
    void *data;
    Regius *owner;
} HostFunction;

static RgValue call_host(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    HostFunction *h = (HostFunction *)(uintptr_t)rg_as_int(self);
    if (!rg_args_no_kw(th, h->def.name, kwnames)) return RG_ERROR;
    RgValue v = h->fn(h->owner, args, nargs, h->data);
    if (!v && !rg_raised(th)) return rg_raise(th, RG_EXC_SystemError, "%s returned no value without raising", h->def.name);
    return v;
}

RegiusValue regius_function(Regius *r, const char *name, RegiusFunction fn, void *data)
{
    HostFunction *h = rg_mem_calloc(1, sizeof *h);
    char *copy = h ? rg_mem_strdup(name) : NULL;
    if (!copy) {
        rg_mem_free(h);
        return rg_raise_memory(r->th);
    }
    h->def = (RgMethodDef)RG_METHOD_F(copy, "(*args)", NULL, call_host, RG_MF_RAW);
    h->fn = fn;
    h->data = data;
    h->owner = r;
    return rg_from_ptr(rg_native_new(r->th, RG_KIND_builtin_function, &h->def, rg_from_int((int64_t)(uintptr_t)h), NULL, RG_NONE));
}

/* ---- errors ---- */

bool regius_error_pending(Regius *r) { return rg_raised(r->th); }
RegiusValue regius_error_take(Regius *r) { return rg_exception_take(r->th); }

void regius_error_print(Regius *r)
{
    RgValue exc = rg_exception_take(r->th);
    if (exc && !rg_traceback_print(r->th, exc, 0)) rg_exception_clear(r->th);
}

RegiusValue regius_raise(Regius *r, const char *type, const char *message)
{
    RgValue t = rg_dict_get_cstr(r->th, r->rt->builtins, type);
    if (!t || !rg_is_type(t)) t = rg_from_ptr(RG_EXC(r->th, RuntimeError));
    return rg_raise_type(r->th, RG_AS(RgType, t), "%s", message);
}

/* ---- frame evaluation ---- */

static RgValue eval_hook(RgThread *th, RgFrame *frame, void *data)
{
    Regius *r = data;
    return r->eval(r, (RegiusFrame *)frame, r->eval_data);
}

void regius_set_eval(Regius *r, RegiusEvalFn fn, void *data)
{
    r->eval = fn;
    r->eval_data = data;
    r->hook = (RgFrameHook){eval_hook, r};
    rg_recursion_set(r->rt, r->rt->recursion_limit, fn ? &r->hook : NULL);
}

RegiusValue regius_eval_frame(Regius *r, RegiusFrame *frame) { return rg_interp_default_eval(r->th, (RgFrame *)frame); }
RegiusValue regius_frame_code(RegiusFrame *frame) { return rg_from_ptr(((RgFrame *)frame)->code); }

RegiusValue regius_frame_local(RegiusFrame *frame, uint32_t i)
{
    RgFrame *f = (RgFrame *)frame;
    if (i >= f->code->nlocals || f->regs[i] == RG_UNBOUND) return REGIUS_ERROR;
    return rg_is_kind(f->regs[i], RG_KIND_cell) ? rg_cell_value(f->regs[i]) : f->regs[i];
}

int regius_code_slot(Regius *r)
{
    if (r->extra_used >= RG_COUNT_OF(((RgCodeObject *)0)->extra)) return -1;
    return (int)r->extra_used++;
}
void *regius_code_get(RegiusValue code, int slot) { return RG_AS(RgCodeObject, code)->extra[slot]; }
void regius_code_set(RegiusValue code, int slot, void *data) { RG_AS(RgCodeObject, code)->extra[slot] = data; }
const char *regius_code_name(Regius *r, RegiusValue code) { return rg_str_utf8(r->th, RG_AS(RgCodeObject, code)->qualname, NULL); }
