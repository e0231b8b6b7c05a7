/* SPDX-License-Identifier: MIT
 *
 * image_write.c: a unit to the bytes of a .rgc file. Equal strings are stored once; a constant that several places
 * share stays shared. Items of a tuple come before it, so that the reader sees at a glance that there are no cycles.
 */
#include "vm/base/hash.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"
#include "vm/base/vec.h"
#include "vm/code/image.h"
#include "vm/code/image_format.h"
#include "vm/code/image_rows.h"
#include "vm/code/op.h"

#define RECENT_BITS 9

/* Strings by address: a file's strings are mostly references to earlier ones, which the reader left where they were. */
typedef struct Recent {
    const char *data;
    uint32_t len, index;
} Recent;

/* Numbers of records, counted from 1, by hash; 0 is free. At most half is in use. What is compared lies with the
 * records, so that the table itself stays small and in the cache. */
typedef struct Index {
    uint32_t *slots;
    size_t cap, made; /* slots in use: a power of two, and at all */
} Index;

/* Its memory serves one unit after the other. The arrays of code objects, most of a file, are written where they stay;
 * the other sections are collected beside and follow. */
struct RgImageWriter {
    const RgCodeUnit *unit;
    RgStrBuf *out;
    size_t start; /* of the image in out */
    RgMap codes;  /* address to index */
    Index strings, consts;
    RG_VEC(RgImageString) string_records;
    RG_VEC(RgImageConst) const_records;
    RG_VEC(const RgConst *) const_addresses; /* by record */
    RG_VEC(RgImageCode) code_records;
    RG_VEC(uint32_t) items;
    RG_VEC(uint32_t) indices; /* of the constants of one code object */
    RgStrBuf text, own;       /* own: an image that is saved at once */
    uint64_t op_stamp;
    RgError *error;
    Recent recent[1 << RECENT_BITS];
};
typedef struct RgImageWriter Writer;

#define DATA(w) ((w)->start + sizeof(RgImageHeader)) /* where the section of data begins in out */

#define NO_MEMORY(w) rg_error_set((w)->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "writing an image")
#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        RgStatus status_ = (expr);                                                                                     \
        if (status_) return status_;                                                                                   \
    } while (0)

/* Empties the table and makes room for n numbers. */
static bool index_restart(Index *ix, size_t n)
{
    size_t cap = 16;
    while (cap / 2 < n)
        cap *= 2;
    if (cap > ix->made) {
        uint32_t *slots = rg_mem_realloc(ix->slots, cap * sizeof *slots);
        if (!slots) return false;
        ix->slots = slots;
        ix->made = cap;
    }
    ix->cap = cap;
    memset(ix->slots, 0, cap * sizeof *ix->slots);
    return true;
}

static inline uint64_t hash_address(const RgConst *k)
{
    return rg_hash_mix((uint64_t)(uintptr_t)k >> 3);
}

/* The slot of the record with these bytes, or the free one where its number belongs. */
static inline uint32_t *find_string(const Writer *w, const char *data, uint32_t len, uint64_t hash)
{
    const size_t mask = w->strings.cap - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t number = w->strings.slots[i];
        if (!number) return &w->strings.slots[i];
        const RgImageString *record = &w->string_records.data[number - 1];
        if (record->len == len && (len == 0 || memcmp(w->text.data + record->offset, data, len) == 0))
            return &w->strings.slots[i];
    }
}

static inline uint32_t *find_const(const Writer *w, const RgConst *k)
{
    const size_t mask = w->consts.cap - 1;
    for (size_t i = hash_address(k) & mask;; i = (i + 1) & mask) {
        uint32_t number = w->consts.slots[i];
        if (!number || w->const_addresses.data[number - 1] == k) return &w->consts.slots[i];
    }
}

