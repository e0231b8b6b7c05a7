/* SPDX-License-Identifier: MIT
 *
 * base.h: integer types, attributes and small helpers that every file of Regius uses.
 * Knows nothing of Python. Always holds: no state, no allocation.
 */
#ifndef RG_BASE_BASE_H
#define RG_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define RG_LIKELY(x)         __builtin_expect(!!(x), 1)
#define RG_UNLIKELY(x)       __builtin_expect(!!(x), 0)
#define RG_CHECK_RESULT      __attribute__((warn_unused_result))
#define RG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define RG_NOINLINE          __attribute__((noinline))
#define RG_COLD              __attribute__((cold, noinline))
#define RG_INLINE            static inline __attribute__((always_inline))
#define RG_UNUSED            __attribute__((unused))
#define RG_NORETURN          __attribute__((noreturn))
/* Symbols of the public API; everything else is hidden (-fvisibility=hidden). */
#define RG_API __attribute__((visibility("default")))

#define RG_COUNT_OF(a)     (sizeof(a) / sizeof((a)[0]))
#define RG_MIN(a, b)       ((a) < (b) ? (a) : (b))
#define RG_MAX(a, b)       ((a) > (b) ? (a) : (b))
#define RG_ALIGN_UP(n, to) (((n) + ((to)-1)) & ~((size_t)(to)-1))
#define RG_STRINGIFY_(x)   #x
#define RG_STRINGIFY(x)    RG_STRINGIFY_(x)

#endif
