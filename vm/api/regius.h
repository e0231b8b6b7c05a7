/* SPDX-License-Identifier: MIT
 *
 * regius.h: Regius as a library. Everything is opaque; no header of Regius's own is needed beside this one.
 *
 * An interpreter (Regius) belongs to the thread that made it and is independent of all others in the process.
 * Values (RegiusValue) are words. Those in local variables of C functions are safe from the collector by themselves;
 * those that a host stores elsewhere must be kept with regius_keep. A function that fails returns REGIUS_ERROR, NULL, false or -1
 * and leaves a Python exception pending: see regius_error_*.
 */
#ifndef REGIUS_H
#define REGIUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define REGIUS_API __attribute__((visibility("default")))
#else
#define REGIUS_API
#endif

typedef struct Regius Regius;
typedef uint64_t RegiusValue;
typedef struct RegiusFrame RegiusFrame;
#define REGIUS_ERROR ((RegiusValue)0)

/* ---- life ---- */
typedef struct RegiusConfig {
    int argc;
    char **argv;                 /* becomes sys.argv */
    const char *const *options;  /* NULL-ended: "jit=off", "gc-stress=1", ... as -X takes them; may be NULL */
    int optimize;                /* 0, 1 (-O), 2 (-OO) */
    bool debug;                  /* -d: sys.flags only */
    bool ignore_environment;     /* -E */
    bool isolated;               /* -I */
    bool safe_path;              /* -P */
    bool no_site, no_user_site, quiet, unbuffered, dont_write_bytecode;
    bool inspect, interactive;   /* -i is both; PYTHONINSPECT the first, which counts on a terminal only */
    int verbose;
    const char *const *warn_options; /* NULL-ended: what -W was given; may be NULL */
    const char *first_path;      /* sys.path[0], or NULL for none */
    const char *executable;      /* becomes sys.executable; may be NULL */
    int orig_argc;
    char **orig_argv;            /* becomes sys.orig_argv; NULL: the same as argv */
    void *stack_top;             /* highest address of the C stack that will be used, or NULL: the thread's own */
    size_t stack_size;           /* of that stack, or 0 */
} RegiusConfig;
REGIUS_API void regius_config_init(RegiusConfig *config);
/* NULL when memory is short. */
REGIUS_API Regius *regius_new(const RegiusConfig *config);
REGIUS_API void regius_free(Regius *r);
/* Runs atexit functions, flushes the standard streams. -1 when a flush failed. */
REGIUS_API int regius_finish(Regius *r);
REGIUS_API const char *regius_version(void);

/* ---- running programs; exit statuses as of the command. SystemExit and uncaught exceptions are dealt with. ---- */
REGIUS_API int regius_run_file(Regius *r, const char *path);     /* .py, .pyc, .rgc, a folder with __main__ */
REGIUS_API int regius_run_source(Regius *r, const char *source, const char *filename);
REGIUS_API int regius_run_module(Regius *r, const char *name);
/* Whether the last program ended by a KeyboardInterrupt that it did not catch: the command then ends by SIGINT. */
REGIUS_API bool regius_ended_by_interrupt(const Regius *r);

/* ---- the prompt ---- */
/* Reads statements from standard input and runs them in __main__, until the input ends or SystemExit; exit status. */
REGIUS_API int regius_run_prompt(Regius *r);
/* Whether -i, or PYTHONINSPECT as it is now, asks for the prompt after the program. */
REGIUS_API bool regius_wants_prompt(Regius *r);
REGIUS_API void regius_print_banner(Regius *r);
/* Runs the file that PYTHONSTARTUP names, if any. The exit status that it asked for by SystemExit, else -1. */
REGIUS_API int regius_run_startup(Regius *r);
/* A line editor for the prompt and for input(): malloc'd text with its "\n"; "" at the end of input; NULL when regius_is_interrupted. */
typedef char *(*RegiusReadLine)(Regius *r, const char *prompt, void *data);
REGIUS_API void regius_set_read_line(Regius *r, RegiusReadLine fn /* NULL: none */, void *data);

