/* SPDX-License-Identifier: MIT
 *
 * lzma_module.c: _lzma: compressor and decompressor of the lzma library, which is opened when the module is first imported. The
 * library's state is malloc memory that the collector frees with the object.
 */
#ifdef HAVE_LZMA
#include "vm/module/lzma_streams.h"

#include "vm/module/stream_io.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW, CHECK_UNKNOWN = LZMA_CHECK_ID_MAX + 1 };
static const char *const library_names[] = {RG_LZMA_FUNCTIONS(RG_LAZYLIB_NAME)};

typedef struct Stream {
    RgObject head;
    lzma_stream z;
    void (*end)(lzma_stream *); /* NULL: z is not in use */
    bool ended;                 /* compressors: flushed; decompressors: at the end of the stream */
    bool needs_input;
    int check;
    RgBytes *pending;           /* decompressors: input that was not used yet */
    RgBytes *unused;            /* decompressors: what follows the stream's end */
} Stream;

#define SELF RG_AS(Stream, self)

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

RgValue rg_lzma_failed(RgThread *th, lzma_ret status)
{
    const char *why;
    switch (status) {
    case LZMA_MEM_ERROR: return rg_raise_memory(th);
    case LZMA_UNSUPPORTED_CHECK: why = "Unsupported integrity check"; break;
    case LZMA_MEMLIMIT_ERROR: why = "Memory usage limit exceeded"; break;
    case LZMA_FORMAT_ERROR: why = "Input format not supported by decoder"; break;
    case LZMA_OPTIONS_ERROR: why = "Invalid or unsupported options"; break;
    case LZMA_DATA_ERROR: why = "Corrupt input data"; break;
    case LZMA_BUF_ERROR: why = "Insufficient buffer space"; break;
    case LZMA_PROG_ERROR: why = "Internal error"; break;
    default:
        return rg_raise_type(th, RG_AS(RgType, rg_lzma_item(th, RG_LZMA_ERROR_ITEM)), "Unrecognized error from liblzma: %d", (int)status);
    }
    return rg_raise_type(th, RG_AS(RgType, rg_lzma_item(th, RG_LZMA_ERROR_ITEM)), "%s", why);
}

static bool succeeded(lzma_ret status)
{
    return status == LZMA_OK || status == LZMA_STREAM_END || status == LZMA_NO_CHECK || status == LZMA_GET_CHECK;
}

static Stream *stream_new(RgThread *th, RgType *type)
{
    Stream *s = rg_object_new_of(th, type, 0);
    RgBytes *empty = s ? rg_bytes_new(th, NULL, 0) : NULL;
    if (!empty) return NULL;
    s->z = (lzma_stream)LZMA_STREAM_INIT;
    s->needs_input = true;
    rg_gc_store_ptr(s, &s->pending, empty);
    rg_gc_store_ptr(s, &s->unused, empty);
    return s;
}

static bool int_arg(RgThread *th, RgValue v, int absent, int *out)
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

static bool given(RgValue v)
{
    return v != RG_UNBOUND && v != RG_NONE;
}

/* ---- compressing ---- */

/* The encoder for a format; LZMA_OK, another status, or -1: raised. */
static int start_encoder(RgThread *th, Stream *s, int format, int check, uint32_t preset, RgValue filters)
{
    const RgLzmaLibrary *lib = rg_lzma_library(th);
    RgLzmaChain chain;
    if (given(filters) && !rg_lzma_chain(th, filters, &chain)) return -1;
    switch (format) {
    case FORMAT_XZ:
        if (given(filters)) return (int)lib->lzma_stream_encoder(&s->z, chain.filters, (lzma_check)check);
        return (int)lib->lzma_easy_encoder(&s->z, preset, (lzma_check)check);
    case FORMAT_ALONE:
        if (!given(filters)) {
            if (!lib->lzma_lzma_preset(&chain.options[0].lzma, preset)) return (int)lib->lzma_alone_encoder(&s->z, &chain.options[0].lzma);
            rg_raise_type(th, RG_AS(RgType, rg_lzma_item(th, RG_LZMA_ERROR_ITEM)), "Invalid compression preset: %u", preset);
            return -1;
        }
        if (chain.filters[0].id == LZMA_FILTER_LZMA1 && chain.filters[1].id == LZMA_VLI_UNKNOWN)
            return (int)lib->lzma_alone_encoder(&s->z, chain.filters[0].options);
        rg_raise(th, RG_EXC_ValueError, "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter");
        return -1;
    case FORMAT_RAW:
        if (given(filters)) return (int)lib->lzma_raw_encoder(&s->z, chain.filters);
        rg_raise(th, RG_EXC_ValueError, "Must specify filters for FORMAT_RAW");
        return -1;
    default:
        rg_raise(th, RG_EXC_ValueError, "Invalid container format: %d", format);
        return -1;
    }
}

