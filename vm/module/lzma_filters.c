/* SPDX-License-Identifier: MIT
 *
 * lzma_filters.c: filter chains of _lzma: dictionaries like {"id": FILTER_DELTA, "dist": 4} to the library's structs and back.
 */
#ifdef HAVE_LZMA
#include <stdlib.h>

#include "vm/module/lzma_streams.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

bool rg_lzma_u32(RgThread *th, RgValue v, uint32_t fallback, uint32_t *out)
{
    int64_t i = fallback;
    if (v && v != RG_UNBOUND && v != RG_NONE) {
        if (!rg_is_integer(v)) {
            rg_raise(th, RG_EXC_TypeError, "an integer is required");
            return false;
        }
        if (!rg_number_as_i64(th, v, &i)) return false;
    }
    if (i < 0 || i > UINT32_MAX) {
        if (i < 0) rg_raise(th, RG_EXC_OverflowError, "can't convert negative int to unsigned");
        else rg_raise(th, RG_EXC_OverflowError, "Value too large for uint32_t type");
        return false;
    }
    *out = (uint32_t)i;
    return true;
}

typedef struct Field {
    const char *name;
    uint32_t *to;
} Field;

/* Reads those fields of the dictionary that are there; any other key but "id" and "preset" is refused. */
static bool read_fields(RgThread *th, RgValue spec, const Field *fields, size_t n, const char *kind)
{
    uint32_t at = 0;
    RgValue key, value;
    while (rg_dict_next(RG_DICT(spec), &at, &key, &value)) {
        size_t i = 0;
        if (rg_is_str(key) && (rg_str_equal_cstr(RG_STR(key), "id"))) continue;
        while (i < n && !(rg_is_str(key) && rg_str_equal_cstr(RG_STR(key), fields[i].name))) i++;
        if (i == n) {
            rg_raise(th, RG_EXC_ValueError, "Invalid filter specifier for %s filter", kind);
            return false;
        }
        if (!rg_lzma_u32(th, value, 0, fields[i].to)) return false;
    }
    return true;
}

static bool lzma_filter_of(RgThread *th, RgValue spec, lzma_options_lzma *o)
{
    uint32_t preset = LZMA_PRESET_DEFAULT, mode = 0, mf = 0;
    RgStr *name = rg_intern_cstr(th, "preset");
    if (!name || !rg_lzma_u32(th, rg_dict_get_str(th, RG_DICT(spec), name), preset, &preset)) return false;
    if (rg_lzma_library(th)->lzma_lzma_preset(o, preset)) {
        rg_raise_type(th, RG_AS(RgType, rg_lzma_item(th, RG_LZMA_ERROR_ITEM)), "Invalid compression preset: %u", preset);
        return false;
    }
    mode = o->mode, mf = o->mf;
    const Field fields[] = {{"preset", &preset}, {"dict_size", &o->dict_size}, {"lc", &o->lc}, {"lp", &o->lp}, {"pb", &o->pb},
                            {"mode", &mode}, {"nice_len", &o->nice_len}, {"mf", &mf}, {"depth", &o->depth}};
    if (!read_fields(th, spec, fields, RG_COUNT_OF(fields), "LZMA")) return false;
    o->mode = (lzma_mode)mode, o->mf = (lzma_match_finder)mf;
    return true;
}

static bool filter_of(RgThread *th, RgValue spec, lzma_filter *filter, RgLzmaOptions *options)
{
    RgStr *id_name = rg_intern_cstr(th, "id");
    int64_t id;
    if (!rg_is_kind(spec, RG_KIND_dict)) {
        rg_raise(th, RG_EXC_TypeError, "Filter specifier must be a dict or dict-like object");
        return false;
    }
    RgValue v = id_name ? rg_dict_get_str(th, RG_DICT(spec), id_name) : 0;
    if (!v) {
        rg_raise(th, RG_EXC_ValueError, "Filter specifier must have an \"id\" entry");
        return false;
    }
    if (!rg_number_as_i64(th, v, &id)) return false;
    filter->id = (lzma_vli)id;
    filter->options = options;
    memset(options, 0, sizeof *options);
    switch (filter->id) {
    case LZMA_FILTER_LZMA1:
    case LZMA_FILTER_LZMA2: return lzma_filter_of(th, spec, &options->lzma);
    case LZMA_FILTER_DELTA: {
        options->delta.type = LZMA_DELTA_TYPE_BYTE;
        options->delta.dist = 1;
        return read_fields(th, spec, &(Field){"dist", &options->delta.dist}, 1, "delta");
    }
    case LZMA_FILTER_X86:
    case LZMA_FILTER_POWERPC:
    case LZMA_FILTER_IA64:
    case LZMA_FILTER_ARM:
    case LZMA_FILTER_ARMTHUMB:
    case LZMA_FILTER_SPARC: return read_fields(th, spec, &(Field){"start_offset", &options->bcj.start_offset}, 1, "BCJ");
    default: rg_raise(th, RG_EXC_ValueError, "Invalid filter ID: %lld", (long long)id); return false;
    }
}

