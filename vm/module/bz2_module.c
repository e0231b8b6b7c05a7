/* SPDX-License-Identifier: MIT
 *
 * bz2_module.c: _bz2: compressor and decompressor of the bz2 library, which is opened when the module is first imported. The library's
 * state is malloc memory that the collector frees with the object.
 */
#ifdef HAVE_BZ2
#include <bzlib.h>

#include "vm/module/lazylib.h"
#include "vm/module/registry.h"
#include "vm/module/stream_io.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/tuple.h"

#define BZ2_FUNCTIONS(F)                                                                                      \
    F(BZ2_bzCompressInit) F(BZ2_bzCompress) F(BZ2_bzCompressEnd) F(BZ2_bzDecompressInit) F(BZ2_bzDecompress)  \
    F(BZ2_bzDecompressEnd)
typedef struct Library {
    BZ2_FUNCTIONS(RG_LAZYLIB_FIELD)
} Library;
static const char *const library_names[] = {BZ2_FUNCTIONS(RG_LAZYLIB_NAME)};

enum { LIBRARY, STATE_ITEMS };

typedef struct Stream {
    RgObject head;
    bz_stream z;
    int (*end)(bz_stream *); /* NULL: z is not in use */
    bool ended;              /* compressors: flushed; decompressors: at the end of the stream */
    bool needs_input;
    bool broken;             /* decompressors: the library's state is not to be used after an error */
    RgBytes *pending;        /* decompressors: input that was not used yet */
    RgBytes *unused;         /* decompressors: what follows the stream's end */
} Stream;

#define SELF RG_AS(Stream, self)

static const Library *library(RgThread *th)
{
    RgArray *state = RG_MODULE_STATE(th, bz2);
    return (const Library *)(const void *)RG_BYTES(state->items[LIBRARY])->data;
}

static void trace(RgMarker *marker, void *cell)
{
    Stream *s = cell;
    rg_mark_cell(marker, s->pending);
    rg_mark_cell(marker, s->unused);
}

static void release(RgHeap *heap, void *cell)
{
    Stream *s = cell;
    if (s->end) s->end(&s->z);
}

static RgValue failed(RgThread *th, int status)
{
    switch (status) {
    case BZ_PARAM_ERROR: return rg_raise(th, RG_EXC_ValueError, "Internal error - invalid parameters passed to libbzip2");
    case BZ_MEM_ERROR: return rg_raise_memory(th);
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC: return rg_raise(th, RG_EXC_OSError, "Invalid data stream");
    case BZ_UNEXPECTED_EOF:
        return rg_raise(th, RG_EXC_EOFError, "Compressed file ended before the logical end-of-stream was detected");
    case BZ_SEQUENCE_ERROR: return rg_raise(th, RG_EXC_RuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2");
    default: return rg_raise(th, RG_EXC_OSError, "Unrecognized error from libbzip2: %d", status);
    }
}

/* ---- compressing ---- */

static RgValue compressor_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int64_t level = 9;
    if (kwnames && rg_tuple_len(kwnames)) return rg_raise(th, RG_EXC_TypeError, "BZ2Compressor() takes no keyword arguments");
    if (nargs > 1) return rg_raise(th, RG_EXC_TypeError, "BZ2Compressor expected at most 1 argument, got %zu", nargs);
    if (nargs && !rg_number_as_i64(th, args[0], &level)) return RG_ERROR;
    if (level != (int)level) return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
    if (level < 1 || level > 9) return rg_raise(th, RG_EXC_ValueError, "compresslevel must be between 1 and 9");
    Stream *s = rg_object_new_of(th, type, 0);
    if (!s) return RG_ERROR;
    int status = library(th)->BZ2_bzCompressInit(&s->z, (int)level, 0, 0);
    if (status != BZ_OK) return failed(th, status);
    s->end = library(th)->BZ2_bzCompressEnd;
    return rg_from_ptr(s);
}

/* All of data, or with BZ_FINISH what is left in the compressor. */
static RgValue compress(RgThread *th, Stream *s, const uint8_t *data, size_t n, int action)
{
    RgStreamOut out = {.max = -1};
    int status = BZ_OK;
    do {
        size_t room;
        uint8_t *at;
        unsigned piece = (unsigned)RG_MIN(n, (size_t)1 << 30);
        if (!rg_stream_room(&out, (size_t)1 << 30, &at, &room)) {
            status = BZ_MEM_ERROR;
            break;
        }
        s->z.next_in = (char *)(uintptr_t)data, s->z.avail_in = piece;
        s->z.next_out = (char *)at, s->z.avail_out = (unsigned)room;
        status = library(th)->BZ2_bzCompress(&s->z, action);
        out.bytes.len += room - s->z.avail_out;
        data += piece - s->z.avail_in;
        n -= piece - s->z.avail_in;
    } while (status >= 0 && (action == BZ_FINISH ? status != BZ_STREAM_END : n > 0));
    if (status < 0) failed(th, status);
    return rg_stream_take(th, &out, status >= 0);
}

static RgValue compressor_compress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgBufferView view;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    RgValue v;
    if (SELF->ended) v = rg_raise(th, RG_EXC_ValueError, "Compressor has been flushed");
    else v = view.len ? compress(th, SELF, view.data, (size_t)view.len, BZ_RUN) : rg_from_ptr(rg_bytes_new(th, NULL, 0));
    rg_buffer_release(&view);
    return v;
}

static RgValue compressor_flush(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (SELF->ended) return rg_raise(th, RG_EXC_ValueError, "Repeated call to flush()");
    SELF->ended = true;
    return compress(th, SELF, NULL, 0, BZ_FINISH);
}

