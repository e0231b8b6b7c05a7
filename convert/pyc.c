/* SPDX-License-Identifier: MIT
 *
 * pyc.c: magic number, flags and source stamp of .pyc files, with a distinct error for everything that can be wrong.
 */
#include "convert/pyc.h"
#include "convert/marshal.h"

static uint32_t u32_at(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static RgStatus check_magic(const uint8_t *data, size_t size, const RgPyVersion **version, RgError *error)
{
    if (size < 4) return rg_error_set(error, ERR_PYC_TRUNCATED, size, "no magic number");
    unsigned magic = data[0] | (unsigned)data[1] << 8;
    if (data[2] != '\r' || data[3] != '\n') return rg_error_set(error, ERR_PYC_MAGIC, 0, "%s", "");
    const RgPyVersion *v = rg_pyver_by_magic((uint16_t)magic);
    if (!v && magic >= 3000 && magic < 3360)
        return rg_error_set(error, ERR_PYC_VERSION, 0, "Python 3.0 to 3.5, magic number %u", magic);
    if (!v && magic > 3360 && magic < 4000)
        return rg_error_set(error, ERR_PYC_VERSION, 0, "unknown Python 3, magic number %u", magic);
    if (!v && magic > 50000) return rg_error_set(error, ERR_PYC_VERSION, 0, "Python 2, magic number %u", magic);
    if (!v) return rg_error_set(error, ERR_PYC_MAGIC, 0, "%u", magic);
    if (!v->supported) return rg_error_set(error, ERR_PYC_VERSION, 0, "Python %u.%u", v->major, v->minor);
    if (magic != v->final_magic)
        return rg_error_set(error, ERR_PYC_VERSION, 0, "development version of Python %u.%u, magic number %u", v->major,
                            v->minor, magic);
    *version = v;
    return RG_OK;
}

static RgStatus read_file(RgArena *arena, const void *data, size_t size, bool lent, RgPyModule **out, RgError *error)
{
    const RgPyVersion *version = NULL;
    RgStatus status = check_magic(data, size, &version, error);
    if (status != RG_OK) return status;
    const size_t header = version->header_size;
    if (size < header) return rg_error_set(error, ERR_PYC_TRUNCATED, size, "in the header");
    if (size > INT32_MAX) return rg_error_set(error, ERR_PYC_CORRUPT, 0, "larger than 2 GiB");
    RgPyModule *module = RG_ARENA_NEW(arena, RgPyModule);
    const uint8_t *bytes = data;
    if (!lent) {
        uint8_t *copy = rg_arena_alloc(arena, size);
        if (copy) memcpy(copy, data, size);
        bytes = copy;
    }
    if (!module || !bytes) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    module->version = version;
    module->data = bytes;
    module->size = size;
    module->header_flags = header == RG_PYC_HEADER_SIZE ? u32_at(bytes + 4) : 0;
    module->source_stamp = u32_at(bytes + header - 8) | (uint64_t)u32_at(bytes + header - 4) << 32;
    if (module->header_flags & ~3u) return rg_error_set(error, ERR_PYC_CORRUPT, 4, "unknown header flags");
    status = rg_marshal_read_code(arena, module, header, error);
    if (status == RG_OK) *out = module;
    return status;
}

RgStatus rg_pyc_read(RgArena *arena, const void *data, size_t size, RgPyModule **out, RgError *error)
{
    return read_file(arena, data, size, false, out, error);
}

RgStatus rg_pyc_read_lent(RgArena *arena, const void *data, size_t size, RgPyModule **out, RgError *error)
{
    return read_file(arena, data, size, true, out, error);
}
