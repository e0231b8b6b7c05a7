/* SPDX-License-Identifier: MIT
 *
 * zlib_module.c: zlib: checksums, compression and decompression of whole byte strings, over the system's zlib.
 */
#include "vm/module/zlib_stream.h"

#include "vm/base/mem.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define Z(NAME) static RgValue z_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* ---- shared by the module's files ---- */

bool rg_zlib_out_init(RgZlibOut *out, size_t hint, size_t max)
{
    *out = (RgZlibOut){.cap = RG_MAX(hint, (size_t)64), .max = max};
    if (max && out->cap > max) out->cap = max;
    out->data = rg_mem_alloc(out->cap);
    return out->data != NULL;
}

void rg_zlib_out_drop(RgZlibOut *out)
{
    rg_mem_free(out->data);
    out->data = NULL;
}

RgValue rg_zlib_out_take(RgThread *th, RgZlibOut *out)
{
    RgBytes *b = rg_bytes_new(th, out->data, (int64_t)out->len);
    rg_zlib_out_drop(out);
    return rg_from_ptr(b);
}

/* Room for more; false: full, or (status Z_MEM_ERROR) no memory. */
static bool make_room(RgZlibOut *out, int *status)
{
    if (out->len < out->cap) return true;
    if (out->max && out->cap == out->max) return false;
    size_t cap = out->cap * 2;
    if (out->max && cap > out->max) cap = out->max;
    uint8_t *more = rg_mem_realloc(out->data, cap);
    if (!more) {
        *status = Z_MEM_ERROR;
        return false;
    }
    out->data = more;
    out->cap = cap;
    return true;
}

int rg_zlib_run(z_stream *z, int (*step)(z_streamp, int), int flush, const uint8_t **data, size_t *len, RgZlibOut *out,
                const RgBufferView *dictionary)
{
    int status = Z_OK;
    do {
        uInt piece = (uInt)RG_MIN(*len, (size_t)1 << 30);
        bool again;
        z->next_in = (Bytef *)(uintptr_t)*data;
        z->avail_in = piece;
        do {
            if (!make_room(out, &status)) break;
            uInt room = (uInt)RG_MIN(out->cap - out->len, (size_t)1 << 30);
            z->next_out = out->data + out->len;
            z->avail_out = room;
            status = step(z, piece == *len ? flush : Z_NO_FLUSH);
            out->len += room - z->avail_out;
            again = z->avail_out == 0;
            if (status == Z_NEED_DICT && dictionary) {
                status = inflateSetDictionary(z, dictionary->data, (uInt)dictionary->len);
                again = status == Z_OK;
                out->bad_dictionary = !again;
            }
        } while (again && (status == Z_OK || status == Z_BUF_ERROR));
        *data += piece - z->avail_in;
        *len -= piece - z->avail_in;
        if (z->avail_in) break; /* full, at the stream's end, or failed */
    } while (*len && (status == Z_OK || status == Z_BUF_ERROR));
    return status;
}

RgValue rg_zlib_raise(RgThread *th, const z_stream *z, int status, const char *what)
{
    const char *why = status == Z_VERSION_ERROR ? "library version mismatch" : z->msg;
    if (!why && status == Z_BUF_ERROR) why = "incomplete or truncated stream";
    if (!why && status == Z_STREAM_ERROR) why = "inconsistent stream state";
    if (!why && status == Z_DATA_ERROR) why = "invalid input data";
    RgArray *state = RG_MODULE_STATE(th, zlib);
    RgType *type = RG_AS(RgType, state->items[RG_ZLIB_ERROR]);
    if (!why) return rg_raise_type(th, type, "Error %d %s", status, what);
    return rg_raise_type(th, type, "Error %d %s: %s", status, what, why);
}

RgValue rg_zlib_raise_memory(RgThread *th, const char *what)
{
    return rg_raise(th, RG_EXC_MemoryError, "Can't allocate memory %s", what);
}

bool rg_zlib_int(RgThread *th, RgValue v, int absent, int *out)
{
    int64_t i = absent;
    if (v != RG_UNBOUND && !rg_number_as_i64(th, v, &i)) return false;
    if (i != (int)i) {
        rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
        return false;
    }
    *out = (int)i;
    return true;
}

/* ---- functions ---- */

