/* SPDX-License-Identifier: MIT
 *
 * builtins.h: the builtins module's functions that live in files of their own.
 */
#ifndef RG_MODULE_BUILTINS_H
#define RG_MODULE_BUILTINS_H

#include "vm/module/registry.h"

#define RG_BUILTIN_RAW(NAME) \
    RgValue rg_builtin_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
/* builtins_io.c */
RG_BUILTIN_RAW(print);
RG_BUILTIN_RAW(input);
RG_BUILTIN_RAW(open);
/* builtins_class.c */
RG_BUILTIN_RAW(build_class);
/* builtins_reduce.c: functions that run through an iterable */
RgValue rg_builtin_all(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_any(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_sum(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RG_BUILTIN_RAW(min);
RG_BUILTIN_RAW(max);
RG_BUILTIN_RAW(sorted);
/* builtins_code.c: compile, eval, exec and what looks at frames */
RgValue rg_builtin_compile(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_eval(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_exec(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_globals(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_locals(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_vars(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_builtin_import(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

/* ast_tree.c: the syntax tree of source; the text of a tree (RG_UNBOUND when it is none). */
RgValue rg_builtin_parse(RgThread *th, RgValue source, RgStr *filename, const char *mode, int flags);
RgValue rg_builtin_unparse(RgThread *th, RgValue source);

/* "TypeError: NAME expected at least 1 argument, got 0" and kin: as CPython says it of positional-only functions. */
bool rg_builtin_count(RgThread *th, const char *name, size_t nargs, size_t min, size_t max) RG_CHECK_RESULT;
/* Keyword values by name out of kwnames: out[i] is set for names[i] (RG_UNBOUND: absent); another name raises
 * "'x' is an invalid keyword argument for NAME()". values: where the keyword values are. */
bool rg_builtin_keywords(RgThread *th, const char *fname, const RgValue *values, RgTuple *kwnames, const char *const *names,
                         size_t n, RgValue *out) RG_CHECK_RESULT;

#endif
