/* SPDX-License-Identifier: MIT
 *
 * zlib_objects.c: zlib.Compress and zlib.Decompress: streams that take their data in pieces. The library's own state is malloc
 * memory that the collector frees with the object; it holds no reference to anything of ours.
 */
#include "vm/module/zlib_stream.h"

#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

typedef struct Stream {
    RgObject head;
    z_stream z;
    bool live;         /* z is to be ended */
    bool eof;          /* decompressors: the compressed data has ended */
    RgBytes *unused;   /* decompressors: what follows its end */
    RgBytes *tail;     /* decompressors: what max_length left over */
    RgValue dictionary; /* or 0 */
} Stream;

#define SELF RG_AS(Stream, self)

static void trace(RgMarker *marker, void *cell)
{
    Stream *s = cell;
    rg_mark_cell(marker, s->unused);
    rg_mark_cell(marker, s->tail);
    rg_mark_value(marker, s->dictionary);
}

static void release_deflate(RgHeap *heap, void *cell)
{
    Stream *s = cell;
    if (s->live) deflateEnd(&s->z);
}

static void release_inflate(RgHeap *heap, void *cell)
{
    Stream *s = cell;
    if (s->live) inflateEnd(&s->z);
}

static Stream *stream_new(RgThread *th, int which)
{
    RgArray *state = RG_MODULE_STATE(th, zlib);
    return rg_object_new_of(th, RG_AS(RgType, state->items[which]), 0);
}

/* ---- compressing ---- */

static RgValue creation_failed(RgThread *th, Stream *s, int status, const char *what)
{
    if (status == Z_STREAM_ERROR) return rg_raise(th, RG_EXC_ValueError, "Invalid initialization option");
    if (status == Z_MEM_ERROR) return rg_zlib_raise_memory(th, what);
    return rg_zlib_raise(th, &s->z, status, what);
}

RgValue rg_zlib_compressobj(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    static const int absent[5] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, 8, Z_DEFAULT_STRATEGY};
    int o[5];
    for (int i = 0; i < 5; i++)
        if (!rg_zlib_int(th, args[i], absent[i], &o[i])) return RG_ERROR;
    RgValue dict = args[5] == RG_UNBOUND || args[5] == RG_NONE ? 0 : args[5];
    RgBufferView view;
    if (dict && !rg_buffer_get(th, dict, &view, false)) return RG_ERROR;
    Stream *s = stream_new(th, RG_ZLIB_COMPRESS);
    int status = s ? deflateInit2(&s->z, o[0], o[1], o[2], o[3], o[4]) : Z_MEM_ERROR;
    if (status == Z_OK) {
        s->live = true;
        if (dict) status = deflateSetDictionary(&s->z, view.data, (uInt)view.len);
        if (status != Z_OK && status == Z_STREAM_ERROR) {
            rg_raise(th, RG_EXC_ValueError, "Invalid dictionary");
            s = NULL;
        }
    } else if (s) {
        creation_failed(th, s, status, "for compression object");
        s = NULL;
    }
    if (dict) rg_buffer_release(&view);
    return rg_from_ptr(s);
}

/* One call of a compressor; data may be NULL. *status: the library's. */
static RgValue feed(RgThread *th, Stream *s, const uint8_t *data, size_t len, int flush, int *status)
{
    RgZlibOut out;
    if (!rg_zlib_out_init(&out, RG_ZLIB_BUFFER, 0)) return rg_raise_memory(th);
    *status = rg_zlib_run(&s->z, deflate, flush, &data, &len, &out, NULL);
    if (*status == Z_OK || *status == Z_BUF_ERROR || *status == Z_STREAM_END) return rg_zlib_out_take(th, &out);
    rg_zlib_out_drop(&out);
    return *status == Z_MEM_ERROR ? rg_raise_memory(th)
                                  : rg_zlib_raise(th, &s->z, *status, flush == Z_NO_FLUSH ? "while compressing data" : "while flushing");
}

static RgValue compress_compress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgBufferView view;
    int status;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    RgValue v = feed(th, SELF, view.data, (size_t)view.len, Z_NO_FLUSH, &status);
    rg_buffer_release(&view);
    return v;
}

static RgValue compress_flush(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int mode, status;
    if (!rg_zlib_int(th, args[0], Z_FINISH, &mode)) return RG_ERROR;
    if (mode == Z_NO_FLUSH) return rg_from_ptr(rg_bytes_new(th, NULL, 0));
    RgValue v = feed(th, SELF, NULL, 0, mode, &status);
    if (v && status == Z_STREAM_END && mode == Z_FINISH && SELF->live) {
        deflateEnd(&SELF->z);
        SELF->live = false;
    }
    return v;
}

