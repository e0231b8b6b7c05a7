/* SPDX-License-Identifier: MIT
 *
 * lzma_streams.h: what the files of the _lzma module share: the library's functions and filter chains.
 */
#ifndef RG_MODULE_LZMA_STREAMS_H
#define RG_MODULE_LZMA_STREAMS_H

#include <lzma.h>

#include "vm/module/lazylib.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"

#define RG_LZMA_FUNCTIONS(F)                                                                                             \
    F(lzma_alone_decoder) F(lzma_alone_encoder) F(lzma_auto_decoder) F(lzma_check_is_supported) F(lzma_code)            \
    F(lzma_easy_encoder) F(lzma_end) F(lzma_get_check) F(lzma_lzma_preset) F(lzma_properties_decode)                     \
    F(lzma_properties_encode) F(lzma_properties_size) F(lzma_raw_decoder) F(lzma_raw_encoder) F(lzma_stream_decoder)     \
    F(lzma_stream_encoder)
typedef struct RgLzmaLibrary {
    RG_LZMA_FUNCTIONS(RG_LAZYLIB_FIELD)
} RgLzmaLibrary;

enum { RG_LZMA_LIBRARY_ITEM, RG_LZMA_ERROR_ITEM, RG_LZMA_STATE_ITEMS };
static inline RgValue rg_lzma_item(RgThread *th, uint32_t which)
{
    return ((RgArray *)RG_MODULE_STATE(th, lzma))->items[which];
}
static inline const RgLzmaLibrary *rg_lzma_library(RgThread *th)
{
    return (const RgLzmaLibrary *)(const void *)RG_BYTES(rg_lzma_item(th, RG_LZMA_LIBRARY_ITEM))->data;
}

/* Raises what the library's status stands for; RG_ERROR. */
RgValue rg_lzma_failed(RgThread *th, lzma_ret status);

/* lzma_filters.c: a chain of filters with room for their options. */
typedef union RgLzmaOptions {
    lzma_options_lzma lzma;
    lzma_options_delta delta;
    lzma_options_bcj bcj;
} RgLzmaOptions;
typedef struct RgLzmaChain {
    lzma_filter filters[LZMA_FILTERS_MAX + 1];
    RgLzmaOptions options[LZMA_FILTERS_MAX];
} RgLzmaChain;
bool rg_lzma_chain(RgThread *th, RgValue specs, RgLzmaChain *out) RG_CHECK_RESULT;
/* An unsigned 32-bit number; absent (RG_UNBOUND or None): fallback. */
bool rg_lzma_u32(RgThread *th, RgValue v, uint32_t fallback, uint32_t *out) RG_CHECK_RESULT;
RgValue rg_lzma_encode_filter(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_lzma_decode_filter(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

#endif
