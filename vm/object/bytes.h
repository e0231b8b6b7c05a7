/* SPDX-License-Identifier: MIT
 *
 * bytes.h: storage of bytes (immutable; may share an RgBuffer copy-on-write with BytesIO) and bytearray.
 */
#ifndef RG_OBJECT_BYTES_H
#define RG_OBJECT_BYTES_H

#include "vm/base/hash.h"
#include "vm/object/protocol.h"

typedef struct RgBytes {
    RgObject head;
    int64_t length;
    uint64_t hash;    /* 0: not yet */
    uint8_t *data;    /* NUL-terminated unless shared */
    RgBuffer *buffer; /* shared storage or NULL: bytes follow the struct */
} RgBytes;

/* How many views an object has handed out. On the C heap, shared by the object and the memoryviews, so that a memoryview that
 * the collector frees can give its export back without touching other cells. */
typedef struct RgExports {
    int64_t count; /* views held */
    int64_t users; /* cells that refer to this struct */
} RgExports;
RgExports *rg_exports_new(RgThread *th) RG_CHECK_RESULT; /* users 1 */
bool rg_exports_settle(RgThread *th, RgExports *e);        /* true when, after a collection, no view is left */
void rg_exports_drop(RgExports *e);                       /* one user less; NULL does nothing */

typedef struct RgByteArray {
    RgObject head;
    int64_t length, start; /* live bytes are storage->data[start .. start + length) */
    RgBuffer *storage;     /* may be NULL when empty */
    struct RgExports *exports; /* views held, while > 0 resizing raises BufferError; NULL: none yet */
} RgByteArray;

#define RG_BYTES(v) RG_AS(RgBytes, v)
static inline bool rg_is_bytes(RgValue v) { return rg_is_kind(v, RG_KIND_bytes); }
RgBytes *rg_bytes_new(RgThread *th, const void *data /* or NULL: zeroed */, int64_t len) RG_CHECK_RESULT;
RgBytes *rg_bytes_from_buffer(RgThread *th, RgBuffer *buffer, int64_t offset, int64_t len) RG_CHECK_RESULT; /* shares */
RgByteArray *rg_bytearray_new(RgThread *th, const void *data, int64_t len) RG_CHECK_RESULT;
bool rg_bytearray_append(RgThread *th, RgByteArray *b, const void *data, int64_t len) RG_CHECK_RESULT;
bool rg_bytearray_resize(RgThread *th, RgByteArray *b, int64_t len) RG_CHECK_RESULT; /* new bytes at the end are undefined */
bool rg_bytearray_may_resize(RgThread *th, RgByteArray *b) RG_CHECK_RESULT; /* BufferError while views are held */
static inline uint8_t *rg_bytearray_data(RgByteArray *b) { return b->storage ? b->storage->data + b->start : (uint8_t *)""; }
static inline bool rg_is_bytearray(RgValue v) { return rg_is_kind(v, RG_KIND_bytearray); }
uint64_t rg_bytes_hash(RgRuntime *rt, RgBytes *b);

/* memoryview: a window on a buffer owner. Strides only of one dimension; format is one struct code. */
typedef struct RgMemoryView {
    RgObject head;
    RgValue owner;     /* exporting object (bytes, bytearray, ...), or 0 when released */
    uint8_t *data;     /* first item */
    int64_t length;    /* items of the first dimension */
    int64_t itemsize, stride;
    int32_t ndim;      /* 0..8 */
    bool readonly, released;
    RgExports *exports_of; /* the export held of the owner, or NULL */
    RgExports *own;        /* views taken of this view, or NULL */
    char format[4];
    int64_t shape[8];  /* shape[0] == length; more dimensions only by cast(), C-contiguous */
    int64_t hash;      /* -1 not yet */
    RgValue weaklist;
} RgMemoryView;

/* codecs (vm/type/str_codec.c): names normalised; errors: "strict", "ignore", "replace", "surrogateescape", ... */
RgValue rg_codec_encode(RgThread *th, RgStr *s, const char *encoding, const char *errors);
RgStr *rg_codec_decode(RgThread *th, const uint8_t *data, int64_t len, const char *encoding, const char *errors);
/* Error handler by name, as codecs.lookup_error; rg_codec_lookup finds a registered codec's CodecInfo tuple. */
RgValue rg_codec_lookup_error(RgThread *th, const char *name);
RgValue rg_codec_lookup(RgThread *th, const char *encoding);
/* str.encode / bytes.decode for any registered codec. */
RgValue rg_codec_encode_any(RgThread *th, RgValue s, const char *encoding, const char *errors);
RgValue rg_codec_decode_any(RgThread *th, RgValue data, const char *encoding, const char *errors);

#endif
