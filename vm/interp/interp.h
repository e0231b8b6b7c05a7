/* SPDX-License-Identifier: MIT
 *
 * interp.h: entry points of the interpreter for everything above it.
 */
#ifndef RG_INTERP_INTERP_H
#define RG_INTERP_INTERP_H

#include "vm/interp/frame.h"
#include "vm/object/module.h"
#include "vm/object/exception.h"

/* Call slot of Python functions (installed by function_type.c). */
RgValue rg_interp_call_function(RgThread *th, RgValue func, const RgValue *args, size_t nargs, RgTuple *kwnames);
/* Runs module, class or exec code: globals, locals (a mapping; == globals for modules), optional closure. */
RgValue rg_interp_run_code(RgThread *th, RgCodeObject *code, RgDict *globals, RgValue locals, RgTuple *closure);
/* Resumes a generator-like object with a value (RG_NONE at first) or, with th->pending set and value 0, by throwing.
 * Result: yielded value; RG_STOP when it returned, with the value in *result; RG_ERROR raised. */
RgValue rg_interp_resume(RgThread *th, RgGenerator *gen, RgValue value, RgValue *result);
/* The frame object of a frame (made on demand), and locals() of a frame as a fresh or updated dict. */
RgFrameObject *rg_frame_object(RgThread *th, RgFrame *frame);
RgValue rg_frame_locals(RgThread *th, RgFrame *frame);
int32_t rg_frame_line(const RgFrame *frame);
/* Adds a traceback entry for frame to the pending exception. */
void rg_traceback_add(RgThread *th, RgFrame *frame);
void rg_traceback_add_at(RgThread *th, RgFrame *frame, uint32_t word); /* word as rg_code_position takes it */
/* anext(it, default): awaits `awaitable`; StopAsyncIteration gives the default (type anext_awaitable). */
RgValue rg_anext_awaitable_new(RgThread *th, RgValue awaitable, RgValue fallback);
/* Nearest frame that runs Python code, or NULL; its globals. */
RgDict *rg_current_globals(RgThread *th);
RgDict *rg_current_builtins(RgThread *th);
/* Handles th->poll: signals, finalizers; false: an exception is pending. */
bool rg_poll(RgThread *th);

/* import.c */
RgValue rg_import(RgThread *th, RgStr *name, RgDict *globals /* or NULL */, RgValue fromlist, int level); /* __import__ */
RgValue rg_import_module(RgThread *th, const char *name); /* importlib.import_module: the named module itself */
bool rg_import_init(RgThread *th);

/* Module loader and compiler, installed by vm/api (upward edges). */
typedef struct RgLoader {
    /* Code object of a module file: .pyc, .rgc or .py. path is a file-system path. */
    RgCodeObject *(*load_file)(RgThread *th, const char *path);
    /* compile(): source text or bytes -> code object; mode "exec", "eval", "single"; raises SyntaxError. ast flags refused. */
    RgCodeObject *(*compile)(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags, int optimize);
    /* Marshalled form of the syntax tree of source, as bytes: nodes are tuples ('A', class, field, value, ...), constants
     * ('C', value), lists of these. flags: RG's PyCF bits. */
    RgValue (*parse)(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags);
    /* Code object from marshalled CPython code (marshal.loads). */
    RgCodeObject *(*from_marshal)(RgThread *th, const uint8_t *data, size_t size);
    /* NULL, or told of every import that is not found in sys.modules: once before (begin), and once after with the module
     * (RG_ERROR: it failed, the exception is pending and stays so). */
    void (*watch_import)(RgThread *th, RgStr *name, bool begin, RgValue module);
    /* NULL, or reads a line for input() from the terminal's line editor: with its "\n", "" at the end; RG_NONE: not this time. */
    RgValue (*read_line)(RgThread *th, RgStr *prompt /* or NULL */);
} RgLoader;

/* PEP 523-like hook: called instead of running a Python frame; it may call rg_interp_default_eval. */
typedef struct RgFrameHook {
    RgValue (*eval)(RgThread *th, RgFrame *frame, void *data);
    void *data;
} RgFrameHook;
RgValue rg_interp_default_eval(RgThread *th, RgFrame *frame);

#endif