static RgValue copy(RgThread *th, Stream *s, int which, int (*copy_state)(z_streamp, z_streamp))
{
    if (!s->live && which == RG_ZLIB_COMPRESS) return rg_raise(th, RG_EXC_ValueError, "Inconsistent stream state");
    Stream *c = stream_new(th, which);
    if (!c) return RG_ERROR;
    int status = copy_state(&c->z, &s->z);
    if (status == Z_STREAM_ERROR) return rg_raise(th, RG_EXC_ValueError, "Inconsistent stream state");
    if (status == Z_MEM_ERROR) return rg_zlib_raise_memory(th, which == RG_ZLIB_COMPRESS ? "for compression object" : "for decompression object");
    if (status != Z_OK) return rg_zlib_raise(th, &s->z, status, which == RG_ZLIB_COMPRESS ? "while copying compression object" : "while copying decompression object");
    c->live = true;
    c->eof = s->eof;
    if (s->unused) rg_gc_store_ptr(c, &c->unused, s->unused);
    if (s->tail) rg_gc_store_ptr(c, &c->tail, s->tail);
    if (s->dictionary) rg_gc_store(c, &c->dictionary, s->dictionary);
    return rg_from_ptr(c);
}

static RgValue compress_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return copy(th, SELF, RG_ZLIB_COMPRESS, deflateCopy);
}

/* ---- decompressing ---- */

static bool set_dictionary(RgThread *th, Stream *s)
{
    RgBufferView view;
    if (!rg_buffer_get(th, s->dictionary, &view, false)) return false;
    int status = inflateSetDictionary(&s->z, view.data, (uInt)view.len);
    rg_buffer_release(&view);
    if (status == Z_OK) return true;
    rg_zlib_raise(th, &s->z, status, "while setting zdict");
    return false;
}

RgValue rg_zlib_decompressobj(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int bits;
    if (!rg_zlib_int(th, args[0], MAX_WBITS, &bits)) return RG_ERROR;
    RgValue dict = args[1] == RG_UNBOUND ? 0 : args[1];
    if (dict && !rg_buffer_supported(dict)) return rg_raise(th, RG_EXC_TypeError, "zdict argument must support the buffer protocol");
    Stream *s = stream_new(th, RG_ZLIB_DECOMPRESS);
    RgBytes *empty = s ? rg_bytes_new(th, NULL, 0) : NULL;
    if (!empty) return RG_ERROR;
    rg_gc_store_ptr(s, &s->unused, empty);
    rg_gc_store_ptr(s, &s->tail, empty);
    if (dict) rg_gc_store(s, &s->dictionary, dict);
    int status = inflateInit2(&s->z, bits);
    if (status != Z_OK) return creation_failed(th, s, status, "for decompression object");
    s->live = true;
    if (dict && bits < 0 && !set_dictionary(th, s)) return RG_ERROR;
    return rg_from_ptr(s);
}

/* What the library did not take: behind the stream's end, or beyond max_length. */
static bool keep_rest(RgThread *th, Stream *s, const uint8_t *data, size_t len, bool ended)
{
    if (ended && len) {
        RgBytes *all = rg_bytes_new(th, NULL, s->unused->length + (int64_t)len);
        if (!all) return false;
        memcpy(all->data, s->unused->data, (size_t)s->unused->length);
        memcpy(all->data + s->unused->length, data, len);
        rg_gc_store_ptr(s, &s->unused, all);
        len = 0;
    }
    if (!len && !s->tail->length) return true;
    RgBytes *tail = rg_bytes_new(th, data, (int64_t)len);
    if (tail) rg_gc_store_ptr(s, &s->tail, tail);
    return tail != NULL;
}

static RgValue inflate_some(RgThread *th, Stream *s, RgValue input, size_t hint, size_t max, int flush)
{
    RgBufferView view, dict;
    RgZlibOut out;
    if (!rg_buffer_get(th, input, &view, false)) return RG_ERROR;
    bool has_dict = s->dictionary && rg_buffer_get(th, s->dictionary, &dict, false);
    if (s->dictionary && !has_dict) {
        rg_buffer_release(&view);
        return RG_ERROR;
    }
    const uint8_t *data = view.data;
    size_t len = (size_t)view.len;
    int status = Z_MEM_ERROR;
    if (rg_zlib_out_init(&out, hint, max)) status = rg_zlib_run(&s->z, inflate, flush, &data, &len, &out, has_dict ? &dict : NULL);
    bool ok = status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END;
    if (status == Z_MEM_ERROR)
        rg_raise_memory(th);
    else
        ok = keep_rest(th, s, data, len, status == Z_STREAM_END) && ok;
    if (status == Z_STREAM_END) s->eof = true;
    if (has_dict) rg_buffer_release(&dict);
    rg_buffer_release(&view);
    if (ok) return rg_zlib_out_take(th, &out);
    rg_zlib_out_drop(&out);
    return rg_raised(th) ? RG_ERROR : rg_zlib_raise(th, &s->z, status, out.bad_dictionary ? "while setting zdict" : "while decompressing data");
}

