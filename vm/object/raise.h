/* SPDX-License-Identifier: MIT
 *
 * raise.h: raising from C and looking at the pending exception.
 *
 * Formats of rg_raise: printf's %d %i %u %ld %lld %zu %zd %s %c %x %p %% with widths and precisions, and
 *   %R repr of an RgValue   %S str of an RgValue   %A ascii of an RgValue
 *   %T name of the type of an RgValue (tp_name's form: "module.name" is not added for heap types, as CPython does)
 *   %N name of an RgType*   %U an RgStr* (precision limits characters)
 */
#ifndef RG_OBJECT_RAISE_H
#define RG_OBJECT_RAISE_H

#include <stdarg.h>
#include "vm/object/thread.h"

RgValue rg_raise(RgThread *th, RgExc exc, const char *fmt, ...);           /* always RG_ERROR */
RgValue rg_raise_type(RgThread *th, RgType *type, const char *fmt, ...);
RgValue rg_raise_object(RgThread *th, RgValue exception);                  /* an exception instance; sets __context__ */
RgValue rg_raise_value(RgThread *th, RgExc exc, RgValue arg);              /* exc(arg); KeyError(key), StopIteration(value) */
RgValue rg_raise_call(RgThread *th, RgType *type, const RgValue *args, size_t nargs); /* raise type(*args) */
RgValue rg_raise_memory(RgThread *th);
RgValue rg_raise_errno(RgThread *th, RgValue filename /* or 0 */);         /* OSError subclass of errno */
RgValue rg_raise_from(RgThread *th, RgValue exception, RgValue cause);     /* sets __cause__ too */
RgValue rg_raise_bad_args(RgThread *th, const char *fmt, ...);             /* TypeError */

/* Formatted text with the same directives. */
RgStr *rg_format(RgThread *th, const char *fmt, ...) RG_CHECK_RESULT;
RgStr *rg_vformat(RgThread *th, const char *fmt, va_list args) RG_CHECK_RESULT;

static inline bool rg_raised(RgThread *th) { return th->pending != 0; }
bool rg_raised_is(RgThread *th, RgExc exc);             /* pending exception is an instance of exc */
bool rg_exception_matches(RgThread *th, RgValue exception, RgValue type_or_tuple); /* no error: false when not a class */
RgValue rg_exception_take(RgThread *th);                /* returns the pending exception and clears it (0: none) */
static inline void rg_exception_clear(RgThread *th) { th->pending = 0; }
/* For cleanups: take, do things, put back (an exception raised meanwhile is dropped with a message like CPython's). */
void rg_exception_restore(RgThread *th, RgValue exception);
/* Prints "Exception ignored in: ..." with traceback to sys.stderr (sys.unraisablehook) and clears. */
void rg_write_unraisable(RgThread *th, RgValue where /* or 0 */, const char *what /* or NULL */);
/* Category warning through the warnings module when it is imported or importable; false when turned into an error. */
bool rg_warn(RgThread *th, RgExc category, int stacklevel, const char *fmt, ...) RG_CHECK_RESULT;

#endif
