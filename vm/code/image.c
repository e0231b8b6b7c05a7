/* SPDX-License-Identifier: MIT
 *
 * image.c: the reader of .rgc files. Always holds: nothing is read before its bounds have been checked against the
 * file, every index is checked before it is used, and items of tuples are earlier constants, so that there are no
 * cycles. The checksum guards against accidents only: whoever writes a file can write its checksum too.
 */
#include "vm/code/image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/base/utf8.h"
#include "vm/code/image_format.h"
#include "vm/code/image_rows.h"
#include "vm/code/op.h"
#include "vm/code/verify.h"

typedef struct Reader {
    const char *base;
    const RgImageHeader *header;
    size_t size;
    RgCodeUnit *unit;
    RgStrRef *strings;
    bool *ascii; /* by string */
    RgConst *consts;
    uint8_t *depths; /* by constant: how deeply tuples nest in it */
    uint32_t *weights; /* by constant: constants and words of text in it, what it shares counted each time */
    uint64_t weight;   /* of what all code objects read so far have: linking makes that much */
    RgCode *codes;
    uint64_t items_end; /* items and arrays already claimed: they do not overlap either */
    uint64_t arrays_end;
    RgError *error;
} Reader;

#define CORRUPT(r, at, ...)                                                                                            \
    rg_error_set((r)->error, ERR_IMAGE_CORRUPT, (uint64_t)((const char *)(at) - (r)->base), __VA_ARGS__)
#define NO_MEMORY(r) rg_error_set((r)->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "loading an image")

bool rg_image_is(const void *data, size_t size)
{
    return size >= 8 && memcmp(data, RG_IMAGE_MAGIC, 8) == 0;
}

static RgStatus check_header(Reader *r)
{
    const RgImageHeader *h = r->header;
    if (!rg_image_is(r->base, r->size)) return rg_error_set(r->error, ERR_IMAGE_MAGIC, 0, "%s", "");
    if (r->size < sizeof *h) return rg_error_set(r->error, ERR_IMAGE_TRUNCATED, r->size, "%s", "");
    if (h->format != RG_IMAGE_FORMAT || h->op_stamp != rg_op_table_stamp())
        return rg_error_set(r->error, ERR_IMAGE_VERSION, 32, "%s", "");
    if (h->size != r->size)
        return rg_error_set(r->error, ERR_IMAGE_TRUNCATED, r->size, "%llu bytes expected", (unsigned long long)h->size);
    RgHash128 sum = rg_hash128(r->base + RG_IMAGE_CHECKED_FROM, r->size - RG_IMAGE_CHECKED_FROM);
    if (sum.lo != h->checksum_lo || sum.hi != h->checksum_hi)
        return rg_error_set(r->error, ERR_IMAGE_CHECKSUM, 8, "%s", "");
    /* Sections in order, each with room for its records. */
    const uint64_t start[] = {h->data, h->codes, h->consts, h->items, h->strings, h->text, h->size};
    const uint64_t need[] = {0,
                             (uint64_t)h->ncodes * sizeof(RgImageCode),
                             (uint64_t)h->nconsts * sizeof(RgImageConst),
                             (uint64_t)h->nitems * sizeof(uint32_t),
                             (uint64_t)h->nstrings * sizeof(RgImageString),
                             0};
    if (start[0] < sizeof *h) return rg_error_set(r->error, ERR_IMAGE_CORRUPT, 0, "sections");
    for (size_t i = 0; i < RG_COUNT_OF(need); i++) {
        if (start[i] % 8 || start[i] + need[i] > start[i + 1] || start[i + 1] > h->size)
            return rg_error_set(r->error, ERR_IMAGE_CORRUPT, 0, "section %zu", i);
    }
    return RG_OK;
}

static RgStatus read_strings(Reader *r)
{
    const RgImageHeader *h = r->header;
    const RgImageString *records = (const void *)(r->base + h->strings);
    uint64_t room = h->size - h->text, end = 0; /* strings do not overlap: so the file's size bounds the work */
    r->strings = RG_ARENA_ARRAY(&r->unit->arena, RgStrRef, (size_t)h->nstrings + 1);
    r->ascii = RG_ARENA_ARRAY(&r->unit->arena, bool, (size_t)h->nstrings + 1);
    if (!r->strings || !r->ascii) return NO_MEMORY(r);
    for (uint32_t i = 0; i < h->nstrings; i++) {
        uint32_t max;
        if (records[i].offset < end || (uint64_t)records[i].offset + records[i].len > room)
            return CORRUPT(r, &records[i], "string %u", i);
        end = (uint64_t)records[i].offset + records[i].len;
        r->strings[i] = (RgStrRef){r->base + h->text + records[i].offset, records[i].len};
        if (!rg_utf8_scan(r->strings[i].data, records[i].len, true, NULL, &max, NULL))
            return CORRUPT(r, r->strings[i].data, "string %u is not UTF-8", i);
        r->ascii[i] = max < 0x80;
    }
    return RG_OK;
}