/* Room for one more in each. */
static bool grow_indices(Writer *w)
{
    if (w->string_records.len >= w->strings.cap / 2) {
        if (!index_restart(&w->strings, w->strings.cap)) return false;
        for (uint32_t k = 0; k < w->string_records.len; k++) {
            const RgImageString *record = &w->string_records.data[k];
            const char *data = w->text.data + record->offset;
            *find_string(w, data, record->len, rg_hash64(data, record->len, 0)) = k + 1;
        }
    }
    if (w->const_records.len >= w->consts.cap / 2) {
        if (!index_restart(&w->consts, w->consts.cap)) return false;
        for (uint32_t k = 0; k < w->const_records.len; k++)
            *find_const(w, w->const_addresses.data[k]) = k + 1;
    }
    return true;
}

/* Of the text nobody wants the terminator. */
static inline void add_text(Writer *w, const char *data, uint32_t len)
{
    RgStrBuf *text = &w->text;
    if (RG_UNLIKELY(!len || len >= text->cap - text->len)) {
        rg_strbuf_add(text, data, len);
        return;
    }
    memcpy(text->data + text->len, data, len);
    text->len += len;
}

static RgStatus add_string(Writer *w, const char *data, uint32_t len, uint32_t *index)
{
    Recent *recent = &w->recent[(uint64_t)(uintptr_t)data * 0x9e3779b97f4a7c15ull >> (64 - RECENT_BITS)];
    if (recent->data == data && recent->len == len && len) {
        *index = recent->index;
        return RG_OK;
    }
    if (RG_UNLIKELY(w->string_records.len >= w->strings.cap / 2) && !grow_indices(w)) return NO_MEMORY(w);
    uint32_t *number = find_string(w, data, len, rg_hash64(data, len, 0));
    if (!*number) {
        size_t at = w->text.len;
        add_text(w, data, len);
        if (w->text.failed || !RG_VEC_PUSH(&w->string_records, ((RgImageString){(uint32_t)at, len})))
            return NO_MEMORY(w);
        *number = (uint32_t)w->string_records.len;
    }
    *index = *number - 1;
    *recent = (Recent){data, len, *index};
    return RG_OK;
}

static RgStatus add_const(Writer *w, const RgConst *k, uint32_t *index);

static RgStatus add_items(Writer *w, const RgConst *k, RgImageConst *record)
{
    uint32_t *indices = rg_mem_alloc((size_t)k->len * sizeof *indices);
    RgStatus status = indices ? RG_OK : NO_MEMORY(w);
    for (uint32_t i = 0; i < k->len && !status; i++)
        status = add_const(w, k->u.items[i], &indices[i]);
    record->payload = w->items.len;
    record->len = k->len;
    if (!status && !RG_VEC_RESERVE(&w->items, w->items.len + k->len)) status = NO_MEMORY(w);
    if (!status && k->len) {
        memcpy(w->items.data + w->items.len, indices, (size_t)k->len * sizeof *indices);
        w->items.len += k->len;
    }
    rg_mem_free(indices);
    return status;
}

static void align(Writer *w)
{
    static const char zeros[8];
    rg_strbuf_add(w->out, zeros, -(w->out->len - w->start) % 8);
}

static RgStatus fill_record(Writer *w, const RgConst *k, RgImageConst *record)
{
    uint32_t string;
    switch ((RgConstKind)k->kind) {
    case RG_CONST_INT: record->payload = (uint64_t)k->u.i; break;
    case RG_CONST_FLOAT: memcpy(&record->payload, &k->u.f, sizeof k->u.f); break;
    case RG_CONST_COMPLEX:
        align(w);
        record->payload = w->out->len - DATA(w);
        rg_strbuf_add(w->out, k->u.complex, 2 * sizeof(double));
        break;
    case RG_CONST_STR:
        record->flags = k->flags & (RG_CONSTF_INTERNED | RG_CONSTF_ASCII);
        TRY(add_string(w, k->u.bytes, k->len, &string));
        record->payload = string;
        break;
    case RG_CONST_BIGINT:
        record->flags = k->flags & RG_CONSTF_NEGATIVE;
        /* fall through */
    case RG_CONST_BYTES:
        record->payload = w->text.len;
        record->len = k->len;
        rg_strbuf_add(&w->text, k->u.bytes, k->len);
        break;
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET: return add_items(w, k, record);
    case RG_CONST_CODE: {
        const uint64_t *number = rg_map_lookup(&w->codes, (uint64_t)(uintptr_t)k->u.code);
        if (!number) return rg_error_set(w->error, ERR_CODE_CONSTANT, UINT64_MAX, "code object of another unit");
        record->payload = *number;
        break;
    }
    default: break;
    }
    return RG_OK;
}