static RgValue compressor_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[4];
    int format, check;
    uint32_t preset;
    if (!rg_args_parse(th, "LZMACompressor", "(format=1, check=-1, preset=None, filters=None)", args, nargs, kwnames, a) ||
        !int_arg(th, a[0], FORMAT_XZ, &format) || !int_arg(th, a[1], -1, &check))
        return RG_ERROR;
    if (given(a[2]) && given(a[3])) return rg_raise(th, RG_EXC_ValueError, "Cannot specify both preset and filter chain");
    if (!rg_lzma_u32(th, a[2], LZMA_PRESET_DEFAULT, &preset)) return RG_ERROR;
    if (format != FORMAT_XZ && check != -1 && check != LZMA_CHECK_NONE)
        return rg_raise(th, RG_EXC_ValueError, "Integrity checks are only supported by FORMAT_XZ");
    Stream *s = stream_new(th, type);
    int status = s ? start_encoder(th, s, format, check == -1 ? LZMA_CHECK_CRC64 : check, preset, a[3]) : -1;
    if (status < 0) return RG_ERROR;
    if (status != LZMA_OK) return rg_lzma_failed(th, (lzma_ret)status);
    s->end = rg_lzma_library(th)->lzma_end;
    return rg_from_ptr(s);
}

/* Runs the coder over data until it is used up, the stream ends or out is full. */
static lzma_ret run(RgThread *th, Stream *s, const uint8_t **data, size_t *n, lzma_action action, RgStreamOut *out)
{
    lzma_ret status;
    s->z.next_in = *data, s->z.avail_in = *n;
    for (;;) {
        size_t room;
        uint8_t *at;
        if (!rg_stream_room(out, SIZE_MAX, &at, &room)) {
            status = LZMA_MEM_ERROR;
            break;
        }
        s->z.next_out = at, s->z.avail_out = room;
        status = rg_lzma_library(th)->lzma_code(&s->z, action);
        size_t made = room - s->z.avail_out;
        out->bytes.len += made;
        if (status == LZMA_BUF_ERROR && !s->z.avail_in && s->z.avail_out) status = LZMA_OK; /* wants more input: no error */
        if (status == LZMA_GET_CHECK || status == LZMA_NO_CHECK) s->check = (int)rg_lzma_library(th)->lzma_get_check(&s->z);
        if (!succeeded(status) || status == LZMA_STREAM_END || rg_stream_full(out)) break;
        if (!s->z.avail_in && s->z.avail_out && action != LZMA_FINISH) break;
    }
    *data = s->z.next_in, *n = s->z.avail_in;
    return status;
}

static RgValue compressor_compress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgBufferView view;
    RgStreamOut out = {.max = -1};
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    if (SELF->ended) {
        rg_buffer_release(&view);
        return rg_raise(th, RG_EXC_ValueError, "Compressor has been flushed");
    }
    const uint8_t *data = view.data;
    size_t n = (size_t)view.len;
    lzma_ret status = n ? run(th, SELF, &data, &n, LZMA_RUN, &out) : LZMA_OK;
    rg_buffer_release(&view);
    if (!succeeded(status)) rg_lzma_failed(th, status);
    return rg_stream_take(th, &out, succeeded(status));
}

static RgValue compressor_flush(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgStreamOut out = {.max = -1};
    const uint8_t *data = NULL;
    size_t n = 0;
    if (SELF->ended) return rg_raise(th, RG_EXC_ValueError, "Repeated call to flush()");
    SELF->ended = true;
    lzma_ret status = run(th, SELF, &data, &n, LZMA_FINISH, &out);
    if (!succeeded(status)) rg_lzma_failed(th, status);
    return rg_stream_take(th, &out, succeeded(status));
}

/* ---- decompressing ---- */