static RgStatus read_items(Reader *r, const RgImageConst *record, uint32_t index)
{
    const RgImageHeader *h = r->header;
    RgConst *k = &r->consts[index];
    if (record->payload > h->nitems || record->len > h->nitems - record->payload || record->payload < r->items_end)
        return CORRUPT(r, record, "items of constant %u", index);
    r->items_end = record->payload + record->len;
    const uint32_t *items = (const uint32_t *)(const void *)(r->base + h->items) + record->payload;
    const RgConst **list = RG_ARENA_ARRAY(&r->unit->arena, const RgConst *, (size_t)record->len + 1);
    if (!list) return NO_MEMORY(r);
    for (uint32_t i = 0; i < record->len; i++) {
        if (items[i] >= index) return CORRUPT(r, &items[i], "constant %u holds a later one", index);
        list[i] = &r->consts[items[i]];
        if (r->depths[items[i]] >= r->depths[index]) r->depths[index] = r->depths[items[i]] + 1;
        uint64_t weight = (uint64_t)r->weights[index] + r->weights[items[i]];
        r->weights[index] = weight > RG_CONST_WEIGHT_MAX ? RG_CONST_WEIGHT_MAX + 1 : (uint32_t)weight;
    }
    if (r->weights[index] > RG_CONST_WEIGHT_MAX) return CORRUPT(r, record, "constants repeat too much");
    if (r->depths[index] > RG_CONST_DEPTH_MAX) return CORRUPT(r, record, "constants nested too deeply");
    k->u.items = list;
    return RG_OK;
}

/* A magnitude that an INT could hold, or one with a zero byte on top, is not a BIGINT. */
static bool is_bigint(const RgConst *k)
{
    if (k->len < 8 || k->u.bytes[k->len - 1] == 0) return false;
    return k->len > 8 || (k->u.bytes[7] & 0x80);
}

static uint8_t allowed_flags(uint8_t kind)
{
    if (kind == RG_CONST_STR) return RG_CONSTF_INTERNED | RG_CONSTF_ASCII;
    return kind == RG_CONST_BIGINT ? RG_CONSTF_NEGATIVE : 0;
}

static RgStatus read_const(Reader *r, const RgImageConst *record, uint32_t index)
{
    const RgImageHeader *h = r->header;
    RgConst *k = &r->consts[index];
    k->kind = record->kind;
    k->flags = record->flags;
    k->len = record->len;
    r->weights[index] = 1;
    bool fine = true;
    uint64_t at = record->payload;
    if (record->zero != 0 || (record->flags & ~allowed_flags(record->kind)))
        return CORRUPT(r, record, "constant %u", index);
    switch ((RgConstKind)record->kind) {
    case RG_CONST_NONE:
    case RG_CONST_TRUE:
    case RG_CONST_FALSE:
    case RG_CONST_ELLIPSIS:
    case RG_CONST_STOP_ITERATION: break;
    case RG_CONST_INT: k->u.i = (int64_t)at; break;
    case RG_CONST_FLOAT: memcpy(&k->u.f, &record->payload, sizeof k->u.f); break;
    case RG_CONST_COMPLEX:
        fine = at % 8 == 0 && at <= h->codes - h->data && h->codes - h->data - at >= 2 * sizeof(double);
        if (fine) k->u.complex = (const void *)(r->base + h->data + at);
        break;
    case RG_CONST_STR:
        fine = at < h->nstrings && (!(record->flags & RG_CONSTF_ASCII) || r->ascii[at]);
        if (fine) {
            k->u.bytes = r->strings[at].data;
            k->len = r->strings[at].len;
            r->weights[index] += k->len / 16;
        }
        break;
    case RG_CONST_BYTES:
    case RG_CONST_BIGINT:
        fine = at <= h->size - h->text && record->len <= h->size - h->text - at;
        if (fine) k->u.bytes = r->base + h->text + at;
        r->weights[index] += record->len / 16;
        if (fine && record->kind == RG_CONST_BIGINT) fine = is_bigint(k);
        break;
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET: return read_items(r, record, index);
    case RG_CONST_CODE:
        fine = at < h->ncodes;
        if (fine) k->u.code = &r->codes[at];
        break;
    default: fine = false; break;
    }
    return fine ? RG_OK : CORRUPT(r, record, "constant %u", index);
}