/* ---- decompressing ---- */

static RgValue decompressor_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    size_t names = kwnames ? rg_tuple_len(kwnames) : 0;
    if (names) return rg_raise(th, RG_EXC_TypeError, "BZ2Decompressor() takes no keyword arguments");
    if (nargs) return rg_raise(th, RG_EXC_TypeError, "BZ2Decompressor() takes no positional arguments");
    Stream *s = rg_object_new_of(th, type, 0);
    RgBytes *empty = s ? rg_bytes_new(th, NULL, 0) : NULL;
    if (!empty) return RG_ERROR;
    rg_gc_store_ptr(s, &s->pending, empty);
    rg_gc_store_ptr(s, &s->unused, empty);
    s->needs_input = true;
    int status = library(th)->BZ2_bzDecompressInit(&s->z, 0, 0);
    if (status != BZ_OK) return failed(th, status);
    s->end = library(th)->BZ2_bzDecompressEnd;
    return rg_from_ptr(s);
}

/* Decompresses what it can of data; *data and *n are advanced over what was used. The library's status. */
static int decompress(const Library *lib, Stream *s, const uint8_t **data, size_t *n, RgStreamOut *out)
{
    for (;;) {
        size_t room;
        uint8_t *at;
        unsigned piece = (unsigned)RG_MIN(*n, (size_t)1 << 30);
        if (!rg_stream_room(out, (size_t)1 << 30, &at, &room)) return BZ_MEM_ERROR;
        s->z.next_in = (char *)(uintptr_t)*data, s->z.avail_in = piece;
        s->z.next_out = (char *)at, s->z.avail_out = (unsigned)room;
        int status = lib->BZ2_bzDecompress(&s->z);
        out->bytes.len += room - s->z.avail_out;
        *data += piece - s->z.avail_in;
        *n -= piece - s->z.avail_in;
        if (status != BZ_OK || !*n || rg_stream_full(out)) return status;
    }
}

static RgValue decompressor_decompress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Stream *s = SELF;
    RgStreamOut out;
    if (s->broken) return rg_raise(th, RG_EXC_ValueError, "Decompressor cannot be used after a previous error");
    RgBytes *input = rg_stream_begin(th, args, s->pending, s->ended ? "End of stream already reached" : NULL, &out);
    if (!input) return RG_ERROR;
    const uint8_t *data = input->data;
    size_t n = (size_t)input->length;
    int status = decompress(library(th), s, &data, &n, &out);
    RgBytes *rest = rg_bytes_new(th, data, (int64_t)n), *empty = rg_bytes_new(th, NULL, 0);
    if (!rest || !empty) return rg_stream_take(th, &out, false);
    s->ended = status == BZ_STREAM_END;
    s->broken = status < 0;
    s->needs_input = status == BZ_OK && !n;
    rg_gc_store_ptr(s, &s->pending, s->ended ? empty : rest);
    if (s->ended) rg_gc_store_ptr(s, &s->unused, rest);
    if (status < 0) failed(th, status);
    return rg_stream_take(th, &out, status >= 0);
}

static RgValue get_eof(RgThread *th, RgValue self) { return rg_from_bool(SELF->ended); }
static RgValue get_needs_input(RgThread *th, RgValue self) { return rg_from_bool(SELF->needs_input); }
static RgValue get_unused(RgThread *th, RgValue self) { return rg_from_ptr(SELF->unused); }

/* ---- the module ---- */

static const RgMethodDef compressor_methods[] = {
    RG_METHOD("compress", "($self, data, /)", "Compressed bytes that are ready after data.", compressor_compress),
    RG_METHOD("flush", "($self, /)", "The rest of the compressed bytes.", compressor_flush),
    RG_METHOD_END};
static const RgMethodDef decompressor_methods[] = {
    RG_METHOD("decompress", "($self, /, data, max_length=-1)", "Bytes that are ready after data.", decompressor_decompress),
    RG_METHOD_END};
static const RgGetSetDef decompressor_getset[] = {{"eof", get_eof, NULL, "True at the end of the stream."},
                                                  {"needs_input", get_needs_input, NULL, "True if more input is needed for output."},
                                                  {"unused_data", get_unused, NULL, "What follows the stream's end."},
                                                  RG_GETSET_END};
static const RgTypeSpec compressor_spec = {.signature = "(compresslevel=9, /)", .basicsize = sizeof(Stream),
                                           .cell = {"bz2 compressor", trace, release}, .slots = {.new_ = compressor_new},
                                           .methods = compressor_methods};
static const RgTypeSpec decompressor_spec = {.signature = "()", .basicsize = sizeof(Stream),
                                             .cell = {"bz2 decompressor", trace, release}, .slots = {.new_ = decompressor_new},
                                             .methods = decompressor_methods, .getset = decompressor_getset};

bool rg_module_init_bz2(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_ITEMS);
    RgValue lib = state ? rg_lazylib_open(th, "_bz2", RG_BZ2_LIBRARY, library_names, RG_COUNT_OF(library_names)) : RG_ERROR;
    if (lib == RG_ERROR) return false;
    rg_gc_store(state, &state->items[LIBRARY], lib);
    RG_MODULE_STATE(th, bz2) = state;
    RgType *c = rg_type_new_native(th, "_bz2", "BZ2Compressor", RG_TYPE(th, object), &compressor_spec);
    RgType *d = c ? rg_type_new_native(th, "_bz2", "BZ2Decompressor", RG_TYPE(th, object), &decompressor_spec) : NULL;
    return d && rg_module_add_type(th, m, c) && rg_module_add_type(th, m, d);
}
#endif