static RgValue decompressor_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    const RgLzmaLibrary *lib = rg_lzma_library(th);
    const uint32_t flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
    RgValue a[3];
    RgLzmaChain chain;
    int format;
    int64_t limit = -1; /* none */
    if (!rg_args_parse(th, "LZMADecompressor", "(format=0, memlimit=None, filters=None)", args, nargs, kwnames, a) ||
        !int_arg(th, a[0], FORMAT_AUTO, &format))
        return RG_ERROR;
    if (given(a[1]) && format == FORMAT_RAW) return rg_raise(th, RG_EXC_ValueError, "Cannot specify memory limit with FORMAT_RAW");
    if (given(a[1]) && !rg_number_as_i64(th, a[1], &limit)) return RG_ERROR;
    if (given(a[1]) && limit < 0) return rg_raise(th, RG_EXC_OverflowError, "can't convert negative int to unsigned");
    if (format == FORMAT_RAW && !given(a[2])) return rg_raise(th, RG_EXC_ValueError, "Must specify filters for FORMAT_RAW");
    if (format != FORMAT_RAW && given(a[2])) return rg_raise(th, RG_EXC_ValueError, "Cannot specify filters except with FORMAT_RAW");
    if (given(a[2]) && !rg_lzma_chain(th, a[2], &chain)) return RG_ERROR;
    Stream *s = stream_new(th, type);
    if (!s) return RG_ERROR;
    s->check = format == FORMAT_ALONE || format == FORMAT_RAW ? LZMA_CHECK_NONE : CHECK_UNKNOWN;
    lzma_ret status;
    switch (format) {
    case FORMAT_AUTO: status = lib->lzma_auto_decoder(&s->z, (uint64_t)limit, flags); break;
    case FORMAT_XZ: status = lib->lzma_stream_decoder(&s->z, (uint64_t)limit, flags); break;
    case FORMAT_ALONE: status = lib->lzma_alone_decoder(&s->z, (uint64_t)limit); break;
    case FORMAT_RAW: status = lib->lzma_raw_decoder(&s->z, chain.filters); break;
    default: return rg_raise(th, RG_EXC_ValueError, "Invalid container format: %d", format);
    }
    if (status != LZMA_OK) return rg_lzma_failed(th, status);
    s->end = lib->lzma_end;
    return rg_from_ptr(s);
}

static RgValue decompressor_decompress(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Stream *s = SELF;
    RgStreamOut out;
    RgBytes *input = rg_stream_begin(th, args, s->pending, s->ended ? "Already at end of stream" : NULL, &out);
    if (!input) return RG_ERROR;
    const uint8_t *data = input->data;
    size_t n = (size_t)input->length;
    lzma_ret status = run(th, s, &data, &n, LZMA_RUN, &out);
    RgBytes *rest = rg_bytes_new(th, data, (int64_t)n), *empty = rg_bytes_new(th, NULL, 0);
    if (!rest || !empty) return rg_stream_take(th, &out, false);
    s->ended = status == LZMA_STREAM_END;
    s->needs_input = !s->ended && !n && s->z.avail_out; /* a full output may have more behind it */
    rg_gc_store_ptr(s, &s->pending, s->ended ? empty : rest);
    if (s->ended) rg_gc_store_ptr(s, &s->unused, rest);
    if (!succeeded(status)) rg_lzma_failed(th, status);
    return rg_stream_take(th, &out, succeeded(status));
}

static RgValue get_check(RgThread *th, RgValue self) { return rg_from_int(SELF->check); }
static RgValue get_eof(RgThread *th, RgValue self) { return rg_from_bool(SELF->ended); }
static RgValue get_needs_input(RgThread *th, RgValue self) { return rg_from_bool(SELF->needs_input); }
static RgValue get_unused(RgThread *th, RgValue self) { return rg_from_ptr(SELF->unused); }

/* ---- the module ---- */

static RgValue is_check_supported(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int check;
    if (!int_arg(th, args[0], 0, &check)) return RG_ERROR;
    return rg_from_bool(rg_lzma_library(th)->lzma_check_is_supported((lzma_check)check));
}

static const RgMethodDef functions[] = {
    RG_METHOD("is_check_supported", "($module, check_id, /)", "Whether an integrity check can be used.", is_check_supported),
    RG_METHOD("_encode_filter_properties", "($module, filter, /)", "Options of a filter as bytes.", rg_lzma_encode_filter),
    RG_METHOD("_decode_filter_properties", "($module, filter_id, encoded_props, /)", "Options of a filter out of bytes.",
              rg_lzma_decode_filter),
    RG_METHOD_END};
static const RgMethodDef compressor_methods[] = {
    RG_METHOD("compress", "($self, data, /)", "Compressed bytes that are ready after data.", compressor_compress),
    RG_METHOD("flush", "($self, /)", "The rest of the compressed bytes.", compressor_flush),
    RG_METHOD_END};