static RgStatus add_const(Writer *w, const RgConst *k, uint32_t *index)
{
    uint32_t number = *find_const(w, k);
    if (!number) {
        RgImageConst record = {.kind = k->kind};
        TRY(fill_record(w, k, &record)); /* which may add other constants */
        if (RG_UNLIKELY(w->const_records.len >= w->consts.cap / 2) && !grow_indices(w)) return NO_MEMORY(w);
        if (!RG_VEC_PUSH(&w->const_records, record) || !RG_VEC_PUSH(&w->const_addresses, k)) return NO_MEMORY(w);
        number = (uint32_t)w->const_records.len;
        *find_const(w, k) = number;
    }
    *index = number - 1;
    return RG_OK;
}

/* Bytes of the arrays that are written as they are, and of the constants' indices. */
static size_t arrays_size(const RgCode *c)
{
    return c->nwords * sizeof *c->words + c->nhandlers * sizeof *c->handlers + c->nmirrors * sizeof *c->mirrors +
           c->npoints * sizeof *c->points + c->nsites * sizeof *c->sites + c->nconsts * sizeof(uint32_t);
}

/* Where there is room for it. */
static inline char *put_array(char *to, const void *data, size_t size)
{
    if (size) memcpy(to, data, size);
    return to + size;
}

static RgStatus add_names(Writer *w, const RgStrRef *names, uint32_t count)
{
    size_t at = w->out->len;
    rg_strbuf_reserve(w->out, (size_t)count * sizeof(uint32_t));
    if (w->out->failed) return NO_MEMORY(w);
    for (uint32_t i = 0; i < count; i++, at += sizeof(uint32_t)) {
        uint32_t index;
        TRY(add_string(w, names[i].data, names[i].len, &index));
        memcpy(w->out->data + at, &index, sizeof index);
    }
    w->out->len = at;
    return RG_OK;
}

