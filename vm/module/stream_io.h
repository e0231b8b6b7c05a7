/* SPDX-License-Identifier: MIT
 *
 * stream_io.h: what compressors and decompressors of bz2 and lzma share: growing output with a limit, and input that waits in the
 * decompressor until it is asked for more output.
 */
#ifndef RG_MODULE_STREAM_IO_H
#define RG_MODULE_STREAM_IO_H

#include "vm/base/vec.h"
#include "vm/object/bytes.h"
#include "vm/object/protocol.h"
#include "vm/object/raise.h"

enum { RG_STREAM_CHUNK = 32768 };

/* Output on the C heap. max < 0: no limit. */
typedef struct RgStreamOut {
    RG_VEC(uint8_t) bytes;
    int64_t max;
} RgStreamOut;

/* Room behind what is there, at most `most` bytes: 0: the limit is reached. False: memory is short. */
static inline bool rg_stream_room(RgStreamOut *out, size_t most, uint8_t **at, size_t *n)
{
    size_t want = RG_MAX(out->bytes.len, (size_t)RG_STREAM_CHUNK);
    if (out->max >= 0) want = RG_MIN(want, (size_t)out->max - out->bytes.len);
    if (!RG_VEC_RESERVE(&out->bytes, out->bytes.len + RG_MAX(want, (size_t)1))) return false;
    *at = out->bytes.data + out->bytes.len;
    *n = RG_MIN(RG_MIN(want, out->bytes.cap - out->bytes.len), most);
    return true;
}

static inline bool rg_stream_full(const RgStreamOut *out)
{
    return out->max >= 0 && (int64_t)out->bytes.len >= out->max;
}

/* The bytes, or RG_ERROR when ok is false (something is raised); frees the output. */
static inline RgValue rg_stream_take(RgThread *th, RgStreamOut *out, bool ok)
{
    RgValue v = ok ? rg_from_ptr(rg_bytes_new(th, out->bytes.data, (int64_t)out->bytes.len)) : RG_ERROR;
    RG_VEC_FINI(&out->bytes);
    return v;
}

/* pending and the bytes of data in one object; pending itself when there is no data. */
static inline RgBytes *rg_stream_input(RgThread *th, RgBytes *pending, const uint8_t *data, size_t n)
{
    if (!n) return pending;
    RgBytes *all = rg_bytes_new(th, NULL, pending->length + (int64_t)n);
    if (!all) return NULL;
    memcpy(all->data, pending->data, (size_t)pending->length);
    memcpy(all->data + pending->length, data, n);
    return all;
}

/* The start of decompress(data, max_length=-1): what is to be decompressed, with the limit put into *out; `ended`: what EOFError says
 * when the stream has ended already, else NULL. NULL: raised. */
static inline RgBytes *rg_stream_begin(RgThread *th, const RgValue *args, RgBytes *pending, const char *ended, RgStreamOut *out)
{
    RgBufferView view;
    *out = (RgStreamOut){.max = -1};
    if (args[1] != RG_UNBOUND && !rg_number_as_i64(th, args[1], &out->max)) return NULL;
    if (!rg_buffer_get(th, args[0], &view, false)) return NULL;
    RgBytes *input = NULL;
    if (ended) rg_raise(th, RG_EXC_EOFError, "%s", ended);
    else input = rg_stream_input(th, pending, view.data, (size_t)view.len);
    rg_buffer_release(&view);
    return input;
}

#endif