Z(compress)
{
    int level, bits;
    RgBufferView view;
    z_stream z = {0};
    RgZlibOut out;
    if (!rg_zlib_int(th, args[1], Z_DEFAULT_COMPRESSION, &level) || !rg_zlib_int(th, args[2], MAX_WBITS, &bits) ||
        !rg_buffer_get(th, args[0], &view, false))
        return RG_ERROR;
    int status = deflateInit2(&z, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
    if (status != Z_OK) {
        rg_buffer_release(&view);
        if (status == Z_MEM_ERROR) return rg_raise(th, RG_EXC_MemoryError, "Out of memory while compressing data");
        if (status != Z_STREAM_ERROR) return rg_zlib_raise(th, &z, status, "while compressing data");
        RgArray *state = RG_MODULE_STATE(th, zlib);
        return rg_raise_type(th, RG_AS(RgType, state->items[RG_ZLIB_ERROR]), "Bad compression level");
    }
    const uint8_t *data = view.data;
    size_t len = (size_t)view.len;
    status = rg_zlib_out_init(&out, RG_ZLIB_BUFFER, 0) ? rg_zlib_run(&z, deflate, Z_FINISH, &data, &len, &out, NULL) : Z_MEM_ERROR;
    deflateEnd(&z);
    rg_buffer_release(&view);
    if (status == Z_STREAM_END) return rg_zlib_out_take(th, &out);
    rg_zlib_out_drop(&out);
    return status == Z_MEM_ERROR ? rg_raise_memory(th) : rg_zlib_raise(th, &z, status, "while compressing data");
}

Z(decompress)
{
    int bits;
    int64_t size = RG_ZLIB_BUFFER;
    RgBufferView view;
    z_stream z = {0};
    RgZlibOut out;
    if (!rg_zlib_int(th, args[1], MAX_WBITS, &bits) || (args[2] != RG_UNBOUND && !rg_number_as_i64(th, args[2], &size)))
        return RG_ERROR;
    if (size < 0) return rg_raise(th, RG_EXC_ValueError, "bufsize must be non-negative");
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    const uint8_t *data = view.data;
    size_t len = (size_t)view.len;
    int status = inflateInit2(&z, bits);
    if (status != Z_OK) {
        rg_buffer_release(&view);
        if (status == Z_MEM_ERROR) return rg_raise(th, RG_EXC_MemoryError, "Out of memory while decompressing data");
        return rg_zlib_raise(th, &z, status, "while preparing to decompress data");
    }
    status = rg_zlib_out_init(&out, (size_t)RG_MIN(size, (int64_t)1 << 24), 0)
                 ? rg_zlib_run(&z, inflate, Z_SYNC_FLUSH, &data, &len, &out, NULL) : Z_MEM_ERROR;
    if (status == Z_OK) status = Z_BUF_ERROR; /* all used, and no end */
    RgValue result = 0;
    if (status == Z_MEM_ERROR)
        rg_raise(th, RG_EXC_MemoryError, "Out of memory while decompressing data");
    else if (status != Z_STREAM_END)
        rg_zlib_raise(th, &z, status, "while decompressing data");
    else
        result = rg_zlib_out_take(th, &out);
    if (!result) rg_zlib_out_drop(&out);
    inflateEnd(&z);
    rg_buffer_release(&view);
    return result;
}

/* A checksum's start value: any integer, its low 32 bits. */
static bool start_value(RgThread *th, RgValue v, uint32_t absent, uint32_t *out)
{
    int64_t i = absent;
    if (v != RG_UNBOUND) {
        RgValue mask = rg_int_from_i64(th, 0xffffffff);
        RgValue index = rg_number_index(th, v);
        RgValue low = index && mask ? rg_number_binary(th, RG_AND, index, mask) : RG_ERROR;
        if (!low || !rg_number_as_i64(th, low, &i)) return false;
    }
    *out = (uint32_t)i;
    return true;
}

static RgValue checksum(RgThread *th, const RgValue *args, uint32_t absent, uLong (*sum)(uLong, const Bytef *, z_size_t))
{
    RgBufferView view;
    uint32_t start;
    if (!start_value(th, args[1], absent, &start) || !rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    uLong result = sum(start, view.data ? view.data : (const Bytef *)"", (z_size_t)view.len);
    rg_buffer_release(&view);
    return rg_int_from_i64(th, (int64_t)(result & 0xffffffff));
}

Z(crc32)
{
    return checksum(th, args, 0, crc32_z);
}

Z(adler32)
{
    return checksum(th, args, 1, adler32_z);
}

/* ---- the module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD("adler32", "($module, data, value=1, /)", "Adler-32 checksum of data, continued from value.", z_adler32),
    RG_METHOD("compress", "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", "Compressed bytes of data.", z_compress),
    RG_METHOD("compressobj",
              "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, "
              "strategy=Z_DEFAULT_STRATEGY, zdict=None)", "A compressor for data that comes in pieces.", rg_zlib_compressobj),
    RG_METHOD("crc32", "($module, data, value=0, /)", "CRC-32 checksum of data, continued from value.", z_crc32),
    RG_METHOD("decompress", "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", "Bytes of compressed data.", z_decompress),
    RG_METHOD("decompressobj", "($module, /, wbits=MAX_WBITS, zdict=b\'\')", "A decompressor for data that comes in pieces.",
              rg_zlib_decompressobj),
    RG_METHOD_END};

static const RgModuleInt constants[] = {{"MAX_WBITS", MAX_WBITS}, {"DEFLATED", Z_DEFLATED}, {"DEF_MEM_LEVEL", 8}, {"DEF_BUF_SIZE", RG_ZLIB_BUFFER},
                 {"Z_NO_COMPRESSION", Z_NO_COMPRESSION}, {"Z_BEST_SPEED", Z_BEST_SPEED}, {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
                 {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION}, {"Z_FILTERED", Z_FILTERED}, {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
                 {"Z_RLE", Z_RLE}, {"Z_FIXED", Z_FIXED}, {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY}, {"Z_NO_FLUSH", Z_NO_FLUSH},
                 {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH}, {"Z_SYNC_FLUSH", Z_SYNC_FLUSH}, {"Z_FULL_FLUSH", Z_FULL_FLUSH},
                 {"Z_FINISH", Z_FINISH}, {"Z_BLOCK", Z_BLOCK}, {"Z_TREES", Z_TREES}};

bool rg_module_init_zlib(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_ZLIB_COUNT);
    if (!state) return false;
    RG_MODULE_STATE(th, zlib) = state;
    RgType *error = rg_module_exception(th, "zlib", "error", RG_EXC(th, Exception));
    if (!error) return false;
    rg_gc_store(state, &state->items[RG_ZLIB_ERROR], rg_from_ptr(error));
    return rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants)) && rg_zlib_add_types(th, m, state) && rg_module_set(th, m, "error", rg_from_ptr(error)) &&
           rg_module_set_str(th, m, "ZLIB_VERSION", ZLIB_VERSION) && rg_module_set_str(th, m, "ZLIB_RUNTIME_VERSION", zlibVersion()) &&
           rg_module_set_str(th, m, "__version__", "1.0") && rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Compression and checksums of the zlib library.");
}