static RgStatus read_consts(Reader *r)
{
    const RgImageHeader *h = r->header;
    const RgImageConst *records = (const void *)(r->base + h->consts);
    r->consts = RG_ARENA_ZARRAY(&r->unit->arena, RgConst, (size_t)h->nconsts + 1);
    r->depths = RG_ARENA_ZARRAY(&r->unit->arena, uint8_t, (size_t)h->nconsts + 1);
    r->weights = RG_ARENA_ARRAY(&r->unit->arena, uint32_t, (size_t)h->nconsts + 1);
    r->codes = RG_ARENA_ZARRAY(&r->unit->arena, RgCode, (size_t)h->ncodes + 1);
    r->unit->codes = RG_ARENA_ARRAY(&r->unit->arena, const RgCode *, (size_t)h->ncodes + 1);
    if (!r->consts || !r->depths || !r->weights || !r->codes || !r->unit->codes) return NO_MEMORY(r);
    for (uint32_t i = 0; i < h->nconsts; i++) {
        RgStatus status = read_const(r, &records[i], i);
        if (status) return status;
    }
    return RG_OK;
}

/* Takes count elements of an array from the arrays of a code object; NULL when they are not there. */
static const void *take_array(const char **p, const char *end, uint32_t count, size_t size)
{
    const char *start = *p;
    if ((uint64_t)count * size > (uint64_t)(end - start)) return NULL;
    *p = start + (size_t)count * size;
    return start;
}

static const RgStrRef *take_names(Reader *r, const char **p, const char *end, uint32_t count)
{
    const uint32_t *indices = take_array(p, end, count, sizeof *indices);
    RgStrRef *names = indices ? RG_ARENA_ARRAY(&r->unit->arena, RgStrRef, (size_t)count + 1) : NULL;
    for (uint32_t i = 0; names && i < count; i++) {
        if (indices[i] >= r->header->nstrings) return NULL;
        names[i] = r->strings[indices[i]];
    }
    return names;
}

static const RgConst *const *take_consts(Reader *r, const char **p, const char *end, uint32_t count)
{
    const uint32_t *indices = take_array(p, end, count, sizeof *indices);
    const RgConst **consts = indices ? RG_ARENA_ARRAY(&r->unit->arena, const RgConst *, (size_t)count + 1) : NULL;
    for (uint32_t i = 0; consts && i < count; i++) {
        if (indices[i] >= r->header->nconsts) return NULL;
        consts[i] = &r->consts[indices[i]];
        r->weight += r->weights[indices[i]];
    }
    /* The same constants in many lists are all right as long as the file's size has to do with it. */
    if (r->weight > RG_CONST_WEIGHT_MAX + (uint64_t)r->size * 4) return NULL;
    return consts;
}

/* Positions and origins, of which code has the numbers. */
static bool take_rows(Reader *r, const char **at, const char *limit, RgCode *code)
{
    const uint8_t *p = (const uint8_t *)*at, *end = (const uint8_t *)limit;
    if ((uint64_t)code->npositions + code->norigins > (uint64_t)(end - p)) return false;
    RgPosition *positions = RG_ARENA_ARRAY(&r->unit->arena, RgPosition, (size_t)code->npositions + 1);
    RgOrigin *origins = RG_ARENA_ARRAY(&r->unit->arena, RgOrigin, (size_t)code->norigins + 1);
    if (!positions || !origins || !rg_image_take_positions(&p, end, positions, code->npositions) ||
        !rg_image_take_origins(&p, end, origins, code->norigins))
        return false;
    code->positions = positions;
    code->origins = origins;
    *at = (const char *)p;
    return true;
}

