/* SPDX-License-Identifier: MIT
 *
 * assert.h: assertions that print both what failed and the values at hand.
 * Compiled in with --enable-assertions (RG_ASSERTIONS); otherwise the condition is not evaluated.
 */
#ifndef RG_BASE_ASSERT_H
#define RG_BASE_ASSERT_H

#include "vm/base/base.h"

/* Prints file, line, condition and the formatted detail to standard error and aborts. */
RG_COLD RG_NORETURN void rg_assert_failed(const char *file, int line, const char *cond, const char *fmt, ...)
    RG_PRINTF(4, 5);

#ifdef RG_ASSERTIONS
#define RG_ASSERT(cond, ...) (RG_LIKELY(cond) ? (void)0 : rg_assert_failed(__FILE__, __LINE__, #cond, "" __VA_ARGS__))
#else
#define RG_ASSERT(cond, ...) ((void)sizeof(!(cond)))
#endif

/* Reached only through a bug of ours, in every build. */
#define RG_UNREACHABLE(...) rg_assert_failed(__FILE__, __LINE__, "unreachable", "" __VA_ARGS__)

#endif
