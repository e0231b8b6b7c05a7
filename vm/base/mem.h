/* SPDX-License-Identifier: MIT
 *
 * mem.h: the C heap, in one place, so that tests can fail the Nth allocation.
 * Every function returns NULL when memory is short (callers report it); rg_mem_free(NULL) does nothing.
 * Memory from here never holds the only pointer to a GC object (the collector does not look into it).
 */
#ifndef RG_BASE_MEM_H
#define RG_BASE_MEM_H

#include "vm/base/base.h"

void *rg_mem_alloc(size_t size) RG_CHECK_RESULT;
void *rg_mem_calloc(size_t count, size_t size) RG_CHECK_RESULT; /* zeroed; checks count * size */
void *rg_mem_realloc(void *p, size_t size) RG_CHECK_RESULT;
void rg_mem_free(void *p);
char *rg_mem_strdup(const char *s) RG_CHECK_RESULT;
/* After n further successful allocations (of this process) the next one fails, once; 0 turns it off. */
void rg_mem_fail_at(uint64_t n);

#endif