/* Constants first: they may put doubles into data, which must not end up between the arrays. */
static RgStatus add_code(Writer *w, const RgCode *code)
{
    RgStatus status = RG_OK;
    if (!RG_VEC_RESERVE(&w->indices, (size_t)code->nconsts)) return NO_MEMORY(w);
    for (uint32_t i = 0; i < code->nconsts; i++)
        TRY(add_const(w, code->consts[i], &w->indices.data[i]));
    align(w);
    RgImageCode record = {
        .flags = code->flags,
        .argcount = code->argcount,
        .posonlyargcount = code->posonlyargcount,
        .kwonlyargcount = code->kwonlyargcount,
        .firstlineno = code->firstlineno,
        .nlocals = code->nlocals,
        .nfree = code->nfree,
        .nregs = code->nregs,
        .nwords = code->nwords,
        .nconsts = code->nconsts,
        .nconsts_source = code->nconsts_source,
        .nnames = code->nnames,
        .nsites = code->nsites,
        .nhandlers = code->nhandlers,
        .npositions = code->npositions,
        .norigins = code->norigins,
        .nmirrors = code->nmirrors,
        .npoints = code->npoints,
        .nentry = code->nentry,
        .stack_instructions = code->stack_instructions,
        .stack_bytes = code->stack_bytes,
        .stack_extended_args = code->stack_extended_args,
        .stack_size = code->stack_size,
        .arrays = (uint32_t)(w->out->len - DATA(w)),
    };
    RgStrBuf *out = w->out;
    rg_strbuf_reserve(out, arrays_size(code));
    if (out->failed) return NO_MEMORY(w);
    char *to = out->data + out->len;
    to = put_array(to, code->words, (size_t)code->nwords * sizeof *code->words);
    to = put_array(to, code->handlers, (size_t)code->nhandlers * sizeof *code->handlers);
    to = put_array(to, code->mirrors, (size_t)code->nmirrors * sizeof *code->mirrors);
    to = put_array(to, code->points, (size_t)code->npoints * sizeof *code->points);
    to = put_array(to, code->sites, (size_t)code->nsites * sizeof *code->sites);
    to = put_array(to, w->indices.data, (size_t)code->nconsts * sizeof *w->indices.data);
    out->len = (size_t)(to - out->data);
    if (!status) status = add_names(w, code->names, code->nnames);
    if (!status) status = add_names(w, code->local_names, code->nlocals);
    rg_strbuf_add(out, code->local_kinds, code->nlocals);
    rg_image_put_positions(out, code->positions, code->npositions);
    rg_image_put_origins(out, code->origins, code->norigins);
    if (!status) status = add_string(w, code->name.data, code->name.len, &record.name);
    if (!status) status = add_string(w, code->qualname.data, code->qualname.len, &record.qualname);
    if (!status) status = add_string(w, code->filename.data, code->filename.len, &record.filename);
    if (!status && !RG_VEC_PUSH(&w->code_records, record)) status = NO_MEMORY(w);
    return status;
}

/* Room for nearly everything at once, and nothing left of the unit before. */
static RgStatus make_room(Writer *w)
{
    const RgCodeUnit *unit = w->unit;
    size_t data = sizeof(RgImageHeader), consts = 0, names = 0;
    for (uint32_t i = 0; i < unit->ncodes; i++) {
        const RgCode *c = unit->codes[i];
        consts += c->nconsts;
        names += (size_t)c->nnames + c->nlocals;
        data += arrays_size(c) + 4 * (size_t)c->npositions + 2 * (size_t)c->norigins + 16;
    }
    data += 4 * names + names;
    rg_strbuf_reserve(w->out, data + data / 2);
    rg_strbuf_clear(&w->text);
    rg_strbuf_reserve(&w->text, 4 * consts + 1024);
    w->string_records.len = w->const_records.len = w->const_addresses.len = w->code_records.len = w->items.len = 0;
    memset(w->recent, 0, sizeof w->recent);
    bool done = rg_map_restart(&w->codes, unit->ncodes) && index_restart(&w->consts, consts) &&
                index_restart(&w->strings, (names + consts) / 2 + unit->ncodes) &&
                RG_VEC_RESERVE(&w->const_records, consts) && RG_VEC_RESERVE(&w->const_addresses, consts) &&
                RG_VEC_RESERVE(&w->code_records, (size_t)unit->ncodes);
    return done ? RG_OK : NO_MEMORY(w);
}

static RgStatus collect(Writer *w)
{
    TRY(make_room(w));
    rg_strbuf_add(w->out, &(RgImageHeader){0}, sizeof(RgImageHeader)); /* filled at the end */
    for (uint32_t i = 0; i < w->unit->ncodes; i++) {
        uint64_t *number = rg_map_put(&w->codes, (uint64_t)(uintptr_t)w->unit->codes[i], NULL);
        if (!number) return NO_MEMORY(w);
        *number = i;
    }
    for (uint32_t i = 0; i < w->unit->ncodes; i++)
        TRY(add_code(w, w->unit->codes[i]));
    if (w->out->failed || w->text.failed) return NO_MEMORY(w);
    return RG_OK;
}

static uint32_t put_section(Writer *w, const void *data, size_t size)
{
    align(w);
    size_t offset = w->out->len - w->start;
    rg_strbuf_add(w->out, data, size);
    return (uint32_t)offset;
}

