/* SPDX-License-Identifier: MIT
 *
 * zlib_stream.h: what the two files of the zlib module share: growing output, and the loop around deflate and inflate.
 */
#ifndef RG_MODULE_ZLIB_STREAM_H
#define RG_MODULE_ZLIB_STREAM_H

#include <zlib.h>

#include "vm/module/registry.h"
#include "vm/object/bytes.h"

enum { RG_ZLIB_ERROR, RG_ZLIB_COMPRESS, RG_ZLIB_DECOMPRESS, RG_ZLIB_COUNT }; /* items of the module's state, an RgArray */
enum { RG_ZLIB_BUFFER = 16384 };

/* Output on the C heap. max: 0, or the most that may be written. */
typedef struct RgZlibOut {
    uint8_t *data;
    size_t len, cap, max;
    bool bad_dictionary; /* the status is that of setting the dictionary */
} RgZlibOut;
bool rg_zlib_out_init(RgZlibOut *out, size_t hint, size_t max); /* false: memory is short */
/* The bytes; frees the output. */
RgValue rg_zlib_out_take(RgThread *th, RgZlibOut *out);
void rg_zlib_out_drop(RgZlibOut *out);

/* Feeds *data (advanced over what was used) to deflate or inflate until it is used up, the stream ends or out is full. The last
 * piece goes in with `flush`. The library's status; dictionary (or NULL) is given when it asks for one. */
int rg_zlib_run(z_stream *z, int (*step)(z_streamp, int), int flush, const uint8_t **data, size_t *len, RgZlibOut *out,
                const RgBufferView *dictionary);

/* Raises zlib.error, or MemoryError: "Error -3 while doing so: incorrect header check". */
RgValue rg_zlib_raise(RgThread *th, const z_stream *z, int status, const char *what);
RgValue rg_zlib_raise_memory(RgThread *th, const char *what);
bool rg_zlib_int(RgThread *th, RgValue v, int absent, int *out) RG_CHECK_RESULT;

/* zlib_objects.c */
bool rg_zlib_add_types(RgThread *th, RgModule *m, RgArray *state) RG_CHECK_RESULT;
RgValue rg_zlib_compressobj(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_zlib_decompressobj(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

#endif