bool rg_lzma_chain(RgThread *th, RgValue specs, RgLzmaChain *out)
{
    if (rg_is_kind(specs, RG_KIND_dict)) {
        rg_raise(th, RG_EXC_TypeError, "dict is not a sequence");
        return false;
    }
    RgList *list = rg_len(th, specs) < 0 ? NULL : rg_to_list(th, specs);
    if (!list) return false;
    if (list->length > LZMA_FILTERS_MAX) {
        rg_raise(th, RG_EXC_ValueError, "Too many filters - liblzma supports a maximum of %d", LZMA_FILTERS_MAX);
        return false;
    }
    for (int64_t i = 0; i < list->length; i++)
        if (!filter_of(th, list->items[i], &out->filters[i], &out->options[i])) return false;
    out->filters[list->length].id = LZMA_VLI_UNKNOWN;
    return true;
}

RgValue rg_lzma_encode_filter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgLzmaChain chain;
    uint32_t size;
    if (!filter_of(th, args[0], &chain.filters[0], &chain.options[0])) return RG_ERROR;
    lzma_ret status = rg_lzma_library(th)->lzma_properties_size(&size, &chain.filters[0]);
    if (status != LZMA_OK) return rg_lzma_failed(th, status);
    RgBytes *b = rg_bytes_new(th, NULL, size);
    if (!b) return RG_ERROR;
    status = rg_lzma_library(th)->lzma_properties_encode(&chain.filters[0], b->data);
    return status == LZMA_OK ? rg_from_ptr(b) : rg_lzma_failed(th, status);
}

static bool put(RgThread *th, RgDict *d, const char *name, uint64_t number)
{
    RgStr *key = rg_intern_cstr(th, name);
    RgValue v = key ? rg_int_from_i64(th, (int64_t)number) : RG_ERROR;
    return v && rg_dict_set_str(th, d, key, v);
}

static bool describe(RgThread *th, RgDict *d, const lzma_filter *filter)
{
    const RgLzmaOptions *o = filter->options;
    if (!put(th, d, "id", filter->id)) return false;
    if (!o) return true; /* a BCJ filter that starts at 0 */
    switch (filter->id) {
    case LZMA_FILTER_LZMA1:
        return put(th, d, "lc", o->lzma.lc) && put(th, d, "lp", o->lzma.lp) && put(th, d, "pb", o->lzma.pb) &&
               put(th, d, "dict_size", o->lzma.dict_size);
    case LZMA_FILTER_LZMA2: return put(th, d, "dict_size", o->lzma.dict_size);
    case LZMA_FILTER_DELTA: return put(th, d, "dist", o->delta.dist);
    default: return put(th, d, "start_offset", o->bcj.start_offset);
    }
}

RgValue rg_lzma_decode_filter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t id;
    RgBufferView view;
    if (!rg_number_as_i64(th, args[0], &id) || !rg_buffer_get(th, args[1], &view, false)) return RG_ERROR;
    lzma_filter filter = {.id = (lzma_vli)id};
    lzma_ret status = rg_lzma_library(th)->lzma_properties_decode(&filter, NULL, view.data, (size_t)view.len);
    rg_buffer_release(&view);
    if (status != LZMA_OK) return rg_lzma_failed(th, status);
    RgDict *d = rg_dict_new(th);
    bool ok = d && describe(th, d, &filter);
    free(filter.options);
    return ok ? rg_from_ptr(d) : RG_ERROR;
}
#endif