static const RgMethodDef decompressor_methods[] = {
    RG_METHOD("decompress", "($self, /, data, max_length=-1)", "Bytes that are ready after data.", decompressor_decompress),
    RG_METHOD_END};
static const RgGetSetDef decompressor_getset[] = {{"check", get_check, NULL, "The stream's integrity check."},
                                                  {"eof", get_eof, NULL, "True at the end of the stream."},
                                                  {"needs_input", get_needs_input, NULL, "True if more input is needed for output."},
                                                  {"unused_data", get_unused, NULL, "What follows the stream's end."},
                                                  RG_GETSET_END};
static const RgTypeSpec compressor_spec = {.basicsize = sizeof(Stream), .cell = {"lzma compressor", trace, release},
                                           .slots = {.new_ = compressor_new}, .methods = compressor_methods};
static const RgTypeSpec decompressor_spec = {.signature = "(format=FORMAT_AUTO, memlimit=None, filters=None)",
                                             .basicsize = sizeof(Stream), .cell = {"lzma decompressor", trace, release},
                                             .slots = {.new_ = decompressor_new}, .methods = decompressor_methods,
                                             .getset = decompressor_getset};

static const RgModuleInt constants[] = {{"FORMAT_AUTO", FORMAT_AUTO}, {"FORMAT_XZ", FORMAT_XZ}, {"FORMAT_ALONE", FORMAT_ALONE}, {"FORMAT_RAW", FORMAT_RAW},
                 {"CHECK_NONE", LZMA_CHECK_NONE}, {"CHECK_CRC32", LZMA_CHECK_CRC32}, {"CHECK_CRC64", LZMA_CHECK_CRC64},
                 {"CHECK_SHA256", LZMA_CHECK_SHA256}, {"CHECK_ID_MAX", LZMA_CHECK_ID_MAX}, {"CHECK_UNKNOWN", CHECK_UNKNOWN},
                 {"FILTER_LZMA1", (int64_t)LZMA_FILTER_LZMA1}, {"FILTER_LZMA2", LZMA_FILTER_LZMA2}, {"FILTER_DELTA", LZMA_FILTER_DELTA},
                 {"FILTER_X86", LZMA_FILTER_X86}, {"FILTER_IA64", LZMA_FILTER_IA64}, {"FILTER_ARM", LZMA_FILTER_ARM},
                 {"FILTER_ARMTHUMB", LZMA_FILTER_ARMTHUMB}, {"FILTER_SPARC", LZMA_FILTER_SPARC},
                 {"FILTER_POWERPC", LZMA_FILTER_POWERPC}, {"MF_HC3", LZMA_MF_HC3}, {"MF_HC4", LZMA_MF_HC4}, {"MF_BT2", LZMA_MF_BT2},
                 {"MF_BT3", LZMA_MF_BT3}, {"MF_BT4", LZMA_MF_BT4}, {"MODE_FAST", LZMA_MODE_FAST}, {"MODE_NORMAL", LZMA_MODE_NORMAL},
                 {"PRESET_DEFAULT", LZMA_PRESET_DEFAULT}, {"PRESET_EXTREME", LZMA_PRESET_EXTREME}};

bool rg_module_init_lzma(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_LZMA_STATE_ITEMS);
    RgValue lib = state ? rg_lazylib_open(th, "_lzma", RG_LZMA_LIBRARY, library_names, RG_COUNT_OF(library_names)) : RG_ERROR;
    RgType *error = lib ? rg_module_exception(th, "_lzma", "LZMAError", RG_EXC(th, Exception)) : NULL;
    if (!error) return false;
    rg_gc_store(state, &state->items[RG_LZMA_LIBRARY_ITEM], lib);
    rg_gc_store(state, &state->items[RG_LZMA_ERROR_ITEM], rg_from_ptr(error));
    RG_MODULE_STATE(th, lzma) = state;
    if (!rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants))) return false;
    RgType *c = rg_type_new_native(th, "_lzma", "LZMACompressor", RG_TYPE(th, object), &compressor_spec);
    RgType *d = c ? rg_type_new_native(th, "_lzma", "LZMADecompressor", RG_TYPE(th, object), &decompressor_spec) : NULL;
    return d && rg_module_add_type(th, m, c) && rg_module_add_type(th, m, d) && rg_module_set(th, m, "LZMAError", rg_from_ptr(error)) &&
           rg_module_add_functions(th, m, functions);
}
#endif