static RgValue decompress_decompress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t max = 0;
    if (args[1] != RG_UNBOUND && !rg_number_as_i64(th, args[1], &max)) return RG_ERROR;
    if (max < 0) return rg_raise(th, RG_EXC_ValueError, "max_length must be non-negative");
    return inflate_some(th, SELF, args[0], RG_ZLIB_BUFFER, (size_t)max, Z_SYNC_FLUSH);
}

static RgValue decompress_flush(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t length = RG_ZLIB_BUFFER;
    if (args[0] != RG_UNBOUND && !rg_number_as_i64(th, args[0], &length)) return RG_ERROR;
    if (length <= 0) return rg_raise(th, RG_EXC_ValueError, "length must be greater than zero");
    RgValue v = inflate_some(th, SELF, rg_from_ptr(SELF->tail), (size_t)RG_MIN(length, (int64_t)1 << 24), 0, Z_FINISH);
    if (v && SELF->eof && SELF->live) {
        inflateEnd(&SELF->z);
        SELF->live = false;
    }
    return v;
}

static RgValue decompress_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return copy(th, SELF, RG_ZLIB_DECOMPRESS, inflateCopy);
}

static RgValue get_unused(RgThread *th, RgValue self) { return rg_from_ptr(SELF->unused); }
static RgValue get_tail(RgThread *th, RgValue self) { return rg_from_ptr(SELF->tail); }
static RgValue get_eof(RgThread *th, RgValue self) { return rg_from_bool(SELF->eof); }

/* ---- types ---- */

static const RgMethodDef compress_methods[] = {
    RG_METHOD("compress", "($self, data, /)", "Compressed bytes that are ready after data.", compress_compress),
    RG_METHOD("flush", "($self, mode=zlib.Z_FINISH, /)", "The rest of the compressed bytes.", compress_flush),
    RG_METHOD("copy", "($self, /)", "A compressor in the same state.", compress_copy),
    RG_METHOD("__copy__", "($self, /)", NULL, compress_copy),
    RG_METHOD("__deepcopy__", "($self, memo, /)", NULL, compress_copy),
    RG_METHOD_END};
static const RgMethodDef decompress_methods[] = {
    RG_METHOD("decompress", "($self, data, /, max_length=0)", "Bytes that are ready after data.", decompress_decompress),
    RG_METHOD("flush", "($self, length=zlib.DEF_BUF_SIZE, /)", "The rest of the bytes.", decompress_flush),
    RG_METHOD("copy", "($self, /)", "A decompressor in the same state.", decompress_copy),
    RG_METHOD("__copy__", "($self, /)", NULL, decompress_copy),
    RG_METHOD("__deepcopy__", "($self, memo, /)", NULL, decompress_copy),
    RG_METHOD_END};
static const RgGetSetDef decompress_getset[] = {
    {"unused_data", get_unused, NULL, NULL}, {"unconsumed_tail", get_tail, NULL, NULL}, {"eof", get_eof, NULL, NULL}, RG_GETSET_END};

static const RgTypeSpec compress_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Stream),
                                         .cell = {"zlib compressor", trace, release_deflate}, .methods = compress_methods};
static const RgTypeSpec decompress_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Stream),
                                           .cell = {"zlib decompressor", trace, release_inflate}, .methods = decompress_methods,
                                           .getset = decompress_getset};

bool rg_zlib_add_types(RgThread *th, RgModule *m, RgArray *state)
{
    RgType *c = rg_type_new_native(th, "zlib", "Compress", RG_TYPE(th, object), &compress_spec);
    RgType *d = c ? rg_type_new_native(th, "zlib", "Decompress", RG_TYPE(th, object), &decompress_spec) : NULL;
    if (!d) return false;
    rg_gc_store(state, &state->items[RG_ZLIB_COMPRESS], rg_from_ptr(c));
    rg_gc_store(state, &state->items[RG_ZLIB_DECOMPRESS], rg_from_ptr(d));
    return true;
}
