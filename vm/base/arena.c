/* SPDX-License-Identifier: MIT
 *
 * arena.c: chunks of a bump arena. Chunk sizes double up to a limit, so that an arena of n bytes costs O(log n)
 * allocations at first and wastes at most a constant share later. A request larger than a quarter of the next chunk
 * gets a chunk of its own, behind the current one, so that the current chunk's room is not thrown away.
 */
#include "vm/base/arena.h"

#include "vm/base/mem.h"

#define MIN_CHUNK ((size_t)4096)
#define MAX_CHUNK ((size_t)1 << 20)

struct RgArenaChunk {
    RgArenaChunk *older;
    size_t size; /* of the data */
    _Alignas(16) char data[];
};

void rg_arena_init(RgArena *arena)
{
    *arena = (RgArena){0};
}

void rg_arena_fini(RgArena *arena)
{
    RgArenaChunk *chunk = arena->chunks;
    while (chunk) {
        RgArenaChunk *older = chunk->older;
        rg_mem_free(chunk);
        chunk = older;
    }
    *arena = (RgArena){0};
}

void rg_arena_reset(RgArena *arena)
{
    RgArenaChunk *chunk = arena->chunks;
    size_t total = arena->total;
    if (chunk && chunk->older) { /* one chunk for all that was needed, so that the next time one suffices */
        rg_arena_fini(arena);
        chunk = rg_mem_alloc(sizeof(RgArenaChunk) + total);
        if (chunk) *chunk = (RgArenaChunk){.size = total};
    }
    *arena = (RgArena){0};
    if (chunk) {
        arena->chunks = chunk;
        arena->next = chunk->data;
        arena->end = chunk->data + chunk->size;
        arena->total = chunk->size;
    }
}

void *rg_arena_grow(RgArena *arena, size_t size)
{
    if (RG_UNLIKELY(size > SIZE_MAX / 2)) {
        arena->failed = true;
        return NULL;
    }
    size_t chunk_size = MIN_CHUNK;
    while (chunk_size < MAX_CHUNK && chunk_size < arena->total)
        chunk_size *= 2;
    bool own = size > chunk_size / 4;
    RgArenaChunk *chunk = rg_mem_alloc(sizeof(RgArenaChunk) + (own ? size : chunk_size));
    if (!chunk) {
        arena->failed = true;
        return NULL;
    }
    chunk->size = own ? size : chunk_size;
    arena->total += chunk->size;
    if (own && arena->chunks) {
        chunk->older = arena->chunks->older;
        arena->chunks->older = chunk;
        return chunk->data;
    }
    chunk->older = arena->chunks;
    arena->chunks = chunk;
    arena->next = chunk->data + size;
    arena->end = chunk->data + chunk->size;
    return chunk->data;
}
