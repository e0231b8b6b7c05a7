/* SPDX-License-Identifier: MIT
 *
 * mem.c: the C heap behind one door. The only state is the process-wide failure countdown, which tests set and which
 * is zero (off) in every ordinary run; it is atomic so that threads of `regius convert -j` may share it.
 */
#include "vm/base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>

static _Atomic uint64_t fail_countdown;

void rg_mem_fail_at(uint64_t n)
{
    atomic_store(&fail_countdown, n ? n + 1 : 0);
}

/* True when this allocation is the one that has to fail. */
static RG_COLD bool count_down(void)
{
    uint64_t now = atomic_load(&fail_countdown);
    while (now > 0) {
        if (atomic_compare_exchange_weak(&fail_countdown, &now, now - 1)) return now == 1;
    }
    return false;
}

static inline bool must_fail(void)
{
    return RG_UNLIKELY(atomic_load_explicit(&fail_countdown, memory_order_relaxed) != 0) && count_down();
}

void *rg_mem_alloc(size_t size)
{
    if (must_fail()) return NULL;
    return malloc(size ? size : 1);
}

void *rg_mem_calloc(size_t count, size_t size)
{
    if (must_fail()) return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *rg_mem_realloc(void *p, size_t size)
{
    if (must_fail()) return NULL;
    return realloc(p, size ? size : 1);
}

void rg_mem_free(void *p)
{
    free(p);
}

char *rg_mem_strdup(const char *s)
{
    size_t size = strlen(s) + 1;
    char *copy = rg_mem_alloc(size);
    return copy ? memcpy(copy, s, size) : NULL;
}