static RgStatus read_code(Reader *r, uint32_t index)
{
    const RgImageHeader *h = r->header;
    const RgImageCode *record = (const RgImageCode *)(const void *)(r->base + h->codes) + index;
    RgCode *code = &r->codes[index];
    if (record->name >= h->nstrings || record->qualname >= h->nstrings || record->filename >= h->nstrings ||
        record->nconsts_source > record->nconsts || record->arrays % 8 || record->arrays < r->arrays_end ||
        record->arrays > h->codes - h->data)
        return CORRUPT(r, record, "code object %u", index);
    *code = (RgCode){
        .name = r->strings[record->name],
        .qualname = r->strings[record->qualname],
        .filename = r->strings[record->filename],
        .flags = record->flags,
        .argcount = record->argcount,
        .posonlyargcount = record->posonlyargcount,
        .kwonlyargcount = record->kwonlyargcount,
        .firstlineno = record->firstlineno,
        .nlocals = record->nlocals,
        .nfree = record->nfree,
        .nregs = record->nregs,
        .nwords = record->nwords,
        .nconsts = record->nconsts,
        .nconsts_source = record->nconsts_source,
        .nnames = record->nnames,
        .nsites = record->nsites,
        .nhandlers = record->nhandlers,
        .npositions = record->npositions,
        .norigins = record->norigins,
        .nmirrors = record->nmirrors,
        .npoints = record->npoints,
        .nentry = record->nentry,
        .stack_instructions = record->stack_instructions,
        .stack_bytes = record->stack_bytes,
        .stack_extended_args = record->stack_extended_args,
        .stack_size = record->stack_size,
    };
    const char *p = r->base + h->data + record->arrays, *end = r->base + h->codes;
    bool fine = (code->words = take_array(&p, end, record->nwords, sizeof *code->words)) &&
                (code->handlers = take_array(&p, end, record->nhandlers, sizeof *code->handlers)) &&
                (code->mirrors = take_array(&p, end, record->nmirrors, sizeof *code->mirrors)) &&
                (code->points = take_array(&p, end, record->npoints, sizeof *code->points)) &&
                (code->sites = take_array(&p, end, record->nsites, sizeof *code->sites)) &&
                (code->consts = take_consts(r, &p, end, record->nconsts)) &&
                (code->names = take_names(r, &p, end, record->nnames)) &&
                (code->local_names = take_names(r, &p, end, record->nlocals)) &&
                (code->local_kinds = take_array(&p, end, record->nlocals, 1)) && take_rows(r, &p, end, code);
    if (!fine) return r->unit->arena.failed ? NO_MEMORY(r) : CORRUPT(r, record, "arrays of code object %u", index);
    r->arrays_end = (uint64_t)(p - (r->base + h->data));
    return RG_OK;
}

static RgStatus read_unit(Reader *r)
{
    RgStatus status = check_header(r);
    if (!status) status = read_strings(r);
    if (!status) status = read_consts(r);
    for (uint32_t i = 0; !status && i < r->header->ncodes; i++) {
        status = read_code(r, i);
        r->unit->codes[i] = &r->codes[i];
    }
    if (status) return status;
    if (r->header->ncodes == 0) return CORRUPT(r, r->base, "no code");
    r->unit->ncodes = r->header->ncodes;
    r->unit->main = r->unit->codes[0];
    r->unit->source_version = r->header->source_version;
    r->unit->source_hash = (RgHash128){r->header->source_lo, r->header->source_hi};
    status = rg_verify_unit(r->unit, r->error);
    if (status && r->error) r->error->offset = UINT64_MAX; /* it was one inside a function, which the detail names */
    return status;
}

/* base is aligned to 8 and stays valid as long as the unit. Frees the unit on failure. */
static RgStatus finish(RgCodeUnit *unit, const void *base, size_t size, RgCodeUnit **out, RgError *error)
{
    Reader reader = {.base = base, .header = base, .size = size, .unit = unit, .error = error};
    RgStatus status = read_unit(&reader);
    if (status)
        rg_code_unit_release(unit);
    else
        *out = unit;
    return status;
}

RgStatus rg_image_from_memory(const void *data, size_t size, RgCodeUnit **out, RgError *error)
{
    *out = NULL;
    RgCodeUnit *unit = rg_code_unit_new();
    char *copy = unit ? rg_arena_alloc(&unit->arena, size + 1) : NULL;
    if (!copy) {
        rg_code_unit_release(unit);
        return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "loading an image");
    }
    if (size) memcpy(copy, data, size);
    return finish(unit, copy, size, out, error);
}

RgStatus rg_image_load(const char *path, RgCodeUnit **out, RgError *error)
{
    struct stat st;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return rg_error_set(error, ERR_FILE_READ, UINT64_MAX, "%s", strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return rg_error_set(error, ERR_FILE_READ, UINT64_MAX, "not a regular file");
    }
    if (st.st_size == 0) {
        close(fd);
        return rg_error_set(error, ERR_IMAGE_MAGIC, 0, "%s", "");
    }
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    int why = errno;
    close(fd);
    if (map == MAP_FAILED) return rg_error_set(error, ERR_FILE_READ, UINT64_MAX, "%s", strerror(why));
    RgCodeUnit *unit = rg_code_unit_new();
    if (!unit) {
        munmap(map, (size_t)st.st_size);
        return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "loading an image");
    }
    unit->map = map;
    unit->map_size = (size_t)st.st_size;
    return finish(unit, map, unit->map_size, out, error);
}
