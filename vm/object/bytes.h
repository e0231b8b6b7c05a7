/* SPDX-License-Identifier: MIT
 *
 * bytes.h: storage of bytes (immutable; may share an RgBuffer copy-on-write with BytesIO) and bytearray.
 */
#ifndef RG_OBJECT_BYTES_H
#define RG_OBJECT_BYTES_H

#include "vm/object/protocol.h"

typedef struct RgBytes {
    RgObject head;
    int64_t length;
    uint64_t hash;    /* 0: not yet */
    uint8_t *data;    /* NUL-terminated unless shared */
    RgBuffer *buffer; /* shared storage or NULL: bytes follow the struct */
} RgBytes;

typedef struct RgByteArray {
    RgObject head;
    int64_t length, start; /* live bytes are storage->data[start .. start + length) */
    RgBuffer *storage;     /* may be NULL when empty */
    int64_t exports;       /* views held: resizing raises BufferError */
} RgByteArray;

#define RG_BYTES(v) RG_AS(RgBytes, v)
static inline bool rg_is_bytes(RgValue v) { return rg_is_kind(v, RG_KIND_bytes); }
RgBytes *rg_bytes_new(RgThread *th, const void *data /* or NULL: zeroed */, int64_t len) RG_CHECK_RESULT;
RgBytes *rg_bytes_from_buffer(RgThread *th, RgBuffer *buffer, int64_t offset, int64_t len) RG_CHECK_RESULT; /* shares */
RgByteArray *rg_bytearray_new(RgThread *th, const void *data, int64_t len) RG_CHECK_RESULT;
bool rg_bytearray_append(RgThread *th, RgByteArray *b, const void *data, int64_t len) RG_CHECK_RESULT;

/* codecs (vm/type/str_codec.c): names normalised; errors: "strict", "ignore", "replace", "surrogateescape", ... */
RgValue rg_codec_encode(RgThread *th, RgStr *s, const char *encoding, const char *errors);
RgStr *rg_codec_decode(RgThread *th, const uint8_t *data, int64_t len, const char *encoding, const char *errors);

#endif
