/* SPDX-License-Identifier: MIT
 *
 * assert.c: what a failed assertion prints.
 */
#include "vm/base/assert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void rg_assert_failed(const char *file, int line, const char *cond, const char *fmt, ...)
{
    fflush(stdout);
    fprintf(stderr, "regius: internal error: %s:%d: %s", file, line, cond);
    if (*fmt) {
        va_list args;
        fputs(": ", stderr);
        va_start(args, fmt);
        vfprintf(stderr, fmt, args);
        va_end(args);
    }
    fputc('\n', stderr);
    fflush(stderr);
    abort();
}
