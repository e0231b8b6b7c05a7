/* SPDX-License-Identifier: MIT
 *
 * arena.h: bump allocation for conversion: everything is freed at once.
 * Allocation never returns NULL to callers that installed a jump-free failure flag: on exhaustion it returns
 * NULL and sets arena->failed, which conversion checks once per phase and reports as ERR_NO_MEMORY.
 */
#ifndef RG_BASE_ARENA_H
#define RG_BASE_ARENA_H

#include "vm/base/base.h"

typedef struct RgArenaChunk RgArenaChunk;
typedef struct RgArena {
    char *next, *end;     /* free room of the current chunk */
    RgArenaChunk *chunks; /* newest first */
    size_t total;         /* bytes taken from the C heap */
    bool failed;          /* an allocation failed since rg_arena_init */
} RgArena;

void rg_arena_init(RgArena *arena);
void rg_arena_fini(RgArena *arena);
/* Makes the arena empty again, with one chunk as large as all it had (reuse between functions). */
void rg_arena_reset(RgArena *arena);
void *rg_arena_grow(RgArena *arena, size_t size); /* slow path of rg_arena_alloc */

/* 8-byte aligned, not zeroed. */
static inline void *rg_arena_alloc(RgArena *arena, size_t size)
{
    size = RG_ALIGN_UP(size, 8);
    if (RG_LIKELY(size <= (size_t)(arena->end - arena->next))) {
        void *p = arena->next;
        arena->next += size;
        return p;
    }
    return rg_arena_grow(arena, size);
}

static inline void *rg_arena_calloc(RgArena *arena, size_t size)
{
    void *p = rg_arena_alloc(arena, size);
    return p ? memset(p, 0, size) : NULL;
}

#define RG_ARENA_NEW(arena, T)       ((T *)rg_arena_calloc((arena), sizeof(T)))
#define RG_ARENA_ARRAY(arena, T, n)  ((T *)rg_arena_alloc((arena), sizeof(T) * (size_t)(n)))
#define RG_ARENA_ZARRAY(arena, T, n) ((T *)rg_arena_calloc((arena), sizeof(T) * (size_t)(n)))

#endif
