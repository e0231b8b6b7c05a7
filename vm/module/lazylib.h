/* SPDX-License-Identifier: MIT
 *
 * lazylib.h: libraries that a module is only a front of (bz2, lzma, expat): compiled against their headers, opened when the module is
 * first imported, so that programs without them do not load them (docs/decisions/0010-unicode-tables.md has the figures).
 *
 * A library's functions are listed once, by a macro F(name) per row; RG_LAZYLIB_FIELDS makes the struct of their addresses and
 * RG_LAZYLIB_NAMES the names in the same order. The struct lives in a bytes object of the module's state.
 */
#ifndef RG_MODULE_LAZYLIB_H
#define RG_MODULE_LAZYLIB_H

#include "vm/object/bytes.h"

#define RG_LAZYLIB_FIELD(NAME) __typeof__(&NAME) NAME;
#define RG_LAZYLIB_NAME(NAME)  #NAME,

/* A bytes object that holds n addresses; 0: ImportError is raised (of module). The library stays open. */
RgValue rg_lazylib_open(RgThread *th, const char *module, const char *file, const char *const *names, size_t n) RG_CHECK_RESULT;

#endif