/* ---- modules, code, calls ---- */
REGIUS_API RegiusValue regius_import(Regius *r, const char *name);
/* Value of an expression, in module __main__. */
REGIUS_API RegiusValue regius_eval(Regius *r, const char *expression);
REGIUS_API bool regius_exec(Regius *r, const char *source);
REGIUS_API RegiusValue regius_getattr(Regius *r, RegiusValue object, const char *name);
REGIUS_API bool regius_setattr(Regius *r, RegiusValue object, const char *name, RegiusValue value);
REGIUS_API RegiusValue regius_call(Regius *r, RegiusValue callable, const RegiusValue *args, size_t nargs);

/* Makes the running program raise KeyboardInterrupt soon. May be called from a signal handler. */
REGIUS_API void regius_interrupt(Regius *r);
/* Whether that, or a signal for a Python handler, waits for the program's attention. */
REGIUS_API bool regius_is_interrupted(Regius *r);

/* ---- values ---- */
REGIUS_API RegiusValue regius_none(void);
REGIUS_API RegiusValue regius_bool(bool b);
REGIUS_API RegiusValue regius_int(Regius *r, int64_t i);
REGIUS_API RegiusValue regius_float(double d);
REGIUS_API RegiusValue regius_str(Regius *r, const char *utf8);
REGIUS_API RegiusValue regius_bytes(Regius *r, const void *data, size_t len);
REGIUS_API RegiusValue regius_list(Regius *r, const RegiusValue *items, size_t n);
REGIUS_API bool regius_is_none(RegiusValue v);
REGIUS_API bool regius_as_int(Regius *r, RegiusValue v, int64_t *out);
REGIUS_API bool regius_as_float(Regius *r, RegiusValue v, double *out);
/* UTF-8 text of a str, or of str(v); lives as long as the interpreter's next call. */
REGIUS_API const char *regius_as_text(Regius *r, RegiusValue v);
REGIUS_API int regius_truth(Regius *r, RegiusValue v);
REGIUS_API int64_t regius_len(Regius *r, RegiusValue v);
REGIUS_API RegiusValue regius_getitem(Regius *r, RegiusValue v, RegiusValue key);
REGIUS_API bool regius_setitem(Regius *r, RegiusValue v, RegiusValue key, RegiusValue item);
/* A host function as a Python callable. It gets positional arguments. */
typedef RegiusValue (*RegiusFunction)(Regius *r, const RegiusValue *args, size_t nargs, void *data);
REGIUS_API RegiusValue regius_function(Regius *r, const char *name, RegiusFunction fn, void *data);
/* Keeps a value alive until it is released as often as it was kept. */
REGIUS_API bool regius_keep(Regius *r, RegiusValue v);
REGIUS_API void regius_release(Regius *r, RegiusValue v);

/* ---- errors ---- */
REGIUS_API bool regius_error_pending(Regius *r);
REGIUS_API RegiusValue regius_error_take(Regius *r);             /* the exception; clears it */
REGIUS_API void regius_error_print(Regius *r);                   /* to sys.stderr, and clears it */
REGIUS_API RegiusValue regius_raise(Regius *r, const char *type, const char *message); /* always REGIUS_ERROR */

/* ---- replacing frame evaluation (the idea of PEP 523) ---- */
/* Called with each Python frame that is about to run; returns its result, usually regius_eval_frame(r, frame). */
typedef RegiusValue (*RegiusEvalFn)(Regius *r, RegiusFrame *frame, void *data);
REGIUS_API void regius_set_eval(Regius *r, RegiusEvalFn fn /* NULL: the default */, void *data);
REGIUS_API RegiusValue regius_eval_frame(Regius *r, RegiusFrame *frame);
REGIUS_API RegiusValue regius_frame_code(RegiusFrame *frame);
REGIUS_API RegiusValue regius_frame_local(RegiusFrame *frame, uint32_t i); /* REGIUS_ERROR when unbound or out of range; nothing raised */
/* A slot in every code object for the host's own pointer: index, or -1 when there is none left. */
REGIUS_API int regius_code_slot(Regius *r);
REGIUS_API void *regius_code_get(RegiusValue code, int slot);
REGIUS_API void regius_code_set(RegiusValue code, int slot, void *data);
REGIUS_API const char *regius_code_name(Regius *r, RegiusValue code);

#ifdef __cplusplus
}
#endif
#endif