static RgStatus finish_file(Writer *w)
{
    RgStrBuf *out = w->out;
    RgImageHeader header = {
        .op_stamp = w->op_stamp,
        .format = RG_IMAGE_FORMAT,
        .source_version = w->unit->source_version,
        .source_lo = w->unit->source_hash.lo,
        .source_hi = w->unit->source_hash.hi,
        .ncodes = (uint32_t)w->code_records.len,
        .nconsts = (uint32_t)w->const_records.len,
        .nitems = (uint32_t)w->items.len,
        .nstrings = (uint32_t)w->string_records.len,
        .data = sizeof header,
    };
    memcpy(header.magic, RG_IMAGE_MAGIC, sizeof header.magic);
#define SECTION(vec) put_section(w, w->vec.data, w->vec.len * sizeof *w->vec.data)
    header.codes = SECTION(code_records);
    header.consts = SECTION(const_records);
    header.items = SECTION(items);
    header.strings = SECTION(string_records);
    header.text = SECTION(text);
#undef SECTION
    header.size = out->len - w->start;
    if (out->failed) return NO_MEMORY(w);
    if (header.size > UINT32_MAX) return rg_error_set(w->error, ERR_CODE_LIMIT, UINT64_MAX, "image of 4 GiB or more");
    memcpy(out->data + w->start, &header, sizeof header);
    RgHash128 sum = rg_hash128(out->data + w->start + RG_IMAGE_CHECKED_FROM, header.size - RG_IMAGE_CHECKED_FROM);
    header.checksum_lo = sum.lo;
    header.checksum_hi = sum.hi;
    memcpy(out->data + w->start, &header, sizeof header);
    return RG_OK;
}

RgImageWriter *rg_image_writer_new(void)
{
    Writer *w = rg_mem_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->op_stamp = rg_op_table_stamp();
    rg_map_init(&w->codes);
    rg_strbuf_init(&w->text);
    rg_strbuf_init(&w->own);
    return w;
}

void rg_image_writer_free(RgImageWriter *w)
{
    if (!w) return;
    rg_mem_free(w->strings.slots);
    rg_mem_free(w->consts.slots);
    rg_map_fini(&w->codes);
    RG_VEC_FINI(&w->string_records);
    RG_VEC_FINI(&w->const_records);
    RG_VEC_FINI(&w->const_addresses);
    RG_VEC_FINI(&w->code_records);
    RG_VEC_FINI(&w->items);
    RG_VEC_FINI(&w->indices);
    rg_strbuf_fini(&w->text);
    rg_strbuf_fini(&w->own);
    rg_mem_free(w);
}

static RgStatus write_with(Writer *w, RgStrBuf *out, const RgCodeUnit *unit, RgError *error)
{
    w->unit = unit;
    w->error = error;
    w->out = out;
    w->start = out->len;
    RgStatus status = collect(w);
    return status ? status : finish_file(w);
}

RgStatus rg_image_write(RgStrBuf *out, const RgCodeUnit *unit, RgError *error)
{
    Writer *w = rg_image_writer_new();
    RgStatus status =
        w ? write_with(w, out, unit, error) : rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "writing an image");
    rg_image_writer_free(w);
    return status;
}

RgStatus rg_image_save_with(RgImageWriter *w, const char *path, const RgCodeUnit *unit, RgError *error)
{
    rg_strbuf_clear(&w->own);
    RgStatus status = write_with(w, &w->own, unit, error);
    return status ? status : rg_image_save_bytes(path, w->own.data, w->own.len, error);
}

RgStatus rg_image_save(const char *path, const RgCodeUnit *unit, RgError *error)
{
    Writer *w = rg_image_writer_new();
    RgStatus status = w ? rg_image_save_with(w, path, unit, error)
                        : rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "writing an image");
    rg_image_writer_free(w);
    return status;
}
